using RegionalSecurity.Composition.Rendering;

namespace RegionalSecurity.Composition.Tests;

public sealed class RenderingTests
{
    [Fact]
    public void Html_Crisis_MatchesGolden() => HtmlRenderer.Render(ReportComposer.Compose(Make.Crisis().Input())).ShouldMatchGolden("crisis.html");

    [Fact]
    public void Markdown_Crisis_MatchesGolden() => MarkdownRenderer.Render(ReportComposer.Compose(Make.Crisis().Input())).ShouldMatchGolden("crisis.md");
}
