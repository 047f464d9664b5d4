using System.Globalization;
using System.Text.Json;

namespace RegionalSecurity.Cli.Input;

/// <summary>An article as a line of JSONL or an element of a JSON array tells it. What it does not tell is empty or null.</summary>
internal sealed record ArticleItem
{
    public string Id { get; private init; } = "";

    public string Text { get; init; } = "";

    public string Title { get; private init; } = "";

    public string Byline { get; private init; } = "";

    public string Url { get; private init; } = "";

    public string Language { get; private init; } = "";

    /// <summary>Name, id or domain.</summary>
    public string Publisher { get; private init; } = "";

    public GivenTime? Published { get; private init; }

    // The names that exports use for one thing; the first that has a value wins. Compared without case, "_" and "-".
    private static readonly string[] s_id = ["articleid", "sourceid", "id", "guid"];
    private static readonly string[] s_text = ["text", "storytext", "articletext", "content", "body"];
    private static readonly string[] s_title = ["title", "headline"];
    private static readonly string[] s_byline = ["byline", "author"];
    private static readonly string[] s_url = ["url", "link"];
    private static readonly string[] s_language = ["language", "lang"];
    private static readonly string[] s_publisher = ["publisher", "source", "sitename"];
    private static readonly string[] s_published = ["publishtime", "published", "publishedtime", "publishedat", "pubdate", "date"];

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    /// <summary>One line of UTF-8 JSON.</summary>
    /// <exception cref="ItemException">Not JSON, not an object, invalid UTF-8, or a field of the wrong kind.</exception>
    public static ArticleItem Parse(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, s_options);
        }
        catch (JsonException error)
        {
            throw new ItemException("", $"not valid JSON at byte {error.BytePositionInLine?.ToString(CultureInfo.InvariantCulture) ?? "?"}. "
                + "Write one object a line, as {\"articleId\": \"...\", \"text\": \"...\"}.", error);
        }
        using (document)
            return Parse(document.RootElement);
    }

    /// <summary>One object.</summary>
    /// <exception cref="ItemException">Not an object, invalid UTF-8, or a field of the wrong kind.</exception>
    public static ArticleItem Parse(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new ItemException("", $"a JSON {Kind(element)} where an article is expected. Write an object with at least \"text\".");
        var fields = new Dictionary<string, JsonProperty>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
            fields.TryAdd(Fold(property), property);
        return new ArticleItem
        {
            Id = Value(fields, s_id),
            Text = Value(fields, s_text),
            Title = Value(fields, s_title),
            Byline = Value(fields, s_byline),
            Url = Value(fields, s_url),
            Language = Value(fields, s_language),
            Publisher = Value(fields, s_publisher),
            Published = Time(fields),
        };
    }

    private static string Fold(JsonProperty property)
    {
        try
        {
            return property.Name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        }
        catch (InvalidOperationException error)
        {
            throw NotUtf8("", error);
        }
    }

    private static string Value(Dictionary<string, JsonProperty> fields, string[] names)
    {
        foreach (var name in names)
        {
            if (!fields.TryGetValue(name, out var field))
                continue;
            var text = field.Value.ValueKind switch
            {
                JsonValueKind.Null => "",
                JsonValueKind.String => String(field),
                JsonValueKind.Number => field.Value.GetRawText(),
                // proto3 JSON of an Article, and several feeds' exports, have an object here.
                JsonValueKind.Object when names == s_publisher => NameOf(field),
                _ => throw new ItemException(field.Name, $"a JSON {Kind(field.Value)} where text is expected. Write it as a string."),
            };
            if (text.Length > 0)
                return text;
        }
        return "";
    }

    private static string NameOf(JsonProperty field)
    {
        foreach (var inner in field.Value.EnumerateObject())
            if (Fold(inner) is "name" or "publisherid" or "id" or "title" && inner.Value.ValueKind == JsonValueKind.String && String(inner) is { Length: > 0 } name)
                return name;
        return "";
    }

    private static GivenTime? Time(Dictionary<string, JsonProperty> fields)
    {
        foreach (var name in s_published)
        {
            if (!fields.TryGetValue(name, out var field))
                continue;
            switch (field.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    continue;
                case JsonValueKind.Number when field.Value.TryGetDouble(out var number) && TimeText.TryParseEpoch(number) is { } epoch:
                    return epoch;
                case JsonValueKind.String:
                    var text = String(field);
                    if (string.IsNullOrWhiteSpace(text))
                        continue;
                    if (TimeText.TryParseIso(text) is { } iso)
                        return iso;
                    if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var digits) && TimeText.TryParseEpoch(digits) is { } time)
                        return time;
                    break;
            }
            throw new ItemException(field.Name,
                "not a time between 1900 and 2200. Write ISO 8601, as 2024-11-09 or 2024-11-09T18:00:00Z, or seconds or milliseconds since 1970.");
        }
        return null;
    }

    private static string String(JsonProperty field)
    {
        try
        {
            return field.Value.GetString() ?? "";
        }
        catch (InvalidOperationException error)
        {
            throw NotUtf8(field.Name, error);
        }
    }

    private static ItemException NotUtf8(string field, Exception error) =>
        new(field, "not valid UTF-8, or half of a surrogate pair. Convert the file to UTF-8, for example with iconv.", error);

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
