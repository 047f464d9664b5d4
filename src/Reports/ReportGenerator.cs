using System.Diagnostics;
using Microsoft.Extensions.Options;
using RegionalSecurity.Composition;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Reports;

/// <summary>Reads, composes and stores one report, and tells how far it is.</summary>
internal sealed class ReportGenerator(MaterialReader reader, ReportStore store, PartyNames names, ReportsTelemetry telemetry, IOptions<ReportsOptions> options, TimeProvider time, ILogger<ReportGenerator> logger)
{
    private const int Steps = 5;

    /// <summary>The report, or the one that the same request_id got before.</summary>
    public async Task<Report> GenerateAsync(GenerateReportRequest request, Func<Progress, Task> tell, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var now = time.GetUtcNow();
        var scope = ReportScope.Of(request, now);
        if (await store.FindAnswerAsync(request, cancellationToken) is { } answered)
            return answered;

        var withdrawals = await store.WithdrawalsAsync(cancellationToken);
        await Tell("reading the score", 0);
        using var activity = telemetry.Start("compose report");
        var (tension, change, series) = await reader.ReadScoreAsync(scope, cancellationToken);
        await Tell("reading claims", 1);
        await reader.RequireArticlesAsync(scope, tension.Sample, cancellationToken);
        var (claims, more) = await reader.ReadClaimsAsync(scope, tension, cancellationToken);
        var input = new ReportInput
        {
            Subject = scope.Subject,
            FromTime = scope.From,
            ToTime = scope.To,
            AsOfTime = scope.AsOf,
            Past = scope.Past,
            CreateTime = now,
            Claims = claims,
            Tension = tension,
            Change = change,
            Series = series,
            Names = names.ByCode,
            ArticleIds = scope.ArticleIds,
            OnlyLatestClaims = more ? options.Value.MaxClaims : 0,
            Sample = tension.Sample || claims.Any(static c => c.Sample),
        };
        await Tell("reading cited articles", 2);
        input = input with { Articles = await reader.ReadArticlesAsync(ReportComposer.CitedArticles(input), cancellationToken) };
        await Tell("composing", 3);
        var report = ReportComposer.Compose(input);
        await Tell("storing", 4);
        report = await store.KeepAsync(request, report, withdrawals, cancellationToken);
        var took = Stopwatch.GetElapsedTime(started);
        telemetry.Composed(report, took);
        logger.ReportComposed(report.ReportId, report.Title, claims.Count, report.Citations.Count, report.DroppedSentenceCount, (long)took.TotalMilliseconds);
        return report;

        Task Tell(string stage, int done) => tell(new Progress { Stage = stage, Done = done, Total = Steps });
    }
}
