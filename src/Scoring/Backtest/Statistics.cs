namespace RegionalSecurity.Scoring.Backtest;

/// <summary>Measures of forecasts and orders. Pure; NaN where a measure is not defined (one class only, no variance).</summary>
public static class Statistics
{
    /// <summary>Ranks from 1; equals share the mean of theirs.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]].Equals(values[order[start]]))
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = (start + 1 + end) / 2.0;
            start = end;
        }
        return ranks;
    }

    /// <summary>Spearman's rank correlation: Pearson's of the ranks. Range -1 to 1.</summary>
    public static double Spearman(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Count != right.Count)
            throw new ArgumentException("Both need the same number of values.", nameof(right));
        var (a, b) = (Ranks(left), Ranks(right));
        var mean = (left.Count + 1) / 2.0;
        double both = 0, ones = 0, others = 0;
        for (var i = 0; i < a.Length; i++)
        {
            both += (a[i] - mean) * (b[i] - mean);
            ones += (a[i] - mean) * (a[i] - mean);
            others += (b[i] - mean) * (b[i] - mean);
        }
        return ones > 0 && others > 0 ? both / Math.Sqrt(ones * others) : double.NaN;
    }

    /// <summary>Area under the ROC curve: the chance that a case with the event scores above one without, equals counting a half.</summary>
    public static double Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var ranks = Ranks(scores);
        double positives = 0, sum = 0;
        for (var i = 0; i < ranks.Length; i++)
            if (events[i])
            {
                positives++;
                sum += ranks[i];
            }
        var negatives = ranks.Length - positives;
        return positives > 0 && negatives > 0 ? (sum - positives * (positives + 1) / 2) / (positives * negatives) : double.NaN;
    }

    /// <summary>Area under the precision-recall curve as average precision; equal scores are one step.</summary>
    public static double PrAuc(IReadOnlyList<double> scores, IReadOnlyList<bool> events)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(events);
        var order = Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ToArray();
        var positives = events.Count(e => e);
        if (positives == 0)
            return double.NaN;
        double area = 0;
        int taken = 0, hits = 0;
        while (taken < order.Length)
        {
            var score = scores[order[taken]];
            var before = hits;
            while (taken < order.Length && scores[order[taken]].Equals(score))
                if (events[order[taken++]])
                    hits++;
            area += (double)(hits - before) / positives * hits / taken;
        }
        return area;
    }

    /// <summary>Mean squared error of probabilities. 0 is perfect.</summary>
    public static double Brier(IReadOnlyList<double> probabilities, IReadOnlyList<bool> events)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(events);
        double sum = 0;
        for (var i = 0; i < probabilities.Count; i++)
        {
            var error = probabilities[i] - (events[i] ? 1 : 0);
            sum += error * error;
        }
        return probabilities.Count > 0 ? sum / probabilities.Count : double.NaN;
    }

    /// <summary>1 - score / reference: 0 is no better than the reference, 1 perfect, below 0 worse.</summary>
    public static double Skill(double score, double reference) => reference > 0 ? 1 - score / reference : double.NaN;

    /// <summary>Mean over the classes that occur of the share of their cases that were called so.</summary>
    public static double BalancedAccuracy<T>(IReadOnlyList<T> truth, IReadOnlyList<T> called) where T : notnull
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(called);
        var recalls = Enumerable.Range(0, truth.Count).GroupBy(i => truth[i])
            .Select(g => g.Count(i => EqualityComparer<T>.Default.Equals(called[i], truth[i])) / (double)g.Count()).ToList();
        return recalls.Count > 0 ? recalls.Average() : double.NaN;
    }

    /// <summary>
    /// 95 % interval of a measure by block bootstrap: whole blocks are drawn with replacement, so that what hangs together in time stays together. Draws in which the measure is
    /// not defined are left out; NaN where most are.
    /// </summary>
    /// <param name="blocks">The block of each case.</param>
    /// <param name="measure">The measure of the cases with these indexes.</param>
    /// <param name="seed">Text that seeds the draws.</param>
    /// <param name="draws">Number of draws.</param>
    public static (double Low, double High) BlockBootstrap(IReadOnlyList<int> blocks, Func<IReadOnlyList<int>, double> measure, string seed, int draws = 500)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(measure);
        var members = Enumerable.Range(0, blocks.Count).GroupBy(i => blocks[i]).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        var random = new SplitMix(seed);
        var values = new List<double>(draws);
        var sample = new List<int>(blocks.Count);
        for (var draw = 0; draw < draws && members.Length > 0; draw++)
        {
            sample.Clear();
            for (var i = 0; i < members.Length; i++)
                sample.AddRange(members[random.Below(members.Length)]);
            if (measure(sample) is var value && !double.IsNaN(value))
                values.Add(value);
        }
        if (values.Count <= draws / 2)
            return (double.NaN, double.NaN);
        values.Sort();
        return (values[(int)(values.Count * 0.025)], values[(int)Math.Min(values.Count - 1, values.Count * 0.975)]);
    }
}
