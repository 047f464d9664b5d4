using System.Buffers;
using System.Text;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>Turns what a child writes into lines that are safe to show.</summary>
internal static class LogLines
{
    /// <summary>A longer line is shown in pieces, so that a child that never ends one cannot fill this process's memory.</summary>
    public const int LongestLine = 16 * 1024;

    private static readonly SearchValues<char> ColourDigits = SearchValues.Create("0123456789;");

    private const char Escape = '\u001b';

    /// <summary>Reads to the end, giving each line without its end.</summary>
    public static async Task ReadAsync(TextReader reader, Action<string> line, int longest = LongestLine)
    {
        var buffer = new char[4096];
        var current = new StringBuilder();
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (buffer[i] != '\n')
                    current.Append(buffer[i]);
                if (buffer[i] == '\n' || current.Length == longest)
                    Flush();
            }
        }

        if (current.Length > 0)
            Flush();

        void Flush()
        {
            line(current.ToString().TrimEnd('\r'));
            current.Clear();
        }
    }

    /// <summary>
    /// Without control characters, which could move the cursor or rewrite earlier lines. Colours stay where wanted: escape
    /// sequences of the form <c>ESC [ digits ; ... m</c>.
    /// </summary>
    public static string Clean(string text, bool colour)
    {
        if (!text.Any(char.IsControl))
            return text;

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape && i + 1 < text.Length && text[i + 1] == '[')
            {
                var end = i + 2;
                while (end < text.Length && text[end] is < '@' or > '~')
                    end++;
                if (end < text.Length && text[end] == 'm' && colour && text.AsSpan((i + 2)..end).IndexOfAnyExcept(ColourDigits) < 0)
                    result.Append(text, i, end - i + 1);
                i = end;
            }
            else if (text[i] == '\t' || !char.IsControl(text[i]))
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }
}
