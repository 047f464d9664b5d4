using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Ingestion.Feeds;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class PollRulesTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> _asked = [];
    private string _items = Item(1);

    private static string Item(int n, string text = "") => $"<item><guid isPermaLink='false'>{n}</guid><title>Item {n}</title><description>{(text.Length > 0 ? text : Text(n))}</description></item>";

    private static Feed Every(int minutes, int? now = null) => new()
    {
        PollInterval = Duration.FromTimeSpan(TimeSpan.FromMinutes(minutes)),
        CurrentInterval = now is { } current ? Duration.FromTimeSpan(TimeSpan.FromMinutes(current)) : null,
    };

    [Theory]
    [InlineData(30, null, false, null, 45)]
    [InlineData(30, null, true, null, 30)]
    [InlineData(30, 100, true, null, 50)]
    [InlineData(30, 100, false, null, 150)]
    [InlineData(30, 200, false, null, 240)]
    [InlineData(600, 1400, false, null, 1440)]
    [InlineData(30, 200, false, 400, 100)]
    [InlineData(30, 200, false, 10, 30)]
    public void Interval_AfterAPoll_FollowsWhatTheFeedBrings(int shortest, int? last, bool brought, int? span, int expected) =>
        PollRules.Interval(Every(shortest, last), brought, span is { } minutes ? TimeSpan.FromMinutes(minutes) : null).ShouldBe(TimeSpan.FromMinutes(expected));

    [Fact]
    public void BackOff_Failures_DoublesToADay() =>
        ((int[])[1, 2, 3, 7, 1000]).Select(failures => PollRules.BackOff(Every(30), failures).TotalMinutes).ShouldBe([30, 60, 120, 1440, 1440]);

    [Fact]
    public void Spread_SeededByFeedAndTime_IsTheSameAgainAndDiffersBetweenFeeds()
    {
        var now = _time.GetUtcNow();
        var spreads = Enumerable.Range(0, 200).Select(i => PollRules.Spread(TimeSpan.FromHours(1), 0.25, $"f{i}", now)).ToArray();

        spreads.ShouldAllBe(spread => spread >= TimeSpan.FromHours(1) && spread < TimeSpan.FromHours(1.25));
        spreads.Distinct().Count().ShouldBe(200);
        spreads.Average(spread => spread.TotalMinutes).ShouldBe(67.5, 2);
        PollRules.Spread(TimeSpan.FromHours(1), 0.25, "f0", now).ShouldBe(spreads[0]);
        PollRules.Spread(TimeSpan.FromHours(1), 0.25, "f0", now.AddSeconds(1)).ShouldNotBe(spreads[0]);
    }

    private Task<TestKit.FakeServer> ServerAsync(Func<HttpContext, IResult?> answer) => FetchTests.StartAsync(app => app.Map("/{**path}", (HttpContext context) =>
    {
        lock (_asked)
            _asked.Add(context.Request.Path);
        return answer(context) ?? Results.Text("<rss><channel><title>World</title>" + _items + "</channel></rss>", "application/rss+xml");
    }));

    private static async Task<Feed> AddAsync(IngestionHost host, string url) =>
        (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = url, Publisher = "KCNA" } }, cancellationToken: Token)).Feed;

    private static async Task<Feed> GetAsync(IngestionHost host, Feed feed) => (await host.Client.GetFeedAsync(new GetFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token)).Feed;

    // Rounds of the poller, the clock put on by what each says, for so long.
    private async Task RunAsync(IngestionHost host, TimeSpan duration)
    {
        var poller = host.Services.GetRequiredService<FeedPoller>();
        for (var end = _time.GetUtcNow() + duration; ;)
        {
            var wait = await poller.PollDueAsync(Token);
            if (_time.GetUtcNow() + wait > end)
            {
                _time.Advance(end > _time.GetUtcNow() ? end - _time.GetUtcNow() : TimeSpan.Zero);
                return;
            }
            _time.Advance(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task Poll_CacheControl_IsWaitedFor()
    {
        await using var server = await ServerAsync(context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=36000";
            return null;
        });
        await using var host = new IngestionHost(FetchTests.Allow(server), time: _time);
        var feed = await AddAsync(host, server.Address + "/");

        await RunAsync(host, TimeSpan.FromHours(9));
        _asked.Count.ShouldBe(1);
        (await GetAsync(host, feed)).CurrentInterval.Seconds.ShouldBe(36000);
        await RunAsync(host, TimeSpan.FromHours(10));
        _asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Poll_RetryAfter_LeavesTheHostAlone()
    {
        var refuse = true;
        await using var server = await ServerAsync(context =>
        {
            context.Response.Headers.RetryAfter = "7200";
            return refuse ? Results.StatusCode(429) : null;
        });
        await using var host = new IngestionHost([.. FetchTests.Allow(server), ("Ingestion:Fetch:HostGapMilliseconds", "1000")], time: _time);
        await AddAsync(host, server.Address + "/a");
        await AddAsync(host, server.Address + "/b");

        await RunAsync(host, TimeSpan.FromMinutes(110));
        // The other feed of the host was due as well, and waited with it.
        _asked.Count.ShouldBe(1);
        refuse = false;
        await RunAsync(host, TimeSpan.FromMinutes(60));
        _asked.Order(StringComparer.Ordinal).Distinct().ShouldBe(["/a", "/b"]);
    }

    [Fact]
    public async Task Poll_FeedsOfOneHost_AreAskedOneByOneWithAGap()
    {
        var times = new List<DateTimeOffset>();
        await using var server = await ServerAsync(_ =>
        {
            lock (times)
                times.Add(_time.GetUtcNow());
            return null;
        });
        await using var host = new IngestionHost([.. FetchTests.Allow(server), ("Ingestion:Fetch:HostGapMilliseconds", "5000")], time: _time);
        for (var i = 0; i < 6; i++)
            await AddAsync(host, $"{server.Address}/{i}");

        await RunAsync(host, TimeSpan.FromMinutes(5));

        times.Count.ShouldBe(6);
        times.Zip(times.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Poll_MovedForGood_IsRememberedAndKeepsItsArticles()
    {
        var moved = false;
        await using var server = await ServerAsync(context => moved && context.Request.Path == "/old" ? Results.Redirect("/new", permanent: true) : context.Request.Path == "/now" ? Results.Redirect("/new") : null);
        await using var host = new IngestionHost(FetchTests.Allow(server), time: _time);
        var feed = (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = server.Address + "/old" } }, cancellationToken: Token)).Feed;
        var temporary = await AddAsync(host, server.Address + "/now");

        await RunAsync(host, TimeSpan.Zero);
        moved = true;
        _items = Item(1) + Item(2);
        await RunAsync(host, TimeSpan.FromHours(2));
        _asked.Clear();
        await RunAsync(host, TimeSpan.FromHours(6));

        var now = await GetAsync(host, feed);
        (now.Url, now.PreviousUrl, now.FeedId, now.State).ShouldBe((server.Address + "/new", server.Address + "/old", feed.FeedId, SourceState.Ok));
        _asked.ShouldNotContain("/old");
        (await GetAsync(host, temporary)).Url.ShouldBe(server.Address + "/now");
        (await host.Client.ListArticlesAsync(new ListArticlesRequest(), cancellationToken: Token)).Articles.Count(article => article.FeedId == feed.FeedId).ShouldBe(2);
        // The new address is taken, by whom the first one named.
        (await Errors.OfAsync(StatusCode.AlreadyExists, () => AddAsync(host, server.Address + "/new"))).Reason.ShouldBe("FEED_EXISTS");
    }

    [Fact]
    public async Task Poll_MovedToAnothersAddress_IsTurnedOffWithTheReason()
    {
        await using var server = await ServerAsync(context => context.Request.Path == "/old" ? Results.Redirect("/new", permanent: true) : null);
        await using var host = new IngestionHost(FetchTests.Allow(server), time: _time);
        var other = await AddAsync(host, server.Address + "/new");
        var feed = await AddAsync(host, server.Address + "/old");

        await RunAsync(host, TimeSpan.FromMinutes(1));

        var now = await GetAsync(host, feed);
        (now.Disabled, now.State).ShouldBe((true, SourceState.Disabled));
        now.StateDetail.ShouldContain(other.FeedId);
    }

    [Theory]
    [InlineData(404, 8)]
    [InlineData(410, 1)]
    public async Task Poll_GoneFeed_IsTurnedOffWithTheReason(int status, int polls)
    {
        await using var server = await ServerAsync(_ => Results.StatusCode(status));
        await using var host = new IngestionHost(FetchTests.Allow(server), time: _time);
        var feed = await AddAsync(host, server.Address + "/");

        await RunAsync(host, TimeSpan.FromDays(20));

        _asked.Count.ShouldBe(polls);
        var gone = await GetAsync(host, feed);
        (gone.Disabled, gone.State, gone.HttpStatus, gone.FailureCount, gone.NextPollTime).ShouldBe((true, SourceState.Disabled, status, polls, null));
        gone.StateDetail.ShouldContain($"{status}");
        // Turned on again it starts anew.
        var again = (await host.Client.UpdateFeedAsync(new UpdateFeedRequest { Feed = new Feed { FeedId = feed.FeedId }, UpdateMask = new FieldMask { Paths = { "disabled" } } }, cancellationToken: Token)).Feed;
        (again.FailureCount, again.NextPollTime is null).ShouldBe((0, false));
    }

    [Fact]
    public async Task Poll_NotFoundNowAndThen_IsNotGone()
    {
        var n = 0;
        await using var server = await ServerAsync(_ => ++n % 4 == 0 ? null : Results.StatusCode(404));
        await using var host = new IngestionHost(FetchTests.Allow(server), time: _time);
        var feed = await AddAsync(host, server.Address + "/");

        await RunAsync(host, TimeSpan.FromDays(4));

        _asked.Count.ShouldBeGreaterThan(16);
        (await GetAsync(host, feed)).Disabled.ShouldBeFalse();
    }

    [Fact]
    public async Task Poll_Health_IsKept()
    {
        await using var server = await ServerAsync(_ => null);
        await using var host = new IngestionHost(FetchTests.Allow(server), time: _time);
        var feed = await AddAsync(host, server.Address + "/");
        await RunAsync(host, TimeSpan.Zero);
        var first = _time.GetUtcNow();
        await RunAsync(host, TimeSpan.FromHours(3));

        var health = await GetAsync(host, feed);

        (health.HttpStatus, health.ItemCount, health.ArticleCount, health.FailureCount).ShouldBe((200, 1, 1, 0));
        health.LastNewTime.ToDateTimeOffset().ShouldBe(first);
        health.LastSuccessTime.ToDateTimeOffset().ShouldBeGreaterThan(first);
        health.NextPollTime.ToDateTimeOffset().ShouldBeGreaterThanOrEqualTo(health.LastPollTime.ToDateTimeOffset() + health.CurrentInterval.ToTimeSpan());
    }

    [Fact]
    public async Task Poll_ItemTwiceInAFeedWithTwoTexts_IsNotRevisedAtEachPoll()
    {
        await using var server = await ServerAsync(_ => null);
        await using var host = new IngestionHost(FetchTests.Allow(server), time: _time);
        await AddAsync(host, server.Address + "/");
        _items = Item(1, Text(7)) + Item(1, Text(8));

        await RunAsync(host, TimeSpan.FromDays(1));

        _asked.Count.ShouldBeGreaterThan(3);
        (await host.ReadLogAsync()).Count(entry => entry.Article is not null).ShouldBe(1);
    }
}
