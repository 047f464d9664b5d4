using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting.Tests;

public sealed class OutputTests
{
    private const string Red = "\u001b[31m";

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("a\u001b[2Jb", "ab")]
    [InlineData("a\u001b]0;title\u0007b", "a]0;titleb")]
    [InlineData("a\rb\u0008", "ab")]
    [InlineData("a\u001b[", "a")]
    [InlineData("a\u001b[31m", "a")]
    public void Clean_WithoutColour_HasNoControlCharacters(string text, string expected) =>
        LogLines.Clean(text, colour: false).ShouldBe(expected);

    [Theory]
    [InlineData("a\u001b[1;31mb", "a\u001b[1;31mb")]
    [InlineData("a\u001b[2Jb", "ab")]
    [InlineData("a\u001b[?31mb", "ab")]
    public void Clean_WithColour_KeepsOnlyColours(string text, string expected) =>
        LogLines.Clean(text, colour: true).ShouldBe(expected);

    [Fact]
    public async Task Read_LinesOfAnyEnd_AreGivenWithoutIt()
    {
        var lines = new List<string>();
        await LogLines.ReadAsync(new StringReader("one\r\n\ntwo"), lines.Add);
        lines.ShouldBe(["one", "", "two"]);
    }

    [Fact]
    public async Task Read_EndlessLine_IsGivenInPieces()
    {
        var lines = new List<string>();
        await LogLines.ReadAsync(new StringReader(new string('x', 25)), lines.Add, longest: 10);
        lines.Select(l => l.Length).ShouldBe([10, 10, 5]);
    }

    [Fact]
    public void Child_WithoutColour_StandsBehindItsPaddedName()
    {
        var output = new StringWriter();
        new HostConsole(output, colour: false, ["web", "ingestion"]).Child("web", $"{Red}hello");
        output.ToString().TrimEnd().ShouldBe("web       | hello");
    }

    [Fact]
    public void Child_WithColour_HasAColourPerNameAndResetsTheLine()
    {
        var output = new StringWriter();
        var console = new HostConsole(output, colour: true, ["web", "claims"]);
        console.Child("web", $"{Red}hello");
        console.Child("claims", "hello");

        var lines = output.ToString().Split('\n');
        lines[0].TrimEnd().ShouldBe($"\u001b[36mweb     |\u001b[0m {Red}hello\u001b[0m");
        lines[1].TrimEnd().ShouldBe("\u001b[32mclaims  |\u001b[0m hello");
    }

    [Fact]
    public void Changed_LastBecomesHealthy_ShowsTheTableOnce()
    {
        using var declaration = new Declaration();
        declaration.Add("ingestion");
        declaration.Add("web").WithEndpoint("http", e => e.Port = 5080).WithExternalHttpEndpoints();
        PortAllocator.Allocate(declaration.Model.Projects);
        var instances = declaration.Model.Projects.Select(p => new ResourceInstance(p, 0, "x")).ToList();
        var output = new StringWriter();
        var board = new StatusBoard(instances, new HostConsole(output, false, []), TimeProvider.System, TimeSpan.FromSeconds(4));

        foreach (var instance in instances)
        {
            output.ToString().ShouldBeEmpty();
            instance.State = ResourceState.Healthy;
            board.Changed(instance);
        }

        output.ToString().ShouldContain("All 2 resources are healthy after 4.0 s.");
        output.ToString().Split('\n').Count(line => line.Contains("Open ", StringComparison.Ordinal)).ShouldBe(1);
        output.ToString().ShouldContain("Open http://127.0.0.1:5080 in a browser");
    }

    [Fact]
    public void Changed_SameResourceFailsAgain_ShowsTheTableOnlyForTheFirstTime()
    {
        using var declaration = new Declaration();
        declaration.Add("web");
        PortAllocator.Allocate(declaration.Model.Projects);
        var instance = new ResourceInstance(declaration.Model.Projects.Single(), 0, "x");
        var output = new StringWriter();
        var board = new StatusBoard([instance], new HostConsole(output, false, []), TimeProvider.System, TimeSpan.Zero);

        foreach (var state in new[] { ResourceState.Restarting, ResourceState.Starting, ResourceState.Restarting })
        {
            instance.State = state;
            board.Changed(instance);
        }

        output.ToString().Split("web has failed.").Length.ShouldBe(2);
    }
}
