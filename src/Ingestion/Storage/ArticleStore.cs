using System.Diagnostics;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Stories;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Storage;

/// <summary>What became of one article of a write.</summary>
internal sealed record StoreResult(string ArticleId, int Revision, Outcome Outcome, long Sequence);

/// <summary>All writes of articles and log entries. Its methods run inside <see cref="CommitWriter{TContext}"/>, so one at a time.</summary>
internal sealed class ArticleStore(StoryIndex stories, FamilyDays families, TimeProvider time, ILogger<ArticleStore> logger)
{
    /// <summary>Reason of an article that was withdrawn and is not taken again.</summary>
    public const string Withdrawn = "ARTICLE_WITHDRAWN";

    /// <summary>Stores the articles in their order; the answer has one result an article. Rejected are only those that were withdrawn before.</summary>
    public async Task<StoreResult[]> ApplyAsync(IngestionDbContext context, IReadOnlyList<PreparedArticle> articles, CancellationToken cancellationToken)
    {
        var ids = articles.Select(a => a.Article.ArticleId).Distinct().ToArray();
        var known = await context.Articles.Where(a => ids.Contains(a.ArticleId)).ToDictionaryAsync(a => a.ArticleId, cancellationToken);
        var withdrawn = await context.Withdrawn.AsNoTracking().Where(w => ids.Contains(w.ArticleId)).ToDictionaryAsync(w => w.ArticleId, cancellationToken);
        var fresh = articles.Where(a => !known.ContainsKey(a.Article.ArticleId)).Select(a => a.TextHash).ToArray();
        var sameText = fresh.Length == 0 ? []
            : await context.Articles.AsNoTracking().Where(a => fresh.Contains(a.TextHash)).OrderBy(a => a.FirstSequence).Select(a => new { a.TextHash, a.Sample, a.StoryId }).ToListAsync(cancellationToken);
        var batch = new StoreBatch(context, await HeadAsync(context, cancellationToken));
        foreach (var same in sameText)
            batch.Texts.TryAdd((Convert.ToHexString(same.TextHash), same.Sample), same.StoryId);
        var results = new StoreResult[articles.Count];
        for (var i = 0; i < articles.Count; i++)
        {
            var prepared = articles[i];
            var id = prepared.Article.ArticleId;
            if (withdrawn.TryGetValue(id, out var tombstone))
            {
                results[i] = new StoreResult(id, tombstone.Revision, Outcome.Rejected, tombstone.Sequence);
            }
            else if (!known.TryGetValue(id, out var row))
            {
                known[id] = row = await CreateAsync(batch, prepared, cancellationToken);
                results[i] = new StoreResult(id, 1, Outcome.Created, row.Sequence);
            }
            else if (row.ContentHash.AsSpan().SequenceEqual(prepared.ContentHash))
            {
                results[i] = new StoreResult(id, row.Revision, Outcome.Duplicate, row.Sequence);
            }
            else
            {
                await ReviseAsync(batch, row, prepared, cancellationToken);
                results[i] = new StoreResult(id, row.Revision, Outcome.Revised, row.Sequence);
            }
        }
        await batch.InsertAsync(cancellationToken);
        return results;
    }

    /// <summary>Withdraws an article: its text leaves the store and every entry of the log, a tombstone and a withdrawal stay.</summary>
    /// <exception cref="DomainException">NOT_FOUND.</exception>
    public async Task<DeleteArticleResponse> WithdrawAsync(IngestionDbContext context, string articleId, string reason, ActivityContext trace, CancellationToken cancellationToken)
    {
        var row = await context.Articles.SingleOrDefaultAsync(a => a.ArticleId == articleId, cancellationToken) ?? throw DomainException.NotFound("article", articleId);
        // Without it SQLite leaves the old bytes in the file's free pages.
        await context.Database.ExecuteSqlRawAsync("PRAGMA secure_delete=ON", cancellationToken);
        var entries = await context.Log.Where(e => e.ArticleId == articleId).ToListAsync(cancellationToken);
        foreach (var entry in entries)
        {
            var article = ArticleEntry.Parser.ParseFrom(entry.Payload).Article;
            if (article is not null)
                entry.Payload = new ArticleEntry { Article = WithoutContent(article) }.ToByteArray();
        }
        var position = await HeadAsync(context, cancellationToken);
        var sequence = Append(context, articleId, articleId, new ArticleEntry
        {
            Withdrawal = new Withdrawal { ArticleId = articleId, Revision = row.Revision, Reason = reason, Sample = row.Sample },
        }, position, trace);
        context.Withdrawn.Add(new WithdrawnRow { ArticleId = articleId, Revision = row.Revision, Sequence = sequence });
        context.Articles.Remove(row);
        await LeaveStoryAsync(context, row, cancellationToken);
        logger.ArticleWithdrawn(articleId, entries.Count);
        return new DeleteArticleResponse { Sequence = sequence };
    }

