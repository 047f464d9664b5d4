using System.Collections.Frozen;
using RegionalSecurity.Contracts;

namespace RegionalSecurity.Scoring;

/// <summary>The codes a subject may name.</summary>
public static class PartyCodes
{
    private static readonly FrozenSet<string> Published = ReadPublished();

    /// <summary>Whether it is a published code (state, organisation, armed group) or one of an invented party.</summary>
    public static bool IsPublished(string code) => Published.Contains(code) || SubjectNames.IsInvented(code);

    private static FrozenSet<string> ReadPublished()
    {
        var table = DataTable.Embedded("codes.tsv", "kind", "codes");
        return Enumerable.Range(0, table.Count).SelectMany(row => table.Words(row, "codes")).ToFrozenSet(StringComparer.Ordinal);
    }
}
