using System.Threading.Channels;
using Grpc.Core;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary>What became of one item.</summary>
internal sealed record Submitted(IngestItem Item, Outcome Outcome, string ArticleId, Rejection? Rejection);

/// <summary>
/// Sends articles over SubmitArticles with a bounded number on their way. After a cut connection it sends again what was not acknowledged; the
/// service knows articles by identity, so nothing is stored twice and nothing is lost.
/// </summary>
internal sealed class Submitter(IngestionService.IngestionServiceClient client, TimeProvider clock, Action<string> note) : IDisposable
{
    /// <summary>Most items on their way.</summary>
    public const int WindowItems = 512;

    /// <summary>Most bytes of one message: the server takes no more and would end the stream.</summary>
    public const int MessageBytes = 8 * 1024 * 1024;

    /// <summary>Most bytes on their way; one larger item still goes, alone.</summary>
    public const long WindowBytes = 16 * 1024 * 1024;

    // Tries without any acknowledgement in between. Before the first answer ever the server is most likely not there at all.
    private const int TriesAtFirst = 3;
    private const int TriesLater = 12;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(15);

    private readonly Queue<(long Tag, IngestItem Item, int Size)> _waiting = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room = new(0, 1);
    // Read ahead of the sender: a source that is waited for, as stdin may be, must not keep a cut from being mended or Ctrl-C from working.
    private readonly Channel<IngestItem> _items = Channel.CreateBounded<IngestItem>(new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });
    private bool _exhausted;
    private bool _answered;
    private long _tag;
    private long _bytes;
    private int _tries;

    /// <summary>Sends all items; <paramref name="done"/> is called for each in order of the acknowledgements, those refused here in between.</summary>
    /// <exception cref="RpcException">The server failed in a way that sending again does not mend, or stayed away too long.</exception>
    public async Task RunAsync(IAsyncEnumerable<IngestItem> items, Action<Submitted> done, CancellationToken cancel)
    {
        var reading = PumpAsync(items, cancel);
        while (true)
        {
            try
            {
                if (await StreamAsync(done, cancel))
                {
                    await reading;
                    return;
                }
            }
            catch (RpcException error) when (ServerErrors.IsTransient(error) && !cancel.IsCancellationRequested)
            {
                if (++_tries >= (_answered ? TriesLater : TriesAtFirst))
                    throw;
                var pause = TimeSpan.FromMilliseconds(Math.Min(s_longestPause.TotalMilliseconds, 250 * Math.Pow(2, _tries)));
                if (_answered || _tries > 1)
                    note($"The connection was cut ({error.Status.Detail}). Trying again in {pause.TotalSeconds:0.#} s; {_waiting.Count} items will be sent again.");
                await Task.Delay(pause, clock, cancel);
            }
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task PumpAsync(IAsyncEnumerable<IngestItem> items, CancellationToken cancel)
    {
        try
        {
            await foreach (var item in items.WithCancellation(cancel))
                await _items.Writer.WriteAsync(item, cancel);
            _items.Writer.Complete();
        }
        catch (Exception error)
        {
            // The sender meets it when it has sent what came before.
            _items.Writer.Complete(error);
        }
    }

    // One call. True when everything is sent and acknowledged.
    private async Task<bool> StreamAsync(Action<Submitted> done, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = client.SubmitArticles(cancellationToken: stop.Token);
        var sending = SendOrStopAsync(call.RequestStream, done, stop);
        try
        {
            while (await call.ResponseStream.MoveNext(stop.Token))
                Acknowledge(call.ResponseStream.Current, done);
        }
        catch (RpcException)
        {
            await EndAsync(sending, stop);
            throw;
        }
        await EndAsync(sending, stop);
        lock (_gate)
            if (_exhausted && _waiting.Count == 0)
                return true;
        throw new RpcException(new Status(StatusCode.Unavailable, "the server ended the stream early"));
    }

    // The server waits for more as long as the stream is open, so a failure on this side must end the call.
    private async Task SendOrStopAsync(IClientStreamWriter<SubmitArticlesRequest> requests, Action<Submitted> done, CancellationTokenSource stop)
    {
        try
        {
            await SendAsync(requests, done, stop.Token);
        }
        catch (Exception error) when (error is not StreamCutException)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task SendAsync(IClientStreamWriter<SubmitArticlesRequest> requests, Action<Submitted> done, CancellationToken stop)
    {
        (long Tag, IngestItem Item, int Size)[] again;
        lock (_gate)
            again = [.. _waiting];
        foreach (var (tag, item, _) in again)
            await WriteAsync(requests, Request(tag, item), stop);
        while (!_exhausted)
        {
            stop.ThrowIfCancellationRequested();
            while (!HasRoom())
                await _room.WaitAsync(stop);
            if (!await _items.Reader.WaitToReadAsync(stop))
            {
                lock (_gate)
                    _exhausted = true;
                break;
            }
            // Nothing that is taken here is lost in a cut: it is queued before it is written.
            if (!_items.Reader.TryRead(out var item))
                continue;
            if (item.Article is null)
            {
                done(new Submitted(item, Outcome.Rejected, "", item.Refusal));
                continue;
            }
            SubmitArticlesRequest request;
            lock (_gate)
            {
                request = Request(_tag, item);
                var size = request.CalculateSize();
                if (size <= MessageBytes)
                {
                    _waiting.Enqueue((_tag++, item, size));
                    _bytes += size;
                }
                else
                    request.Article = null;
            }
            if (request.Article is null)
                done(new Submitted(item, Outcome.Rejected, "", TooLarge(item.Article)));
            else
                await WriteAsync(requests, request, stop);
        }
        try
        {
            await requests.CompleteAsync();
        }
        catch (Exception error) when (error is IOException or RpcException or InvalidOperationException or ObjectDisposedException)
        {
            throw new StreamCutException(error);
        }
    }

    // A cut is told by whatever was under way when it came; the reader of the acknowledgements decides what it means.
    private static async Task WriteAsync(IClientStreamWriter<SubmitArticlesRequest> requests, SubmitArticlesRequest request, CancellationToken stop)
    {
        try
        {
            await requests.WriteAsync(request, stop);
        }
        catch (Exception error) when (error is IOException or RpcException or InvalidOperationException or ObjectDisposedException)
        {
            throw new StreamCutException(error);
        }
    }

    private bool HasRoom()
    {
        lock (_gate)
            return _waiting.Count == 0 || (_waiting.Count < WindowItems && _bytes < WindowBytes);
    }

    private void Acknowledge(SubmitArticlesResponse answer, Action<Submitted> done)
    {
        IngestItem item;
        lock (_gate)
        {
            if (!_waiting.TryPeek(out var first) || answer.Tag != Tag(first.Tag))
                throw new CliException(ExitCode.Failed, $"the server acknowledged item '{answer.Tag}' out of order. Its version does not fit this regsec.");
            _waiting.Dequeue();
            _bytes -= first.Size;
            item = first.Item;
        }
        _answered = true;
        _tries = 0;
        if (_room.CurrentCount == 0)
            _room.Release();
        done(new Submitted(item, answer.Outcome, answer.ArticleId, answer.Rejection));
    }

    private static async Task EndAsync(Task sending, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        try
        {
            await sending;
        }
        catch (Exception error) when (error is StreamCutException or OperationCanceledException)
        {
            // The stream ended under the writer; the reader's outcome decides.
        }
    }

    private static SubmitArticlesRequest Request(long tag, IngestItem item) => new() { Article = item.Article, Tag = Tag(tag) };

    private static Rejection TooLarge(ArticleSubmission article) => new()
    {
        Field = article.SourceCase == ArticleSubmission.SourceOneofCase.Document ? "document" : "text",
        Reason = "ARTICLE_TOO_LARGE",
        Message = $"over {MessageBytes:N0} bytes (8 MiB) together with its title and other fields. Give the article alone, or split it.",
    };

    private sealed class StreamCutException(Exception inner) : Exception(inner.Message, inner);

    private static string Tag(long tag) => tag.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
