using System.Collections.Frozen;

namespace RegionalSecurity.Scoring;

/// <summary>The codes a subject may name.</summary>
public static class PartyCodes
{
    /// <summary>Longest code.</summary>
    public const int MostCharacters = 16;

    private static readonly FrozenSet<string> Published = ReadPublished();

    /// <summary>Whether it is a published code (state, organisation, armed group) or one of an invented party.</summary>
    public static bool IsPublished(string code) => Published.Contains(code) || IsInvented(code);

    /// <summary>Whether it is kept for invented parties: XAA to XZZ without XKX (Kosovo), XKS and XKV.</summary>
    public static bool IsInvented(string code) =>
        code is { Length: 3 } && code[0] == 'X' && char.IsAsciiLetterUpper(code[1]) && char.IsAsciiLetterUpper(code[2]) && code is not ("XKX" or "XKS" or "XKV");

    /// <summary>Whether it has the form of a code: 2 to 16 capital letters and digits. "-" and ":" join codes, so no code may hold them.</summary>
    public static bool IsWellFormed(string code) =>
        code is { Length: >= 2 and <= MostCharacters } && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static FrozenSet<string> ReadPublished()
    {
        var table = DataTable.Embedded("codes.tsv", "kind", "codes");
        return Enumerable.Range(0, table.Count).SelectMany(row => table.Words(row, "codes")).ToFrozenSet(StringComparer.Ordinal);
    }
}
