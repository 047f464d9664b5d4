using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary>One channel to the stack's front door and the clients of its four services.</summary>
internal sealed class ServerConnection : IDisposable
{
    /// <summary>A unary call that takes longer is given up.</summary>
    public static readonly TimeSpan UnaryDeadline = TimeSpan.FromSeconds(100);

    private readonly GrpcChannel _channel;

    private ServerConnection(Uri address, GrpcChannel channel)
    {
        Address = address;
        _channel = channel;
        Ingestion = new IngestionService.IngestionServiceClient(channel);
        Claims = new ClaimsService.ClaimsServiceClient(channel);
        Tension = new TensionService.TensionServiceClient(channel);
        Reports = new ReportsService.ReportsServiceClient(channel);
    }

    public Uri Address { get; }

    public IngestionService.IngestionServiceClient Ingestion { get; }

    public ClaimsService.ClaimsServiceClient Claims { get; }

    public TensionService.TensionServiceClient Tension { get; }

    public ReportsService.ReportsServiceClient Reports { get; }

    /// <summary>Opens a channel; nothing is sent yet.</summary>
    /// <exception cref="CliException">The address is none.</exception>
    public static ServerConnection Open(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            throw CliException.BadInput($"--server: '{address}' is not an address. Write for example {CliContext.DefaultServer}.");
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            // A proxy of the environment cannot reach this machine's own loopback.
            UseProxy = !uri.IsLoopback,
            AutomaticDecompression = DecompressionMethods.None,
        };
        var retry = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = 4,
                InitialBackoff = TimeSpan.FromMilliseconds(200),
                MaxBackoff = TimeSpan.FromSeconds(2),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        // Streams are not retried here: their commands know where to go on. Nor is what asks a third site, which is not to be asked again at once.
        foreach (var service in new[] { IngestionService.Descriptor, ClaimsService.Descriptor, TensionService.Descriptor, ReportsService.Descriptor })
            foreach (var method in service.Methods.Where(method => !method.IsClientStreaming && !method.IsServerStreaming && method.Name is not ("PollFeed" or "CheckFeed")))
                retry.Names.Add(new MethodName { Service = service.FullName, Method = method.Name });
        var channel = GrpcChannel.ForAddress(uri, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = 16 * 1024 * 1024,
            MaxSendMessageSize = 16 * 1024 * 1024,
            MaxRetryBufferPerCallSize = 16 * 1024 * 1024,
            ServiceConfig = new ServiceConfig { MethodConfigs = { retry } },
        });
        return new ServerConnection(uri, channel);
    }

    /// <summary>Options of a unary call: a deadline, by the clock that gRPC measures it with, and the token.</summary>
    public static CallOptions Unary(CancellationToken cancel) =>
        new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + UnaryDeadline, cancellationToken: cancel);

    public void Dispose() => _channel.Dispose();
}
