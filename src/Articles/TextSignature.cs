using System.Buffers;
using System.Buffers.Binary;

namespace RegionalSecurity.Articles;

/// <summary>
/// A sketch of a text: the 64 smallest hashes of its three-word shingles (bottom-k). Two sketches tell how much of the shorter text stands in the
/// longer one, so a reprint that was cut to its first paragraphs is still known. Same text, same sketch, on every machine.
/// </summary>
public sealed class TextSignature
{
    /// <summary>Most hashes of a sketch.</summary>
    public const int Length = 64;

    // Other forms, as MinHash signatures of earlier versions, have other lengths.
    private const byte Version = 2;
    private const int Head = 1;
    private const int ShingleWords = 3;
    private const int FewestWords = 16;

    // Beyond this many words a text is sampled by its beginning: reprints agree there.
    private const int MostWords = 20_000;

    // A shorter text is a reprint of a longer one only down to this share of it: below it is an excerpt, and the estimate rests on too few hashes.
    private const double LeastPart = 0.2;

    // Notes of a few lines differ in a name and a number and are another event all the same.
    private const int ShortShingles = 40;
    private const double ShortThreshold = 0.8;

    // The last bit of a hash tells whether its shingle has a number in it. Those must agree as well, else it is one bulletin's form filled in anew.
    private const uint NumberBit = 1;
    private const int FewestNumbers = 6;
    private const double LeastNumbers = 0.6;

    private readonly uint[] _hashes;

    private TextSignature(uint[] hashes) => _hashes = hashes;

    internal ReadOnlySpan<uint> Hashes => _hashes;

    /// <summary>The sketch, or null for texts of fewer than 16 words: "Nokia cuts 10,000 jobs" and "Boeing cuts 10,000 jobs" differ in one.</summary>
    public static TextSignature? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rented = ArrayPool<uint>.Shared.Rent(Math.Clamp(text.Length / 2 + 1, 16, MostWords));
        var count = Shingles(text, rented);
        TextSignature? signature = null;
        if (count + ShingleWords - 1 >= FewestWords)
        {
            var hashes = rented.AsSpan(0, count);
            hashes.Sort();
            Span<uint> smallest = stackalloc uint[Length];
            var kept = 0;
            for (var i = 0; i < count && kept < Length; i++)
                if (kept == 0 || hashes[i] != smallest[kept - 1])
                    smallest[kept++] = hashes[i];
            signature = new TextSignature(smallest[..kept].ToArray());
        }
        ArrayPool<uint>.Shared.Return(rented);
        return signature;
    }

    /// <summary>From the stored form, or null where it has another.</summary>
    public static TextSignature? FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Head || bytes.Length > Head + Length * sizeof(uint) || (bytes.Length - Head) % sizeof(uint) != 0 || bytes[0] != Version)
            return null;
        var hashes = new uint[(bytes.Length - Head) / sizeof(uint)];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Head + i * sizeof(uint))..]);
        return new TextSignature(hashes);
    }

    /// <summary>The stored form: a version, then the hashes, little-endian; at most 257 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Head + _hashes.Length * sizeof(uint)];
        bytes[0] = Version;
        for (var i = 0; i < _hashes.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Head + i * sizeof(uint)), _hashes[i]);
        return bytes;
    }

    /// <summary>
    /// Estimated share, 0 to 1, of the shorter text's shingles that the longer one has; 0 where the two are no forms of one text: one is less than a
    /// fifth of the other, they are short notes that differ, or their words agree but for the numbers.
    /// </summary>
    public double Similarity(TextSignature other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Similarity(_hashes, other._hashes);
    }

    internal static double Similarity(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other)
    {
        // Up to the smaller of the two last hashes both sketches are complete samples of their texts, drawn by one rule.
        var limit = Math.Min(Limit(one), Limit(other));
        one = UpTo(one, limit);
        other = UpTo(other, limit);
        int common = 0, commonNumbers = 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            if (one[i] == other[j])
            {
                common++;
                commonNumbers += (int)(one[i] & NumberBit);
                i++;
                j++;
            }
            else if (one[i] < other[j])
                i++;
            else
                j++;
        }
        var (shorter, longer) = one.Length < other.Length ? (one.Length, other.Length) : (other.Length, one.Length);
        if (shorter == 0 || shorter < longer * LeastPart)
            return 0;
        var share = common / (double)shorter;
        var numbers = Math.Min(CountNumbers(one), CountNumbers(other));
        if (shorter < ShortShingles && longer < Length && share < ShortThreshold || numbers >= FewestNumbers && commonNumbers < numbers * LeastNumbers)
            return 0;
        return share;
    }

    private static uint Limit(ReadOnlySpan<uint> hashes) => hashes.Length < Length ? uint.MaxValue : hashes[^1];

    private static ReadOnlySpan<uint> UpTo(ReadOnlySpan<uint> hashes, uint limit)
    {
        var length = hashes.Length;
        while (length > 0 && hashes[length - 1] > limit)
            length--;
        return hashes[..length];
    }

    private static int CountNumbers(ReadOnlySpan<uint> hashes)
    {
        var count = 0;
        foreach (var hash in hashes)
            count += (int)(hash & NumberBit);
        return count;
    }

    // Words are runs of letters and digits in lower case; how a house writes quotes, dashes and capitals does not count.
    private static int Shingles(string text, uint[] into)
    {
        Span<ulong> last = stackalloc ulong[ShingleWords];
        int words = 0, count = 0, number = -ShingleWords;
        for (var i = 0; i < text.Length && words < MostWords;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }
            var hash = 14695981039346656037UL;
            for (; i < text.Length && char.IsLetterOrDigit(text[i]); i++)
            {
                var c = text[i];
                if (char.IsAsciiDigit(c))
                    number = words;
                hash = (hash ^ (char.IsAscii(c) ? (char)(char.IsAsciiLetterUpper(c) ? c | 0x20 : c) : char.ToLowerInvariant(c))) * 1099511628211UL;
            }
            last[words++ % ShingleWords] = hash;
            if (words < ShingleWords)
                continue;
            var shingle = 0UL;
            for (var k = 0; k < ShingleWords; k++)
                shingle = Mix(shingle * 31 + last[(words + k) % ShingleWords]);
            var marked = (uint)(shingle >> 32) & ~NumberBit;
            into[count++] = words - number <= ShingleWords ? marked | NumberBit : marked;
        }
        return count;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
