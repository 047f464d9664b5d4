using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RegionalSecurity.Cache;

/// <summary>Healthy when a new client connection gets PONG for PING within a second.</summary>
internal sealed class CachePing(CacheOptions options) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, options.Port, deadline.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync("*1\r\n$4\r\nPING\r\n"u8.ToArray(), deadline.Token);
            var answer = new byte[7];
            await stream.ReadExactlyAsync(answer, deadline.Token);
            return answer.AsSpan().SequenceEqual("+PONG\r\n"u8)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"PING was answered with {Encoding.ASCII.GetString(answer)}");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy($"PING failed: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"no answer to PING within {Patience.TotalSeconds} s", e);
        }
    }
}
