using System.Text.Json;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Tests;

public sealed class RulesAndPublishersTests
{
    [Fact]
    public async Task Rules_AddListRemove_ReachTheServer()
    {
        await using var stack = await FakeStack.StartAsync();

        (await stack.RunAsync("rules", "list")).Err.ShouldContain("no rules");
        (await stack.RunAsync("rules", "add", "block", "--text", "horoscope|football", "--note", "no sport")).Code.ShouldBe(ExitCode.Ok);
        (await stack.RunAsync("rules", "add", "keep", "--publisher", "Reuters", "--feed", "f1", "--text", "missile")).Out.ShouldContain("r1  keep  feed f1  publisher Reuters  text missile");

        stack.Ingestion.Rules.ShouldBe([
            new Rule { RuleId = "r0", Action = RuleAction.Block, Text = "horoscope|football", Note = "no sport" },
            new Rule { RuleId = "r1", Action = RuleAction.Keep, Publisher = "Reuters", FeedId = "f1", Text = "missile" },
        ]);
        (await stack.RunAsync("rules", "list")).OutLines.ShouldBe(["r0  block  text horoscope|football  (no sport)", "r1  keep  feed f1  publisher Reuters  text missile"]);
        JsonDocument.Parse((await stack.RunAsync("rules", "list", "--json")).OutLines[0]).RootElement.GetProperty("ruleId").GetString().ShouldBe("r0");
        (await stack.RunAsync("rules", "remove", "r0")).Code.ShouldBe(ExitCode.Ok);
        (await stack.RunAsync("rules", "remove", "r0")).Code.ShouldBe(ExitCode.NotFound);
        (await stack.RunAsync("rules", "add", "drop", "--text", "x")).Code.ShouldBe(ExitCode.BadInput);
    }

    [Fact]
    public async Task Rules_DryRun_TellsAndChangesNothing()
    {
        await using var stack = await FakeStack.StartAsync();

        var trial = await stack.RunAsync("rules", "add", "block", "--text", "football", "--dry-run");
        var real = await stack.RunAsync("rules", "apply");

        stack.Ingestion.Rules.ShouldBeEmpty();
        stack.Ingestion.Applied.Select(request => (request.ValidateOnly, request.Rule?.Text)).ShouldBe([(true, "football"), (false, null)]);
        trial.Out.ShouldContain("200 of 600 articles would be withdrawn, 1 of them cited");
        trial.Out.ShouldNotContain("\u001b");
        trial.Err.ShouldContain("199 more");
        real.Out.ShouldContain("200 of 600 articles were withdrawn");
    }

    [Fact]
    public async Task Publishers_Show_TellsVoiceOwnershipAndEvidence()
    {
        var answer = await CommandLine.RunAsync("publishers", "show", "https://english.yna.co.kr/view/1", "bbc.co.uk");

        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        answer.OutLines[0].ShouldContain("Yonhap News Agency (yonhap, KOR, wire agency), family yonhap, public-service: News Agency Promotion Act");
        answer.OutLines[1].ShouldContain("[2026-11-25]");
        (await CommandLine.RunAsync("publishers", "show", "The Nowhere Gazette")).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task Publishers_FileLaidOver_Wins()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("mine.tsv", "publisher_id\tname\tcountry\tfamily\townership\tdomains\tnames\tkind\tevidence\tchecked\nnorwire\tNorwire\tXAA\t\tprivate\tnorwire.example\tNW\tagency\tOwn statute\t2026-01-02\n");
        var bad = folder.Write("bad.tsv", "publisher_id\tname\tcountry\tfamily\townership\tdomains\tnames\tkind\nx\tX\tXAA\t\tprivate\t\t\twire\n");

        (await CommandLine.RunAsync("publishers", "show", "NW", "--file", file)).Out.ShouldContain("Norwire (norwire, XAA, wire agency), family norwire, private: Own statute [2026-01-02]");
        var list = await CommandLine.RunAsync("publishers", "list", "--country", "xaa", "--file", file, "--json");
        JsonDocument.Parse(list.OutLines.ShouldHaveSingleItem()).RootElement.GetProperty("kind").GetString().ShouldBe("agency");
        (await CommandLine.RunAsync("publishers", "check", file)).Out.ShouldContain("1 publishers");
        var checkedBad = await CommandLine.RunAsync("publishers", "check", bad);
        checkedBad.Code.ShouldBe(ExitCode.BadInput);
        checkedBad.Err.ShouldContain("line 2: kind 'wire' must be agency");
        (await CommandLine.RunAsync("publishers", "list", "--file", folder.Path + "/none.tsv")).Code.ShouldBe(ExitCode.BadInput);
    }
}
