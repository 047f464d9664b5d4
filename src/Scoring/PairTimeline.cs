namespace RegionalSecurity.Scoring;

/// <summary>
/// All claims of one dyad, or of one direction, answering for any time. What does not change from one time to the next (the claims seen of one kind) is
/// not computed again, so that a series costs little more than its last point. Not safe for use by several threads.
/// </summary>
public sealed class PairTimeline
{
    private readonly Dyad _dyad;
    private readonly List<Kind> _kinds;
    private PairScorer? _scorer;

    /// <summary>Prepares the claims; those of other dyads are an error when they score.</summary>
    public PairTimeline(Dyad dyad, IEnumerable<PairClaim> claims)
    {
        _dyad = dyad;
        _kinds =
        [
            .. claims.Where(c => c.Severity > 0).GroupBy(c => (c.Actor, c.Receiver, c.Type, c.Severity)).Select(g => new Kind([.. g])),
        ];
    }

    /// <summary>
    /// The score from what is seen at <paramref name="time"/> (microseconds since 1970, inclusive), with ages to <paramref name="day"/>
    /// (<see cref="DateOnly.DayNumber"/>).
    /// </summary>
    public PairScore At(long time, int day)
    {
        var changed = false;
        foreach (var kind in _kinds)
            changed |= kind.MoveTo(time);
        if (changed || _scorer is null)
            _scorer = new PairScorer(_dyad, _kinds.SelectMany(k => k.Events));
        return _scorer.On(day);
    }

    // Claims of one actor, receiver, type and severity.
    private sealed class Kind
    {
        private readonly PairClaim[] _claims;
        // Times at which the set that is seen changes, ascending.
        private readonly long[] _changes;
        private int _at = -1;

        public Kind(PairClaim[] claims)
        {
            _claims = claims;
            _changes = [.. claims.SelectMany(c => new[] { c.VisibleFrom, c.VisibleUntil }).Distinct().Order()];
        }

        public IReadOnlyList<TensionEvent> Events { get; private set; } = [];

        public bool MoveTo(long time)
        {
            var found = Array.BinarySearch(_changes, time);
            var at = found >= 0 ? found + 1 : ~found;
            if (at == _at)
                return false;
            var before = Events;
            _at = at;
            Events = EventBuilder.Build(_claims.Where(c => c.VisibleFrom <= time && time < c.VisibleUntil));
            return before.Count > 0 || Events.Count > 0;
        }
    }
}
