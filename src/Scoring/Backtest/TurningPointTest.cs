using System.Globalization;

namespace RegionalSecurity.Scoring.Backtest;

/// <summary>A turning point or placebo with the change of a signal around it.</summary>
public sealed record TurnCase(TurningPoint Point, int Block, double Change);

/// <summary>How a signal did around the turning points of a period.</summary>
/// <param name="Accuracy">Balanced accuracy of up, none and down; a third is chance.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Cases">Cases with the call made of each.</param>
public sealed record TurnResult(double Accuracy, double Low, double High, IReadOnlyList<(TurnCase Case, Turn Called)> Cases);

/// <summary>
/// Does a signal go up around rises, down around falls, and stay around placebo dates? Its change is its mean of the days after less that of the days before; a change
/// beyond the threshold is a call.
/// </summary>
public sealed class TurningPointTest
{
    private const int PlacebosPerPoint = 3;
    private const int PlaceboDistance = 60;
    private const int BlockDays = 56;

    private readonly List<TurningPoint> _points;

    /// <summary>Adds to the turning points three placebo dates each, of the same pair and year, seeded, at least 60 days from the pair's turning points where the year has such days.</summary>
    public TurningPointTest(IReadOnlyList<TurningPoint> points, int first, int last)
    {
        ArgumentNullException.ThrowIfNull(points);
        _points = [.. points];
        foreach (var point in points)
        {
            var year = DateOnly.FromDayNumber(point.Day).Year;
            var (from, to) = (Math.Max(first, new DateOnly(year, 1, 1).DayNumber), Math.Min(last, new DateOnly(year, 12, 31).DayNumber));
            var own = points.Where(p => p.Pair == point.Pair).Select(p => p.Day).ToList();
            var free = Enumerable.Range(from, Math.Max(0, to - from + 1)).Where(d => own.TrueForAll(o => Math.Abs(d - o) >= PlaceboDistance)).ToList();
            var random = new SplitMix(string.Create(CultureInfo.InvariantCulture, $"placebo|{point.Pair}|{point.Day}"));
            for (var i = 0; i < PlacebosPerPoint && free.Count > 0; i++)
            {
                var at = random.Below(free.Count);
                _points.Add(new TurningPoint(point.Pair, free[at], Turn.None, ""));
                free.RemoveAt(at);
            }
        }
        _points.Sort(static (left, right) =>
        {
            var order = string.CompareOrdinal(left.Pair.ToString(), right.Pair.ToString());
            return order != 0 ? order : left.Day.CompareTo(right.Day);
        });
    }

    /// <summary>Number of placebo dates.</summary>
    public int PlaceboCount => _points.Count(p => p.Turn == Turn.None);

    /// <summary>The changes of a signal around every date from <paramref name="first"/> to <paramref name="last"/>, with means over <paramref name="days"/> days before and after.</summary>
    public IReadOnlyList<TurnCase> Changes(Signal signal, int first, int last, int days)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return
        [
            .. _points.Where(p => p.Day >= first && p.Day <= last).Select(p => new TurnCase(p, p.Day / BlockDays,
                Enumerable.Range(p.Day + 1, days).Average(d => signal.Value(p.Pair, d)) - Enumerable.Range(p.Day - days, days).Average(d => signal.Value(p.Pair, d)))),
        ];
    }

    /// <summary>Calls by a threshold, with balanced accuracy and its interval.</summary>
    public static TurnResult Call(IReadOnlyList<TurnCase> cases, double threshold, bool interval = true)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var truth = cases.Select(c => c.Point.Turn).ToList();
        var called = cases.Select(c => c.Change > threshold ? Turn.Up : c.Change < -threshold ? Turn.Down : Turn.None).ToList();
        var (low, high) = interval
            ? Statistics.BlockBootstrap([.. cases.Select(c => c.Block)], sample => Statistics.BalancedAccuracy(sample.Select(i => truth[i]).ToList(), sample.Select(i => called[i]).ToList()), "turning points")
            : (double.NaN, double.NaN);
        return new TurnResult(Statistics.BalancedAccuracy(truth, called), low, high, [.. cases.Zip(called)]);
    }

    /// <summary>How much more accurate one is than another on the same dates, with its interval; where it holds 0 there is no difference.</summary>
    public static Measure Difference(TurnResult one, TurnResult other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        double Accuracy(TurnResult result, IReadOnlyList<int> sample) =>
            Statistics.BalancedAccuracy(sample.Select(i => result.Cases[i].Case.Point.Turn).ToList(), sample.Select(i => result.Cases[i].Called).ToList());
        var (low, high) = Statistics.BlockBootstrap([.. one.Cases.Select(c => c.Case.Block)], sample => Accuracy(one, sample) - Accuracy(other, sample), "turning points");
        return new Measure(one.Accuracy - other.Accuracy, low, high);
    }

    /// <summary>The threshold that does best on these cases, of the sizes of change that occur.</summary>
    public static double BestThreshold(IReadOnlyList<TurnCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var sizes = cases.Select(c => Math.Abs(c.Change)).Distinct().Order().ToList();
        // A step below each size, so that it is itself called; and nothing at all.
        return sizes.Select(s => s * 0.999).Prepend(0).MaxBy(t => Call(cases, t, interval: false).Accuracy);
    }
}
