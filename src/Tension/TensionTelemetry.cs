using System.Diagnostics;
using System.Diagnostics.Metrics;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Tension;

/// <summary>Traces and metrics of the service, both under the name "RegionalSecurity.Tension".</summary>
internal sealed class TensionTelemetry : IDisposable
{
    private const string Name = "RegionalSecurity.Tension";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _entries;
    private readonly Counter<long> _claims;
    private readonly Counter<long> _scores;
    private readonly Histogram<double> _seconds;

    public TensionTelemetry()
    {
        _entries = _meter.CreateCounter<long>("regionalsecurity.tension.entries.applied", "{entry}", "Entries of the claim log applied, by content");
        _claims = _meter.CreateCounter<long>("regionalsecurity.tension.claims.applied", "{claim}", "Claims applied");
        _scores = _meter.CreateCounter<long>("regionalsecurity.tension.scores.computed", "{score}", "Scores computed, not served from the cache, by kind of question");
        _seconds = _meter.CreateHistogram<double>("regionalsecurity.tension.computation.duration", "s", "Time to compute one answer, by kind of question");
    }

    /// <summary>One span a batch, linked to the traces of its articles.</summary>
    public Activity? StartBatch(IReadOnlyList<ClaimEntry> entries)
    {
        var links = new List<ActivityLink>();
        foreach (var entry in entries)
            if (ActivityContext.TryParse(entry.Header.TraceParent, entry.Header.TraceState, isRemote: true, out var context))
                links.Add(new ActivityLink(context));
        return _source.StartActivity("apply claims", ActivityKind.Consumer, parentContext: default, tags: [new("messaging.batch.message_count", entries.Count)], links: links);
    }

    /// <summary>Counts what was committed.</summary>
    public void Applied(IReadOnlyList<ClaimEntry> entries)
    {
        foreach (var entry in entries)
        {
            _entries.Add(1, new KeyValuePair<string, object?>("content", entry.ContentCase.ToString()));
            if (entry.Coded is { } coded)
                _claims.Add(coded.Claims.Count);
        }
    }

    /// <summary>A span for one computation.</summary>
    public Activity? StartComputation(string question) => _source.StartActivity(question);

    /// <summary>Notes one computation.</summary>
    public void Computed(string question, int scores, TimeSpan took)
    {
        _scores.Add(scores, new KeyValuePair<string, object?>("question", question));
        _seconds.Record(took.TotalSeconds, new KeyValuePair<string, object?>("question", question));
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
