using System.Net.Sockets;
using Google.Rpc;
using Grpc.Core;

namespace RegionalSecurity.Cli.Online;

/// <summary>A server's answer of failure as lines for a person and as an exit code.</summary>
internal static class ServerErrors
{
    /// <summary>One line for each bad field; else one line with the reason.</summary>
    public static IReadOnlyList<string> Lines(RpcException error, Uri? address)
    {
        // A connection that never came about carries the status of the client, whatever the server would have said.
        if (IsUnreachable(error))
            return [Unreachable(error, address)];
        var status = StatusOf(error);
        var reason = status?.GetDetail<ErrorInfo>()?.Reason is { Length: > 0 } given ? $" ({given})" : "";
        if (status?.GetDetail<BadRequest>() is { FieldViolations.Count: > 0 } bad)
            return [.. bad.FieldViolations.Select(violation =>
                $"{(violation.Field.Length == 0 ? "request" : violation.Field)}: {violation.Description}{(violation.Reason.Length > 0 ? $" ({violation.Reason})" : reason)}")];
        // A status with a reason is written for a person; a bare one needs to be told what it means.
        return [reason.Length > 0 ? $"{status!.Message}{reason}" : $"{Lead(error.StatusCode)}{error.Status.Detail}"];
    }

    /// <summary>The exit code that fits.</summary>
    public static int Code(RpcException error) => error.StatusCode switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => ExitCode.BadInput,
        StatusCode.NotFound => ExitCode.NotFound,
        // The service answered; it is a third one that did not.
        StatusCode.Unavailable when IsOfThird(error) => ExitCode.Failed,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => ExitCode.Unreachable,
        _ => IsUnreachable(error) ? ExitCode.Unreachable : ExitCode.Failed,
    };

    /// <summary>Whether the service answered that a site it was to fetch from is not available.</summary>
    public static bool IsOfThird(RpcException error) => StatusOf(error)?.GetDetail<ErrorInfo>()?.Reason == "FETCH_FAILED";

    /// <summary>Whether sending the same again may help: the connection or the service behind it went away.</summary>
    public static bool IsTransient(RpcException error) => error.StatusCode is StatusCode.Unavailable or StatusCode.Aborted
        || IsUnreachable(error)
        // A stream that is cut in the middle ends so, by who noticed it first.
        || (error.StatusCode is StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled && error.Status.DebugException is IOException or HttpRequestException or ObjectDisposedException)
        || (error.StatusCode == StatusCode.Cancelled && error.Status.DebugException is null);

    private static Google.Rpc.Status? StatusOf(RpcException error)
    {
        try
        {
            return error.GetRpcStatus();
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            // Whatever stood between sent details of its own; the plain status remains.
            return null;
        }
    }

    private static bool IsUnreachable(RpcException error) =>
        error.Status.DebugException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.HttpProtocolError } or SocketException;

    private static string Unreachable(RpcException error, Uri? address)
    {
        if (error.Status.DebugException is HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError })
            return $"{address} does not speak gRPC. Give the gRPC port (by default 5081), not the one for browsers, to --server.";
        var why = error.Status.DebugException?.GetBaseException().Message ?? error.Status.Detail;
        return $"no server answers at {address}: {why}. Start the stack with dotnet run --project AppHost, or give its address to --server.";
    }

    private static string Lead(StatusCode code) => code switch
    {
        StatusCode.Unavailable => "the service is not available now, try again: ",
        StatusCode.DeadlineExceeded => "no answer in time: ",
        StatusCode.Unimplemented => "the server does not know this call; is it the gRPC port of a stack of the same version? ",
        StatusCode.PermissionDenied or StatusCode.Unauthenticated => "not allowed: ",
        _ => "",
    };
}
