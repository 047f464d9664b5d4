using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>At most ten dated events in order of time, and who reports each.</summary>
internal static class ChronologySection
{
    private const int Most = 10;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Chronology, Title = "Chronology" };
        // Allegations stand in their own row as what was alleged, denials under disagreements, open matters under implications.
        var dated = material.Events.Where(static c => c.EventType != EventType.Statement && !c.Alleged && Dates.Span(c) is not null
            && c.Modality is Modality.Occurred or Modality.Announced && c.Actors.Count > 0);
        // A report on chosen articles takes their events whenever they were.
        var inPeriod = dated.Where(c => material.Input.ArticleIds.Count > 0 || Dates.Span(c)!.Value.Last >= material.Input.FromTime
            && (c.Modality == Modality.Announced || Dates.Span(c)!.Value.First < material.Input.ToTime));
        var acts = Material.WithoutRepeats(Material.Ranked(material.Acts(inPeriod, byDay: true))).Take(Most)
            .OrderBy(static a => a.Days!.Value.First).ThenBy(static a => a.Days!.Value.Last).ThenBy(static a => a.Key, StringComparer.Ordinal);
        var table = new Table { Columns = { "Date", "Event", "Reported by" } };
        foreach (var act in acts)
        {
            if (writer.Tell(act, dated: false) is not { } sentence)
                continue;
            var (first, last) = act.Days!.Value;
            var cited = act.Claims.Where(c => sentence.ClaimIds.Contains(c.ClaimId)).ToList();
            table.Rows.Add(new TableRow
            {
                Cells = { Writer.Passage(Writer.Say(Dates.Range(first, last))), Writer.Passage(sentence), Writer.Passage(Writer.Say(Publishers(material, cited))) },
            });
        }
        section.Blocks.Add(table.Rows.Count > 0
            ? new Block { Table = table }
            : Writer.Paragraph("The sources read give no dated event of this period."));
        return section;
    }

    private static string Publishers(Material material, IEnumerable<Claim> claims) =>
        string.Join("; ", claims.Select(static c => c.Publisher).DistinctBy(static p => Writer.PublisherName(p)).Select(p => Labels.Publisher(p, material.Names)));
}
