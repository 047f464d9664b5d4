using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>Polls feeds when they are due: several at once, but of one host only one, and none while its host rests. What one poll does is in <see cref="FeedPoll"/>.</summary>
internal sealed class FeedPoller(
    IDbContextFactory<IngestionDbContext> contexts, FeedPoll poll, FeedStore feeds, HostRests rests, IOptions<IngestionOptions> options, IngestionTelemetry telemetry, TimeProvider time,
    ILogger<FeedPoller> logger) : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // One poll of a feed at a time, whoever asks for it.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _polling = new(StringComparer.Ordinal);

    /// <summary>Polls one feed now, whether it is due or not.</summary>
    /// <exception cref="DomainException">NOT_FOUND; what fetching or reading the feed gave, after the feed's state was stored.</exception>
    public async Task<PollFeedResponse> PollAsync(string feedId, CancellationToken cancellationToken)
    {
        // Looked for first: ids that callers make up leave nothing behind.
        await feeds.GetAsync(feedId, cancellationToken);
        return await PollKnownAsync(feedId, cancellationToken);
    }

    private async Task<PollFeedResponse> PollKnownAsync(string feedId, CancellationToken cancellationToken)
    {
        var turn = _polling.GetOrAdd(feedId, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var row = await context.Feeds.AsNoTracking().SingleOrDefaultAsync(f => f.FeedId == feedId, cancellationToken);
            if (row is null)
            {
                // Deleted while this poll waited for its turn.
                Forget(feedId);
                throw DomainException.NotFound("feed", feedId);
            }
            using var activity = telemetry.Source.StartActivity("poll feed");
            activity?.SetTag("regionalsecurity.feed_id", feedId);
            return await poll.RunAsync(row, cancellationToken);
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
                if (wait > LongestWait)
                    wait = LongestWait;
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(Task.Delay(wait, time, waiting.Token), change);
                await waiting.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Polls one due feed of each host that does not rest; gives the time until there is something to do again.</summary>
    internal async Task<TimeSpan> PollDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicros();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await context.Feeds.AsNoTracking().Where(f => f.NextPollMicros <= now).OrderBy(f => f.NextPollMicros).Select(f => new { f.FeedId, f.Host }).ToListAsync(cancellationToken);
        var chosen = due.Where(f => rests.Left(HostOf(f.Host, f.FeedId)) == TimeSpan.Zero).DistinctBy(f => HostOf(f.Host, f.FeedId)).ToList();
        await Parallel.ForEachAsync(chosen, new ParallelOptions { MaxDegreeOfParallelism = options.Value.Feeds.Concurrency, CancellationToken = cancellationToken }, async (feed, token) =>
        {
            var host = HostOf(feed.Host, feed.FeedId);
            try
            {
                await PollKnownAsync(feed.FeedId, token);
            }
            catch (DomainException)
            {
                // Logged, and stored as the feed's state, where it happened; or the feed was deleted meanwhile.
            }
            catch (Exception error) when (!token.IsCancellationRequested)
            {
                // One feed that fails in a way not foreseen does not keep the others waiting; it stays due.
                logger.PollerFailed(error);
                rests.Rest(host, LongestWait);
            }
            rests.Rest(host, TimeSpan.FromMilliseconds(options.Value.Fetch.HostGapMilliseconds));
        });
        now = time.GetUtcNow().ToMicros();
        var next = await context.Feeds.Where(f => f.NextPollMicros > now).MinAsync(f => (long?)f.NextPollMicros, cancellationToken);
        var wait = next is { } at && at != long.MaxValue ? TimeSpan.FromMicroseconds(at - now) : PollRules.Longest;
        // Those left over wait for their hosts.
        foreach (var feed in due.Except(chosen))
            wait = rests.Left(HostOf(feed.Host, feed.FeedId)) is var left && left < wait ? left : wait;
        return wait;
    }

    private static string HostOf(string host, string feedId) => host.Length > 0 ? host : feedId;
}
