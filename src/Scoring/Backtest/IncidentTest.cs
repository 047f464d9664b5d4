namespace RegionalSecurity.Scoring.Backtest;

/// <summary>A way to forecast: what it looks at for a pair at the end of a day. No inputs: the climatology by month, which is what skill is measured against.</summary>
public sealed record Forecast(string Name, Func<Dyad, int, double[]>? Inputs);

/// <summary>A forecast at one origin.</summary>
public readonly record struct ForecastCase(Dyad Pair, int Day, bool Happened, double Probability, double Climatology);

/// <summary>A measure with its 95 % interval.</summary>
public readonly record struct Measure(double Value, double Low, double High);

/// <summary>How a forecast did over a period.</summary>
public sealed record ForecastResult(string Name, int Horizon, int Cases, int Events, Measure Skill, Measure PrAuc, Measure Auc);

/// <summary>Warnings at a threshold: each incident with the days it was warned of before, null where it was not.</summary>
public sealed record WarningResult(string Name, double FalseAlarmsPerYear, IReadOnlyList<(Incident Incident, int? Lead)> Incidents)
{
    /// <summary>Median days of warning of the incidents that were warned of; NaN: none was.</summary>
    public double MedianLead
    {
        get
        {
            var leads = Incidents.Where(i => i.Lead is not null).Select(i => (double)i.Lead!.Value).Order().ToList();
            return leads.Count == 0 ? double.NaN : (leads[(leads.Count - 1) / 2] + leads[leads.Count / 2]) / 2;
        }
    }
}

/// <summary>
/// P(incident in the next days) by rolling origin: each year's forecasts come from models that were fitted on origins whose outcome was known 30 days before the year began.
/// Origins are weeks apart.
/// </summary>
public sealed class IncidentTest
{
    /// <summary>Days between the last outcome that is learnt from and the first forecast.</summary>
    public const int GapDays = 30;

    private const int OriginStep = 7;
    private const int BlockDays = 56;
    private const int TrainingYears = 2;
    private const int WarningDays = 90;
    private const double FalseAlarmsAYear = 4;

    private readonly IReadOnlyList<Dyad> _pairs;
    private readonly Dictionary<Dyad, int[]> _incidents;
    private readonly int _first;
    private readonly int _last;

