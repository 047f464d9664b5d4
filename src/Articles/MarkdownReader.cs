using System.Text;
using System.Text.RegularExpressions;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles;

/// <summary>
/// Markdown as text: paragraphs one a line, list items led by "- ", table cells parted by " | ", links and emphasis by their words.
/// Front matter gives title, author and date. Line by line, so any input is read in linear time.
/// </summary>
internal static partial class MarkdownReader
{
    private const int LongestLine = 20_000;

    public static Article Read(string markdown)
    {
        var lines = TextSpans.Normalize(markdown).Split('\n');
        var article = new Article();
        var text = new StringBuilder();
        var paragraph = new StringBuilder();
        var fenced = false;
        for (var i = FrontMatter(lines, article); i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
            {
                Flush(text, paragraph);
                fenced = !fenced;
                continue;
            }
            if (fenced)
            {
                Line(text, line);
                continue;
            }
            var underline = paragraph.Length > 0 && line.Length > 1 && (line.All(c => c == '=') || line.All(c => c == '-'));
            var heading = line.StartsWith('#') && line.TrimStart('#').StartsWith(' ');
            if (line.Length == 0 || underline || Rule().IsMatch(line))
            {
                if (underline && article.Title.Length == 0)
                    article.Title = Inline(paragraph.ToString());
                Flush(text, paragraph);
            }
            else if (heading)
            {
                Flush(text, paragraph);
                var words = Inline(line.Trim('#').Trim());
                if (article.Title.Length == 0)
                    article.Title = words;
                Line(text, words);
            }
            else if (line.StartsWith('|'))
            {
                Flush(text, paragraph);
                if (!line.All(c => c is '|' or '-' or ':' or ' '))
                    Line(text, Inline(string.Join(" | ", line.Trim('|').Split('|').Select(cell => cell.Trim()))));
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                Flush(text, paragraph);
                paragraph.Append("- ").Append(line.AsSpan(item.Length));
            }
            else
            {
                if (paragraph.Length > 0)
                    paragraph.Append(' ');
                paragraph.Append(line.StartsWith('>') ? line.TrimStart('>', ' ') : line);
            }
        }
        Flush(text, paragraph);
        article.Text = text.ToString();
        return article;
    }

    private static int FrontMatter(string[] lines, Article article)
    {
        if (lines[0].Trim() != "---")
            return 0;
        var end = Array.FindIndex(lines, 1, Math.Min(lines.Length - 1, 100), line => line.Trim() == "---");
        if (end < 0)
            return 0;
        foreach (var line in lines.AsSpan(1, end - 1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
                continue;
            var value = line[(colon + 1)..].Trim().Trim('"', '\'');
            switch (line[..colon].Trim().ToLowerInvariant())
            {
                case "title":
                    article.Title = value;
                    break;
                case "author" or "byline":
                    article.Byline = value;
                    break;
                case "lang" or "language":
                    article.Language = value;
                    break;
                case "date" or "published":
                    DateReader.Read(value)?.Publish(article);
                    break;
            }
        }
        return end + 1;
    }

    private static void Flush(StringBuilder text, StringBuilder paragraph)
    {
        if (paragraph.Length > 0)
            Line(text, Inline(paragraph.ToString()));
        paragraph.Clear();
    }

    private static void Line(StringBuilder text, string line)
    {
        if (line.Length > 0)
            text.Append(line).Append('\n');
    }

    private static string Inline(string text)
    {
        // Very long lines are data, not prose, and would make the patterns below slow.
        if (text.Length > LongestLine)
            return text;
        text = Image().Replace(text, "");
        text = Link().Replace(text, "$1");
        return Emphasis().Replace(text, "$2");
    }

    [GeneratedRegex(@"^(?:[-*_]\s*){3,}$", RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^(?:[-*+]|\d{1,3}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Item();

    [GeneratedRegex(@"!\[[^\[\]\n]{0,500}\]\([^()\s]{0,2048}\)")]
    private static partial Regex Image();

    [GeneratedRegex(@"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2048}\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w*_])(\*{1,3}|_{1,3}|`)(\S(?:[^*_`\n]{0,500}\S)?)\1(?![\w*_])")]
    private static partial Regex Emphasis();
}
