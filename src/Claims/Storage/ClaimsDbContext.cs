using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Claims.Storage;

/// <summary>The claim log, and beside it the claims with the columns they are queried by.</summary>
internal sealed class ClaimsDbContext(DbContextOptions<ClaimsDbContext> options) : LogDbContext(options)
{
    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    public DbSet<PartyRow> Parties => Set<PartyRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddConsumerTables();
        modelBuilder.Entity<ClaimRow>(claim =>
        {
            claim.ToTable("claims");
            claim.HasKey(c => c.Id);
            claim.HasIndex(c => c.ClaimId);
            claim.HasIndex(c => new { c.ArticleId, c.SupersededMicros });
            claim.HasIndex(c => new { c.Sample, c.TimeMicros, c.Id });
            claim.HasMany(c => c.Parties).WithOne().HasForeignKey(p => p.ClaimRowId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<PartyRow>(party =>
        {
            party.ToTable("parties");
            party.HasKey(p => new { p.ClaimRowId, p.Role, p.Code });
            party.HasIndex(p => new { p.Code, p.Role });
        });
    }
}

/// <summary>One claim of one article revision.</summary>
internal sealed class ClaimRow
{
    public long Id { get; init; }

    [MaxLength(27)]
    public required string ClaimId { get; init; }

    [MaxLength(64)]
    public required string ArticleId { get; init; }

    public required int Kind { get; init; }

    public required int EventType { get; init; }

    public required int Modality { get; init; }

    /// <summary>Bit n: theme n.</summary>
    public required long Themes { get; init; }

    public required bool Sample { get; init; }

    /// <summary>Publication time, or ingestion time where that is unknown; microseconds since 1970.</summary>
    public required long TimeMicros { get; init; }

    public required long IngestMicros { get; init; }

    /// <summary>When a later revision took its place; null while it is current.</summary>
    public long? SupersededMicros { get; set; }

    /// <summary>Bytes of the Claim message.</summary>
    public required byte[] Payload { get; init; }

    public List<PartyRow> Parties { get; init; } = [];
}

internal enum PartyRole
{
    Actor = 1,
    Target = 2,
    /// <summary>The voice an OUTLOOK or RECOMMENDATION is attributed to.</summary>
    Voice = 3,
}

/// <summary>A code that takes part in a claim.</summary>
internal sealed class PartyRow
{
    public long ClaimRowId { get; init; }

    public required PartyRole Role { get; init; }

    [MaxLength(16)]
    public required string Code { get; init; }
}

/// <summary>For `dotnet ef migrations add`, which reads the model and never opens the file.</summary>
internal sealed class ClaimsDesignTime : IDesignTimeDbContextFactory<ClaimsDbContext>
{
    public ClaimsDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<ClaimsDbContext>().UseSqlite("Data Source=design.db").Options);
}
