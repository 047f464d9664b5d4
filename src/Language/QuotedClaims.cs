using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language;

/// <summary>
/// Claims of one article that another extractor found: this tells whom the words that it quotes name, and gives each claim what follows from the article
/// and the codebook's rules. Not thread-safe; one for each article.
/// </summary>
public sealed class QuotedClaims
{
    /// <summary>Most sentences that the evidence of one claim may touch.</summary>
    public const int MostSentences = 3;

    private readonly SentenceReader _reader;
    private readonly ArticleContext _context;
    private readonly List<Segment> _segments;
    private readonly TextSpans _spans;
    private readonly DateOnly? _published;

    /// <summary>Reads the names of title and text once.</summary>
    public QuotedClaims(Gazetteer gazetteer, Article article)
    {
        ArgumentNullException.ThrowIfNull(gazetteer);
        ArgumentNullException.ThrowIfNull(article);
        _reader = new SentenceReader(gazetteer);
        _spans = new TextSpans(article.Text);
        _published = article.PublishTime is { } time ? DateOnly.FromDateTime(time.ToDateTime()) : null;
        _segments = Segmenter.Cut(article.Text);
        var mentions = Segmenter.Cut(article.Title).Select(t => _reader.Read(article.Title, t, _published)).Concat(_segments.Select(t => _reader.Read(article.Text, t, _published)))
            .SelectMany(s => s.Mentions);
        List<string> states = [.. mentions.Select(m => m.Form.Entity.Code).Where(gazetteer.IsState).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        StatesNamed = states;
        var speaker = article.Publisher is { Ownership: Ownership.StateControlled, Country.Length: > 0 } publisher ? gazetteer.EntityOf(publisher.Country) : null;
        _context = new ArticleContext(article, NormalText.AsGiven(article.Text), gazetteer, new Discourse(gazetteer, speaker, states));
    }

    /// <summary>As in <see cref="Extraction"/>.</summary>
    public IReadOnlyList<string> StatesNamed { get; }

    /// <summary>The claims added so far, in that order.</summary>
    public IReadOnlyList<Claim> Claims => _context.Claims;

    /// <summary>Whom the words of one mention name ("South Korean military officials"), by the gazetteer on the article's day. Without spans; code empty for a role or name without one; empty when they name nobody.</summary>
    public IReadOnlyList<Participant> Parties(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var s = _reader.Read(words, new Segment { Kind = SegmentKind.Sentence, Start = 0, End = words.Length, Line = 0 }, _published);
        if (s.Length == 0)
            return [];
        SentenceReader.Parse(s);
        var root = 0;
        while (root < s.Length - 1 && s.RelationOf(root) != Relation.Root)
            root++;
        return [.. new PartyFinder(s, _context.Discourse).OfGroup(root).DistinctBy(p => (p.Code, p.Code.Length > 0 ? 0 : p.First))
            .Select(p => new Participant { Name = p.Name, Code = p.Code, Sector = p.Sector, WikidataId = p.WikidataId })];
    }

    /// <summary>
    /// Completes a claim that has kind, evidence, trigger (within it) and what else its finder knows, and takes it: the evidence grows to whole sentences or list items;
    /// article, publisher, themes, and for events quad class and time are set, and the claim's id. An event dated more than 90 days back becomes HISTORICAL.
    /// </summary>
    /// <returns>False when the evidence holds no sentence with the trigger or touches more than <see cref="MostSentences"/>, or when the article makes the same claim already.</returns>
    public bool Add(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        int start = _spans.ToUtf16(claim.Evidence.Start), end = _spans.ToUtf16(claim.Evidence.End), trigger = _spans.ToUtf16(claim.Trigger.Start);
        var touched = _segments.FindAll(t => t.Start < end && t.End > start);
        // A list item's text begins behind its bullet, which can be no trigger.
        if (touched.Count is 0 or > MostSentences || trigger < touched[0].Start || trigger >= touched[^1].End)
            return false;
        var s = _reader.Read(_context.Article.Text, new Segment { Kind = SegmentKind.Sentence, Start = touched[0].Start, End = touched[^1].End, Line = touched[0].Line }, _published);
        if (s.Length == 0)
            return false;
        SentenceReader.Parse(s);
        var version = claim.ExtractorVersion;
        // Merging leaves what is set where the other is zero, as an offset may be.
        claim.Evidence = null;
        claim.MergeFrom(_context.New(claim.Kind, s));
        claim.ExtractorVersion = version;
        claim.Themes.Clear();
        claim.Themes.AddRange(Themes.Of(s));
        if (claim.Kind == ClaimKind.Event)
        {
            var at = Math.Max(0, Array.FindIndex(s.Tokens, t => t.End > trigger));
            claim.QuadClass = QuadClasses.Of(claim.EventType);
            claim.EventTime = EventTimes.Range(EventTimes.Find(s, _context.Published), 0, s.Length - 1, at, claim.Modality, _context.Published, out var historical);
            if (historical && claim.Modality == Modality.Occurred)
                claim.Modality = Modality.Historical;
        }
        var before = _context.Claims.Count;
        _context.Keep(claim);
        return _context.Claims.Count > before;
    }
}
