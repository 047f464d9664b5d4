using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Tests;

public sealed class FeedsTests
{
    private const string Rss = "<rss><channel><title>World</title><link>https://example.org/</link><item><guid>1</guid><title>Talks</title><link>/a</link><pubDate>Sat, 09 Nov 2024 08:30:00 GMT</pubDate>"
        + "<description>Short.</description><author>Ann</author><category>Asia</category></item></channel></rss>";

    [Fact]
    public async Task Read_JsonLines_GivesOneLineAFile()
    {
        using var folder = new TemporaryFolder();

        var answer = await CommandLine.RunAsync("feeds", "read", folder.Write("a.xml", Rss), folder.Write("b.xml", "<html/>"), folder.Write("c.json", """{"items":[]}"""), "--format", "jsonl");

        answer.Code.ShouldBe(ExitCode.SomeRejected);
        answer.Err.ShouldContain("b.xml");
        var lines = answer.OutLines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        lines.Select(line => Path.GetFileName(line.GetProperty("file").GetString())).ShouldBe(["a.xml", "b.xml", "c.json"]);
        lines[0].GetProperty("title").GetString().ShouldBe("World");
        lines[0].GetProperty("link").GetString().ShouldBe("https://example.org/");
        var item = lines[0].GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        item.GetRawText().ShouldBe("""{"id":"1","title":"Talks","link":"https://example.org/a","publishTime":"2024-11-09T08:30:00Z","summary":"Short.","content":"","author":"Ann","categories":["Asia"]}""");
        lines[1].GetProperty("error").GetString()!.ShouldContain("neither RSS");
        lines[2].GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Read_Text_ShowsItems()
    {
        var answer = await CommandLine.RunAsync(["feeds", "read", "-"], Rss);

        answer.Code.ShouldBe(ExitCode.Ok);
        answer.OutLines[1].ShouldContain("2024-11-09 08:30  Talks  https://example.org/a");
    }

    [Fact]
    public async Task Add_PageOfOneFeed_AddsIt()
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Ingestion.Found.Add(new FoundFeed { Url = "https://example.org/world.rss", Title = "World", ItemCount = 3 });

        var answer = await stack.RunAsync("feeds", "add", "https://example.org/", "--tag", "asia", "--tag", "news", "--interval", "2h", "--publisher", "KCNA");

        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        var feed = stack.Ingestion.Feeds.ShouldHaveSingleItem();
        (feed.Url, feed.Publisher, feed.PollInterval.Seconds).ShouldBe(("https://example.org/world.rss", "KCNA", 7200));
        feed.Tags.ShouldBe(["asia", "news"]);
    }

    [Fact]
    public async Task Add_PageOfSeveralFeeds_AsksWhich()
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Ingestion.Found.AddRange([new FoundFeed { Url = "https://example.org/a" }, new FoundFeed { Url = "https://example.org/b" }, new FoundFeed { Url = "https://example.org/c", Problem = "is none" }]);

        var asked = await stack.RunAsync("feeds", "add", "https://example.org/");
        var all = await stack.RunAsync("feeds", "add", "https://example.org/", "--all");

