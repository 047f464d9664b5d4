using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Outlooks;

/// <summary>Reads expected consequences and proposed measures, from sentences and from the items of lists and tables.</summary>
internal sealed class OutlookReader(ArticleContext context)
{
    // Cues an item's name must have to decide alone: one pair of words ("heightened tensions") leaves the word to what the item says.
    private const int NamedScore = 3;

    private static readonly string[] Likelihood =
        ["may", "might", "could", "likely", "probably", "possibly", "potential", "potentially", "expected", "would", "will", "certainly", "unlikely", "likelihood", "risk", "risks", "can"];

    /// <summary>Reads a sentence outside of lists: needs an expectation or proposal in so many words and a category.</summary>
    public void ReadSentence(Sentence s, Candidates candidates)
    {
        // A lead-in line only introduces what its items say.
        if (s.Text[s.Segment.End - 1] == ':')
            return;
        if (Proposal(s) is { } proposal && CueTable.Best("RECOMMENDATION", s, proposal, s.Tokens.Length - 1) is { Score: > 1 } measure)
            Recommend(s, measure.Category, measure.Token, description: null, confidence: 0.6, mention: [], candidates);
        if (Expectation(s, candidates) is { } expectation && CueTable.Best("OUTLOOK", s, expectation, s.Tokens.Length - 1) is { Score: > 1 } outlook)
            Expect(s, outlook.Category, outlook.Token, 0.55, mention: [], candidates);
    }

    /// <summary>Reads a list item or table row as its lead-in says. False when it is neither outlook nor measure.</summary>
    public bool ReadItem(Sentence s, ListKind kind, IReadOnlyList<Sentence> leadIn, Candidates candidates)
    {
        var (first, split) = Head(s);
        switch (kind)
        {
            case ListKind.Recommendations:
                var measure = CueTable.Best("RECOMMENDATION", s, first, split) ?? CueTable.Best("RECOMMENDATION", s, 0, s.Tokens.Length - 1);
                if (measure is not { } m)
                    return false;
                Recommend(s, m.Category, m.Token, split + 1 < s.Tokens.Length ? (split + 1, s.Tokens.Length - 1) : null, 0.75, leadIn, candidates);
                return true;
            case ListKind.Outlooks:
                var outlook = CueTable.Best("OUTLOOK", s, first, split) is { Score: > NamedScore } named ? named : CueTable.Best("OUTLOOK", s, 0, s.Tokens.Length - 1);
                Expect(s, outlook?.Category ?? nameof(OutlookCategory.Other), outlook?.Token ?? first, outlook is null ? 0.4 : 0.7, leadIn, candidates);
                return true;
            default:
                return false;
        }
    }

    // The name of an item ("Escalating Arms Race: ..."), as tokens; the whole item where it has none.
    private static (int First, int Last) Head(Sentence s)
    {
        if (s.Segment.Cells.Length == 0)
            return (0, s.Tokens.Length - 1);
        var last = 0;
        for (var i = 0; i < s.Tokens.Length && s.Tokens[i].Start < s.Segment.Cells[0].End; i++)
            last = i;
        return (0, last);
    }

    // The token where a proposal begins: "should", "it is essential to", "recommends"; null when none does.
    private static int? Proposal(Sentence s)
    {
        for (var i = 0; i < s.Tokens.Length; i++)
        {
            if (s.IsAny(i, "should", "must") && s.Tokens[i].Fine == Penn.MD)
                return i;
            if (s.IsAny(i, "essential", "critical", "crucial", "imperative", "necessary", "vital") && s.Is(i + 1, "to"))
                return i;
            if (s.Tokens[i].Word.Verb is "recommend" or "propose" or "urge" or "advocate" or "advise" or "suggest" && s.Tokens[i].Pos == Pos.Verb)
                return i;
            if (s.Tokens[i].Word.Verb == "call" && s.Is(i + 1, "for"))
                return i;
            if (s.IsAny(i, "need", "needs", "needed") && s.Is(i + 1, "to"))
                return i;
        }
        return null;
    }

