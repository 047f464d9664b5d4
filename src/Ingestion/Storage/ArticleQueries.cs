using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Paging;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Storage;

/// <summary>All reads of articles and stories.</summary>
internal sealed class ArticleQueries(IDbContextFactory<IngestionDbContext> contexts, Publishers publishers)
{
    private const int StandardPage = 50;
    private const int LargestPage = 500;
    private const int MostStoryArticles = 1000;

    // A page with texts ends early rather than outgrow a message.
    private const int MostPageBytes = 4 << 20;

    /// <exception cref="DomainException">NOT_FOUND: unknown, withdrawn, or without that revision.</exception>
    public async Task<Article> GetAsync(string articleId, int revision, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Articles.AsNoTracking().SingleOrDefaultAsync(a => a.ArticleId == articleId, cancellationToken) ?? throw DomainException.NotFound("article", articleId);
        if (revision > row.Revision)
            throw DomainException.NotFound("revision", string.Create(CultureInfo.InvariantCulture, $"{articleId}/{revision}"));
        if (revision == 0 || revision == row.Revision)
            return ArticleEntry.Parser.ParseFrom(await context.Log.AsNoTracking().Where(e => e.Sequence == row.Sequence).Select(e => e.Payload).SingleAsync(cancellationToken)).Article;
        await foreach (var payload in context.Log.AsNoTracking().Where(e => e.ArticleId == articleId).OrderBy(e => e.Sequence).Select(e => e.Payload).AsAsyncEnumerable().WithCancellation(cancellationToken))
            if (ArticleEntry.Parser.ParseFrom(payload).Article is { } article && article.Revision == revision)
                return article;
        throw DomainException.NotFound("revision", string.Create(CultureInfo.InvariantCulture, $"{articleId}/{revision}"));
    }

    /// <summary>One page, latest first ingestion first; an article keeps its place when it is revised.</summary>
    public async Task<ListArticlesResponse> ListAsync(ListArticlesRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var size = validation.PageSize(request.PageSize, StandardPage, LargestPage);
        var before = Position(PageToken.Decode(request, 1, validation), validation);
        validation.AtMost(request.Publisher, 256, "publisher");
        validation.Time(request.FromTime, "from_time");
        validation.Time(request.ToTime, "to_time");
        if (validation.Ok && request is { FromTime: not null, ToTime: not null })
            validation.Require(request.FromTime.ToMicros() <= request.ToTime.ToMicros(), "from_time", "TIME_RANGE_REVERSED", "is after to_time; swap them");
        validation.ThrowIfAny();

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Articles.AsNoTracking().Where(a => a.Sample == request.Sample && a.FirstSequence < before);
        if (request.Publisher.Length > 0)
        {
            var registry = request.Sample ? publishers.Sample ?? publishers.Real : publishers.Real;
            // An unregistered publisher is asked for by its name or by its id, which begins with x-.
            var id = request.Publisher.StartsWith("x-", StringComparison.Ordinal) ? request.Publisher : registry.Resolve(request.Publisher, null).PublisherId;
            rows = rows.Where(a => a.PublisherId == id);
        }
        if (request.StoryId.Length > 0)
            rows = rows.Where(a => a.StoryId == request.StoryId);
        if (request.FromTime?.ToMicros() is { } from)
            rows = rows.Where(a => a.TimeMicros >= from);
        if (request.ToTime?.ToMicros() is { } to)
            rows = rows.Where(a => a.TimeMicros < to);
        var page = rows.OrderByDescending(a => a.FirstSequence).Take(size + 1).Join(context.Log, a => a.Sequence, e => e.Sequence, (a, e) => new { a.FirstSequence, e.Payload })
            .OrderByDescending(a => a.FirstSequence);

        var response = new ListArticlesResponse();
        var last = 0L;
        var bytes = 0;
        await foreach (var row in page.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (response.Articles.Count == size || bytes > MostPageBytes)
            {
                response.NextPageToken = PageToken.Encode(request, last.ToString(CultureInfo.InvariantCulture));
                break;
            }
            var article = ArticleEntry.Parser.ParseFrom(row.Payload).Article;
            if (!request.IncludeText)
                article.Text = "";
            bytes += article.CalculateSize();
            response.Articles.Add(article);
            last = row.FirstSequence;
        }
        return response;
    }

    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public async Task<Story> GetStoryAsync(string storyId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Stories.AsNoTracking().SingleOrDefaultAsync(s => s.StoryId == storyId, cancellationToken) ?? throw DomainException.NotFound("story", storyId);
        return (await StoriesAsync(context, [row], cancellationToken))[0];
    }

    /// <summary>One page, latest first.</summary>
    public async Task<ListStoriesResponse> ListStoriesAsync(ListStoriesRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var size = validation.PageSize(request.PageSize, StandardPage, LargestPage);
        var token = PageToken.Decode(request, 2, validation);
        var before = Position(token, validation);
        var after = token?[1] ?? "";
        validation.Require(request.MinArticleCount >= 0, "min_article_count", "NUMBER_NEGATIVE", $"is {request.MinArticleCount}; give 0 for all, or from 1 up");
        validation.ThrowIfAny();

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Stories.AsNoTracking().Where(s => s.Sample == request.Sample && s.ArticleCount >= request.MinArticleCount);
        if (token is not null)
            rows = rows.Where(s => s.LastMicros < before || (s.LastMicros == before && string.Compare(s.StoryId, after) > 0));
        var page = await rows.OrderByDescending(s => s.LastMicros).ThenBy(s => s.StoryId).Take(size + 1).ToListAsync(cancellationToken);
        var response = new ListStoriesResponse();
        response.Stories.AddRange(await StoriesAsync(context, [.. page.Take(size)], cancellationToken));
        if (page.Count > size)
            response.NextPageToken = PageToken.Encode(request, page[size - 1].LastMicros.ToString(CultureInfo.InvariantCulture), page[size - 1].StoryId);
        return response;
    }

    // The articles of all of them in one query.
    private static async Task<List<Story>> StoriesAsync(IngestionDbContext context, StoryRow[] rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(r => r.StoryId).ToArray();
        var articles = (await context.Articles.AsNoTracking().Where(a => ids.Contains(a.StoryId)).OrderBy(a => a.FirstSequence).Select(a => new { a.StoryId, a.ArticleId }).ToListAsync(cancellationToken))
            .ToLookup(a => a.StoryId, a => a.ArticleId, StringComparer.Ordinal);
        var stories = new List<Story>(rows.Length);
        foreach (var row in rows)
        {
            var story = new Story
            {
                StoryId = row.StoryId,
                Title = row.Title,
                ArticleCount = row.ArticleCount,
                FamilyCount = row.FamilyCount,
                FirstTime = Micros.ToTimestamp(row.FirstMicros),
                LastTime = Micros.ToTimestamp(row.LastMicros),
                Sample = row.Sample,
            };
            story.ArticleIds.AddRange(articles[row.StoryId].Take(MostStoryArticles));
            stories.Add(story);
        }
        return stories;
    }

    private static long Position(string[]? token, Validation validation)
    {
        if (token is null)
            return long.MaxValue;
        validation.Require(long.TryParse(token[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var position), "page_token", "PAGE_TOKEN_INVALID", "is no token of this query; leave it empty for the first page");
        return position;
    }
}
