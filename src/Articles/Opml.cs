using System.Globalization;
using System.Text;
using System.Xml;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles;

/// <summary>
/// Lists of feeds as OPML 2.0. Folders and categories are tags; what OPML has no word for (publisher, interval, turned off, teasers only) stands in attributes of our own
/// namespace, so that a list written here and read again is the same. Read by the forgiving <see cref="TolerantXml"/>: no DTD, no entities, bounded.
/// </summary>
public static class Opml
{
    /// <summary>Most bytes of a list: 4 MiB.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Most feeds of a list.</summary>
    public const int MostFeeds = 5_000;

    private const string Field = "opml";
    private const string Namespace = "urn:regionalsecurity:opml";
    private const int TitleLength = 256;
    private const int TagLength = 64;

    /// <summary>The list that ships: public feeds on regional security in English, of all sides. Each is what its own country calls it; none is endorsed.</summary>
    public static ReadOnlyMemory<byte> Shipped { get; } = ReadShipped();

    /// <summary>The feeds of a list in its order; of an address that stands in it more than once, the first, with the tags of all.</summary>
    /// <exception cref="ArticleException">Empty, too large, or no OPML (reason OPML_INVALID).</exception>
    public static IReadOnlyList<Feed> Read(ReadOnlyMemory<byte> content)
    {
        if (content.Length is 0 or > MostBytes)
            throw Invalid($"The list has {content.Length:N0} bytes; give an OPML document of 1 byte to {MostBytes:N0}.");
        var root = TolerantXml.Parse(CharsetDetector.Decode(content.Span, "", Field));
        var feeds = new List<Feed>();
        var known = new Dictionary<string, Feed>(StringComparer.Ordinal);
        var isList = false;
        var pending = new Stack<(XmlElement Element, string[] Folders)>([(root, [])]);
        while (pending.TryPop(out var at))
        {
            isList |= at.Element.Local is "opml" or "outline";
            var folders = at.Folders;
            if (at.Element.Local == "outline")
            {
                if (Address(at.Element) is { Length: > 0 } url)
                {
                    var feed = FeedOf(at.Element, url, folders);
                    if (known.TryAdd(CanonicalUrl.TryParse(url) ?? url, feed))
                        feeds.Add(feed);
                    else
                        AddTags(known[CanonicalUrl.TryParse(url) ?? url], feed.Tags);
                    if (feeds.Count > MostFeeds)
                        throw Invalid($"The list has more than {MostFeeds:N0} feeds. Split it.");
                }
                else if (Name(at.Element) is { Length: > 0 } folder)
                {
                    folders = [.. folders, DocumentReader.OneLine(folder, TagLength)];
                }
            }
            for (var i = at.Element.Children.Count - 1; i >= 0; i--)
                pending.Push((at.Element.Children[i], folders));
        }
        return isList ? feeds : throw Invalid("The document is no OPML: it has no <opml> and no <outline>. Export the list from your reader as OPML.");
    }

    /// <summary>The feeds as a list: those with tags in the folder of their first tag. The same feeds give the same bytes.</summary>
    public static byte[] Write(IEnumerable<Feed> feeds)
    {
        var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, CheckCharacters = false }))
        {
            xml.WriteStartElement("opml");
            xml.WriteAttributeString("version", "2.0");
            xml.WriteAttributeString("xmlns", "regsec", null, Namespace);
            xml.WriteStartElement("head");
            xml.WriteElementString("title", "Feeds of RegionalSecurity");
            xml.WriteEndElement();
            xml.WriteStartElement("body");
            foreach (var folder in feeds.GroupBy(feed => feed.Tags.FirstOrDefault("")).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                if (folder.Key.Length > 0)
                {
                    xml.WriteStartElement("outline");
                    xml.WriteAttributeString("text", Clean(folder.Key));
                }
                foreach (var feed in folder.OrderBy(feed => feed.Title, StringComparer.Ordinal).ThenBy(feed => feed.Url, StringComparer.Ordinal))
                    Write(xml, feed);
                if (folder.Key.Length > 0)
                    xml.WriteEndElement();
            }
            xml.WriteEndDocument();
        }
        return bytes.ToArray();
    }

    private static void Write(XmlWriter xml, Feed feed)
    {
        xml.WriteStartElement("outline");
        xml.WriteAttributeString("type", "rss");
        xml.WriteAttributeString("text", Clean(feed.Title.Length > 0 ? feed.Title : feed.Url));
        if (feed.Title.Length > 0)
            xml.WriteAttributeString("title", Clean(feed.Title));
        xml.WriteAttributeString("xmlUrl", Clean(feed.Url));
        if (feed.Tags.Count > 0)
            xml.WriteAttributeString("category", Clean(string.Join(',', feed.Tags.Select(Escape))));
        if (feed.Publisher.Length > 0)
            xml.WriteAttributeString("publisher", Namespace, Clean(feed.Publisher));
        if (feed.PollInterval is { } interval)
            xml.WriteAttributeString("pollSeconds", Namespace, interval.Seconds.ToString(CultureInfo.InvariantCulture));
        if (feed.Disabled)
            xml.WriteAttributeString("disabled", Namespace, "true");
        if (feed.TeasersOnly)
            xml.WriteAttributeString("teasersOnly", Namespace, "true");
        xml.WriteEndElement();
    }

    private static Feed FeedOf(XmlElement outline, string url, string[] folders)
    {
        var title = outline.Attribute("title") is { Length: > 0 } given ? given : outline.Attribute("text");
        var feed = new Feed
        {
            Url = url,
            Title = title == url ? "" : DocumentReader.OneLine(title, TitleLength),
            Publisher = DocumentReader.OneLine(outline.Attribute("regsec:publisher"), TitleLength),
            Disabled = outline.Attribute("regsec:disabled") == "true",
            TeasersOnly = outline.Attribute("regsec:teasersOnly") == "true",
        };
        if (int.TryParse(outline.Attribute("regsec:pollSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            feed.PollInterval = new Duration { Seconds = seconds };
        AddTags(feed, folders);
        AddTags(feed, outline.Attribute("category").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(category => DocumentReader.OneLine(Uri.UnescapeDataString(category.TrimStart('/')), TagLength)));
        return feed;
    }

    private static void AddTags(Feed feed, IEnumerable<string> tags)
    {
        foreach (var tag in tags)
            if (tag.Length > 0 && !feed.Tags.Contains(tag))
                feed.Tags.Add(tag);
    }

    // Categories are parted by commas and led by a slash: in a tag of ours these are escaped.
    private static string Escape(string tag)
    {
        var escaped = tag.Replace("%", "%25", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
        return escaped.StartsWith('/') ? "%2F" + escaped[1..] : escaped;
    }

    private static string Address(XmlElement outline) =>
        outline.Attribute("xmlUrl") is { Length: > 0 } url ? url
            // Some readers write the feed's address here.
            : outline.Attribute("type").ToLowerInvariant() is "rss" or "atom" or "feed" ? outline.Attribute("url") : "";

    private static string Name(XmlElement outline) => outline.Attribute("text") is { Length: > 0 } text ? text : outline.Attribute("title");

    // Characters that XML cannot hold.
    private static string Clean(string text) => string.Concat(text.Where((c, i) => XmlConvert.IsXmlChar(c)
        || char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) || char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1])));

    private static ArticleException Invalid(string message) => new(Field, ArticleReasons.OpmlInvalid, message);

    private static byte[] ReadShipped()
    {
        using var stream = typeof(Opml).Assembly.GetManifestResourceStream("feeds.opml") ?? throw new InvalidOperationException("feeds.opml is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
