using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Three to five key judgements, each with since when, and confidence with its reason.</summary>
internal static class KeyJudgementsSection
{
    private const int Most = 5;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.KeyJudgements, Title = "Key judgements" };
        var judgements = new List<Judgement?> { Score(material) };
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var code in material.Scope.Sides.Where(s => material.Events.Any(c => Material.ActsFor(c, s))).Take(2))
            judgements.Add(Side(material, writer, code, used));
        judgements.Add(Measure(material, writer, used));
        judgements.Add(Outlook(material, writer));
        judgements.Add(Contested(material, writer, used));
        judgements.Add(Proposal(material, writer));
        foreach (var judgement in judgements.OfType<Judgement>().Take(Most))
            section.Blocks.Add(new Block { Judgement = judgement });
        return section;
    }

    // The level with its greatest mover. It is a figure of this report: its confidence is that of all it rests on.
    private static Judgement Score(Material material)
    {
        var top = material.Input.Tension.Pairs.Count > 0 ? material.Input.Tension.Pairs[0] : null;
        var pair = top is null ? null : Writer.Say($"The pair with the highest level is {Titles.Pair(material.Names, top.Dyad)}.");
        var judgement = Judge(material, Writer.Passage(ScoreSection.Level(material), ScoreSection.Peak(material), pair), material.Claims, disputed: false);
        judgement.SinceTime = null;
        return judgement;
    }

    private static Judgement? Side(Material material, Writer writer, string code, HashSet<string> used)
    {
        var acts = material.Acts(material.Events.Where(c => Material.ActsFor(c, code) && !c.Alleged && c.EventType != EventType.Statement
            && c.Modality is Modality.Occurred or Modality.Announced));
        // What only the other side's outlets tell of it comes last.
        var act = Material.Ranked(acts).OrderBy(static a => Material.OneSided(a.Claims)).FirstOrDefault(a => !used.Contains(a.Key));
        return act is null ? null : Told(material, writer, act, used);
    }

    private static Judgement? Measure(Material material, Writer writer, HashSet<string> used)
    {
        var act = CountermeasuresSection.Ranked(material).FirstOrDefault(a => !used.Contains(a.Key) && !used.Contains(Place(a.Lead)) && !Material.OneSided(a.Claims));
        return act is null ? null : Told(material, writer, act, used);
    }

    private static Judgement? Told(Material material, Writer writer, Act act, HashSet<string> used)
    {
        used.Add(act.Key);
        used.Add(Place(act.Lead));
        if (writer.Tell(act) is not { } sentence)
            return null;
        var disputed = material.Disputes.Any(d => d.Answered && d.Affirmed.Concat(d.Denied).Concat(d.Others).Any(c => sentence.ClaimIds.Contains(c.ClaimId)));
        return Judge(material, Writer.Passage(sentence), act.Claims, disputed);
    }

    private static string Place(Claim claim) => $"{claim.ArticleId}@{claim.Evidence.Start}";

    private static Judgement? Outlook(Material material, Writer writer)
    {
        var group = ImplicationsSection.Groups(material).FirstOrDefault(static g => Catalogue.Escalates(g.Key)) ?? ImplicationsSection.Groups(material).FirstOrDefault();
        if (group is null)
            return null;
        var claims = group.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal).ToList();
        var others = ImplicationsSection.Groups(material).Where(g => g.Key != group.Key && g.Key != OutlookCategory.Other).Select(static g => Catalogue.Outcome(g.Key).Name).Take(4)
            .Select(static n => n[..1].ToLowerInvariant() + n[1..]).ToList();
        var sentence = writer.Ledger.Fact(claims, cited =>
            Writer.Stop($"Named as an expectation by {writer.WhoSays(cited)}: {Lower(Catalogue.Outcome(group.Key).Name)}, {Quotation.Inline(cited[0])}"));
        var more = others.Count > 0 ? Writer.Say($"Other outcomes that sources name are {Parties.Join(others)}.") : null;
        return sentence is null ? null : Judge(material, Writer.Passage(sentence, more), claims, disputed: false);
    }

    private static Judgement? Contested(Material material, Writer writer, HashSet<string> used)
    {
        if (material.Disputes.FirstOrDefault(d => d.Answered || !used.Contains(Place(d.Affirmed[0]))) is not { } dispute)
            return null;
        var affirmed = writer.Ledger.Fact(dispute.Affirmed, c => Parties.Capital(writer.Clause(c, dated: true)) + ".");
        var denied = dispute.Denied.Count > 0 ? writer.Ledger.Fact(dispute.Denied, c => Parties.Capital(writer.Clause(c, dated: true)) + ".") : null;
        if (affirmed is null)
            return null;
        var answer = denied ?? Writer.Say($"No answer of {material.Names.Inline(dispute.Actor)} was found in the sources read.");
        return Judge(material, Writer.Passage(affirmed, answer), [.. dispute.Affirmed, .. dispute.Denied], dispute.Answered);
    }

    private static Judgement? Proposal(Material material, Writer writer)
    {
        var names = material.Recommendations.GroupBy(static c => c.Recommendation.Category).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key)
            .Select(static g => Lower(Catalogue.Measure(g.Key).Name)).Take(5).ToList();
        var sentence = writer.Ledger.Fact(material.Recommendations.DistinctBy(static c => c.Recommendation.Category),
            cited => $"Measures proposed by {writer.WhoSays(cited)} are {Parties.Join(names)}.");
        return sentence is null ? null : Judge(material, Writer.Passage(sentence), material.Recommendations, disputed: false);
    }

    private static Judgement Judge(Material material, Passage statement, IReadOnlyList<Claim> claims, bool disputed)
    {
        var (confidence, reason) = Assess(material, claims, disputed);
        var judgement = new Judgement { Statement = statement, Confidence = confidence, ConfidenceReason = reason };
        var since = claims.Select(Dates.Start).OfType<DateTimeOffset>().Where(t => (t >= material.Input.FromTime || material.Input.ArticleIds.Count > 0) && t <= material.Input.AsOfTime).Order().FirstOrDefault();
        if (since != default)
            judgement.SinceTime = Dates.Stamp(since);
        return judgement;
    }

    /// <summary>High: five voices, both sides heard, no contested key fact, no degraded source. Moderate: three voices and one condition missing.
    /// Low: the rest.</summary>
    public static (JudgementConfidence Confidence, string Reason) Assess(Material material, IReadOnlyList<Claim> claims, bool disputed)
    {
        var voices = claims.Select(Material.Voice).Distinct(StringComparer.Ordinal).Count();
        var unheard = material.Scope.Sides.Where(s => !material.Heard.Contains(s)).Select(material.Names.Inline).ToList();
        // Its words in others' outlets are not its own outlets' account.
        var relayed = material.Scope.Sides.Where(s => material.Heard.Contains(s) && (material.Input.Tension.Coverage?.Sides.Any(c => c.Code == s && c.State is (CoverageState.Silent or CoverageState.Failing)) ?? false))
            .Select(material.Names.Inline).ToList();
        var degraded = material.Input.Tension.Degraded || (material.Input.Tension.Coverage?.Sides.Any(static s => s.State == CoverageState.Failing) ?? false);
        var missing = (voices < 5 ? 1 : 0) + (unheard.Count + relayed.Count > 0 ? 1 : 0) + (disputed ? 1 : 0) + (degraded ? 1 : 0);
        var confidence = missing == 0 ? JudgementConfidence.High : voices >= 3 && missing == 1 ? JudgementConfidence.Moderate : JudgementConfidence.Low;
        var reasons = new List<string>
        {
            voices == 1 ? "one independent voice" : voices == 0 ? "no independent voice" : $"{voices} independent voices",
        };
        if (unheard.Count > 0)
            reasons.Add($"{Parties.Join(unheard)} not heard");
        if (relayed.Count > 0)
            reasons.Add($"{Parties.Join(relayed)} heard only through others");
        if (unheard.Count + relayed.Count == 0)
            reasons.Add(material.Scope.Sides.Count > 1 ? "all sides heard" : "the side itself heard");
        if (disputed)
            reasons.Add("the fact is contested");
        if (degraded)
            reasons.Add("a source is failing or behind");
        return (confidence, Parties.Capital(string.Join("; ", reasons)) + ".");
    }

    private static string Lower(string name) => name[..1].ToLowerInvariant() + name[1..];
}
