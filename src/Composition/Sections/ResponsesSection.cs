using System.Text.RegularExpressions;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Responses and justifications: which act each side gives as the reason for its own, and what purpose it states.</summary>
internal static partial class ResponsesSection
{
    private const int MostPerSide = 4;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Responses, Title = "Responses and justifications" };
        foreach (var code in material.Speakers)
        {
            var answers = material.Events.Where(c => c.ResponseTo?.Span is not null && Material.ActsFor(c, code)).ToList();
            var items = Material.WithoutRepeats(Material.Ranked(material.Acts(answers))).Take(MostPerSide)
                .Select(act => writer.Ledger.Fact(act.Claims, claims => Answer(writer, claims))).OfType<Sentence>()
                .Select(static s => Writer.Passage(s)).ToList();
            // Where the words name no act that is answered, they may still give a purpose.
            var purposes = material.Events.Where(c => c.ResponseTo?.Span is null && Material.SaidBy(c, code) && Material.ActsFor(c, code) && !c.Alleged && !Material.OfOthers(c)
                && (c.EventType is EventType.Statement || Writer.Verbal(c.EventType) || c.Modality == Modality.Announced) && Purpose().IsMatch(c.Evidence.Quote)).ToList();
            items.AddRange(Material.WithoutRepeats(Material.Ranked(material.Acts(purposes)).OrderByDescending(static a => a.Lead.EventType == EventType.Statement)).Take(MostPerSide - Math.Min(MostPerSide, items.Count))
                .Select(a => writer.Tell(a)).OfType<Sentence>().Select(static s => Writer.Passage(s)));
            if (items.Count == 0)
                continue;
            section.Blocks.Add(Writer.Heading($"Reasons given for acts of {material.Names.Inline(code)}"));
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
        // An act of one's own is no reason that another gave.
        var actors = writer.Parties.Phrases(response.Actors.Where(r => r.Code.Length == 0 || !Material.ActsFor(claims[0], r.Code)));
        var by = actors.Count > 0 ? $", an act of {Parties.Join(actors)}" : "";
        return $"{Parties.Capital(writer.Clause(claims, dated: true))}. The reason given is {Quotation.Inline(response.Span)}{by}.";
    }

    [GeneratedRegex(@"\b(because|in (response|answer|reply|retaliation)|(to|at) (counter|deter|defend|protect|safeguard|prevent|ensur)\w*|self-defen[cs]e|deterren(t|ce)|necess(ary|ity)|need for|in order to|aimed at \w+ing|under the pretext)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Purpose();
}
