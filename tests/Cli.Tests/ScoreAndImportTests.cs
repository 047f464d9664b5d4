using System.Text.Json;

namespace RegionalSecurity.Cli.Tests;

public sealed class ScoreAndImportTests
{
    private const string Icews = "Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tCAMEO Code\tTarget Name\tTarget Country\n";
    private const string Strike = "1\t2018-06-01\tArmy\tFrance\tstrike\t195\tArmy\tItaly\n";

    [Fact]
    public async Task Score_ExtractedClaims_GivesEveryDayOfThePeriod()
    {
        var extract = await CommandLine.RunAsync(["extract", "--format", "jsonl"],
            """{"articleId":"1","publishTime":"2024-03-05","text":"North Korea condemned the United States on Tuesday."}""");
        var answer = await CommandLine.RunAsync(["score", "-", "--subject", "prk-usa", "--from", "2024-03-04", "--to", "2024-03-06", "--json"], extract.Out);
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        using var document = JsonDocument.Parse(answer.Out);
        document.RootElement.GetProperty("subject").GetString().ShouldBe("PRK-USA");
        var points = document.RootElement.GetProperty("points").EnumerateArray().ToList();
        points.Select(p => p.GetProperty("date").GetString()).ShouldBe(["2024-03-04", "2024-03-05", "2024-03-06"]);
        points[0].GetProperty("level").GetDouble().ShouldBe(0);
        points[1].GetProperty("level").GetDouble().ShouldBeGreaterThan(points[2].GetProperty("level").GetDouble());
        points[1].GetProperty("rung").GetInt32().ShouldBe(1);
        // One voice: no interval is told.
        points[1].GetProperty("low").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Score_BadLines_AreNamedAndTheRestIsScored()
    {
        var good = (await CommandLine.RunAsync(["import", "events", "-", "--format", "icews"], Icews + Strike)).Out.Trim();
        var input = string.Join('\n', "nonsense", good, "{}", good.Replace("MODALITY_OCCURRED", "MODALITY_X", StringComparison.Ordinal), good.Replace("0.75", "7", StringComparison.Ordinal));
        var answer = await CommandLine.RunAsync(["score", "-", "--subject", "FRA-ITA"], input);
        answer.Code.ShouldBe(ExitCode.SomeRejected);
        answer.ErrLines.Select(line => line.Split(' ')[1]).ShouldBe(["stdin:1:", "stdin:3:", "stdin:4:", "stdin:5:"]);
        answer.Err.ShouldContain("claimId: missing");
        answer.Err.ShouldContain("confidence: not from 0 to 1");
        answer.Out.ShouldContain("2018-06-01");
        answer.Out.ShouldContain("elevated");
    }

    [Theory]
    [InlineData("FRA-ITA", "2018-06-02", "2018-06-01", "--to: 2018-06-01 is before")]
    [InlineData("FRA-ITA", "1918-06-02", "2018-06-01", "are more than")]
    [InlineData("nowhere-land", "2018-06-01", "2018-06-02", "is no region. Known are")]
    [InlineData("FRA:QQQ", "2018-06-01", "2018-06-02", "'QQQ' is no published code")]
    [InlineData("FRA:XAB", "2018-06-01", "2018-06-02", "an invented and a real party")]
    public async Task Score_BadQuestion_NamesTheRemedy(string subject, string from, string to, string part)
    {
        var claims = (await CommandLine.RunAsync(["import", "events", "-", "--format", "icews"], Icews + Strike)).Out;
        var answer = await CommandLine.RunAsync(["score", "-", "--subject", subject, "--from", from, "--to", to], claims);
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain(part);
        answer.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Score_DirectedAndCountryAndNothingToldOf_DifferAsTheyShould()
    {
        var claims = (await CommandLine.RunAsync(["import", "events", "-", "--format", "icews"], Icews + Strike)).Out;
        async Task<double> LevelAsync(string subject)
        {
            var answer = await CommandLine.RunAsync(["score", "-", "--subject", subject, "--from", "2018-06-01", "--to", "2018-06-01", "--json"], claims);
            using var document = JsonDocument.Parse(answer.Out);
            return document.RootElement.GetProperty("points")[0].GetProperty("level").GetDouble();
        }
        var level = await LevelAsync("FRA-ITA");
        // 0.75 x 0.6 x 3.2 = 1.44: 100 (1 - e^-0.48).
        level.ShouldBe(38.121661, 1e-6);
        (await LevelAsync("FRA:ITA")).ShouldBe(level);
        (await LevelAsync("FRA")).ShouldBe(level);
        (await LevelAsync("ITA:FRA")).ShouldBe(0);
        (await CommandLine.RunAsync(["score", "-", "--subject", "DEU-POL"], claims)).Err.ShouldContain("which is not calm");
    }

    [Fact]
    public async Task Import_BadRowsAmongGood_AreNamedAndTheRestWrittenWhole()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("e.tab", Icews + "2\t2018-06-01\tArmy\n" + Strike + "3\t2018-06-01\tA\tFrance\tx\t999\tB\tItaly\n");
        var target = Path.Combine(folder.Path, "claims.jsonl");
        var answer = await CommandLine.RunAsync("import", "events", file, "--format", "icews", "-o", target);
        answer.Code.ShouldBe(ExitCode.SomeRejected);
        answer.Err.ShouldContain($"{file}:2: 3 columns where 8 are due");
        answer.Err.ShouldContain($"{file}:4: CAMEO Code: \"999\" is no CAMEO code");
        answer.Err.ShouldContain("1 rows imported, 2 rejected.");
        File.ReadAllLines(target).ShouldHaveSingleItem().ShouldContain("EVENT_TYPE_ASSAULT");
        Directory.GetFiles(folder.Path).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Import_NothingUsable_LeavesTheOldFileAlone()
    {
        using var folder = new TemporaryFolder();
        var target = folder.Write("claims.jsonl", "old");
        foreach (var text in new[] { "", "a\tb\n1\t2\n", Icews + "2\t2018-06-01\tArmy\n" })
            (await CommandLine.RunAsync("import", "events", folder.Write("e.tab", text), "--format", "icews", "-o", target)).Code.ShouldBe(ExitCode.BadInput);
        File.ReadAllText(target).ShouldBe("old");
        Directory.GetFiles(folder.Path).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Import_IcewsSample_IsWhole()
    {
        var answer = await CommandLine.RunAsync("import", "events", SharedData.Path("icews-sample/icews_sample.csv"), "--format", "icews");
        answer.Code.ShouldBe(ExitCode.Ok);
        answer.OutLines.Length.ShouldBe(4993);
        answer.Err.ShouldContain("4,993 rows imported, 0 rejected.");
    }

    [Fact]
    public async Task Backtest_InventedTurns_SaysFirstWhatItDoesNotClaim()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 400).Select(i => $"{i}\t{new DateOnly(2010, 1, 1).AddDays(3 * i):yyyy-MM-dd}\tA\tFrance\tx\t{(i is > 300 and < 330 ? "190" : "040")}\tB\tItaly\n");
        var claims = folder.Write("c.jsonl", (await CommandLine.RunAsync(["import", "events", "-", "--format", "icews"], Icews + string.Concat(rows))).Out);
        var turns = folder.Write("t.csv", "date,pair,direction,what\n2010-06-01,FRA-ITA,fall,invented\n2012-06-20,FRA-ITA,rise,invented\n");
        var answer = await CommandLine.RunAsync("backtest", claims, "--truth", turns, "--choose-until", "2011-12-31");
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        answer.OutLines[1].ShouldStartWith("The level describes reported hostility. It is no probability and no forecast");
        answer.Out.ShouldContain("| hit | 2012-06-20 | FRA-ITA | rise | rise |");
        answer.Out.ShouldContain("| **miss** | 2010-06-01 | FRA-ITA | fall | none | 0.0 |");
        answer.Out.ShouldContain("Implied targets are not part of method-1");
        foreach (var line in new[] { "share of articles", "raw conflict count", "PLOVER sum", "PLOVER sum, one a day", "level without voices" })
            answer.Out.ShouldContain(line);
        (await CommandLine.RunAsync("backtest", claims, "--truth", turns, "--choose-until", "2019-12-31")).Err.ShouldContain("is not inside the claims' days");
    }

    [Fact]
    public async Task Sensitivity_Claims_GivesARowForEachHalfAndDouble()
    {
        var claims = (await CommandLine.RunAsync(["import", "events", "-", "--format", "icews"], Icews + Strike)).Out;
        var answer = await CommandLine.RunAsync(["sensitivity", "-", "--on", "2018-06-02"], claims);
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        answer.OutLines.Length.ShouldBe(3 + 52);
        answer.Out.ShouldContain("| scale of the level: 3 | 1.5 |");
    }
}
