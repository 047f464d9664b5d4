using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;

namespace RegionalSecurity.ServiceDefaults.Errors;

/// <summary>
/// A message that cannot be parsed never reaches <see cref="ErrorInterceptor"/>: the gRPC handler answers UNKNOWN for it. As every other
/// exception is translated there, UNKNOWN from the handler means just this, and is told as what it is: bad input.
/// </summary>
internal static class UnreadableRequests
{
    private const string StatusHeader = "grpc-status", MessageHeader = "grpc-message";

    public static void UseUnreadableRequests(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true)
            return;
        // A response that has not begun has its status among the headers ("trailers-only").
        var trailers = context.Response.HasStarted ? context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : context.Response.Headers;
        if (trailers is null || trailers[StatusHeader] != ((int)StatusCode.Unknown).ToString(System.Globalization.CultureInfo.InvariantCulture)
            || !trailers[MessageHeader].ToString().StartsWith("Exception was thrown by handler", StringComparison.Ordinal))
            return;
        trailers[StatusHeader] = ((int)StatusCode.InvalidArgument).ToString(System.Globalization.CultureInfo.InvariantCulture);
        trailers[MessageHeader] = "The request is no message of this method, or a text in it is not valid UTF-8: send texts as UTF-8, other bytes in fields of type bytes.";
    });
}
