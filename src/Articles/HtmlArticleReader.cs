using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles;

/// <summary>A page's article: main text by SmartReader (Mozilla's Readability), what is said about it by <see cref="HtmlMetadata"/>.</summary>
internal static class HtmlArticleReader
{
    // SmartReader wants an address to resolve links with; none of them is kept.
    private const string NoAddress = "https://article.invalid/";

    private const int MostForReader = 8_000;

    public static Article Read(string html, Uri? url)
    {
        HtmlGuard.Check(html, "document.content");
        // No browsing context, so no requests: nothing that a page refers to is fetched.
        var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        CheckDepth(document);
        var metadata = HtmlMetadata.Read(document, url);
        // SmartReader's time grows with the square of a page's elements; the few pages beyond are taken by their own marks or whole.
        var (text, reader) = document.All.Length <= MostForReader ? MainText(document, url) : (Marked(document), null);
        var article = new Article
        {
            Title = metadata.Title is { Length: > 0 } title ? title : reader?.Title ?? "",
            Byline = metadata.Byline is { Length: > 0 } byline ? byline : reader?.Byline ?? "",
            SiteName = metadata.SiteName is { Length: > 0 } site ? site : reader?.SiteName ?? "",
            Language = metadata.Language,
            Url = metadata.Url,
            // A page too short or too odd to have a main part is taken whole; the reader has changed the document, so it is parsed anew.
            Text = text is { Length: > 0 } ? text : Whole(html),
        };
        metadata.Published?.Publish(article);
        if (metadata.Modified is { } modified)
            article.ModifyTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(modified.Time);
        return article;
    }

    /// <summary>The text of a fragment, as feeds carry it; plain text is returned as it is.</summary>
    /// <exception cref="ArticleException">Nested too deeply.</exception>
    internal static string FragmentText(string html, string field)
    {
        if (!html.Contains('<', StringComparison.Ordinal) && !html.Contains('&', StringComparison.Ordinal))
            return html.Trim();
        HtmlGuard.Check(html, field);
        var document = new HtmlParser().ParseDocument(html);
        return document.Body is { } body ? HtmlText.Of(body) : "";
    }

    private static string Whole(string html)
    {
        using var document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        return document.Body is { } body ? HtmlText.Of(body) : "";
    }

    private static string Marked(IHtmlDocument document) =>
        (document.QuerySelectorAll("article") is [var article] ? article : document.QuerySelector("main")) is { } main ? HtmlText.Of(main) : "";

    private static (string? Text, SmartReader.Article? Article) MainText(IHtmlDocument document, Uri? url)
    {
        var address = url is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? url.OriginalString : NoAddress;
        string? text = null;
        using var reader = new SmartReader.Reader(address, document) { MaxElemsToParse = 0 };
        reader.AddCustomOperationEnd(element => text = HtmlText.Of(element));
        var article = reader.GetArticle();
        return (article.Completed && article.IsReadable ? text : null, article.Completed ? article : null);
    }

    private static void CheckDepth(IHtmlDocument document)
    {
        var open = new Stack<(INode Node, int Next)>([(document, 0)]);
        while (open.TryPop(out var at))
        {
            if (at.Next == at.Node.ChildNodes.Length)
                continue;
            open.Push((at.Node, at.Next + 1));
            open.Push((at.Node.ChildNodes[at.Next], 0));
            if (open.Count > ArticleLimits.Depth)
                throw HtmlGuard.TooComplex("document.content", $"elements nested deeper than {ArticleLimits.Depth}");
        }
    }
}
