using System.Collections.Concurrent;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Options;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>
/// Fetches the text of an item from its link where the feed gives only a teaser. Each host on the way is asked for its robots.txt first, kept for a day, and for
/// one page at a time with a pause between.
/// </summary>
internal sealed class FullTexts(GuardedFetcher fetcher, HostRests rests, IOptions<IngestionOptions> options, TimeProvider time, ILogger<FullTexts> logger)
{
    private const int MostSites = 4096;
    private const int TeaserLength = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1), KeptUnreachable = TimeSpan.FromHours(1);
    private static readonly string[] Endings = ["\u2026", "...", "[...]", "[\u2026]", "read more", "continue reading", "more\u2026", "\u00BB"];

    private readonly ConcurrentDictionary<string, (RobotsRules Rules, DateTimeOffset Until)> _sites = new(StringComparer.Ordinal);

    /// <summary>Whether the item has a link and its text is only the beginning of what stands there: no content and little summary, or an end that says so.</summary>
    public static bool IsTeaser(FeedItem item)
    {
        var text = item.Content.Length > 0 ? item.Content : item.Summary;
        var tail = text.AsSpan(Math.Max(0, text.Length - 40)).TrimEnd();
        foreach (var ending in Endings)
            if (tail.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return item.Link.Length > 0 && text.Length < 3 * TeaserLength;
        return item.Link.Length > 0 && item.Content.Length == 0 && text.Length < TeaserLength;
    }

    /// <summary>The article behind the link; null where its site does not let robots have it, or what is there holds no more than the teaser.</summary>
    /// <exception cref="DomainException">UNAVAILABLE: it could not be had now; asking again later may help.</exception>
    public async Task<Article?> GetAsync(FeedItem item, CancellationToken cancellationToken)
    {
        try
        {
            var page = await fetcher.GetAsync(item.Link, "link", "", "", AdmitAsync, cancellationToken);
            var article = DocumentReader.Read(page.Content, page.ContentType, page.Url);
            return article.Text.Length > Math.Max(item.Content.Length, item.Summary.Length) ? article : null;
        }
        catch (Exception error) when (error is ArticleException or DomainException { Status: not StatusCode.Unavailable })
        {
            logger.FullTextRefused(item.Link, error.Message);
            return null;
        }
    }

    // Before each request on the way, redirects too.
    private async Task AdmitAsync(Uri url, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(url, cancellationToken);
        if (!rules.IsAllowed(url))
            throw new DomainException(StatusCode.PermissionDenied, "ROBOTS_REFUSED", $"The robots.txt of {url.Host} does not let robots fetch {url.AbsolutePath}; the teaser is kept.");
        var rest = TimeSpan.FromMilliseconds(options.Value.Fetch.HostGapMilliseconds);
        await rests.TakeTurnAsync(url.IdnHost, rules.CrawlDelay > rest ? rules.CrawlDelay : rest, cancellationToken);
    }

    private async Task<RobotsRules> RulesAsync(Uri url, CancellationToken cancellationToken)
    {
        var site = url.GetLeftPart(UriPartial.Authority);
        var now = time.GetUtcNow();
        if (_sites.TryGetValue(site, out var known) && known.Until > now)
            return known.Rules;
        if (_sites.Count >= MostSites)
            _sites.Clear();
        RobotsRules rules;
        var kept = Kept;
        try
        {
            var page = await fetcher.GetAsync(site + "/robots.txt", "robots.txt", cancellationToken);
            var bytes = page.Content.Span[..Math.Min(page.Content.Length, RobotsRules.MostBytes)];
            rules = RobotsRules.Read(Encoding.UTF8.GetString(bytes), fetcher.RobotName);
        }
        catch (DomainException error) when (error.Status is StatusCode.FailedPrecondition && error.Metadata.Any(fact => fact.Key == "http_status"))
        {
            // No file: nothing is forbidden.
            rules = RobotsRules.AllowAll;
        }
        catch (DomainException)
        {
            // RFC 9309: a file that cannot be reached forbids all until it can.
            rules = RobotsRules.AllowNone;
            kept = KeptUnreachable;
        }
        _sites[site] = (rules, now + kept);
        return rules;
    }
}
