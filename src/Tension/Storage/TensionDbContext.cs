using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Tension.Storage;

/// <summary>
/// What scoring needs of the claim log. Rows are never changed but for being superseded once, and carry the sequences and times of both, so that any past
/// is answered from them; only a withdrawn sample leaves none. All times are microseconds since 1970.
/// </summary>
internal sealed class TensionDbContext(DbContextOptions<TensionDbContext> options) : StoreDbContext(options)
{
    public DbSet<ArticleRow> Articles => Set<ArticleRow>();

    public DbSet<PairClaimRow> PairClaims => Set<PairClaimRow>();

    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    public DbSet<SourceRow> Sources => Set<SourceRow>();

    public DbSet<HorizonRow> Horizons => Set<HorizonRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddConsumerTables();
        modelBuilder.Entity<ArticleRow>(article =>
        {
            article.ToTable("articles");
            article.HasKey(a => a.Sequence);
            article.Property(a => a.Sequence).ValueGeneratedNever();
            article.HasIndex(a => new { a.ArticleId, a.SupersededSequence });
            article.HasIndex(a => a.EffectiveMicros);
        });
        modelBuilder.Entity<PairClaimRow>(claim =>
        {
            claim.ToTable("pair_claims");
            claim.HasKey(c => c.Id);
            claim.HasIndex(c => new { c.A, c.B, c.LastDay });
            claim.HasIndex(c => new { c.B, c.LastDay });
            claim.HasIndex(c => new { c.ArticleId, c.SupersededSequence });
        });
        modelBuilder.Entity<ClaimRow>(claim =>
        {
            claim.ToTable("claims");
            claim.HasKey(c => new { c.ClaimId, c.Sequence });
            claim.HasIndex(c => c.ArticleId);
        });
        modelBuilder.Entity<SourceRow>(source =>
        {
            source.ToTable("sources");
            source.HasKey(s => s.Sequence);
            source.Property(s => s.Sequence).ValueGeneratedNever();
            source.HasIndex(s => new { s.SourceId, s.Sequence });
        });
        modelBuilder.Entity<HorizonRow>(horizon =>
        {
            horizon.ToTable("horizon");
            horizon.HasKey(h => h.Id);
            horizon.Property(h => h.Id).ValueGeneratedNever();
        });
    }
}

/// <summary>One coded revision of an article.</summary>
internal sealed class ArticleRow
{
    /// <summary>Sequence of its entry in the claim log.</summary>
    public required long Sequence { get; init; }

    [MaxLength(64)]
    public required string ArticleId { get; init; }

    /// <summary>Country of the publisher; empty when unknown.</summary>
    [MaxLength(16)]
    public required string Country { get; init; }

    [MaxLength(128)]
    public required string Family { get; init; }

    /// <summary>Codes of the states it names, each with a space on both sides: " PRK USA "; empty for none.</summary>
    public required string States { get; init; }

    public required bool Sample { get; init; }

    /// <summary>Publication, or where that is unknown ingestion.</summary>
    public required long EffectiveMicros { get; init; }

    public required long KnownMicros { get; init; }

    /// <summary>The earlier of publication and ingestion.</summary>
    public required long PublishedMicros { get; init; }

    /// <summary>Sequence of the entry that took its place; null while it is current.</summary>
    public long? SupersededSequence { get; set; }

    /// <summary>When that was known.</summary>
    public long? SupersededMicros { get; set; }
}

/// <summary>One claim for one directed pair: <see cref="Scoring.PairClaim"/> with where it comes from.</summary>
internal sealed class PairClaimRow
{
    public long Id { get; init; }

    /// <summary>First code of the dyad.</summary>
    [MaxLength(16)]
    public required string A { get; init; }

    /// <summary>Second code of the dyad.</summary>
    [MaxLength(16)]
    public required string B { get; init; }

    /// <summary>Whether A acted; else B did.</summary>
    public required bool Forward { get; init; }

    [MaxLength(27)]
    public required string ClaimId { get; init; }

    [MaxLength(64)]
    public required string ArticleId { get; init; }

    public required int EventType { get; init; }

    public required int Mode { get; init; }

    public required long Severity { get; init; }

    public required int Modality { get; init; }

    public required int FirstDay { get; init; }

    public required int LastDay { get; init; }

    public required bool Dated { get; init; }

    public required long Probability { get; init; }

    public required long Share { get; init; }

    [MaxLength(128)]
    public required string Voice { get; init; }

    [MaxLength(16)]
    public required string Side { get; init; }

    [MaxLength(16)]
    public string? AllegedBy { get; init; }

    public required bool FirstHand { get; init; }

    public required bool UnsignedCommentary { get; init; }

    public required int Themes { get; init; }

    public required bool Sample { get; init; }

    /// <summary>Country of the publisher; empty when unknown.</summary>
    [MaxLength(16)]
    public required string Country { get; init; }

    public required long EffectiveMicros { get; init; }

    public required long KnownMicros { get; init; }

    public required long PublishedMicros { get; init; }

    public required long Sequence { get; init; }

    public long? SupersededSequence { get; set; }

    public long? SupersededMicros { get; set; }
}

/// <summary>A claim's bytes, to show its words. Emptied when its article is withdrawn.</summary>
internal sealed class ClaimRow
{
    [MaxLength(27)]
    public required string ClaimId { get; init; }

    public required long Sequence { get; init; }

    [MaxLength(64)]
    public required string ArticleId { get; init; }

    /// <summary>Bytes of the Claim message.</summary>
    public required byte[] Payload { get; set; }
}

/// <summary>A state that a source changed to.</summary>
internal sealed class SourceRow
{
    public required long Sequence { get; init; }

    [MaxLength(64)]
    public required string SourceId { get; init; }

    [MaxLength(256)]
    public required string Name { get; init; }

    [MaxLength(16)]
    public required string Country { get; init; }

    public required int State { get; init; }

    [MaxLength(1024)]
    public required string Detail { get; init; }

    public required long KnownMicros { get; init; }
}

/// <summary>The single row that tells the latest time at which anything in the store became known: answers for later times are all the same on one day.</summary>
internal sealed class HorizonRow
{
    public required int Id { get; init; }

    public required long LatestMicros { get; set; }
}

/// <summary>For `dotnet ef migrations add`, which reads the model and never opens the file.</summary>
internal sealed class TensionDesignTime : IDesignTimeDbContextFactory<TensionDbContext>
{
    public TensionDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<TensionDbContext>().UseSqlite("Data Source=design.db").Options);
}
