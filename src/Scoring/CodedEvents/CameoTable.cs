using System.Collections.Frozen;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>CAMEO codes as PLOVER types with our modes (Data/cameo.tsv).</summary>
public static class CameoTable
{
    /// <summary>Version that every claim made by it carries.</summary>
    public const string Version = "cameo-1";

    private static readonly FrozenDictionary<string, (EventType Type, Mode Mode)> Rows = Read();

    /// <summary>Type and mode of a CAMEO code of two to four digits, by the longest row it begins with; null for what is no code.</summary>
    public static (EventType Type, Mode Mode)? Find(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length is < 2 or > 4 || !code.All(char.IsAsciiDigit))
            return null;
        for (var length = code.Length; length >= 2; length--)
            if (Rows.TryGetValue(code[..length], out var found))
                return found;
        return null;
    }

    /// <summary>The mode of a word of the list ("third-party"); null: not in the list. Empty is unspecified.</summary>
    public static Mode? ModeOf(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length == 0)
            return Mode.Unspecified;
        return Enum.TryParse<Mode>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode) && char.IsAsciiLetter(word[0]) ? mode : null;
    }

    /// <summary>The type of a word of PLOVER in capitals ("THREATEN"); null: not in the list.</summary>
    public static EventType? TypeOf(string word) =>
        Enum.TryParse<EventType>(word, ignoreCase: true, out var type) && word.Length > 0 && char.IsAsciiLetter(word[0]) && type != EventType.Unspecified ? type : null;

    private static FrozenDictionary<string, (EventType, Mode)> Read()
    {
        var table = DataTable.Embedded("cameo.tsv", "cameo", "type", "mode");
        var rows = new Dictionary<string, (EventType, Mode)>(StringComparer.Ordinal);
        for (var row = 0; row < table.Count; row++)
        {
            var type = TypeOf(table.Cell(row, "type")) ?? throw table.RowError(row, "the type is not in the list");
            var mode = ModeOf(table.Cell(row, "mode")) ?? throw table.RowError(row, "the mode is not in the list");
            if (!rows.TryAdd(table.Cell(row, "cameo"), (type, mode)))
                throw table.RowError(row, "the code stands twice");
        }
        return rows.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
