namespace RegionalSecurity.Scoring;

/// <summary>An event as it counts on one day.</summary>
/// <param name="Event">The event.</param>
/// <param name="Amount">x/k: what it adds to P or Q, in units of 2^-40.</param>
/// <param name="Rank">k: its rank in its directed pair, type and ISO week, from 1.</param>
public readonly record struct ScoredEvent(TensionEvent Event, long Amount, int Rank);

/// <summary>The score of one dyad, or of one direction of it, on one day. Sums are in units of 2^-40.</summary>
public sealed class PairScore
{
    private readonly MethodConstants _constants;

    internal PairScore(Dyad dyad, int day, IReadOnlyList<ScoredEvent> events, int rung, bool rungOneSided, MethodConstants constants)
    {
        _constants = constants;
        Dyad = dyad;
        Day = day;
        Events = events;
        Rung = rung;
        RungOneSided = rungOneSided;
        foreach (var (item, amount, _) in events)
        {
            var forward = string.Equals(item.Actor, dyad.A, StringComparison.Ordinal);
            if (item.Type.IsCooperative())
                Cooperation += amount;
            else if (forward)
                ConflictForward += amount;
            else
                ConflictBackward += amount;
        }
    }

    /// <summary>The dyad.</summary>
    public Dyad Dyad { get; }

    /// <summary>The day that ages were counted to.</summary>
    public int Day { get; }

    /// <summary>Events that count, in order of direction, type, week and rank.</summary>
    public IReadOnlyList<ScoredEvent> Events { get; }

    /// <summary>P from the first party to the second.</summary>
    public Int128 ConflictForward { get; }

    /// <summary>P from the second party to the first.</summary>
    public Int128 ConflictBackward { get; }

    /// <summary>P.</summary>
    public Int128 Conflict => ConflictForward + ConflictBackward;

    /// <summary>Q.</summary>
    public Int128 Cooperation { get; }

    /// <summary>Level, 0 to 100, rounded to 1e-6.</summary>
    public double Level => LevelOf(Conflict, Cooperation);

    /// <summary>Highest rung of the 30 days, 0 to 9.</summary>
    public int Rung { get; }

    /// <summary>Whether that rung, from 6 up, lacks a second side and the actor's own word.</summary>
    public bool RungOneSided { get; }

    /// <summary>Range -1 to 1, rounded to 1e-6; null while either direction is told of by fewer than 3 voices.</summary>
    public double? Asymmetry => VoicesFrom(Dyad.A) < Method.AsymmetryVoices || VoicesFrom(Dyad.B) < Method.AsymmetryVoices
        ? null
        : Method.Asymmetry(ConflictForward, ConflictBackward);

    /// <summary>Range -1 to 1, rounded to 1e-6.</summary>
    public double Balance => Method.Balance(Conflict, Cooperation);

    internal double LevelOf(Int128 conflict, Int128 cooperation) => _constants.LevelMillionths(conflict, cooperation) / 1e6;

    private int VoicesFrom(string actor) => Events
        .Where(e => string.Equals(e.Event.Actor, actor, StringComparison.Ordinal))
        .SelectMany(e => e.Event.Voices).Distinct(StringComparer.Ordinal).Count();
}
