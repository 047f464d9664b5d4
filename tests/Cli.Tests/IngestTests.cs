using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Cli.Online;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Tests;

public sealed class IngestTests
{
    [Fact]
    public async Task Ingest_FolderOfKinds_SendsEachInOrder()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        folder.Write("a.txt", "Plain text.");
        folder.Write("b/c.html", "<p>Page</p>");
        folder.Write("b/d.jsonl", """{"articleId":"1","title":"T","text":"One.","publishTime":"2024-11-09","publisher":"P","url":"http://x/1"}""" + "\n\n" + """{"text":"Two."}""");
        folder.Write("e.json", """[{"headline":"H","story_text":"Three.","date":1703376000000,"link":"http://x/3"}]""");
        folder.Write("picture.png", [1, 2, 3]);

        var answer = await stack.RunAsync("ingest", folder.Path, "--publisher", "KCNA", "--published", "2024-11-01T10:00Z");

        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        answer.Out.ShouldStartWith("5 created, 0 revised, 0 duplicate, 0 rejected");
        answer.Err.ShouldContain("1 files of other kinds");
        var sent = stack.Ingestion.Stored;
        sent.Count.ShouldBe(5);
        sent[0].Document.ContentType.ShouldBe("text/plain");
        sent[0].Document.Content.ToStringUtf8().ShouldBe("Plain text.");
        sent[0].PublishTime.ToDateTimeOffset().Hour.ShouldBe(10);
        sent[1].Document.ContentType.ShouldBe("text/html");
        sent[2].ShouldBe(new ArticleSubmission
        {
            Text = "One.",
            Title = "T",
            SourceId = "1",
            Publisher = "P",
            Url = "http://x/1",
            PublishTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2024, 11, 9, 0, 0, 0, TimeSpan.Zero)),
            PublishPrecision = TimePrecision.Day,
        });
        sent[3].Publisher.ShouldBe("KCNA");
        sent[4].Title.ShouldBe("H");
        sent[4].PublishPrecision.ShouldBe(TimePrecision.Day);
    }

    [Fact]
    public async Task Ingest_UrlAndStdin_AreSent()
    {
        await using var stack = await FakeStack.StartAsync();
        var answer = await stack.RunAsync(["ingest", "https://example.org/a", "-"], """{"text":"From stdin."}""");
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        stack.Ingestion.Stored.Select(article => article.SourceCase).ShouldBe([ArticleSubmission.SourceOneofCase.FetchUrl, ArticleSubmission.SourceOneofCase.Text]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    public async Task Ingest_ConnectionCut_SendsAgainAndLosesNothing(int acknowledged)
    {
        await using var stack = await FakeStack.StartAsync();
        // The first stream answers something, so that the command knows a server is there; the second is cut as the case says.
        stack.Ingestion.Cuts.Enqueue(3);
        stack.Ingestion.Cuts.Enqueue(acknowledged);
        const int count = 2000;
        var answer = await stack.RunAsync(["ingest", "-", "--json"], Lines(count), TimeProvider.System);

        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        stack.Ingestion.Streams.ShouldBe(3);
        stack.Ingestion.Stored.Select(article => article.SourceId).Order().ShouldBe(Enumerable.Range(0, count).Select(i => $"{i:0000}"));
        using var summary = JsonDocument.Parse(answer.Out);
        (summary.RootElement.GetProperty("created").GetInt32() + summary.RootElement.GetProperty("duplicate").GetInt32()).ShouldBe(count);
        summary.RootElement.GetProperty("complete").GetBoolean().ShouldBeTrue();
    }

    [Fact(Timeout = 30_000)]
    public async Task Ingest_InterruptedWhileStdinIsSilent_EndsAndTellsWhatIsDone()
    {
        await using var stack = await FakeStack.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stack.Ingestion.Reject = _ =>
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(200));
            return null;
        };
        var answer = await CommandLine.RunAsync(["--server", stack.Address, "ingest", "-"], new SilentAfter(Encoding.UTF8.GetBytes("{\"text\":\"One.\"}\n")), TimeProvider.System, stop.Token);
        answer.Code.ShouldBe(ExitCode.Interrupted);
        answer.Out.ShouldStartWith("1 created");
        answer.Out.ShouldContain("not finished");
        answer.Err.ShouldEndWith("Interrupted.\n");
    }

    // As a terminal's: when its bytes are read it waits, and does not listen to cancellation.
    private sealed class SilentAfter(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource<int> _never = new();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, CancellationToken.None);
            return read > 0 ? read : await _never.Task;
        }
    }

    [Fact]
    public async Task Ingest_Again_CountsDuplicates()
    {
        await using var stack = await FakeStack.StartAsync();
        await stack.RunAsync(["ingest", "-"], Lines(10));
        var answer = await stack.RunAsync(["ingest", "-"], Lines(10));
        answer.Out.ShouldStartWith("0 created, 0 revised, 10 duplicate, 0 rejected");
        answer.Code.ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Ingest_SomeRejected_NamesEachWithItsReasonAndExitsFour()
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Ingestion.Reject = article => article.Text == "Bad." ? new Rejection { Field = "text", Reason = "TEXT_EMPTY", Message = "It says nothing." } : null;
        var input = """{"text":"Good."}""" + "\n" + """{"text":"Bad."}""" + "\nnonsense\n" + """{"title":"no text"}""";
        var answer = await stack.RunAsync(["ingest", "-", "--json"], input);

        answer.Code.ShouldBe(ExitCode.SomeRejected);
        answer.Err.ShouldContain("stdin:2: rejected: text: It says nothing.");
        answer.Err.ShouldContain("stdin:3: rejected: not valid JSON");
        answer.Err.ShouldContain("stdin:4: rejected: text: missing");
        using var summary = JsonDocument.Parse(answer.Out);
        summary.RootElement.GetProperty("created").GetInt32().ShouldBe(1);
        summary.RootElement.GetProperty("rejections").EnumerateArray().Select(one => one.GetProperty("item").GetString()).Order().ShouldBe(["stdin:2", "stdin:3", "stdin:4"]);
    }

    [Fact]
    public async Task Ingest_EverythingRejected_IsBadInput()
    {
        await using var stack = await FakeStack.StartAsync();
        (await stack.RunAsync(["ingest", "-"], "nonsense")).Code.ShouldBe(ExitCode.BadInput);
    }

    [Fact]
    public async Task Ingest_OverEightMebibytes_IsNotSent()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        var big = folder.Write("big.txt", new byte[(8 << 20) + 1]);
        var line = JsonSerializer.Serialize(new { text = new string('x', (8 << 20) + 1) });
        var answer = await stack.RunAsync(["ingest", big, "-"], line);
        answer.Code.ShouldBe(ExitCode.BadInput);
        stack.Ingestion.Stored.ShouldBeEmpty();
        answer.Err.ShouldContain("big.txt: rejected: over 8,388,608 bytes");
        answer.Err.ShouldContain("stdin:1: rejected: text: over 8,388,608 bytes");
    }

    [Fact]
    public async Task Ingest_TextAndTitleTogetherOverOneMessage_IsRejectedAndTheRestGoOn()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        // The title and the framing are what is too much.
        var line = JsonSerializer.Serialize(new { title = "A title", text = new string('x', (8 << 20) - 10) });
        var full = folder.Write("full.txt", new byte[8 << 20]);
        var answer = await stack.RunAsync(["ingest", full, "-", "--publisher", "KCNA", "--json"], """{"text":"Before."}""" + "\n" + line + "\n" + """{"text":"After."}""");

        answer.Code.ShouldBe(ExitCode.SomeRejected);
        stack.Ingestion.Stored.Select(article => article.Text).ShouldBe(["Before.", "After."]);
        answer.Err.ShouldContain("stdin:2: rejected: text: over 8,388,608 bytes (8 MiB) together with its title");
        answer.Err.ShouldContain("full.txt: rejected: document: over 8,388,608 bytes (8 MiB) together with its title");
        using var summary = JsonDocument.Parse(answer.Out);
        summary.RootElement.GetProperty("complete").GetBoolean().ShouldBeTrue();
        summary.RootElement.GetProperty("rejections").EnumerateArray().Select(one => one.GetProperty("reason").GetString()).ShouldBe(["ARTICLE_TOO_LARGE", "ARTICLE_TOO_LARGE"]);
    }

    [Fact]
    public async Task Ingest_BrokenElement_KeepsItsNeighbours()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        var answer = await stack.RunAsync("ingest", folder.Write("a.json", """[{"text":"One."},{"text":"Two."},{"text":},{"text":"Three."}]"""));
        answer.Code.ShouldBe(ExitCode.SomeRejected);
        stack.Ingestion.Stored.Count.ShouldBe(3);
        answer.Err.ShouldContain("a.json[3]: rejected: not valid JSON at byte");
    }

    [Fact]
    public async Task Ingest_OneObjectInAJsonFile_IsOneArticle()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        var answer = await stack.RunAsync("ingest", folder.Write("a.json", "\uFEFF {\"text\":\"One.\"}\n{\"text\":\"Two.\"}"));
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        stack.Ingestion.Stored.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Ingest_MissingPath_SendsNothing()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        var answer = await stack.RunAsync("ingest", folder.Write("a.txt", "Text."), "nowhere.txt");
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain("nowhere.txt: no such file");
        stack.Ingestion.Streams.ShouldBe(0);
    }

    [Fact]
    public async Task Ingest_EmptyFolder_SaysWhatIsTaken()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        var answer = await stack.RunAsync("ingest", folder.Path);
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain(".jsonl");
    }

    [Fact]
    public async Task Ingest_SampleLoaded_StaysUnlessToBeCleared()
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Ingestion.Sample.AddRange([new Article { ArticleId = "s1", Sample = true }, new Article { ArticleId = "s2", Sample = true }]);
        var kept = await stack.RunAsync(["ingest", "-"], Lines(1));
        kept.Code.ShouldBe(ExitCode.Ok);
        kept.Err.ShouldContain("--clear-sample");
        stack.Ingestion.Deleted.ShouldBeEmpty();

        var cleared = await stack.RunAsync(["ingest", "-", "--clear-sample"], Lines(1));
        cleared.Err.ShouldContain("2 invented articles withdrawn");
        stack.Ingestion.Deleted.ShouldBe(["s1", "s2"]);
    }

    [Fact]
    public async Task Sample_StatusAndClear_TellWhatIsThere()
    {
        await using var stack = await FakeStack.StartAsync();
        (await stack.RunAsync("sample", "status")).Out.ShouldBe("The sample is not loaded.\n");
        stack.Ingestion.Sample.Add(new Article { ArticleId = "s1", Sample = true, PublishTime = Timestamp.FromDateTimeOffset(CommandLine.Now) });
        (await stack.RunAsync("sample", "status")).Out.ShouldContain("1 invented articles, 2024-11-09 to 2024-11-09");
        (await stack.RunAsync("sample", "status", "--json")).Out.ShouldBe("{\"loaded\":true,\"articleCount\":1}\n");
        (await stack.RunAsync("sample", "clear")).Out.ShouldContain("1 invented articles withdrawn");
        stack.Ingestion.Sample.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("kcna-articles/kcna_2024_selected.json", 251)]
    [InlineData("wcep-2003-2013/articles.jsonl", 48_467)]
    [InlineData("seed-article/asian-nato.txt", 1)]
    public async Task Read_RealArchive_HasNoRefusal(string archive, int count)
    {
        var source = new IngestSource([SharedData.Path(archive)], new IngestDefaults("KCNA", null), Stream.Null);
        var items = 0;
        await foreach (var item in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            item.Refusal.ShouldBeNull(item.Origin);
            item.Article!.Publisher.ShouldNotBeEmpty();
            if (count > 1)
                item.Article.PublishPrecision.ShouldBe(TimePrecision.Day, item.Origin);
            items++;
        }
        items.ShouldBe(count);
    }

    private static string Lines(int count)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < count; i++)
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"articleId":"{{i:0000}}","text":"Text {{i}}."}""").Append('\n');
        return lines.ToString();
    }
}
