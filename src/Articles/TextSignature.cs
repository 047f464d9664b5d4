using System.Runtime.InteropServices;

namespace RegionalSecurity.Articles;

/// <summary>
/// MinHash signature of a text's five-word shingles: the share of equal places of two signatures estimates how much of the texts is common
/// (Jaccard), with a standard error of at most 0.0625. Same text, same signature, on every machine.
/// </summary>
public sealed class TextSignature
{
    /// <summary>Number of minima.</summary>
    public const int Length = 64;

    /// <summary>Size of the stored form.</summary>
    public const int Bytes = Length * sizeof(uint);

    private const int ShingleWords = 5;
    private const int FewestWords = 16;

    // Beyond this many words a text is sampled by its beginning: reprints agree there.
    private const int MostWords = 20_000;

    private readonly uint[] _minima;

    private TextSignature(uint[] minima) => _minima = minima;

    internal ReadOnlySpan<uint> Minima => _minima;

    /// <summary>The signature, or null for texts of fewer than 16 words: "Nokia cuts 10,000 jobs" and "Boeing cuts 10,000 jobs" differ in one.</summary>
    public static TextSignature? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = Words(text);
        if (words.Count < FewestWords)
            return null;
        var minima = new uint[Length];
        Array.Fill(minima, uint.MaxValue);
        for (var i = 0; i + ShingleWords <= words.Count; i++)
        {
            var shingle = 0UL;
            for (var k = 0; k < ShingleWords; k++)
                shingle = Mix(shingle * 31 + words[i + k]);
            // Two halves of one hash give a family h1 + k h2, as good as independent hashes here and far cheaper.
            uint first = (uint)shingle, step = (uint)(shingle >> 32) | 1;
            for (var k = 0; k < Length; k++)
            {
                var value = Scramble(first);
                if (value < minima[k])
                    minima[k] = value;
                first += step;
            }
        }
        return new TextSignature(minima);
    }

    /// <summary>From the stored form, or null where it has another size.</summary>
    public static TextSignature? FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Bytes ? new TextSignature(MemoryMarshal.Cast<byte, uint>(bytes).ToArray()) : null;

    /// <summary>The stored form, <see cref="Bytes"/> long, little-endian.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes(_minima.AsSpan()).ToArray();

    /// <summary>Estimated share of common shingles, 0 to 1.</summary>
    public double Similarity(TextSignature other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Equal(_minima, other._minima) / (double)Length;
    }

    internal static int Equal(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other)
    {
        var equal = 0;
        for (var i = 0; i < one.Length; i++)
            if (one[i] == other[i])
                equal++;
        return equal;
    }

    private static List<ulong> Words(string text)
    {
        var words = new List<ulong>();
        var hash = 0UL;
        var open = false;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                hash = (open ? hash : 14695981039346656037UL) ^ char.ToLowerInvariant(c);
                hash *= 1099511628211UL;
                open = true;
            }
            else if (open)
            {
                words.Add(hash);
                open = false;
                if (words.Count == MostWords)
                    return words;
            }
        }
        if (open)
            words.Add(hash);
        return words;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    private static uint Scramble(uint value)
    {
        value = (value ^ (value >> 16)) * 0x7FEB352DU;
        value = (value ^ (value >> 15)) * 0x846CA68BU;
        return value ^ (value >> 16);
    }
}
