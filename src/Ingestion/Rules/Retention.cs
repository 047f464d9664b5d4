using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Rules;

/// <summary>
/// Withdraws articles that came in longer ago than <see cref="IngestionOptions.RetentionDays"/> and that nothing cites. What is cited, the consumers of
/// the log tell (ReportCitations), and how far they have got; beyond that point nothing is withdrawn, and without any consumer nothing at all. A withdrawal
/// is an entry of the log, so whoever has read the article meanwhile drops what was made of it: no order of events leaves a claim without its text.
/// </summary>
internal sealed class Retention(
    IDbContextFactory<IngestionDbContext> contexts, CommitWriter<IngestionDbContext> writer, LogTail<IngestionDbContext> log, ArticleStore articles, IOptions<IngestionOptions> options,
    TimeProvider time, ILogger<Retention> logger) : BackgroundService
{
    private const int MostIds = 10_000;
    private const int Step = 256;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Notes what a consumer cites and how far it has got.</summary>
    /// <exception cref="DomainException">INVALID_ARGUMENT; OUT_OF_RANGE where the cursor is of another log or beyond the head.</exception>
    public async Task<ReportCitationsResponse> ReportAsync(ReportCitationsRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(request.Consumer.Length is > 0 and <= 64 && request.Consumer.All(c => char.IsAsciiLetterLower(c) || c == '-'), "consumer", "CONSUMER_INVALID",
            "must be 1 to 64 lower-case letters and hyphens");
        validation.Require(request.Cursor is not null, "cursor", "FIELD_REQUIRED", "is missing");
        validation.Require(request.ArticleIds.Count <= MostIds, "article_ids", "FIELD_TOO_LONG", $"has {request.ArticleIds.Count:N0} ids; at most {MostIds:N0} are taken: call more often");
        validation.ThrowIfAny();
        var head = await log.HeadAsync(cancellationToken);
        if (request.Cursor!.LogId != head.LogId || request.Cursor.Sequence < 0 || request.Cursor.Sequence > head.Sequence)
            throw new DomainException(StatusCode.OutOfRange, request.Cursor.LogId != head.LogId ? "LOG_REPLACED" : "CURSOR_BEYOND_HEAD",
                $"The cursor {request.Cursor.Sequence} of the log \"{request.Cursor.LogId}\" lies outside this one, \"{head.LogId}\", whose head is {head.Sequence}.", ("log_id", head.LogId));
        var ids = request.ArticleIds.Distinct(StringComparer.Ordinal).ToArray();
        var sequence = await writer.WriteAsync(async (context, token) =>
        {
            await context.Articles.Where(a => ids.Contains(a.ArticleId) && !a.Cited).ExecuteUpdateAsync(set => set.SetProperty(a => a.Cited, true), token);
            var row = await context.Citations.SingleOrDefaultAsync(c => c.Consumer == request.Consumer, token);
            if (row is null)
                context.Citations.Add(row = new CitationRow { Consumer = request.Consumer, Sequence = 0 });
            return row.Sequence = Math.Max(row.Sequence, request.Cursor.Sequence);
        }, cancellationToken);
        return new ReportCitationsResponse { Cursor = new LogCursor { LogId = head.LogId, Sequence = sequence } };
    }

    /// <summary>Withdraws what is due now. The answer is how many.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (options.Value.RetentionDays == 0)
            return 0;
        var before = time.GetUtcNow().AddDays(-options.Value.RetentionDays);
        var micros = before.ToMicros();
        var total = 0;
        for (var more = true; more;)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (await context.Citations.MinAsync(c => (long?)c.Sequence, cancellationToken) is not { } told)
                return total;
            var due = await context.Articles.AsNoTracking().Where(a => !a.Sample && !a.Cited && a.IngestMicros < micros && a.Sequence <= told)
                .OrderBy(a => a.IngestMicros).Take(Step).Select(a => a.ArticleId).ToListAsync(cancellationToken);
            if (due.Count > 0)
                total += await writer.WriteAsync((db, token) => WithdrawAsync(db, due, token), cancellationToken);
            more = due.Count == Step;
        }
        if (total > 0)
            logger.ArticlesExpired(total, before);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.RetentionDays == 0)
            return;
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                logger.RetentionFailed(error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Looked at again in the writer's turn: it may have been cited or revised since.
    private async Task<int> WithdrawAsync(IngestionDbContext context, List<string> due, CancellationToken cancellationToken)
    {
        var told = await context.Citations.MinAsync(c => c.Sequence, cancellationToken);
        var still = await context.Articles.AsNoTracking().Where(a => due.Contains(a.ArticleId) && !a.Cited && a.Sequence <= told).OrderBy(a => a.IngestMicros).Select(a => a.ArticleId).ToListAsync(cancellationToken);
        foreach (var articleId in still)
        {
            await articles.WithdrawAsync(context, articleId, $"retention: older than {options.Value.RetentionDays} days and cited by nothing", default, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
        }
        return still.Count;
    }
}
