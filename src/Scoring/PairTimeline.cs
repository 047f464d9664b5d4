namespace RegionalSecurity.Scoring;

/// <summary>
/// All claims of one dyad, or of one direction, answering for any time. Only events whose claims are seen differently than at the time asked before are
/// built again, so that a series costs little more than its scores. Not safe for use by several threads.
/// </summary>
public sealed class PairTimeline
{
    private readonly PairScorer _scorer;
    private readonly MethodConstants _constants;
    private readonly List<Cluster> _clusters = [];

    /// <summary>Prepares the claims; those of other dyads are an error when they score.</summary>
    public PairTimeline(Dyad dyad, IEnumerable<PairClaim> claims, MethodConstants? constants = null)
    {
        _constants = constants ?? MethodConstants.Published;
        _scorer = new PairScorer(dyad, [], _constants);
        foreach (var kind in claims.Where(c => EventBuilder.Counts(c, _constants)).GroupBy(c => (c.Actor, c.Receiver, c.Type, c.Severity)))
            AddClusters([.. kind.OrderBy(c => c.FirstDay)]);
    }

    /// <summary>
    /// The score from what is seen at <paramref name="time"/> (microseconds since 1970, inclusive), with ages to <paramref name="day"/>
    /// (<see cref="DateOnly.DayNumber"/>).
    /// </summary>
    public PairScore At(long time, int day)
    {
        foreach (var cluster in _clusters)
            if (!cluster.IsAt(time))
                cluster.MoveTo(time, _scorer, _constants);
        return _scorer.On(day);
    }

    // Claims whose days overlap decide together which events there are; others know nothing of each other.
    private void AddClusters(List<PairClaim> claims)
    {
        var start = 0;
        var last = int.MinValue;
        for (var i = 0; i < claims.Count; i++)
        {
            if (i > start && claims[i].FirstDay > last)
            {
                _clusters.Add(new Cluster([.. claims[start..i]]));
                start = i;
            }
            last = Math.Max(last, claims[i].LastDay);
        }
        if (start < claims.Count)
            _clusters.Add(new Cluster([.. claims[start..]]));
    }

    private sealed class Cluster
    {
        private readonly PairClaim[] _claims;
        // Times at which the set that is seen changes, ascending.
        private readonly long[] _changes;
        // The stretch of time, end exclusive, for which the events hold; at first none.
        private long _from = long.MaxValue;
        private long _to = long.MinValue;
        private IReadOnlyList<TensionEvent> _events = [];

        public Cluster(PairClaim[] claims)
        {
            _claims = claims;
            _changes = claims.Length == 1
                ? [claims[0].VisibleFrom, claims[0].VisibleUntil]
                : [.. claims.SelectMany(c => new[] { c.VisibleFrom, c.VisibleUntil }).Distinct().Order()];
        }

        public bool IsAt(long time) => time >= _from && time < _to;

        public void MoveTo(long time, PairScorer scorer, MethodConstants constants)
        {
            var found = Array.BinarySearch(_changes, time);
            var next = found >= 0 ? found + 1 : ~found;
            _from = next > 0 ? _changes[next - 1] : long.MinValue;
            _to = next < _changes.Length ? _changes[next] : long.MaxValue;
            foreach (var item in _events)
                scorer.Remove(item);
            _events = EventBuilder.Build(_claims.Where(c => c.VisibleFrom <= time && time < c.VisibleUntil), constants);
            foreach (var item in _events)
                scorer.Add(item);
        }
    }
}
