using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Consequences for stability: factor | implication, then escalation risks and de-escalation openings.</summary>
internal static class ConsequencesSection
{
    private const int Most = 5;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Consequences, Title = "Consequences for stability" };
        var table = new Table { Columns = { "Factor", "Implication", "Who expects it" } };
        foreach (var group in ImplicationsSection.Groups(material).Where(static g => Catalogue.Wider(g.Key)))
            if (ImplicationsSection.Row(writer, group) is var (implication, expecting))
                table.Rows.Add(new TableRow
                {
                    Cells = { Writer.Passage(Writer.Say(Catalogue.Outcome(group.Key).Name)), implication, Writer.Passage(Writer.Say(expecting)) },
                });
        section.Blocks.Add(table.Rows.Count > 0
            ? new Block { Table = table }
            : Writer.Paragraph("No source read names a wider consequence, such as for trade, alliances or civilians."));

        section.Blocks.Add(Writer.Heading("Escalation risks"));
        var risks = Expected(material, writer, static c => Catalogue.Escalates(c.Outlook.Category) && c.Outlook.Direction != OutlookDirection.Better)
            .Concat(Told(material, writer, static c => !c.Alleged && (c.EventType == EventType.Threaten && c.Modality == Modality.Occurred
                || c.Modality is Modality.Conditional && Act.Weight(c) >= 5))).Take(Most + 2).ToList();
        section.Blocks.Add(risks.Count > 0 ? Writer.Bullets(risks) : Writer.Paragraph("The sources read name none."));

        section.Blocks.Add(Writer.Heading("De-escalation openings"));
        var openings = Expected(material, writer, static c => Catalogue.Eases(c.Outlook.Category)
                || (c.Outlook.Direction == OutlookDirection.Better && c.Outlook.Category != OutlookCategory.Deterrence))
            .Concat(Told(material, writer, c => !c.Alleged && c.Modality is Modality.Occurred or Modality.Announced && AcrossSides(material, c)
                && (c.EventType is EventType.Consult or EventType.Concede or EventType.Retreat or EventType.Agree || c is { EventType: EventType.Request, Mode: Mode.Meet })))
            .Take(Most + 2).ToList();
        section.Blocks.Add(openings.Count > 0 ? Writer.Bullets(openings) : Writer.Paragraph("The sources read name none between the sides."));
        return section;
    }

    // Talks among allies are no opening: one actor and one target must be of different sides.
    private static bool AcrossSides(Material material, Claim claim)
    {
        if (material.Scope.Sides.Count < 2)
            return true;
        var actors = claim.Actors.Select(static a => a.Code).ToHashSet(StringComparer.Ordinal);
        return material.Scope.Sides.Any(a => actors.Contains(a) && material.Scope.Sides.Any(b => b != a && claim.Targets.Any(t => t.Code == b)));
    }

    // One short sentence an outcome: its quotes stand in the tables.
    private static IEnumerable<Passage> Expected(Material material, Writer writer, Func<Claim, bool> belongs) =>
        ImplicationsSection.Groups(material).Select(g => (g.Key, Claims: g.Where(belongs).ToList())).Where(static g => g.Claims.Count > 0).Take(Most)
            .Select(g => writer.Ledger.Fact(g.Claims.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal),
                claims => $"{Catalogue.Outcome(g.Key).Name}: named as an expectation by {writer.WhoSays(claims)}."))
            .OfType<Sentence>().Select(static s => Writer.Passage(s));

    private static IEnumerable<Passage> Told(Material material, Writer writer, Func<Claim, bool> belongs) =>
        Material.Ranked(material.Acts(material.Events.Where(belongs))).Take(Most)
            .Select(a => writer.Tell(a, quoteLength: 140)).OfType<Sentence>().Select(static s => Writer.Passage(s));
}
