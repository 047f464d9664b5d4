using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace RegionalSecurity.Cache.Tests;

/// <summary>The program itself, on ports of its own, started as a host starts it.</summary>
public sealed class CacheProcess : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new();
    private readonly Process _process;

    public CacheProcess() : this([])
    {
    }

    internal CacheProcess(params (string Name, string Value)[] variables)
    {
        Port = FreePort();
        HealthUrl = new Uri($"http://127.0.0.1:{FreePort()}/health");
        _process = Start([("CACHE_PORT", Port.ToString(CultureInfo.InvariantCulture)), ("Kestrel__Endpoints__http__Url", HealthUrl.GetLeftPart(UriPartial.Authority)), .. variables]);
    }

    public int Port { get; }

    public Uri HealthUrl { get; }

    public Process Process => _process;

    public ConnectionMultiplexer Redis { get; private set; } = null!;

    public IDatabase Database => Redis.GetDatabase();

    public string ConnectionString => $"127.0.0.1:{Port}";

    internal static Process Start(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "RegionalSecurity.Cache.dll"));
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async ValueTask InitializeAsync()
    {
        _process.BeginOutputReadLine();
        await HealthyAsync();
        Redis = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _client.Dispose();
    }

    private async Task HealthyAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if ((await _client.GetStringAsync(HealthUrl)) == "Healthy")
                    return;
            }
            catch (HttpRequestException) when (!_process.HasExited && TimeProvider.System.GetElapsedTime(started) < Limit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
