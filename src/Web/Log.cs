using Yarp.ReverseProxy.Forwarder;

namespace RegionalSecurity.Web;

internal static partial class Log
{
    [LoggerMessage(EventId = 700, EventName = "ServiceUnreachable", Level = LogLevel.Debug, Message = "{Service} did not tell its state: {Problem}")]
    public static partial void ServiceUnreachable(this ILogger logger, string service, string problem);

    [LoggerMessage(EventId = 701, EventName = "UpstreamFailed", Level = LogLevel.Warning, Message = "{Service} could not be reached for {Path} ({Error}): {Problem}")]
    public static partial void UpstreamFailed(this ILogger logger, string service, string path, ForwarderError error, string problem);
}
