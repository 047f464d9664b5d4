using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Measures that sources propose: measure | description | proposed by. The report adds none of its own.</summary>
internal static class MeasuresSection
{
    private const int MostQuotes = 2;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Measures, Title = "Measures proposed" };
        var table = new Table { Columns = { "Measure", "Description", "Proposed by" } };
        var groups = material.Recommendations.GroupBy(static c => c.Recommendation.Category)
            .OrderByDescending(static g => g.Select(Material.Voice).Distinct(StringComparer.Ordinal).Count()).ThenByDescending(static g => g.Count()).ThenBy(static g => g.Key);
        foreach (var group in groups)
        {
            var (name, description) = Catalogue.Measure(group.Key);
            var cell = Writer.Passage(Writer.Say(description));
            var cited = new List<Claim>();
            foreach (var claim in group.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal)
                .DistinctBy(static c => c.Evidence.Quote, StringComparer.Ordinal).Take(MostQuotes))
                if (writer.Ledger.Fact([claim], claims => Words(writer, claims[0])) is { } sentence)
                {
                    cell.Sentences.Add(sentence);
                    cited.Add(claim);
                }
            if (cited.Count > 0)
                table.Rows.Add(new TableRow
                {
                    Cells = { Writer.Passage(Writer.Say(name)), cell, Writer.Passage(Writer.Say(Parties.Capital(writer.WhoSays(cited)))) },
                });
        }
        section.Blocks.Add(table.Rows.Count > 0
            ? new Block { Table = table }
            : Writer.Paragraph("No source read proposes a measure."));
        return section;
    }

    private static string Words(Writer writer, Claim claim)
    {
        var who = writer.Parties.Phrases(claim.Actors);
        var to = who.Count > 0 ? $"Addressed to {Parties.Join(who)}: " : "In the source’s words: ";
        return Writer.Stop(to + Quotation.Inline(claim));
    }
}
