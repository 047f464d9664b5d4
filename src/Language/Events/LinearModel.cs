namespace RegionalSecurity.Language.Events;

/// <summary>
/// A linear classifier over hashed features with integer weights: score of a class = sum of its weights. Divided by <see cref="Scale"/> a score is a log-odds.
/// Immutable.
/// </summary>
internal sealed class LinearModel
{
    private readonly uint[] _keys;
    private readonly int[] _rows;
    private readonly short[] _weights;
    private readonly uint _mask;

    /// <param name="classes">Number of classes; 1 for a yes-or-no.</param>
    /// <param name="scale">Weights a unit of log-odds.</param>
    /// <param name="features">Distinct hashes; 0 is not allowed.</param>
    /// <param name="weights">One row of <paramref name="classes"/> weights a feature.</param>
    public LinearModel(int classes, int scale, uint[] features, short[] weights)
    {
        Classes = classes;
        Scale = scale;
        Features = features;
        _weights = weights;
        var size = 16u;
        while (size < features.Length * 2)
            size *= 2;
        _mask = size - 1;
        _keys = new uint[size];
        _rows = new int[size];
        for (var i = 0; i < features.Length; i++)
        {
            var slot = features[i] & _mask;
            while (_keys[slot] != 0)
                slot = (slot + 1) & _mask;
            _keys[slot] = features[i];
            _rows[slot] = i * classes;
        }
    }

    public int Classes { get; }
    public int Scale { get; }
    public uint[] Features { get; }

    public ReadOnlySpan<short> Row(int feature) => _weights.AsSpan(feature * Classes, Classes);

    /// <summary>Adds the weights of the features to <paramref name="scores"/> (length <see cref="Classes"/>), which it clears first.</summary>
    public void Score(ReadOnlySpan<uint> features, Span<int> scores)
    {
        scores.Clear();
        foreach (var feature in features)
            if (Find(feature) is var row and >= 0)
                for (var c = 0; c < scores.Length; c++)
                    scores[c] += _weights[row + c];
    }

    /// <summary>The weight of one feature for one class; 0 where it is not known.</summary>
    public int Weight(uint feature, int c) => Find(feature) is var row and >= 0 ? _weights[row + c] : 0;

    private int Find(uint feature)
    {
        for (var slot = feature & _mask; _keys[slot] != 0; slot = (slot + 1) & _mask)
            if (_keys[slot] == feature)
                return _rows[slot];
        return -1;
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Classes);
        to.Write(Scale);
        to.Write(Features.Length);
        foreach (var feature in Features)
            to.Write(feature);
        // Most weights of a row are zero: a mask of the classes that have one, then those.
        for (var i = 0; i < Features.Length; i++)
        {
            var row = Row(i);
            var mask = 0u;
            for (var c = 0; c < row.Length; c++)
                if (row[c] != 0)
                    mask |= 1u << c;
            to.Write(mask);
            foreach (var weight in row)
                if (weight != 0)
                    to.Write(weight);
        }
    }

    public static LinearModel Read(BinaryReader from)
    {
        var classes = from.ReadInt32();
        var scale = from.ReadInt32();
        var features = new uint[from.ReadInt32()];
        for (var i = 0; i < features.Length; i++)
            features[i] = from.ReadUInt32();
        var weights = new short[features.Length * classes];
        for (var i = 0; i < features.Length; i++)
        {
            var mask = from.ReadUInt32();
            for (var c = 0; c < classes; c++)
                if ((mask & 1u << c) != 0)
                    weights[i * classes + c] = from.ReadInt16();
        }
        return new LinearModel(classes, scale, features, weights);
    }
}
