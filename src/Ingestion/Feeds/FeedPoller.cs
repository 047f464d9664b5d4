using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>
/// Polls feeds when they are due: conditional GET, the interval doubled with each failure up to a day, Retry-After obeyed, gone feeds (410) turned
/// off. A feed's items and its new state are stored in one commit.
/// </summary>
internal sealed class FeedPoller(
    IDbContextFactory<IngestionDbContext> contexts, CommitWriter<IngestionDbContext> writer, ArticleIntake intake, ArticleStore articles, FeedStore feeds, GuardedFetcher fetcher,
    IOptions<IngestionOptions> options, IngestionTelemetry telemetry, TimeProvider time, ILogger<FeedPoller> logger) : BackgroundService
{
    private const int MostRejections = 100;
    private const int LongestDetail = 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1), LongestBackOff = TimeSpan.FromDays(1);

    // One poll of a feed at a time, whoever asks for it.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _polling = new(StringComparer.Ordinal);

    /// <summary>Polls one feed now, whether it is due or not.</summary>
    /// <exception cref="DomainException">NOT_FOUND; what fetching or reading the feed gave, after the feed's state was stored.</exception>
    public async Task<PollFeedResponse> PollAsync(string feedId, CancellationToken cancellationToken)
    {
        // Looked for first: ids that callers make up leave nothing behind.
        await feeds.GetAsync(feedId, cancellationToken);
        var turn = _polling.GetOrAdd(feedId, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var row = await context.Feeds.SingleOrDefaultAsync(f => f.FeedId == feedId, cancellationToken);
            if (row is null)
            {
                // Deleted while this poll waited for its turn.
                Forget(feedId);
                throw DomainException.NotFound("feed", feedId);
            }
            using var activity = telemetry.Source.StartActivity("poll feed");
            activity?.SetTag("regionalsecurity.feed_id", feedId);
            return await PollAsync(row, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Lets go of what is kept for a feed that was deleted. A poll that is under way ends as it would.</summary>
    public void Forget(string feedId) => _polling.TryRemove(feedId, out _);

    /// <summary>Feeds something is kept for.</summary>
    internal int KeptFeeds => _polling.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Feeds.Poll)
            return;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var change = feeds.NextChange;
                var wait = LongestWait;
                try
                {
                    wait = await PollDueAsync(stoppingToken);
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.PollerFailed(error);
                }
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(Task.Delay(wait, time, waiting.Token), change);
                await waiting.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<TimeSpan> PollDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicros();
        List<string> due;
        long next;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
        {
            due = await context.Feeds.AsNoTracking().Where(f => f.NextPollMicros <= now).OrderBy(f => f.NextPollMicros).Select(f => f.FeedId).Take(256).ToListAsync(cancellationToken);
            next = await context.Feeds.Where(f => f.NextPollMicros > now).MinAsync(f => (long?)f.NextPollMicros, cancellationToken) ?? long.MaxValue;
        }
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = options.Value.Feeds.Concurrency, CancellationToken = cancellationToken }, async (feedId, token) =>
        {
            try
            {
                await PollAsync(feedId, token);
            }
            catch (DomainException)
            {
                // Logged, and stored as the feed's state, where it happened; or the feed was deleted meanwhile.
            }
            catch (Exception error) when (!token.IsCancellationRequested)
            {
                // One feed that fails in a way not foreseen does not keep the others waiting; it stays due.
                logger.PollerFailed(error);
            }
        });
        return due.Count > 0 || next == long.MaxValue || next - now > LongestWait.TotalMicroseconds ? LongestWait : TimeSpan.FromMicroseconds(next - now);
    }

    private async Task<PollFeedResponse> PollAsync(FeedRow row, CancellationToken cancellationToken)
    {
        var feed = FeedStore.Read(row);
        FetchedPage page;
        FeedDocument? document;
        try
        {
            page = await fetcher.GetAsync(feed.Url, "feed.url", row.HttpETag, row.HttpLastModified, cancellationToken);
            document = page.NotChanged ? null : FeedReader.Read(page.Content, page.ContentType, page.Url);
        }
        catch (Exception error) when (error is DomainException or ArticleException)
        {
            var failure = error as DomainException ?? new DomainException(StatusCode.FailedPrecondition, ((ArticleException)error).Reason, $"feed.url: {error.Message}");
            logger.FeedFailed(feed.FeedId, failure.Message);
            await StoreFailureAsync(feed.FeedId, failure, cancellationToken);
            throw failure;
        }
        return await StoreItemsAsync(feed, page, document, cancellationToken);
    }

    private async Task<PollFeedResponse> StoreItemsAsync(Feed feed, FetchedPage page, FeedDocument? document, CancellationToken cancellationToken)
    {
        var response = new PollFeedResponse { ItemCount = document?.Items.Count ?? 0 };
        var prepared = new List<PreparedArticle>();
        foreach (var item in document?.Items ?? [])
        {
            try
            {
                prepared.Add(await intake.PrepareAsync(Submission(item, feed, document!), "", sample: false, feed.FeedId, cancellationToken));
            }
            catch (DomainException error)
            {
                if (response.Rejections.Count < MostRejections)
                    response.Rejections.Add(ArticleStream.RejectionOf(error));
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                logger.ItemFailed(error);
                if (response.Rejections.Count < MostRejections)
                    response.Rejections.Add(ArticleStream.RejectionOf(error));
            }
        }
        // Oldest first, so that the log tells them in the order of their appearance.
        prepared.Reverse();
        response.Feed = await writer.WriteAsync(async (context, token) =>
        {
            var results = await articles.ApplyAsync(context, prepared, token);
            response.CreatedCount = results.Count(result => result.Outcome == Outcome.Created);
            response.RevisedCount = results.Count(result => result.Outcome == Outcome.Revised);
            var row = await FeedStore.FindAsync(context, feed.FeedId, token);
            var stored = FeedStore.Read(row);
            var now = time.GetUtcNow();
            stored.LastPollTime = stored.LastSuccessTime = Micros.ToTimestamp(now.ToMicros());
            stored.ArticleCount += response.CreatedCount + response.RevisedCount;
            if (stored.Title.Length == 0 && document is not null)
                stored.Title = DocumentReader.OneLine(document.Title, 256);
            row.Failures = 0;
            row.HttpETag = page.ETag;
            row.HttpLastModified = page.LastModified;
            await SetStateAsync(context, stored, stored.Disabled ? SourceState.Disabled : SourceState.Ok, stored.Disabled ? "turned off" : "", token);
            FeedStore.Put(row, stored, stored.Disabled ? long.MaxValue : (now + stored.PollInterval.ToTimeSpan()).ToMicros());
            return stored;
        }, cancellationToken);
        logger.FeedPolled(feed.FeedId, response.ItemCount, response.CreatedCount, response.RevisedCount);
        telemetry.Polled(response.Feed.State);
        return response;
    }

    private async Task StoreFailureAsync(string feedId, DomainException failure, CancellationToken cancellationToken)
    {
        var facts = failure.Metadata.ToDictionary(fact => fact.Key, fact => fact.Value);
        var gone = facts.GetValueOrDefault("http_status") == "410";
        var retryAfter = TimeSpan.FromSeconds(long.Parse(facts.GetValueOrDefault("retry_after_seconds", "0"), CultureInfo.InvariantCulture));
        var state = await writer.WriteAsync(async (context, token) =>
        {
            var row = await FeedStore.FindAsync(context, feedId, token);
            var feed = FeedStore.Read(row);
            var now = time.GetUtcNow();
            feed.LastPollTime = Micros.ToTimestamp(now.ToMicros());
            feed.Disabled |= gone;
            row.Failures++;
            var wait = feed.PollInterval.ToTimeSpan() * Math.Pow(2, Math.Min(row.Failures - 1, 10));
            wait = wait > LongestBackOff ? LongestBackOff : wait < retryAfter ? retryAfter : wait;
            await SetStateAsync(context, feed, feed.Disabled ? SourceState.Disabled : SourceState.Failing, DocumentReader.OneLine(failure.Message, LongestDetail), token);
            FeedStore.Put(row, feed, feed.Disabled ? long.MaxValue : (now + wait).ToMicros());
            return feed.State;
        }, cancellationToken);
        telemetry.Polled(state);
    }

    // Only a change is news to the log's readers.
    private async Task SetStateAsync(IngestionDbContext context, Feed feed, SourceState state, string detail, CancellationToken cancellationToken)
    {
        if (feed.State != state)
            await articles.AppendStatusAsync(context, feeds.StatusOf(feed, state, detail), cancellationToken);
        feed.State = state;
        feed.StateDetail = detail;
    }

    private static ArticleSubmission Submission(FeedItem item, Feed feed, FeedDocument document)
    {
        var submission = new ArticleSubmission
        {
            // A feed that has only headlines still says when what was reported.
            Text = item.Content.Length > 0 ? item.Content : item.Summary.Length > 0 ? item.Summary : item.Title,
            Url = CanonicalUrl.TryParse(item.Link) ?? "",
            Title = item.Title,
            Byline = item.Author,
            Publisher = feed.Publisher,
            SourceId = item.Id.Length <= ArticleLimits.SourceIdLength ? item.Id : "",
        };
        // What an item is about must not depend on where it links to: aggregators link elsewhere.
        if (submission.Publisher.Length == 0)
            submission.Publisher = CanonicalUrl.Domain(feed.Url);
        if (item.PublishTime is { } published)
        {
            submission.PublishTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(published.Time);
            submission.PublishPrecision = published.Precision;
        }
        if (LanguageDetection.Tag(document.Language) is { } language && submission.Text.Length < 40)
            submission.Language = language;
        return submission;
    }
}
