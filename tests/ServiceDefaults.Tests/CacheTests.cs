using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.ServiceDefaults.Caching;

namespace RegionalSecurity.ServiceDefaults.Tests;

public sealed class CacheTests
{
    [Fact]
    public async Task BreakerCache_InnerFails_MissesThenRestsThenTriesAgain()
    {
        var clock = new FakeTimeProvider();
        var inner = new BrokenCache();
        using var cache = new BreakerCache(inner, TimeSpan.FromSeconds(1), clock, NullLogger<BreakerCache>.Instance);

        for (var i = 0; i < 10; i++)
            (await cache.GetAsync("key")).ShouldBeNull();
        inner.Calls.ShouldBe(3);
        clock.Advance(TimeSpan.FromSeconds(6));
        await cache.GetAsync("key");
        inner.Calls.ShouldBe(4);
    }

    [Fact]
    public async Task BreakerCache_InnerHangs_GivesUpAfterPatience()
    {
        var clock = new FakeTimeProvider();
        var inner = new BrokenCache { Hangs = true };
        using var cache = new BreakerCache(inner, TimeSpan.FromSeconds(1), clock, NullLogger<BreakerCache>.Instance);

        var reading = cache.GetAsync("key");
        reading.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));

        (await reading).ShouldBeNull();
    }

    [Fact]
    public async Task AddCache_NoRedisListening_ValuesAreComputed()
    {
        await using var app = Build("127.0.0.1:1");

        (await app.Services.GetRequiredService<HybridCache>().GetOrCreateAsync("key", _ => ValueTask.FromResult(42))).ShouldBe(42);
    }

    [Fact]
    public async Task AddCache_RealRedis_SecondProcessFindsTheValue_AndAStoppedRedisChangesNothing()
    {
        var port = FreePort();
        using var redis = new RedisProcess(port);
        await using (var first = Build($"127.0.0.1:{port}"))
        {
            await ConnectedAsync(first);
            (await first.Services.GetRequiredService<HybridCache>().GetOrCreateAsync("key", _ => ValueTask.FromResult("first"))).ShouldBe("first");
            // HybridCache answers first and writes to Redis behind that.
            await UntilAsync(async redis => await redis.GetAsync("key") is not null, first);
        }
        await using var second = Build($"127.0.0.1:{port}");
        await ConnectedAsync(second);
        var cache = second.Services.GetRequiredService<HybridCache>();
        (await cache.GetOrCreateAsync("key", _ => ValueTask.FromResult("second"))).ShouldBe("first");

        await redis.KillAsync();

        (await cache.GetOrCreateAsync("other", _ => ValueTask.FromResult("computed"))).ShouldBe("computed");
    }

    private static WebApplication Build(string redis)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:cache"] = redis;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddCache();
        return builder.Build();
    }

    // The first connection may take longer than the cache's patience, which then counts as a miss: asked until Redis gives back what it got.
    private static Task ConnectedAsync(WebApplication app) => UntilAsync(async redis =>
    {
        await redis.SetAsync("probe", [1], new DistributedCacheEntryOptions());
        return await redis.GetAsync("probe") is not null;
    }, app);

    private static async Task UntilAsync(Func<IDistributedCache, Task<bool>> condition, WebApplication app)
    {
        var redis = app.Services.GetRequiredService<IDistributedCache>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition(redis))
            await tick.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>A Redis of this test alone, killed with it: one that outlived a failed test would hold the runner's output open for ever.</summary>
    private sealed class RedisProcess : IDisposable
    {
        private readonly Process _process;

        public RedisProcess(int port)
        {
            try
            {
                _process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Skip("redis-server is not installed");
            }
            while (_process.StandardOutput.ReadLine() is { } line)
                if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                    return;
            throw new InvalidOperationException("redis-server ended before it was ready");
        }

        public Task KillAsync()
        {
            _process.Kill();
            return _process.WaitForExitAsync();
        }

        public void Dispose()
        {
            _process.Kill();
            _process.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class BrokenCache : IDistributedCache
    {
        public int Calls { get; private set; }

        public bool Hangs { get; init; }

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        {
            Calls++;
            return Hangs ? new TaskCompletionSource<byte[]?>().Task : throw new IOException("gone");
        }

        public byte[]? Get(string key) => throw new NotSupportedException();
        public void Refresh(string key) => throw new NotSupportedException();
        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();
        public void Remove(string key) => throw new NotSupportedException();
        public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();
        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();
        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => throw new NotSupportedException();
    }
}
