using Microsoft.Extensions.Options;
using RegionalSecurity.Claims.Chat;
using RegionalSecurity.Claims.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Caching;
using RegionalSecurity.ServiceDefaults.Clients;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Claims;

internal static class ClaimsServiceExtensions
{
    /// <summary>Everything the service registers.</summary>
    public static void AddClaims(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ClaimsOptions>().BindConfiguration("Language").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ClaimsOptions>, ClaimsOptionsValidator>();
        builder.Services.AddOptions<ChatExtractorOptions>().Configure<IConfiguration>((options, configuration) => options.Read(configuration)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ChatExtractorOptions>, ChatExtractorOptionsValidator>();
        builder.AddLogStore<ClaimsDbContext>("claims");
        builder.AddCache();
        builder.AddServiceClient<IngestionService.IngestionServiceClient>("ingestion");
        builder.Services.AddSingleton<ClaimsTelemetry>();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<ClaimsOptions>>().Value.LoadGazetteer());
        builder.Services.AddSingleton(Extractor);
        builder.Services.AddSingleton<ClaimQueries>();
        builder.Services.AddSingleton<ArticleReader>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ArticleReader>());
        builder.Services.AddSingleton<CitationReporter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CitationReporter>());
        builder.Services.AddHealthChecks().AddCheck<ArticleReader>("article-log");
    }

    private static IClaimExtractor Extractor(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ChatExtractorOptions>>().Value;
        return options.Kind == ChatKind.None
            ? ActivatorUtilities.CreateInstance<LanguageExtractor>(services)
            : ActivatorUtilities.CreateInstance<ChatClaimExtractor>(services, ChatEndpoint.Connect(options, services.GetRequiredService<ILoggerFactory>()));
    }
}
