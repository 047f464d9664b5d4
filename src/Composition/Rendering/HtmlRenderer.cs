using System.Globalization;
using System.Net;
using System.Text;
using RegionalSecurity.Composition.Sections;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Rendering;

/// <summary>A report as one self-contained HTML file: no script, no external request, light, dark and print styles. Everything that came from an
/// article is escaped; only http and https addresses become links.</summary>
public static class HtmlRenderer
{
    private static readonly string s_style = Resources.Text("report.css");

    public static string Render(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder(64 * 1024);
        var links = new Backlinks();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Append("<title>").Append(Text(report.Title)).Append(" – RegionalSecurity</title>\n<style>\n").Append(s_style).Append("</style>\n</head>\n<body>\n<div class=\"page\">\n");
        Head(html, report);
        Contents(html, report);
        html.Append("<main>\n");
        foreach (var section in report.Sections)
            Section(html, report, section, links);
        Citations(html, report, links);
        Sources(html, report);
        html.Append("</main>\n<footer>").Append(Text(Parties.Capital(report.Authorship))).Append(". Report ").Append(Text(report.ReportId))
            .Append(". Not for targeting, nor for automated decisions about persons.</footer>\n</div>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Head(StringBuilder html, Report report)
    {
        html.Append("<header>\n<p class=\"eyebrow\">Situation report · RegionalSecurity</p>\n<h1>").Append(Text(report.Title)).Append("</h1>\n<p class=\"lede\">")
            .Append(Text(Parties.Capital(report.Authorship))).Append(". Knowledge as of ").Append(Text(Stamp(report.AsOfTime))).Append(".</p>\n");
        Banner(html, report);
        html.Append("<div class=\"head\">\n<div class=\"panel\"><h2>Reported tension</h2>\n");
        if (report.Tension is { } tension)
        {
            var band = Labels.Band(tension.Band);
            html.Append("<div class=\"level\"><b>").Append(Labels.Number(tension.Level)).Append("</b> of 100 <span class=\"band ").Append(Text(band)).Append("\">")
                .Append(Text(band)).Append("</span></div>\n").Append(Pictures.Level(tension.Level, band)).Append(Pictures.Series(report.Series));
        }
        html.Append("</div>\n<div class=\"panel\"><h2>What it rests on</h2>\n<dl>\n");
        Fact(html, "Period", $"{Dates.Range(report.FromTime.ToDateTimeOffset(), Dates.LastDay(report.FromTime.ToDateTimeOffset(), report.ToTime.ToDateTimeOffset()))}");
        Fact(html, "Sources", $"{report.Sources.Count} articles cited");
        Fact(html, "Quotes", $"{report.Citations.Count} cited");
        foreach (var side in report.Balance)
            Fact(html, side.Name, side.ClaimCount == 0 ? "no claim in its voice" : $"{Labels.Count(side.ClaimCount, "claim")} in {Labels.Count(side.VoiceCount, "voice")}");
        Fact(html, "Method", $"{report.Tension?.MethodVersion}, {report.ComposerVersion}");
        if (report.DroppedSentenceCount > 0)
            Fact(html, "Withheld", Labels.Count(report.DroppedSentenceCount, "sentence"));
        html.Append("</dl></div>\n</div>\n</header>\n");
    }

    private static void Contents(StringBuilder html, Report report)
    {
        html.Append("<nav aria-label=\"Contents\">\n<ol>\n");
        foreach (var section in report.Sections)
            html.Append("<li><a href=\"#").Append(Anchor(section)).Append("\">").Append(Text(section.Title)).Append("</a></li>\n");
        html.Append("<li><a href=\"#citations\">Citations</a></li>\n<li><a href=\"#sources\">Sources</a></li>\n</ol>\n</nav>\n");
    }

    private static void Section(StringBuilder html, Report report, Section section, Backlinks links)
    {
        html.Append("<section id=\"").Append(Anchor(section)).Append("\">\n<h2>").Append(Text(section.Title)).Append("</h2>\n");
        Banner(html, report);
        foreach (var block in section.Blocks)
            Block(html, block, links);
        html.Append("</section>\n");
    }

    private static void Block(StringBuilder html, Block block, Backlinks links)
    {
        switch (block.BlockCase)
        {
            case Reports.V1.Block.BlockOneofCase.Paragraph:
                Passage(html.Append("<p>"), block.Paragraph, links).Append("</p>\n");
                break;
            case Reports.V1.Block.BlockOneofCase.Bullets:
                html.Append("<ul>\n");
                foreach (var item in block.Bullets.Items)
                    Passage(html.Append("<li>"), item, links).Append("</li>\n");
                html.Append("</ul>\n");
                break;
            case Reports.V1.Block.BlockOneofCase.Table:
                Table(html, block.Table, links);
                break;
            case Reports.V1.Block.BlockOneofCase.Judgement:
                Judgement(html, block.Judgement, links);
                break;
            case Reports.V1.Block.BlockOneofCase.Heading:
                html.Append("<h3>").Append(Text(block.Heading)).Append("</h3>\n");
                break;
            case Reports.V1.Block.BlockOneofCase.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block.BlockCase, "The renderer does not know this kind of block.");
        }
    }

    private static void Judgement(StringBuilder html, Judgement judgement, Backlinks links)
    {
        Passage(html.Append("<div class=\"judgement\">\n<p>"), judgement.Statement, links).Append("</p>\n<p class=\"why\">");
        if (judgement.SinceTime is not null)
            html.Append("Since ").Append(Text(Dates.Day(judgement.SinceTime.ToDateTimeOffset()))).Append(". ");
        html.Append("Confidence: <strong>").Append(Documents.Confidence(judgement.Confidence)).Append("</strong>. ").Append(Text(judgement.ConfidenceReason)).Append("</p>\n</div>\n");
    }

    private static void Table(StringBuilder html, Table table, Backlinks links)
    {
        // Two narrow columns fit a telephone as they are; wider tables are stacked there.
        html.Append("<div class=\"table\"><table").Append(table.Columns.Count > 2 ? " class=\"wide\"" : "").Append(">\n<thead><tr>");
        foreach (var column in table.Columns)
            html.Append("<th scope=\"col\">").Append(Text(column)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Cells.Count; i++)
                Passage(html.Append("<td data-label=\"").Append(Text(i < table.Columns.Count ? table.Columns[i] : "")).Append("\">"), row.Cells[i], links).Append("</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
    }

    private static StringBuilder Passage(StringBuilder html, Passage passage, Backlinks links)
    {
        for (var i = 0; i < passage.Sentences.Count; i++)
        {
            var sentence = passage.Sentences[i];
            if (i > 0)
                html.Append(' ');
            Quoted(html, sentence.Text);
            if (sentence.CitationNumbers.Count == 0)
                continue;
            html.Append("<span class=\"cites\">");
            foreach (var number in sentence.CitationNumbers)
                html.Append(CultureInfo.InvariantCulture, $"<a id=\"{links.Add(number)}\" href=\"#c{number}\" aria-label=\"Citation {number}\">[{number}]</a>");
            html.Append("</span>");
        }
        return html;
    }

    // Words between quotation marks are set apart where the marks balance.
    private static void Quoted(StringBuilder html, string text)
    {
        var depth = 0;
        var balanced = true;
        foreach (var character in text)
        {
            depth += character == '“' ? 1 : character == '”' ? -1 : 0;
            balanced &= depth >= 0;
        }
        if (!balanced || depth != 0)
        {
            html.Append(Text(text));
            return;
        }
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '“' && depth++ == 0)
            {
                html.Append(Text(text[start..i])).Append("<span class=\"q\">");
                start = i;
            }
            else if (text[i] == '”' && --depth == 0)
            {
                html.Append(Text(text[start..(i + 1)])).Append("</span>");
                start = i + 1;
            }
        }
        html.Append(Text(text[start..]));
    }

