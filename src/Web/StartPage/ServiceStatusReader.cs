using System.Text.Json;
using Grpc.Core;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Web.StartPage;

/// <summary>State of one service as its /health tells it.</summary>
/// <param name="Name">Resource name.</param>
/// <param name="Purpose">What it does.</param>
/// <param name="State">healthy, degraded, unhealthy or unreachable.</param>
/// <param name="Detail">What is wrong, in plain words; empty when nothing is.</param>
internal sealed record ServiceStatus(string Name, string Purpose, string State, string Detail);

/// <summary>State of the stack.</summary>
/// <param name="Services">The services, in the order in which articles travel.</param>
/// <param name="Sample">Whether the invented sample is loaded; null when nobody can tell.</param>
internal sealed record StackStatus(IReadOnlyList<ServiceStatus> Services, bool? Sample);

/// <summary>Asks every service how it is, all at once and with little patience.</summary>
internal sealed class ServiceStatusReader(HttpClient http, IngestionService.IngestionServiceClient ingestion, TimeProvider clock, ILogger<ServiceStatusReader> logger)
{
    /// <summary>Longest wait for one service.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int MostDetail = 300;

    public async Task<StackStatus> ReadAsync(CancellationToken cancel)
    {
        var sample = SampleAsync(cancel);
        var services = await Task.WhenAll(BackendService.All.Select(service => ServiceAsync(service, cancel)));
        return new StackStatus(services, await sample);
    }

    private async Task<ServiceStatus> ServiceAsync(BackendService service, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(service.HttpAddress + "/health"), cancel);
            using var health = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancel), default, cancel);
            var state = health.RootElement.GetProperty("status").GetString()?.ToLowerInvariant() ?? "unhealthy";
            return new ServiceStatus(service.Name, service.Purpose, state, Detail(health.RootElement));
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            logger.ServiceUnreachable(service.Name, error.Message);
            return new ServiceStatus(service.Name, service.Purpose, "unreachable", "It does not answer. It may be starting; look at its log if this stays so.");
        }
    }

    private static string Detail(JsonElement health)
    {
        if (!health.TryGetProperty("checks", out var checks) || checks.ValueKind != JsonValueKind.Object)
            return "";
        var told = checks.EnumerateObject()
            .Where(check => check.Value.GetProperty("status").GetString() != "Healthy")
            .Select(check => $"{check.Name}: {(check.Value.TryGetProperty("description", out var text) ? text.GetString() : null) ?? check.Value.GetProperty("status").GetString()}");
        var detail = string.Join("; ", told);
        return detail.Length <= MostDetail ? detail : detail[..MostDetail] + "…";
    }

    private async Task<bool?> SampleAsync(CancellationToken cancel)
    {
        try
        {
            var page = await ingestion.ListArticlesAsync(new ListArticlesRequest { Sample = true, PageSize = 1 },
                deadline: (clock.GetUtcNow() + Patience).UtcDateTime, cancellationToken: cancel);
            return page.Articles.Count > 0;
        }
        catch (RpcException error) when (!cancel.IsCancellationRequested)
        {
            logger.ServiceUnreachable("ingestion", error.Status.Detail);
            return null;
        }
    }
}
