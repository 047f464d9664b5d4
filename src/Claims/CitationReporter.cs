using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Claims.Storage;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Claims;

/// <summary>
/// Tells Ingestion which articles have claims, so that its retention keeps them: the entries of the claim log in order, from a stored cursor on, each
/// at least once. Ingestion withdraws nothing beyond what has been told, so being late costs nothing but time.
/// </summary>
internal sealed partial class CitationReporter(
    IngestionService.IngestionServiceClient ingestion, IDbContextFactory<ClaimsDbContext> contexts, CommitWriter<ClaimsDbContext> writer, LogTail<ClaimsDbContext> log, TimeProvider time,
    ILogger<CitationReporter> logger) : BackgroundService
{
    private const string CursorName = "citations";
    private const string Articles = "articles";
    private const int Step = 512;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Tells what is new since the last time.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Taken before the claim log is read: up to here every article is in it.
        if (await context.LoadCursorAsync(Articles, cancellationToken) is not { } coded)
            return;
        var head = await log.HeadAsync(cancellationToken);
        var told = await context.LoadCursorAsync(CursorName, cancellationToken);
        var position = told?.LogId == head.LogId ? told.Sequence : 0;
        if (told?.LogId == head.LogId && position == head.Sequence)
            return;
        for (var more = true; more;)
        {
            var entries = await context.Log.AsNoTracking().Where(e => e.Sequence > position && e.Sequence <= head.Sequence).OrderBy(e => e.Sequence).Take(Step).ToListAsync(cancellationToken);
            more = entries.Count == Step;
            position = more ? entries[^1].Sequence : head.Sequence;
            var request = new ReportCitationsRequest { Consumer = "claims", Cursor = new LogCursor { LogId = coded.LogId, Sequence = more ? 0 : coded.Sequence } };
            request.ArticleIds.AddRange(entries.Where(entry => ClaimEntry.Parser.ParseFrom(entry.Payload).Coded is { Claims.Count: > 0 }).Select(entry => entry.ArticleId).Distinct());
            await ingestion.ReportCitationsAsync(request, cancellationToken: cancellationToken).ResponseAsync.WaitAsync(Patience, time, cancellationToken);
            var reached = new LogCursor { LogId = head.LogId, Sequence = position };
            await writer.WriteAsync((db, token) => db.SaveCursorAsync(CursorName, reached, token), cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RunOnceAsync(stoppingToken);
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(logger, error is RpcException rpc ? rpc.Status.Detail : error.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; what was not told is told after the next start.
        }
    }

    [LoggerMessage(EventId = 330, EventName = "CitationsNotTold", Level = LogLevel.Warning, Message = "Ingestion was not told which articles are cited ({Reason}); it is tried again in a minute, until then its retention withdraws nothing new")]
    private static partial void LogFailed(ILogger logger, string reason);
}