    /// <summary>Puts a source's new state into the log.</summary>
    public async Task AppendStatusAsync(IngestionDbContext context, SourceStatus status, CancellationToken cancellationToken)
    {
        var position = await HeadAsync(context, cancellationToken);
        Append(context, "", status.SourceId, new ArticleEntry { SourceStatus = status }, position, Activity.Current?.Context ?? default);
    }

    private async Task<ArticleRow> CreateAsync(StoreBatch batch, PreparedArticle prepared, CancellationToken cancellationToken)
    {
        var article = prepared.Article.Clone();
        var key = (Convert.ToHexString(prepared.TextHash), article.Sample);
        var candidate = batch.Texts.GetValueOrDefault(key) ?? (prepared.Signature is null ? null : stories.Find(article.Sample, prepared.Signature));
        var story = candidate is null ? null : await batch.FindStoryAsync(candidate, cancellationToken);
        article.Revision = 1;
        article.StoryId = story?.StoryId ?? ArticleIdentity.StoryId(article.ArticleId);
        Stamp(article, batch.RecordTimeMicros);
        var words = Words.Of(article, prepared.Credited);
        var outranked = story is not null && words.TakeFrom(story, article);
        article.Surplus = !article.Sample && families.Add(article.Publisher.Family, TimeOf(article));
        var sequence = batch.Append(article, prepared.Trace);
        var row = new ArticleRow
        {
            ArticleId = article.ArticleId,
            Revision = 1,
            FirstSequence = sequence,
            Sequence = sequence,
            PublisherId = article.Publisher.PublisherId,
            Family = article.Publisher.Family,
            StoryId = article.StoryId,
            Sample = article.Sample,
            TimeMicros = TimeOf(article),
            IngestMicros = batch.RecordTimeMicros,
            Cited = false,
            ContentHash = prepared.ContentHash,
            TextHash = prepared.TextHash,
            Signature = prepared.Signature?.ToBytes(),
        };
        if (story is null)
            batch.Add(NewStory(article, row, words));
        else
            await JoinStoryAsync(batch, story, row, words, outranked, cancellationToken);
        batch.Add(row);
        batch.Texts[key] = row.StoryId;
        if (prepared.Signature is not null)
            stories.Add(article.Sample, prepared.Signature, row.StoryId);
        return row;
    }

    private static async Task ReviseAsync(StoreBatch batch, ArticleRow row, PreparedArticle prepared, CancellationToken cancellationToken)
    {
        var article = prepared.Article.Clone();
        article.Revision = ++row.Revision;
        article.StoryId = row.StoryId;
        Stamp(article, batch.RecordTimeMicros);
        // A revision stays in its story, and with it what is known of whose words they are.
        if (await batch.FindStoryAsync(row.StoryId, cancellationToken) is { } story)
            Words.Of(article, prepared.Credited).TakeFrom(story, article);
        row.Sequence = batch.Append(article, prepared.Trace);
        row.PublisherId = article.Publisher.PublisherId;
        row.Family = article.Publisher.Family;
        row.TimeMicros = TimeOf(article);
        row.ContentHash = prepared.ContentHash;
        row.TextHash = prepared.TextHash;
        row.Signature = prepared.Signature?.ToBytes();
    }

    private static StoryRow NewStory(Article article, ArticleRow row, Words words) => new()
    {
        StoryId = row.StoryId,
        Title = article.Title,
        ArticleCount = 1,
        FamilyCount = 1,
        FirstMicros = row.TimeMicros,
        LastMicros = row.TimeMicros,
        Sample = row.Sample,
        SourcePublisherId = words.PublisherId,
        SourceFamily = words.Family,
        SourceRank = words.Rank,
    };