    /// <summary>A test of these pairs from the first to the last day.</summary>
    public IncidentTest(IReadOnlyList<Dyad> pairs, IReadOnlyList<Incident> incidents, int first, int last)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        _pairs = pairs;
        _incidents = incidents.GroupBy(i => i.Pair).ToDictionary(g => g.Key, g => g.Select(i => i.Day).Order().ToArray());
        (_first, _last) = (first, last);
    }

    /// <summary>What needs no reports, in the order of the report: persistence (the last value; days since and number of recent incidents), and the climatology by month.</summary>
    public IReadOnlyList<Forecast> Simple(int horizon) =>
    [
        new Forecast("persistence: an incident in as many days before", (pair, day) => [Count(pair, day - horizon + 1, day) > 0 ? 1 : 0]),
        new Forecast("persistence: days since, number in a year", (pair, day) => [Math.Log(1 + Since(pair, day)), Count(pair, day - 364, day)]),
        new Forecast("climatology by month", null),
    ];

    /// <summary>A forecast that looks at one signal.</summary>
    public static Forecast Of(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return new Forecast(signal.Name, (pair, day) => [Compressed(signal.Value(pair, day))]);
    }

    /// <summary>A signal beside the history of incidents: does it add anything to persistence?</summary>
    public Forecast WithPersistence(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return new Forecast($"{signal.Name} with persistence", (pair, day) => [Compressed(signal.Value(pair, day)), Math.Log(1 + Since(pair, day)), Count(pair, day - 364, day)]);
    }

    /// <summary>All forecasts of a kind, year by year.</summary>
    public IReadOnlyList<ForecastCase> Run(Forecast forecast, int horizon)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        var origins = Enumerable.Range(0, (_last - horizon - _first) / OriginStep + 1).Select(i => _first + i * OriginStep).ToList();
        var cases = new List<ForecastCase>();
        var inputs = new Dictionary<(Dyad, int), double[]>();
        if (forecast.Inputs is not null)
            foreach (var pair in _pairs)
                foreach (var origin in origins)
                    inputs.Add((pair, origin), forecast.Inputs(pair, origin));
        var from = DateOnly.FromDayNumber(_first).Year + TrainingYears;
        for (var year = from; year <= DateOnly.FromDayNumber(_last).Year; year++)
        {
            var start = new DateOnly(year, 1, 1).DayNumber;
            var end = new DateOnly(year, 12, 31).DayNumber;
            var known = origins.Where(o => o + horizon + GapDays <= start).SelectMany(o => _pairs.Select(p => (Pair: p, Day: o))).ToList();
            if (known.Count == 0)
                continue;
            var happened = known.ConvertAll(k => Happens(k.Pair, k.Day, horizon));
            var climate = Climatology(known.ConvertAll(k => k.Day), happened);
            var model = forecast.Inputs is null ? null : Logistic.Fit(known.ConvertAll(k => inputs[k]), happened);
            foreach (var origin in origins.Where(o => o >= start && o <= end))
                foreach (var pair in _pairs)
                {
                    var usual = climate[DateOnly.FromDayNumber(origin).Month - 1];
                    cases.Add(new ForecastCase(pair, origin, Happens(pair, origin, horizon), model?.Probability(inputs[(pair, origin)]) ?? usual, usual));
                }
        }
        return cases;
    }

    /// <summary>Brier skill against climatology, areas under both curves, with intervals by blocks of 8 weeks.</summary>
    public static ForecastResult Measure(string name, int horizon, IReadOnlyList<ForecastCase> cases, bool intervals)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var events = cases.Select(c => c.Happened).ToList();
        var blocks = cases.Select(c => c.Day / BlockDays).ToList();
        Measure Of(Func<IReadOnlyList<int>, double> measure, int draws)
        {
            var value = measure([.. Enumerable.Range(0, cases.Count)]);
            var (low, high) = intervals ? Statistics.BlockBootstrap(blocks, measure, "incidents", draws) : (double.NaN, double.NaN);
            return new Measure(value, low, high);
        }
        double Skill(IReadOnlyList<int> sample)
        {
            double mine = 0, usual = 0;
            foreach (var i in sample)
            {
                var happened = events[i] ? 1 : 0;
                mine += (cases[i].Probability - happened) * (cases[i].Probability - happened);
                usual += (cases[i].Climatology - happened) * (cases[i].Climatology - happened);
            }
            return Statistics.Skill(mine, usual);
        }
        return new ForecastResult(name, horizon, cases.Count, events.Count(e => e), Of(Skill, 200),
            Of(sample => Statistics.PrAuc([.. sample.Select(i => cases[i].Probability)], [.. sample.Select(i => events[i])]), 50),
            Of(sample => Statistics.Auc([.. sample.Select(i => cases[i].Probability)], [.. sample.Select(i => events[i])]), 50));
    }

    /// <summary>The interval of the difference of two forecasts' skill on the same cases; where it holds 0 there is no difference.</summary>
    public static Measure SkillDifference(IReadOnlyList<ForecastCase> one, IReadOnlyList<ForecastCase> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        double Difference(IReadOnlyList<int> sample)
        {
            double difference = 0, usual = 0;
            foreach (var i in sample)
            {
                var happened = one[i].Happened ? 1 : 0;
                difference += Square(other[i].Probability - happened) - Square(one[i].Probability - happened);
                usual += Square(one[i].Climatology - happened);
            }
            return usual > 0 ? difference / usual : double.NaN;
        }
        var (low, high) = Statistics.BlockBootstrap([.. one.Select(c => c.Day / BlockDays)], Difference, "difference", 200);
        return new Measure(Difference([.. Enumerable.Range(0, one.Count)]), low, high);
    }

    /// <summary>The lowest threshold at which there are at most four false alarms a year in the cases, all pairs together.</summary>
    public double ThresholdAtFourFalseAlarms(IReadOnlyList<ForecastCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var values = cases.Select(c => c.Probability).Distinct().Order().ToArray();
        int low = 0, high = values.Length - 1;
        // Fewer alarms by higher thresholds, nearly always: the search ends at a threshold that holds.
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FalseAlarms(cases, values[middle]) <= FalseAlarmsAYear)
                high = middle;
            else
                low = middle + 1;
        }
        while (low < values.Length && FalseAlarms(cases, values[low]) > FalseAlarmsAYear)
            low++;
        return low < values.Length ? values[low] : double.PositiveInfinity;
    }

    /// <summary>Alarms (a probability above the threshold that was not above it a week before) set against the incidents of the cases' period.</summary>
    public WarningResult Warn(string name, IReadOnlyList<ForecastCase> cases, double threshold)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var onsets = Onsets(cases, threshold).ToLookup(o => o.Pair, o => o.Day);
        var (first, last) = (cases.Min(c => c.Day), cases.Max(c => c.Day));
        var incidents = _pairs.SelectMany(p => Days(p).Where(d => d > first && d <= last).Select(d => new Incident(p, d))).OrderBy(i => i.Day).ThenBy(i => i.Pair.ToString(), StringComparer.Ordinal);
        return new WarningResult(name, FalseAlarms(cases, threshold), [.. incidents.Select(i =>
        {
            var before = onsets[i.Pair].Where(o => o < i.Day && o >= i.Day - WarningDays).ToList();
            return (i, before.Count > 0 ? i.Day - before.Min() : (int?)null);
        })]);
    }

    private double FalseAlarms(IReadOnlyList<ForecastCase> cases, double threshold)
    {
        var years = (cases.Max(c => c.Day) - cases.Min(c => c.Day) + OriginStep) / 365.25;
        return Onsets(cases, threshold).Count(o => Count(o.Pair, o.Day + 1, o.Day + WarningDays) == 0) / years;
    }

    private static IEnumerable<(Dyad Pair, int Day)> Onsets(IReadOnlyList<ForecastCase> cases, double threshold)
    {
        foreach (var pair in cases.GroupBy(c => c.Pair))
        {
            var (above, year) = (true, 0);
            foreach (var each in pair.OrderBy(c => c.Day))
            {
                var now = each.Probability > threshold;
                // What stands high when the period begins, or when a new year's model does, is no alarm: nothing has happened but a new fit.
                if (year != DateOnly.FromDayNumber(each.Day).Year)
                    (above, year) = (true, DateOnly.FromDayNumber(each.Day).Year);
                if (now && !above)
                    yield return (each.Pair, each.Day);
                above = now;
            }
        }
    }

    // The rate of each month over all pairs and years, drawn towards the overall rate by a year's weight.
    private static double[] Climatology(List<int> days, List<bool> happened)
    {
        var overall = happened.Count(h => h) / (double)happened.Count;
        var (counts, events) = (new double[12], new double[12]);
        for (var i = 0; i < days.Count; i++)
        {
            var month = DateOnly.FromDayNumber(days[i]).Month - 1;
            counts[month]++;
            events[month] += happened[i] ? 1 : 0;
        }
        var prior = happened.Count / 12.0;
        return [.. counts.Select((count, month) => (events[month] + prior * overall) / (count + prior))];
    }

    private static double Compressed(double value) => Math.Sign(value) * Math.Log(1 + Math.Abs(value));

    private static double Square(double value) => value * value;

    private bool Happens(Dyad pair, int day, int horizon) => Count(pair, day + 1, day + horizon) > 0;

    private int[] Days(Dyad pair) => _incidents.GetValueOrDefault(pair) ?? [];

    private int Count(Dyad pair, int first, int last) => Days(pair).Count(d => d >= first && d <= last);

    private int Since(Dyad pair, int day) => Days(pair).LastOrDefault(d => d <= day, int.MinValue) is var last && last == int.MinValue ? 3650 : Math.Min(3650, day - last);
}
