using Microsoft.Extensions.Options;
using RegionalSecurity.Ingestion.Feeds;
using RegionalSecurity.Ingestion.Rules;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.Stories;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion;

internal static class IngestionServiceExtensions
{
    /// <summary>Everything the service registers.</summary>
    public static void AddIngestion(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<IngestionOptions>().BindConfiguration("Ingestion").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SampleOptions>().BindConfiguration("Sample");
        builder.AddLogStore<IngestionDbContext>("ingestion");
        services.AddSingleton<IngestionTelemetry>();
        services.AddSingleton(provider => Publishers.Load(provider.GetRequiredService<IOptions<IngestionOptions>>().Value, provider.GetRequiredService<IOptions<SampleOptions>>().Value));
        services.AddSingleton<GuardedFetcher>();
        services.AddSingleton<ArticleIntake>();
        services.AddSingleton<ArticleStore>();
        services.AddSingleton<ArticleQueries>();
        services.AddSingleton<ArticleStream>();
        services.AddSingleton<FeedStore>();
        services.AddSingleton<FeedLists>();
        services.AddSingleton<HostRests>();
        services.AddSingleton<FullTexts>();
        services.AddSingleton<FeedPoll>();
        services.AddSingleton<FeedPoller>();
        services.AddSingleton<StoryIndex>();
        services.AddSingleton<FamilyDays>();
        services.AddSingleton<RuleBook>();
        services.AddSingleton<RuleStore>();
        services.AddSingleton<Retention>();
        // In this order: index, counts and rules are read before the first article is stored, the sample is in before feeds are polled.
        services.AddHostedService(provider => provider.GetRequiredService<StoryIndex>());
        services.AddHostedService(provider => provider.GetRequiredService<FamilyDays>());
        services.AddHostedService(provider => provider.GetRequiredService<RuleBook>());
        services.AddHostedService<SampleLoader>();
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddHostedService(provider => provider.GetRequiredService<FeedPoller>());
    }
}
