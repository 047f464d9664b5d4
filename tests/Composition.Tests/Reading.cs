using System.Text;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Tests;

/// <summary>Reads a report as a person would.</summary>
internal static class Reading
{
    public static IEnumerable<Sentence> Sentences(this Report report) => report.Sections.SelectMany(Sentences);

    public static IEnumerable<Sentence> Sentences(this Section section) => section.Blocks.SelectMany(static b => b.BlockCase switch
    {
        Block.BlockOneofCase.Paragraph => b.Paragraph.Sentences,
        Block.BlockOneofCase.Bullets => b.Bullets.Items.SelectMany(static i => i.Sentences),
        Block.BlockOneofCase.Table => b.Table.Rows.SelectMany(static r => r.Cells).SelectMany(static c => c.Sentences),
        Block.BlockOneofCase.Judgement => b.Judgement.Statement.Sentences,
        _ => (IEnumerable<Sentence>)[],
    });

    public static Section Of(this Report report, SectionKind kind) => report.Sections.Single(s => s.Kind == kind);

    public static string Text(this Section section) => string.Join(' ', section.Sentences().Select(static s => s.Text));

    public static string[] Column(this Section section, string name) =>
        [.. section.Blocks.Where(b => b.Table?.Columns.Contains(name) == true).SelectMany(b => b.Table.Rows.Select(r => string.Join(' ', r.Cells[b.Table.Columns.IndexOf(name)].Sentences.Select(static s => s.Text))))];

    /// <summary>The words outside quotation marks.</summary>
    public static string OutsideQuotes(this string text)
    {
        var outside = new StringBuilder();
        var depth = 0;
        foreach (var character in text)
        {
            depth += character == '“' ? 1 : 0;
            if (depth == 0)
                outside.Append(character);
            depth -= character == '”' ? 1 : 0;
        }
        depth.ShouldBe(0, text);
        return outside.ToString();
    }
}
