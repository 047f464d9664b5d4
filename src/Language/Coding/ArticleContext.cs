using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Coding;

/// <summary>What all claims of an article share, and the claims found so far.</summary>
internal sealed class ArticleContext(Article article, NormalText text, Gazetteer gazetteer, Discourse discourse)
{
    private readonly TextSpans _spans = new(article.Text);
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _ordinalOf = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public Article Article { get; } = article;
    public Gazetteer Gazetteer { get; } = gazetteer;
    public Discourse Discourse { get; } = discourse;
    public DateTime? Published { get; } = article.PublishTime?.ToDateTime();
    public List<Claim> Claims { get; } = [];
    public bool StateMedia { get; } = article.Publisher is { Ownership: Ownership.StateControlled, Country.Length: > 0 };
    public bool Commentary { get; } = IsCommentary(article);

    /// <summary>The span of the article's own text for a range of the text as it is read.</summary>
    public TextSpan Span(int start, int end)
    {
        var (from, to) = text.Given(start, end);
        return _spans.Span(from, to);
    }

    public TextSpan Span(Sentence s, int first, int last) => Span(s.Tokens[first].Start, s.Tokens[last].End);

    public Claim New(ClaimKind kind, Sentence s) => new()
    {
        ArticleId = Article.ArticleId,
        Revision = Article.Revision,
        Publisher = Article.Publisher,
        Kind = kind,
        Evidence = Span(s.Segment.Start, s.Segment.End),
        PublishTime = Article.PublishTime,
        IngestTime = Article.IngestTime,
        ExtractorVersion = ClaimExtractor.Version,
        UnsignedCommentary = Commentary,
        Sample = Article.Sample,
        StoryId = Article.StoryId,
    };

    /// <summary>Gives the claim its id and keeps it, unless the article makes the same claim already.</summary>
    public void Keep(Claim claim)
    {
        if (!_ordinalOf.TryGetValue(claim.Evidence.Start, out var ordinal))
        {
            ordinal = _ordinals.GetValueOrDefault(claim.Evidence.Quote);
            _ordinals[claim.Evidence.Quote] = ordinal + 1;
            _ordinalOf[claim.Evidence.Start] = ordinal;
        }
        claim.ClaimId = ClaimIds.Of(claim, ordinal);
        if (_ids.Add(claim.ClaimId))
            Claims.Add(claim);
    }

    public Participant Participant(Sentence s, Party party)
    {
        var participant = new Participant
        {
            Name = party.Name,
            Code = party.Code,
            Sector = party.Sector,
            WikidataId = party.WikidataId,
        };
        if (party.First >= 0)
            participant.Span = Span(s, party.First, party.Last);
        return participant;
    }

    // An unsigned commentary of a state's own outlet (design rule "State media").
    private static bool IsCommentary(Article article)
    {
        if (article.Publisher?.Ownership != Ownership.StateControlled || article.Byline.Length > 0)
            return false;
        var opening = article.Text.Length > 300 ? article.Text[..300] : article.Text;
        foreach (var word in (string[])["commentary", "editorial"])
            if (article.Title.Contains(word, StringComparison.OrdinalIgnoreCase) || opening.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
