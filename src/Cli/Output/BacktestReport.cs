using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Scoring;
using RegionalSecurity.Scoring.Backtest;

namespace RegionalSecurity.Cli.Output;

/// <summary>A backtest in Markdown: what it does not claim first, misses as plainly as hits.</summary>
internal sealed class BacktestReport(TextWriter output, int until)
{
    // Start values of the turning point test: four weeks either side, and the five points of the alert rule.
    private const int StartDays = 28;
    private const double StartThreshold = 5;

    private const int LeastPairClaims = 20;
    private static readonly int s_epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
    private static readonly int[] s_windows = [14, 28, 56];
    private static readonly int[] s_horizons = [7, 30, 90];
    private static readonly int[] s_monthDays = [6, 13, 20, 27];

    /// <summary>What the report does not claim, and what it was made from.</summary>
    public void Head(IReadOnlyList<Claim> claims, long bad, Truth truth)
    {
        Line($"# Backtest of {Method.Version}");
        Line($"");
        Line($"The level describes reported hostility. It is no probability and no forecast, and this report does not claim that it is one: forecasting skill is what has to be shown below,");
        Line($"against baselines that need no reading at all. An interval is 95 % by block bootstrap (8 weeks); a difference inside it is \"no difference\". What is not in the claims (articles that");
        Line($"were not read, events nobody coded) cannot be found by any line below.");
        Line($"");
        Line($"{claims.Count:N0} claims published {Date(claims.Min(Inputs.PublishedOn))} to {Date(claims.Max(Inputs.PublishedOn))} ({bad:N0} lines could not be read), as published by each day; ",
            $"{truth.TurningPoints.Count} turning points, {truth.Incidents.Count} incidents, {truth.Index.Count} index values. Chosen up to {Date(until)}, reported after it.");
        Line($"");
    }

    /// <summary>Up, none and down around turning points.</summary>
    public void TurningPoints(IReadOnlyList<Claim> claims, IReadOnlyList<TurningPoint> points, IReadOnlyList<IndexValue> index, CancellationToken cancel)
    {
        Line($"## Turning points");
        Line($"");
        var rises = points.Where(p => p.Turn == Turn.Up).Select(p => new Incident(p.Pair, p.Day)).ToList();
        var helps = new Dictionary<string, (int Better, int Worse)>(StringComparer.Ordinal);
        foreach (var (title, removed) in new[] { ("With everything that was reported", new List<Incident>()), ("Without the rises' own events and the condemnations that cite them", rises) })
        {
            var inputs = Inputs.Of(claims, until, removed);
            var test = new TurningPointTest(points, inputs.First, inputs.Last);
            Line($"### {title}");
            Line($"");
            Line($"Panel of {inputs.PanelSize} publishers with 20 claims or more up to {Date(until)} ({inputs.OutsidePanel:N0} claims of others left out, {inputs.OfTruth:N0} of the truth's own). ",
                $"{points.Count(p => p.Turn == Turn.Up)} rises, {points.Count(p => p.Turn == Turn.Down)} falls, {test.PlaceboCount} placebo dates. Balanced accuracy of up, none, down; chance and \"always none\" (persistence, climatology) are 0.333.");
            Line($"");
            Line($"| signal | days | threshold | up to {Date(until)} | after | after, less the level's at start values |");
            Line($"|---|---|---|---|---|---|");
            var level = Signals.Level("level", inputs);
            var start = Row(test, inputs, level, "level, start values", StartDays, StartThreshold);
            var (days, threshold, constants, name) = Choose(test, inputs, cancel);
            Row(test, inputs, Signals.Level("level", inputs, constants), $"level, chosen: {name}", days, threshold, start.After);
            foreach (var signal in Baselines(inputs, index))
            {
                cancel.ThrowIfCancellationRequested();
                var (best, at) = s_windows.Select(w => (Days: w, At: TurningPointTest.BestThreshold(test.Changes(signal, inputs.First, until, w))))
                    .MaxBy(c => TurningPointTest.Call(test.Changes(signal, inputs.First, until, c.Days), c.At, interval: false).Accuracy);
                Row(test, inputs, signal, signal.Name + ", chosen", best, at, start.After);
            }
            foreach (var signal in Signals.Ablations(inputs))
            {
                var without = Row(test, inputs, signal, signal.Name, StartDays, StartThreshold, start.After);
                Count(helps, signal.Name, start.Before.Accuracy, without.Before.Accuracy);
                Count(helps, signal.Name, start.After.Accuracy, without.After.Accuracy);
            }
            Line($"");
            List($"Reported period, level at start values, {title.ToLowerInvariant()}", start.After);
            List("Choosing period, the same", start.Before);
        }
        Parts(helps);
    }

