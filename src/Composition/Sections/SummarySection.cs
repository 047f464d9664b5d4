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
            ScoreSection.Peak(material),
        };
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var code in material.Speakers.Take(4))
            sentences.Add(Side(material, writer, code, told));
        var outcomes = ImplicationsSection.Groups(material).Where(static g => g.Key != OutlookCategory.Other).ToList();
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

    // The act of a side that matters most, without quote: that stands above. An act without target or weight says too little here.
    private static Sentence? Side(Material material, Writer writer, string code, HashSet<string> told)
    {
        var acts = material.Acts(material.Events.Where(c => Material.ActsFor(c, code) && !c.Alleged && c.Modality is Modality.Occurred or Modality.Announced
            && c.EventType != EventType.Statement && (c.Targets.Any(static t => t.Code.Length > 0) || Act.Weight(c) >= 4)));
        var act = Material.Ranked(acts).OrderBy(static a => Material.OneSided(a.Claims)).FirstOrDefault();
        return act is null || !told.Add(act.Key) ? null : writer.Tell(act, quoted: false);
    }

    private static string Lower(string name) => name[..1].ToLowerInvariant() + name[1..];
}
