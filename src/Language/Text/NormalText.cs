using System.Buffers;
using System.Text;

namespace RegionalSecurity.Language.Text;

/// <summary>
/// A text as it is read: without characters that are not seen (soft hyphens, joiners and direction marks) and accents written apart, with full-width letters,
/// ligatures and typographic hyphens as their plain ones, the part of Unicode's compatibility forms (UAX #15) that news texts hold. Each index leads back to the text as given.
/// </summary>
internal sealed class NormalText
{
    // Of U+FB00 to U+FB06.
    private static readonly string[] LigatureLetters = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

    private static readonly SearchValues<char> Special = SearchValues.Create([.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(c => IsUnseen(c) || IsAccent(c) || Plain(c) != c || IsLigature(c))]);

    // UTF-16 range in the given text of each character here; null where nothing changed.
    private readonly (int Start, int End)[]? _origins;

    private NormalText(string text, (int, int)[]? origins)
    {
        Text = text;
        _origins = origins;
    }

    public string Text { get; }

    /// <summary>The text as it is, for those who quote it by its own indexes.</summary>
    public static NormalText AsGiven(string text) => new(text, null);

    /// <summary>Linear in the length; a text with nothing to change is not copied.</summary>
    public static NormalText Of(string given)
    {
        if (!given.AsSpan().ContainsAny(Special))
            return new NormalText(given, null);
        var text = new StringBuilder(given.Length);
        var origins = new List<(int, int)>(given.Length);
        for (var i = 0; i < given.Length; i++)
        {
            var c = given[i];
            if (IsAccent(c) && origins.Count > 0)
                // The accent belongs to its letter: a span that ends with the letter ends with it.
                origins[^1] = (origins[^1].Item1, i + 1);
            if (IsUnseen(c) || IsAccent(c))
                continue;
            var letters = IsLigature(c) ? LigatureLetters[c - '\uFB00'] : null;
            text.Append(letters ?? Plain(c).ToString());
            for (var n = letters?.Length ?? 1; n > 0; n--)
                origins.Add((i, i + 1));
        }
        return new NormalText(text.ToString(), [.. origins]);
    }

    /// <summary>The UTF-16 range of the given text that a range of this one stands for; an empty one at the beginning where this is empty.</summary>
    public (int Start, int End) Given(int start, int end) => _origins is null ? (start, end) : end <= start ? (0, 0) : (_origins[start].Start, _origins[end - 1].End);

    private static bool IsUnseen(char c) => c is '\u00AD' or '\u034F' or '\u061C' or >= '\u200C' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u206F';

    private static bool IsAccent(char c) => c is >= '\u0300' and < '\u0370' and not '\u034F';

    private static bool IsLigature(char c) => c is >= '\uFB00' and <= '\uFB06';

    private static char Plain(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u2010' or '\u2011' or '\uFE63' => '-',
        _ => c,
    };
}
