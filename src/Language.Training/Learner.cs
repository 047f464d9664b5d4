using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// Weights in training: an averaged perceptron (Collins 2002) over hashed features. A feature gets a row when it first takes part in an update. The average is
/// over the weights after each sentence; a row is brought up to date when it changes (Daumé 2006).
/// </summary>
internal sealed class Learner(int width)
{
    private const int ChunkBits = 12, ChunkRows = 1 << ChunkBits;

    private uint[] keys = new uint[1 << 16];
    private int[] rows = new int[1 << 16];
    private readonly List<short[]> weights = [];
    private readonly List<int[]> totals = [];
    private readonly List<int> stamps = [];
    private readonly List<uint> features = [];

    public int Width { get; } = width;
    public int Count => features.Count;
    /// <summary>Sentences seen.</summary>
    public int Time { get; set; }

    /// <summary>Sums of the present weights.</summary>
    public void Score(ReadOnlySpan<uint> active, Span<int> sums)
    {
        sums.Clear();
        foreach (var feature in active)
        {
            var row = Find(feature);
            if (row < 0)
                continue;
            var values = weights[row >> ChunkBits].AsSpan((row & ChunkRows - 1) * Width, Width);
            for (var i = 0; i < values.Length; i++)
                sums[i] += values[i];
        }
    }

    public void Update(ReadOnlySpan<uint> active, int right, int wrong)
    {
        foreach (var feature in active)
        {
            var row = FindOrAdd(feature);
            var at = (row & ChunkRows - 1) * Width;
            var values = weights[row >> ChunkBits].AsSpan(at, Width);
            Settle(row, values, totals[row >> ChunkBits].AsSpan(at, Width));
            values[right]++;
            values[wrong]--;
        }
    }

    private void Settle(int row, Span<short> values, Span<int> sums)
    {
        var passed = Time - stamps[row];
        if (passed == 0)
            return;
        for (var i = 0; i < values.Length; i++)
            sums[i] += values[i] * passed;
        stamps[row] = Time;
    }

    // The lowest bit of a key is always set.
    private int Slot(uint key) => (int)(key >> 1 & (uint)(keys.Length - 1));

    private int Find(uint feature)
    {
        feature |= 1;
        for (var at = Slot(feature); keys[at] != 0; at = at + 1 & keys.Length - 1)
            if (keys[at] == feature)
                return rows[at];
        return -1;
    }

    private int FindOrAdd(uint feature)
    {
        if (Find(feature) is var found and >= 0)
            return found;
        if (features.Count * 2 >= keys.Length)
            Grow();
        var row = features.Count;
        if (row >> ChunkBits == weights.Count)
        {
            weights.Add(new short[ChunkRows * Width]);
            totals.Add(new int[ChunkRows * Width]);
        }
        features.Add(feature);
        stamps.Add(Time);
        Insert(feature | 1, row);
        return row;
    }

    private void Insert(uint key, int row)
    {
        var at = Slot(key);
        while (keys[at] != 0)
            at = at + 1 & keys.Length - 1;
        (keys[at], rows[at]) = (key, row);
    }

    private void Grow()
    {
        var old = (keys, rows);
        keys = new uint[old.keys.Length * 2];
        rows = new int[keys.Length];
        for (var i = 0; i < old.keys.Length; i++)
            if (old.keys[i] != 0)
                Insert(old.keys[i], old.rows[i]);
    }

    /// <summary>
    /// The averaged weights as signed bytes: the <paramref name="limit"/> features of the greatest weights, scaled so that all but the largest fit in a byte.
    /// </summary>
    public WeightTable Quantise(int limit)
    {
        var peaks = new float[Count];
        for (var row = 0; row < Count; row++)
        {
            var at = (row & ChunkRows - 1) * Width;
            var sums = totals[row >> ChunkBits].AsSpan(at, Width);
            Settle(row, weights[row >> ChunkBits].AsSpan(at, Width), sums);
            foreach (var sum in sums)
                peaks[row] = Math.Max(peaks[row], Math.Abs((float)sum));
        }
        var order = Enumerable.Range(0, Count).OrderByDescending(row => peaks[row]).ThenBy(row => features[row]).Take(limit).ToArray();
        if (order.Length == 0)
            return new WeightTable(Width, 1);
        // One weight in a thousand may be cut off.
        var scale = 127 / peaks[order[order.Length / 1000]];
        var table = new WeightTable(Width, WeightTable.BucketsFor(order.Length));
        Span<sbyte> bytes = stackalloc sbyte[Width];
        foreach (var row in order)
        {
            var sums = totals[row >> ChunkBits].AsSpan((row & ChunkRows - 1) * Width, Width);
            for (var i = 0; i < Width; i++)
                bytes[i] = (sbyte)Math.Clamp(MathF.Round(sums[i] * scale), -127, 127);
            table.TryPut(features[row], bytes);
        }
        return table;
    }
}
