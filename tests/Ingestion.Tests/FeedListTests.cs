using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;
using Kind = RegionalSecurity.Ingestion.V1.FeedChange.Types.Kind;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class FeedListTests
{
    private const string List = """
        <opml version="2.0"><body>
          <outline text="Asia"><outline text="Korea"><outline type="rss" text="One" xmlUrl="https://one.example/rss"/></outline></outline>
          <outline type="rss" text="Two" xmlUrl="https://two.example/rss" category="/News/World,plain"/>
          <outline type="rss" text="Bad" xmlUrl="ftp://three.example/rss"/>
        </body></opml>
        """;

    private static async Task<ImportFeedsResponse> ImportAsync(IngestionHost host, string opml, bool dryRun = false, bool disabled = false) =>
        await host.Client.ImportFeedsAsync(new ImportFeedsRequest { Opml = ByteString.CopyFromUtf8(opml), DryRun = dryRun, Disabled = disabled }, cancellationToken: Token);

    private static async Task<List<Feed>> FeedsAsync(IngestionHost host) =>
        [.. (await host.Client.ListFeedsAsync(new ListFeedsRequest { PageSize = 500 }, cancellationToken: Token)).Feeds.OrderBy(feed => feed.Url, StringComparer.Ordinal)];

    [Fact]
    public async Task ImportFeeds_DryRun_TellsAndChangesNothing()
    {
        await using var host = new IngestionHost(time: new Microsoft.Extensions.Time.Testing.FakeTimeProvider());

        var dry = await ImportAsync(host, List, dryRun: true);
        (await FeedsAsync(host)).ShouldBeEmpty();
        var real = await ImportAsync(host, List);

        dry.Changes.Select(change => change.Kind).ShouldBe([Kind.Created, Kind.Created, Kind.Rejected]);
        dry.ShouldBe(real);
        real.Changes[2].Message.ShouldContain("feed.url");
        var feeds = await FeedsAsync(host);
        feeds.Select(feed => (feed.Url, feed.Title)).ShouldBe([("https://one.example/rss", "One"), ("https://two.example/rss", "Two")]);
        feeds[0].Tags.ShouldBe(["Asia", "Korea"]);
        feeds[1].Tags.ShouldBe(["News/World", "plain"]);
    }

    [Fact]
    public async Task ImportFeeds_KnownFeeds_GetWhatTheyLackAndLoseNothing()
    {
        await using var host = new IngestionHost();
        await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = "https://one.example/rss", Title = "Mine", Tags = { "mine", "Asia" }, Disabled = true } }, cancellationToken: Token);

        var changes = (await ImportAsync(host, List)).Changes;

        (changes[0].Kind, string.Join(' ', changes[0].Fields)).ShouldBe((Kind.Updated, "tags"));
        var feed = (await FeedsAsync(host))[0];
        (feed.Title, feed.Disabled).ShouldBe(("Mine", true));
        feed.Tags.ShouldBe(["mine", "Asia", "Korea"]);
        (await ImportAsync(host, List)).Changes.Select(change => change.Kind).ShouldBe([Kind.Unchanged, Kind.Unchanged, Kind.Rejected]);
    }

    [Fact]
    public async Task ExportFeeds_ImportedElsewhere_GivesTheSameFeeds()
    {
        await using var host = new IngestionHost();
        await using var other = new IngestionHost();
        Feed[] feeds =
        [
            new() { Url = "https://a.example/rss?a=1&b=2", Title = "\"Quoted\" <A> & B", Tags = { "with, comma", "/slash", "100%", "two\"" }, Publisher = "KCNA", PollInterval = new() { Seconds = 900 } },
            new() { Url = "https://b.example/rss", Disabled = true, TeasersOnly = true, PollInterval = new() { Seconds = 1800 } },
            new() { Url = "https://c.example/rss", Title = "\u4E2D\u6587 \U0001F30F", Tags = { "\u4E2D\u6587" }, PollInterval = new() { Seconds = 1800 } },
        ];
        foreach (var feed in feeds)
            await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = feed }, cancellationToken: Token);

        var opml = (await host.Client.ExportFeedsAsync(new ExportFeedsRequest(), cancellationToken: Token)).Opml;
        var again = await host.Client.ImportFeedsAsync(new ImportFeedsRequest { Opml = opml }, cancellationToken: Token);
        await other.Client.ImportFeedsAsync(new ImportFeedsRequest { Opml = opml }, cancellationToken: Token);

        again.Changes.ShouldAllBe(change => change.Kind == Kind.Unchanged);
        (await FeedsAsync(other)).Select(feed => (feed.Url, feed.Title, feed.Publisher, feed.Disabled, feed.TeasersOnly, feed.PollInterval.Seconds, string.Join('|', feed.Tags)))
            .ShouldBe(feeds.Select(feed => (feed.Url, feed.Title, feed.Publisher, feed.Disabled, feed.TeasersOnly, feed.PollInterval.Seconds, string.Join('|', feed.Tags))));
        (await other.Client.ExportFeedsAsync(new ExportFeedsRequest(), cancellationToken: Token)).Opml.ShouldBe(opml);
    }

    [Fact]
    public async Task ImportFeeds_Shipped_IsOffUntilAskedFor()
    {
        await using var host = new IngestionHost();
        (await FeedsAsync(host)).ShouldBeEmpty();

        var changes = (await host.Client.ImportFeedsAsync(new ImportFeedsRequest { Shipped = true, Disabled = true }, cancellationToken: Token)).Changes;

        changes.Count.ShouldBeGreaterThanOrEqualTo(40);
        changes.ShouldAllBe(change => change.Kind == Kind.Created && change.Feed.Disabled && change.Feed.Publisher.Length > 0 && change.Feed.Tags.Count > 0);
        var publishers = changes.Select(change => Articles.PublisherRegistry.Default.Resolve(change.Feed.Publisher, null)).ToList();
        publishers.ShouldAllBe(publisher => !publisher.PublisherId.StartsWith("x-", StringComparison.Ordinal));
        // All sides, and all kinds of ownership.
        foreach (var country in (string[])["USA", "CHN", "RUS", "UKR", "PRK", "KOR", "JPN", "TWN", "IRN", "ISR", "IND", "PAK"])
            publishers.ShouldContain(publisher => publisher.Country == country, country);
        publishers.Select(publisher => publisher.Ownership).Distinct().Count().ShouldBeGreaterThanOrEqualTo(4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>no list</body></html>")]
    public async Task ImportFeeds_NoList_SaysSo(string opml)
    {
        await using var host = new IngestionHost();

        (await Errors.OfAsync(StatusCode.InvalidArgument, () => ImportAsync(host, opml))).Fields.ShouldBe(["opml"]);
    }

    [Fact]
    public async Task CheckFeed_PageAndFeed_AreTold()
    {
        await using var server = await FetchTests.StartAsync(app =>
        {
            app.MapGet("/", () => Results.Text("""
                <html><head><link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" type="application/atom+xml" href="/none"><link rel="stylesheet" href="/x.css"></head></html>
                """, "text/html"));
            app.MapGet("/plain", () => Results.Text("<html><body><a href='/about'>About</a><a href='/feed'>RSS</a></body></html>", "text/html"));
            app.MapGet("/old", () => Results.Redirect("/feed", permanent: true));
            app.MapGet("/feed", () => Results.Text("<rss><channel><title>World</title><item><title>a</title><pubDate>Sat, 09 Nov 2024 08:30:00 GMT</pubDate></item></channel></rss>", "application/rss+xml"));
        });
        await using var host = new IngestionHost(FetchTests.Allow(server));
        async Task<FoundFeed[]> CheckAsync(string path) => [.. (await host.Client.CheckFeedAsync(new CheckFeedRequest { Url = server.Address + path }, cancellationToken: Token)).Feeds];

        var page = await CheckAsync("/");
        page.Select(feed => feed.Url).ShouldBe([server.Address + "/feed", server.Address + "/none"]);
        (page[0].Title, page[0].ItemCount, page[0].FeedId, page[0].Problem).ShouldBe(("World", 1, "", ""));
        page[0].LatestItemTime.ToDateTimeOffset().ShouldBe(new DateTimeOffset(2024, 11, 9, 8, 30, 0, TimeSpan.Zero));
        page[1].Problem.ShouldContain("404");
        (await CheckAsync("/plain")).ShouldHaveSingleItem().Url.ShouldBe(server.Address + "/feed");
        var created = (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = server.Address + "/feed" } }, cancellationToken: Token)).Feed;
        var moved = (await CheckAsync("/old")).ShouldHaveSingleItem();
        (moved.Url, moved.FeedId).ShouldBe((server.Address + "/feed", created.FeedId));
    }
}
