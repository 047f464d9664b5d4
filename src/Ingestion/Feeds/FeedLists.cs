using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>Whole lists of feeds, in and out, and what feeds an address has.</summary>
internal sealed class FeedLists(
    IDbContextFactory<IngestionDbContext> contexts, CommitWriter<IngestionDbContext> writer, FeedStore feeds, GuardedFetcher fetcher, TimeProvider time)
{
    /// <summary>Adds what a list has and we lack. Everything or, in a dry run, nothing is written.</summary>
    /// <exception cref="DomainException">INVALID_ARGUMENT: no list, or none that can be read.</exception>
    public async Task<ImportFeedsResponse> ImportAsync(ImportFeedsRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequestId(request.RequestId);
        validation.Require(request.SourceCase == ImportFeedsRequest.SourceOneofCase.Opml || request.Shipped, "opml", "FIELD_REQUIRED", "is missing; give an OPML document, or set shipped");
        IReadOnlyList<Feed> list = [];
        if (validation.Ok)
        {
            try
            {
                list = Opml.Read(request.Shipped ? Opml.Shipped : request.Opml.Memory);
            }
            catch (ArticleException error)
            {
                validation.Require(false, error.Field, error.Reason, error.Message);
            }
        }
        validation.ThrowIfAny();
        if (request.DryRun)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            return await ApplyAsync(context, list, request, cancellationToken);
        }
        var response = await writer.WriteAsync((context, token) => context.AnswerOnceAsync("ImportFeeds", request.RequestId, request, time, () => ApplyAsync(context, list, request, token), token), cancellationToken);
        feeds.TellChange();
        return response;
    }

    /// <summary>All feeds as OPML.</summary>
    public async Task<ExportFeedsResponse> ExportAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var all = await context.Feeds.AsNoTracking().ToListAsync(cancellationToken);
        return new ExportFeedsResponse { Opml = ByteString.CopyFrom(Opml.Write(all.Select(FeedStore.Read))) };
    }

    /// <summary>Fetches the address and tells what feeds are there.</summary>
    /// <exception cref="DomainException">INVALID_ARGUMENT; what fetching gave.</exception>
    public async Task<CheckFeedResponse> CheckAsync(CheckFeedRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        if (validation.Required(request.Url, "url"))
            validation.Require(CanonicalUrl.TryParse(request.Url) is not null, "url", "URL_INVALID", $"is no http or https address of at most {ArticleLimits.UrlLength:N0} characters");
        validation.ThrowIfAny();
        var page = await fetcher.GetAsync(request.Url.Trim(), "url", cancellationToken);
        var response = new CheckFeedResponse();
        var own = await DescribeAsync(page, request.Url.Trim(), cancellationToken);
        if (own.Problem.Length == 0)
        {
            response.Feeds.Add(own);
            return response;
        }
        foreach (var address in Discover(page))
        {
            try
            {
                response.Feeds.Add(await DescribeAsync(await fetcher.GetAsync(address.AbsoluteUri, "url", cancellationToken), address.AbsoluteUri, cancellationToken));
            }
            catch (DomainException error)
            {
                response.Feeds.Add(new FoundFeed { Url = address.AbsoluteUri, Problem = error.Message });
            }
        }
        return response;
    }

    private static IReadOnlyList<Uri> Discover(FetchedPage page)
    {
        try
        {
            return FeedDiscovery.Find(page.Content, page.ContentType, page.Url);
        }
        catch (ArticleException error)
        {
            throw DomainException.Invalid("url", error.Reason, error.Message);
        }
    }

    private async Task<FoundFeed> DescribeAsync(FetchedPage page, string url, CancellationToken cancellationToken)
    {
        // A permanent redirect names the feed's address; any other is meant for this time only.
        var found = new FoundFeed { Url = page.MovedTo?.AbsoluteUri ?? url };
        try
        {
            var document = FeedReader.Read(page.Content, page.ContentType, page.Url);
            found.Title = DocumentReader.OneLine(document.Title, 256);
            found.SiteUrl = document.Link;
            found.Language = document.Language;
            found.ItemCount = document.Items.Count;
            var times = document.Items.Where(item => item.PublishTime is not null).Select(item => item.PublishTime!.Value.Time).ToList();
            if (times.Count > 0)
                found.LatestItemTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(times.Max());
        }
        catch (ArticleException error)
        {
            found.Problem = error.Message;
            return found;
        }
        if (CanonicalUrl.TryParse(found.Url) is { } canonical)
        {
            var id = ArticleIdentity.FeedId(canonical);
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            found.FeedId = await context.Feeds.Where(f => f.FeedId == id || f.Url == canonical).Select(f => f.FeedId).FirstOrDefaultAsync(cancellationToken) ?? "";
        }
        return found;
    }

    private async Task<ImportFeedsResponse> ApplyAsync(IngestionDbContext context, IReadOnlyList<Feed> list, ImportFeedsRequest request, CancellationToken cancellationToken)
    {
        var response = new ImportFeedsResponse();
        var rows = await context.Feeds.ToListAsync(cancellationToken);
        var known = rows.ToDictionary(row => row.FeedId, StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Url.Length > 0))
            known.TryAdd(row.Url, row);
        foreach (var given in list)
        {
            var validation = new Validation();
            var url = CanonicalUrl.TryParse(given.Url);
            validation.Require(url is not null, "feed.url", "URL_INVALID", $"is no http or https address of at most {ArticleLimits.UrlLength:N0} characters");
            FeedStore.Validate(given, validation);
            if (!validation.Ok)
                response.Changes.Add(new FeedChange { Kind = FeedChange.Types.Kind.Rejected, Feed = given, Message = string.Join("; ", validation.Violations.Select(v => $"{v.Field}: {v.Description}")) });
            else if (known.GetValueOrDefault(ArticleIdentity.FeedId(url!)) is { } row || known.TryGetValue(url!, out row))
                response.Changes.Add(Complete(row, given));
            else
                response.Changes.Add(new FeedChange { Kind = FeedChange.Types.Kind.Created, Feed = Create(context, given, url!, request) });
        }
        return response;
    }

    private Feed Create(IngestionDbContext context, Feed given, string url, ImportFeedsRequest request)
    {
        given.Disabled |= request.Disabled;
        return feeds.Add(context, given, url);
    }

    // What a person set stands; a list only fills gaps.
    private static FeedChange Complete(FeedRow row, Feed given)
    {
        var feed = FeedStore.Read(row);
        var change = new FeedChange { Kind = FeedChange.Types.Kind.Unchanged, Feed = feed };
        if (feed.Title.Length == 0 && given.Title.Length > 0)
        {
            feed.Title = given.Title;
            change.Fields.Add("title");
        }
        if (feed.Publisher.Length == 0 && given.Publisher.Length > 0)
        {
            feed.Publisher = given.Publisher;
            change.Fields.Add("publisher");
        }
        var tags = given.Tags.Where(tag => !feed.Tags.Contains(tag)).Take(FeedStore.MostTags - feed.Tags.Count).ToList();
        if (tags.Count > 0)
        {
            feed.Tags.AddRange(tags);
            change.Fields.Add("tags");
        }
        if (change.Fields.Count == 0)
            return change;
        change.Kind = FeedChange.Types.Kind.Updated;
        row.Version++;
        FeedStore.Put(row, feed, row.NextPollMicros);
        return change;
    }
}
