using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Where sources disagree: act | who says so | who denies it | what others say. Nothing is adjudicated.</summary>
internal static class DisagreementsSection
{
    private const int Most = 8;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Disagreements, Title = "Disagreements" };
        var table = new Table { Columns = { "Act", "Who says so", "Who denies it", "Others" } };
        foreach (var dispute in material.Disputes.Take(Most))
        {
            if (Say(writer, dispute.Affirmed) is not { } affirmed)
                continue;
            var denied = Say(writer, dispute.Denied);
            var others = Say(writer, dispute.Others);
            var actor = material.Names.Inline(dispute.Actor);
            table.Rows.Add(new TableRow
            {
                Cells =
                {
                    Writer.Passage(Writer.Say($"{Verbs.Noun(dispute.Affirmed[0])}, ascribed to {actor}")),
                    Writer.Passage(affirmed),
                    Writer.Passage(denied ?? Writer.Say($"No answer of {actor} was found in the sources read.")),
                    Writer.Passage(others ?? Writer.Say("Nothing found.")),
                },
            });
        }
        section.Blocks.Add(table.Rows.Count > 0
            ? new Block { Table = table }
            : Writer.Paragraph("The sources read neither allege nor deny an act of the other side."));
        return section;
    }

    private static Sentence? Say(Writer writer, IReadOnlyList<Claim> claims) =>
        claims.Count == 0 ? null : writer.Ledger.Fact(claims, c => Writer.Stop(Parties.Capital(writer.Clause(c, dated: true)) + $": {Quotation.Inline(c[0], 160)}"));
}
