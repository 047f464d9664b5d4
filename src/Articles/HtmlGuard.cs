namespace RegionalSecurity.Articles;

/// <summary>
/// Bounds what the HTML parser is given. It works in time quadratic in the nesting, so the nesting is counted before, in one pass over the text.
/// </summary>
internal static class HtmlGuard
{
    // Elements that HTML closes by itself when the next one starts, and those that have no content: they never nest by being left open.
    private static readonly HashSet<string> NoNesting = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "optgroup", "thead", "tbody", "tfoot", "colgroup", "rp", "rt", "html", "head", "body",
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "frame",
    };

    // Left open, each of these is made anew in every block that follows.
    private static readonly HashSet<string> Formatting = new(StringComparer.OrdinalIgnoreCase)
    {
        "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
    };

    private const long MostRemade = 2_000_000;

    /// <exception cref="ArticleException">More than 200,000 tags, elements open more than 2,048 deep, or formatting left open that would be remade without end.</exception>
    public static void Check(string html, string field)
    {
        int depth = 0, tags = 0, formatting = 0;
        var remade = 0L;
        var marks = Formatting.GetAlternateLookup<ReadOnlySpan<char>>();
        var names = NoNesting.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = html.IndexOf('<', StringComparison.Ordinal); i >= 0 && i + 1 < html.Length; i = Next(html, i))
        {
            if (html.AsSpan(i).StartsWith("<!--", StringComparison.Ordinal))
            {
                var end = html.IndexOf("-->", i + 4, StringComparison.Ordinal);
                if (end < 0)
                    return;
                i = end;
                continue;
            }
            var closing = html[i + 1] == '/';
            var start = i + (closing ? 2 : 1);
            var stop = start;
            while (stop < html.Length && (char.IsAsciiLetterOrDigit(html[stop]) || html[stop] is '-' or ':'))
                stop++;
            if (stop == start)
                continue;
            if (++tags > ArticleLimits.Nodes)
                throw TooComplex(field, $"more than {ArticleLimits.Nodes:N0} tags");
            var name = html.AsSpan(start, stop - start);
            if (marks.Contains(name))
                formatting = Math.Max(0, formatting + (closing ? -1 : 1));
            else if ((remade += formatting) > MostRemade)
                throw TooComplex(field, "formatting left open over too many elements");
            if (closing)
                depth = Math.Max(0, depth - (names.Contains(name) ? 0 : 1));
            else if (!names.Contains(name) && ++depth > ArticleLimits.Depth * 4)
                throw TooComplex(field, $"elements nested deeper than {ArticleLimits.Depth}");
            // What stands inside a script or style is no markup.
            if (!closing && (name.Equals("script", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase)))
            {
                var end = html.IndexOf(name[0] is 's' or 'S' && name.Length == 6 ? "</script" : "</style", stop, StringComparison.OrdinalIgnoreCase);
                if (end < 0)
                    return;
                i = end - 1;
            }
        }
    }

    internal static ArticleException TooComplex(string field, string what) => new(field, ArticleReasons.DocumentTooComplex,
        $"The page has {what}, which no article has. Give the article's own page or its text.");

    private static int Next(string html, int i) => html.IndexOf('<', i + 1);
}
