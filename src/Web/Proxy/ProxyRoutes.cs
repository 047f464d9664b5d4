using Google.Api;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace RegionalSecurity.Web.Proxy;

/// <summary>Routes and clusters as they follow from the contract: nothing is listed by hand.</summary>
internal static class ProxyRoutes
{
    // The longest that a timer of the platform takes: a stream may be silent as long as it likes, its pings tell whether it lives.
    private static readonly TimeSpan s_never = TimeSpan.FromDays(24);

    // A report that is composed over REST says nothing until it is done.
    private static readonly TimeSpan s_rest = TimeSpan.FromMinutes(10);

    /// <summary>One gRPC route a service, by package and version; one REST route for each first segment of its HTTP annotations.</summary>
    public static IReadOnlyList<RouteConfig> Routes(BackendService service)
    {
        var routes = new List<RouteConfig>
        {
            new()
            {
                RouteId = $"{service.Name}-grpc",
                ClusterId = $"{service.Name}-grpc",
                Match = new RouteMatch { Path = $"/{service.Descriptor.File.Package}.{{service}}/{{method}}" },
                // A stream has no end; each message in it is bounded by the service.
                MaxRequestBodySize = -1,
            },
        };
        foreach (var segment in RestSegments(service.Descriptor))
            routes.Add(new RouteConfig
            {
                RouteId = $"{service.Name}-rest-{segment.Replace(':', '-')}",
                ClusterId = $"{service.Name}-http",
                Match = new RouteMatch { Path = $"/api/v1/{segment}/{{**rest}}" },
            });
        return routes;
    }

    /// <summary>The service's two endpoints; addresses are resolved by service discovery call by call.</summary>
    public static IReadOnlyList<ClusterConfig> Clusters(BackendService service) =>
    [
        new()
        {
            ClusterId = $"{service.Name}-grpc",
            Destinations = new Dictionary<string, DestinationConfig> { [service.Name] = new() { Address = service.GrpcAddress } },
            HttpRequest = new ForwarderRequestConfig { Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, ActivityTimeout = s_never },
        },
        new()
        {
            ClusterId = $"{service.Name}-http",
            Destinations = new Dictionary<string, DestinationConfig> { [service.Name] = new() { Address = service.HttpAddress } },
            HttpRequest = new ForwarderRequestConfig { Version = System.Net.HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact, ActivityTimeout = s_rest },
        },
    ];

    // "claims" of /api/v1/claims/{claim_id}, "claims:extract" of /api/v1/claims:extract.
    private static SortedSet<string> RestSegments(ServiceDescriptor descriptor)
    {
        var segments = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var method in descriptor.Methods)
        {
            if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule)
                continue;
            var path = rule.PatternCase switch
            {
                HttpRule.PatternOneofCase.Get => rule.Get,
                HttpRule.PatternOneofCase.Post => rule.Post,
                HttpRule.PatternOneofCase.Put => rule.Put,
                HttpRule.PatternOneofCase.Patch => rule.Patch,
                HttpRule.PatternOneofCase.Delete => rule.Delete,
                _ => throw new InvalidOperationException($"{method.FullName} has an HTTP annotation of a kind that the front door does not route."),
            };
            const string prefix = "/api/v1/";
            if (!path.StartsWith(prefix, StringComparison.Ordinal))
                throw new InvalidOperationException($"{method.FullName} is annotated with {path}, which is not under {prefix}.");
            segments.Add(path[prefix.Length..].Split('/')[0]);
        }
        return segments;
    }
}
