using System.Threading.Channels;
using Grpc.Core;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion;

/// <summary>
/// SubmitArticles: reads ahead, prepares items beside each other, stores them in chunks, and acknowledges each in order once its chunk is on disk.
/// What is in flight is bounded by items and by bytes; beyond that gRPC's flow control holds the caller.
/// </summary>
internal sealed class ArticleStream(ArticleIntake intake, ArticleStore store, CommitWriter<IngestionDbContext> writer, IngestionTelemetry telemetry, ILogger<ArticleStream> logger)
{
    private const int MostItems = 2048;
    private const int MostPerChunk = 512;
    private const int UnitBytes = 64 << 10;

    private static readonly WriteOptions Hinted = new(WriteFlags.BufferHint);

    // 32 MiB as they come over the wire; any single item fits.
    private const int MostUnits = 512;

    public async Task RunAsync(IAsyncStreamReader<SubmitArticlesRequest> requests, IServerStreamWriter<SubmitArticlesResponse> responses, CancellationToken cancellationToken)
    {
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var budget = new SemaphoreSlim(MostUnits);
        var prepared = Channel.CreateBounded<Item>(new BoundedChannelOptions(MostItems) { SingleReader = true, SingleWriter = true });
        // One chunk is being written and one waits: what comes meanwhile grows into the next, and a chunk's own cost is shared by many.
        var stored = Channel.CreateBounded<Chunk>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
        Task[] stages =
        [
            ReadAsync(requests, prepared.Writer, budget, failing.Token),
            StoreAsync(prepared.Reader, stored.Writer, failing.Token),
            AnswerAsync(stored.Reader, responses, budget, failing.Token),
        ];
        Exception? first = null;
        DomainException? unreadable = null;
        await foreach (var stage in Task.WhenEach(stages))
        {
            try
            {
                await stage;
            }
            catch (DomainException error) when (stage == stages[0])
            {
                // An item that cannot be read ends the stream, after what came before it has been stored and acknowledged.
                unreadable = error;
            }
            catch (Exception error)
            {
                // The first error is the cause; what the others say after the cancellation follows from it.
                first ??= error;
                await failing.CancelAsync();
            }
        }
        first ??= unreadable;
        if (first is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
    }

    private async Task ReadAsync(IAsyncStreamReader<SubmitArticlesRequest> requests, ChannelWriter<Item> prepared, SemaphoreSlim budget, CancellationToken cancellationToken)
    {
        try
        {
            for (var index = 0L; await NextAsync(requests, index, cancellationToken); index++)
            {
                var request = requests.Current;
                var units = Math.Clamp(request.CalculateSize() / UnitBytes, 1, MostUnits);
                for (var i = 0; i < units; i++)
                    await budget.WaitAsync(cancellationToken);
                await prepared.WriteAsync(new Item(index, request.Tag, units, Task.Run(() => PrepareAsync(request, cancellationToken), cancellationToken)), cancellationToken);
            }
        }
        finally
        {
            prepared.TryComplete();
        }
    }

    private static async Task<bool> NextAsync(IAsyncStreamReader<SubmitArticlesRequest> requests, long index, CancellationToken cancellationToken)
    {
        try
        {
            return await requests.MoveNext(cancellationToken);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException error)
        {
            throw DomainException.Invalid("article", "MESSAGE_INVALID",
                $"item {index} cannot be read: {error.Message} Texts must be UTF-8; give other encodings as document with their content_type");
        }
    }

    private async Task<(PreparedArticle? Article, Rejection? Rejection)> PrepareAsync(SubmitArticlesRequest request, CancellationToken cancellationToken)
    {
        if (request.Tag.Length > 256)
            return (null, new Rejection { Field = "tag", Reason = "FIELD_TOO_LONG", Message = $"tag: has {request.Tag.Length} characters; at most 256 are taken" });
        try
        {
            return (await intake.PrepareAsync(request.Article, "", sample: false, feedId: "", cancellationToken), null);
        }
        catch (DomainException error)
        {
            return (null, RejectionOf(error));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing is stored yet, so whatever went wrong is this item's own: those beside it go on.
            logger.ItemFailed(error);
            return (null, RejectionOf(error));
        }
    }

    private async Task StoreAsync(ChannelReader<Item> prepared, ChannelWriter<Chunk> stored, CancellationToken cancellationToken)
    {
        try
        {
            while (await prepared.WaitToReadAsync(cancellationToken))
            {
                var items = new List<Item>();
                var articles = new List<PreparedArticle>();
                var units = 0;
                // All that is ready goes together; whoever is not ready does not hold up those before it.
                while (items.Count < MostPerChunk && units < MostUnits / 4 && prepared.TryPeek(out var next) && (items.Count == 0 || next.Prepared.IsCompleted))
                {
                    var item = await prepared.ReadAsync(cancellationToken);
                    if ((await item.Prepared).Article is { } article)
                        articles.Add(article);
                    items.Add(item);
                    units += item.Units;
                }
                var results = articles.Count == 0 ? Task.FromResult(Array.Empty<StoreResult>())
                    : writer.WriteAsync((context, token) => store.ApplyAsync(context, articles, token), cancellationToken);
                await stored.WriteAsync(new Chunk(items, results), cancellationToken);
            }
        }
        finally
        {
            stored.TryComplete();
        }
    }

    private async Task AnswerAsync(ChannelReader<Chunk> stored, IServerStreamWriter<SubmitArticlesResponse> responses, SemaphoreSlim budget, CancellationToken cancellationToken)
    {
        await foreach (var chunk in stored.ReadAllAsync(cancellationToken))
        {
            var results = await chunk.Results;
            var next = 0;
            for (var i = 0; i < chunk.Items.Count; i++)
            {
                var item = chunk.Items[i];
                var (article, rejection) = await item.Prepared;
                var answer = article is null ? Answer(null, rejection) : Answer(results[next++], null);
                answer.Index = item.Index;
                answer.Tag = item.Tag.Length > 256 ? "" : item.Tag;
                telemetry.Submitted(answer.Outcome);
                // All of a chunk go out together: a system call for each would cost more than the answer.
                responses.WriteOptions = i + 1 < chunk.Items.Count ? Hinted : WriteOptions.Default;
                await responses.WriteAsync(answer, cancellationToken);
                budget.Release(item.Units);
            }
        }
    }

    private static SubmitArticlesResponse Answer(StoreResult? result, Rejection? rejection)
    {
        if (result is null || result.Outcome == Outcome.Rejected)
            return new SubmitArticlesResponse { Outcome = Outcome.Rejected, Rejection = rejection ?? RejectionOf(WithdrawnError(result!)) };
        return new SubmitArticlesResponse { Outcome = result.Outcome, ArticleId = result.ArticleId, Revision = result.Revision, Sequence = result.Sequence };
    }

    /// <summary>The error of an article that was withdrawn before.</summary>
    public static DomainException WithdrawnError(StoreResult result) => new(StatusCode.FailedPrecondition, ArticleStore.Withdrawn,
        $"The article {result.ArticleId} was withdrawn and is not taken in again.", ("article_id", result.ArticleId));

    /// <summary>An error as the reason of a rejection.</summary>
    public static Rejection RejectionOf(DomainException error) => new()
    {
        Field = error.Violations.Count > 0 ? error.Violations[0].Field : "",
        Reason = error.Reason,
        Message = error.Message,
    };

    /// <summary>The rejection of an item that failed in a way not foreseen. What happened is in the service's log, not told outside.</summary>
    public static Rejection RejectionOf(Exception error) => new()
    {
        Field = "article",
        Reason = "ARTICLE_UNREADABLE",
        Message = $"article: could not be prepared ({error.GetType().Name}); leave it out, or give it as plain text. The service's log has the details.",
    };

    private sealed record Item(long Index, string Tag, int Units, Task<(PreparedArticle? Article, Rejection? Rejection)> Prepared);

    private sealed record Chunk(List<Item> Items, Task<StoreResult[]> Results);
}
