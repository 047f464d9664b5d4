using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace RegionalSecurity.ServiceDefaults.Caching;

/// <summary>Registers HybridCache, with Redis behind it where ConnectionStrings:cache is set.</summary>
public static class CacheExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The cache is an accelerator and never the only copy: when Redis is down, empty, hung or flushed, answers come a little later and are the
    /// same. Keys carry the log sequence and method version they were computed from, so nothing is ever invalidated.
    /// </summary>
    public static IHostApplicationBuilder AddCache(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Configuration.GetConnectionString("cache") is { Length: > 0 } connection)
        {
            var options = ConfigurationOptions.Parse(connection);
            options.AbortOnConnectFail = false;
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.ConnectTimeout = options.SyncTimeout = options.AsyncTimeout = (int)Patience.TotalMilliseconds;
            options.ConnectRetry = 1;
            builder.Services.AddSingleton<IDistributedCache>(services => new BreakerCache(
                new RedisCache(Options.Create(new RedisCacheOptions { ConfigurationOptions = options, InstanceName = "regsec:" })),
                Patience, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<BreakerCache>>()));
        }
        builder.Services.AddHybridCache(options =>
        {
            options.MaximumPayloadBytes = 4 << 20;
            options.DefaultEntryOptions = new HybridCacheEntryOptions { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromMinutes(10) };
        });
        return builder;
    }
}
