namespace RegionalSecurity.Articles;

/// <summary>Reads RSS 0.9x to 2.0, RDF, Atom and JSON Feed. Pure; bounded in size, depth and items; no DTD and no external entity is ever loaded.</summary>
public static class FeedReader
{
    internal const string Field = "feed";

    /// <summary>Reads one feed.</summary>
    /// <param name="content">1 byte to 8 MiB.</param>
    /// <param name="contentType">Media type with optional charset; may be empty. The content decides the format.</param>
    /// <param name="url">Where it was fetched from: the base of its links. May be null.</param>
    /// <exception cref="ArticleException">Empty, too large, or no feed at all (reason FEED_INVALID).</exception>
    public static FeedDocument Read(ReadOnlyMemory<byte> content, string contentType, Uri? url)
    {
        if (content.IsEmpty)
            throw Invalid("The feed is empty. Check its address.");
        if (content.Length > ArticleLimits.DocumentBytes)
            throw new ArticleException(Field, ArticleReasons.DocumentTooLarge,
                $"The feed has {content.Length:N0} bytes; at most {ArticleLimits.DocumentBytes:N0} are taken.");
        var text = TolerantXml.Western(CharsetDetector.Decode(content.Span, contentType, Field)).TrimStart();
        return text.StartsWith('{') ? JsonFeed.Read(text, url) : XmlFeed.Read(text, url);
    }

    internal static ArticleException Invalid(string message, Exception? inner = null) => new(Field, ArticleReasons.FeedInvalid, message, inner);

    internal static string Absolute(string? link, Uri? baseUrl)
    {
        var text = link?.Trim() ?? "";
        if (text.Length is 0 or > ArticleLimits.UrlLength)
            return "";
        // A path such as /a/1 is a file's address to Uri.
        if (text[0] != '/' && Uri.TryCreate(text, UriKind.Absolute, out var absolute))
            return absolute.Scheme is "http" or "https" ? text : "";
        return baseUrl is not null && Uri.TryCreate(baseUrl, text, out var joined) && joined.Scheme is "http" or "https" ? joined.AbsoluteUri : "";
    }

    // Markup that is too wild to read costs the item its text, not the feed its items.
    internal static string Text(string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
            return "";
        try
        {
            return RegionalSecurity.Contracts.TextSpans.Normalize(HtmlArticleReader.FragmentText(html, Field)).Trim();
        }
        catch (ArticleException)
        {
            return "";
        }
    }
}
