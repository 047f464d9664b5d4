namespace RegionalSecurity.Cli.Tests;

public sealed class UsageTests
{
    public static TheoryData<string> Commands => ["extract", "article", "score", "import", "backtest", "sensitivity", "ingest", "claims", "tension", "series", "explain", "report", "watch", "sample"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_EachCommand_HasExamples(string command)
    {
        var answer = await CommandLine.RunAsync(command, "--help");
        answer.Code.ShouldBe(ExitCode.Ok);
        answer.Out.ShouldContain($"Examples:\n  ");
        answer.Out.ShouldContain("regsec " + command);
        answer.Out.ShouldContain("--server");
        answer.Err.ShouldBeEmpty();
    }

    [Fact]
    public async Task Help_Root_TellsCommandsAndExitCodes()
    {
        var answer = await CommandLine.RunAsync("--help");
        answer.Code.ShouldBe(ExitCode.Ok);
        foreach (var command in Commands)
            answer.Out.ShouldContain(command.Data);
        answer.Out.ShouldContain("4  some items were rejected");
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("tension", "--nope")]
    [InlineData("series")]
    [InlineData("explain", "PRK-USA")]
    [InlineData("report")]
    [InlineData("report", "--region", "gulf", "--country", "IRN")]
    [InlineData("ingest", "x.txt", "--clear-sample", "--keep-sample")]
    [InlineData("extract", "--format", "xml")]
    public async Task Run_WrongUsage_ExitsTwoAndPointsToHelp(params string[] args)
    {
        var answer = await CommandLine.RunAsync(args);
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Out.ShouldBeEmpty();
        answer.Err.ShouldContain("--help.");
    }

    [Theory]
    [InlineData("--server", "nonsense", "tension")]
    [InlineData("--server", "ftp://127.0.0.1/", "tension")]
    [InlineData("--server", "http://user:secret@127.0.0.1/", "tension")]
    public async Task Run_BadServerAddress_ExitsTwo(params string[] args)
    {
        var answer = await CommandLine.RunAsync(args);
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldStartWith("regsec: --server: ");
    }
}
