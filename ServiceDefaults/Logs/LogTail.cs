using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.ServiceDefaults.Logs;

/// <summary>Reads a log from a cursor on and follows it.</summary>
public sealed class LogTail<TContext>(IDbContextFactory<TContext> contexts, CommitWriter<TContext> writer) where TContext : LogDbContext
{
    private const int MostEntries = 256;
    private const int MostBytes = 4 << 20;

    /// <summary>The log's id and the sequence of its last entry (0 while it is empty).</summary>
    public async Task<LogCursor> HeadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var identity = await context.LogIdentities.AsNoTracking().SingleAsync(cancellationToken);
        return new LogCursor { LogId = identity.LogId, Sequence = await context.Log.MaxAsync(e => (long?)e.Sequence, cancellationToken) ?? 0 };
    }

    /// <summary>
    /// Entries after <paramref name="from"/> in sequence order, in batches of at most 256 entries and 4 MiB (a larger entry goes alone), each with the cursor to store.
    /// An empty first batch comes at once where there is nothing to read, so that a caller knows its cursor was accepted. Ends at the head of the
    /// start when <paramref name="stopAtHead"/>, else when cancelled.
    /// </summary>
    /// <exception cref="DomainException">
    /// OUT_OF_RANGE: the cursor is of another log, or the log was replaced while it was read (LOG_REPLACED); the cursor is beyond the head (CURSOR_BEYOND_HEAD).
    /// </exception>
    public async IAsyncEnumerable<LogBatch> ReadAsync(
        LogCursor? from, IReadOnlyCollection<int> partitions, bool stopAtHead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken);
        var position = from?.Sequence ?? 0;
        Check(from, head);
        var wanted = partitions.Count == 0 ? null : partitions.ToHashSet();
        var first = true;
        while (true)
        {
            var nextCommit = writer.NextCommit;
            var batch = await ReadOnceAsync(position, head.LogId, wanted, cancellationToken);
            if (batch.Scanned > position || first)
            {
                position = Math.Max(position, batch.Scanned);
                yield return new LogBatch(batch.Entries, new LogCursor { LogId = head.LogId, Sequence = position });
                first = false;
            }
            if (stopAtHead && position >= head.Sequence)
                yield break;
            if (!batch.Full)
                await nextCommit.WaitAsync(cancellationToken);
        }
    }

    private static void Check(LogCursor? from, LogCursor head)
    {
        if (from is null || (from.LogId.Length == 0 && from.Sequence == 0))
            return;
        if (from.LogId != head.LogId)
            throw Replaced(from.LogId, head.LogId);
        if (from.Sequence < 0 || from.Sequence > head.Sequence)
            throw new DomainException(StatusCode.OutOfRange, "CURSOR_BEYOND_HEAD", $"The cursor {from.Sequence} lies outside the log, whose head is {head.Sequence}: start again without a cursor.", ("head", head.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static DomainException Replaced(string wanted, string found) =>
        new(StatusCode.OutOfRange, "LOG_REPLACED", $"The cursor is of the log \"{wanted}\", this is \"{found}\": start again without a cursor.", ("log_id", found));

    private async Task<(List<LogEntry> Entries, long Scanned, bool Full)> ReadOnceAsync(long after, string logId, HashSet<int>? wanted, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var batch = await ReadOnceAsync(context, after, wanted, cancellationToken);
        // Asked after the entries were read: as ids never come back, they are of the log that was begun with, and not of one that took its place.
        var identity = await context.LogIdentities.AsNoTracking().SingleAsync(cancellationToken);
        return identity.LogId == logId ? batch : throw Replaced(logId, identity.LogId);
    }

    private static async Task<(List<LogEntry> Entries, long Scanned, bool Full)> ReadOnceAsync(TContext context, long after, HashSet<int>? wanted, CancellationToken cancellationToken)
    {
        var entries = new List<LogEntry>();
        var scanned = after;
        var rows = 0;
        var bytes = 0;
        await foreach (var entry in context.Log.AsNoTracking().Where(e => e.Sequence > after).OrderBy(e => e.Sequence).Take(MostEntries).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (wanted is null || wanted.Contains(entry.Partition))
            {
                bytes += entry.Payload.Length;
                if (bytes > MostBytes && entries.Count > 0)
                    return (entries, scanned, true);
                entries.Add(entry);
            }
            rows++;
            scanned = entry.Sequence;
        }
        return (entries, scanned, rows == MostEntries);
    }
}

/// <summary>Entries and the cursor that stands after them.</summary>
public sealed record LogBatch(IReadOnlyList<LogEntry> Entries, LogCursor Cursor);
