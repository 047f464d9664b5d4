namespace RegionalSecurity.Articles;

/// <summary>RSS 0.9x to 2.0, RDF and Atom 0.3 and 1.0.</summary>
internal static class XmlFeed
{
    public static FeedDocument Read(string text, Uri? url)
    {
        var root = TolerantXml.Parse(text);
        var feed = Descendant(root, "feed", 3);
        var top = Descendant(root, "rss", 3) ?? Descendant(root, "rdf", 3) ?? Descendant(root, "channel", 4);
        if (feed is null && top is null)
            throw FeedReader.Invalid("The document is neither RSS, RDF, Atom nor JSON Feed. Check the address: it may be a web page.");
        var head = feed ?? Descendant(top!, "channel", 3) ?? top!;
        var source = new Source(text, url ?? Own(head));
        var items = new List<XmlElement>();
        Collect(root, items);
        var author = Source.Author(head);
        return new FeedDocument(
            source.Line(Child(head, "title") ?? Child(head, "title", "dc")), source.Link(head), LanguageDetection.Tag(head.Attribute("xml:lang")) ?? LanguageDetection.Tag(Words(Child(head, "language"))) ?? "",
            items.Select(item => source.Item(item, author)).ToArray());
    }

    // A feed read from a file has no address but the one it gives itself.
    private static Uri? Own(XmlElement head) => Uri.TryCreate(
        head.Children.Find(child => child.Local == "link" && child.Attribute("rel") == "self")?.Attribute("href") ?? new Source("", null).Link(head), UriKind.Absolute, out var own)
        && own.Scheme is "http" or "https" ? own : null;

    // Items stand under the channel in RSS, beside it in RDF, anywhere in broken feeds, never inside each other.
    private static void Collect(XmlElement root, List<XmlElement> items)
    {
        var pending = new Stack<XmlElement>([root]);
        while (pending.TryPop(out var element) && items.Count < ArticleLimits.FeedItems)
        {
            if (element.Local is "item" or "entry" && element.Vocabulary.Length == 0)
            {
                items.Add(element);
                continue;
            }
            for (var i = element.Children.Count - 1; i >= 0; i--)
                pending.Push(element.Children[i]);
        }
    }

    private static XmlElement? Descendant(XmlElement element, string local, int depth)
    {
        foreach (var child in element.Children)
            if (child.Local == local)
                return child;
        if (depth > 1)
            foreach (var child in element.Children)
                if (Descendant(child, local, depth - 1) is { } found)
                    return found;
        return null;
    }

    private static XmlElement? Child(XmlElement element, string local, string vocabulary = "") =>
        element.Children.Find(child => child.Local == local && child.Vocabulary == vocabulary);

    private static string Words(XmlElement? element) => element?.Text.ToString().Trim() ?? "";

    private sealed class Source(string text, Uri? url)
    {
        public FeedItem Item(XmlElement item, string feedAuthor)
        {
            var link = Link(item);
            var guid = Child(item, "guid") ?? Child(item, "id");
            var id = Words(guid) is { Length: > 0 } given ? given : item.Attribute("rdf:about");
            if (link.Length == 0 && guid is { Local: "guid" } && !guid.Attribute("isPermaLink").Equals("false", StringComparison.OrdinalIgnoreCase))
                link = FeedReader.Absolute(id, Base(item));
            var published = Date(item, "pubdate") ?? Date(item, "published") ?? Date(item, "issued") ?? Date(item, "issued", "dcterms") ?? Date(item, "date", "dc")
                ?? Date(item, "created", "dcterms") ?? Date(item, "created") ?? Date(item, "date");
            var modified = Date(item, "updated") ?? Date(item, "modified") ?? Date(item, "modified", "dcterms") ?? Date(item, "updated", "atom")
                ?? DateReader.ReadFeed(item.Attribute("lastmod"));
            var content = Body(Child(item, "encoded", "content") ?? Child(item, "content") ?? Child(item, "body", "xhtml") ?? Child(item, "div", "xhtml") ?? Child(item, "body") ?? Child(item, "fullitem"));
            // Where a feed gives both, the second is the longer one that others call content.
            var told = item.Children.FindAll(child => child.Local is "description" or "summary" && child.Vocabulary.Length == 0).DistinctBy(child => child.Local).ToArray();
            var summary = told.FirstOrDefault() ?? Child(item, "tagline") ?? Child(item, "abstract") ?? Child(item, "description", "dc") ?? Child(item, "summary", "itunes")
                ?? Child(item, "description", "media") ?? (Child(item, "group", "media") is { } group ? Child(group, "description", "media") : null);
            if (content.Length == 0 && told.Length > 1)
                content = Body(told[1]);
            var author = Author(item);
            return new FeedItem(
                id.Length > 0 ? id : link, Line(Child(item, "title") ?? Child(item, "title", "dc") ?? Child(item, "title", "media")), link, published ?? modified, modified,
                Body(summary), content, author.Length > 0 ? author : feedAuthor, Categories(item));
        }

