using Grpc.Reflection;
using Grpc.Reflection.V1Alpha;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Clients;
using RegionalSecurity.Web.Proxy;
using RegionalSecurity.Web.StartPage;
using Yarp.ReverseProxy.Forwarder;

namespace RegionalSecurity.Web;

internal static class WebServiceExtensions
{
    /// <summary>Everything the front door registers.</summary>
    public static void AddWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddReverseProxy().LoadFromMemory(
            [.. BackendService.All.SelectMany(ProxyRoutes.Routes)],
            [.. BackendService.All.SelectMany(ProxyRoutes.Clusters)]);
        services.AddSingleton<IForwarderHttpClientFactory, DiscoveringClientFactory>();
        // Reflection tells of the services behind the door, not only of what is mapped here.
        Google.Protobuf.Reflection.ServiceDescriptor[] told =
            [.. BackendService.All.Select(service => service.Descriptor), Grpc.Health.V1.Health.Descriptor, ServerReflection.Descriptor, Grpc.Reflection.V1.ServerReflection.Descriptor];
        services.AddSingleton(new ReflectionServiceImpl(told));
        services.AddSingleton(new ReflectionV1ServiceImpl(told));
        services.AddHttpClient<ServiceStatusReader>(client => client.Timeout = ServiceStatusReader.Patience).AddServiceDiscovery();
        builder.AddServiceClient<IngestionService.IngestionServiceClient>("ingestion");
    }

    /// <summary>gRPC-Web, the proxy and the start page.</summary>
    public static void MapWeb(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.MapStartPage();
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(UpstreamErrors.InvokeAsync);
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
        });
    }
}