    // When the agency's own text comes after its reprints, those are told anew as the agency's words: a revision each, of the same text.
    private static async Task JoinStoryAsync(StoreBatch batch, StoryRow story, ArticleRow row, Words words, bool outranked, CancellationToken cancellationToken)
    {
        story.ArticleCount++;
        story.FirstMicros = Math.Min(story.FirstMicros, row.TimeMicros);
        story.LastMicros = Math.Max(story.LastMicros, row.TimeMicros);
        if (outranked)
        {
            (story.SourcePublisherId, story.SourceFamily, story.SourceRank) = (words.PublisherId, words.Family, words.Rank);
            foreach (var member in await batch.MembersAsync(story.StoryId, MostReattributed, cancellationToken))
            {
                if (member.Family == words.Family || await batch.ArticleAsync(member, cancellationToken) is not { } article || !words.Give(article))
                    continue;
                article.Revision = ++member.Revision;
                article.IngestTime = Micros.ToTimestamp(batch.RecordTimeMicros);
                member.Sequence = batch.Append(article, Activity.Current?.Context ?? default);
                member.Family = article.Publisher.Family;
            }
            story.FamilyCount = await batch.FamiliesAsync(story.StoryId, row.Family, cancellationToken);
        }
        else if (!await batch.HasFamilyAsync(story.StoryId, row.Family, cancellationToken))
        {
            story.FamilyCount++;
        }
    }

    private static async Task LeaveStoryAsync(IngestionDbContext context, ArticleRow row, CancellationToken cancellationToken)
    {
        if (await context.Stories.FindAsync([row.StoryId], cancellationToken) is not { } story)
            return;
        var left = await context.Articles.AsNoTracking().Where(a => a.StoryId == row.StoryId && a.ArticleId != row.ArticleId).OrderBy(a => a.FirstSequence)
            .Select(a => new { a.Sequence, a.Family, a.TimeMicros }).ToListAsync(cancellationToken);
        if (left.Count == 0)
        {
            context.Stories.Remove(story);
            return;
        }
        var first = await context.Log.AsNoTracking().SingleAsync(e => e.Sequence == left[0].Sequence, cancellationToken);
        story.Title = ArticleEntry.Parser.ParseFrom(first.Payload).Article.Title;
        story.ArticleCount = left.Count;
        story.FamilyCount = left.Select(a => a.Family).Distinct().Count();
        story.FirstMicros = left.Min(a => a.TimeMicros);
        story.LastMicros = left.Max(a => a.TimeMicros);
    }

    // Who and when stay, so that a replay of the log tells the same story; what was said goes.
    private static Article WithoutContent(Article article) => new()
    {
        ArticleId = article.ArticleId,
        Revision = article.Revision,
        Publisher = article.Publisher,
        Language = article.Language,
        PublishTime = article.PublishTime,
        PublishPrecision = article.PublishPrecision,
        IngestTime = article.IngestTime,
        StoryId = article.StoryId,
        Sample = article.Sample,
    };

    private static void Stamp(Article article, long recordTimeMicros)
    {
        article.IngestTime = Micros.ToTimestamp(recordTimeMicros);
        if (article.PublishTime is { } published && published.ToMicros() > recordTimeMicros)
            article.PublishTime = article.IngestTime.Clone();
    }

    private static long TimeOf(Article article) => (article.PublishTime ?? article.IngestTime).ToMicros();

    // Longer stories are not told anew to their end: their first articles are what anybody reads.
    private const int MostReattributed = 1000;

    private async Task<LogPosition> HeadAsync(IngestionDbContext context, CancellationToken cancellationToken)
    {
        var record = await context.NextRecordTimeAsync(time, cancellationToken);
        var stored = await context.Log.MaxAsync(e => (long?)e.Sequence, cancellationToken) ?? 0;
        // Entries that this very work has appended are not saved yet.
        return new LogPosition(Math.Max(stored, context.Log.Local.Select(e => e.Sequence).DefaultIfEmpty().Max()), record);
    }

    // Sequences are given here and not by the database, so that a row and its entry are saved in one round. Entries are never deleted and there is
    // one writer, so the last one's successor is free.
    private static long Append(IngestionDbContext context, string articleId, string partitionOf, ArticleEntry content, LogPosition position, ActivityContext trace) =>
        context.Append(articleId, content, position.RecordTimeMicros, trace, ++position.Sequence, partitionOf).Sequence;
}

/// <summary>Where the log stands while work is done on it.</summary>
internal sealed class LogPosition(long sequence, long recordTimeMicros)
{
    public long Sequence { get; set; } = sequence;

    public long RecordTimeMicros { get; } = recordTimeMicros;
}