        public string Line(XmlElement? element) => DocumentReader.OneLine(Body(element), ArticleLimits.TitleLength);

        public static string Author(XmlElement element)
        {
            var author = Child(element, "author");
            var name = author is null ? "" : Words(Child(author, "name")) is { Length: > 0 } inner ? inner : Words(author);
            if (name.Length == 0)
                name = Words(Child(element, "creator", "dc")) is { Length: > 0 } creator ? creator
                    : Words(Child(element, "author", "itunes")) is { Length: > 0 } itunes ? itunes : Words(Child(element, "managingeditor"));
            // RSS wants "mail@example.com (Name)".
            if (name.EndsWith(')') && name.IndexOf('(', StringComparison.Ordinal) is var at and > 0 && name.AsSpan(0, at).Contains('@'))
                name = name[(at + 1)..^1];
            return DocumentReader.OneLine(FeedReader.Text(name), ArticleLimits.BylineLength);
        }

        public string Link(XmlElement element)
        {
            var links = element.Children.FindAll(child => child.Local is "link" && child.Vocabulary is "" or "atom");
            var best = links.Find(link => IsPage(link) && link.Attribute("href").Length > 0) ?? links.Find(link => IsPage(link) && Words(link).Length > 0)
                ?? links.Find(link => Words(link).Length > 0) ?? links.Find(link => link.Attribute("href").Length > 0 && link.Attribute("rel") is not ("self" or "hub" or "enclosure" or "edit"));
            if (best is null)
                // CDF has its links as attributes.
                return FeedReader.Absolute(element.Attribute("href"), Base(element));
            return FeedReader.Absolute(best.Attribute("href") is { Length: > 0 } href ? href : Words(best), Base(best));
        }

        private static bool IsPage(XmlElement link) => link.Attribute("rel") is "" or "alternate";

        private Uri? Base(XmlElement element)
        {
            var chain = new Stack<string>();
            for (var scope = element; scope is not null; scope = scope.Parent)
                if (scope.Attribute("xml:base") is { Length: > 0 } own)
                    chain.Push(own);
            var at = url;
            foreach (var part in chain)
                at = at is null ? Uri.TryCreate(part, UriKind.Absolute, out var first) ? first : null : Uri.TryCreate(at, part, out var next) ? next : at;
            return at;
        }

        // Escaped markup is read as HTML, markup in place by its source, plain text as it is.
        private string Body(XmlElement? element)
        {
            if (element is null)
                return "";
            var type = element.Attribute("type").ToLowerInvariant();
            if (element.Children.Count > 0)
                return FeedReader.Text(text[element.InnerStart..Math.Max(element.InnerStart, element.InnerEnd)]);
            var words = Words(element);
            if (element.Attribute("mode").Equals("base64", StringComparison.OrdinalIgnoreCase) || type.Length > 0 && !type.Contains("html", StringComparison.Ordinal) && !type.StartsWith("text", StringComparison.Ordinal))
                words = FromBase64(words);
            return type is "text" or "text/plain" ? RegionalSecurity.Contracts.TextSpans.Normalize(words).Trim() : FeedReader.Text(words);
        }

        private static string FromBase64(string words)
        {
            var bytes = new byte[words.Length];
            return Convert.TryFromBase64String(words, bytes, out var count) && System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, count))
                ? System.Text.Encoding.UTF8.GetString(bytes, 0, count)
                : words;
        }

        private static SourceTime? Date(XmlElement item, string local, string vocabulary = "") => DateReader.ReadFeed(Words(Child(item, local, vocabulary)));

        private static string[] Categories(XmlElement item) => item.Children
            .Where(child => child.Local is "category" && child.Vocabulary is "" || child.Local is "subject" && child.Vocabulary is "dc")
            .Select(child => DocumentReader.OneLine(child.Attribute("term") is { Length: > 0 } term ? term : Words(child), ArticleLimits.BylineLength))
            .Where(category => category.Length > 0).Distinct(StringComparer.Ordinal).Take(64).ToArray();
    }
}
