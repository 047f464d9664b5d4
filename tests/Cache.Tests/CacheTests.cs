using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace RegionalSecurity.Cache.Tests;

/// <summary>What the services use of Redis, asked of the embedded server by the client they use.</summary>
public sealed class CacheTests(CacheProcess cache) : IClassFixture<CacheProcess>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task String_Set_IsReadBack()
    {
        var value = new byte[100_000];
        new Random(1).NextBytes(value);

        await cache.Database.StringSetAsync("string", value);

        ((byte[]?)await cache.Database.StringGetAsync("string")).ShouldBe(value);
    }

    [Fact]
    public async Task Hash_WithExpiry_IsThereAndThenGone()
    {
        await cache.Database.HashSetAsync("hash", [new("data", "x"), new("sldexp", -1)]);
        await cache.Database.KeyExpireAsync("hash", TimeSpan.FromMilliseconds(300));

        ((string?)await cache.Database.HashGetAsync("hash", "data")).ShouldBe("x");
        (await cache.Database.KeyTimeToLiveAsync("hash")).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(300));
        await EventuallyAsync(async () => !await cache.Database.KeyExistsAsync("hash"));
    }

    [Fact]
    public async Task Publish_Subscriber_GetsIt()
    {
        await using var other = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
        var received = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await other.GetSubscriber().SubscribeAsync(RedisChannel.Literal("wake"), (_, message) => received.TrySetResult(message));

        await cache.Redis.GetSubscriber().PublishAsync(RedisChannel.Literal("wake"), "42");

        (await received.Task.WaitAsync(Limit, Cancellation)).ShouldBe("42");
    }

    [Fact]
    public async Task Script_Lua_Runs() =>
        ((int)await cache.Database.ScriptEvaluateAsync("return redis.call('INCRBY', KEYS[1], ARGV[1])", ["counter"], [7])).ShouldBe(7);

    [Fact]
    public async Task DistributedCache_Entry_IsKeptForItsTime()
    {
        using var distributed = new RedisCache(Options.Create(new RedisCacheOptions { Configuration = cache.ConnectionString, InstanceName = "t:" }));

        await distributed.SetStringAsync("k", "v", new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(1) }, Cancellation);

        (await distributed.GetStringAsync("k", Cancellation)).ShouldBe("v");
        await EventuallyAsync(async () => await distributed.GetStringAsync("k", Cancellation) is null);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Limit);
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation);
        }
    }
}
