using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Responses and justifications: which act each side gives as the reason for its own.</summary>
internal static class ResponsesSection
{
    private const int MostPerSide = 4;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Responses, Title = "Responses and justifications" };
        foreach (var code in material.Speakers)
        {
            var answers = material.Events.Where(c => c.ResponseTo?.Span is not null && Material.ActsFor(c, code)).ToList();
            var items = Material.Ranked(material.Acts(answers)).Take(MostPerSide)
                .Select(act => writer.Ledger.Fact(act.Claims, claims => Answer(writer, claims))).OfType<Sentence>()
                .Select(static s => Writer.Passage(s)).ToList();
            if (items.Count == 0)
                continue;
            section.Blocks.Add(Writer.Heading($"As told of {material.Names.Inline(code)}"));
            section.Blocks.Add(Writer.Bullets(items));
        }
        if (section.Blocks.Count == 0)
            section.Blocks.Add(Writer.Paragraph("In the sources read no side is told to justify an act as a response to another’s."));
        else
            section.Blocks.Insert(0, Writer.Paragraph("The reasons are those that the sources give. This report does not judge who began."));
        return section;
    }

    private static string Answer(Writer writer, IReadOnlyList<Claim> claims)
    {
        var response = claims[0].ResponseTo;
        var actors = writer.Parties.Phrases(response.Actors);
        var by = actors.Count > 0 ? $", an act of {Parties.Join(actors)}" : "";
        return $"{Parties.Capital(writer.Clause(claims, dated: true))}. The reason given is {Quotation.Inline(response.Span)}{by}.";
    }
}
