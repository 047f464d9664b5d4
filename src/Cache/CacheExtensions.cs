namespace RegionalSecurity.Cache;

internal static class CacheExtensions
{
    /// <summary>Registers the embedded server and its health check.</summary>
    /// <exception cref="CacheStartException">The configuration has a value the cache cannot use.</exception>
    public static IHostApplicationBuilder AddCache(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(CacheOptions.Read(builder.Configuration));
        builder.Services.AddHostedService<CacheServer>();
        builder.Services.AddHealthChecks().AddCheck<CachePing>("ping");
        return builder;
    }
}
