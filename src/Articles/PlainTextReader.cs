using System.Text;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles;

/// <summary>Plain text as it is, but for hard-wrapped lines, which are joined to paragraphs.</summary>
internal static class PlainTextReader
{
    private const int LongestTitle = 200;

    public static Article Read(string text)
    {
        var clean = TextSpans.Normalize(text).Trim();
        var lines = clean.Split('\n');
        return new Article { Text = IsWrapped(lines) ? Unwrap(lines) : clean, Title = Title(lines) };
    }

    // A first line set off by a blank line, short and without a full stop, is a headline.
    private static string Title(string[] lines) =>
        lines.Length > 2 && lines[1].AsSpan().Trim().IsEmpty && lines[0].Trim() is { Length: > 0 and <= LongestTitle } first && first[^1] is not ('.' or ':' or ';' or ',')
            ? first
            : "";

    // Mail and wire texts break lines near one column: the lines inside paragraphs are alike in length.
    private static bool IsWrapped(string[] lines)
    {
        int inner = 0, full = 0;
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            if (lines[i].AsSpan().Trim().IsEmpty || lines[i + 1].AsSpan().Trim().IsEmpty)
                continue;
            inner++;
            if (lines[i].Length is >= 55 and <= 90)
                full++;
        }
        return inner >= 4 && full * 10 >= inner * 8;
    }

    private static string Unwrap(string[] lines)
    {
        var text = new StringBuilder();
        var open = false;
        foreach (var line in lines)
        {
            var part = line.Trim();
            if (part.Length == 0)
            {
                open = false;
                continue;
            }
            var item = part.StartsWith("- ", StringComparison.Ordinal) || part.StartsWith("* ", StringComparison.Ordinal);
            if (text.Length > 0)
                text.Append(open && !item ? ' ' : '\n');
            text.Append(part);
            open = true;
        }
        return text.ToString();
    }
}
