using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles;

/// <summary>Bytes to article: charset, main text, title, byline, site, language and times. Pure: no I/O beyond the language models, no clock.</summary>
public static partial class DocumentReader
{
    private const string ContentField = "document.content";

    /// <summary>Reads one document.</summary>
    /// <param name="content">1 byte to 8 MiB.</param>
    /// <param name="contentType">
    /// text/html, application/xhtml+xml, text/plain, text/markdown or application/pdf, with optional charset; empty or application/octet-stream: sniffed.
    /// </param>
    /// <param name="url">Where it came from, if known: the base of its links, and a hint for the publication date.</param>
    /// <returns>
    /// The article without ids, publisher and ingest time. Text: paragraphs one a line, list items led by "- ", table cells parted by " | ".
    /// </returns>
    /// <exception cref="ArticleException">Empty, too large, binary, too deeply nested or of another type.</exception>
    public static Article Read(ReadOnlyMemory<byte> content, string contentType, Uri? url)
    {
        if (content.IsEmpty)
            throw ArticleException.Empty(ContentField, "The document");
        if (content.Length > ArticleLimits.DocumentBytes)
            throw new ArticleException(ContentField, ArticleReasons.DocumentTooLarge,
                $"The document has {content.Length:N0} bytes; at most {ArticleLimits.DocumentBytes:N0} are taken. Give the article's page only.");
        if (IsPdf(content.Span, contentType))
            return Finish(PdfReader.Read(content, ContentField), url);
        var text = CharsetDetector.Decode(content.Span, contentType, ContentField);
        var article = Kind(contentType, text) switch
        {
            DocumentKind.Html => HtmlArticleReader.Read(text, url),
            DocumentKind.Markdown => MarkdownReader.Read(text),
            _ => PlainTextReader.Read(text),
        };
        return Finish(article, url);
    }

    private static Article Finish(Article article, Uri? url)
    {
        // A page may name its canonical address on its own host only: else any page could pass for an article of another site.
        var fetched = CanonicalUrl.TryParse(url?.OriginalString);
        if (fetched is not null && CanonicalUrl.Domain(article.Url) != CanonicalUrl.Domain(fetched))
            article.Url = fetched;
        return Finish(article, ContentField);
    }

    /// <summary>
    /// An article of given text: normalised, measured and its language told. For texts that are handed in as such.
    /// </summary>
    /// <param name="text">1 byte to 2 MiB of UTF-8.</param>
    /// <param name="language">Declared BCP 47 tag; may be empty.</param>
    /// <exception cref="ArticleException">Empty or too large.</exception>
    public static Article FromText(string text, string? language = null) =>
        Finish(new Article { Text = text, Language = language ?? "" }, "text");

    /// <summary>One line, NFC, without control characters, at most <paramref name="most"/> UTF-16 units: titles, bylines, names.</summary>
    public static string OneLine(string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var line = Spaces().Replace(TextSpans.Normalize(text), " ").Trim();
        if (line.Length <= most)
            return line;
        return line[..(char.IsHighSurrogate(line[most - 1]) ? most - 1 : most)].TrimEnd();
    }

    /// <summary>SHA-256 of the UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Article Finish(Article article, string field)
    {
        article.Text = TextSpans.Normalize(article.Text).Trim();
        var bytes = Encoding.UTF8.GetByteCount(article.Text);
        if (!article.Text.EnumerateRunes().Any(Rune.IsLetterOrDigit))
            throw ArticleException.Empty(field, field == "text" ? "The text" : "The document");
        if (bytes > ArticleLimits.TextBytes)
            throw ArticleException.TooLarge(field, "The article's text", bytes, ArticleLimits.TextBytes);
        article.Title = OneLine(article.Title, ArticleLimits.TitleLength);
        article.Byline = OneLine(ByPrefix().Replace(article.Byline, ""), ArticleLimits.BylineLength);
        article.SiteName = OneLine(article.SiteName, ArticleLimits.BylineLength);
        article.Language = LanguageDetection.Detect(article.Text, article.Language);
        article.TextSha256 = Sha256(article.Text);
        return article;
    }

    // The mark may stand a little way in; servers often call a PDF something else.
    private static bool IsPdf(ReadOnlySpan<byte> content, string? contentType) =>
        Media(contentType) is "application/pdf" or "application/x-pdf" || Media(contentType) is "" or "application/octet-stream" or "binary/octet-stream"
        && content[..Math.Min(content.Length, 1024)].IndexOf("%PDF-"u8) >= 0;

    private static string Media(string? contentType) => (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    private static DocumentKind Kind(string? contentType, string text)
    {
        var type = Media(contentType);
        switch (type)
        {
            case "text/html" or "application/xhtml+xml" or "application/xhtml":
                return DocumentKind.Html;
            case "text/plain":
                return DocumentKind.Plain;
            case "text/markdown" or "text/x-markdown":
                return DocumentKind.Markdown;
            case "" or "application/octet-stream" or "binary/octet-stream":
                return LooksLikeHtml().IsMatch(text[..Math.Min(text.Length, 2048)]) ? DocumentKind.Html : DocumentKind.Plain;
            // XHTML is often served as plain XML.
            case "text/xml" or "application/xml" when LooksLikeHtml().IsMatch(text[..Math.Min(text.Length, 2048)]):
                return DocumentKind.Html;
            default:
                throw new ArticleException("document.content_type", ArticleReasons.TypeNotSupported,
                    $"Content of type '{type[..Math.Min(type.Length, 80)]}' is not read. Give text/html, application/xhtml+xml, text/plain, text/markdown or application/pdf.");
        }
    }

    private enum DocumentKind
    {
        Html,
        Plain,
        Markdown,
    }

    [GeneratedRegex(@"<(?:!doctype\s+html|html|head|body|article|title|meta|div|p)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeHtml();

    [GeneratedRegex(@"^\s*(?:written |posted )?by\s*:?\s+(?=\p{L})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ByPrefix();

    // White space and control characters; format characters such as joiners stay, scripts need them.
    [GeneratedRegex(@"[\s\p{Cc}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
