using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Ingestion.Feeds;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.TestKit;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class FeedTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<int> _items = [1, 2, 3];
    private readonly List<DateTimeOffset> _requests = [];
    private readonly FakeTimeProvider _time = new(Start);
    private int _status = 200;

    private Task<FakeServer> ServerAsync() => FetchTests.StartAsync(app => app.MapGet("/feed", (HttpContext context) =>
    {
        _requests.Add(_time.GetUtcNow());
        if (_status != 200)
        {
            context.Response.Headers.RetryAfter = "7200";
            return Results.StatusCode(_status);
        }
        var etag = $"\"{string.Join('-', _items)}\"";
        context.Response.Headers.ETag = etag;
        if (context.Request.Headers.IfNoneMatch == etag)
            return Results.StatusCode(304);
        return Results.Text("<rss version='2.0'><channel><title>World</title>" + string.Concat(_items.Select(i =>
            $"<item><guid isPermaLink='false'>{i}</guid><title>Item {i}</title><link>https://www.example.com/{i}</link><pubDate>Sat, 09 Nov 2024 0{i}:00:00 GMT</pubDate><description>{Text(i)}</description></item>"))
            + "</channel></rss>", "application/rss+xml");
    }));

    private static async Task<Feed> CreateAsync(IngestionHost host, FakeServer server, Feed? feed = null)
    {
        feed ??= new Feed { Publisher = "Reuters" };
        feed.Url = server.Address + "/feed";
        return (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = feed }, cancellationToken: Token)).Feed;
    }

    [Fact]
    public async Task PollFeed_Items_AreStoredOnce()
    {
        await using var server = await ServerAsync();
        await using var host = new IngestionHost(FetchTests.Allow(server));
        var feed = await CreateAsync(host, server);

        var first = await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token);
        var second = await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token);
        _items.Insert(0, 4);
        var third = await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token);

        (first.ItemCount, first.CreatedCount, first.Feed.State, first.Feed.Title, first.Feed.ArticleCount).ShouldBe((3, 3, SourceState.Ok, "World", 3));
        // Not changed: the server was told what is known and sent nothing.
        (second.ItemCount, second.CreatedCount).ShouldBe((0, 0));
        (third.ItemCount, third.CreatedCount, third.RevisedCount).ShouldBe((4, 1, 0));
        var articles = (await host.Client.ListArticlesAsync(new ListArticlesRequest(), cancellationToken: Token)).Articles;
        articles.Select(article => article.SourceId).ShouldBe(["4", "1", "2", "3"]);
        articles.ShouldAllBe(article => article.FeedId == feed.FeedId && article.Publisher.PublisherId == "reuters" && article.PublishPrecision == TimePrecision.Instant);
        var log = await host.ReadLogAsync();
        log.Where(entry => entry.SourceStatus is not null).ShouldHaveSingleItem().SourceStatus.State.ShouldBe(SourceState.Ok);
    }

    [Fact]
    public async Task Poller_Schedule_FollowsIntervalFailuresAndGoneFeeds()
    {
        await using var server = await ServerAsync();
        await using var host = new IngestionHost([.. FetchTests.Allow(server), ("Ingestion:Feeds:Poll", "true")], time: _time);

        var feed = await CreateAsync(host, server);
        await AdvanceUntilAsync(host, feed, state => state.State == SourceState.Ok, TimeSpan.Zero);
        _status = 503;
        var failing = await AdvanceUntilAsync(host, feed, state => state.State == SourceState.Failing, TimeSpan.FromSeconds(20));
        _status = 410;
        var gone = await AdvanceUntilAsync(host, feed, state => state.State == SourceState.Disabled, TimeSpan.FromSeconds(20));

        failing.StateDetail.ShouldContain("503");
        gone.Disabled.ShouldBeTrue();
        gone.StateDetail.ShouldContain("410");
        _requests.Count.ShouldBe(3);
        // At once; after the interval of half an hour; after the two hours that the server asked for.
        _requests[0].ShouldBe(Start);
        (_requests[1] - _requests[0]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(30));
        (_requests[2] - _requests[1]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(2));
        (await host.ReadLogAsync()).Where(entry => entry.SourceStatus is not null).Select(entry => entry.SourceStatus.State).ShouldBe([SourceState.Ok, SourceState.Failing, SourceState.Disabled]);
    }

    [Fact]
    public async Task PollFeed_NoFeedThere_FailsAndIsShown()
    {
        await using var server = await FetchTests.StartAsync(app => app.MapGet("/feed", () => Results.Text("<html><body>no feed</body></html>", "text/html")));
        await using var host = new IngestionHost(FetchTests.Allow(server));
        var feed = await CreateAsync(host, server);

        (await Errors.OfAsync(StatusCode.FailedPrecondition, async () => await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token))).Reason.ShouldBe("FEED_INVALID");

        var stored = (await host.Client.GetFeedAsync(new GetFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token)).Feed;
        stored.State.ShouldBe(SourceState.Failing);
        stored.StateDetail.ShouldContain("neither RSS");
        (await host.Client.ListFeedsAsync(new ListFeedsRequest { State = SourceState.Failing }, cancellationToken: Token)).Feeds.ShouldHaveSingleItem().ShouldBe(stored);
    }

    [Fact]
    public async Task PollFeed_UnknownOrDeletedFeeds_LeaveNothingBehind()
    {
        await using var server = await ServerAsync();
        await using var host = new IngestionHost(FetchTests.Allow(server));
        var poller = host.Services.GetRequiredService<FeedPoller>();
        var feed = await CreateAsync(host, server);
        await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token);

        for (var i = 0; i < 3; i++)
            (await Errors.OfAsync(StatusCode.NotFound, async () => await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = $"made-up-{i}" }, cancellationToken: Token))).Reason.ShouldBe("FEED_NOT_FOUND");

        poller.KeptFeeds.ShouldBe(1);
        await host.Client.DeleteFeedAsync(new DeleteFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token);
        poller.KeptFeeds.ShouldBe(0);
    }

    [Fact]
    public async Task Poller_ConnectTimesOut_FeedIsFailingAndTheServiceGoesOn()
    {
        await using var host = new IngestionHost([("Ingestion:Feeds:Poll", "true")], time: _time, services: services => FetchTests.Answer(services, FetchTests.ConnectTimeout));

        var feed = (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = "https://www.example.com/rss" } }, cancellationToken: Token)).Feed;
        var failing = await AdvanceUntilAsync(host, feed, state => state.State == SourceState.Failing, TimeSpan.Zero);

        failing.StateDetail.ShouldContain("did not answer");
        host.Services.GetRequiredService<FeedPoller>().ExecuteTask.ShouldNotBeNull().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Feeds_CreateUpdateDelete_KeepTheRules()
    {
        await using var host = new IngestionHost();
        var created = (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = "https://www.example.com/rss", Tags = { "a" }, Title = "One", Disabled = true } }, cancellationToken: Token)).Feed;

        created.State.ShouldBe(SourceState.Disabled);
        created.PollInterval.ShouldBe(Duration.FromTimeSpan(TimeSpan.FromMinutes(30)));
        (await Errors.OfAsync(StatusCode.AlreadyExists, async () => await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = "https://www.example.com/rss?utm_source=x" } }, cancellationToken: Token))).Reason.ShouldBe("FEED_EXISTS");
        (await Errors.OfAsync(StatusCode.InvalidArgument, async () => await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = "file:///x", PollInterval = new Duration { Seconds = 1 } } }, cancellationToken: Token)))
            .Fields.ShouldBe(["feed.url", "feed.poll_interval"]);

        var updated = (await host.Client.UpdateFeedAsync(new UpdateFeedRequest
        {
            Feed = new Feed { FeedId = created.FeedId, Title = "Two", Tags = { "b" }, Etag = created.Etag },
            UpdateMask = new FieldMask { Paths = { "title" } },
        }, cancellationToken: Token)).Feed;

        (updated.Title, updated.Tags[0], updated.Disabled).ShouldBe(("Two", "a", true));
        (await Errors.OfAsync(StatusCode.Aborted, async () => await host.Client.UpdateFeedAsync(new UpdateFeedRequest { Feed = created }, cancellationToken: Token))).Reason.ShouldBe("ETAG_STALE");
        (await Errors.OfAsync(StatusCode.InvalidArgument, async () => await host.Client.UpdateFeedAsync(
            new UpdateFeedRequest { Feed = created, UpdateMask = new FieldMask { Paths = { "url" } } }, cancellationToken: Token))).Fields.ShouldBe(["update_mask"]);
        await host.Client.DeleteFeedAsync(new DeleteFeedRequest { FeedId = created.FeedId }, cancellationToken: Token);
        (await Errors.OfAsync(StatusCode.NotFound, async () => await host.Client.GetFeedAsync(new GetFeedRequest { FeedId = created.FeedId }, cancellationToken: Token))).Reason.ShouldBe("FEED_NOT_FOUND");
        (await Errors.OfAsync(StatusCode.NotFound, async () => await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = created.FeedId }, cancellationToken: Token))).Reason.ShouldBe("FEED_NOT_FOUND");
    }

    // Moves the clock on until the feed is so; how far, the server's record of its requests tells.
    private async Task<Feed> AdvanceUntilAsync(IngestionHost host, Feed feed, Predicate<Feed> holds, TimeSpan step)
    {
        while (true)
        {
            var now = (await host.Client.GetFeedAsync(new GetFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token)).Feed;
            if (holds(now))
                return now;
            _time.Advance(step);
        }
    }
}
