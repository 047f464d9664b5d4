using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Storage;

/// <summary>
/// New rows of one write. They are kept here until the end and then inserted past the change tracker; what stood in the store before is tracked by the
/// context and saved by it. Every look-up sees both.
/// </summary>
internal sealed class StoreBatch(IngestionDbContext context, LogPosition position)
{
    private readonly List<LogEntry> _entries = [];
    private readonly List<ArticleRow> _articles = [];
    private readonly Dictionary<string, StoryRow> _stories = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Article> _appended = [];

    /// <summary>Story by text hash and world.</summary>
    public Dictionary<(string Hash, bool Sample), string> Texts { get; } = [];

    public long RecordTimeMicros => position.RecordTimeMicros;

    /// <summary>Puts a revision into the log; the answer is its sequence. The article must not be changed after.</summary>
    public long Append(Article article, ActivityContext trace)
    {
        var entry = LogAppend.Entry(article.ArticleId, new ArticleEntry { Article = article }, position.RecordTimeMicros, trace, ++position.Sequence);
        _entries.Add(entry);
        _appended[entry.Sequence] = article;
        return entry.Sequence;
    }

    public void Add(ArticleRow article) => _articles.Add(article);

    public void Add(StoryRow story) => _stories.Add(story.StoryId, story);

    public async ValueTask<StoryRow?> FindStoryAsync(string storyId, CancellationToken cancellationToken) =>
        _stories.GetValueOrDefault(storyId) ?? await context.Stories.FindAsync([storyId], cancellationToken);

    /// <summary>The story's articles in order of ingestion.</summary>
    public async Task<List<ArticleRow>> MembersAsync(string storyId, int most, CancellationToken cancellationToken)
    {
        var members = _stories.ContainsKey(storyId) ? []
            : await context.Articles.Where(a => a.StoryId == storyId).OrderBy(a => a.FirstSequence).Take(most).ToListAsync(cancellationToken);
        members.AddRange(_articles.Where(a => a.StoryId == storyId).Take(most - members.Count));
        return members;
    }

    /// <summary>A copy of the row's current revision.</summary>
    public async Task<Article?> ArticleAsync(ArticleRow row, CancellationToken cancellationToken)
    {
        if (_appended.TryGetValue(row.Sequence, out var article))
            return article.Clone();
        var payload = await context.Log.AsNoTracking().Where(e => e.Sequence == row.Sequence).Select(e => e.Payload).SingleAsync(cancellationToken);
        return ArticleEntry.Parser.ParseFrom(payload).Article;
    }

    public async Task<bool> HasFamilyAsync(string storyId, string family, CancellationToken cancellationToken) =>
        _articles.Exists(a => a.StoryId == storyId && a.Family == family)
        || context.Articles.Local.Any(a => a.StoryId == storyId && a.Family == family)
        || !_stories.ContainsKey(storyId) && await context.Articles.AnyAsync(a => a.StoryId == storyId && a.Family == family, cancellationToken);

    /// <summary>Distinct families of the story's articles and one more.</summary>
    public async Task<int> FamiliesAsync(string storyId, string oneMore, CancellationToken cancellationToken) =>
        (await MembersAsync(storyId, int.MaxValue, cancellationToken)).Select(a => a.Family).Append(oneMore).Distinct(StringComparer.Ordinal).Count();

    public async Task InsertAsync(CancellationToken cancellationToken)
    {
        await context.InsertAsync(_entries, cancellationToken);
        await context.InsertAsync(_stories.Values, cancellationToken);
        await context.InsertAsync(_articles, cancellationToken);
    }
}
