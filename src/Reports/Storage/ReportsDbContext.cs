using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Reports.Storage;

/// <summary>Reports as their bytes, beside the columns they are listed by.</summary>
internal sealed class ReportsDbContext(DbContextOptions<ReportsDbContext> options) : StoreDbContext(options)
{
    public DbSet<ReportRow> Reports => Set<ReportRow>();

    public DbSet<ReportArticleRow> ReportArticles => Set<ReportArticleRow>();

    public DbSet<WithdrawalRow> Withdrawals => Set<WithdrawalRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<ReportRow>(report =>
        {
            report.ToTable("reports");
            report.HasKey(r => r.Id);
            report.HasIndex(r => r.ReportId).IsUnique();
            report.HasIndex(r => new { r.Sample, r.CreateMicros, r.Id });
            report.HasMany(r => r.Articles).WithOne().HasForeignKey(a => a.ReportRowId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ReportArticleRow>(article =>
        {
            article.ToTable("report_articles");
            article.HasKey(a => new { a.ReportRowId, a.ArticleId });
            article.HasIndex(a => a.ArticleId);
        });
        modelBuilder.Entity<WithdrawalRow>(withdrawal =>
        {
            withdrawal.ToTable("withdrawals");
            withdrawal.HasKey(w => w.Id);
            withdrawal.HasIndex(w => w.ArticleId).IsUnique();
        });
        modelBuilder.AddConsumerTables();
    }
}

/// <summary>One report.</summary>
internal sealed class ReportRow
{
    public long Id { get; init; }

    [MaxLength(27)]
    public required string ReportId { get; init; }

    public required bool Sample { get; init; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    public required long CreateMicros { get; init; }

    /// <summary>Bytes of the Report message without sections, citations, sources and series.</summary>
    public required byte[] Head { get; init; }

    /// <summary>Bytes of the Report message; empty once an article that it cites was withdrawn, because it quotes that article's words.</summary>
    public required byte[] Payload { get; set; }

    /// <summary>The cited article that was withdrawn; null while all stand.</summary>
    [MaxLength(64)]
    public string? WithdrawnArticleId { get; set; }

    public List<ReportArticleRow> Articles { get; init; } = [];
}

/// <summary>An article that a report cites.</summary>
internal sealed class ReportArticleRow
{
    public long ReportRowId { get; init; }

    [MaxLength(64)]
    public required string ArticleId { get; init; }
}

/// <summary>An article that was withdrawn, so that a report that was being composed then is not stored with its words.</summary>
internal sealed class WithdrawalRow
{
    /// <summary>Grows with each withdrawal that is read from the log.</summary>
    public long Id { get; init; }

    [MaxLength(64)]
    public required string ArticleId { get; init; }

    /// <summary>Whether the article was of the invented sample.</summary>
    public required bool Sample { get; init; }
}

/// <summary>For `dotnet ef migrations add`, which reads the model and never opens the file.</summary>
internal sealed class ReportsDesignTime : IDesignTimeDbContextFactory<ReportsDbContext>
{
    public ReportsDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<ReportsDbContext>().UseSqlite("Data Source=design.db").Options);
}
