using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>
/// Puts together the environment of one process, in the order and casing of .NET Aspire 13.5 (design.md section 5), so that a
/// service cannot tell which of the two started it. Names are case-sensitive on Linux.
/// </summary>
internal static class EnvironmentContract
{
    /// <summary>What describes AppHost itself and would mislead a child; Aspire drops the same.</summary>
    private static readonly string[] NotInherited =
        ["ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPIRE_LOGLEVEL"];

    /// <exception cref="DistributedApplicationException">A value of the declaration cannot be had.</exception>
    public static async Task<Dictionary<string, string>> BuildAsync(
        ApplicationModel model, ResourceInstance instance, IDictionary inherited, CancellationToken cancellationToken)
    {
        var result = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in inherited)
        {
            var name = (string)entry.Key;
            if (!NotInherited.Contains(name, StringComparer.OrdinalIgnoreCase))
                result[name] = (string?)entry.Value ?? string.Empty;
        }

        var declared = new Dictionary<string, object>();
        AddTelemetry(declared, model, instance);
        AddEndpoints(declared, instance);
        AddLaunchProfile(declared, instance.Project.Definition);
        var context = new EnvironmentCallbackContext(declared, cancellationToken);
        foreach (var callback in instance.Project.EnvironmentCallbacks)
            await callback(context);

        foreach (var (name, value) in declared)
            result[name] = await TextAsync(value, instance, cancellationToken);

        return result;
    }

    private static void AddTelemetry(Dictionary<string, object> variables, ApplicationModel model, ResourceInstance instance)
    {
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (model.Environment.IsDevelopment())
        {
            variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
            variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
        }

        // Nothing of our own receives telemetry: without an endpoint to pass on, the services export none.
        if (model.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } endpoint)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = model.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] is { Length: > 0 } protocol ? protocol : "grpc";
            if (model.Configuration["OTEL_EXPORTER_OTLP_HEADERS"] is { Length: > 0 } headers)
                variables["OTEL_EXPORTER_OTLP_HEADERS"] = headers;
        }

        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance.InstanceId}";
        variables["OTEL_SERVICE_NAME"] = instance.Project.Name;
        if (model.Environment.IsDevelopment())
        {
            variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
            variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
            variables["OTEL_TRACES_SAMPLER"] = "always_on";
            variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
            variables["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true";
        }

        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
    }

    private static void AddEndpoints(Dictionary<string, object> variables, ResourceInstance instance)
    {
        var http = instance.Project.Endpoints.Where(e => e.IsHttp && e.TargetPortEnvironmentVariable is null).ToList();
        if (instance.Project.Definition.HasKestrelEndpoints)
        {
            // One endpoint of the settings makes Kestrel ignore all other addresses, so every one is given there.
            foreach (var endpoint in http)
                variables[$"Kestrel__Endpoints__{endpoint.Name}__Url"] = endpoint.UrlOf(instance.Replica);
        }
        else if (http.Count > 0)
        {
            variables["ASPNETCORE_URLS"] = string.Join(';', http.Select(e => e.UrlOf(instance.Replica)));
            if (http.FirstOrDefault(e => e.UriScheme == "https") is { } https)
                variables["ASPNETCORE_HTTPS_PORT"] = https.AllocatedPorts[instance.Replica].ToString(CultureInfo.InvariantCulture);
        }
    }

    private static void AddLaunchProfile(Dictionary<string, object> variables, ProjectDefinition definition)
    {
        if (definition.LaunchProfileName is null)
            return;

        variables.TryAdd("DOTNET_LAUNCH_PROFILE", definition.LaunchProfileName);
        foreach (var (name, value) in definition.LaunchProfileVariables)
            variables.TryAdd(name, value);
    }

    private static async Task<string> TextAsync(object value, ResourceInstance instance, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        // A process is told its own port, whichever replica it is.
        EndpointReferenceExpression { Property: EndpointProperty.TargetPort } own when own.Endpoint.Owner == instance.Project =>
            own.Endpoint.EndpointAnnotation.AllocatedPorts[instance.Replica].ToString(CultureInfo.InvariantCulture),
        IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? string.Empty,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
