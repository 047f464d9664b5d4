using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Announced countermeasures and commitments: measure | by | in response to | status.</summary>
internal static class CountermeasuresSection
{
    private const int Most = 12;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Countermeasures, Title = "Countermeasures and commitments" };
        var table = new Table { Columns = { "Measure", "By", "In response to", "Status" } };
        foreach (var act in Ranked(material).Take(Most))
        {
            var measure = writer.Ledger.Fact(act.Claims, claims => Writer.Stop($"{Measure(writer, claims[0])}: {Quotation.Inline(claims[0], 180)}"));
            if (measure is null)
                continue;
            var cited = act.Claims.Where(c => measure.ClaimIds.Contains(c.ClaimId)).ToList();
            var answered = cited.Where(static c => c.ResponseTo?.Span is not null).ToList();
            var response = answered.Count > 0 ? writer.Ledger.Fact(answered, static claims => Writer.Stop(Quotation.Inline(claims[0].ResponseTo.Span))) : null;
            table.Rows.Add(new TableRow
            {
                Cells =
                {
                    Writer.Passage(measure),
                    Writer.Passage(Writer.Say(By(writer, cited))),
                    Writer.Passage(response ?? Writer.Say("Not stated.")),
                    Writer.Passage(Writer.Say(Status(cited))),
                },
            });
        }
        section.Blocks.Add(table.Rows.Count > 0
            ? new Block { Table = table }
            : Writer.Paragraph("The sources read report no countermeasure and no commitment."));
        return section;
    }

    /// <summary>Measures and commitments, what matters most first.</summary>
    public static IEnumerable<Act> Ranked(Material material)
    {
        var acts = material.Acts(material.Events.Where(static c => Measures(c) && !c.Alleged));
        // A measure that answers something, or is still to come, tells more here than one more event of the chronology.
        return Material.WithoutRepeats(Material.Ranked(acts).OrderBy(static a => Material.OneSided(a.Claims)).ThenByDescending(static a => a.Claims.Any(static c => c.ResponseTo is not null))
            .ThenByDescending(static a => a.Lead.Modality == Modality.Announced));
    }

    /// <summary>Whether the claim is a measure or a commitment rather than a word.</summary>
    private static bool Measures(Claim claim) => claim.Actors.Count > 0 && claim.Modality switch
    {
        Modality.Announced => claim.EventType is not (EventType.Statement or EventType.Consult),
        Modality.Occurred => claim.EventType is EventType.Mobilize or EventType.Sanction or EventType.Coerce or EventType.Agree or EventType.Concede
            or EventType.Cooperate or EventType.Aid or EventType.Retreat || (claim.EventType == EventType.Support && claim.Themes.Contains(Theme.Alliance)),
        Modality.Conditional => claim.EventType is EventType.Mobilize or EventType.Sanction or EventType.Coerce or EventType.Assault,
        _ => false,
    };

    private static string Measure(Writer writer, Claim claim)
    {
        var actors = writer.Parties.Phrases(claim.Actors);
        var targets = writer.Parties.Phrases(claim.Targets).Where(t => !actors.Contains(t, StringComparer.Ordinal)).ToList();
        return Verbs.Noun(claim) + (targets.Count > 0 ? $", concerning {Parties.Join(targets)}" : "");
    }

    private static string By(Writer writer, List<Claim> cited)
    {
        var actors = Parties.Capital(writer.Parties.List(cited[0].Actors));
        var voice = cited[0].Attributions.Count > 0 ? cited[0].Attributions[0].Source : null;
        var own = voice is { Code.Length: > 0 } && cited[0].Actors.Any(a => a.Code == voice.Code);
        return own ? $"{actors}, in {(Parties.Plural(writer.Parties.Phrases(cited[0].Actors)) ? "their" : "its")} own word ({Writer.Reporters(cited).Names})" : $"{actors}, as told by {writer.WhoSays(cited)}";
    }

    private static string Status(List<Claim> cited) => cited[0].Modality switch
    {
        _ when Material.OneSided(cited) => $"Alleged by {Writer.Reporters(cited).Names}",
        _ when cited.All(Material.OfOthers) => $"Said by {Writer.Reporters(cited).Names} of others",
        Modality.Announced => "Announced",
        Modality.Conditional => "Announced on a condition",
        _ => cited[0].EventType is EventType.Agree or EventType.Concede or EventType.Support ? "Promised in words" : "Reported as done or under way",
    };
}
