using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace RegionalSecurity.Articles;

/// <summary>
/// A small XML reader for feeds as they are: unknown entities, bare ampersands, unclosed and crossed tags are read as best they can be. DTDs are
/// skipped, so there are no entities to expand or fetch. One pass, bounded in depth and nodes.
/// </summary>
internal static class TolerantXml
{
    private const int Depth = 256;
    private const int NameLength = 128;

    /// <exception cref="ArticleException">Nested deeper than 256 or of more than 200,000 nodes.</exception>
    public static XmlElement Parse(string text)
    {
        var root = new XmlElement("", "", 0);
        var open = new List<XmlElement> { root };
        var nodes = 0;
        var i = 0;
        while (i < text.Length)
        {
            var tag = text.IndexOf('<', i);
            if (tag < 0)
                tag = text.Length;
            if (tag > i)
                open[^1].Text.Append(Decode(text.AsSpan(i, tag - i)));
            if (tag + 1 >= text.Length)
                break;
            i = tag;
            if (At(text, i, "<![CDATA["))
            {
                var end = text.IndexOf("]]>", i + 9, StringComparison.Ordinal);
                open[^1].Text.Append(text.AsSpan((i + 9)..(end < 0 ? text.Length : end)));
                i = end < 0 ? text.Length : end + 3;
            }
            else if (At(text, i, "<!--"))
            {
                i = After(text, i + 4, "-->");
            }
            else if (text[i + 1] == '?')
            {
                i = After(text, i + 2, "?>");
            }
            else if (text[i + 1] == '!')
            {
                i = SkipDeclaration(text, i + 2);
            }
            else if (text[i + 1] == '/')
            {
                var end = After(text, i + 2, ">");
                Close(open, NameAt(text, i + 2), i);
                i = end;
            }
            else if (NameAt(text, i + 1) is { Length: > 0 } name)
            {
                if (++nodes > ArticleLimits.Nodes || open.Count > Depth)
                    throw FeedReader.Invalid($"The feed is nested deeper than {Depth} or has more than {ArticleLimits.Nodes:N0} elements. Check its address.");
                i = Open(text, i + 1 + name.Length, name, open);
            }
            else
            {
                open[^1].Text.Append('<');
                i++;
            }
        }
        foreach (var left in open)
            left.InnerEnd = text.Length;
        return root;
    }

    private static int Open(string text, int i, string name, List<XmlElement> open)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var element = new XmlElement(colon < 0 ? "" : name[..colon], name[(colon + 1)..].ToLowerInvariant(), 0) { Parent = open[^1] };
        open[^1].Children.Add(element);
        while (i < text.Length)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
                i++;
            if (i >= text.Length)
                break;
            if (text[i] == '>')
            {
                element.InnerStart = i + 1;
                open.Add(element);
                return i + 1;
            }
            if (text[i] == '/' && i + 1 < text.Length && text[i + 1] == '>')
            {
                element.InnerStart = element.InnerEnd = i;
                return i + 2;
            }
            if (text[i] == '<')
            {
                // A tag that was never ended: what follows is its content.
                element.InnerStart = i;
                open.Add(element);
                return i;
            }
            var attribute = NameAt(text, i);
            if (attribute.Length == 0)
            {
                i++;
                continue;
            }
            i += attribute.Length;
            while (i < text.Length && char.IsWhiteSpace(text[i]))
                i++;
            if (i >= text.Length || text[i] != '=')
                continue;
            i++;
            while (i < text.Length && char.IsWhiteSpace(text[i]))
                i++;
            if (i >= text.Length)
                break;
            int end;
            if (text[i] is '"' or '\'')
            {
                end = text.IndexOf(text[i], i + 1);
                end = end < 0 ? text.Length : end;
                element.Attributes.TryAdd(attribute, Decode(text.AsSpan((i + 1)..end)));
                i = Math.Min(text.Length, end + 1);
                continue;
            }
            end = i;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('>' or '<'))
                end++;
            element.Attributes.TryAdd(attribute, Decode(text.AsSpan(i..end)));
            i = end;
        }
        element.InnerStart = element.InnerEnd = text.Length;
        return text.Length;
    }

    // Closes the nearest open element of the name and all inside it; a closing tag without an open one is ignored.
    private static void Close(List<XmlElement> open, string name, int at)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        for (var i = open.Count - 1; i > 0; i--)
        {
            if (!name.AsSpan(colon + 1).Equals(open[i].Local, StringComparison.OrdinalIgnoreCase) || !name.AsSpan(0, Math.Max(0, colon)).SequenceEqual(open[i].Prefix))
                continue;
            for (var k = open.Count - 1; k >= i; k--)
                open[k].InnerEnd = at;
            open.RemoveRange(i, open.Count - i);
            return;
        }
    }

    // A DOCTYPE may hold declarations in brackets and quotes; all of it is left out.
    private static int SkipDeclaration(string text, int i)
    {
        var brackets = 0;
        for (; i < text.Length; i++)
        {
            if (text[i] == '[')
                brackets++;
            else if (text[i] == ']')
                brackets--;
            else if (text[i] == '>' && brackets <= 0)
                return i + 1;
        }
        return text.Length;
    }

    private static string NameAt(string text, int i)
    {
        var end = i;
        while (end < text.Length && end - i < NameLength && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.' or ':'))
            end++;
        return text[i..end];
    }

    private static bool At(string text, int i, string what) => string.CompareOrdinal(text, i, what, 0, what.Length) == 0;

    private static int After(string text, int i, string what)
    {
        var end = i < text.Length ? text.IndexOf(what, i, StringComparison.Ordinal) : -1;
        return end < 0 ? text.Length : end + what.Length;
    }

    // All of HTML's names are known, since feeds use them undeclared; an ampersand that begins none stays one.
    private static string Decode(ReadOnlySpan<char> text) => text.Contains('&') ? Western(WebUtility.HtmlDecode(text.ToString())) : text.ToString();

    /// <summary>The text with control characters U+0080 to U+009F read as windows-1252: whoever writes them or refers to them means its quotes and dashes.</summary>
    public static string Western(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0080', '\u009F'))
            return text;
        var western = Encoding.GetEncoding(1252);
        return string.Create(text.Length, (text, western), static (into, from) =>
        {
            Span<char> one = stackalloc char[1];
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = from.text[i];
                if (into[i] is >= '\u0080' and <= '\u009F' && from.western.GetChars([(byte)into[i]], one) == 1)
                    into[i] = one[0];
            }
        });
    }
}

