using System.Collections.Concurrent;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>Which hosts are left alone, and until when: a moment after each request, longer where they ask for it. In memory; after a start nobody rests.</summary>
internal sealed class HostRests(TimeProvider time)
{
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long the host is still to be left alone; zero where it is not.</summary>
    public TimeSpan Left(string host) => _until.TryGetValue(host, out var until) && until - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Leaves the host alone for so long from now on; a longer rest stays.</summary>
    public void Rest(string host, TimeSpan rest)
    {
        if (rest <= TimeSpan.Zero)
            return;
        var now = time.GetUtcNow();
        if (_until.Count >= MostKept)
            foreach (var (old, until) in _until)
                if (until <= now)
                    _until.TryRemove(old, out _);
        _until.AddOrUpdate(host, now + rest, (_, until) => until > now + rest ? until : now + rest);
    }

    /// <summary>Waits until the host may be asked, and lets it rest from then on.</summary>
    public async Task TakeTurnAsync(string host, TimeSpan rest, CancellationToken cancellationToken)
    {
        while (Left(host) is { Ticks: > 0 } left)
            await Task.Delay(left, time, cancellationToken);
        Rest(host, rest);
    }
}