    // The token where an expectation begins: a modal with a consequence, "likely to", "risk of", "expected to lead".
    private static int? Expectation(Sentence s, Candidates candidates)
    {
        for (var v = 0; v < s.Length; v++)
        {
            if (s.At(v).Pos is not (Pos.Verb or Pos.Aux) || s.RelationOf(v) is Relation.Aux or Relation.AuxPass)
                continue;
            // "could be a trigger" hangs its auxiliaries on the noun.
            var copula = s.RelationOf(v) == Relation.Cop;
            var chunk = candidates.Predicates.At(copula ? s.Head(v) : v);
            var verb = s.At(v).Word.Verb.Length > 0 ? s.At(v).Word.Verb : "be";
            if (copula && !chunk.Possible)
                continue;
            var consequence = verb is "lead" or "trigger" or "spark" or "provoke" or "cause" or "result" or "increase" or "escalate" or "undermine" or "disrupt" or "worsen"
                or "destabilise" or "destabilize" or "strain" or "face" or "become" or "affect" or "impact" or "complicate" or "threaten" or "raise" or "heighten" or "deepen" or "fuel"
                or "jeopardise" or "jeopardize" or "derail" or "ease" or "reduce" or "improve" or "invite" or "ignite" or "prompt" or "alter" or "challenge" or "need" or "rise" or "drag" or "risk" or "be";
            if (consequence && (chunk.Possible || chunk.Future && !s.Is(v - 1, "shall")) && !chunk.Negated)
                return Math.Max(0, v - 1);
            if (consequence && chunk.Infinitive && v > 1 && s.IsAny(v - 2, "likely", "expected", "poised", "bound"))
                return v - 2;
        }
        for (var i = 0; i + 1 < s.Tokens.Length; i++)
            if (s.IsAny(i, "risk", "risks", "danger", "likelihood", "fears", "prospect") && s.Is(i + 1, "of") && s.Tokens[i].Pos == Pos.Noun
                && CueTable.Best("OUTLOOK", s, i + 2, Math.Min(i + 5, s.Tokens.Length - 1)) is not null)
                return i;
        return null;
    }

    private void Recommend(Sentence s, string category, int trigger, (int First, int Last)? description, double confidence, IReadOnlyList<Sentence> mention, Candidates candidates)
    {
        var claim = context.New(ClaimKind.Recommendation, s);
        claim.Recommendation = new Recommendation { Category = Parse<RecommendationCategory>(category) };
        if (description is { } words)
        {
            var first = words.First;
            while (first < words.Last && s.Tokens[first].Is(TokenFlags.Punctuation))
                first++;
            var last = words.Last;
            while (last > first && s.TextOf(last)[0] == '|')
                last--;
            claim.Recommendation.Description = context.Span(s, first, last);
        }
        Finish(s, claim, trigger, confidence, mention, candidates);
    }

    private void Expect(Sentence s, string category, int trigger, double confidence, IReadOnlyList<Sentence> mention, Candidates candidates)
    {
        var claim = context.New(ClaimKind.Outlook, s);
        var value = Parse<OutlookCategory>(category);
        claim.Outlook = new Outlook { Category = value, Direction = DirectionOf(value) };
        for (var i = 0; i < s.Tokens.Length; i++)
            if (s.IsAny(i, Likelihood) && s.Tokens[i].Pos is not Pos.Propn)
            {
                claim.Outlook.Likelihood = context.Span(s, i, i);
                break;
            }
        for (var i = 0; i + 2 < s.Tokens.Length; i++)
        {
            if (claim.Outlook.Horizon is null && s.IsAny(i, "in", "within", "by", "over") && Horizon(s, i) is var end && end > i)
                claim.Outlook.Horizon = context.Span(s, i, end);
            if (claim.Outlook.Condition is null && s.IsAny(i, "if", "unless") && s.Tokens[i].Pos is Pos.Sconj or Pos.Adp)
                claim.Outlook.Condition = context.Span(s, i, ClauseEnd(s, i));
        }
        Finish(s, claim, trigger, confidence, mention, candidates);
    }

