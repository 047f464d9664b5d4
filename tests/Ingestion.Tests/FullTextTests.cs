using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.TestKit;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class FullTextTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> _asked = [];
    private const string Robots = "User-agent: *\nDisallow: /private/\n\nUser-agent: RegionalSecurity\nDisallow: /private/\nAllow: /private/but-this";
    private int _robotsStatus = 200, _pageStatus = 200;
    private string[] _paths = ["/a/1"];
    private string _content = "";

    private static string Full(int n) => string.Join('\n', Enumerable.Range(n * 10, 8).Select(Text));

    private Task<FakeServer> ServerAsync() => FetchTests.StartAsync(app =>
    {
        app.MapGet("/feed", () => Results.Text("<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>" + string.Concat(_paths.Select(path =>
            $"<item><guid isPermaLink='false'>{path}</guid><title>About {path}</title><link>{path}</link><description>{Text(1)}</description>{_content}</item>")) + "</channel></rss>", "application/rss+xml"));
        app.MapGet("/robots.txt", () =>
        {
            _asked.Add("/robots.txt");
            return _robotsStatus == 200 ? Results.Text(Robots) : Results.StatusCode(_robotsStatus);
        });
        app.MapGet("/go/{n:int}", (int n) => Results.Redirect($"/private/{n}"));
        app.MapGet("/{folder}/{name}", (string folder, string name) =>
        {
            _asked.Add($"/{folder}/{name}");
            return _pageStatus == 200
                ? Results.Text("<html lang=en><head><meta name=author content='Ann Lee'></head><body><nav>Home News</nav><article>" + string.Concat(Full(1).Split('\n').Select(line => $"<p>{line}</p>")) + "</article></body></html>", "text/html")
                : Results.StatusCode(_pageStatus);
        });
    });

    private IngestionHost Host(FakeServer server, params (string, string)[] more) => new([.. FetchTests.Allow(server), ("Ingestion:Feeds:FullText", "true"), .. more], time: _time);

    private static async Task<Feed> AddAsync(IngestionHost host, FakeServer server, bool teasersOnly = false) =>
        (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = server.Address + "/feed", TeasersOnly = teasersOnly } }, cancellationToken: Token)).Feed;

    private static async Task<PollFeedResponse> PollAsync(IngestionHost host, Feed feed) => await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token);

    private static async Task<Article[]> ArticlesAsync(IngestionHost host) =>
        [.. (await host.Client.ListArticlesAsync(new ListArticlesRequest { IncludeText = true }, cancellationToken: Token)).Articles.OrderBy(article => article.SourceId, StringComparer.Ordinal)];

    [Fact]
    public async Task Poll_Teaser_GetsTheTextBehindTheLinkOnce()
    {
        await using var server = await ServerAsync();
        await using var host = Host(server);
        var feed = await AddAsync(host, server);

        var first = await PollAsync(host, feed);
        var second = await PollAsync(host, feed);

        (first.CreatedCount, second.CreatedCount, second.RevisedCount).ShouldBe((1, 0, 0));
        var article = (await ArticlesAsync(host)).ShouldHaveSingleItem();
        (article.Text, article.Title, article.Byline, article.Url).ShouldBe((Full(1), "About /a/1", "Ann Lee", server.Address + "/a/1"));
        _asked.ShouldBe(["/robots.txt", "/a/1"]);
    }

    [Fact]
    public async Task Poll_FullContentOrTeasersOnly_FetchesNothing()
    {
        await using var server = await ServerAsync();
        await using var host = Host(server);
        _content = $"<content:encoded>{Full(2)}</content:encoded>";
        await PollAsync(host, await AddAsync(host, server));
        _content = "";
        await using var other = Host(server);
        await PollAsync(other, await AddAsync(other, server, teasersOnly: true));

        (await ArticlesAsync(host)).ShouldHaveSingleItem().Text.ShouldContain(Text(21));
        (await ArticlesAsync(other)).ShouldHaveSingleItem().Text.ShouldBe(Text(1));
        _asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Poll_RobotsForbids_KeepsTheTeaserAndAsksNoMore()
    {
        await using var server = await ServerAsync();
        await using var host = Host(server);
        // One forbidden, one allowed by the longer rule, one that leads to a forbidden page.
        _paths = ["/private/1", "/private/but-this", "/go/2"];
        var feed = await AddAsync(host, server);

        await PollAsync(host, feed);
        await PollAsync(host, feed);

        _asked.ShouldBe(["/robots.txt", "/private/but-this"]);
        (await ArticlesAsync(host)).Select(article => article.Text).ShouldBe([Text(1), Text(1), Full(1)]);
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(500, false)]
    public async Task Poll_RobotsMissingOrUnreachable_IsReadAsTheStandardSays(int status, bool fetched)
    {
        await using var server = await ServerAsync();
        await using var host = Host(server);
        _robotsStatus = status;

        await PollAsync(host, await AddAsync(host, server));

        _asked.Contains("/a/1").ShouldBe(fetched);
    }

    [Fact]
    public async Task Poll_PageNotAvailable_IsTriedThriceAndRevisesTheTeaser()
    {
        await using var server = await ServerAsync();
        await using var host = Host(server);
        _pageStatus = 503;
        var feed = await AddAsync(host, server);

        (await PollAsync(host, feed)).CreatedCount.ShouldBe(1);
        (await ArticlesAsync(host)).ShouldHaveSingleItem().Text.ShouldBe(Text(1));
        _pageStatus = 200;
        (await PollAsync(host, feed)).RevisedCount.ShouldBe(1);
        (await ArticlesAsync(host)).ShouldHaveSingleItem().Text.ShouldBe(Full(1));

        _pageStatus = 503;
        _paths = ["/a/2"];
        _asked.Clear();
        for (var i = 0; i < 5; i++)
            await PollAsync(host, feed);
        _asked.ShouldBe(["/a/2", "/a/2", "/a/2"]);
    }

    [Fact]
    public async Task Poll_ManyTeasers_FetchesNoMoreThanTheBound()
    {
        await using var server = await ServerAsync();
        await using var host = Host(server, ("Ingestion:Feeds:FullTextsPerPoll", "3"));
        _paths = [.. Enumerable.Range(0, 10).Select(i => $"/a/{i}")];

        (await PollAsync(host, await AddAsync(host, server))).CreatedCount.ShouldBe(10);

        _asked.Count(path => path != "/robots.txt").ShouldBe(3);
    }
}
