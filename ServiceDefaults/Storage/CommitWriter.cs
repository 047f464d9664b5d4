using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.ServiceDefaults.Storage;

/// <summary>
/// The one writer of a store. Work that waits is done together in one transaction (group commit) and each caller is answered only after the
/// commit is on disk. Work that throws takes only itself back; when the store itself fails, everything of the transaction
/// is taken back and every caller gets the error.
/// </summary>
public sealed class CommitWriter<TContext>(IDbContextFactory<TContext> contexts) : IHostedService where TContext : StoreDbContext
{
    private const int MostPerCommit = 512;
    private const string Savepoint = "work";

    // Bounded: when the disk is slower than the callers, they wait.
    private readonly Channel<Work> _queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(4096) { SingleReader = true });
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next commit. Take it before reading, so that no commit is missed.</summary>
    public Task NextCommit => Volatile.Read(ref _committed).Task;

    /// <summary>
    /// Runs <paramref name="work"/> on the store in its turn, saves what it changed, and answers after the commit. A caller that cancels stops
    /// waiting; work that has been queued is done all the same.
    /// </summary>
    /// <exception cref="DomainException">UNAVAILABLE (SERVICE_STOPPING): the service is stopping and nothing was done.</exception>
    public async Task<T> WriteAsync<T>(Func<TContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        var item = new Work<T>(work);
        try
        {
            await _queue.Writer.WriteAsync(item, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw DomainException.Stopping();
        }
        return await item.Done.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<TContext, CancellationToken, Task> work, CancellationToken cancellationToken = default) =>
        WriteAsync(async (context, token) =>
        {
            await work(context, token);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not a BackgroundService: that one never begins its work when it is stopped early, and what was queued would wait for ever.
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes no more work, and finishes what was queued.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await _running.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        var batch = new List<Work>(MostPerCommit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostPerCommit && _queue.Reader.TryRead(out var work))
                batch.Add(work);
            await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<Work> batch)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync();
            await using var transaction = await context.Database.BeginTransactionAsync();
            context.Database.AutoSavepointsEnabled = false;
            foreach (var work in batch)
            {
                await transaction.CreateSavepointAsync(Savepoint);
                try
                {
                    await work.RunAsync(context);
                    await context.SaveChangesAsync();
                    await transaction.ReleaseSavepointAsync(Savepoint);
                }
                catch (Exception error) when (!IsStoreFailure(error))
                {
                    await transaction.RollbackToSavepointAsync(Savepoint);
                    await transaction.ReleaseSavepointAsync(Savepoint);
                    work.Fail(error);
                }
                context.ChangeTracker.Clear();
            }
            await transaction.CommitAsync();
        }
        catch (Exception error)
        {
            foreach (var work in batch)
                work.Fail(error);
            return;
        }
        foreach (var work in batch)
            work.Complete();
        Interlocked.Exchange(ref _committed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    // After these SQLite may have rolled the whole transaction back by itself: going on would commit half of it.
    private static bool IsStoreFailure(Exception error) =>
        (error as SqliteException ?? error.InnerException as SqliteException) is { } sqlite && !StoreError.IsConstraint(sqlite);

    private abstract class Work
    {
        public abstract Task RunAsync(TContext context);
        public abstract void Complete();
        public abstract void Fail(Exception error);
    }

    private sealed class Work<T>(Func<TContext, CancellationToken, Task<T>> work) : Work
    {
        private T? _result;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async Task RunAsync(TContext context) => _result = await work(context, CancellationToken.None);

        public override void Complete() => Done.TrySetResult(_result!);

        public override void Fail(Exception error) => Done.TrySetException(error);
    }
}
