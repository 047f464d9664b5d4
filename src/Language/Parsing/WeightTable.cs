using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// Quantised weights of a linear model: a row of <see cref="Width"/> signed bytes a feature, found by the feature's hash. The last byte of a row is an exponent:
/// its weights count 2^exponent-fold, so that the few great weights and the many small ones have the same precision. Buckets of four slots; a slot is
/// the low 16 bits of the hash (0 where it is empty), so that a feature the table lacks is taken for another one in about 1 of 8,000 cases.
/// Sums are of 16 bits and saturate. Most features of a text are in no table: a filter small enough for a processor's own cache, one bit for a hash of bucket and
/// mark, tells so before the table is read. Immutable once read, for any number of threads.
/// </summary>
internal sealed class WeightTable
{
    public const int Slots = 4;

    // Features looked up at once.
    private const int Batch = 128;

    // 2^21 bits: of the largest table, 300,000 features, one absent feature in seven passes.
    private const int FilterBits = 21;

    private readonly ulong[] filter = new ulong[1 << FilterBits - 6];
    private readonly ulong[] marks;
    private readonly sbyte[] rows;
    private readonly uint buckets;
    private readonly int none;

    public const int MaxExponent = 4;

    /// <summary>Bytes of a row, a multiple of 16: classes it has weights for, and the exponent.</summary>
    public int Width { get; }

    public WeightTable(int width, int buckets)
    {
        Width = width;
        this.buckets = (uint)buckets;
        marks = new ulong[buckets];
        none = buckets * Slots;
        rows = new sbyte[(none + 1) * width];
    }

    /// <summary>Buckets for so many features: two thirds of the slots are filled.</summary>
    public static int BucketsFor(int features) => Math.Max(1, features * 3 / (2 * Slots));

    /// <summary>Adds the rows of the features to the sums (<see cref="Width"/> of them; the last is of no meaning).</summary>
    public void Add(ReadOnlySpan<uint> features, Span<short> sums)
    {
        Span<uint> passed = stackalloc uint[Batch];
        for (; features.Length > 0; features = features[Math.Min(Batch, features.Length)..])
        {
            var known = passed[..Filter(features[..Math.Min(Batch, features.Length)], passed)];
            if (Width == 16)
                Add16(known, sums);
            else
                foreach (var feature in known)
                    AddRow(Find(feature), sums);
        }
    }

