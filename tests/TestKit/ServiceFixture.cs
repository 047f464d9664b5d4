using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RegionalSecurity.TestKit;

/// <summary>
/// One service in this process, on Kestrel with its two real endpoints on loopback ports of the system's choice, with a store of its own in a
/// temporary directory. Dispose stops it; the directory goes with it unless it was given.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
public sealed class ServiceFixture<TProgram> : WebApplicationFactory<TProgram> where TProgram : class
{
    private readonly (string Key, string Value)[] _settings;
    private readonly TimeProvider? _time;
    private readonly Action<IServiceCollection>? _services;
    private readonly bool _ownsDirectory;
    private GrpcChannel? _channel;

    /// <param name="settings">Configuration, for example ("services:ingestion:grpc:0", address).</param>
    /// <param name="directory">The store's directory, to start again on what an earlier fixture left; default: a new temporary one.</param>
    /// <param name="time">The clock; default the system's.</param>
    /// <param name="services">Replaces registrations.</param>
    public ServiceFixture((string Key, string Value)[]? settings = null, string? directory = null, TimeProvider? time = null, Action<IServiceCollection>? services = null)
    {
        _settings = settings ?? [];
        _time = time;
        _services = services;
        _ownsDirectory = directory is null;
        Directory = directory ?? System.IO.Directory.CreateTempSubdirectory("regsec-").FullName;
        UseKestrel();
    }

    /// <summary>The store's directory.</summary>
    public string Directory { get; }

    /// <summary>Address of the endpoint "grpc" (HTTP/2).</summary>
    public Uri GrpcAddress => Address(0);

    /// <summary>Address of the endpoint "http" (HTTP/1.1).</summary>
    public Uri HttpAddress => Address(1);

    /// <summary>A real channel to the endpoint "grpc".</summary>
    public GrpcChannel Channel => _channel ??= GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions { MaxReceiveMessageSize = 8 << 20, MaxSendMessageSize = 16 << 20 });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Storage:Directory", Directory);
        builder.UseSetting("Kestrel:Endpoints:grpc:Url", "http://127.0.0.1:0");
        builder.UseSetting("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services =>
        {
            if (_time is not null)
                services.Replace(ServiceDescriptor.Singleton(_time));
            _services?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await base.DisposeAsync();
        // SQLite keeps closed connections in a pool, with their files.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_ownsDirectory)
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    // Kestrel starts the endpoints of its configuration in the order of their names.
    private Uri Address(int index)
    {
        StartServer();
        return new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index));
    }
}