    /// <summary>P(incident) by rolling origin.</summary>
    public void Incidents(IReadOnlyList<Claim> claims, IReadOnlyList<Incident> incidents, IReadOnlyList<IndexValue> index, CancellationToken cancel)
    {
        var inputs = Inputs.Of(claims, until, incidents);
        var earlier = incidents.Where(i => i.Day <= until && i.Day >= inputs.First).Select(i => i.Pair).ToHashSet();
        var pairs = inputs.Pairs.Where(p => inputs.Claims(p).Count(c => c.VisibleFrom / 86_400_000_000 + s_epoch <= until) >= LeastPairClaims)
            .Concat(earlier).Distinct().OrderBy(p => p.ToString(), StringComparer.Ordinal).ToList();
        var outside = incidents.Where(i => i.Day > until && i.Day <= inputs.Last && !pairs.Contains(i.Pair)).ToList();
        var test = new IncidentTest(pairs, incidents, inputs.First, inputs.Last);
        Line($"## Incidents");
        Line($"");
        Line($"P(incident in the next 7, 30, 90 days) at weekly origins for {pairs.Count} pairs: those with an incident or {LeastPairClaims} claims up to {Date(until)}. Models are fitted anew for each year on outcomes known {IncidentTest.GapDays} days before it. ",
            $"Of the inputs, {inputs.OfTruth:N0} claims of the incidents themselves and of the condemnations that cite them are left out, {inputs.OutsidePanel:N0} of sources outside the panel. {outside.Count} incidents after {Date(until)} fall on other pairs and cannot be foreseen by any line: ",
            $"{string.Join(", ", outside.Select(i => i.Pair.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}.");
        var level = Signals.Level("level", inputs);
        var ablations = Signals.Ablations(inputs);
        var baselines = Baselines(inputs, index);
        var helps = new Dictionary<string, (int Better, int Worse)>(StringComparer.Ordinal);
        var warnings = new List<(WarningResult Set, WarningResult Point)>();
        foreach (var horizon in s_horizons)
        {
            cancel.ThrowIfCancellationRequested();
            var simple = test.Simple(horizon);
            var forecasts = simple.Concat(baselines.Select(IncidentTest.Of)).Append(IncidentTest.Of(level)).Append(test.WithPersistence(level)).Concat(ablations.Select(IncidentTest.Of));
            var runs = forecasts.Select(f => (f.Name, Cases: test.Run(f, horizon))).ToList();
            var after = runs.ConvertAll(r => (r.Name, Cases: (IReadOnlyList<ForecastCase>)[.. r.Cases.Where(c => c.Day > until)]));
            var before = runs.ConvertAll(r => (r.Name, Cases: (IReadOnlyList<ForecastCase>)[.. r.Cases.Where(c => c.Day <= until)]));
            if (after[0].Cases.Count == 0 || before[0].Cases.Count == 0)
                throw CliException.BadInput("--choose-until: leaves no forecast on one side; models need two years of claims before the first. Choose another day.");
            Line($"");
            Line($"### {horizon} days: {after[0].Cases.Count(c => c.Happened):N0} of {after[0].Cases.Count:N0} cases after {Date(until)} had an incident");
            Line($"");
            Line($"| forecast | Brier skill up to {Date(until)} | Brier skill after | PR-AUC after | AUC after | skill less that of persistence |");
            Line($"|---|---|---|---|---|---|");
            var persistence = after[1].Cases;
            var mine = double.NaN;
            for (var i = 0; i < runs.Count; i++)
            {
                var result = IncidentTest.Measure(runs[i].Name, horizon, after[i].Cases, intervals: true);
                var earlierSkill = IncidentTest.Measure(runs[i].Name, horizon, before[i].Cases, intervals: false).Skill.Value;
                var difference = IncidentTest.SkillDifference(after[i].Cases, persistence);
                Line($"| {runs[i].Name} | {Number(earlierSkill)} | {Text(result.Skill)} | {Text(result.PrAuc)} | {Text(result.Auc)} | {(i == 1 ? "" : Verdict(difference))} |");
                if (runs[i].Name == level.Name)
                    mine = result.Skill.Value;
                else if (runs[i].Name.StartsWith("level without", StringComparison.Ordinal))
                    Count(helps, runs[i].Name, mine, result.Skill.Value);
                if (horizon == 30 && (i is 0 or 1 || runs[i].Name.StartsWith("level", StringComparison.Ordinal) && !runs[i].Name.StartsWith("level without", StringComparison.Ordinal) || baselines.Any(b => b.Name == runs[i].Name)))
                    warnings.Add((test.Warn(runs[i].Name, after[i].Cases, test.ThresholdAtFourFalseAlarms(before[i].Cases)),
                        test.Warn(runs[i].Name, after[i].Cases, test.ThresholdAtFourFalseAlarms(after[i].Cases))));
            }
        }
        Line($"");
        Line($"### Warnings at four false alarms a year");
        Line($"");
        Line($"Alarms by the 30-day forecast over all pairs together; an alarm is false when no incident of its pair follows in 90 days. The threshold is the lowest with at most four false alarms a year, once in the");
        Line($"reported period itself (the operating point, seen afterwards, for all lines alike), once in the choosing period, as a user would have had to set it.");
        Line($"");
        Line($"| forecast | false alarms a year | incidents warned of | median lead, days | threshold set before: false alarms a year | warned of | median lead |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var (set, point) in warnings)
            Line($"| {set.Name} | {Warned(point)} | {Warned(set)} |");
        Line($"");
        var told = warnings.Single(w => w.Point.Name == level.Name).Point.Incidents;
        Line($"At its operating point the level warned of: {Names(told.Where(i => i.Lead is not null).Select(i => $"{i.Incident.Pair} {Date(i.Incident.Day)} ({i.Lead} days)"))}.");
        Line($"");
        Line($"It did not warn of: {Names(told.Where(i => i.Lead is null).Select(i => $"{i.Incident.Pair} {Date(i.Incident.Day)}"))}.");
        Line($"");
        Parts(helps);
    }

    /// <summary>Order of the months of an index.</summary>
    public void Index(IReadOnlyList<Claim> claims, IReadOnlyList<IndexValue> index, CancellationToken cancel)
    {
        var inputs = Inputs.Of(claims, until, []);
        Line($"## Index");
        Line($"");
        Line($"Spearman's rank correlation of the monthly means (of days 7, 14, 21 and 28) with the index, the median over subjects with 24 months or more after {Date(until)}; a party takes the highest of its pairs. No index measures reported hostility, so 1 is no aim.");
        Line($"");
        Line($"| signal | up to {Date(until)} | after | subjects, after: lowest, highest |");
        Line($"|---|---|---|---|");
        foreach (var signal in Signals.Baselines(inputs).Append(Signals.Level("level", inputs)))
        {
            cancel.ThrowIfCancellationRequested();
            var (before, after) = (new List<double>(), new List<(string Subject, double Value)>());
            foreach (var subject in index.GroupBy(i => i.Subject).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var pairs = inputs.Pairs.Where(p => p.ToString() == subject.Key || p.A == subject.Key || p.B == subject.Key).ToList();
                var months = subject.Where(m => new DateOnly(m.Year, m.Month, 1).DayNumber >= inputs.First && new DateOnly(m.Year, m.Month, 28).DayNumber <= inputs.Last)
                    .OrderBy(m => (m.Year, m.Month)).Select(m => (m.Value, Start: new DateOnly(m.Year, m.Month, 1).DayNumber)).ToList();
                if (pairs.Count == 0)
                    continue;
                var values = months.ConvertAll(m => s_monthDays.Average(d => pairs.Max(p => signal.Value(p, m.Start + d))));
                var late = months.FindIndex(m => m.Start > until) is var at && at < 0 ? months.Count : at;
                if (late >= 24 && Statistics.Spearman(values[..late], months[..late].ConvertAll(m => m.Value)) is var one && !double.IsNaN(one))
                    before.Add(one);
                if (months.Count - late >= 24 && Statistics.Spearman(values[late..], months[late..].ConvertAll(m => m.Value)) is var other && !double.IsNaN(other))
                    after.Add((subject.Key, other));
            }
            var order = after.OrderBy(a => a.Value).ToList();
            Line($"| {signal.Name} | {Number(Median(before))} ({before.Count} subjects) | {Number(Median([.. after.Select(a => a.Value)]))} ({after.Count} subjects) | ",
                $"{(order.Count > 0 ? $"{order[0].Subject} {Number(order[0].Value)}, {order[^1].Subject} {Number(order[^1].Value)}" : "")} |");
        }
        Line($"");
    }

    private static List<Signal> Baselines(Inputs inputs, IReadOnlyList<IndexValue> index) =>
        index.Count > 0 ? [.. Signals.Baselines(inputs), Signals.GivenIndex(index)] : [.. Signals.Baselines(inputs)];

    private (TurnResult Before, TurnResult After) Row(TurningPointTest test, Inputs inputs, Signal signal, string name, int days, double threshold, TurnResult? start = null)
    {
        var before = TurningPointTest.Call(test.Changes(signal, inputs.First, until, days), threshold);
        var after = TurningPointTest.Call(test.Changes(signal, until + 1, inputs.Last, days), threshold);
        Line($"| {name} | {days} | {threshold:0.###} | {Text(new Measure(before.Accuracy, before.Low, before.High))} | {Text(new Measure(after.Accuracy, after.Low, after.High))} |",
            $"{(start is null ? "" : " " + Verdict(TurningPointTest.Difference(after, start)))} |");
        return (before, after);
    }

    // On the choosing period alone: both half-lives together, the offset, the repetition rule, the window, the threshold.
    private (int Days, double Threshold, MethodConstants Constants, string Name) Choose(TurningPointTest test, Inputs inputs, CancellationToken cancel)
    {
        var best = (Days: StartDays, Threshold: StartThreshold, Constants: MethodConstants.Published, Name: "", Accuracy: double.MinValue);
        foreach (var (verbal, material) in new[] { (7, 14), (4, 7), (14, 28) })
            foreach (var offset in new[] { true, false })
                foreach (var repetition in new[] { 1.0, 0.0 })
                {
                    cancel.ThrowIfCancellationRequested();
                    var constants = new MethodConstants
                    {
                        VerbalHalfLife = verbal,
                        MaterialHalfLife = material,
                        Offset = offset ? 500 : 0,
                        OffsetFloor = offset ? 700 : 1000,
                        RepetitionExponent = repetition,
                    };
                    var signal = Signals.Level("level", inputs, constants);
                    foreach (var days in s_windows)
                    {
                        var changes = test.Changes(signal, inputs.First, until, days);
                        var threshold = TurningPointTest.BestThreshold(changes);
                        var accuracy = TurningPointTest.Call(changes, threshold, interval: false).Accuracy;
                        if (accuracy > best.Accuracy + 1e-9)
                            best = (days, threshold, constants, $"half-lives {verbal} and {material}, {(offset ? "offset" : "no offset")}, {(repetition > 0 ? "repetition rule" : "no repetition rule")}", accuracy);
                    }
                }
        return (best.Days, best.Threshold, best.Constants, best.Name);
    }

    private void List(string title, TurnResult result)
    {
        Line($"{title}:");
        Line($"");
        Line($"| | date | pair | turn | called | change of the level | what |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var (each, called) in result.Cases.Where(c => c.Case.Point.Turn != Turn.None).OrderBy(c => c.Case.Point.Day))
            Line($"| {(called == each.Point.Turn ? "hit" : "**miss**")} | {Date(each.Point.Day)} | {each.Point.Pair} | {Word(each.Point.Turn)} | {Word(called)} | {each.Change:+0.0;-0.0;0.0} | {Plain.Line(each.Point.What, 120).Replace('|', '/')} |");
        var placebos = result.Cases.Where(c => c.Case.Point.Turn == Turn.None).ToList();
        var turns = result.Cases.Where(c => c.Case.Point.Turn != Turn.None).ToList();
        Line($"");
        Line($"{turns.Count(c => c.Called == c.Case.Point.Turn)} hits and {turns.Count(c => c.Called != c.Case.Point.Turn)} misses; of {placebos.Count} placebo dates {placebos.Count(c => c.Called == Turn.None)} rightly called none, {placebos.Count(c => c.Called != Turn.None)} wrongly called a turn.");
        Line($"");
    }

    private void Parts(Dictionary<string, (int Better, int Worse)> helps)
    {
        foreach (var (name, (better, worse)) in helps.OrderBy(h => h.Key, StringComparer.Ordinal))
            Line($"- {name}: the whole level did better in {better} and worse in {worse} of the comparisons above.{(better == 0 ? " **This part never helps here.**" : "")}");
        Line($"- Implied targets are not part of {Method.Version}: there is nothing to leave out.");
        Line($"");
    }

    private static void Count(Dictionary<string, (int Better, int Worse)> helps, string name, double whole, double without)
    {
        var (better, worse) = helps.GetValueOrDefault(name);
        helps[name] = (better + (whole > without + 1e-12 ? 1 : 0), worse + (whole < without - 1e-12 ? 1 : 0));
    }

    private static string Verdict(Measure difference) => double.IsNaN(difference.Low) ? "not defined"
        : difference.Low <= 0 && difference.High >= 0 ? $"no difference ({Text(difference)})" : Text(difference);

    private static string Text(Measure measure) => double.IsNaN(measure.Low) ? Number(measure.Value) : $"{Number(measure.Value)} ({Number(measure.Low)} to {Number(measure.High)})";

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString(Math.Abs(value) >= 10 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    private static string Warned(WarningResult warning) => string.Create(CultureInfo.InvariantCulture,
        $"{warning.FalseAlarmsPerYear:0.0} | {warning.Incidents.Count(i => i.Lead is not null)} of {warning.Incidents.Count} | {Number(warning.MedianLead)}");

    private static string Names(IEnumerable<string> names) => string.Join("; ", names) is { Length: > 0 } joined ? joined : "none";

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }

    private static string Word(Turn turn) => turn switch { Turn.Up => "rise", Turn.Down => "fall", _ => "none" };

    private static string Date(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void Line(FormattableString one, FormattableString? two = null, FormattableString? three = null) =>
        output.Write(one.ToString(CultureInfo.InvariantCulture) + two?.ToString(CultureInfo.InvariantCulture) + three?.ToString(CultureInfo.InvariantCulture) + "\n");
}
