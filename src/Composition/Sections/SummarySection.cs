using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>The report in a paragraph: what it rests on, the level, what each side mostly does, what is expected and proposed.</summary>
internal static class SummarySection
{
    public static Section Compose(Material material, Writer writer)
    {
        var input = material.Input;
        var articles = material.Claims.Select(static c => c.ArticleId).Distinct(StringComparer.Ordinal).Count();
        var sentences = new List<Sentence?>
        {
            Writer.Say($"For {Dates.Range(input.FromTime, Dates.LastDay(input.FromTime, input.ToTime))} this report rests on {Labels.Count(material.Claims.Count, "claim")} from {Labels.Count(articles, "article")}, "
                + $"in {(material.Voices == 1 ? "one independent voice" : $"{material.Voices} independent voices")}."),
            ScoreSection.Level(material),
        };
        foreach (var code in material.Speakers.Take(4))
            sentences.Add(Side(material, writer, code));
        var outcomes = ImplicationsSection.Groups(material).ToList();
        if (outcomes.Count > 0)
            sentences.Add(writer.Ledger.Fact(outcomes.Take(4).Select(static g => g.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal).First()),
                cited => $"Outcomes that sources expect include {Parties.Join([.. cited.Select(static c => Lower(Catalogue.Outcome(c.Outlook.Category).Name)).Distinct(StringComparer.Ordinal)])}."));
        var measures = material.Recommendations.GroupBy(static c => c.Recommendation.Category).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key).Take(4);
        sentences.Add(writer.Ledger.Fact(measures.Select(static g => g.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal).First()),
            cited => $"Measures that sources propose include {Parties.Join([.. cited.Select(static c => Lower(Catalogue.Measure(c.Recommendation.Category).Name)).Distinct(StringComparer.Ordinal)])}."));
        var section = new Section { Kind = SectionKind.Summary, Title = "Summary" };
        section.Blocks.Add(Writer.Paragraph(sentences));
        return section;
    }

    // The two acts that a side is most often told to do, without quotes: those stand above.
    private static Sentence? Side(Material material, Writer writer, string code)
    {
        var acts = material.Acts(material.Events.Where(c => Material.ActsFor(c, code) && !c.Alleged && c.Modality == Modality.Occurred && c.EventType != EventType.Statement && c.Attributions.Count == 0))
            .OrderByDescending(static a => a.Claims.Count).ThenByDescending(static a => Act.Weight(a.Lead)).ThenBy(static a => a.Lead.ClaimId, StringComparer.Ordinal)
            .DistinctBy(static a => a.Lead.EventType).Take(2).ToList();
        if (acts.Count == 0)
            return null;
        var leads = acts.Select(static a => a.Lead).ToList();
        var sentence = writer.Ledger.Fact(leads, cited =>
        {
            var (reporters, plural) = Writer.Reporters(cited);
            return $"{Parties.Capital(material.Names.Inline(code))}, {reporters} {(plural ? "report" : "reports")}, {Parties.Join([.. cited.Select(c => writer.Verb(Only(c, code), VerbForm.Past)).Distinct(StringComparer.Ordinal)])}.";
        });
        return sentence;
    }

    // The verb as the side's own, though others act with it: "cooperated with Japan" rather than "with each other".
    private static Claim Only(Claim claim, string code)
    {
        var own = claim.Clone();
        own.Targets.Clear();
        own.Targets.AddRange(claim.Targets.Where(t => t.Code != code));
        own.Actors.Clear();
        own.Actors.AddRange(claim.Actors.Where(a => a.Code == code));
        return own;
    }

    private static string Lower(string name) => name[..1].ToLowerInvariant() + name[1..];
}
