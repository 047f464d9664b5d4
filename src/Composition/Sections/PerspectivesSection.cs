using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Each side's perspective in one order of fields: how it names it, what it objects to, what it demands, what it says it seeks, what else it holds.</summary>
internal static class PerspectivesSection
{
    private const int MostPerField = 3;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Perspectives, Title = "Perspectives of each side" };
        foreach (var code in material.Speakers)
        {
            section.Blocks.Add(Writer.Heading(material.Names.Heading(code)));
            var absent = Absence(material, code);
            if (absent.Length > 0)
                section.Blocks.Add(Writer.Paragraph(absent));
            var table = new Table { Columns = { "Field", "As the sources tell it" } };
            Add(table, "Names it", Names(material, writer, code));
            Add(table, "Objects to", Field(material, writer, code, Objects));
            Add(table, "Demands or warns", Field(material, writer, code, static c => c.EventType is EventType.Request or EventType.Threaten && c.Modality != Modality.Denied));
            Add(table, "Says it seeks", Field(material, writer, code, Seeks));
            Add(table, "Other positions", Field(material, writer, code, static c => c.EventType == EventType.Statement && c.Label is null && !Material.OfOthers(c)));
            section.Blocks.Add(new Block { Table = table });
        }
        if (section.Blocks.Count == 0)
            section.Blocks.Add(Writer.Paragraph("The sources read tell of no side."));
        return section;
    }

    /// <summary>The line for a side that no source of its own speaks for; empty when one does.</summary>
    public static string Absence(Material material, string code)
    {
        var name = material.Names.Inline(code);
        var publishers = material.Claims.Any(c => c.Publisher?.Country == code);
        var own = material.Claims.Any(c => Material.Speaks(c, code));
        var state = material.Input.Tension.Coverage?.Sides.FirstOrDefault(s => s.Code == code)?.State ?? CoverageState.Unspecified;
        if (publishers)
            return "";
        if (!own)
            return state == CoverageState.Failing
                ? $"No source read speaks for {name}: a source of its own is failing. What follows, if anything, is told by others."
                : $"No source read speaks for {name}. What follows, if anything, is told by others.";
        return $"No outlet of {name} is among the sources read. What follows is its word as others report it, and what others tell of it.";
    }

    private static bool Objects(Claim claim) =>
        claim.EventType is EventType.Accuse or EventType.Reject or EventType.Protest && claim.Modality != Modality.Denied;

    private static bool Seeks(Claim claim) => !claim.Alleged
        && (claim.Modality == Modality.Announced && claim.EventType is not (EventType.Request or EventType.Statement)
            || claim.EventType is EventType.Agree or EventType.Concede or EventType.Support && claim.Modality == Modality.Occurred);

    // A label belongs to whom the text says; where it does not say, to the speaker of a judgement on others.
    private static IEnumerable<Sentence?> Names(Material material, Writer writer, string code)
    {
        var labels = material.Claims.Where(c => c.Label?.Span is not null && !Material.OfOthers(c) && (c.Label.UsedBy == code
                || (c.Label.UsedBy.Length == 0 && Material.SaidBy(c, code) && c.EventType is EventType.Accuse or EventType.Reject or EventType.Statement or EventType.Threaten)))
            .GroupBy(static c => string.Concat(c.Label.Span.Quote.Where(char.IsLetterOrDigit)).ToUpperInvariant(), StringComparer.Ordinal)
            .OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal).Take(MostPerField);
        return labels.Select(group => writer.Ledger.Fact(group.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal), claims =>
        {
            var (reporters, plural) = Writer.Reporters(claims);
            var own = material.Names.Inline(code);
            var targets = writer.Parties.Phrases(claims[0].Targets).Where(t => t != own).ToList();
            var about = targets.Count > 0 ? $" for what {Parties.Join(targets)} {(Parties.Plural(targets) ? "do" : "does")}" : "";
            return $"{Parties.Capital(own)} uses the words {Quotation.Inline(claims[0].Label.Span)}{about}, {reporters} {(plural ? "report" : "reports")}.";
        }));
    }

    private static IEnumerable<Sentence?> Field(Material material, Writer writer, string code, Func<Claim, bool> belongs) =>
        Diverse(material.Acts(material.Events.Where(c => belongs(c) && Material.ActsFor(c, code)))).Select(a => writer.Tell(a));

    private static void Add(Table table, string field, IEnumerable<Sentence?> sentences)
    {
        var label = field;
        foreach (var sentence in sentences.OfType<Sentence>())
        {
            table.Rows.Add(new TableRow { Cells = { Writer.Passage(Writer.Say(label)), Writer.Passage(sentence) } });
            label = "";
        }
        if (label.Length > 0)
            table.Rows.Add(new TableRow { Cells = { Writer.Passage(Writer.Say(label)), Writer.Passage(Writer.Say("Nothing found in the sources read.")) } });
    }

    // The best acts, each of another kind or towards another target before a second of the same.
    private static IEnumerable<Act> Diverse(IEnumerable<Act> acts)
    {
        var ranked = Material.Ranked(acts).ToList();
        var first = ranked.DistinctBy(static a => (Verbs.Noun(a.Lead), string.Join('+', a.Lead.Targets.Select(static t => t.Code).Order(StringComparer.Ordinal)))).ToList();
        return first.Concat(ranked.Except(first)).Take(MostPerField);
    }
}
