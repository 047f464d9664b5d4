using RegionalSecurity.Language.Events;

namespace RegionalSecurity.Language.Training;

/// <summary>An example: hashed features and the right class.</summary>
internal sealed record Example(uint[] Features, int Class, float Weight = 1);

/// <summary>A choice among options: the hashed features of each, and which is right.</summary>
internal sealed record Choice(uint[][] Options, int Right, float Weight = 1);

/// <summary>
/// Multinomial logistic regression (one class: binary) by AdaGrad (Duchi, Hazan and Singer 2011) with L2, in a fixed order drawn from a seed: the same examples give
/// the same weights. Features seen less than twice are left out.
/// </summary>
internal sealed class LogisticTrainer(int classes, int epochs, double l2)
{
    private const int MinCount = 2;

    public LinearModel Train(IReadOnlyList<Example> examples)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var feature in examples.SelectMany(e => e.Features.Distinct()))
            counts[feature] = counts.GetValueOrDefault(feature) + 1;
        var kept = counts.Where(c => c.Value >= MinCount && c.Key != 0).Select(c => c.Key).Order().ToArray();
        var index = kept.Select((feature, i) => (feature, i)).ToDictionary(p => p.feature, p => p.i);
        var rows = examples.Select(e => e.Features.Where(index.ContainsKey).Select(f => index[f]).Distinct().ToArray()).ToArray();
        var weights = new double[kept.Length * classes];
        var squares = new double[weights.Length];
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new SplitMix(0x5EED);
        var p = new double[classes];
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            Shuffle(order, random);
            foreach (var at in order)
            {
                Probabilities(rows[at], weights, p);
                for (var c = 0; c < classes; c++)
                {
                    var wanted = classes == 1 ? examples[at].Class : examples[at].Class == c ? 1 : 0;
                    var error = (p[c] - wanted) * examples[at].Weight;
                    if (Math.Abs(error) < 1e-4)
                        continue;
                    foreach (var row in rows[at])
                        Step(weights, squares, row * classes + c, error);
                }
            }
        }
        return Quantise(kept, weights);
    }

    // Rows whose every weight is at most this (of EventModel.Scale to a log-odds) are not worth their place.
    private const short Least = 8;

    /// <summary>A conditional logit (McFadden 1974): one weight a feature, the option of the highest sum is chosen.</summary>
    public LinearModel Choose(IReadOnlyList<Choice> choices)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var feature in choices.SelectMany(c => c.Options).SelectMany(o => o.Distinct()))
            counts[feature] = counts.GetValueOrDefault(feature) + 1;
        var kept = counts.Where(c => c.Value >= MinCount && c.Key != 0).Select(c => c.Key).Order().ToArray();
        var index = kept.Select((feature, i) => (feature, i)).ToDictionary(p => p.feature, p => p.i);
        var rows = choices.Select(c => c.Options.Select(o => o.Where(index.ContainsKey).Select(f => index[f]).Distinct().ToArray()).ToArray()).ToArray();
        var weights = new double[kept.Length];
        var squares = new double[kept.Length];
        var random = new SplitMix(0x5EED);
        var order = Enumerable.Range(0, choices.Count).ToArray();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            Shuffle(order, random);
            foreach (var at in order)
            {
                var options = rows[at];
                var p = new double[options.Length];
                for (var o = 0; o < p.Length; o++)
                    foreach (var row in options[o])
                        p[o] += weights[row];
                Normalise(p);
                for (var o = 0; o < p.Length; o++)
                {
                    var error = (p[o] - (o == choices[at].Right ? 1 : 0)) * choices[at].Weight;
                    if (Math.Abs(error) < 1e-4)
                        continue;
                    foreach (var row in options[o])
                        Step(weights, squares, row, error);
                }
            }
        }
        return Quantise(kept, weights);
    }

    private void Step(double[] weights, double[] squares, int w, double error)
    {
        var gradient = error + l2 * weights[w];
        squares[w] += gradient * gradient;
        weights[w] -= 0.15 * gradient / Math.Sqrt(squares[w] + 1e-8);
    }

    private static void Shuffle(int[] order, SplitMix random)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)(random.Next() % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    private LinearModel Quantise(uint[] kept, double[] weights)
    {
        var quantised = weights.Select(w => (short)Math.Clamp(Math.Round(w * EventModel.Scale), short.MinValue, short.MaxValue)).ToArray();
        // Rows without a weight worth keeping go.
        var alive = Enumerable.Range(0, kept.Length).Where(i => quantised.AsSpan(i * classes, classes).ContainsAnyExceptInRange((short)-Least, Least)).ToArray();
        return new LinearModel(classes, EventModel.Scale, [.. alive.Select(i => kept[i])], [.. alive.SelectMany(i => quantised[(i * classes)..((i + 1) * classes)])]);
    }

    private static void Normalise(double[] p)
    {
        var most = p.Max();
        double sum = 0;
        for (var c = 0; c < p.Length; c++)
            sum += p[c] = Math.Exp(p[c] - most);
        for (var c = 0; c < p.Length; c++)
            p[c] /= sum;
    }

    private void Probabilities(int[] row, double[] weights, double[] p)
    {
        Array.Clear(p);
        foreach (var feature in row)
            for (var c = 0; c < classes; c++)
                p[c] += weights[feature * classes + c];
        if (classes == 1)
        {
            p[0] = 1 / (1 + Math.Exp(-p[0]));
            return;
        }
        Normalise(p);
    }
}

/// <summary>SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
