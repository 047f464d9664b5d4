using System.ComponentModel.DataAnnotations;

namespace RegionalSecurity.Reports;

/// <summary>Section "Reports".</summary>
internal sealed class ReportsOptions
{
    /// <summary>Most claims of one kind that one report reads, the latest first. Default 20,000; 1 to 500,000.</summary>
    [Range(1, 500_000)]
    public int MaxClaims { get; set; } = 20_000;
}
