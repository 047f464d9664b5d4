using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Articles;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Benchmarks;

/// <summary>Articles to read, with their size counted by rules of this program: so figures compare however the extractor splits.</summary>
/// <param name="Name">kcna, feeds or polnear.</param>
/// <param name="Articles">Articles as Ingestion would store them: NFC, LF.</param>
internal sealed record Corpus(string Name, IReadOnlyList<Article> Articles)
{
    // Middle of the days that the KCNA articles are from; the other texts need some day too.
    private static readonly Timestamp SomeDay = Timestamp.FromDateTime(new DateTime(2024, 8, 8, 0, 0, 0, DateTimeKind.Utc));

    public static IReadOnlyList<string> Names { get; } = ["kcna", "feeds", "polnear"];

    /// <summary>Folder of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What is read of each article, title first: the very text that wink-nlp gets.</summary>
    public IReadOnlyList<string> Texts { get; } = [.. Articles.Select(a => a.Title.Length > 0 ? $"{a.Title}\n\n{a.Text}" : a.Text)];

    public int Sentences => Texts.Sum(CountSentences);

    public int Tokens => Texts.Sum(CountTokens);

    /// <summary>The corpus of that name, or null where its data are not on this machine.</summary>
    public static Corpus? Read(string name)
    {
        var folder = Path.Combine(Root, "..", "shared", "data", name switch { "kcna" => "kcna-articles", "feeds" => "rss-news-feeds", _ => "polnear" });
        if (!Directory.Exists(folder))
            return null;
        return new Corpus(name, [.. name switch { "kcna" => Kcna(folder), "feeds" => Feeds(folder), _ => Polnear(folder) }]);
    }

    // A full stop, question or exclamation mark, with the quotes that close after it, before white space or the end; and the end of a line. A full stop after
    // one letter (initials, U.S.) or before a small letter ends nothing. Pieces without a letter are none.
    internal static int CountSentences(string text)
    {
        var count = 0;
        var letters = false;
        for (var i = 0; i < text.Length; i++)
        {
            letters |= char.IsLetter(text[i]);
            if (!letters || text[i] is not ('.' or '!' or '?' or '\n'))
                continue;
            if (text[i] != '\n')
            {
                var next = i + 1;
                while (next < text.Length && text[next] is '"' or '\'' or '”' or '’' or ')' or ']' or '.' or '!' or '?')
                    next++;
                if (next < text.Length && !char.IsWhiteSpace(text[next]))
                    continue;
                if (text[i] == '.' && (i == 1 || i > 1 && !char.IsLetterOrDigit(text[i - 2])) && char.IsLetter(text[i - 1]))
                    continue;
                if (text[i] == '.' && next + 1 < text.Length && char.IsLower(text[next + 1]))
                    continue;
            }
            count++;
            letters = false;
        }
        return letters ? count + 1 : count;
    }

    // Runs of letters and digits, and every other character that is no white space.
    internal static int CountTokens(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
            if (char.IsLetterOrDigit(text[i]) ? i == 0 || !char.IsLetterOrDigit(text[i - 1]) : !char.IsWhiteSpace(text[i]))
                count++;
        return count;
    }

    private static IEnumerable<Article> Kcna(string folder)
    {
        var publisher = new Publisher { PublisherId = "kcna", Name = "KCNA", Country = "PRK", Ownership = Ownership.StateControlled };
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "kcna_2024_selected.json")));
        foreach (var item in json.RootElement.EnumerateArray())
            yield return Make(item.GetProperty("headline").GetString()!, item.GetProperty("story_text").GetString()!,
                Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(item.GetProperty("date").GetInt64())), publisher);
    }

    private static IEnumerable<Article> Feeds(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal)
        from item in FeedReader.Read(File.ReadAllBytes(file), "application/xml", null).Items
        select Make(item.Title, item.Content.Length > 0 ? item.Content : item.Summary, item.PublishTime is { } time ? Timestamp.FromDateTimeOffset(time.Time) : SomeDay);

    private static IEnumerable<Article> Polnear(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(folder, "dev", "text"), "*.txt").Order(StringComparer.Ordinal)
        select Make("", File.ReadAllText(file), SomeDay);

    private static Article Make(string title, string text, Timestamp time, Publisher? publisher = null) => new()
    {
        ArticleId = "abenchmark", Revision = 1, Title = TextSpans.Normalize(title), Text = TextSpans.Normalize(text), PublishTime = time, Publisher = publisher,
    };

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "RegionalSecurity.sln")))
                return at.FullName;
        throw new InvalidOperationException("RegionalSecurity.sln was not found above the program's folder.");
    }
}
