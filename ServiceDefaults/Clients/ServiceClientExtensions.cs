using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RegionalSecurity.ServiceDefaults.Clients;

/// <summary>Registers gRPC clients of other services.</summary>
public static class ServiceClientExtensions
{
    /// <summary>Most bytes of one message, both ways: 8 MiB.</summary>
    public const int MaxMessageBytes = 8 << 20;

    /// <summary>
    /// Registers <typeparamref name="TClient"/> for the service of that name, found by service discovery at its endpoint "grpc". Unary calls
    /// retry UNAVAILABLE, pass on the caller's deadline and get one of 30 s where there is none; streams live as long as they like and are kept
    /// alive by HTTP/2 pings. There is no HTTP resilience handler: it would cut an idle tail.
    /// </summary>
    public static IHttpClientBuilder AddServiceClient<TClient>(this IHostApplicationBuilder builder, string service) where TClient : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services
            .AddGrpcClient<TClient>(options => options.Address = new Uri($"http://_grpc.{service}"))
            .ConfigureChannel(channel =>
            {
                channel.MaxReceiveMessageSize = MaxMessageBytes;
                channel.MaxSendMessageSize = MaxMessageBytes;
                channel.ServiceConfig = new ServiceConfig { MethodConfigs = { Retry } };
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = TimeSpan.FromSeconds(20),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .AddInterceptor(services => new DefaultDeadline(services.GetRequiredService<TimeProvider>()))
            .EnableCallContextPropagation(options => options.SuppressContextNotFoundErrors = true)
            .AddServiceDiscovery();
    }

    private static MethodConfig Retry => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 4,
            InitialBackoff = TimeSpan.FromMilliseconds(100),
            MaxBackoff = TimeSpan.FromSeconds(2),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };

    private sealed class DefaultDeadline(TimeProvider time) : Interceptor
    {
        private static readonly TimeSpan Standard = TimeSpan.FromSeconds(30);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var options = context.Options;
            if (options.Deadline is null)
                options = options.WithDeadline((time.GetUtcNow() + Standard).UtcDateTime);
            return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options));
        }
    }
}
