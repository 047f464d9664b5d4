using Google.Protobuf;
using Microsoft.Extensions.Caching.Hybrid;
using RegionalSecurity.Composition.Rendering;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Reports.Rendering;

/// <summary>
/// Rendered reports. A stored report never changes, so its document is a function of report, format and renderer, which are the key. Documents quote
/// articles: whether a report may still be shown is asked of the store every time, a withdrawal takes its documents out at once, and where the cache
/// does not answer then they expire there after <see cref="Kept"/>, unread.
/// </summary>
internal sealed class DocumentCache(ReportStore store, HybridCache cache)
{
    /// <summary>How long a document may stay in the cache.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private static readonly HybridCacheEntryOptions s_options = new() { Expiration = Kept, LocalCacheExpiration = Kept };
    private static readonly ReportFormat[] s_formats = [ReportFormat.Html, ReportFormat.Markdown, ReportFormat.Json];
    // Of the content of the assembly: another build of the renderers has keys of its own.
    private static readonly Guid s_renderer = typeof(HtmlRenderer).Assembly.ManifestModule.ModuleVersionId;

    /// <summary>The report as a document.</summary>
    /// <exception cref="DomainException">What <see cref="ReportStore.GetAsync"/> throws.</exception>
    public async Task<RenderReportResponse> RenderAsync(string reportId, ReportFormat format, CancellationToken cancellationToken)
    {
        var bytes = await cache.GetOrCreateAsync(Key(reportId, format),
            async token => Documents.Render(await store.GetAsync(reportId, token), format).ToByteArray(), s_options, cancellationToken: cancellationToken);
        try
        {
            // After it, so that a withdrawal that came between is seen.
            await store.RequireShownAsync(reportId, cancellationToken);
        }
        catch (DomainException)
        {
            await ForgetAsync(reportId, cancellationToken);
            throw;
        }
        return RenderReportResponse.Parser.ParseFrom(bytes);
    }

    /// <summary>Takes the documents of a report out of the cache.</summary>
    public async Task ForgetAsync(string reportId, CancellationToken cancellationToken) =>
        await cache.RemoveAsync(s_formats.Select(format => Key(reportId, format)), cancellationToken);

    /// <summary>The key of one document.</summary>
    internal static string Key(string reportId, ReportFormat format) => $"report:{s_renderer:N}:{reportId}:{(format == ReportFormat.Unspecified ? ReportFormat.Html : format)}";
}
