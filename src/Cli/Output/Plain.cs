using System.Globalization;
using System.Text;

namespace RegionalSecurity.Cli.Output;

/// <summary>Text of others made fit for a terminal: one line, without control characters that could move the cursor or turn the text about.</summary>
internal static class Plain
{
    /// <summary>The text in one line; runs of white space and control characters become one space.</summary>
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var line = new StringBuilder(text.Length);
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                space = line.Length > 0;
                continue;
            }
            if (IsDirectional(rune.Value))
                continue;
            if (space)
                line.Append(' ');
            space = false;
            line.Append(rune.ToString());
        }
        return line.ToString();
    }

    /// <summary>As <see cref="Line(string?)"/>, cut to at most <paramref name="most"/> characters as a reader counts them, with an ellipsis.</summary>
    public static string Line(string? text, int most)
    {
        var line = Line(text);
        if (line.Length <= most)
            return line;
        var starts = StringInfo.ParseCombiningCharacters(line);
        return starts.Length <= most ? line : line[..starts[most - 1]].TrimEnd() + "…";
    }

    // Embeddings, overrides and isolates would reorder what stands around them.
    private static bool IsDirectional(int rune) => rune is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069;
}
