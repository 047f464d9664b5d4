using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.Rendering;
using RegionalSecurity.Reports.Storage;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Reports;

/// <summary>Tails the article log for withdrawals: a report that quotes a withdrawn article loses its text and is shown no more.</summary>
internal sealed class WithdrawalReader(
    IngestionService.IngestionServiceClient ingestion, IDbContextFactory<ReportsDbContext> contexts, CommitWriter<ReportsDbContext> writer,
    DocumentCache documents, TimeProvider time, ILogger<WithdrawalReader> logger)
    : LogConsumer<ArticleEntry>("articles", time, logger)
{
    protected override LogCursor CursorAfter(ArticleEntry entry) => new() { LogId = entry.Header.LogId, Sequence = entry.Header.Sequence };

    protected override async Task<LogCursor?> LoadCursorAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LoadCursorAsync(LogName, cancellationToken);
    }

    protected override async IAsyncEnumerable<(IReadOnlyList<ArticleEntry> Entries, LogCursor Cursor)> OpenAsync(LogCursor? cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = ingestion.StreamArticles(new StreamArticlesRequest { Cursor = cursor, WithdrawalsOnly = true }, cancellationToken: cancellationToken);
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
            yield return (message.Entries, message.Cursor);
    }

    protected override async Task ApplyAsync(IReadOnlyList<ArticleEntry> entries, LogCursor cursor, CancellationToken cancellationToken)
    {
        var gone = await writer.WriteAsync(async (context, token) =>
        {
            var withdrawn = new List<string>();
            foreach (var withdrawal in entries.Select(e => e.Withdrawal).OfType<Withdrawal>())
            {
                var reports = await context.Reports.Where(r => r.WithdrawnArticleId == null
                    // A report on the invented sample lives no longer than the sample, whether it cites this article or none.
                    && (r.Articles.Any(a => a.ArticleId == withdrawal.ArticleId) || (withdrawal.Sample && r.Sample))).ToListAsync(token);
                foreach (var report in reports)
                {
                    report.Payload = [];
                    report.WithdrawnArticleId = withdrawal.ArticleId;
                    withdrawn.Add(report.ReportId);
                }
                if (!await context.Withdrawals.AnyAsync(w => w.ArticleId == withdrawal.ArticleId, token))
                    context.Withdrawals.Add(new WithdrawalRow { ArticleId = withdrawal.ArticleId, Sample = withdrawal.Sample });
                await context.SaveChangesAsync(token);
            }
            await context.SaveCursorAsync(LogName, cursor, token);
            return withdrawn;
        }, cancellationToken);
        foreach (var report in gone)
            await documents.ForgetAsync(report, cancellationToken);
    }

    protected override Task QuarantineAsync(ArticleEntry entry, string reason, LogCursor cursor, CancellationToken cancellationToken) =>
        writer.WriteAsync(async (context, token) =>
        {
            await context.QuarantineAsync(entry.Header, entry, reason, token);
            await context.SaveCursorAsync(LogName, cursor, token);
        }, cancellationToken);

    // Reports outlive the log they were made of; only the place in it is forgotten, and what it withdrew, which the new log tells again.
    protected override Task ResetAsync(CancellationToken cancellationToken) =>
        writer.WriteAsync(async (context, token) =>
        {
            await context.Set<StoredCursor>().ExecuteDeleteAsync(token);
            await context.Withdrawals.ExecuteDeleteAsync(token);
        }, cancellationToken);
}