    // Copies the features that the table may have; without a branch a feature, which a processor could not foretell.
    private int Filter(ReadOnlySpan<uint> features, Span<uint> passed)
    {
        var count = 0;
        foreach (var feature in features)
        {
            passed[count] = feature;
            var bit = FilterBit(Bucket(feature), Mark(feature));
            count += (int)(filter[bit >> 6] >> (int)bit) & 1;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FilterBit(int bucket, ushort mark) => ((uint)bucket << 15 ^ mark) * 0x9E3779B1u >> 32 - FilterBits;

    private void SetFilter(int bucket, ushort mark)
    {
        var bit = FilterBit(bucket, mark);
        filter[bit >> 6] |= 1UL << (int)bit;
    }

    private void Add16(ReadOnlySpan<uint> features, Span<short> sums)
    {
        ref var first = ref sums[0];
        _ = sums[15];
        var low = Vector128.LoadUnsafe(ref first);
        var high = Vector128.LoadUnsafe(ref first, 8);
        foreach (var feature in features)
        {
            var weights = Vector128.LoadUnsafe(ref rows[Find(feature) * 16]);
            int exponent = weights.GetElement(15);
            low = Vector128.AddSaturate(low, Vector128.WidenLower(weights) << exponent);
            high = Vector128.AddSaturate(high, Vector128.WidenUpper(weights) << exponent);
        }
        low.StoreUnsafe(ref first);
        high.StoreUnsafe(ref first, 8);
    }

    private void AddRow(int row, Span<short> sums)
    {
        ref var first = ref sums[0];
        _ = sums[Width - 1];
        ref var weight = ref rows[row * Width];
        int exponent = rows[row * Width + Width - 1];
        for (nuint i = 0; i < (nuint)Width; i += 16)
        {
            var weights = Vector128.LoadUnsafe(ref weight, i);
            Vector128.AddSaturate(Vector128.LoadUnsafe(ref first, i), Vector128.WidenLower(weights) << exponent).StoreUnsafe(ref first, i);
            Vector128.AddSaturate(Vector128.LoadUnsafe(ref first, i + 8), Vector128.WidenUpper(weights) << exponent).StoreUnsafe(ref first, i + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Mark(uint feature) => (ushort)((ushort)feature | 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Bucket(uint feature) => (int)((ulong)feature * buckets >> 32);

    // Row of the feature; the last row, which is all zeros, where there is none: whether a feature is there is hard to foretell for a processor, and a branch
    // would cost more than the addition. The four marks of the bucket are compared at once, as in Lamport's multiple byte processing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(uint feature)
    {
        var bucket = Bucket(feature);
        var x = marks[bucket] ^ Mark(feature) * 0x0001_0001_0001_0001UL;
        var zero = (x - 0x0001_0001_0001_0001UL) & ~x & 0x8000_8000_8000_8000UL;
        var row = bucket * Slots + (BitOperations.TrailingZeroCount(zero) >> 4);
        return zero == 0 ? none : row;
    }

    /// <summary>The weights of a feature; false where it has none.</summary>
    public bool TryGet(uint feature, Span<short> weights)
    {
        var row = Find(feature);
        if (row == none)
            return false;
        for (var i = 0; i < Width - 1; i++)
            weights[i] = (short)(rows[row * Width + i] << rows[row * Width + Width - 1]);
        return true;
    }

    /// <summary>Puts a row in; false when its bucket is full or has a feature of the same mark.</summary>
    public bool TryPut(uint feature, ReadOnlySpan<sbyte> weights)
    {
        var bucket = Bucket(feature);
        for (var slot = 0; slot < Slots; slot++)
        {
            var mark = (ushort)(marks[bucket] >> 16 * slot);
            if (mark == Mark(feature))
                return false;
            if (mark != 0)
                continue;
            marks[bucket] |= (ulong)Mark(feature) << 16 * slot;
            SetFilter(bucket, Mark(feature));
            weights.CopyTo(rows.AsSpan((bucket * Slots + slot) * Width, Width));
            return true;
        }
        return false;
    }

    /// <summary>
    /// Writes: width and buckets (32 bits each, little endian), then bucket by bucket the number of its rows (a byte) and each row as its mark (16 bits), a
    /// bit a class that tells which weights are not 0, and those weights.
    /// </summary>
    public void Write(Stream stream)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head, Width);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], (int)buckets);
        stream.Write(head);
        var bytes = new byte[2 + Width / 8 + Width];
        for (var bucket = 0; bucket < (int)buckets; bucket++)
        {
            var count = (79 - BitOperations.LeadingZeroCount(marks[bucket])) / 16;
            stream.WriteByte((byte)count);
            for (var slot = 0; slot < count; slot++)
            {
                Array.Clear(bytes);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(marks[bucket] >> 16 * slot));
                var at = 2 + Width / 8;
                for (var i = 0; i < Width; i++)
                    if (rows[(bucket * Slots + slot) * Width + i] is var weight && weight != 0)
                    {
                        bytes[2 + i / 8] |= (byte)(1 << i % 8);
                        bytes[at++] = (byte)weight;
                    }
                stream.Write(bytes.AsSpan(0, at));
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, from <paramref name="at"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // It runs once, at start: it would run unoptimised.
    public static WeightTable Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        var width = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        var table = new WeightTable(width, BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]));
        at += 8;
        for (var bucket = 0; bucket < (int)table.buckets; bucket++)
        {
            int count = bytes[at++];
            for (var slot = 0; slot < count; slot++)
            {
                var mark = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
                table.marks[bucket] |= (ulong)mark << 16 * slot;
                table.SetFilter(bucket, mark);
                at += 2;
                var values = at + width / 8;
                var row = table.rows.AsSpan((bucket * Slots + slot) * width, width);
                for (var i = 0; i < width; i += 16)
                {
                    uint mask = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + i / 8)..]);
                    for (; mask != 0; mask &= mask - 1)
                        row[i + BitOperations.TrailingZeroCount(mask)] = (sbyte)bytes[values++];
                }
                at = values;
            }
        }
        return table;
    }
}
