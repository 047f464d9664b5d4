using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Backtest;

/// <summary>A number for each pair and day, from what had been published by its end.</summary>
/// <param name="Name">As the report names it.</param>
/// <param name="Value">Pair and day to the number; higher means more hostile.</param>
public sealed record Signal(string Name, Func<Dyad, int, double> Value);

/// <summary>The level, its ablations, and the baselines that look at reports.</summary>
public static class Signals
{
    /// <summary>Days that counts and shares look back.</summary>
    public const int Window = 28;

    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The level of method 1, or of the same with other constants or claims changed.</summary>
    public static Signal Level(string name, Inputs inputs, MethodConstants? constants = null, Func<PairClaim, PairClaim?>? change = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var timelines = new Dictionary<Dyad, PairTimeline>();
        var known = new Dictionary<(Dyad, int), double>();
        return new Signal(name, (pair, day) =>
        {
            if (known.TryGetValue((pair, day), out var level))
                return level;
            if (!timelines.TryGetValue(pair, out var timeline))
            {
                var claims = inputs.Claims(pair);
                timelines.Add(pair, timeline = new PairTimeline(pair, change is null ? claims : claims.Select(change).OfType<PairClaim>(), constants));
            }
            return known[(pair, day)] = timeline.At((day + 1 - Epoch) * MicrosecondsPerDay - 1, day).Level;
        });
    }

    /// <summary>Method 1 without one of its parts, each. Implied targets are not part of method 1, so there is nothing to leave out.</summary>
    public static IReadOnlyList<Signal> Ablations(Inputs inputs) =>
    [
        Level("level without repetition rule", inputs, new MethodConstants { RepetitionExponent = 0 }),
        Level("level without voices (w = 1)", inputs, new MethodConstants { FirstVoice = 1000 }),
        Level("level without cooperation offset", inputs, new MethodConstants { Offset = 0, OffsetFloor = 1000 }),
        Level("level without severity ladder (s = 0.4)", inputs, null, c => c.Severity == 0 ? c : c with { Severity = Fixed.Ratio(4, 10) }),
    ];

    /// <summary>Baselines that look at reports, in the order of the report.</summary>
    public static IReadOnlyList<Signal> Baselines(Inputs inputs) =>
    [
        new Signal("share of articles", (pair, day) => inputs.ShareOfArticles(pair, day, Window)),
        new Signal("raw conflict count", (pair, day) => Seen(inputs, pair, day).Count(c => c.Type.IsConflict())),
        new Signal("PLOVER sum", (pair, day) => Seen(inputs, pair, day).Sum(c => -PloverScore(c.Type))),
        new Signal("PLOVER sum, one a day", (pair, day) => Seen(inputs, pair, day).Select(c => (c.Actor, c.Receiver, c.Type, c.LastDay)).Distinct().Sum(c => -PloverScore(c.Type))),
    ];

    /// <summary>A given monthly index: the pair's value of the last whole month, else the higher of its parties'; 0 where the index has neither.</summary>
    public static Signal GivenIndex(IReadOnlyList<IndexValue> index)
    {
        ArgumentNullException.ThrowIfNull(index);
        var values = index.GroupBy(i => (i.Subject, i.Year, i.Month)).ToDictionary(g => g.Key, g => g.Last().Value);
        return new Signal("given index", (pair, day) =>
        {
            var month = DateOnly.FromDayNumber(day).AddMonths(-1);
            double Of(string subject) => values.GetValueOrDefault((subject, month.Year, month.Month));
            return values.TryGetValue((pair.ToString(), month.Year, month.Month), out var own) ? own : Math.Max(Of(pair.A), Of(pair.B));
        });
    }

    /// <summary>
    /// Cooperation (positive) to conflict (negative), -10 to 7: the value of the CAMEO root that the type comes from on Goldstein's scale (Goldstein 1992), as GDELT publishes it.
    /// </summary>
    public static double PloverScore(EventType type) => type switch
    {
        EventType.Agree => 4,
        EventType.Consult => 1,
        EventType.Support => 3.5,
        EventType.Concede or EventType.Retreat => 5,
        EventType.Cooperate => 6,
        EventType.Aid => 7,
        EventType.Request => -5,
        EventType.Accuse => -2,
        EventType.Reject or EventType.Sanction => -4,
        EventType.Threaten => -6,
        EventType.Protest => -6.5,
        EventType.Mobilize => -7.2,
        EventType.Coerce => -7,
        EventType.Assault => -10,
        _ => 0,
    };

    private static IEnumerable<PairClaim> Seen(Inputs inputs, Dyad pair, int day)
    {
        var (from, to) = ((day - Window + 1 - Epoch) * MicrosecondsPerDay, (day + 1 - Epoch) * MicrosecondsPerDay);
        return inputs.Claims(pair).Where(c => c.VisibleFrom >= from && c.VisibleFrom < to && c.Modality == Modality.Occurred && c.Probability >= Fixed.One / 2);
    }
}
