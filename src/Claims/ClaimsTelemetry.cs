using System.Diagnostics;
using System.Diagnostics.Metrics;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Claims;

/// <summary>Traces and metrics of the service, both under the name "RegionalSecurity.Claims".</summary>
internal sealed class ClaimsTelemetry : IDisposable
{
    private const string Name = "RegionalSecurity.Claims";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _articles;
    private readonly Counter<long> _claims;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _seconds;

    public ClaimsTelemetry()
    {
        _articles = _meter.CreateCounter<long>("regionalsecurity.claims.articles", "{article}", "Article revisions coded, by outcome");
        _claims = _meter.CreateCounter<long>("regionalsecurity.claims.extracted", "{claim}", "Claims extracted, by event type");
        _dropped = _meter.CreateCounter<long>("regionalsecurity.claims.dropped", "{claim}", "Claims that a chat endpoint proposed and that were not believed, by reason");
        _seconds = _meter.CreateHistogram<double>("regionalsecurity.claims.extraction.duration", "s", "Time to extract the claims of one article");
    }

    /// <summary>One span a batch, linked to the traces of its articles.</summary>
    public Activity? StartBatch(IReadOnlyList<Ingestion.V1.ArticleEntry> entries)
    {
        var links = new List<ActivityLink>();
        foreach (var entry in entries)
            if (ActivityContext.TryParse(entry.Header.TraceParent, entry.Header.TraceState, isRemote: true, out var context))
                links.Add(new ActivityLink(context));
        return _source.StartActivity("code articles", ActivityKind.Consumer, parentContext: default, tags: [new("messaging.batch.message_count", entries.Count)], links: links);
    }

    public void Coded(CodedArticle coded, TimeSpan took)
    {
        _articles.Add(1, new KeyValuePair<string, object?>("outcome", coded.ExtractorVersion.Length == 0 ? "unprocessed" : "coded"));
        _seconds.Record(took.TotalSeconds);
        foreach (var claim in coded.Claims)
            _claims.Add(1, new KeyValuePair<string, object?>("type", claim.Kind == ClaimKind.Event ? claim.EventType.ToString() : claim.Kind.ToString()));
    }

    public void Dropped(string reason, int count) => _dropped.Add(count, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
