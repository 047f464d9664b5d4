using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using RegionalSecurity.ServiceDefaults.Clients;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.ServiceDefaults;

/// <summary>What every service shares, in one call before the build and one after.</summary>
public static class ServiceDefaultsExtensions
{
    private const string Live = "live";

    /// <summary>
    /// Telemetry (OTLP where OTEL_EXPORTER_OTLP_ENDPOINT is set), health, service discovery, and gRPC with REST by JSON transcoding,
    /// 8 MiB messages and typed errors.
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddShippedSettings();
        builder.AddTelemetry();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddServiceDiscovery();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddGrpcReflection();
        builder.Services
            .AddGrpc(options =>
            {
                options.MaxReceiveMessageSize = ServiceClientExtensions.MaxMessageBytes;
                options.MaxSendMessageSize = ServiceClientExtensions.MaxMessageBytes;
                options.Interceptors.Add<ErrorInterceptor>();
            })
            .AddJsonTranscoding(options => options.TypeRegistry = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // gRPC has its own limit; this one is for REST, whose JSON is longer than the message.
            kestrel.Limits.MaxRequestBodySize = 2 * ServiceClientExtensions.MaxMessageBytes;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
            kestrel.AddServerHeader = false;
        });
        // Tails end at once when the service stops, so nothing needs the long default.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        return builder;
    }

    /// <summary>
    /// Reads appsettings.json beside the program where the working directory, which is the content root, has none: a service started from
    /// elsewhere keeps its endpoints. Every other source goes before it.
    /// </summary>
    private static void AddShippedSettings(this WebApplicationBuilder builder)
    {
        const string Name = "appsettings.json";
        if (File.Exists(Path.Combine(builder.Environment.ContentRootPath, Name)))
            return;
        var source = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, Name), Optional = true };
        source.ResolveFileProvider();
        builder.Configuration.Sources.Insert(0, source);
    }

    /// <summary>/health (readiness, degraded is 200 and says so), /alive (liveness), grpc.health.v1, and server reflection in Development.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseUnreadableRequests();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteHealthAsync });
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        app.MapGrpcHealthChecksService();
        if (app.Environment.IsDevelopment())
            app.MapGrpcReflectionService();
        return app;
    }

    /// <summary>Runs the application; a store that cannot be used or a port that is taken ends it with exit code 1 and one clear line.</summary>
    public static async Task<int> RunServiceAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        // RunAsync disposes the application, and with it its services, before a failure gets here.
        var name = app.Environment.ApplicationName;
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception error) when (error is StoreUnusableException or Microsoft.Extensions.Options.OptionsValidationException or IOException)
        {
            await Console.Error.WriteLineAsync($"{name} cannot start: {error.Message}");
            return 1;
        }
    }

    private static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation()
                .AddMeter("Microsoft.AspNetCore.Server.Kestrel", "RegionalSecurity.*"))
            .WithTracing(tracing => tracing
                .AddSource("RegionalSecurity.*")
                .AddAspNetCoreInstrumentation(options => options.Filter = context =>
                    !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) && !context.Request.Path.StartsWithSegments("/alive", StringComparison.Ordinal))
                .AddGrpcClientInstrumentation().AddHttpClientInstrumentation());
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }

    private static Task WriteHealthAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), description = e.Value.Description }),
        });
}
