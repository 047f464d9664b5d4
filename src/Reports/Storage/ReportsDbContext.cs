using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Reports.Storage;

/// <summary>Reports as their bytes, beside the columns they are listed by.</summary>
internal sealed class ReportsDbContext(DbContextOptions<ReportsDbContext> options) : StoreDbContext(options)
{
    public DbSet<ReportRow> Reports => Set<ReportRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<ReportRow>(report =>
        {
            report.ToTable("reports");
            report.HasKey(r => r.Id);
            report.HasIndex(r => r.ReportId).IsUnique();
            report.HasIndex(r => new { r.Sample, r.CreateMicros, r.Id });
        });
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

    /// <summary>Bytes of the Report message.</summary>
    public required byte[] Payload { get; init; }
}

/// <summary>For `dotnet ef migrations add`, which reads the model and never opens the file.</summary>
internal sealed class ReportsDesignTime : IDesignTimeDbContextFactory<ReportsDbContext>
{
    public ReportsDbContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<ReportsDbContext>().UseSqlite("Data Source=design.db").Options);
}
