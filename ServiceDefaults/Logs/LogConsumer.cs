using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.ServiceDefaults.Logs;

/// <summary>
/// Tails another service's log into this service's store. The store's cursor is committed with the work done for it, so an entry is neither lost
/// nor counted twice whatever is killed when. Reconnects with back-off; a replaced log leads to a rebuild; an entry that cannot be processed
/// after three tries is quarantined with the reason and the rest flows on.
/// </summary>
/// <typeparam name="TEntry">Entry message of the log.</typeparam>
public abstract class LogConsumer<TEntry>(string log, TimeProvider time, ILogger logger) : BackgroundService, IHealthCheck where TEntry : class
{
    private const int Tries = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200), LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>Name of the log that is read: "articles" or "claims".</summary>
    public string LogName { get; } = log;

    /// <summary>Whether the stream is open now.</summary>
    public bool Connected { get; private set; }

    /// <summary>Why it is not, in plain words; empty while connected.</summary>
    public string Problem { get; private set; } = "not connected yet";

    /// <summary>The stored cursor; null: nothing read yet.</summary>
    protected abstract Task<LogCursor?> LoadCursorAsync(CancellationToken cancellationToken);

    /// <summary>Opens the stream at the cursor; one element a message.</summary>
    protected abstract IAsyncEnumerable<(IReadOnlyList<TEntry> Entries, LogCursor Cursor)> OpenAsync(LogCursor? cursor, CancellationToken cancellationToken);

    /// <summary>Processes the entries and commits the outcome with <paramref name="cursor"/> in one transaction.</summary>
    protected abstract Task ApplyAsync(IReadOnlyList<TEntry> entries, LogCursor cursor, CancellationToken cancellationToken);

    /// <summary>Commits the entry to the quarantine, with the reason and <paramref name="cursor"/>, in one transaction.</summary>
    protected abstract Task QuarantineAsync(TEntry entry, string reason, LogCursor cursor, CancellationToken cancellationToken);

    /// <summary>The log was replaced: forgets all that came from the old one, and its cursor.</summary>
    protected abstract Task ResetAsync(CancellationToken cancellationToken);

    /// <summary>The cursor that stands right after the entry.</summary>
    protected abstract LogCursor CursorAfter(TEntry entry);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Connected ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"The log of {LogName} is not being read: {Problem}"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = FirstDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var cursor = await LoadCursorAsync(stoppingToken);
                await foreach (var (entries, next) in OpenAsync(cursor, stoppingToken))
                {
                    if (!Connected)
                    {
                        Connected = true;
                        Problem = "";
                        logger.LogConnected(LogName, cursor?.Sequence ?? 0);
                    }
                    await ApplyOrQuarantineAsync(entries, next, stoppingToken);
                    delay = FirstDelay;
                }
                Problem = "the stream ended";
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.OutOfRange)
            {
                logger.LogReplaced(LogName, error.Status.Detail);
                Problem = "the log was replaced; rebuilding";
                Connected = false;
                await ResetOrTryAgainAsync(stoppingToken);
            }
            catch (Exception error) when (stoppingToken.IsCancellationRequested && error is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            {
                return;
            }
            catch (RpcException error)
            {
                Problem = error.Status.Detail;
                logger.LogUnreachable(LogName, error.StatusCode, error.Status.Detail);
            }
            catch (Exception error)
            {
                Problem = error.Message;
                logger.LogApplyFailed(error, LogName);
            }
            Connected = false;
            try
            {
                await Task.Delay(delay, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    // A store that refuses the reset is asked again when the stream is: the cursor is still the old one.
    private async Task ResetOrTryAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ResetAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Problem = error.Message;
            logger.LogApplyFailed(error, LogName);
        }
    }

    private async Task ApplyOrQuarantineAsync(IReadOnlyList<TEntry> entries, LogCursor next, CancellationToken cancellationToken)
    {
        if (entries.Count == 0 && next.Sequence == 0)
            return;
        try
        {
            await ApplyAsync(entries, next, cancellationToken);
            return;
        }
        catch (Exception error) when (entries.Count > 0 && IsOfTheEntry(error))
        {
            logger.LogBatchFailed(error, LogName, entries.Count);
        }
        // One of them is bad: go through them one by one.
        foreach (var entry in entries)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await ApplyAsync([entry], CursorAfter(entry), cancellationToken);
                    break;
                }
                catch (Exception error) when (IsOfTheEntry(error))
                {
                    if (attempt < Tries)
                        continue;
                    var cursor = CursorAfter(entry);
                    logger.LogQuarantined(error, LogName, cursor.Sequence);
                    await QuarantineAsync(entry, $"{error.GetType().Name}: {error.Message}", cursor, cancellationToken);
                    break;
                }
            }
        }
        await ApplyAsync([], next, cancellationToken);
    }

    // A store that fails or a service that stops is not the entry's fault: the stream is opened again and the entry retried.
    private static bool IsOfTheEntry(Exception error) =>
        error is not (OperationCanceledException or RpcException or Microsoft.Data.Sqlite.SqliteException or DomainException { Status: StatusCode.Unavailable })
        && error.InnerException is not Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: not 19 };
}

internal static partial class Log
{
    [LoggerMessage(EventId = 110, EventName = "LogConnected", Level = LogLevel.Information, Message = "Reading the log of {LogName} from {Sequence} on")]
    public static partial void LogConnected(this ILogger logger, string logName, long sequence);

    [LoggerMessage(EventId = 111, EventName = "LogReplaced", Level = LogLevel.Warning, Message = "The log of {LogName} was replaced, rebuilding: {Detail}")]
    public static partial void LogReplaced(this ILogger logger, string logName, string detail);

    [LoggerMessage(EventId = 112, EventName = "LogUnreachable", Level = LogLevel.Warning, Message = "The log of {LogName} cannot be read, trying again: {Code} {Detail}")]
    public static partial void LogUnreachable(this ILogger logger, string logName, StatusCode code, string detail);

    [LoggerMessage(EventId = 113, EventName = "LogApplyFailed", Level = LogLevel.Error, Message = "Reading the log of {LogName} failed, trying again")]
    public static partial void LogApplyFailed(this ILogger logger, Exception error, string logName);

    [LoggerMessage(EventId = 114, EventName = "LogBatchFailed", Level = LogLevel.Warning, Message = "{Count} entries of the log of {LogName} failed together; going through them one by one")]
    public static partial void LogBatchFailed(this ILogger logger, Exception error, string logName, int count);

    [LoggerMessage(EventId = 115, EventName = "LogQuarantined", Level = LogLevel.Error, Message = "Entry {Sequence} of the log of {LogName} could not be processed and is quarantined")]
    public static partial void LogQuarantined(this ILogger logger, Exception error, string logName, long sequence);
}
