using System.Text.RegularExpressions;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles;

/// <summary>
/// Finds the wire agency that an article credits, where credits stand: in the byline, in the dateline ("SEOUL (Agency) -", "SEOUL, Nov 9 (Agency) --"),
/// in a last line ("(Reporting by ...; Agency)", "Source: Agency", "(c) Agency", "- Agency"). A mention in the text ("according to Agency") is none.
/// </summary>
public static partial class WireCredit
{
    private const int HeadLength = 240;
    private const int TailLength = 400;
    private const int TailLines = 3;

    /// <summary>The agency that is credited, or null: none, or the publisher itself.</summary>
    /// <param name="article">With text and byline.</param>
    /// <param name="publisher">Who published it.</param>
    /// <param name="registry">Says who is an agency.</param>
    public static Publisher? Find(Article article, Publisher publisher, PublisherRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(article);
        ArgumentNullException.ThrowIfNull(publisher);
        ArgumentNullException.ThrowIfNull(registry);
        var agency = InByline(article.Byline, registry) ?? InDateline(article.Text, registry) ?? InLastLines(article.Text, registry);
        return agency is null || agency.PublisherId == publisher.PublisherId ? null : agency;
    }

    // "Reuters", "By Ann Lee, Associated Press", "AFP and staff", "Ann Lee | Reuters".
    private static Publisher? InByline(string byline, PublisherRegistry registry)
    {
        foreach (var part in BylineParts().Split(byline))
            if (Agency(part, registry) is { } agency)
                return agency;
        return null;
    }

    private static Publisher? InDateline(string text, PublisherRegistry registry)
    {
        // The dateline opens the first or second line: a headline may stand before it.
        var head = text.AsSpan(0, Math.Min(text.Length, HeadLength)).ToString();
        foreach (var line in head.Split('\n').Take(2))
            if (Dateline().Match(line) is { Success: true } match && Agency(match.Groups["agency"].Value, registry) is { } agency)
                return agency;
        return null;
    }

    private static Publisher? InLastLines(string text, PublisherRegistry registry)
    {
        var tail = text.AsSpan(Math.Max(0, text.Length - TailLength)).ToString();
        foreach (var line in tail.Split('\n').Reverse().Take(TailLines))
        {
            foreach (Match match in Credit().Matches(line))
                if (Agency(match.Groups["agency"].Value, registry) is { } agency)
                    return agency;
            // A line that is nothing but an agency's name, in brackets, after a dash or with its desk: "AFP", "(Yonhap)", "-- Reuters", "abc/def AFP".
            if (line.Length <= 60 && Agency(line.Trim(' ', '(', ')', '[', ']', '-', '\u2013', '\u2014', '.', '/', '*'), registry) is { } alone)
                return alone;
            if (Signed().Match(line) is { Success: true } reporting && LastAgency(reporting.Groups["names"].Value, registry) is { } signed)
                return signed;
        }
        return null;
    }

    private static Publisher? LastAgency(string names, PublisherRegistry registry)
    {
        foreach (var part in BylineParts().Split(names).Reverse())
            if (Agency(part, registry) is { } agency)
                return agency;
        return null;
    }

    private static Publisher? Agency(string name, PublisherRegistry registry)
    {
        var words = name.Trim(' ', '.', ',', ';', ':');
        return words.Length is 0 or > 80 || registry.Find(words) is not { } found || !registry.IsAgency(found.PublisherId) ? null : found;
    }

    [GeneratedRegex(@"\s*(?:[,;|/\u2013\u2014]|\s-\s|\b(?:and|with|by|for|from|of|via|in)\b)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BylineParts();

    // Place, perhaps a date, the agency in brackets or between dashes, and a dash, colon or the text.
    [GeneratedRegex(@"^[\p{Lu}][\p{L}\p{M}'.\- /]{1,60}(?:,[\p{L}\p{N}'. ]{1,40}){0,3}\s*[\(\[](?<agency>[\p{L}\p{N}'.& \-]{2,50})[\)\]]\s*(?:[-\u2013\u2014:]|\p{L})|^[\(\[](?<agency>[\p{L}\p{N}'.& \-]{2,50})[\)\]]\s*[-\u2013\u2014:]|^(?<agency>[\p{L}\p{N}'.& ]{2,40}),\s[\p{Lu}][\p{L}' ]{1,30}\s[-\u2013\u2014]+\s",
        RegexOptions.CultureInvariant)]
    private static partial Regex Dateline();

    [GeneratedRegex(@"(?:\bsource\s*:|\bcredit\s*:|\u00A9|\(c\)|\bcopyright)\s*(?:\d{4}\s*)?(?:by\s+)?(?<agency>[\p{L}\p{N}'.& \-]{2,50}?)\s*(?:[.,;/|)\]]|\d{4}|\ball rights\b|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credit();

    [GeneratedRegex(@"^\s*[\(\[]?\s*(?:additional |with )?(?:reporting|writing|editing|written|edited|compiled|reported)\b(?<names>.{1,300})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Signed();
}
