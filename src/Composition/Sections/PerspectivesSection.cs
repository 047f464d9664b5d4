using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>Each side's perspective in one order of fields: how it names it, what it objects to, what it demands, what it says it seeks.</summary>
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
            section.Blocks.Add(Writer.Bullets(
            [
                Names(material, writer, code),
                Field(material, writer, code, "Objects to", Objects),
                Field(material, writer, code, "Demands", static c => c.EventType == EventType.Request),
                Seeks(material, writer, code),
            ]));
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
        var own = material.Claims.Any(c => Material.VoiceSide(c) == code);
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
        claim.EventType is EventType.Accuse or EventType.Reject or EventType.Protest or EventType.Threaten && claim.Modality != Modality.Denied;

    private static Passage Names(Material material, Writer writer, string code)
    {
        var labels = material.Claims.Where(c => c.Label?.Span is not null && (c.Label.UsedBy == code || (c.Label.UsedBy.Length == 0 && Material.SaidBy(c, code))))
            .GroupBy(static c => c.Label.Span.Quote.Trim('“', '”', '"', '‘', '’', '\'').ToUpperInvariant(), StringComparer.Ordinal)
            .OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal).Take(MostPerField);
        var sentences = labels.Select(group => writer.Ledger.Fact(group.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal), claims =>
        {
            var (reporters, plural) = Writer.Reporters(claims);
            var targets = writer.Parties.Phrases(claims[0].Targets).Where(t => t != material.Names.Inline(code)).ToList();
            var about = targets.Count > 0 ? $" for what {Parties.Join(targets)} {(Parties.Plural(targets) ? "do" : "does")}" : "";
            return $"{Parties.Capital(material.Names.Inline(code))} uses the name {Quotation.Inline(claims[0].Label.Span)}{about}, {reporters} {(plural ? "report" : "reports")}.";
        })).ToList();
        return WithLead("Names it", sentences);
    }

    private static Passage Field(Material material, Writer writer, string code, string lead, Func<Claim, bool> belongs)
    {
        var acts = material.Acts(material.Events.Where(c => belongs(c) && Material.ActsFor(c, code)));
        return WithLead(lead, [.. Diverse(acts).Select(a => writer.Tell(a))]);
    }

    private static Passage Seeks(Material material, Writer writer, string code)
    {
        var plans = material.Events.Where(c => Material.ActsFor(c, code) && !c.Alleged
            && (c.Modality == Modality.Announced && c.EventType is not EventType.Request || c.EventType is EventType.Agree or EventType.Concede or EventType.Support && c.Modality == Modality.Occurred));
        var acts = Diverse(material.Acts(plans)).ToList();
        // Where it announces nothing, its own position is the next best account of what it wants.
        if (acts.Count == 0)
            acts = [.. Diverse(material.Acts(material.Events.Where(c => c.EventType == EventType.Statement && Material.ActsFor(c, code)))).Take(2)];
        return WithLead("Says it seeks", [.. acts.Select(a => writer.Tell(a))]);
    }

    // The best acts, each of another kind or towards another target before a second of the same.
    private static IEnumerable<Act> Diverse(IEnumerable<Act> acts)
    {
        var ranked = Material.Ranked(acts).ToList();
        var first = ranked.DistinctBy(static a => (Verbs.Noun(a.Lead), string.Join('+', a.Lead.Targets.Select(static t => t.Code).Order(StringComparer.Ordinal)))).ToList();
        return first.Concat(ranked.Except(first)).Take(MostPerField);
    }

    private static Passage WithLead(string lead, List<Sentence?> sentences)
    {
        var found = sentences.OfType<Sentence>().ToList();
        return Writer.Passage([Writer.Say(found.Count > 0 ? $"{lead}:" : $"{lead}: nothing found in the sources read."), .. found]);
    }
}