        asked.Code.ShouldBe(ExitCode.BadInput);
        asked.Err.ShouldContain("names 2 feeds");
        all.Code.ShouldBe(ExitCode.Ok);
        stack.Ingestion.Feeds.Select(feed => feed.Url).ShouldBe(["https://example.org/a", "https://example.org/b"]);
        stack.Ingestion.Found.Clear();
        (await stack.RunAsync("feeds", "add", "https://example.org/")).Code.ShouldBe(ExitCode.NotFound);
        (await stack.RunAsync("feeds", "add", "https://example.org/", "--interval", "1m")).Code.ShouldBe(ExitCode.BadInput);
    }

    [Fact]
    public async Task ListAndCheck_Feeds_ShowHealth()
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Ingestion.Feeds.AddRange(
        [
            new Feed { FeedId = "f1", Url = "https://example.org/a", Title = "Good", State = SourceState.Ok, Tags = { "asia" }, ItemCount = 12, LastSuccessTime = Timestamp.FromDateTimeOffset(CommandLine.Now.AddHours(-3)) },
            new Feed { FeedId = "f2", Url = "https://example.org/b", Title = "Ill", State = SourceState.Failing, StateDetail = "it answers 503", FailureCount = 4 },
            new Feed { FeedId = "f3", Url = "https://example.org/c", Title = "Off", State = SourceState.Disabled, StateDetail = "turned off" },
        ]);

        var list = await stack.RunAsync("feeds", "list");
        var tagged = await stack.RunAsync("feeds", "list", "--tag", "asia", "--json");
        var check = await stack.RunAsync("feeds", "check");

        list.Out.ShouldContain("3h ago");
        list.Out.ShouldContain("4 times: it answers 503");
        tagged.OutLines.ShouldHaveSingleItem().ShouldContain("\"f1\"");
        check.Code.ShouldBe(ExitCode.SomeRejected);
        check.Out.ShouldContain("Ill");
        check.Out.ShouldNotContain("Off");
    }

    [Fact]
    public async Task PollSwitchRemove_FeedsByIdAddressAndTag_AreActedOn()
    {
        await using var stack = await FakeStack.StartAsync();
        stack.Ingestion.Feeds.AddRange(
            [new Feed { FeedId = "f1", Url = "https://example.org/a", Tags = { "asia" } }, new Feed { FeedId = "f2", Url = "https://example.org/b", State = SourceState.Failing }, new Feed { FeedId = "f3", Url = "https://example.org/c" }]);

        var all = await stack.RunAsync("feeds", "poll", "--all");
        var failing = await stack.RunAsync("feeds", "poll", "f2");
        await stack.RunAsync("feeds", "disable", "--tag", "asia");
        var removed = await stack.RunAsync("feeds", "remove", "https://example.org/c");

        all.Code.ShouldBe(ExitCode.SomeRejected);
        all.Err.ShouldContain("f2: feed.url: it answers 503.");
        all.Out.ShouldContain("f1  3 items, 2 new");
        failing.Code.ShouldBe(ExitCode.Failed);
        // The site that does not answer is not asked again at once.
        stack.Ingestion.Polled.ShouldBe(["f1", "f2", "f3", "f2"]);
        removed.Code.ShouldBe(ExitCode.Ok);
        stack.Ingestion.Feeds.Select(feed => (feed.FeedId, feed.Disabled)).ShouldBe([("f1", true), ("f2", false)]);
        (await stack.RunAsync("feeds", "poll")).Code.ShouldBe(ExitCode.BadInput);
        (await stack.RunAsync("feeds", "remove", "https://example.org/none")).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task ImportExport_Lists_GoThrough()
    {
        await using var stack = await FakeStack.StartAsync();
        using var folder = new TemporaryFolder();
        stack.Ingestion.Changes.AddRange(
        [
            new FeedChange { Kind = FeedChange.Types.Kind.Created, Feed = new Feed { Url = "https://example.org/a", Tags = { "asia" } } },
            new FeedChange { Kind = FeedChange.Types.Kind.Rejected, Feed = new Feed { Url = "file:///x" }, Message = "is no address" },
        ]);

        var dry = await stack.RunAsync("feeds", "import", folder.Write("list.opml", "<opml/>"), "--dry-run");
        var shipped = await stack.RunAsync("feeds", "import", "--shipped", "--disabled");
        var export = await stack.RunAsync("feeds", "export", "-o", Path.Combine(folder.Path, "out.opml"));

        dry.Code.ShouldBe(ExitCode.SomeRejected);
        dry.OutLines.ShouldBe(["new        https://example.org/a    [asia]", "rejected   file:///x  is no address"]);
        dry.Err.ShouldContain("Dry run, nothing changed: 1 new, 0 completed, 0 unchanged, 1 rejected.");
        (stack.Ingestion.Imports[0].Opml.ToStringUtf8(), stack.Ingestion.Imports[0].DryRun).ShouldBe(("<opml/>", true));
        (stack.Ingestion.Imports[1].Shipped, stack.Ingestion.Imports[1].Disabled).ShouldBe((true, true));
        shipped.Code.ShouldBe(ExitCode.SomeRejected);
        export.Code.ShouldBe(ExitCode.Ok);
        (await File.ReadAllTextAsync(Path.Combine(folder.Path, "out.opml"), TestContext.Current.CancellationToken)).ShouldBe("<opml/>");
        (await stack.RunAsync("feeds", "import")).Code.ShouldBe(ExitCode.BadInput);
    }
}
