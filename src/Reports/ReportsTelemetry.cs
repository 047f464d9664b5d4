using System.Diagnostics;
using System.Diagnostics.Metrics;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Reports;

/// <summary>Traces and metrics of the service, both under the name "RegionalSecurity.Reports".</summary>
internal sealed class ReportsTelemetry : IDisposable
{
    private const string Name = "RegionalSecurity.Reports";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _reports;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _seconds;

    public ReportsTelemetry()
    {
        _reports = _meter.CreateCounter<long>("regionalsecurity.reports.composed", "{report}", "Reports composed, by kind of subject");
        _dropped = _meter.CreateCounter<long>("regionalsecurity.reports.sentences.dropped", "{sentence}", "Sentences whose quote was not in the stored article");
        _seconds = _meter.CreateHistogram<double>("regionalsecurity.reports.composition.duration", "s", "Time from the request to the stored report");
    }

    /// <summary>A span for one step of a composition.</summary>
    public Activity? Start(string step) => _source.StartActivity(step);

    public void Composed(Report report, TimeSpan took)
    {
        _reports.Add(1, new KeyValuePair<string, object?>("subject", report.Subject.SubjectCase.ToString()));
        _dropped.Add(report.DroppedSentenceCount);
        _seconds.Record(took.TotalSeconds);
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
