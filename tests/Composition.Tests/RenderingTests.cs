using System.Text.RegularExpressions;
using System.Xml.Linq;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Composition.Rendering;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Tests;

public sealed class RenderingTests
{
    private const string Hostile = "<script>alert(1)</script> **bold** [x](javascript:alert(2)) | cell | `code` <img src=x onerror=alert(3)> # head ![i](http://evil.example/i.png) &amp; \u0007";

    [Fact]
    public void Html_Crisis_MatchesGolden() => HtmlRenderer.Render(Crisis()).ShouldMatchGolden("crisis.html");

    [Fact]
    public void Markdown_Crisis_MatchesGolden() => MarkdownRenderer.Render(Crisis()).ShouldMatchGolden("crisis.md");

    [Fact]
    public void Json_Crisis_ReadsBackAsTheSameReport() => Report.Parser.ParseJson(JsonRenderer.Render(Crisis())).ShouldBe(Crisis());

    [Fact]
    public void Html_Crisis_EveryLinkInsideThePageHasItsTarget()
    {
        var html = HtmlRenderer.Render(Crisis());
        var ids = Regex.Matches(html, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();

        ids.Count.ShouldBe(ids.Distinct().Count());
        foreach (Match link in Regex.Matches(html, "href=\"#([^\"]+)\""))
            ids.ShouldContain(link.Groups[1].Value);
    }

    [Fact]
    public void Html_Crisis_IsSelfContainedAndMarkedAsSample()
    {
        var html = HtmlRenderer.Render(Crisis());

        html.ShouldNotContain("<script");
        Regex.Matches(html, "(src|url)\\s*[=(]").ShouldBeEmpty();
        // Head, thirteen sections, citations and sources.
        Regex.Count(html, "Invented sample: these states and events do not exist").ShouldBe(16);
        XDocument.Parse(Regex.Match(html, "<svg.*?</svg>", RegexOptions.Singleline).Value).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Fact]
    public void Html_HostileText_IsOnlyText()
    {
        var html = HtmlRenderer.Render(HostileReport());
        var body = html[html.IndexOf("<body>", StringComparison.Ordinal)..];

        Regex.Matches(body, "<(script|img|iframe|object|link|style|form)", RegexOptions.IgnoreCase).ShouldBeEmpty();
        Regex.Matches(body, "<[^>]*\\son\\w+\\s*=").ShouldBeEmpty();
        Regex.Matches(body, "href=\"(?!#|https?://)").ShouldBeEmpty();
        body.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        body.ShouldNotContain("\u0007");
    }

    [Fact]
    public void Markdown_HostileText_HasNoMarkupOfItsOwn()
    {
        var text = MarkdownRenderer.Render(HostileReport());

        Regex.Matches(text, @"(?<!\\)<(script|img)").ShouldBeEmpty();
        Regex.Matches(text, @"(?<!\\)\*\*bold").ShouldBeEmpty();
        Regex.Matches(text, @"(?<!\\)\]\(javascript").ShouldBeEmpty();
        Regex.Matches(text, @"(?<!\\)`code").ShouldBeEmpty();
        text.ShouldNotContain("](<javascript");
        foreach (var line in text.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal) && l.Contains("alert", StringComparison.Ordinal)))
            Regex.Count(line, @"(?<!\\)\|").ShouldBeInRange(3, 5);
    }

    [Theory]
    [InlineData("https://example.org/a b?x=<y>", true)]
    [InlineData("http://example.org", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//example.org", false)]
    [InlineData("", false)]
    public void SafeUrl_Scheme_DecidesWhetherItIsALink(string url, bool linked) => (Documents.SafeUrl(url) is not null).ShouldBe(linked);

    [Fact]
    public void Html_Series_IsDrawnWithATextAlternative()
    {
        var input = Make.Crisis().Input();
        var html = HtmlRenderer.Render(ReportComposer.Compose(input with
        {
            Series = [new TensionPoint { Date = "2031-05-01", Level = 26.4 }, new TensionPoint { Date = "2031-05-02", Level = 31.4 }, new TensionPoint { Date = "x\"><script>", Level = double.NaN }],
        }));

        html.ShouldContain("aria-label=\"Level from 1 May 2031 (26.4) to date unknown");
        html.ShouldNotContain("<script");
    }

    private static Report Crisis() => ReportComposer.Compose(Make.Crisis().Input());

    private static Report HostileReport()
    {
        var make = new Make();
        var article = make.Article("a1", $"Ardania condemned {Hostile} Bestria.", Hostile, url: "javascript:alert(1)");
        article.Title = Hostile;
        var claim = make.Event(article, article.Text, EventType.Accuse, Make.A, Make.B);
        claim.Targets.Add(new Participant { Name = Hostile, Span = Make.Span(article, Hostile[..40]) });
        claim.Label = new Label { Span = Make.Span(article, Hostile), UsedBy = Make.A };
        return ReportComposer.Compose(make.Input());
    }
}
