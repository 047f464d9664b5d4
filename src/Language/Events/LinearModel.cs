using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RegionalSecurity.Language.Events;

/// <summary>
/// A linear classifier over hashed features with integer weights: score of a class = sum of its weights. Divided by <see cref="Scale"/> a score is a log-odds.
/// Immutable.
/// </summary>
internal sealed class LinearModel
{
    // Open addressing: the feature's hash and where its weights begin (of a model of one class: the weight itself). One look, one cache line.
    private readonly (uint Key, int Value)[] _slots;
    // Rows padded to whole vectors of eight.
    private readonly short[] _weights;
    private readonly int _stride;
    private readonly uint _mask;
    // A bit a feature at a hash of it, eight times as many as features: most features of a text are not known, and this much of it stays in a processor's own cache.
    private readonly ulong[] _filter;
    private readonly int _filterShift;

    /// <param name="classes">Number of classes; 1 for a yes-or-no.</param>
    /// <param name="scale">Weights a unit of log-odds.</param>
    /// <param name="features">Distinct hashes; 0 is not allowed.</param>
    /// <param name="weights">One row of <paramref name="classes"/> weights a feature.</param>
    public LinearModel(int classes, int scale, uint[] features, short[] weights)
        : this(features, Padded(classes, features.Length, weights), classes, scale)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // It runs once a model, at start: it would run unoptimised.
    private LinearModel(uint[] features, short[] padded, int classes, int scale)
    {
        Classes = classes;
        Scale = scale;
        Features = features;
        _stride = Stride(classes);
        _weights = padded;
        var size = 16u;
        while (size < features.Length * 2)
            size *= 2;
        _mask = size - 1;
        _filterShift = 32 - BitOperations.Log2(size * 4);
        _filter = new ulong[size / 16];
        _slots = new (uint, int)[size];
        for (var i = 0; i < features.Length; i++)
        {
            var bit = features[i] * 0x9E3779B1u >> _filterShift;
            _filter[bit >> 6] |= 1UL << (int)bit;
            var slot = features[i] & _mask;
            while (_slots[slot].Key != 0)
                slot = (slot + 1) & _mask;
            _slots[slot] = (features[i], classes == 1 ? padded[i] : i * _stride);
        }
    }

    private static int Stride(int classes) => classes == 1 ? 1 : (classes + 7) / 8 * 8;

    private static short[] Padded(int classes, int features, short[] weights)
    {
        var padded = new short[features * Stride(classes)];
        for (var i = 0; i < features; i++)
            weights.AsSpan(i * classes, classes).CopyTo(padded.AsSpan(i * Stride(classes)));
        return padded;
    }

    public int Classes { get; }
    public int Scale { get; }
    public uint[] Features { get; }

    public ReadOnlySpan<short> Row(int feature) => _weights.AsSpan(feature * _stride, Classes);

    /// <summary>Writes the sums of the features' weights to <paramref name="scores"/>, one a class.</summary>
    public void Score(ReadOnlySpan<uint> features, Span<int> scores)
    {
        if (Classes == 1)
        {
            var sum = 0;
            foreach (var feature in features)
                if (Find(feature, out var weight))
                    sum += weight;
            scores[0] = sum;
            return;
        }
        Span<int> sums = stackalloc int[_stride];
        sums.Clear();
        ref var first = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref var to = ref MemoryMarshal.GetReference(sums);
        foreach (var feature in features)
        {
            if (!Find(feature, out var row))
                continue;
            for (var c = 0; c < _stride; c += 8)
            {
                var weights = Vector128.LoadUnsafe(ref first, (nuint)(row + c));
                (Vector128.LoadUnsafe(ref to, (nuint)c) + Vector128.WidenLower(weights)).StoreUnsafe(ref to, (nuint)c);
                (Vector128.LoadUnsafe(ref to, (nuint)(c + 4)) + Vector128.WidenUpper(weights)).StoreUnsafe(ref to, (nuint)(c + 4));
            }
        }
        sums[..scores.Length].CopyTo(scores);
    }

    /// <summary>The weight of one feature for one class; 0 where it is not known.</summary>
    public int Weight(uint feature, int c) => !Find(feature, out var value) ? 0 : Classes == 1 ? value : _weights[value + c];

    private bool Find(uint feature, out int value)
    {
        var bit = feature * 0x9E3779B1u >> _filterShift;
        if ((_filter[bit >> 6] >> (int)bit & 1) == 0)
        {
            value = 0;
            return false;
        }
        for (var slot = feature & _mask; _slots[slot] is { Key: not 0 } found; slot = (slot + 1) & _mask)
            if (found.Key == feature)
            {
                value = found.Value;
                return true;
            }
        value = 0;
        return false;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // It runs once, at start: it would run unoptimised.
    public static LinearModel Read(BinaryReader from)
    {
        var classes = from.ReadInt32();
        var scale = from.ReadInt32();
        var features = new uint[from.ReadInt32()];
        for (var i = 0; i < features.Length; i++)
            features[i] = from.ReadUInt32();
        var stride = Stride(classes);
        var weights = new short[features.Length * stride];
        for (var i = 0; i < features.Length; i++)
            for (var mask = from.ReadUInt32(); mask != 0; mask &= mask - 1)
                weights[(i * stride) + BitOperations.TrailingZeroCount(mask)] = from.ReadInt16();
        return new LinearModel(features, weights, classes, scale);
    }
}
