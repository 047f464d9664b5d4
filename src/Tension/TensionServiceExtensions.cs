using Microsoft.Extensions.Options;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.ServiceDefaults.Caching;
using RegionalSecurity.ServiceDefaults.Clients;
using RegionalSecurity.ServiceDefaults.Storage;
using RegionalSecurity.Tension.Storage;

namespace RegionalSecurity.Tension;

internal static class TensionServiceExtensions
{
    /// <summary>Everything the service registers.</summary>
    public static void AddTension(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TensionOptions>().BindConfiguration("Tension")
            .Configure<IConfiguration>((options, configuration) => options.Gazetteers = configuration.GetSection("Language:Gazetteers").Get<string[]>() ?? [])
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TensionOptions>, TensionOptionsValidator>();
        builder.AddStore<TensionDbContext>("tension");
        builder.AddCache();
        builder.AddServiceClient<ClaimsService.ClaimsServiceClient>("claims");
        builder.Services.AddSingleton<TensionTelemetry>();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<TensionOptions>>().Value.LoadCatalog());
        builder.Services.AddSingleton<TensionStore>();
        builder.Services.AddSingleton<SubjectParser>();
        builder.Services.AddSingleton<TensionQueries>();
        builder.Services.AddSingleton<ClaimReader>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClaimReader>());
        builder.Services.AddHealthChecks().AddCheck<ClaimReader>("claim-log");
    }
}
