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
    private bool frozen;
    private WeightTable? prior;

    /// <summary>
    /// Goes on from written weights: a feature of theirs gets its row when it is first met. Those were summed over voters and scaled, so that an update is to
    /// count more than one.
    /// </summary>
    public Learner(WeightTable prior, int step)
        : this(prior.Width) => (this.prior, Step) = (prior, step);

    public int Width { get; } = width;
    /// <summary>What an update adds.</summary>
    public int Step { get; } = 1;
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
            if (row < 0 && prior is not null)
                row = Recall(feature);
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
            var row = frozen ? Find(feature) : FindOrAdd(feature);
            if (row < 0)
                continue;
            var at = (row & ChunkRows - 1) * Width;
            var values = weights[row >> ChunkBits].AsSpan(at, Width);
            Settle(row, values, totals[row >> ChunkBits].AsSpan(at, Width));
            values[right] += (short)Step;
            values[wrong] -= (short)Step;
        }
    }

    private int Recall(uint feature)
    {
        Span<short> values = stackalloc short[Width];
        if (!prior!.TryGet(feature, values))
            return -1;
        var row = FindOrAdd(feature);
        values.CopyTo(Row(row));
        // The average is over all of the time: it has had these weights from the start.
        stamps[row] = 0;
        return row;
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
    /// Forgets all features but those given, and takes no new ones from now on: what is learned after this makes up for what was forgotten. The average
    /// starts anew.
    /// </summary>
    public void Freeze(IReadOnlyList<uint> kept)
    {
        var old = new Learner(Width);
        (old.keys, old.rows) = (keys, rows);
        old.weights.AddRange(weights);
        keys = new uint[keys.Length];
        rows = new int[keys.Length];
        weights.Clear();
        totals.Clear();
        stamps.Clear();
        features.Clear();
        Time = 0;
        prior = null;
        foreach (var feature in kept)
        {
            var row = FindOrAdd(feature);
            if (old.Find(feature) is var from and >= 0)
                old.Row(from).CopyTo(Row(row));
        }
        frozen = true;
    }

    private Span<short> Row(int row) => weights[row >> ChunkBits].AsSpan((row & ChunkRows - 1) * Width, Width);

    /// <summary>Calls back with each feature and its averaged weights, in the order in which the features came.</summary>
    public void Average(Action<uint, ReadOnlySpan<float>> row)
    {
        var averages = new float[Width];
        for (var i = 0; i < Count; i++)
        {
            var sums = totals[i >> ChunkBits].AsSpan((i & ChunkRows - 1) * Width, Width);
            Settle(i, Row(i), sums);
            for (var c = 0; c < Width; c++)
                averages[c] = (float)sums[c] / Math.Max(1, Time);
            row(features[i], averages);
        }
    }
}
