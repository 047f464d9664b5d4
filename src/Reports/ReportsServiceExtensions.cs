using Microsoft.Extensions.Options;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.Rendering;
using RegionalSecurity.Reports.Storage;
using RegionalSecurity.ServiceDefaults.Caching;
using RegionalSecurity.ServiceDefaults.Clients;
using RegionalSecurity.ServiceDefaults.Storage;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Reports;

internal static class ReportsServiceExtensions
{
    /// <summary>Everything the service registers.</summary>
    public static void AddReports(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ReportsOptions>().BindConfiguration("Reports").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<GazetteerOptions>().BindConfiguration("Language").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<GazetteerOptions>, GazetteerOptionsValidator>();
        builder.Services.AddSingleton<PartyNames>();
        builder.AddStore<ReportsDbContext>("reports");
        builder.AddCache();
        builder.AddServiceClient<IngestionService.IngestionServiceClient>("ingestion");
        builder.AddServiceClient<ClaimsService.ClaimsServiceClient>("claims");
        builder.AddServiceClient<TensionService.TensionServiceClient>("tension");
        builder.Services.AddSingleton<ReportsTelemetry>();
        builder.Services.AddSingleton<ReportStore>();
        builder.Services.AddSingleton<DocumentCache>();
        builder.Services.AddSingleton<WithdrawalReader>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WithdrawalReader>());
        builder.Services.AddHealthChecks().AddCheck<WithdrawalReader>("article-log");
        builder.Services.AddScoped<MaterialReader>();
        builder.Services.AddScoped<ReportGenerator>();
    }
}
