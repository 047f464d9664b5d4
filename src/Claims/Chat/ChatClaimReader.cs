using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;

namespace RegionalSecurity.Claims.Chat;

/// <summary>
/// Turns what a model proposed for one article into claims. Each quote must stand in the text as it is, each name of a list be one of it; codes come from the gazetteer by the
/// quoted words. A proposal that fails is dropped and its reason counted.
/// </summary>
internal sealed class ChatClaimReader(Gazetteer gazetteer, Article article, string version, double confidence)
{
    /// <summary>Most claims of one article; an answer with more is not believed.</summary>
    public const int MostClaims = 400;

    private const int MostParties = 32, MostQuote = 2000;

    private readonly QuotedClaims _quoted = new(gazetteer, article);
    private readonly TextSpans _spans = new(article.Text);

    /// <summary>How many proposals were dropped, by reason.</summary>
    public SortedDictionary<string, int> Dropped { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Claim> Claims => _quoted.Claims;

    public IReadOnlyList<string> StatesNamed => _quoted.StatesNamed;

    public void Read(ChatClaim proposed)
    {
        try
        {
            if (!_quoted.Add(Check(proposed)))
                throw new Unfounded("repeated_or_no_sentence");
        }
        catch (Unfounded error)
        {
            Dropped[error.Message] = Dropped.GetValueOrDefault(error.Message) + 1;
        }
    }

    private Claim Check(ChatClaim proposed)
    {
        var claim = new Claim { Kind = Value<ClaimKind>(proposed.Kind, "kind"), ExtractorVersion = version, Confidence = confidence };
        var evidence = Find(proposed.Evidence, (0, int.MaxValue), "evidence", wholeWords: false);
        claim.Evidence = Span(evidence);
        claim.Trigger = Span(FindWithin(proposed.Trigger, evidence, "trigger"));
        claim.Actors.AddRange(Parties(proposed.Actors.Select(p => (p.Mention, p.StandsFor)), evidence, "actor"));
        claim.Targets.AddRange(Parties(proposed.Targets.Select(p => (p.Mention, p.StandsFor)), evidence, "target"));
        if (proposed.Sources.Count > MostParties)
            throw new Unfounded("source_too_many");
        foreach (var source in proposed.Sources)
        {
            var cue = source.Cue.Length == 0 ? null : Span(Find(source.Cue, evidence, "cue"));
            foreach (var party in Parties([(source.Mention, source.StandsFor)], evidence, "source"))
                claim.Attributions.Add(new Attribution { Source = party, Cue = cue });
        }
        claim.Alleged = proposed.Alleged && claim.Attributions.Count > 0;
        switch (claim.Kind)
        {
            case ClaimKind.Event:
                if (claim.Actors.Count == 0 && claim.Targets.Count == 0)
                    throw new Unfounded("nobody");
                claim.EventType = Value<EventType>(proposed.Type, "type");
                claim.Modality = Value<Modality>(proposed.Modality, "modality");
                if (proposed.Mode != ChatPrompt.None)
                    claim.Mode = Value<Mode>(proposed.Mode, "mode") is var mode && ChatPrompt.Fits(mode, claim.EventType) ? mode : throw new Unfounded("mode_of_another_type");
                break;
            case ClaimKind.Outlook:
                claim.Outlook = new Outlook { Category = Value<OutlookCategory>(proposed.Category, "category"), Direction = Value<OutlookDirection>(proposed.Direction, "direction") };
                if (proposed.Likelihood.Length > 0)
                    claim.Outlook.Likelihood = Span(FindWithin(proposed.Likelihood, evidence, "likelihood"));
                break;
            default:
                claim.Recommendation = new Recommendation { Category = Value<RecommendationCategory>(proposed.Category, "category") };
                break;
        }
        return claim;
    }

    private List<Participant> Parties(IEnumerable<(string Mention, string StandsFor)> proposed, (int Start, int End) evidence, string what)
    {
        var parties = new List<Participant>();
        foreach (var (mention, standsFor) in proposed)
        {
            if (parties.Count >= MostParties)
                throw new Unfounded(what + "_too_many");
            var at = Find(mention, evidence, what);
            // A name from elsewhere in the article must stand there too.
            var name = standsFor.Length == 0 ? at : Find(standsFor, evidence, what);
            var named = _quoted.Parties(article.Text[name.Start..name.End]);
            foreach (var party in named.Count > 0 ? named : [new Participant { Name = article.Text[at.Start..at.End] }])
                if (!parties.Exists(p => p.Code == party.Code && (p.Code.Length > 0 || p.Name == party.Name)))
                {
                    party.Span = Span(at);
                    parties.Add(party);
                }
        }
        return parties;
    }

    private static T Value<T>(string name, string what) where T : struct, Enum => ClosedList<T>.Values.TryGetValue(name, out var value) ? value : throw new Unfounded(what + "_unknown");

    private TextSpan Span((int Start, int End) range) => _spans.Span(range.Start, range.End);

    private (int Start, int End) FindWithin(string quote, (int Start, int End) evidence, string what) =>
        Find(quote, evidence, what) is var found && found.Start >= evidence.Start && found.End <= evidence.End ? found : throw new Unfounded(what + "_not_in_evidence");

    // Where the quote stands, of several places the one nearest to the evidence, of equally near ones the first.
    private (int Start, int End) Find(string quote, (int Start, int End) evidence, string what, bool wholeWords = true)
    {
        quote = quote.Trim();
        if (quote.Length is 0 or > MostQuote)
            throw new Unfounded(what + (quote.Length == 0 ? "_empty" : "_too_long"));
        (int Start, int End)? best = null;
        var nearest = int.MaxValue;
        for (var at = article.Text.IndexOf(quote, StringComparison.Ordinal); at >= 0; at = article.Text.IndexOf(quote, at + 1, StringComparison.Ordinal))
        {
            var end = at + quote.Length;
            var distance = at < evidence.Start ? evidence.Start - at : Math.Max(0, end - evidence.End);
            if (distance < nearest && IsWhole(at, end, wholeWords))
                (best, nearest) = ((at, end), distance);
        }
        return best ?? throw new Unfounded(what + "_not_in_text");
    }

    // "US" does not stand in "USSR", and half of a surrogate pair nowhere.
    private bool IsWhole(int start, int end, bool words)
    {
        var text = article.Text;
        if (char.IsLowSurrogate(text[start]) || end < text.Length && char.IsLowSurrogate(text[end]))
            return false;
        return !words || !(start > 0 && char.IsLetterOrDigit(text[start - 1]) && char.IsLetterOrDigit(text[start])) && !(end < text.Length && char.IsLetterOrDigit(text[end]) && char.IsLetterOrDigit(text[end - 1]));
    }

    private sealed class Unfounded(string reason) : Exception(reason);
}
