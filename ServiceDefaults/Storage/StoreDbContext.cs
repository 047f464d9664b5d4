using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace RegionalSecurity.ServiceDefaults.Storage;

/// <summary>What every service's store has: the answers to mutations by request id, kept 7 days (AIP-155).</summary>
public abstract class StoreDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<StoredRequest> Requests => Set<StoredRequest>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<StoredRequest>(request =>
        {
            request.ToTable("requests");
            request.HasKey(r => r.RequestId);
            request.HasIndex(r => r.RecordTimeMicros);
        });
    }
}

/// <summary>The answer that a mutation gave.</summary>
public sealed class StoredRequest
{
    /// <summary>Method name and the caller's UUID.</summary>
    [MaxLength(128)]
    public required string RequestId { get; init; }

    /// <summary>SHA-256 of the request's bytes: the same id with another request is an error of the caller.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Bytes of the response message.</summary>
    public required byte[] Response { get; init; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    public required long RecordTimeMicros { get; init; }
}

/// <summary>
/// A store with an append-only log. Sequence order is commit order, because one <see cref="CommitWriter{TContext}"/> holds the only writing
/// transaction.
/// </summary>
public abstract class LogDbContext(DbContextOptions options) : StoreDbContext(options)
{
    public DbSet<LogEntry> Log => Set<LogEntry>();

    public DbSet<LogIdentity> LogIdentities => Set<LogIdentity>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<LogEntry>(entry =>
        {
            entry.ToTable("log");
            entry.HasKey(e => e.Sequence);
            // AUTOINCREMENT: a sequence is never given twice, even after the last row is gone.
            entry.Property(e => e.Sequence).ValueGeneratedOnAdd().HasAnnotation("Sqlite:Autoincrement", true);
            entry.HasIndex(e => e.ArticleId);
        });
        modelBuilder.Entity<LogIdentity>(identity =>
        {
            identity.ToTable("log_identity");
            identity.HasKey(i => i.LogId);
        });
    }
}

/// <summary>One entry of a log: the header's fields and the bytes of the content message.</summary>
public sealed class LogEntry
{
    /// <summary>From 1, strictly increasing in commit order.</summary>
    public long Sequence { get; init; }

    /// <summary>0 to 63, see <see cref="Logs.Partitions"/>.</summary>
    public required int Partition { get; init; }

    /// <summary>The article the entry is about; empty for a source's status.</summary>
    [MaxLength(64)]
    public required string ArticleId { get; init; }

    /// <summary>Microseconds since 1970, UTC; never decreasing along the log.</summary>
    public required long RecordTimeMicros { get; init; }

    /// <summary>W3C traceparent; empty when not traced.</summary>
    [MaxLength(64)]
    public required string TraceParent { get; init; }

    /// <summary>W3C tracestate; usually empty.</summary>
    [MaxLength(512)]
    public required string TraceState { get; init; }

    /// <summary>Bytes of the entry message without its header. Replaced only when an article is withdrawn and its text must go.</summary>
    public required byte[] Payload { get; set; }
}

/// <summary>The single row that names the log.</summary>
public sealed class LogIdentity
{
    /// <summary>26 lower-case base32 characters, random.</summary>
    [MaxLength(26)]
    public required string LogId { get; init; }
}
