using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using HttpRequest = Microsoft.AspNetCore.Http.HttpRequest;
using Status = Google.Rpc.Status;

namespace RegionalSecurity.Web.Proxy;

/// <summary>A service that cannot be reached answers as the service itself would: google.rpc.Status, over gRPC and over REST.</summary>
internal static class UpstreamErrors
{
    private static readonly JsonFormatter s_json = new(JsonFormatter.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    private const string Reason = "SERVICE_UNREACHABLE";

    /// <summary>Runs the proxy and turns its own failures into statuses; what a service answers passes untouched.</summary>
    public static async Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        await next();
        if (context.GetForwarderErrorFeature() is not { } error || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        var service = context.Features.Get<IReverseProxyFeature>()?.Route.Cluster?.ClusterId.Split('-')[0] ?? "";
        var late = error.Error is ForwarderError.RequestTimedOut or ForwarderError.UpgradeActivityTimeout;
        var code = late ? StatusCode.DeadlineExceeded : StatusCode.Unavailable;
        var message = late
            ? $"The service {service} did not answer in time. Try again, or ask for less."
            : $"The service {service} cannot be reached. It may be starting: try again, and look at its log if this stays so.";
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("RegionalSecurity.Web.Proxy");
        logger.UpstreamFailed(service, context.Request.Path.Value ?? "", error.Error, error.Exception?.GetBaseException().Message ?? "");
        context.Response.Clear();
        var status = new Status
        {
            Code = (int)code,
            Message = message,
            Details = { Any.Pack(new ErrorInfo { Domain = ServiceDefaults.Errors.DomainException.Domain, Reason = Reason, Metadata = { ["service"] = service } }) },
        };
        if (IsGrpc(context.Request))
        {
            // Trailers only: the status travels in the headers of an answer without a body.
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = ((int)code).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
            context.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
            return;
        }
        context.Response.StatusCode = late ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(s_json.Format(status), context.RequestAborted);
    }

    /// <summary>Whether the caller expects a gRPC answer.</summary>
    public static bool IsGrpc(HttpRequest request) => request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
}
