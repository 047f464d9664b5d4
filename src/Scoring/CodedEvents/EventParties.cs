using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace RegionalSecurity.Scoring;

/// <summary>Parties as coded event data write them (Data/parties-in-event-data.tsv).</summary>
internal static class EventParties
{
    private static readonly FrozenDictionary<string, string> Names;
    private static readonly FrozenDictionary<string, string> Codes;

    static EventParties()
    {
        var table = DataTable.Embedded("parties-in-event-data.tsv", "code", "names");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var row = 0; row < table.Count; row++)
        {
            var code = table.Cell(row, "code");
            codes[code] = code;
            foreach (var name in table.Cell(row, "names").Split('|'))
                if (!names.TryAdd(Plain(name), code))
                    throw table.RowError(row, $"the name \"{name}\" stands twice");
            foreach (var other in table.Words(row, "codes"))
                codes[other] = code;
        }
        (Names, Codes) = (names.ToFrozenDictionary(StringComparer.Ordinal), codes.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Our code for a code of the data; empty: a region or a kind of actor, no party.</summary>
    public static string OfCode(string code) => Codes.GetValueOrDefault(code, "");

    /// <summary>Our code for a name of the data; empty: none.</summary>
    public static string OfName(string name) => Names.GetValueOrDefault(Plain(name), "");

    // Names differ by case, accents and apostrophes from release to release.
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        // By runes, so that half a surrogate, which no normal form takes, becomes a replacement character.
        foreach (var c in string.Concat(name.EnumerateRunes()).Normalize(NormalizationForm.FormD))
            if (char.IsLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        return plain.ToString().Trim();
    }
}
