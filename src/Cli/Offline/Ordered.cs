using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace RegionalSecurity.Cli.Offline;

/// <summary>Work spread over the cores, results in the order of the input.</summary>
internal static class Ordered
{
    /// <summary>
    /// Results of <paramref name="work"/> in input order. At most <paramref name="ahead"/> items are in work or wait to be taken, so memory
    /// stays bounded however long the input is. <paramref name="idle"/> is called before the reader has to wait: the moment to flush what
    /// was written.
    /// </summary>
    public static async IAsyncEnumerable<TResult> SelectAsync<TItem, TResult>(IAsyncEnumerable<TItem> items, Func<TItem, TResult> work, int ahead,
        Action idle, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var started = Channel.CreateBounded<Task<TResult>>(new BoundedChannelOptions(Math.Max(1, ahead)) { SingleReader = true, SingleWriter = true });
        var feed = FeedAsync(items, work, started.Writer, stop.Token);
        try
        {
            while (true)
            {
                var waiting = started.Reader.WaitToReadAsync(cancel);
                if (!waiting.IsCompleted)
                    idle();
                if (!await waiting)
                    break;
                while (started.Reader.TryRead(out var running))
                {
                    if (!running.IsCompleted)
                        idle();
                    yield return await running;
                }
            }
            await feed;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task FeedAsync<TItem, TResult>(IAsyncEnumerable<TItem> items, Func<TItem, TResult> work, ChannelWriter<Task<TResult>> started,
        CancellationToken stop)
    {
        try
        {
            await foreach (var item in items.WithCancellation(stop))
                await started.WriteAsync(Task.Run(() => work(item), stop), stop);
            started.Complete();
        }
        catch (Exception error)
        {
            // The reader meets it when it has taken what came before.
            started.Complete(error);
        }
    }
}