    private static void Citations(StringBuilder html, Report report, Backlinks links)
    {
        html.Append("<section id=\"citations\">\n<h2>Citations</h2>\n");
        Banner(html, report);
        html.Append(report.Citations.Count == 0 ? "<p>This report cites nothing.</p>\n" : "<ol class=\"cards\">\n");
        foreach (var citation in report.Citations)
        {
            var source = report.Sources.FirstOrDefault(s => s.Number == citation.SourceNumber);
            html.Append(CultureInfo.InvariantCulture, $"<li class=\"card\" id=\"c{citation.Number}\"><span class=\"n\">{citation.Number}</span><div>\n<blockquote>");
            if (citation.ContextBefore.Length > 0)
                html.Append("<span class=\"ctx\">").Append(Text(citation.ContextBefore)).Append("</span>");
            html.Append("<mark>").Append(Text(citation.Quote.Quote)).Append("</mark>");
            if (citation.ContextAfter.Length > 0)
                html.Append("<span class=\"ctx\">").Append(Text(citation.ContextAfter)).Append("</span>");
            html.Append("</blockquote>\n<p class=\"src\">").Append(source is null ? "" : Origin(source)).Append(CultureInfo.InvariantCulture, $" · characters {citation.Quote.Start} to {citation.Quote.End} · claim ")
                .Append(Text(citation.ClaimId));
            foreach (var (anchor, index) in links.Of(citation.Number).Select(static (a, i) => (a, i)))
                html.Append(CultureInfo.InvariantCulture, $" <a href=\"#{anchor}\" aria-label=\"Back to use {index + 1}\">↩{index + 1}</a>");
            html.Append("</p>\n</div></li>\n");
        }
        html.Append(report.Citations.Count == 0 ? "</section>\n" : "</ol>\n</section>\n");
    }

