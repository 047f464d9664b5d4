using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.ServiceDefaults.Logs;

/// <summary>Appending to a log and telling its headers.</summary>
public static class LogAppend
{
    /// <summary>
    /// Adds an entry to be saved with the work at hand. <paramref name="recordTimeMicros"/> comes from <see cref="NextRecordTimeAsync"/>;
    /// <paramref name="content"/> is the entry message without header. The sequence is known after the save, unless the caller, who knows the log's
    /// last one, gives it: 1 or more. An entry of no article names in <paramref name="partitionOf"/> what it is about. For use inside
    /// <see cref="CommitWriter{TContext}"/>.
    /// </summary>
    public static LogEntry Append(this LogDbContext context, string articleId, IMessage content, long recordTimeMicros, ActivityContext trace, long sequence = 0,
        string? partitionOf = null)
    {
        var entry = Entry(articleId, content, recordTimeMicros, trace, sequence, partitionOf);
        context.Log.Add(entry);
        return entry;
    }

    /// <summary>An entry as <see cref="Append"/> makes it, for <see cref="BulkInsert"/>, which wants the sequence given.</summary>
    public static LogEntry Entry(string articleId, IMessage content, long recordTimeMicros, ActivityContext trace, long sequence, string? partitionOf = null) => new()
    {
        Sequence = sequence,
        Partition = Partitions.Of(partitionOf ?? articleId),
        ArticleId = articleId,
        RecordTimeMicros = recordTimeMicros,
        TraceParent = trace == default ? "" : $"00-{trace.TraceId}-{trace.SpanId}-{(byte)trace.TraceFlags:x2}",
        TraceState = trace.TraceState ?? "",
        Payload = content.ToByteArray(),
    };

    /// <summary>The clock's time, or that of the log's last entry where the clock has gone back: record times never decrease.</summary>
    public static async Task<long> NextRecordTimeAsync(this LogDbContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var last = await context.Log.OrderByDescending(e => e.Sequence).Select(e => e.RecordTimeMicros).FirstOrDefaultAsync(cancellationToken);
        return Math.Max(last, time.GetUtcNow().ToMicros());
    }

    /// <summary>Gives the log a new random id: readers of the old one start again. For use inside <see cref="CommitWriter{TContext}"/>.</summary>
    public static async Task RenewLogIdentityAsync(this LogDbContext context, CancellationToken cancellationToken)
    {
        await context.LogIdentities.ExecuteDeleteAsync(cancellationToken);
        context.LogIdentities.Add(new LogIdentity { LogId = Ids.Base32(RandomNumberGenerator.GetBytes(17)) });
    }

    /// <summary>The header of a stored entry.</summary>
    public static EntryHeader Header(this LogEntry entry, string logId) => new()
    {
        Sequence = entry.Sequence,
        LogId = logId,
        Partition = entry.Partition,
        TraceParent = entry.TraceParent,
        TraceState = entry.TraceState,
        RecordTime = Micros.ToTimestamp(entry.RecordTimeMicros),
    };
}
