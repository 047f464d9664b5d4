using System.Globalization;
using System.Net.Sockets;
using Garnet;
using Garnet.common;

namespace RegionalSecurity.Cache;

/// <summary>
/// The Garnet server inside this process: loopback only, bounded memory, nothing on disk. A restart is an empty cache,
/// which every client of it must stand anyway (design.md section 2.2).
/// </summary>
internal sealed partial class CacheServer(
    CacheOptions options, ILoggerFactory loggerFactory, ILogger<CacheServer> logger) : IHostedService, IDisposable
{
    private GarnetServer? _server;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _server = new GarnetServer(Arguments(options), loggerFactory);
            _server.Start();
        }
        catch (GarnetException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            throw new CacheStartException(
                $"port {options.Port} of 127.0.0.1 is taken by another process. Stop that process or set CACHE_PORT to a free port.", e);
        }

        LogListening(options.Port, options.MemoryMegabytes);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _server?.Dispose();
        _server = null;
    }

    private static string[] Arguments(CacheOptions options) =>
    [
        "--bind", "127.0.0.1",
        "--port", options.Port.ToString(CultureInfo.InvariantCulture),
        "--memory", string.Create(CultureInfo.InvariantCulture, $"{options.MemoryMegabytes}m"),
        "--page", "1m",
        "--index", "8m",
        // The native device wants libaio, which a fresh machine does not have; nothing is written to a device here anyway.
        "--device-type", "RandomAccess",
        // Clients set a hash together with its expiry by a script on some paths.
        "--lua", "true",
        "-q", "true",
    ];

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Listening on 127.0.0.1:{Port} with {Megabytes} MiB")]
    private partial void LogListening(int port, int megabytes);
}

/// <summary>The cache cannot start; the message is for the user and says what to do.</summary>
internal sealed class CacheStartException(string message, Exception? inner = null) : Exception(message, inner);