    private static void Sources(StringBuilder html, Report report)
    {
        html.Append("<section id=\"sources\">\n<h2>Sources</h2>\n");
        Banner(html, report);
        html.Append(report.Sources.Count == 0 ? "<p>This report cites no article.</p>\n" : "<ol>\n");
        foreach (var source in report.Sources)
            html.Append(CultureInfo.InvariantCulture, $"<li id=\"s{source.Number}\" value=\"{source.Number}\">").Append(Origin(source)).Append(". Language: ")
                .Append(Text(source.Language.Length > 0 ? source.Language : "und")).Append(". Article ").Append(Text(source.ArticleId))
                .Append(CultureInfo.InvariantCulture, $", revision {source.Revision}.</li>\n");
        html.Append(report.Sources.Count == 0 ? "</section>\n" : "</ol>\n</section>\n");
    }

    private static string Origin(Source source)
    {
        var title = Text(source.Title.Length > 0 ? source.Title : "Untitled article");
        var url = Documents.SafeUrl(source.Url);
        var linked = url is null ? $"“{title}”" : $"<a href=\"{Text(url)}\" rel=\"noopener noreferrer nofollow\">“{title}”</a>";
        return $"{Text(Labels.Publisher(source))}, {linked}, {Text(Documents.Date(source))}";
    }

    private static void Banner(StringBuilder html, Report report)
    {
        if (report.Sample)
            html.Append("<p class=\"sample\">Invented sample: these states and events do not exist.</p>\n");
    }

    private static void Fact(StringBuilder html, string name, string value) =>
        html.Append("<dt>").Append(Text(name)).Append("</dt><dd>").Append(Text(value)).Append("</dd>\n");

    private static string Anchor(Section section) => Documents.Anchor(section.Kind);

    private static string Stamp(Google.Protobuf.WellKnownTypes.Timestamp time) =>
        time.ToDateTimeOffset().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // Control characters have no place in HTML and none in a reader's eye.
    private static string Text(string text) =>
        WebUtility.HtmlEncode(text.Any(static c => char.IsControl(c) && c is not ('\n' or '\t'))
            ? string.Concat(text.Select(static c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c))
            : text);

    // Anchors of the places that cite a number.
    private sealed class Backlinks
    {
        private readonly Dictionary<int, List<string>> _anchors = [];

        public string Add(int number)
        {
            if (!_anchors.TryGetValue(number, out var list))
                _anchors[number] = list = [];
            var anchor = string.Create(CultureInfo.InvariantCulture, $"r{number}-{list.Count + 1}");
            list.Add(anchor);
            return anchor;
        }

        public List<string> Of(int number) => _anchors.TryGetValue(number, out var list) ? list : [];
    }
}
