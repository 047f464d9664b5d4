using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RegionalSecurity.TestKit;

/// <summary>A gRPC server on a loopback port, for the services that the one under test calls.</summary>
public sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServer(WebApplication app) => _app = app;

    /// <summary>Its address, for "services:{name}:grpc:0".</summary>
    public string Address => _app.Urls.First();

    /// <summary>Starts a server with what <paramref name="map"/> maps on it.</summary>
    /// <param name="services">Registers singletons that the fakes are made with.</param>
    /// <param name="map">Maps the fakes, for example app => app.MapGrpcService&lt;FakeIngestion&gt;().</param>
    /// <param name="protocols">HTTP/2 for gRPC (default), or HTTP/1.1 for REST.</param>
    /// <param name="port">Port to listen on, to come back where an earlier one was; default: the system's choice.</param>
    public static async Task<FakeServer> StartAsync(
        Action<IServiceCollection> services, Action<WebApplication> map, HttpProtocols protocols = HttpProtocols.Http2, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // The settings of the service under test lie beside the tests; its endpoints are not this server's.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port, listen => listen.Protocols = protocols));
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = 8 << 20);
        services(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new FakeServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
