using System.Text.Json;

namespace RegionalSecurity.Articles;

/// <summary>JSON Feed 1.0 and 1.1.</summary>
internal static class JsonFeed
{
    public static FeedDocument Read(string text, Uri? url)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 });
            var root = parsed.RootElement;
            if (!root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
                throw FeedReader.Invalid("The JSON has no \"items\" list, so it is no JSON Feed. Check its address.");
            var language = Text(root, "language");
            return new FeedDocument(
                DocumentReader.OneLine(Text(root, "title"), ArticleLimits.TitleLength), FeedReader.Absolute(Text(root, "home_page_url"), url),
                LanguageDetection.Tag(language) ?? "",
                items.EnumerateArray().Take(ArticleLimits.FeedItems).Where(item => item.ValueKind == JsonValueKind.Object).Select(item => Item(item, root, url)).ToArray());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair.
            throw FeedReader.Invalid($"The JSON cannot be read: {e.Message} Check the feed's address.", e);
        }
    }

    private static FeedItem Item(JsonElement item, JsonElement feed, Uri? url)
    {
        var link = FeedReader.Absolute(Text(item, "url") is { Length: > 0 } own ? own : Text(item, "external_url"), url);
        var html = FeedReader.Text(Text(item, "content_html"));
        var id = Text(item, "id");
        var author = Author(item);
        return new FeedItem(
            id.Length > 0 ? id : link, DocumentReader.OneLine(FeedReader.Text(Text(item, "title")), ArticleLimits.TitleLength), link,
            DateReader.ReadFeed(Text(item, "date_published")), DateReader.ReadFeed(Text(item, "date_modified")), Text(item, "summary"),
            html.Length > 0 ? html : Text(item, "content_text"), author.Length > 0 ? author : Author(feed), Strings(item, "tags"));
    }

    private static string Author(JsonElement element)
    {
        if (element.TryGetProperty("authors", out var authors) && authors.ValueKind == JsonValueKind.Array)
            return DocumentReader.OneLine(string.Join(", ", authors.EnumerateArray().Take(20).Select(author => Text(author, "name")).Where(name => name.Length > 0)), ArticleLimits.BylineLength);
        return element.TryGetProperty("author", out var single) ? DocumentReader.OneLine(Text(single, "name"), ArticleLimits.BylineLength) : "";
    }

    private static string[] Strings(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Take(64).Select(value => value.GetString()!).ToArray()
            : [];

    private static string Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return "";
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
    }
}
