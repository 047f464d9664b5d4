using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>How the report was made, and the balance of what it rests on.</summary>
internal static class MethodSection
{
    public static Section Compose(Material material, Writer writer, IEnumerable<SideBalance> balance)
    {
        var input = material.Input;
        var section = new Section { Kind = SectionKind.Method, Title = "How this report was made" };
        var extractors = material.Claims.Select(static c => c.ExtractorVersion).Where(static v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var past = input.Past == Past.AsPublished
            ? $"It rests on what had been published by {Dates.Day(input.AsOfTime)}."
            : $"It rests on what had been read in by {Dates.Day(input.AsOfTime)}.";
        section.Blocks.Add(Writer.Paragraph(
            Writer.Say("A machine composed this report from cited sources. Each sentence that states a fact names the claims behind it; each claim is a passage of an article, quoted in the list of citations."),
            Writer.Say(past),
            Writer.Say(input.ArticleIds.Count > 0 ? $"It was confined to {Labels.Count(input.ArticleIds.Count, "article")}." : "Articles of the period on the subject were all taken."),
            Writer.Say("What one side says of another is told as its word. What an outlet under state control says of its own state’s acts counts as first-hand; what it says of others does not.")));
        section.Blocks.Add(Writer.Paragraph(
            Writer.Say($"Claims were read by {(extractors.Count > 0 ? Parties.Join(extractors) : "an extractor that is not named")}; the level is by {(input.Tension.MethodVersion.Length > 0 ? input.Tension.MethodVersion : "a method that is not named")} at sequence {input.Tension.LogSequence} of the claim log; the text is by {ReportComposer.Version}."),
            Writer.Say("The level measures reported tension: what sources report, weighted by severity, age and number of independent voices. It is no forecast and no statement of risk. Bands begin at 10 (guarded), 25 (elevated), 50 (high) and 75 (severe).")));
        var table = new Table { Columns = { "Side", "Claims in its voice", "Quotes cited", "Voices" } };
        foreach (var side in balance)
            table.Rows.Add(new TableRow { Cells = { Cell(side.Name), Cell($"{side.ClaimCount}"), Cell($"{side.QuoteCount}"), Cell($"{side.VoiceCount}") } });
        section.Blocks.Add(Writer.Heading("Balance of voices"));
        section.Blocks.Add(new Block { Table = table });
        if (writer.Ledger.Cited.Count > 0)
        {
            var ownership = writer.Ledger.Sources.GroupBy(static s => s.Publisher?.Ownership is null or Ownership.Unspecified ? Ownership.Unknown : s.Publisher.Ownership)
                .OrderBy(static g => g.Key).Select(static g => $"{g.Count()} {Labels.Ownership(g.Key)}");
            section.Blocks.Add(Writer.Paragraph($"Sources cited by ownership of their publisher: {string.Join(", ", ownership)}."));
        }
        return section;
    }

    /// <summary>Claims, cited quotes and voices by side; third parties last, with an empty code.</summary>
    public static IEnumerable<SideBalance> Balance(Material material, IReadOnlyCollection<Claim> cited)
    {
        foreach (var code in material.Scope.Sides)
            yield return Side(code, material.Names.Heading(code), c => Material.VoiceSide(c) == code);
        yield return Side("", "Third parties and unknown", c => !material.Scope.Sides.Contains(Material.VoiceSide(c), StringComparer.Ordinal));

        SideBalance Side(string code, string name, Func<Claim, bool> belongs) => new()
        {
            Code = code,
            Name = name,
            ClaimCount = material.Claims.Count(belongs),
            QuoteCount = cited.Count(belongs),
            VoiceCount = material.Claims.Where(belongs).Select(Material.Voice).Distinct(StringComparer.Ordinal).Count(),
        };
    }

    private static Passage Cell(string text) => Writer.Passage(Writer.Say(text));
}
