using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RegionalSecurity.Ingestion.V1;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace RegionalSecurity.Articles;

/// <summary>
/// A PDF's text in the order of its content, lines joined to paragraphs, without the headers and footers that run through its pages. Scanned pages have
/// no text and give none.
/// </summary>
internal static partial class PdfReader
{
    private const int MostPages = 1000;

    // A PDF ends its text with the layout, not with the sentence: what is set further apart than this, in line heights, is another paragraph.
    private const double ParagraphGap = 1.6;
    private const double WordGap = 0.2;
    private const int FewestRunning = 3;

    /// <exception cref="ArticleException">Damaged, locked, too large once unpacked, or without text.</exception>
    public static Article Read(ReadOnlyMemory<byte> content, string field)
    {
        try
        {
            using var document = PdfDocument.Open(content.ToArray(), new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, FilterProvider = new PdfFilters(field) });
            var pages = new List<List<Line>>();
            var letters = 0;
            for (var number = 1; number <= Math.Min(document.NumberOfPages, MostPages) && letters < ArticleLimits.TextBytes; number++)
            {
                var page = document.GetPage(number);
                letters += page.Letters.Count;
                pages.Add(Lines(page));
            }
            RemoveRunning(pages);
            var article = new Article { Text = Text(pages), Title = Title(document.Information.Title, pages), Byline = document.Information.Author?.Trim() ?? "" };
            Created(document.Information.CreationDate)?.Publish(article);
            return article;
        }
        catch (Exception error) when (error is not (ArticleException or OutOfMemoryException))
        {
            // The library has no error of its own for a damaged file: whatever it meets is that.
            throw new ArticleException(field, ArticleReasons.NotDecodable, $"The PDF cannot be read ({DocumentReader.OneLine(error.Message, 200)}). Save it anew without a password, or give its text.", error);
        }
    }

    private static List<Line> Lines(Page page)
    {
        var lines = new List<Line>();
        Line? line = null;
        foreach (var letter in page.Letters)
        {
            if (string.IsNullOrEmpty(letter.Value))
                continue;
            var start = letter.StartBaseLine;
            var size = letter.PointSize > 0 ? letter.PointSize : 1;
            if (line is null || Math.Abs(start.Y - line.Y) > 0.5 * Math.Max(size, line.Size) || start.X < line.End - 2 * size)
                lines.Add(line = new Line { Y = start.Y, Left = start.X, End = start.X, Size = size });
            // Many PDFs hold no spaces at all, only gaps.
            if (start.X - line.End > WordGap * size && line.Words.Length > 0 && line.Words[^1] != ' ' && letter.Value != " ")
                line.Words.Append(' ');
            line.Words.Append(letter.Value);
            line.End = letter.EndBaseLine.X;
            line.Size = Math.Max(line.Size, size);
        }
        lines.RemoveAll(l => string.IsNullOrWhiteSpace(l.Words.ToString()));
        return lines;
    }

    // The outermost lines of pages that are the same but for a number, and those next to them that are the same to the letter.
    private static void RemoveRunning(List<List<Line>> pages)
    {
        RemoveEdges(pages, line => Digits().Replace(line.Words.ToString().Trim(), "#"));
        RemoveEdges(pages, line => line.Words.ToString().Trim());
    }

    private static void RemoveEdges(List<List<Line>> pages, Func<Line, string> key)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var page in pages.Where(page => page.Count > 0))
            foreach (var edge in new HashSet<string>([key(page[0]), key(page[^1])], StringComparer.Ordinal))
                seen[edge] = seen.GetValueOrDefault(edge) + 1;
        foreach (var page in pages)
        {
            if (page.Count > 0 && IsRunning(page[^1]))
                page.RemoveAt(page.Count - 1);
            if (page.Count > 0 && IsRunning(page[0]))
                page.RemoveAt(0);
        }

        bool IsRunning(Line line) => seen.GetValueOrDefault(key(line)) >= FewestRunning || PageNumber().IsMatch(line.Words.ToString());
    }

    private static string Text(List<List<Line>> pages)
    {
        var text = new StringBuilder();
        Line? before = null;
        foreach (var line in pages.SelectMany(page => page))
        {
            var words = line.Words.ToString().Trim();
            var gap = before is null ? 0 : before.Y - line.Y;
            if (before is null)
                text.Append(words);
            else if (Bullet().Match(words) is { Success: true } bullet)
                text.Append("\n- ").Append(words.AsSpan(bullet.Length));
            else if (Math.Abs(line.Size - before.Size) > 0.5 || gap > ParagraphGap * before.Size || gap >= 0 && line.Left - before.Left > line.Size && EndsSentence(text) || gap < 0 && EndsSentence(text))
                text.Append('\n').Append(words);
            else if (text.Length > 1 && text[^1] == '-' && char.IsLower(text[^2]) && char.IsLower(words[0]))
                text.Remove(text.Length - 1, 1).Append(words);
            else
                text.Append(' ').Append(words);
            before = line;
        }
        return text.ToString();
    }

    private static bool EndsSentence(StringBuilder text) => text.Length > 0 && text[^1] is '.' or '?' or '!' or ':' or '"' or '\u201D';

    // What programs put there by themselves is no title; then it is the largest line of the first page.
    private static string Title(string? stated, List<List<Line>> pages)
    {
        if (stated?.Trim() is { Length: > 3 } title && !NoTitle().IsMatch(title))
            return title;
        var first = pages.FirstOrDefault(page => page.Count > 0);
        if (first is null)
            return "";
        var largest = first.Max(line => line.Size);
        var start = first.FindIndex(line => line.Size > largest - 0.5);
        var heading = first.Skip(start).TakeWhile(line => line.Size > largest - 0.5).ToArray();
        return heading.Length is > 0 and <= 4 && heading.Length < first.Count ? string.Join(' ', heading.Select(line => line.Words.ToString().Trim())) : "";
    }

    // D:20241109180000+09'00'
    private static SourceTime? Created(string? text) =>
        CreationDate().Match(text ?? "") is { Success: true } match ? DateReader.Read(string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}-{match.Groups[2].Value}-{match.Groups[3].Value}")) : null;

    private sealed class Line
    {
        public StringBuilder Words { get; } = new();

        public required double Y { get; init; }

        public required double Left { get; init; }

        public required double End { get; set; }

        public required double Size { get; set; }
    }

    [GeneratedRegex(@"^D:(\d{4})(\d{2})(\d{2})", RegexOptions.CultureInvariant)]
    private static partial Regex CreationDate();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex(@"^\s*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"^[\u2022\u25AA\u25CF\u00B7\u2013*-]\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^(?:untitled|document\d*|microsoft word|slide \d|powerpoint)|\.(?:docx?|pdf|indd|rtf|odt|qxd|pages)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoTitle();
}
