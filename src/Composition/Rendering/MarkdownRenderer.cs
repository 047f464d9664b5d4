using System.Globalization;
using System.Text;
using RegionalSecurity.Composition.Sections;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Rendering;

/// <summary>A report as Markdown (CommonMark with tables). Everything that came from an article is escaped: no markup of its own survives.</summary>
public static class MarkdownRenderer
{
    private const string Special = "\\`*_{}[]()#+-!|<>&~\"'^=:$@";

    public static string Render(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.Append("# ").Append(Escape(report.Title)).Append("\n\n");
        Banner(text, report);
        text.Append(Escape(Parties.Capital(report.Authorship))).Append(". Knowledge as of ").Append(Escape(Dates.Day(report.AsOfTime.ToDateTimeOffset()))).Append(".\n\n");
        if (report.Tension is { } tension)
            text.Append(CultureInfo.InvariantCulture, $"**Reported tension: {Labels.Number(tension.Level)} of 100 ({Labels.Band(tension.Band)})**\n\n");
        foreach (var section in report.Sections)
        {
            text.Append("## ").Append(Escape(section.Title)).Append("\n\n");
            Banner(text, report);
            foreach (var block in section.Blocks)
                Block(text, block);
        }
        Citations(text, report);
        text.Append("---\n\nReport ").Append(Escape(report.ReportId)).Append(". Not for targeting, nor for automated decisions about persons.\n");
        return text.ToString();
    }

    private static void Block(StringBuilder text, Block block)
    {
        switch (block.BlockCase)
        {
            case Reports.V1.Block.BlockOneofCase.Paragraph:
                text.Append(Passage(block.Paragraph)).Append("\n\n");
                break;
            case Reports.V1.Block.BlockOneofCase.Bullets:
                foreach (var item in block.Bullets.Items)
                    text.Append("- ").Append(Passage(item)).Append('\n');
                text.Append('\n');
                break;
            case Reports.V1.Block.BlockOneofCase.Table:
                text.Append("| ").AppendJoin(" | ", block.Table.Columns.Select(Escape)).Append(" |\n|").Append(string.Concat(Enumerable.Repeat(" --- |", block.Table.Columns.Count))).Append('\n');
                foreach (var row in block.Table.Rows)
                    text.Append("| ").AppendJoin(" | ", row.Cells.Select(Passage)).Append(" |\n");
                text.Append('\n');
                break;
            case Reports.V1.Block.BlockOneofCase.Judgement:
                var judgement = block.Judgement;
                text.Append("- ").Append(Passage(judgement.Statement)).Append("  \n  *")
                    .Append(judgement.SinceTime is null ? "" : $"Since {Dates.Day(judgement.SinceTime.ToDateTimeOffset())}. ")
                    .Append(CultureInfo.InvariantCulture, $"Confidence: {Documents.Confidence(judgement.Confidence)}. {Escape(judgement.ConfidenceReason)}*\n\n");
                break;
            case Reports.V1.Block.BlockOneofCase.Heading:
                text.Append("### ").Append(Escape(block.Heading)).Append("\n\n");
                break;
            case Reports.V1.Block.BlockOneofCase.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block.BlockCase, "The renderer does not know this kind of block.");
        }
    }

    private static string Passage(Passage passage) =>
        string.Join(' ', passage.Sentences.Select(static s => Escape(s.Text)
            + (s.CitationNumbers.Count == 0 ? "" : " " + string.Concat(s.CitationNumbers.Select(static n => string.Create(CultureInfo.InvariantCulture, $"\\[{n}\\]"))))));

    private static void Citations(StringBuilder text, Report report)
    {
        text.Append("## Citations\n\n");
        Banner(text, report);
        if (report.Citations.Count == 0)
            text.Append("This report cites nothing.\n\n");
        foreach (var citation in report.Citations)
        {
            var source = report.Sources.FirstOrDefault(s => s.Number == citation.SourceNumber);
            text.Append(CultureInfo.InvariantCulture, $"\\[{citation.Number}\\] “{Escape(citation.Quote.Quote)}”");
            if (source is not null)
                text.Append(CultureInfo.InvariantCulture, $"  \nSource {source.Number}, characters {citation.Quote.Start} to {citation.Quote.End}.");
            text.Append("\n\n");
        }
        text.Append("## Sources\n\n");
        Banner(text, report);
        if (report.Sources.Count == 0)
            text.Append("This report cites no article.\n\n");
        foreach (var source in report.Sources)
        {
            var title = Escape(source.Title.Length > 0 ? source.Title : "Untitled article");
            var url = Documents.SafeUrl(source.Url);
            // An address between angle brackets ends at ">", which AbsoluteUri never holds unescaped.
            text.Append(CultureInfo.InvariantCulture, $"{source.Number}. {Escape(Labels.Publisher(source))}, {(url is null ? $"“{title}”" : $"[“{title}”](<{url}>)")}, {Documents.Date(source)}. Article {Escape(source.ArticleId)}, revision {source.Revision}.\n");
        }
        text.Append('\n');
    }

    private static void Banner(StringBuilder text, Report report)
    {
        if (report.Sample)
            text.Append("> **Invented sample**: these states and events do not exist.\n\n");
    }

    // CommonMark lets any ASCII punctuation be escaped; what could begin markup anywhere is. Lines are joined: a line break could begin a block.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        var space = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character))
            {
                space = escaped.Length > 0;
                continue;
            }
            if (space)
                escaped.Append(' ');
            space = false;
            // A hyphen, plus, bracket or colon inside a word begins nothing and reads better bare.
            if (Special.Contains(character, StringComparison.Ordinal) && !Harmless(character, escaped))
                escaped.Append('\\');
            escaped.Append(character);
        }
        // "1. " at the beginning would open a list.
        return EscapeListNumber(escaped.ToString());
    }

    private static bool Harmless(char character, StringBuilder before) =>
        character is '\'' or '"' or '(' or ')' || (character is '-' or ':' or '+' && before.Length > 0 && before[^1] != ' ' && before[^1] != '\n' && !EndsLikeScheme(before, character));

    // "http:" is linked by many renderers of Markdown.
    private static bool EndsLikeScheme(StringBuilder before, char character) =>
        character == ':' && before.Length >= 4 && (before.ToString(Math.Max(0, before.Length - 6), Math.Min(6, before.Length)) is var end)
            && (end.EndsWith("http", StringComparison.OrdinalIgnoreCase) || end.EndsWith("https", StringComparison.OrdinalIgnoreCase) || end.EndsWith("mailto", StringComparison.OrdinalIgnoreCase) || end.EndsWith("ftp", StringComparison.OrdinalIgnoreCase));

    private static string EscapeListNumber(string text)
    {
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        return digits is > 0 and < 10 && digits < text.Length && text[digits] == '.' ? text.Insert(digits, "\\") : text;
    }
}
