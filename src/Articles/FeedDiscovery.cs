using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace RegionalSecurity.Articles;

/// <summary>Finds the feeds that a web page names.</summary>
public static class FeedDiscovery
{
    /// <summary>Most addresses that are given.</summary>
    public const int MostFound = 10;

    private static readonly string[] Types = ["application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/x-rss+xml"];

    /// <summary>Addresses of its feeds in the order of the page: those that its head declares, else those of links that look like feeds. All are http or https.</summary>
    /// <param name="content">The page's bytes.</param>
    /// <param name="contentType">Media type with optional charset; may be empty.</param>
    /// <param name="url">Where it came from: the base of its links.</param>
    /// <exception cref="ArticleException">Too large, binary, or too complex to be a page.</exception>
    public static IReadOnlyList<Uri> Find(ReadOnlyMemory<byte> content, string contentType, Uri url)
    {
        const string Field = "url";
        if (content.Length > ArticleLimits.DocumentBytes)
            throw new ArticleException(Field, ArticleReasons.DocumentTooLarge, $"The page has {content.Length:N0} bytes; at most {ArticleLimits.DocumentBytes:N0} are taken.");
        var html = CharsetDetector.Decode(content.Span, contentType, Field);
        HtmlGuard.Check(html, Field);
        var document = new HtmlParser().ParseDocument(html);
        var root = Uri.TryCreate(url, document.QuerySelector("base[href]")?.GetAttribute("href") ?? "", out var own) && own.Scheme is "http" or "https" ? own : url;
        var declared = document.QuerySelectorAll("link[href]").Where(IsDeclared);
        var found = Addresses(declared, root);
        return found.Count > 0 ? found : Addresses(document.QuerySelectorAll("a[href]").Where(link => LooksLikeFeed(link.GetAttribute("href")!)), root);
    }

    private static bool IsDeclared(IElement link) =>
        (link.GetAttribute("rel") ?? "").Split(' ').Any(rel => rel.Equals("alternate", StringComparison.OrdinalIgnoreCase) || rel.Equals("feed", StringComparison.OrdinalIgnoreCase))
        && Types.Contains((link.GetAttribute("type") ?? "").Split(';')[0].Trim().ToLowerInvariant());

    private static bool LooksLikeFeed(string href)
    {
        var path = href.Split('?', '#')[0].TrimEnd('/');
        return path.EndsWith(".rss", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".atom", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".rdf", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith("/rss", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/feed", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/atom", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && (path.Contains("rss", StringComparison.OrdinalIgnoreCase) || path.Contains("feed", StringComparison.OrdinalIgnoreCase)
                || path.Contains("atom", StringComparison.OrdinalIgnoreCase));
    }

    private static List<Uri> Addresses(IEnumerable<IElement> links, Uri root)
    {
        var found = new List<Uri>();
        foreach (var link in links)
        {
            if (found.Count == MostFound)
                break;
            if (FeedReader.Absolute(link.GetAttribute("href"), root) is { Length: > 0 } address && new Uri(address) is var uri && !found.Contains(uri))
                found.Add(uri);
        }
        return found;
    }
}
