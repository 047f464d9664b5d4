using System.Globalization;
using Google.Protobuf.WellKnownTypes;
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
/// One poll of a feed: conditional GET, the items that are new or changed, their full texts, and the feed's new state and time. Items and state are stored in one
/// commit. A feed that is gone (410, or 404 again and again) is turned off; one that moved for good keeps its new address.
/// </summary>
internal sealed class FeedPoll(
    IDbContextFactory<IngestionDbContext> contexts, CommitWriter<IngestionDbContext> writer, ArticleIntake intake, ArticleStore articles, FeedStore feeds, GuardedFetcher fetcher, FullTexts fullTexts,
    HostRests rests, IOptions<IngestionOptions> options, IngestionTelemetry telemetry, TimeProvider time, ILogger<FeedPoll> logger)
{
    private const int MostRejections = 100;
    private const int LongestDetail = 1024;
    private const double SuccessSpread = 0.05, FailureSpread = 0.25;

    /// <exception cref="DomainException">What fetching or reading the feed gave, after the feed's state was stored.</exception>
    public async Task<PollFeedResponse> RunAsync(FeedRow row, CancellationToken cancellationToken)
    {
        var feed = FeedStore.Read(row);
        FetchedPage page;
        FeedDocument? document;
        try
        {
            page = await fetcher.GetAsync(feed.Url, "feed.url", row.HttpETag, row.HttpLastModified, null, cancellationToken);
            document = page.NotChanged ? null : FeedReader.Read(page.Content, page.ContentType, page.Url);
        }
        catch (Exception error) when (error is DomainException or ArticleException)
        {
            var failure = error as DomainException ?? new DomainException(StatusCode.FailedPrecondition, ((ArticleException)error).Reason, $"feed.url: {error.Message}");
            logger.FeedFailed(feed.FeedId, failure.Message);
            await StoreFailureAsync(feed, failure, cancellationToken);
            throw failure;
        }
        return await StoreAnswerAsync(feed, page, document, cancellationToken);
    }

    private async Task<PollFeedResponse> StoreAnswerAsync(Feed feed, FetchedPage page, FeedDocument? document, CancellationToken cancellationToken)
    {
        var response = new PollFeedResponse { ItemCount = document?.Items.Count ?? 0 };
        var (prepared, isOutOfDate) = document is null ? ([], false) : await PrepareAsync(feed, document, response, cancellationToken);
        // Oldest first, so that the log tells them in the order of their appearance.
        prepared.Reverse();
        response.Feed = await writer.WriteAsync(async (context, token) =>
        {
            var results = prepared.Count == 0 ? [] : await articles.ApplyAsync(context, prepared.ConvertAll(item => item.Article), token);
            response.CreatedCount = results.Count(result => result.Outcome == Outcome.Created);
            response.RevisedCount = results.Count(result => result.Outcome == Outcome.Revised);
            var row = await FeedStore.FindAsync(context, feed.FeedId, token);
            var stored = FeedStore.Read(row);
            var now = time.GetUtcNow();
            if (document is not null && (prepared.Count > 0 || isOutOfDate))
                await FeedItems.NoteAsync(context, feed.FeedId, document.Items, prepared.Select(item => (item.Item, item.Tries)), now.ToMicros(), token);
            Note(stored, page, document, response, now);
            row.Failures = row.NotFounds = 0;
            row.HttpETag = page.ETag;
            row.HttpLastModified = page.LastModified;
            var problem = await MoveAsync(context, stored, page, token);
            stored.Disabled |= problem.Length > 0;
            await SetStateAsync(context, stored, stored.Disabled ? SourceState.Disabled : SourceState.Ok, problem.Length > 0 ? problem : stored.Disabled ? "turned off" : "", token);
            Schedule(row, stored, stored.CurrentInterval.ToTimeSpan(), SuccessSpread, now);
            return stored;
        }, cancellationToken);
        logger.FeedPolled(feed.FeedId, response.ItemCount, response.CreatedCount, response.RevisedCount);
        telemetry.Polled(response.Feed.State);
        return response;
    }

    private async Task<(List<(PreparedArticle Article, FeedItems.Fresh Item, int Tries)> Prepared, bool IsOutOfDate)> PrepareAsync(
        Feed feed, FeedDocument document, PollFeedResponse response, CancellationToken cancellationToken)
    {
        List<FeedItems.Fresh> fresh;
        bool isOutOfDate;
        await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            (fresh, isOutOfDate) = await FeedItems.FindFreshAsync(context, feed.FeedId, document.Items, time.GetUtcNow().ToMicros(), cancellationToken);
        var prepared = new List<(PreparedArticle, FeedItems.Fresh, int)>();
        var left = options.Value.Feeds.FullText && !feed.TeasersOnly ? options.Value.Feeds.FullTextsPerPoll : 0;
        foreach (var item in fresh)
        {
            try
            {
                var (full, tries) = left > 0 && FullTexts.IsTeaser(item.Item) ? await FullTextAsync(item, cancellationToken) : (null, 0);
                left -= full is not null || tries > 0 ? 1 : 0;
                prepared.Add((await intake.PrepareAsync(Submission(item.Item, full, feed, document), "", sample: false, feed.FeedId, cancellationToken), item, tries));
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
        return (prepared, isOutOfDate);
    }

    private async Task<(Article? Full, int Tries)> FullTextAsync(FeedItems.Fresh item, CancellationToken cancellationToken)
    {
        try
        {
            return (await fullTexts.GetAsync(item.Item, cancellationToken), 0);
        }
        catch (DomainException error)
        {
            logger.FullTextRefused(item.Item.Link, error.Message);
            return (null, item.Tries + 1);
        }
    }

    private static void Note(Feed feed, FetchedPage page, FeedDocument? document, PollFeedResponse response, DateTimeOffset now)
    {
        var news = response.CreatedCount + response.RevisedCount;
        var time = Micros.ToTimestamp(now.ToMicros());
        feed.LastPollTime = feed.LastSuccessTime = time;
        feed.HttpStatus = page.Status;
        feed.FailureCount = 0;
        feed.ArticleCount += news;
        if (news > 0)
            feed.LastNewTime = time;
        if (document is not null)
            feed.ItemCount = document.Items.Count;
        if (feed.Title.Length == 0 && document is not null)
            feed.Title = DocumentReader.OneLine(document.Title, 256);
        var interval = PollRules.Interval(feed, news > 0, Span(document));
        feed.CurrentInterval = Duration.FromTimeSpan(page.FreshFor > interval ? page.FreshFor : interval);
    }

    private static TimeSpan? Span(FeedDocument? document)
    {
        var times = document?.Items.Where(item => item.PublishTime is not null).Select(item => item.PublishTime!.Value.Time).ToList() ?? [];
        return times.Count > 1 ? times.Max() - times.Min() : null;
    }

    /// <summary>Remembers where the feed moved to for good. Gives why it is to be turned off, where it moved to the address of another.</summary>
    private async Task<string> MoveAsync(IngestionDbContext context, Feed feed, FetchedPage page, CancellationToken cancellationToken)
    {
        if (page.MovedTo is not { } moved || CanonicalUrl.TryParse(moved.AbsoluteUri) is not { } canonical || moved.AbsoluteUri == feed.Url)
            return "";
        var other = await context.Feeds.AsNoTracking().Where(f => f.Url == canonical && f.FeedId != feed.FeedId).Select(f => f.FeedId).FirstOrDefaultAsync(cancellationToken);
        if (other is not null)
            return DocumentReader.OneLine($"moved to {moved.AbsoluteUri}, which is the feed {other}; remove this one", LongestDetail);
        logger.FeedMoved(feed.FeedId, feed.Url, moved.AbsoluteUri);
        // Its articles are known by their publisher, which so far was the address's.
        if (feed.Publisher.Length == 0)
            feed.Publisher = CanonicalUrl.Domain(feed.Url);
        feed.PreviousUrl = feed.Url;
        feed.Url = moved.AbsoluteUri;
        return "";
    }

    private async Task StoreFailureAsync(Feed failed, DomainException failure, CancellationToken cancellationToken)
    {
        var facts = failure.Metadata.ToDictionary(fact => fact.Key, fact => fact.Value);
        var status = int.Parse(facts.GetValueOrDefault("http_status", "0"), CultureInfo.InvariantCulture);
        var retryAfter = TimeSpan.FromSeconds(long.Parse(facts.GetValueOrDefault("retry_after_seconds", "0"), CultureInfo.InvariantCulture));
        // Who answers so means all of his pages.
        if (status is 429 or 503)
            rests.Rest(FeedStore.HostOf(failed.Url), retryAfter);
        var state = await writer.WriteAsync(async (context, token) =>
        {
            var row = await FeedStore.FindAsync(context, failed.FeedId, token);
            var feed = FeedStore.Read(row);
            var now = time.GetUtcNow();
            feed.LastPollTime = Micros.ToTimestamp(now.ToMicros());
            feed.HttpStatus = status;
            feed.FailureCount = ++row.Failures;
            row.NotFounds = status == 404 ? row.NotFounds + 1 : 0;
            var gone = status == 410 ? "the server says that it is gone for good (410)"
                : row.NotFounds >= PollRules.MostNotFound ? $"not found (404) at {row.NotFounds} polls in a row"
                : "";
            feed.Disabled |= gone.Length > 0;
            var wait = PollRules.BackOff(feed, row.Failures);
            wait = wait < retryAfter ? retryAfter : wait;
            feed.CurrentInterval = Duration.FromTimeSpan(wait);
            await SetStateAsync(context, feed, feed.Disabled ? SourceState.Disabled : SourceState.Failing,
                DocumentReader.OneLine(gone.Length > 0 ? $"turned off: {gone}. {failure.Message}" : failure.Message, LongestDetail), token);
            Schedule(row, feed, wait, FailureSpread, now);
            return feed.State;
        }, cancellationToken);
        telemetry.Polled(state);
    }

    private static void Schedule(FeedRow row, Feed feed, TimeSpan wait, double spread, DateTimeOffset now) =>
        FeedStore.Put(row, feed, feed.Disabled ? long.MaxValue : (now + PollRules.Spread(wait, spread, feed.FeedId, now)).ToMicros());

    // Only a change is news to the log's readers.
    private async Task SetStateAsync(IngestionDbContext context, Feed feed, SourceState state, string detail, CancellationToken cancellationToken)
    {
        if (feed.State != state)
            await articles.AppendStatusAsync(context, feeds.StatusOf(feed, state, detail), cancellationToken);
        feed.State = state;
        feed.StateDetail = detail;
    }

    private static ArticleSubmission Submission(FeedItem item, Article? full, Feed feed, FeedDocument document)
    {
        var submission = new ArticleSubmission
        {
            // A feed that has only headlines still says when what was reported.
            Text = full is not null ? full.Text : item.Content.Length > 0 ? item.Content : item.Summary.Length > 0 ? item.Summary : item.Title,
            Url = CanonicalUrl.TryParse(item.Link) ?? "",
            Title = item.Title,
            Byline = item.Author.Length > 0 ? item.Author : full?.Byline ?? "",
            Publisher = feed.Publisher,
            SourceId = item.Id.Length <= ArticleLimits.SourceIdLength ? item.Id : "",
        };
        // What an item is about must not depend on where it links to: aggregators link elsewhere.
        if (submission.Publisher.Length == 0)
            submission.Publisher = CanonicalUrl.Domain(feed.Url);
        if (item.PublishTime is { } published)
        {
            submission.PublishTime = Timestamp.FromDateTimeOffset(published.Time);
            submission.PublishPrecision = published.Precision;
        }
        else if (full?.PublishTime is { } time)
        {
            submission.PublishTime = time;
            submission.PublishPrecision = full.PublishPrecision;
        }
        if (LanguageDetection.Tag(document.Language) is { } language && submission.Text.Length < 40)
            submission.Language = language;
        return submission;
    }
}
