using System.Diagnostics;
using System.Diagnostics.Metrics;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Ingestion;

/// <summary>The service's traces and metrics.</summary>
internal sealed class IngestionTelemetry : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _articles;
    private readonly Counter<long> _surplus;
    private readonly Counter<long> _fetches;
    private readonly Counter<long> _polls;

    public IngestionTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create("RegionalSecurity.Ingestion");
        _articles = _meter.CreateCounter<long>("regionalsecurity.ingestion.articles", "{article}", "Articles submitted, by outcome");
        _surplus = _meter.CreateCounter<long>("regionalsecurity.ingestion.surplus", "{article}", "Articles beyond ten times their family's norm");
        _fetches = _meter.CreateCounter<long>("regionalsecurity.ingestion.fetches", "{request}", "Requests to other hosts, by result");
        _polls = _meter.CreateCounter<long>("regionalsecurity.ingestion.polls", "{poll}", "Polls of feeds, by state after the poll");
    }

    public ActivitySource Source { get; } = new("RegionalSecurity.Ingestion");

    public void Submitted(Outcome outcome) => _articles.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    public void Surplus() => _surplus.Add(1);

    public void Fetched(string result) => _fetches.Add(1, new KeyValuePair<string, object?>("result", result));

    public void Polled(SourceState state) => _polls.Add(1, new KeyValuePair<string, object?>("state", state.ToString()));

    public void Dispose()
    {
        Source.Dispose();
        _meter.Dispose();
    }
}
