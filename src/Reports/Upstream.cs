using Grpc.Core;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Reports;

/// <summary>Calls of other services: one that is down or too slow is named to the caller; what it says about bad input passes through.</summary>
internal static class Upstream
{
    public static async Task<T> CallAsync<T>(string service, Func<AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Cancelled)
        {
            throw new DomainException(StatusCode.Unavailable, "UPSTREAM_UNAVAILABLE",
                $"The {service} service does not answer ({error.Status.Detail}). Nothing was stored; check that it runs and call again.", ("service", service));
        }
    }
}