    // "in the coming months", "by 2030", "within weeks", "in the long term".
    private static int Horizon(Sentence s, int at)
    {
        for (var i = at + 1; i < s.Tokens.Length && i - at < 5; i++)
        {
            if (s.IsAny(i, "months", "weeks", "years", "days", "decade", "decades", "term", "run", "future", "year", "month", "week") && s.IsAny(i - 1, "coming", "next", "long", "short", "near", "within", "few", "foreseeable", "of"))
                return i;
            if (s.Tokens[i].Is(TokenFlags.Number) && s.Tokens[i].Length == 4 && s.Is(at, "by"))
                return i;
        }
        return at;
    }

    private static int ClauseEnd(Sentence s, int from)
    {
        var last = from;
        for (var i = from; i < s.Tokens.Length && !(s.Tokens[i].Is(TokenFlags.Punctuation) && !s.IsQuote(i) && s.TextOf(i) is not "-"); i++)
            last = i;
        return last;
    }

    private void Finish(Sentence s, Claim claim, int trigger, double confidence, IReadOnlyList<Sentence> leadIn, Candidates candidates)
    {
        claim.Trigger = context.Span(s, trigger, trigger);
        claim.Themes.AddRange(Themes.Of(s));
        claim.Confidence = confidence;
        var voices = new List<Party>();
        void Hear(List<Party> sources, int first, int last)
        {
            foreach (var source in sources.Where(p => !p.Modifier && (p.Code.Length > 0 || p.Kind is PartyKind.Unknown or PartyKind.Role)))
            {
                voices.Add(source);
                claim.Attributions.Add(new Attribution { Source = context.Participant(s, source), Cue = context.Span(s, first, last) });
            }
        }

        foreach (var report in new ReportFinder(candidates).Of(candidates.Predicates.At(trigger)))
            Hear(report.Sources, report.CueFirst, report.CueLast);
        // The proposer of a measure: "Beijing urged both sides to ...".
        for (var v = 0; v < s.Length && voices.Count == 0 && claim.Kind == ClaimKind.Recommendation; v++)
            if (s.At(v).Pos == Pos.Verb && s.At(v).Word.Verb is "urge" or "propose" or "recommend" or "call" or "suggest" or "advise" or "advocate"
                && candidates.Predicates.At(v) is { Infinitive: false, Subject: >= 0 } proposal)
                Hear(candidates.Parties.OfGroup(proposal.Subject), v, v);
        foreach (var mention in s.Mentions)
        {
            var entity = mention.Form.Entity;
            if (entity.Code.Length == 0 || voices.Exists(v => v.First <= mention.Last && v.Last >= mention.First) || claim.Actors.Any(a => a.Code == entity.Code))
                continue;
            claim.Actors.Add(context.Participant(s, new Party(mention.First, mention.Last, entity.Code, entity.Sector, entity.WikidataId, entity.Name, PartyKind.Named)));
        }
        // A list item that names no state is about those that the paragraph of its lead-in line names.
        if (claim.Actors.Count == 0)
            foreach (var entity in leadIn.SelectMany(l => l.Mentions).Select(m => m.Form.Entity).Where(e => e.Code.Length > 0).DistinctBy(e => e.Code))
                claim.Actors.Add(new Participant { Name = entity.Name, Code = entity.Code, Sector = entity.Sector, WikidataId = entity.WikidataId });
        context.Keep(claim);
    }

    private static OutlookDirection DirectionOf(OutlookCategory category) => category switch
    {
        OutlookCategory.Stabilisation or OutlookCategory.TalksResume or OutlookCategory.Mediation or OutlookCategory.Deterrence => OutlookDirection.Better,
        OutlookCategory.CloserAlliance or OutlookCategory.DefenceSpending or OutlookCategory.PublicOpinion or OutlookCategory.MarketsEnergy or OutlookCategory.Other
            or OutlookCategory.SanctionsEffect => OutlookDirection.Unclear,
        _ => OutlookDirection.Worse,
    };

    // "ARMS_RACE" is ArmsRace.
    private static T Parse<T>(string category) where T : struct, Enum => Enum.Parse<T>(category.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
