using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition;

/// <summary>Numbers citations and sources, and lets a sentence pass only with claims whose quotes stand in the stored article.</summary>
internal sealed class Ledger
{
    /// <summary>Most claims that one sentence cites; the others are counted in words.</summary>
    public const int MaxCitations = 6;

    // Null while drafting: which articles are needed is not known before the sentences are chosen.
    private readonly IReadOnlyDictionary<ArticleKey, Article>? _articles;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<ArticleKey, int> _sourceNumbers = [];
    private readonly Dictionary<ArticleKey, TextSpans> _spans = [];
    private readonly Dictionary<string, bool> _holds = new(StringComparer.Ordinal);

    public Ledger(IReadOnlyDictionary<ArticleKey, Article>? articles) => _articles = articles;

    public List<Citation> Citations { get; } = [];
    public List<Source> Sources { get; } = [];

    /// <summary>Cited claims in order of their numbers.</summary>
    public List<Claim> Cited { get; } = [];

    /// <summary>Sentences that lost all their claims.</summary>
    public int Dropped { get; private set; }

    /// <summary>Articles that the sentences asked for.</summary>
    public HashSet<ArticleKey> Asked { get; } = [];

    /// <summary>A sentence that states a fact, written from those of the claims whose quotes hold; null, and counted, when none does.</summary>
    public Sentence? Fact(IEnumerable<Claim> claims, Func<IReadOnlyList<Claim>, string> write)
    {
        var all = claims.DistinctBy(static c => c.ClaimId).ToList();
        var sound = Choose(all).Where(Holds).ToList();
        if (sound.Count == 0)
        {
            if (all.Count > 0)
                Dropped++;
            return null;
        }
        var sentence = new Sentence { Factual = true, Text = write(sound) };
        foreach (var claim in sound)
            Number(claim);
        foreach (var claim in sound.OrderBy(Number))
        {
            sentence.ClaimIds.Add(claim.ClaimId);
            sentence.CitationNumbers.Add(Number(claim));
        }
        return sentence;
    }

    // The first claim of each voice, then the rest, in the given order: many voices tell more than many quotes of one.
    private static IEnumerable<Claim> Choose(List<Claim> claims)
    {
        if (claims.Count <= MaxCitations)
            return claims;
        var first = claims.DistinctBy(Material.Voice).Take(MaxCitations).ToList();
        return first.Concat(claims.Except(first)).Take(MaxCitations);
    }

    private bool Holds(Claim claim)
    {
        var key = new ArticleKey(claim.ArticleId, claim.Revision);
        Asked.Add(key);
        if (_articles is null)
            return true;
        if (_holds.TryGetValue(claim.ClaimId, out var known))
            return known;
        var holds = _articles.TryGetValue(key, out var article) && article.ArticleId == claim.ArticleId && Spans(key, article).Holds(claim.Evidence)
            && Parts(claim).All(span => Spans(key, article).Holds(span));
        return _holds[claim.ClaimId] = holds;
    }

    // Every other span whose words a sentence may quote.
    private static IEnumerable<TextSpan> Parts(Claim claim) =>
        new[] { claim.Label?.Span, claim.ResponseTo?.Span, claim.Outlook?.Likelihood, claim.Outlook?.Horizon, claim.Outlook?.Condition, claim.Recommendation?.Description }
            .Concat(claim.Actors.Concat(claim.Targets).Concat(claim.Attributions.Select(static a => a.Source)).Where(static p => p.Code.Length == 0).Select(static p => p.Span))
            .OfType<TextSpan>();

    private int Number(Claim claim)
    {
        if (_numbers.TryGetValue(claim.ClaimId, out var number))
            return number;
        number = Citations.Count + 1;
        _numbers[claim.ClaimId] = number;
        var quote = Quotation.Cited(claim);
        var citation = new Citation { Number = number, ClaimId = claim.ClaimId, Quote = quote, SourceNumber = SourceNumber(claim) };
        var key = new ArticleKey(claim.ArticleId, claim.Revision);
        if (_articles is not null && _articles.TryGetValue(key, out var article))
            (citation.ContextBefore, citation.ContextAfter) = Quotation.Context(Spans(key, article), article.Text, quote);
        Citations.Add(citation);
        Cited.Add(claim);
        return number;
    }

    private int SourceNumber(Claim claim)
    {
        var key = new ArticleKey(claim.ArticleId, claim.Revision);
        if (_sourceNumbers.TryGetValue(key, out var number))
            return number;
        number = Sources.Count + 1;
        _sourceNumbers[key] = number;
        var source = new Source { Number = number, ArticleId = claim.ArticleId, Revision = claim.Revision, Publisher = claim.Publisher?.Clone(), PublishTime = Valid(claim.PublishTime) };
        if (_articles is not null && _articles.TryGetValue(key, out var article))
        {
            source.Title = article.Title;
            source.Url = article.Url;
            source.Language = article.Language;
            source.Publisher ??= article.Publisher?.Clone();
            source.PublishTime ??= Valid(article.PublishTime);
        }
        Sources.Add(source);
        return number;
    }

    private static Timestamp? Valid(Timestamp? time) => Dates.Get(time) is { } valid ? Dates.Stamp(valid) : null;

    private TextSpans Spans(ArticleKey key, Article article) =>
        _spans.TryGetValue(key, out var spans) ? spans : _spans[key] = new TextSpans(article.Text);
}