/// <summary>An element as read; names without prefix are lower-case.</summary>
internal sealed partial class XmlElement(string prefix, string local, int innerStart)
{
    public string Prefix { get; } = prefix;

    public string Local { get; } = local;

    public XmlElement? Parent { get; init; }

    public Dictionary<string, string> Attributes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<XmlElement> Children { get; } = [];

    public StringBuilder Text { get; } = new();

    public int InnerStart { get; set; } = innerStart;

    public int InnerEnd { get; set; }

    public string Attribute(string name) => Attributes.GetValueOrDefault(name, "").Trim();

    /// <summary>The vocabulary of the element, whatever prefix the feed gave it: "" for RSS and Atom themselves.</summary>
    public string Vocabulary
    {
        get
        {
            var name = Prefix.Length == 0 ? "xmlns" : "xmlns:" + Prefix;
            for (var scope = this; scope is not null; scope = scope.Parent)
                if (scope.Attributes.TryGetValue(name, out var uri))
                    return Known(uri.Trim().ToLowerInvariant());
            return Prefix.ToLowerInvariant() is "rss" or "atom" or "rdf" or "atom10" or "atom03" ? "" : Prefix.ToLowerInvariant();
        }
    }

    private string Known(string uri) => uri switch
    {
        _ when uri.Contains("purl.org/dc/elements", StringComparison.Ordinal) => "dc",
        _ when uri.Contains("purl.org/dc/terms", StringComparison.Ordinal) => "dcterms",
        _ when uri.Contains("modules/content", StringComparison.Ordinal) => "content",
        _ when uri.Contains("itunes.com", StringComparison.Ordinal) => "itunes",
        _ when uri.Contains("search.yahoo.com/mrss", StringComparison.Ordinal) => "media",
        _ when uri.Contains("w3.org/1999/xhtml", StringComparison.Ordinal) => "xhtml",
        // Modules of RSS 1.0 and others' extensions use RSS's own names for things of theirs.
        _ when Prefix.Length == 0 || Feeds().IsMatch(uri) => "",
        _ => Prefix.ToLowerInvariant() is { Length: > 0 } own && own is not ("rss" or "atom") ? own : "other",
    };

    [GeneratedRegex(@"^https?://(?:www\.w3\.org/(?:2005/atom|1999/02/22-rdf-syntax-ns)|purl\.org/(?:atom/|pie/|net/rss|rss/1\.0/?$)|(?:my|channel)\.netscape\.com/"
        + @"|backend\.userland\.com/|(?:blogs|cyber)\.law\.harvard\.edu/|(?:www\.)?rssboard\.org/)", RegexOptions.CultureInvariant)]
    private static partial Regex Feeds();
}
