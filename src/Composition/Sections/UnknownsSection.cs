using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>What is not known: silent, quiet and failing sides, facts told by one voice, sentences that were withheld.</summary>
internal static class UnknownsSection
{
    private const int MostOneVoice = 3;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Unknowns, Title = "What we do not know" };
        var items = new List<Passage>();
        var input = material.Input;
        foreach (var side in input.Tension.Coverage?.Sides ?? [])
            if (Coverage(side, material.Names) is { Length: > 0 } line)
                items.Add(Writer.Passage(Writer.Say(line)));
        foreach (var code in material.Scope.Sides.Where(c => !material.Heard.Contains(c)))
            items.Add(Writer.Passage(Writer.Say($"No source of the period speaks for {material.Names.Inline(code)}: its view is not known from this report.")));
        OneVoice(material, writer, items);
        var unanswered = material.Disputes.Count(static d => !d.Answered);
        if (unanswered > 0)
            items.Add(Writer.Passage(Writer.Say($"{Parties.Capital(Labels.Count(unanswered, "allegation"))} found no answer in the sources read.")));
        var undated = material.Events.Count(static c => Dates.Span(c) is null);
        if (undated > 0)
            items.Add(Writer.Passage(Writer.Say($"{Parties.Capital(Labels.Count(undated, "event claim"))} {(undated == 1 ? "has" : "have")} no day that can be told.")));
        var unowned = material.Claims.Where(static c => c.Publisher is null || c.Publisher.Ownership is Ownership.Unspecified or Ownership.Unknown)
            .Select(static c => Writer.PublisherName(c.Publisher)).Distinct(StringComparer.Ordinal).Count();
        if (unowned > 0)
            items.Add(Writer.Passage(Writer.Say($"Who owns {(unowned == 1 ? "one publisher" : $"{unowned} publishers")} among the sources is not known.")));
        foreach (var reason in input.Tension.DegradedReasons)
            items.Add(Writer.Passage(Writer.Say($"The score is degraded: {reason.TrimEnd('.')}.")));
        if (input.OnlyLatestClaims > 0)
            items.Add(Writer.Passage(Writer.Say($"Of the period’s claims only the latest were read ({Labels.Count(input.OnlyLatestClaims, "claim")} at most of each kind): there are more than one report takes.")));
        if (writer.Ledger.Dropped > 0)
            items.Add(Writer.Passage(Writer.Say($"{Parties.Capital(Labels.Count(writer.Ledger.Dropped, "sentence"))} {(writer.Ledger.Dropped == 1 ? "was" : "were")} withheld: the quote is not in the stored article.")));
        section.Blocks.Add(items.Count > 0 ? Writer.Bullets(items) : Writer.Paragraph("The sources read leave no gap that this report can see by itself."));
        return section;
    }

    private static string Coverage(SideCoverage side, Names names)
    {
        var name = names.Inline(side.Code);
        return side.State switch
        {
            CoverageState.Silent => $"No article from a publisher of {name} came in during the last 30 days. This is no sign of calm.",
            CoverageState.Failing => $"No article from a publisher of {name} came in during the last 30 days, and a source of it is failing.",
            CoverageState.Quiet => $"Publishers of {name} were read in the last 30 days ({Labels.Count(side.ArticleCount, "article")}), and said nothing on the subject.",
            _ => "",
        };
    }

    private static void OneVoice(Material material, Writer writer, List<Passage> items)
    {
        var alone = material.Acts(material.Events.Where(static c => !c.FirstHand && !c.Alleged && c.Modality == Modality.Occurred && !Writer.Verbal(c.EventType)
                && c.EventType is not EventType.Statement), byDay: true)
            .Where(static a => a.Claims.Select(Material.Voice).Distinct(StringComparer.Ordinal).Count() == 1).ToList();
        if (alone.Count == 0)
            return;
        items.Add(Writer.Passage([Writer.Say($"{Parties.Capital(Labels.Count(alone.Count, "reported deed"))} {(alone.Count == 1 ? "rests" : "rest")} on one voice{(alone.Count > 1 ? ", among them:" : ":")}"),
            .. Material.Ranked(alone).Take(MostOneVoice).Select(a => writer.Tell(a, quoted: false))]));
    }
}
