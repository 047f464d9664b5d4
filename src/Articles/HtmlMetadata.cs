using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace RegionalSecurity.Articles;

/// <summary>What a page says about its article, best source first: JSON-LD, OpenGraph and article tags, other meta tags, elements, address.</summary>
internal sealed class HtmlMetadata
{
    private const int LongestJson = 1_000_000;

    private static readonly string[] ArticleTypes =
    [
        "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle", "BlogPosting",
        "LiveBlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "Report", "AdvertiserContentArticle", "ReviewNewsArticle",
    ];

    private static readonly string[] TitleTags =
        ["dc:title", "dc.title", "dcterm:title", "dcterms.title", "og:title", "weibo:article:title", "weibo:webpage:title", "title", "twitter:title", "parsely-title"];

    private static readonly string[] BylineTags =
        ["dc:creator", "dc.creator", "dcterm:creator", "dcterms.creator", "author", "parsely-author", "article:author_name", "sailthru.author", "byl", "article:author"];

    private static readonly string[] PublishTags =
    [
        "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "publish-date", "publishdate", "publish_date",
        "published-date", "pubdate", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued",
        "dcterms.created", "dc.date.created", "dc:date", "dc.date", "dcterms.date", "originalpublicationdate", "article.published", "date",
    ];

    private static readonly string[] ModifyTags =
        ["article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "revision_date"];

    public string Title { get; private set; } = "";

    public string Byline { get; private set; } = "";

    public string SiteName { get; private set; } = "";

    public string Language { get; private set; } = "";

    public string Url { get; private set; } = "";

    public SourceTime? Published { get; private set; }

    public SourceTime? Modified { get; private set; }

    public static HtmlMetadata Read(IHtmlDocument document, Uri? url)
    {
        var found = new HtmlMetadata();
        var meta = MetaTags(document);
        found.ReadJsonLd(document);
        found.SiteName = First(meta, "og:site_name") ?? found.SiteName;
        found.Title = TitleReader.Choose(document, found.Title, First(meta, TitleTags), found.SiteName);
        if (found.Byline.Length == 0)
            found.Byline = First(meta, BylineTags, IsName) ?? "";
        found.Language = Declared(document, meta);
        found.Url = CanonicalUrl.TryParse(document.QuerySelector("link[rel~=canonical]")?.GetAttribute("href")) ?? CanonicalUrl.TryParse(First(meta, "og:url")) ?? "";
        found.Published ??= Date(meta, PublishTags) ?? Element(document, "datePublished") ?? TimeElement(document) ?? DateReader.FromUrl(url);
        found.Modified ??= Date(meta, ModifyTags) ?? Element(document, "dateModified");
        return found;
    }

    private static Dictionary<string, string> MetaTags(IHtmlDocument document)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in document.QuerySelectorAll("meta[content]"))
        {
            var content = element.GetAttribute("content")!.Trim();
            if (content.Length is 0 or > 4096)
                continue;
            // A property may name several, parted by white space.
            foreach (var attribute in (ReadOnlySpan<string>)["property", "name", "itemprop"])
                foreach (var name in (element.GetAttribute(attribute) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                    tags.TryAdd(name, content);
        }
        return tags;
    }

    private static string? First(Dictionary<string, string> meta, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (meta.TryGetValue(name, out var value))
                return value;
        return null;
    }

    private static string? First(Dictionary<string, string> meta, string[] names, Predicate<string> accept)
    {
        foreach (var name in names)
            if (meta.TryGetValue(name, out var value) && accept(value))
                return value;
        return null;
    }

    // article:author often holds the address of a profile.
    private static bool IsName(string value) => !value.Contains("://", StringComparison.Ordinal) && !value.StartsWith("www.", StringComparison.OrdinalIgnoreCase);

    private static SourceTime? Date(Dictionary<string, string> meta, string[] names)
    {
        foreach (var name in names)
            if (meta.TryGetValue(name, out var value) && DateReader.Read(value) is { } time)
                return time;
        return null;
    }

    private static SourceTime? Element(IHtmlDocument document, string property)
    {
        var element = document.QuerySelector($"[itemprop~={property}]");
        return element is null ? null
            : DateReader.Read(element.GetAttribute("datetime")) ?? DateReader.Read(element.GetAttribute("content")) ?? DateReader.Read(element.TextContent);
    }

    // A time element is the article's when it says so or stands in the article's head; others may belong to comments and teasers.
    private static SourceTime? TimeElement(IHtmlDocument document)
    {
        var element = document.QuerySelector("time[pubdate]") ?? document.QuerySelector("article header time[datetime]")
            ?? document.QuerySelector("article time[datetime]") ?? document.QuerySelector("main time[datetime]");
        return DateReader.Read(element?.GetAttribute("datetime")) ?? DateReader.Read(element?.TextContent);
    }

    private static string Declared(IHtmlDocument document, Dictionary<string, string> meta) =>
        LanguageDetection.Tag(document.DocumentElement?.GetAttribute("lang")) ?? LanguageDetection.Tag(document.DocumentElement?.GetAttribute("xml:lang"))
        ?? LanguageDetection.Tag(document.QuerySelector("meta[http-equiv=content-language i]")?.GetAttribute("content"))
        ?? LanguageDetection.Tag(First(meta, "og:locale", "language", "dc.language")) ?? "";

    private void ReadJsonLd(IHtmlDocument document)
    {
        foreach (var script in document.QuerySelectorAll("script[type='application/ld+json']"))
        {
            var json = script.TextContent.Trim();
            if (json.Length is 0 or > LongestJson)
                continue;
            try
            {
                using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
                if (FindArticle(parsed.RootElement, 0) is { } article)
                {
                    ReadArticle(article);
                    return;
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // Broken metadata, or half a surrogate pair in it, is common; the page's other sources say the same things.
            }
        }
    }

    private static JsonElement? FindArticle(JsonElement element, int depth)
    {
        if (depth > 4)
            return null;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                if (FindArticle(item, depth + 1) is { } found)
                    return found;
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("@type", out var type) && IsArticleType(type))
                return element;
            foreach (var name in (ReadOnlySpan<string>)["@graph", "mainEntity", "mainEntityOfPage"])
                if (element.TryGetProperty(name, out var inner) && FindArticle(inner, depth + 1) is { } found)
                    return found;
        }
        return null;
    }

    private static bool IsArticleType(JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.String => ArticleTypes.Contains(type.GetString()),
        JsonValueKind.Array => type.EnumerateArray().Any(IsArticleType),
        _ => false,
    };

    private void ReadArticle(JsonElement article)
    {
        Title = Text(article, "headline") is { Length: > 0 } headline ? headline : Text(article, "name");
        Byline = article.TryGetProperty("author", out var author) ? Names(author, 0) : "";
        SiteName = article.TryGetProperty("publisher", out var publisher) ? Names(publisher, 0) : "";
        Published = DateReader.Read(Text(article, "datePublished"));
        Modified = DateReader.Read(Text(article, "dateModified"));
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? System.Net.WebUtility.HtmlDecode(value.GetString()!.Trim()) : "";

    private static string Names(JsonElement element, int depth) => element.ValueKind switch
    {
        _ when depth > 3 => "",
        JsonValueKind.String when IsName(element.GetString()!) => System.Net.WebUtility.HtmlDecode(element.GetString()!.Trim()),
        JsonValueKind.Object => Text(element, "name"),
        JsonValueKind.Array => string.Join(", ", element.EnumerateArray().Take(20).Select(item => Names(item, depth + 1)).Where(name => name.Length > 0).Distinct()),
        _ => "",
    };
}
