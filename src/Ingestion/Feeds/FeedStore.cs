using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Paging;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>The list of feeds: what callers change. What polls change is in <see cref="FeedPoller"/>.</summary>
internal sealed class FeedStore(
    IDbContextFactory<IngestionDbContext> contexts, CommitWriter<IngestionDbContext> writer, ArticleStore articles, Publishers publishers, TimeProvider time)
{
    /// <summary>Most tags of a feed.</summary>
    public const int MostTags = 32;

    private const int StandardPage = 50;
    private const int LargestPage = 500;
    private static readonly TimeSpan StandardInterval = TimeSpan.FromMinutes(30), ShortestInterval = TimeSpan.FromMinutes(5), LongestInterval = TimeSpan.FromDays(1);
    private static readonly string[] Changeable = ["title", "publisher", "disabled", "poll_interval", "tags", "teasers_only"];

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a feed was added or changed. Take it before reading, so that no change is missed.</summary>
    public Task NextChange => Volatile.Read(ref _changed).Task;

    /// <exception cref="DomainException">INVALID_ARGUMENT; ALREADY_EXISTS.</exception>
    public async Task<CreateFeedResponse> CreateAsync(CreateFeedRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequestId(request.RequestId);
        var given = request.Feed ?? new Feed();
        var url = CanonicalUrl.TryParse(given.Url);
        if (validation.Required(given.Url, "feed.url"))
            validation.Require(url is not null, "feed.url", "URL_INVALID", $"is no http or https address of at most {ArticleLimits.UrlLength:N0} characters");
        Validate(given, validation);
        validation.ThrowIfAny();
        var response = await writer.WriteAsync((context, token) => context.AnswerOnceAsync("CreateFeed", request.RequestId, request, time, async () =>
        {
            var id = ArticleIdentity.FeedId(url!);
            // One that moved has the id of its first address and the address of now.
            var known = await context.Feeds.Where(f => f.FeedId == id || f.Url == url).Select(f => f.FeedId).FirstOrDefaultAsync(token);
            if (known is not null)
                throw new DomainException(StatusCode.AlreadyExists, "FEED_EXISTS", $"There is a feed with this address already: {known}. Change it with UpdateFeed.", ("feed_id", known));
            return new CreateFeedResponse { Feed = Add(context, given, url!) };
        }, token), cancellationToken);
        TellChange();
        return response;
    }

    /// <summary>Adds a feed that was checked and is not there yet; it is due at once.</summary>
    public Feed Add(IngestionDbContext context, Feed given, string canonicalUrl)
    {
        var feed = new Feed
        {
            FeedId = ArticleIdentity.FeedId(canonicalUrl),
            // The address as given is fetched: some servers tell queries apart that are the same to us.
            Url = given.Url.Trim(),
            Title = DocumentReader.OneLine(given.Title, 256),
            Publisher = DocumentReader.OneLine(given.Publisher, 256),
            Disabled = given.Disabled,
            TeasersOnly = given.TeasersOnly,
            PollInterval = given.PollInterval ?? Duration.FromTimeSpan(StandardInterval),
            State = given.Disabled ? SourceState.Disabled : SourceState.Unspecified,
            StateDetail = given.Disabled ? "turned off" : "",
        };
        feed.Tags.AddRange(given.Tags);
        var row = new FeedRow { FeedId = feed.FeedId, State = 0, NextPollMicros = 0, Failures = 0, HttpETag = "", HttpLastModified = "", Version = 1, Payload = [] };
        Put(row, feed, feed.Disabled ? long.MaxValue : time.GetUtcNow().ToMicros());
        context.Feeds.Add(row);
        return feed;
    }

    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public async Task<Feed> GetAsync(string feedId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return Read(await FindAsync(context, feedId, cancellationToken));
    }

    /// <summary>One page, in order of ids.</summary>
    public async Task<ListFeedsResponse> ListAsync(ListFeedsRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var size = validation.PageSize(request.PageSize, StandardPage, LargestPage);
        var after = PageToken.Decode(request, 1, validation)?[0] ?? "";
        validation.Require(System.Enum.IsDefined(request.State), "state", "ENUM_UNKNOWN", "is no value of SourceState");
        validation.ThrowIfAny();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Feeds.AsNoTracking().Where(f => string.Compare(f.FeedId, after) > 0);
        if (request.State != SourceState.Unspecified)
            rows = rows.Where(f => f.State == (int)request.State);
        var page = await rows.OrderBy(f => f.FeedId).Take(size + 1).ToListAsync(cancellationToken);
        var response = new ListFeedsResponse();
        response.Feeds.AddRange(page.Take(size).Select(Read));
        if (page.Count > size)
            response.NextPageToken = PageToken.Encode(request, page[size - 1].FeedId);
        return response;
    }

    /// <exception cref="DomainException">INVALID_ARGUMENT; NOT_FOUND; ABORTED where the etag is not the current one.</exception>
    public async Task<UpdateFeedResponse> UpdateAsync(UpdateFeedRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequestId(request.RequestId);
        var given = request.Feed ?? new Feed();
        validation.Required(given.FeedId, "feed.feed_id");
        Validate(given, validation);
        var paths = request.UpdateMask is { Paths.Count: > 0 } mask ? mask.Paths.ToArray() : Changeable;
        foreach (var path in paths)
            validation.Require(Changeable.Contains(path), "update_mask", "FIELD_NOT_CHANGEABLE", $"\"{DocumentReader.OneLine(path, 64)}\" cannot be changed; these can: {string.Join(", ", Changeable)}");
        validation.ThrowIfAny();
        var response = await writer.WriteAsync((context, token) => context.AnswerOnceAsync("UpdateFeed", request.RequestId, request, time, async () =>
        {
            var row = await FindAsync(context, given.FeedId, token);
            if (given.Etag.Length > 0 && given.Etag != Etag(row))
                throw new DomainException(StatusCode.Aborted, "ETAG_STALE", "The feed was changed by someone else meanwhile. Get it again and repeat the change.", ("feed_id", row.FeedId));
            var feed = Read(row);
            var wasDisabled = feed.Disabled;
            Change(feed, given, paths);
            row.Version++;
            if (feed.Disabled != wasDisabled)
                await SwitchAsync(context, row, feed, token);
            Put(row, feed, feed.Disabled ? long.MaxValue : wasDisabled ? time.GetUtcNow().ToMicros() : Math.Min(row.NextPollMicros, After(feed.PollInterval.ToTimeSpan())));
            return new UpdateFeedResponse { Feed = Read(row) };
        }, token), cancellationToken);
        TellChange();
        return response;
    }

    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public async Task<DeleteFeedResponse> DeleteAsync(DeleteFeedRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequestId(request.RequestId);
        validation.Required(request.FeedId, "feed_id");
        validation.ThrowIfAny();
        return await writer.WriteAsync((context, token) => context.AnswerOnceAsync("DeleteFeed", request.RequestId, request, time, async () =>
        {
            var row = await FindAsync(context, request.FeedId, token);
            var feed = Read(row);
            if (feed.State is SourceState.Ok or SourceState.Failing)
                await articles.AppendStatusAsync(context, StatusOf(feed, SourceState.Disabled, "deleted"), token);
            context.Feeds.Remove(row);
            await context.FeedItems.Where(item => item.FeedId == row.FeedId).ExecuteDeleteAsync(token);
            return new DeleteFeedResponse();
        }, token), cancellationToken);
    }

    /// <summary>The feed of a row, with what the store sets.</summary>
    public static Feed Read(FeedRow row)
    {
        var feed = Feed.Parser.ParseFrom(row.Payload);
        feed.Etag = Etag(row);
        feed.NextPollTime = row.NextPollMicros == long.MaxValue ? null : Micros.ToTimestamp(row.NextPollMicros);
        return feed;
    }

    /// <summary>The host that a feed is fetched from; of its requests one at a time is made.</summary>
    public static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.IdnHost.ToLowerInvariant() : "";

    /// <summary>Puts the feed into its row.</summary>
    public static void Put(FeedRow row, Feed feed, long nextPollMicros)
    {
        feed.Etag = Etag(row);
        feed.NextPollTime = nextPollMicros == long.MaxValue ? null : Micros.ToTimestamp(nextPollMicros);
        row.State = (int)feed.State;
        row.NextPollMicros = nextPollMicros;
        row.Url = CanonicalUrl.TryParse(feed.Url) ?? "";
        row.Host = HostOf(feed.Url);
        row.Payload = feed.ToByteArray();
    }

    /// <summary>The entry that tells the log's readers of a feed's new state.</summary>
    public SourceStatus StatusOf(Feed feed, SourceState state, string detail) => new()
    {
        SourceId = feed.FeedId,
        Publisher = publishers.Real.Resolve(feed.Publisher, feed.Url),
        State = state,
        Detail = detail,
        ObserveTime = Micros.ToTimestamp(time.GetUtcNow().ToMicros()),
    };

    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public static async Task<FeedRow> FindAsync(IngestionDbContext context, string feedId, CancellationToken cancellationToken) =>
        await context.Feeds.SingleOrDefaultAsync(f => f.FeedId == feedId, cancellationToken) ?? throw DomainException.NotFound("feed", feedId);

    private async Task SwitchAsync(IngestionDbContext context, FeedRow row, Feed feed, CancellationToken cancellationToken)
    {
        // What a polled feed says next is unknown until its first poll.
        feed.State = feed.Disabled ? SourceState.Disabled : SourceState.Unspecified;
        feed.StateDetail = feed.Disabled ? "turned off" : "";
        row.Failures = row.NotFounds = feed.FailureCount = 0;
        if (feed.Disabled && feed.LastPollTime is not null)
            await articles.AppendStatusAsync(context, StatusOf(feed, SourceState.Disabled, feed.StateDetail), cancellationToken);
    }

    /// <summary>Wakes the poller after feeds were added or changed.</summary>
    public void TellChange() => Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private long After(TimeSpan interval) => (time.GetUtcNow() + interval).ToMicros();

    private static string Etag(FeedRow row) => row.Version.ToString(CultureInfo.InvariantCulture);

    private static void Change(Feed feed, Feed given, string[] paths)
    {
        foreach (var path in paths)
        {
            switch (path)
            {
                case "title":
                    feed.Title = DocumentReader.OneLine(given.Title, 256);
                    break;
                case "publisher":
                    feed.Publisher = DocumentReader.OneLine(given.Publisher, 256);
                    break;
                case "disabled":
                    feed.Disabled = given.Disabled;
                    break;
                case "poll_interval":
                    feed.PollInterval = given.PollInterval ?? Duration.FromTimeSpan(StandardInterval);
                    feed.CurrentInterval = feed.PollInterval.Clone();
                    break;
                case "teasers_only":
                    feed.TeasersOnly = given.TeasersOnly;
                    break;
                case "tags":
                    feed.Tags.Clear();
                    feed.Tags.AddRange(given.Tags);
                    break;
                default:
                    throw new InvalidOperationException($"The field {path} was let through.");
            }
        }
    }

    /// <summary>Notes what is wrong with the fields that callers set, but for the address.</summary>
    public static void Validate(Feed feed, Validation validation)
    {
        validation.AtMost(feed.Title, 256, "feed.title");
        validation.AtMost(feed.Publisher, 256, "feed.publisher");
        validation.Require(feed.Tags.Count <= MostTags, "feed.tags", "TOO_MANY", $"has {feed.Tags.Count} tags; at most {MostTags} are taken");
        validation.Require(feed.Tags.All(tag => tag.Length is > 0 and <= 64), "feed.tags", "FIELD_TOO_LONG", "has a tag that is empty or longer than 64 characters");
        if (feed.PollInterval is { } interval)
            validation.Require(interval.Seconds >= ShortestInterval.TotalSeconds && interval.Seconds <= LongestInterval.TotalSeconds, "feed.poll_interval", "INTERVAL_OUT_OF_RANGE",
                "must be 300 to 86400 seconds (5 minutes to a day)");
    }
}
