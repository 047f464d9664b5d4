using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;

namespace RegionalSecurity.Articles.Tests;

/// <summary>
/// What feedparser's test files expect, as far as it concerns what <see cref="FeedDocument"/> holds: title and link of the feed; id, title, link, dates, summary and
/// content of its items. A file's comment holds a Python expression, "Expect: not bozo and entries[0]['title'] == u'Example'"; its terms are read here, terms about other
/// things (types, languages, parts that the model lacks) are left out.
/// </summary>
internal sealed partial class FeedExpectations
{
    private const string Server = "http://127.0.0.1:8097/";

    private FeedExpectations(string name, byte[] content, string contentType, Uri address, IReadOnlyList<(string Path, string Value)> terms)
    {
        Name = name;
        Content = content;
        ContentType = contentType;
        Address = address;
        Terms = terms;
    }

    public string Name { get; }

    public byte[] Content { get; }

    /// <summary>The Content-Type that the file wants to be served with; empty where it says none.</summary>
    public string ContentType { get; }

    public Uri Address { get; }

    /// <summary>Terms that map to the model; empty where none does. Dates are "yyyy-M-d-H-m-s".</summary>
    public IReadOnlyList<(string Path, string Value)> Terms { get; }

    public static FeedExpectations Read(string folder, string file)
    {
        var content = File.ReadAllBytes(file);
        var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
        // The comment is ASCII but for a few; in UTF-16 and UTF-32 it has NULs between.
        var text = Encoding.UTF8.GetString(content).Replace("\0", "", StringComparison.Ordinal);
        var headers = Header().Matches(text).ToLookup(match => match.Groups["name"].Value.ToLowerInvariant(), match => match.Groups["value"].Value.Trim());
        var expect = Expect().Match(text);
        var served = new Uri(Server + "tests/" + name);
        var address = Uri.TryCreate(served, headers["content-location"].FirstOrDefault(""), out var location) && location.Scheme is "http" or "https" ? location : served;
        return new FeedExpectations(name, content, headers["content-type"].FirstOrDefault(""), address!,
            expect.Success ? Parse(expect.Groups["what"].Value).Where(term => IsMapped(term.Path)).ToArray() : []);
    }

    /// <summary>The terms that do not hold, each with what was read.</summary>
    public IEnumerable<string> Broken(FeedDocument feed)
    {
        foreach (var (path, value) in Terms)
        {
            var read = Values(feed, path).ToArray();
            if (!Array.Exists(read, one => Same(one, value)))
                yield return $"{path}: expected \"{value}\", read \"{string.Join("\" or \"", read)}\"";
        }
    }

    private static bool IsMapped(string path) => Mapped().IsMatch(path);

    // Where feedparser has several names for one thing, or one name for several, each of ours may hold the value.
    private static IEnumerable<string> Values(FeedDocument feed, string path)
    {
        var parts = path.Split('.');
        if (parts[0] == "feed")
            return [parts[1] == "link" ? feed.Link : feed.Title];
        if (parts[0] == "len")
            return [feed.Items.Count.ToString(CultureInfo.InvariantCulture)];
        if (feed.Items.ElementAtOrDefault(int.Parse(parts[1], CultureInfo.InvariantCulture)) is not { } item)
            return [];
        return parts[2] switch
        {
            "title" or "title_detail" => [item.Title],
            "link" => [item.Link],
            "id" or "guid" => [item.Id],
            // feedparser's description is the content where there is no other.
            "description" or "summary" or "summary_detail" => [item.Summary.Length > 0 ? item.Summary : item.Content],
            "content" => [item.Content],
            "published_parsed" or "created_parsed" or "issued_parsed" => [Date(item.PublishTime)],
            // dc:date is "updated" there and the time of publication here.
            _ => [Date(item.ModifyTime), Date(item.PublishTime)],
        };
    }

    private static string Date(SourceTime? time) => time?.Time.UtcDateTime.ToString("yyyy-M-d-H-m-s", CultureInfo.InvariantCulture) ?? "";

    // Our fields are text: markup in what is expected is read as HTML. Where it is no markup (type text/plain), it must stand as it is.
    private static bool Same(string read, string expected) => Words(read) == Words(expected) || Words(read) == Words(TextOf(expected));

    private static string TextOf(string html) => new HtmlParser().ParseDocument("<body>" + html).Body!.TextContent;

    // Marks that our text has for lists and paragraphs are layout.
    private static string Words(string text) => Layout().Replace(text.Normalize(NormalizationForm.FormC), "");

    private static IEnumerable<(string Path, string Value)> Parse(string expression)
    {
        foreach (Match match in Term().Matches(expression))
        {
            var value = match.Groups["tuple"] is { Success: true } tuple ? string.Join('-', tuple.Value.Split(',').Take(6).Select(part => part.Trim()))
                : match.Groups["number"] is { Success: true } number ? number.Value
                : Unescape(match.Groups["text"].Value);
            foreach (Capture path in match.Groups["path"].Captures)
                yield return (path.Value.StartsWith("len", StringComparison.Ordinal) ? "len" : Index().Replace(path.Value, ".$1"), value);
        }
    }

    private static string Unescape(string python) => Escape().Replace(python, match => match.Value[1] switch
    {
        'x' or 'u' or 'U' => char.ConvertFromUtf32(int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        var other => other.ToString(),
    });

    private const string PathPattern = @"(?<path>len\(entries\)|(?:feed|entries)(?:\[u?'\w+'\]|\[\d+\]|\.\w+)+)";

    [GeneratedRegex(@"^\s*Header:\s*(?<name>[\w\-]+):\s*(?<value>.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s*Expect:\s*(?<what>.*)$", RegexOptions.Multiline)]
    private static partial Regex Expect();

    [GeneratedRegex("(?:" + PathPattern + @"\s*==\s*)+(?:u?'(?<text>(?:\\.|[^'\\])*)'|u?""(?<text>(?:\\.|[^""\\])*)""|\((?<tuple>\d+(?:,\s*\d+){8})\)|(?<number>\d+)\b)")]
    private static partial Regex Term();

    [GeneratedRegex(@"\[u?'?(\w+)'?\]")]
    private static partial Regex Index();

    [GeneratedRegex(@"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^(?:len|feed\.(?:title(?:_detail\.value)?|link)|entries\.\d+\.(?:(?:title|summary)(?:_detail\.value)?|description|link|id|guid|content\.0\.value|(?:published|issued|created|updated|modified|date)_parsed))$")]
    private static partial Regex Mapped();

    [GeneratedRegex(@"\s+|^[-#>|]+\s", RegexOptions.Multiline)]
    private static partial Regex Layout();
}
