using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// The averaged weights of several learners added up. For linear models that is their vote: the sums of the sum are the sums of the sums, at the price of one.
/// </summary>
internal sealed class WeightSum
{
    private readonly int width;
    private readonly Dictionary<uint, int> index = [];
    private readonly List<float> values = [];
    private readonly List<uint> features = [];

    public WeightSum(IReadOnlyList<Learner> learners)
    {
        width = learners[0].Width;
        foreach (var learner in learners)
            learner.Average((feature, weights) =>
            {
                if (!index.TryGetValue(feature, out var row))
                {
                    index[feature] = row = features.Count;
                    features.Add(feature);
                    values.AddRange(new float[width]);
                }
                for (var i = 0; i < width; i++)
                    values[row * width + i] += weights[i];
            });
    }

    public int Count => features.Count;

    private float Peak(int row)
    {
        var peak = 0f;
        for (var i = 0; i < width; i++)
            peak = Math.Max(peak, Math.Abs(values[row * width + i]));
        return peak;
    }

    private IEnumerable<int> Order() => Enumerable.Range(0, Count).OrderByDescending(Peak).ThenBy(row => features[row]);

    /// <summary>The features of the greatest weights.</summary>
    public uint[] Greatest(int limit) => [.. Order().Take(limit).Select(row => features[row])];

    /// <summary>The weights of those features as signed bytes with an exponent a row.</summary>
    public WeightTable Quantise(int limit)
    {
        var order = Order().Take(limit).ToArray();
        if (order.Length == 0)
            return new WeightTable(width, 1);
        // The greatest weight takes the greatest exponent.
        var scale = (127 << WeightTable.MaxExponent) / Peak(order[0]);
        var table = new WeightTable(width, WeightTable.BucketsFor(order.Length));
        Span<sbyte> bytes = stackalloc sbyte[width];
        foreach (var row in order)
        {
            var exponent = 0;
            while (Peak(row) * scale > 127 << exponent && exponent < WeightTable.MaxExponent)
                exponent++;
            for (var i = 0; i < width - 1; i++)
                bytes[i] = (sbyte)Math.Clamp(MathF.Round(values[row * width + i] * scale / (1 << exponent)), -127, 127);
            bytes[^1] = (sbyte)exponent;
            table.TryPut(features[row], bytes);
        }
        return table;
    }
}
