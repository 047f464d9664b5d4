using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Scoring;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Cli.Tests;

public sealed class OnlineCommandTests
{
    private static readonly DateTimeOffset s_endOfDay = new(2024, 11, 9, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Claims_Filters_ReachTheServer()
    {
        await using var stack = await FakeStack.StartAsync();
        var answer = await stack.RunAsync("claims", "--dyad", "usa-prk", "--type", "threaten", "--type", "ACCUSE", "--theme", "military-exercise", "--kind", "event",
            "--modality", "occurred", "--from", "2024-11-01", "--to", "2024-11-08", "--article", "a1", "--actor", "prk", "--known-at", "2024-11-08", "--sample");
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        var asked = stack.Claims.Asked.ShouldHaveSingleItem();
        asked.Dyad.ShouldBe("PRK-USA");
        asked.Actor.ShouldBe("PRK");
        asked.EventTypes.ShouldBe([EventType.Threaten, EventType.Accuse]);
        asked.Theme.ShouldBe(Theme.MilitaryExercise);
        asked.Kind.ShouldBe(ClaimKind.Event);
        asked.Modality.ShouldBe(Modality.Occurred);
        asked.ArticleId.ShouldBe("a1");
        asked.Sample.ShouldBeTrue();
        asked.FromTime.ToDateTimeOffset().Day.ShouldBe(1);
        asked.ToTime.ToDateTimeOffset().ShouldBe(s_endOfDay);
        asked.KnownAt.ToDateTimeOffset().ShouldBe(s_endOfDay);
        answer.Out.ShouldNotContain("\u001b");
        answer.Out.ShouldContain("THREATEN");
    }

    [Theory]
    [InlineData("0", 450)]
    [InlineData("250", 250)]
    [InlineData("7", 7)]
    public async Task Claims_Limit_PagesUntilThere(string limit, int expected)
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Claims.Count = 450;
        var answer = await stack.RunAsync("claims", "--limit", limit, "--json");
        answer.OutLines.Length.ShouldBe(expected);
        answer.OutLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("claimId").GetString()).Distinct().Count().ShouldBe(expected);
    }

    [Fact]
    public async Task Tension_Subjects_AreSortedAndAskedAtTheEndOfTheDay()
    {
        await using var stack = await FakeStack.StartAsync();
        var answer = await stack.RunAsync("tension", "USA-PRK", "PRK:USA", "PRK", "korean-peninsula", "--as-of", "2024-11-08", "--as-published", "--log-sequence", "17");
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        stack.Tension.Asked.Select(asked => asked.Subject).ShouldBe(
            [new Subject { Dyad = "PRK-USA" }, new Subject { DirectedPair = "PRK:USA" }, new Subject { Country = "PRK" }, new Subject { Region = "korean-peninsula" }]);
        stack.Tension.Asked.ShouldAllBe(asked => asked.AsOfTime.ToDateTimeOffset() == s_endOfDay && asked.Past == Past.AsPublished && asked.LogSequence == 17);
        answer.Out.ShouldContain("reported tension 35.0, elevated");
        answer.Out.ShouldContain("USA silent");
        answer.Out.ShouldContain("withheld");
    }

    [Fact]
    public async Task Tension_Json_IsTheServersMessage()
    {
        await using var stack = await FakeStack.StartAsync();
        var one = await stack.RunAsync("tension", "PRK-USA", "--json");
        JsonDocument.Parse(one.Out).RootElement.GetProperty("level").GetDouble().ShouldBe(35);
        var two = await stack.RunAsync("tension", "PRK-USA", "CHN-TWN", "--json");
        two.OutLines.Length.ShouldBe(2);
        one.Err.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tension_NoSubject_Ranks()
    {
        await using var stack = await FakeStack.StartAsync();
        var answer = await stack.RunAsync("tension", "--kind", "region", "--sample");
        var asked = stack.Tension.Ranked.ShouldHaveSingleItem();
        asked.Kind.ShouldBe(SubjectKind.Region);
        asked.Sample.ShouldBeTrue();
        answer.Out.IndexOf("PRK-USA", StringComparison.Ordinal).ShouldBeLessThan(answer.Out.IndexOf("CHN-TWN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Series_Days_AreTheDaysAsked()
    {
        await using var stack = await FakeStack.StartAsync();
        var answer = await stack.RunAsync("series", "PRK-USA", "--from", "2024-11-08", "--to", "2024-11-09");
        var asked = stack.Tension.SeriesAsked.ShouldHaveSingleItem();
        asked.FromTime.ToDateTimeOffset().Day.ShouldBe(8);
        asked.ToTime.ToDateTimeOffset().Day.ShouldBe(9);
        answer.Out.ShouldContain("▂█  scale");
        answer.Out.ShouldContain("scale 0 to 40");
        answer.Out.ShouldContain("2024-11-09");
    }

    [Fact]
    public async Task Explain_Parts_AreShownWithTheirEvents()
    {
        await using var stack = await FakeStack.StartAsync();
        var answer = await stack.RunAsync("explain", "PRK-USA", "--from", "2024-11-01", "--to", "2024-11-08");
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        var asked = stack.Tension.Explained.ShouldHaveSingleItem();
        asked.FromTime.ToDateTimeOffset().Day.ShouldBe(2);
        asked.ToTime.ToDateTimeOffset().ShouldBe(s_endOfDay);
        answer.Out.ShouldContain("change +30.00");
        answer.Out.ShouldContain("+32.00  new events");
        answer.Out.ShouldContain("-2.00  decay");
        answer.Out.ShouldContain("PRK THREATEN USA");
    }

    [Fact]
    public async Task WhatIf_Suppositions_AreAskedAndShown()
    {
        await using var stack = await FakeStack.StartAsync();
        var answer = await stack.RunAsync("whatif", "PRK-USA", "--without-family", "kcna", "--without-claim", "c1", "--event", "prk mobilize/x-test usa 2024-11-08 2", "--event", "USA consult PRK");
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        var asked = stack.Tension.Explored.ShouldHaveSingleItem();
        asked.WithoutFamilies.ShouldBe(["kcna"]);
        asked.WithoutClaimIds.ShouldBe(["c1"]);
        asked.Events.ShouldBe([
            new HypotheticalEvent { Actor = "PRK", Receiver = "USA", EventType = EventType.Mobilize, Mode = Mode.XTest, Date = "2024-11-08", VoiceCount = 2 },
            new HypotheticalEvent { Actor = "USA", Receiver = "PRK", EventType = EventType.Consult },
        ]);
        answer.Out.ShouldContain("change -15.00");
        answer.Out.ShouldContain("4 claims left out");
        answer.Out.ShouldContain("silent");
        answer.Out.ShouldContain("Perception gap +20.00");
    }

    [Fact]
    public async Task WhatIf_NoEvent_SaysHowToWriteOne()
    {
        await using var stack = await FakeStack.StartAsync();
        var answer = await stack.RunAsync("whatif", "PRK-USA", "--event", "a war");
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain("ACTOR TYPE[/MODE] RECEIVER");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_Log_IsComparedBitByBit(bool same)
    {
        await using var stack = await FakeStack.StartAsync();
        var entry = LogEntry();
        stack.Claims.Log.Add(entry);
        var claims = ClaimReading.Read(entry.Coded.Claims[0], entry.Coded.Article.Publisher, s_endOfDay).Select(c => c with { Probability = same ? c.Probability : Fixed.Probability(0.6) });
        var day = new DateOnly(2024, 11, 8).DayNumber;
        stack.Tension.Digests.Add(new DigestTensionsResponse { LogId = "log-one", LogSequence = 1, FromDate = "2024-11-07", ToDate = "2024-11-08" });
        stack.Tension.Digests.Add(new DigestTensionsResponse
        {
            Dyad = "PRK-USA",
            Digests = { ByteString.Empty, ByteString.CopyFrom(ScoreDigest.Of(new PairTimeline(new Dyad("PRK", "USA"), claims).At(0, day))) },
        });
        var answer = await stack.RunAsync("replay", "--from", "2024-11-07", "--to", "2024-11-08");
        answer.Code.ShouldBe(same ? ExitCode.Ok : ExitCode.Failed, answer.Err);
        answer.Out.ShouldContain(same ? "1 pairs, 1 scores, all identical" : "1 scores, 1 DIFFER");
        if (!same)
            answer.Out.ShouldContain("PRK-USA on 2024-11-08");
    }

    private static ClaimEntry LogEntry()
    {
        var time = Timestamp.FromDateTime(new DateTime(2024, 11, 8, 6, 0, 0, DateTimeKind.Utc));
        return new ClaimEntry
        {
            Header = new EntryHeader { LogId = "log-one", Sequence = 1, RecordTime = time },
            Coded = new CodedArticle
            {
                Article = new ArticleReference { ArticleId = "a1", PublishTime = time, IngestTime = time },
                Claims =
                {
                    new Claim
                    {
                        ClaimId = "c1", Kind = ClaimKind.Event, EventType = EventType.Threaten, Modality = Modality.Occurred, Confidence = 0.9, PublishTime = time,
                        Actors = { new Participant { Code = "PRK" } }, Targets = { new Participant { Code = "USA" } },
                    },
                },
            },
        };
    }

    [Theory]
    [InlineData("r.html", ReportFormat.Html)]
    [InlineData("r.md", ReportFormat.Markdown)]
    [InlineData("r.json", ReportFormat.Json)]
    public async Task Report_File_IsOfItsExtensionsFormat(string name, ReportFormat format)
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name);
        var answer = await stack.RunAsync("report", "--region", "Korean-Peninsula", "--from", "2024-11-01", "--to", "2024-11-08", "--article", "a1", "--article", "a2", "-o", path);
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        answer.Out.ShouldBeEmpty();
        var asked = stack.Reports.Asked.ShouldHaveSingleItem();
        asked.Subject.Region.ShouldBe("korean-peninsula");
        asked.ArticleIds.ShouldBe(["a1", "a2"]);
        asked.ToTime.ToDateTimeOffset().ShouldBe(s_endOfDay);
        stack.Reports.Rendered.ShouldHaveSingleItem().Format.ShouldBe(format);
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe($"document as {format}\n");
        Directory.GetFiles(folder.Path).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(false, "document as Markdown\n")]
    [InlineData(true, "document as Json\n")]
    public async Task Report_NoFile_GoesToStdout(bool json, string expected)
    {
        await using var stack = await FakeStack.StartAsync();
        string[] args = json ? ["report", "--pair", "USA-PRK", "--json"] : ["report", "--pair", "USA-PRK"];
        (await stack.RunAsync(args)).Out.ShouldBe(expected);
        stack.Reports.Asked.ShouldHaveSingleItem().Subject.Dyad.ShouldBe("PRK-USA");
    }

    [Fact]
    public async Task Report_UnknownArticle_NamesItExitsThreeAndWritesNothing()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        stack.Reports.Failure = DomainException.NotFound("article", "anone").ToRpcException();
        var answer = await stack.RunAsync("report", "--country", "PRK", "--article", "anone", "-o", Path.Combine(folder.Path, "r.html"));
        answer.Code.ShouldBe(ExitCode.NotFound);
        answer.Err.ShouldContain("\"anone\"");
        answer.Err.ShouldContain("ARTICLE_NOT_FOUND");
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("r.pdf", "--output")]
    [InlineData("nowhere/r.html", "--output")]
    public async Task Report_UnusableFile_IsToldBeforeTheWork(string name, string option)
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        var answer = await stack.RunAsync("report", "--country", "PRK", "-o", Path.Combine(folder.Path, name));
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain(option);
        stack.Reports.Asked.ShouldBeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task Watch_ConnectionCut_TakesItUpAgainAndEndsCleanly()
    {
        await using var stack = await FakeStack.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var error = new StringWriter();
        var lines = new LineWatcher(line =>
        {
            if (line.Contains("32", StringComparison.Ordinal))
                stop.Cancel();
        });
        using var host = new CliHost { Input = Stream.Null, Output = lines, OutputBytes = Stream.Null, Error = error };
        var code = await CliApplication.RunAsync(["--server", stack.Address, "watch", "PRK-USA", "--min-change", "0.5"], host, stop.Token);
        code.ShouldBe(ExitCode.Ok, error.ToString());
        stack.Tension.Watched.Count.ShouldBe(2);
        stack.Tension.Watched[0].MinChange.ShouldBe(0.5);
        lines.ToString().ShouldContain("32.0 elevated");
    }

    [Fact]
    public async Task Run_BadRequest_ShowsOneLineAFieldWithRemedy()
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Tension.Failure = DomainException.Invalid([
            new FieldViolation("subject.dyad", "CODE_UNKNOWN", "\"QQQ\" is no known code; write PRK"),
            new FieldViolation("as_of_time", "TIME_IN_FUTURE", "lies in the future; leave it out"),
        ]).ToRpcException();
        var answer = await stack.RunAsync("tension", "QQQ-USA");
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.ErrLines.ShouldBe(["regsec: subject.dyad: \"QQQ\" is no known code; write PRK (CODE_UNKNOWN)", "regsec: as_of_time: lies in the future; leave it out (TIME_IN_FUTURE)"]);
    }

    [Theory]
    [InlineData(StatusCode.NotFound, ExitCode.NotFound)]
    [InlineData(StatusCode.OutOfRange, ExitCode.BadInput)]
    [InlineData(StatusCode.FailedPrecondition, ExitCode.Failed)]
    [InlineData(StatusCode.ResourceExhausted, ExitCode.Failed)]
    [InlineData(StatusCode.Internal, ExitCode.Failed)]
    public async Task Run_ServerError_HasItsExitCode(StatusCode status, int code)
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Tension.Failure = new DomainException(status, "REASON", "What is wrong and what to do.").ToRpcException();
        var answer = await stack.RunAsync("tension", "PRK-USA");
        answer.Code.ShouldBe(code);
        answer.Err.ShouldBe("regsec: What is wrong and what to do. (REASON)\n");
    }

    [Fact]
    public async Task Run_NoServer_ExitsFiveAndSaysHowToStartIt()
    {
        // A port that was free a moment ago and that nobody listens on.
        await using var gone = await FakeStack.StartAsync();
        var address = gone.Address;
        await gone.DisposeAsync();
        var answer = await CommandLine.RunAsync("--server", address, "tension", "PRK-USA");
        answer.Code.ShouldBe(ExitCode.Unreachable);
        answer.Err.ShouldContain(address);
        answer.Err.ShouldContain("dotnet run --project AppHost");
        answer.ErrLines.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Run_ServerOfTheEnvironment_IsUsed()
    {
        await using var stack = await FakeStack.StartAsync();
        var output = new StringWriter();
        using var host = new CliHost
        {
            Input = Stream.Null,
            Output = output,
            OutputBytes = Stream.Null,
            Error = new StringWriter(),
            Environment = name => name == "REGSEC_SERVER" ? stack.Address : null,
        };
        (await CliApplication.RunAsync(["tension", "PRK-USA"], host, TestContext.Current.CancellationToken)).ShouldBe(ExitCode.Ok);
        output.ToString().ShouldContain("PRK-USA");
    }

    [Fact]
    public async Task Run_Interrupted_Exits130WithoutATrace()
    {
        await using var stack = await FakeStack.StartAsync();
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        var answer = await CommandLine.RunAsync(["--server", stack.Address, "tension", "PRK-USA"], Stream.Null, cancel: stopped.Token);
        answer.Code.ShouldBe(ExitCode.Interrupted);
        answer.Err.ShouldBe("Interrupted.\n");
    }

    private sealed class LineWatcher(Action<string> line) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            line(value ?? "");
        }
    }
}
