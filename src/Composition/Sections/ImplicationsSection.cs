using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Implications that somebody expects for the parties: outcome | implication | who expects it | domain.</summary>
internal static class ImplicationsSection
{
    private const int MostPerOutcome = 3;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Implications, Title = "Implications" };
        var table = new Table { Columns = { "Outcome", "Implication", "Who expects it", "Domain" } };
        foreach (var group in Groups(material).Where(static g => !Catalogue.Wider(g.Key)))
        {
            if (Row(writer, group) is not var (implication, expecting))
                continue;
            var (name, domain) = Catalogue.Outcome(group.Key);
            table.Rows.Add(new TableRow
            {
                Cells = { Writer.Passage(Writer.Say(name)), implication, Writer.Passage(Writer.Say(expecting)), Writer.Passage(Writer.Say(Parties.Capital(domain))) },
            });
        }
        section.Blocks.Add(table.Rows.Count > 0
            ? new Block { Table = table }
            : Writer.Paragraph("No source read says what it expects to follow for the parties."));
        return section;
    }

    /// <summary>Outlooks by category, the most voiced first.</summary>
    public static IEnumerable<IGrouping<OutlookCategory, Claim>> Groups(Material material) =>
        material.Outlooks.GroupBy(static c => c.Outlook.Category)
            .OrderBy(static g => g.Key == OutlookCategory.Other).ThenByDescending(static g => g.Select(Material.Voice).Distinct(StringComparer.Ordinal).Count()).ThenByDescending(static g => g.Count()).ThenBy(static g => g.Key);

    /// <summary>The quotes of an outcome with the source's own likelihood word, and who expects it.</summary>
    public static (Passage Implication, string Expecting)? Row(Writer writer, IEnumerable<Claim> outlooks)
    {
        var passage = new Passage();
        var cited = new List<Claim>();
        var chosen = outlooks.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal).DistinctBy(static c => c.Evidence.Quote, StringComparer.Ordinal);
        foreach (var claim in chosen.Take(MostPerOutcome))
            if (writer.Ledger.Fact([claim], claims => Words(writer, claims[0])) is { } sentence)
            {
                passage.Sentences.Add(sentence);
                cited.Add(claim);
            }
        return cited.Count == 0 ? null : (passage, Parties.Capital(writer.WhoSays(cited)));
    }

    private static string Words(Writer writer, Claim claim)
    {
        var affected = writer.Parties.Phrases(claim.Actors);
        var about = affected.Count > 0 ? $"For {Parties.Join(affected)}: " : "";
        var word = claim.Outlook.Likelihood is { Quote.Length: > 0 } likelihood ? $" (the source’s word is {Quotation.Inline(likelihood, 40)})" : "";
        return Writer.Stop($"{about}{Quotation.Inline(claim)}{word}");
    }
}
