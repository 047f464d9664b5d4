using System.Diagnostics;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Claims.Storage;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Claims;

/// <summary>Tails the article log: codes each revision and appends the outcome to the claim log, one entry a revision, with no claims too.</summary>
internal sealed class ArticleReader(
    IngestionService.IngestionServiceClient ingestion, IClaimExtractor extractor, IDbContextFactory<ClaimsDbContext> contexts, CommitWriter<ClaimsDbContext> writer,
    ClaimsTelemetry telemetry, TimeProvider time, ILogger<ArticleReader> logger)
    : LogConsumer<ArticleEntry>("articles", time, logger)
{
    // With a header, under the 8 MiB that a message may have.
    private const int MostEntryBytes = 7 << 20;

    private readonly TimeProvider _time = time;

    protected override LogCursor CursorAfter(ArticleEntry entry) => new() { LogId = entry.Header.LogId, Sequence = entry.Header.Sequence };

    protected override async Task<LogCursor?> LoadCursorAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LoadCursorAsync(LogName, cancellationToken);
    }

    protected override async IAsyncEnumerable<(IReadOnlyList<ArticleEntry> Entries, LogCursor Cursor)> OpenAsync(LogCursor? cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = ingestion.StreamArticles(new StreamArticlesRequest { Cursor = cursor }, cancellationToken: cancellationToken);
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            // An extractor that waits for another machine commits what it has got, rather than ask again for all of a long message.
            var size = extractor.MostAtOnce ?? int.MaxValue;
            var at = 0;
            for (; message.Entries.Count - at > size; at += size)
                yield return ([.. message.Entries.Skip(at).Take(size)], CursorAfter(message.Entries[at + size - 1]));
            yield return ([.. message.Entries.Skip(at)], message.Cursor);
        }
    }

    protected override async Task ApplyAsync(IReadOnlyList<ArticleEntry> entries, LogCursor cursor, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            await writer.WriteAsync((context, token) => context.SaveCursorAsync(LogName, cursor, token), cancellationToken);
            return;
        }
        using var activity = telemetry.StartBatch(entries);
        var outcomes = new ClaimEntry[entries.Count];
        // Extraction stores nothing and is the costly part; the order of the log is kept by the index.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = extractor.MostAtOnce ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, entries.Count, parallel, async (i, token) => outcomes[i] = await ProcessAsync(entries[i], token));
        await writer.WriteAsync(async (context, token) =>
        {
            var recordTime = await context.NextRecordTimeAsync(_time, token);
            for (var i = 0; i < entries.Count; i++)
                await StoreAsync(context, entries[i].Header, outcomes[i], recordTime, token);
            await context.SaveCursorAsync(LogName, cursor, token);
        }, cancellationToken);
    }

    protected override Task QuarantineAsync(ArticleEntry entry, string reason, LogCursor cursor, CancellationToken cancellationToken) =>
        writer.WriteAsync(async (context, token) =>
        {
            await context.QuarantineAsync(entry.Header, entry, reason, token);
            await context.SaveCursorAsync(LogName, cursor, token);
        }, cancellationToken);

    // The claim log is made of the article log: with another article log it is another log too.
    protected override Task ResetAsync(CancellationToken cancellationToken) =>
        writer.WriteAsync(async (context, token) =>
        {
            await context.Claims.ExecuteDeleteAsync(token);
            await context.Log.ExecuteDeleteAsync(token);
            await context.Set<StoredCursor>().ExecuteDeleteAsync(token);
            await context.RenewLogIdentityAsync(token);
        }, cancellationToken);

    private async Task<ClaimEntry> ProcessAsync(ArticleEntry entry, CancellationToken cancellationToken) => entry.ContentCase switch
    {
        ArticleEntry.ContentOneofCase.Article => new ClaimEntry { Coded = await CodeAsync(entry.Article, entry.Header.Sequence, cancellationToken) },
        ArticleEntry.ContentOneofCase.Withdrawal => new ClaimEntry { Withdrawal = entry.Withdrawal },
        ArticleEntry.ContentOneofCase.SourceStatus => new ClaimEntry { SourceStatus = entry.SourceStatus },
        _ => throw new InvalidDataException($"Entry {entry.Header.Sequence} of the article log has no content this version knows."),
    };

    private async Task<CodedArticle> CodeAsync(Article article, long sequence, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var coded = new CodedArticle
        {
            Article = new ArticleReference
            {
                ArticleId = article.ArticleId,
                Revision = article.Revision,
                Publisher = article.Publisher,
                StoryId = article.StoryId,
                PublishTime = article.PublishTime,
                IngestTime = article.IngestTime,
                Title = article.Title,
                Url = article.Url,
                Language = article.Language,
                Sample = article.Sample,
                ArticleSequence = sequence,
            },
        };
        // Other languages are kept and counted as unprocessed, never coded as if English; a text too short to tell is read as English. So is what a
        // family publishes beyond ten times its norm: shown, and no claims are made of it.
        if (!article.Surplus && (article.Language is "" or "und" || article.Language.StartsWith("en", StringComparison.OrdinalIgnoreCase)))
        {
            var extraction = await extractor.ExtractAsync(article, cancellationToken);
            Verify(article, extraction.Claims);
            coded.ExtractorVersion = extractor.Version;
            coded.Article.StatesNamed.AddRange(extraction.StatesNamed);
            coded.Claims.AddRange(extraction.Claims);
            // No message could carry it: every reader of the log would stand still before it.
            if (coded.CalculateSize() is > MostEntryBytes and var bytes)
                throw new InvalidDataException($"The {coded.Claims.Count} claims of article {article.ArticleId} take {bytes} bytes; at most {MostEntryBytes} fit an entry of the claim log. Split the article.");
        }
        telemetry.Coded(coded, Stopwatch.GetElapsedTime(began));
        return coded;
    }

    // text[start..end] == quote, for every span, before a claim is written.
    private static void Verify(Article article, IReadOnlyList<Claim> claims)
    {
        var spans = new TextSpans(article.Text);
        foreach (var claim in claims)
            foreach (var span in claim.Spans())
                if (!spans.Holds(span))
                    throw new InvalidDataException($"Claim {claim.ClaimId} quotes words that do not stand at {span.Start}..{span.End} of article {article.ArticleId}.");
    }

    private static async Task StoreAsync(ClaimsDbContext context, EntryHeader header, ClaimEntry outcome, long recordTime, CancellationToken cancellationToken)
    {
        var articleId = outcome.Coded?.Article.ArticleId ?? outcome.Withdrawal?.ArticleId ?? outcome.SourceStatus.SourceId;
        if (outcome.Withdrawal is not null)
        {
            // The words go everywhere; the entries stay, so that positions in the log do.
            await context.Claims.Where(c => c.ArticleId == articleId).ExecuteDeleteAsync(cancellationToken);
            foreach (var tracked in context.ChangeTracker.Entries<ClaimRow>().Where(c => c.Entity.ArticleId == articleId).ToList())
                tracked.State = EntityState.Detached;
            foreach (var earlier in await context.Log.Where(e => e.ArticleId == articleId).ToListAsync(cancellationToken))
                earlier.Payload = WithoutWords(earlier.Payload);
            foreach (var tracked in context.ChangeTracker.Entries<LogEntry>().Where(e => e.State == EntityState.Added && e.Entity.ArticleId == articleId))
                tracked.Entity.Payload = WithoutWords(tracked.Entity.Payload);
        }
        else if (outcome.Coded is { } coded)
        {
            foreach (var row in await context.Claims.Where(c => c.ArticleId == articleId && c.SupersededMicros == null).ToListAsync(cancellationToken))
                row.SupersededMicros = coded.Article.IngestTime.ToMicros();
            foreach (var tracked in context.ChangeTracker.Entries<ClaimRow>().Where(c => c.State == EntityState.Added && c.Entity.ArticleId == articleId))
                tracked.Entity.SupersededMicros ??= coded.Article.IngestTime.ToMicros();
            foreach (var claim in coded.Claims)
                context.Claims.Add(ClaimRows.Of(claim, coded.Article));
        }
        var trace = ActivityContext.TryParse(header.TraceParent, header.TraceState, isRemote: true, out var parsed) ? parsed : default;
        context.Append(articleId, outcome, recordTime, trace);
    }

    private static byte[] WithoutWords(byte[] payload)
    {
        var entry = ClaimEntry.Parser.ParseFrom(payload);
        if (entry.Coded is not { } coded)
            return payload;
        coded.Claims.Clear();
        coded.Article.Title = "";
        coded.Article.Url = "";
        return Google.Protobuf.MessageExtensions.ToByteArray(entry);
    }
}
