using System.ComponentModel.DataAnnotations;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.ServiceDefaults.Logs;

/// <summary>The tables that a store needs to read another service's log: the cursor and the quarantine.</summary>
public static class ConsumerTables
{
    /// <summary>Adds both tables to the model.</summary>
    public static void AddConsumerTables(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<StoredCursor>(cursor =>
        {
            cursor.ToTable("cursors");
            cursor.HasKey(c => c.Log);
        });
        modelBuilder.Entity<QuarantinedEntry>(entry =>
        {
            entry.ToTable("quarantine");
            entry.HasKey(e => new { e.LogId, e.Sequence });
        });
    }

    /// <summary>The stored cursor, or null.</summary>
    public static async Task<LogCursor?> LoadCursorAsync(this StoreDbContext context, string log, CancellationToken cancellationToken)
    {
        var stored = await context.Set<StoredCursor>().AsNoTracking().SingleOrDefaultAsync(c => c.Log == log, cancellationToken);
        return stored is null ? null : new LogCursor { LogId = stored.LogId, Sequence = stored.Sequence };
    }

    /// <summary>Puts the cursor into the work at hand. For use inside <see cref="CommitWriter{TContext}"/>.</summary>
    public static async Task SaveCursorAsync(this StoreDbContext context, string log, LogCursor cursor, CancellationToken cancellationToken)
    {
        if (await context.Set<StoredCursor>().FindAsync([log], cancellationToken) is { } stored)
        {
            stored.LogId = cursor.LogId;
            stored.Sequence = cursor.Sequence;
        }
        else
        {
            context.Add(new StoredCursor { Log = log, LogId = cursor.LogId, Sequence = cursor.Sequence });
        }
    }

    /// <summary>
    /// Puts the entry into quarantine in the work at hand: where it stands, what it is and why, but not its words, so that a withdrawal finds them in the
    /// log alone. For use inside <see cref="CommitWriter{TContext}"/>.
    /// </summary>
    public static async Task QuarantineAsync(this StoreDbContext context, EntryHeader header, IMessage entry, string reason, CancellationToken cancellationToken)
    {
        if (await context.Set<QuarantinedEntry>().FindAsync([header.LogId, header.Sequence], cancellationToken) is not null)
            return;
        var told = $"{entry.Descriptor.Name}: {reason}";
        context.Add(new QuarantinedEntry { LogId = header.LogId, Sequence = header.Sequence, Reason = told.Length <= 2048 ? told : told[..2048], Payload = header.ToByteArray() });
    }
}

/// <summary>How far a log was read.</summary>
public sealed class StoredCursor
{
    /// <summary>Name of the log: "articles" or "claims".</summary>
    [MaxLength(32)]
    public required string Log { get; init; }

    [MaxLength(26)]
    public required string LogId { get; set; }

    public required long Sequence { get; set; }
}

/// <summary>An entry that could not be processed.</summary>
public sealed class QuarantinedEntry
{
    [MaxLength(26)]
    public required string LogId { get; init; }

    public required long Sequence { get; init; }

    /// <summary>Name of the entry's message, type and message of the last error.</summary>
    [MaxLength(2048)]
    public required string Reason { get; init; }

    /// <summary>Bytes of the entry's header: its log has the rest.</summary>
    public required byte[] Payload { get; init; }
}
