using System.Globalization;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Ingestion.Feeds;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

/// <summary>A week of polling 500 feeds of 100 hosts by a clock of its own: no item missed, none twice, no request more than the rules allow.</summary>
public sealed class WeekTests
{
    private const int Feeds = 500, Hosts = 100, Window = 6;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7), Shortest = TimeSpan.FromHours(8), MaxAge = TimeSpan.FromHours(12), RetryAfter = TimeSpan.FromHours(10), HostGap = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly DateTimeOffset[][] _items = new DateTimeOffset[Feeds][];
    private readonly Lock _gate = new();
    private readonly List<Request> _requests = [];
    private readonly List<string> _broken = [];

    private sealed record Request(int Feed, DateTimeOffset Time, int Status, bool Moved);

    private static DateTimeOffset Day(double days) => Start + TimeSpan.FromDays(days);

    // From one item in twelve hours to one in two and a half days, unevenly, beginning long enough before to fill the window.
    private void Publish()
    {
        var random = new Random(7);
        for (var i = 0; i < Feeds; i++)
        {
            var gap = TimeSpan.FromHours(12 + 48 * random.NextDouble());
            var times = new List<DateTimeOffset>();
            for (var t = Start - gap * Window * 2; t < Start + Week; t += gap * (0.1 + 1.8 * random.NextDouble()))
                times.Add(t);
            _items[i] = [.. times];
        }
    }

    private static (int Status, string Kind) Rule(int feed, DateTimeOffset now) => (feed % 50, feed) switch
    {
        (_, 5) when now >= Day(4) => (410, ""),
        (_, 6) when now >= Day(1) => (404, ""),
        (3, _) when now >= Day(2) && now < Day(2.5) => (503, ""),
        (4, _) when now >= Day(3) => (200, "moved"),
        _ => (200, (feed % 10) switch { 0 => "plain", 1 => "modified", 2 => "fresh", _ => "etag" }),
    };

    private IResult Answer(HttpContext context, int feed, bool moved)
    {
        var now = _time.GetUtcNow();
        var (status, kind) = Rule(feed, now);
        if (kind == "moved" && !moved)
            status = 308;
        var count = Array.FindLastIndex(_items[feed], time => time <= now) + 1;
        var etag = $"\"{count}\"";
        var modified = _items[feed][count - 1].ToString("R", CultureInfo.InvariantCulture);
        if (status == 200 && (kind is "etag" or "moved" && context.Request.Headers.IfNoneMatch == etag || kind == "modified" && context.Request.Headers.IfModifiedSince == modified))
            status = 304;
        lock (_gate)
        {
            if (kind is "etag" or "modified" && _requests.Exists(request => request.Feed == feed && request.Status == 200) && context.Request.Headers.IfNoneMatch.Count + context.Request.Headers.IfModifiedSince.Count == 0)
                _broken.Add($"feed {feed} was asked for all again at {now:u}");
            _requests.Add(new Request(feed, now, status, moved));
        }
        if (status == 503)
            context.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        if (kind is "etag" or "moved")
            context.Response.Headers.ETag = etag;
        if (kind == "modified")
            context.Response.Headers.LastModified = modified;
        if (kind == "fresh")
            context.Response.Headers.CacheControl = $"max-age={MaxAge.TotalSeconds}";
        if (status == 308)
            return Results.Redirect($"/moved/{feed}", permanent: true, preserveMethod: true);
        return status == 200 ? Results.Text(Rss(feed, count), "application/rss+xml") : Results.StatusCode(status);
    }

    private string Rss(int feed, int count)
    {
        var rss = new StringBuilder($"<rss version='2.0'><channel><title>Feed {feed}</title>");
        for (var n = count - 1; n >= Math.Max(0, count - Window); n--)
            rss.Append(CultureInfo.InvariantCulture, $"<item><guid isPermaLink='false'>{feed}-{n}</guid><title>Item {n} of {feed}</title><pubDate>{_items[feed][n]:R}</pubDate><description>{Words(feed * 1000 + n)}</description></item>");
        return rss.Append("</channel></rss>").ToString();
    }

    // No two alike: a week of reprints would be about stories.
    private static string Words(int number)
    {
        var random = new Random(number);
        return string.Join(' ', Enumerable.Range(0, 10).Select(_ => $"the {random.Next():x} of {random.Next():x} said that"));
    }

    [Fact]
    public async Task Poller_AWeekOf500Feeds_MissesNothingRepeatsNothingAndKeepsTheRules()
    {
        Publish();
        await using var server = await FetchTests.StartAsync(app =>
        {
            app.MapGet("/feed/{feed:int}", (HttpContext context, int feed) => Answer(context, feed, moved: false));
            app.MapGet("/moved/{feed:int}", (HttpContext context, int feed) => Answer(context, feed, moved: true));
        });
        var port = new Uri(server.Address).Port;
        await using var host = new IngestionHost(
            [
                .. Enumerable.Range(0, Hosts).Select(i => ($"Ingestion:Fetch:AllowedHosts:{i}", $"h{i}.test:{port}")), ("Ingestion:Feeds:Concurrency", "32"),
                ("Ingestion:Fetch:HostGapMilliseconds", $"{HostGap.TotalMilliseconds}"), ("Logging:LogLevel:Default", "Error"),
            ],
            time: _time, services: services => Web.Resolve(services, _ => "127.0.0.1"));
        var opml = "<opml xmlns:regsec='urn:regionalsecurity:opml'><body>" + string.Concat(Enumerable.Range(0, Feeds).Select(i =>
            $"<outline xmlUrl='http://h{i % Hosts}.test:{port}/feed/{i}' regsec:publisher='Outlet {i}' regsec:pollSeconds='{Shortest.TotalSeconds}'/>")) + "</body></opml>";
        (await host.Client.ImportFeedsAsync(new ImportFeedsRequest { Opml = ByteString.CopyFromUtf8(opml) }, cancellationToken: Token)).Changes.Count.ShouldBe(Feeds);

        var poller = host.Services.GetRequiredService<FeedPoller>();
        while (_time.GetUtcNow() < Start + Week)
        {
            var wait = await poller.PollDueAsync(Token);
            // The clock moves in steps of ten minutes at least; what is late by them is late, never early.
            _time.Advance(wait > TimeSpan.FromMinutes(10) ? wait : TimeSpan.FromMinutes(10));
        }

        _broken.ShouldBeEmpty();
        await ShouldHaveAllItemsOnceAsync(host);
        ShouldKeepTheRules();
        TestContext.Current.TestOutputHelper!.WriteLine($"{_requests.Count} requests, {_requests.Count(request => request.Status == 304)} of them answered 304.");
    }

    private async Task ShouldHaveAllItemsOnceAsync(IngestionHost host)
    {
        var entries = (await host.ReadLogAsync()).Where(entry => entry.Article is not null).Select(entry => entry.Article.SourceId).ToList();
        var stored = entries.ToHashSet(StringComparer.Ordinal);
        entries.Count.ShouldBe(stored.Count, "an item was stored twice or revised");
        var missed = new List<string>();
        var expected = 0;
        for (var i = 0; i < Feeds; i++)
        {
            var answers = _requests.Where(request => request.Feed == i && (request.Status is 200 or 304)).ToList();
            var first = Array.FindLastIndex(_items[i], time => time <= answers[0].Time) + 1 - Window;
            var last = Array.FindLastIndex(_items[i], time => time <= answers[^1].Time);
            for (var n = Math.Max(0, first); n <= last; n++, expected++)
                if (!stored.Contains($"{i}-{n}"))
                    missed.Add($"{i}-{n}");
            // Whoever is alive was asked within the last day and its spread.
            if (i is not (5 or 6))
                (Start + Week - answers[^1].Time).ShouldBeLessThan(TimeSpan.FromHours(26), $"feed {i}");
        }
        missed.ShouldBeEmpty();
        stored.Count.ShouldBe(expected);
    }

    private void ShouldKeepTheRules()
    {
        // A redirect and where it leads are one request in two.
        var redirected = _requests.Where(request => request.Status == 308).Select(request => (request.Feed, request.Time)).ToHashSet();
        var asked = _requests.Where(request => request.Status == 308 || !redirected.Contains((request.Feed, request.Time))).ToList();
        foreach (var feed in asked.GroupBy(request => request.Feed))
            foreach (var (one, next) in feed.Zip(feed.Skip(1)))
            {
                var least = one.Status == 503 ? RetryAfter : Rule(feed.Key, one.Time).Kind == "fresh" ? MaxAge : Shortest;
                (next.Time - one.Time).ShouldBeGreaterThanOrEqualTo(least, $"feed {feed.Key} at {next.Time:u}");
            }
        foreach (var hosted in asked.GroupBy(request => request.Feed % Hosts))
            foreach (var (one, next) in hosted.Zip(hosted.Skip(1)))
                (next.Time - one.Time).ShouldBeGreaterThanOrEqualTo(one.Status == 503 ? RetryAfter : HostGap, $"host {hosted.Key} at {next.Time:u}");
        _requests.Count(request => request is { Feed: 5, Status: 410 }).ShouldBe(1);
        _requests.Count(request => request is { Feed: 6, Status: 404 }).ShouldBeLessThanOrEqualTo(PollRules.MostNotFound);
        foreach (var moved in _requests.Where(request => request.Status == 308).GroupBy(request => request.Feed))
            moved.Count().ShouldBe(1, $"feed {moved.Key} did not remember where it moved");
        // A fixed interval would ask 21 times a feed.
        _requests.Count.ShouldBeLessThan(Feeds * 15);
    }
}
