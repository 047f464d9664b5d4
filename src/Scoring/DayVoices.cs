namespace RegionalSecurity.Scoring;

/// <summary>
/// How many voices tell of each day, answering which day of a range has most: a segment tree over the days that can have any, so that a key with many
/// claims of ranges costs n log n.
/// </summary>
internal sealed class DayVoices
{
    private readonly int[] _days;
    private readonly HashSet<string>?[] _voices;
    // A heap-shaped tree: node i stands over nodes 2i and 2i + 1, the leaves from _leaves on are the days. A node holds the index of its best day.
    private readonly int[] _best;
    private readonly int _leaves = 1;

    /// <summary>Starts with the claims that have a day of their own.</summary>
    /// <param name="byDay">Those claims, by day.</param>
    /// <param name="ranges">The claims that are to join: one that finds no day takes its last, so these are days too.</param>
    public DayVoices(SortedDictionary<int, List<PairClaim>> byDay, List<PairClaim> ranges)
    {
        _days = [.. byDay.Keys.Concat(ranges.Select(c => c.LastDay)).Distinct().Order()];
        _voices = new HashSet<string>?[_days.Length];
        while (_leaves < _days.Length)
            _leaves *= 2;
        _best = new int[2 * _leaves];
        foreach (var (day, claims) in byDay)
            _voices[Array.BinarySearch(_days, day)] = claims.Select(c => c.Voice).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < _leaves; i++)
            _best[_leaves + i] = i;
        for (var node = _leaves - 1; node > 0; node--)
            _best[node] = Better(_best[2 * node], _best[2 * node + 1]);
    }

    /// <summary>The day from <paramref name="first"/> to <paramref name="last"/> inclusive with most voices, the earliest of equals; null where none has any.</summary>
    public int? MostBetween(int first, int last)
    {
        int from = AtLeast(first), to = AtLeast(last + 1);
        if (from >= to)
            return null;
        // What is left and what is right of the middle is kept apart, so that of equals the earlier stays the better.
        int left = from, right = to - 1;
        for (int low = from + _leaves, high = to + _leaves; low < high; low /= 2, high /= 2)
        {
            if (low % 2 == 1)
                left = Better(left, _best[low++]);
            if (high % 2 == 1)
                right = Better(_best[--high], right);
        }
        var best = Better(left, right);
        return Count(best) > 0 ? _days[best] : null;
    }

    /// <summary>Another claim tells of the day.</summary>
    public void Add(int day, string voice)
    {
        var index = Array.BinarySearch(_days, day);
        if (!(_voices[index] ??= new HashSet<string>(StringComparer.Ordinal)).Add(voice))
            return;
        for (var node = (_leaves + index) / 2; node > 0; node /= 2)
            _best[node] = Better(_best[2 * node], _best[2 * node + 1]);
    }

    private int Better(int earlier, int later) => Count(later) > Count(earlier) ? later : earlier;

    private int Count(int index) => index < _voices.Length ? _voices[index]?.Count ?? 0 : 0;

    private int AtLeast(int day)
    {
        var found = Array.BinarySearch(_days, day);
        return found >= 0 ? found : ~found;
    }
}
