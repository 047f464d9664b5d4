using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;

namespace RegionalSecurity.ServiceDefaults.Caching;

/// <summary>
/// Stands before a distributed cache and gives up early: a call that takes longer than the patience or fails counts as a miss, and after three
/// failures in a row the cache is left alone for five seconds. HybridCache then serves from memory or computes.
/// </summary>
internal sealed class BreakerCache(IDistributedCache inner, TimeSpan patience, TimeProvider time, ILogger<BreakerCache> logger) : IDistributedCache, IDisposable
{
    private const int MostFailures = 3;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private int _failures;
    private long _closedUntil;

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => TryAsync(() => inner.GetAsync(key, token), token);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        TryAsync(async () =>
        {
            await inner.SetAsync(key, value, options, token);
            return true;
        }, token);

    public Task RefreshAsync(string key, CancellationToken token = default) =>
        TryAsync(async () =>
        {
            await inner.RefreshAsync(key, token);
            return true;
        }, token);

    public Task RemoveAsync(string key, CancellationToken token = default) =>
        TryAsync(async () =>
        {
            await inner.RemoveAsync(key, token);
            return true;
        }, token);

    // HybridCache calls the asynchronous members only; blocking on a network is never wanted here.
    public byte[]? Get(string key) => throw new NotSupportedException("Use GetAsync.");

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException("Use SetAsync.");

    public void Refresh(string key) => throw new NotSupportedException("Use RefreshAsync.");

    public void Remove(string key) => throw new NotSupportedException("Use RemoveAsync.");

    public void Dispose() => (inner as IDisposable)?.Dispose();

    private async Task<T?> TryAsync<T>(Func<Task<T?>> call, CancellationToken token)
    {
        if (time.GetUtcNow().UtcTicks < Interlocked.Read(ref _closedUntil))
            return default;
        try
        {
            var result = await call().WaitAsync(patience, time, token);
            Volatile.Write(ref _failures, 0);
            return result;
        }
        catch (Exception error) when (!token.IsCancellationRequested)
        {
            if (Interlocked.Increment(ref _failures) >= MostFailures)
            {
                Volatile.Write(ref _failures, 0);
                Interlocked.Exchange(ref _closedUntil, (time.GetUtcNow() + Rest).UtcTicks);
                logger.CacheLeftAlone(error.Message, Rest.TotalSeconds);
            }
            return default;
        }
    }
}

internal static partial class Log
{
    [LoggerMessage(EventId = 120, EventName = "CacheLeftAlone", Level = LogLevel.Warning, Message = "The cache failed three times in a row ({Problem}) and is left alone for {Seconds} s; answers are computed")]
    public static partial void CacheLeftAlone(this ILogger logger, string problem, double seconds);
}
