using System.Buffers.Binary;
using System.Numerics;

namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// What training saw of the words that stand often enough in it: by the low 32 bits of the word's hash, the number of the set of classes it had (from 1; 0 for
/// a word not kept) and, where it had only one, that class + 1 (else 0). Immutable.
/// </summary>
internal sealed class Lexicon
{
    private readonly uint[] words;
    private readonly Entry[] entries;

    internal readonly record struct Entry(ushort Known, byte Class);

    public Lexicon(IReadOnlyCollection<(uint Word, Entry Entry)> items)
    {
        words = new uint[BitOperations.RoundUpToPowerOf2((uint)items.Count * 2 + 2)];
        entries = new Entry[words.Length];
        foreach (var (word, entry) in items)
        {
            var at = Slot(word);
            words[at] = word;
            entries[at] = entry;
        }
    }

    private int Slot(uint word)
    {
        var at = (int)(word & (uint)(words.Length - 1));
        while (words[at] != word && words[at] != 0)
            at = at + 1 & words.Length - 1;
        return at;
    }

    public Entry Find(uint word) => entries[Slot(word)];

    /// <summary>Writes the number of words, then each as hash (32 bits), set (16) and class (8), in the order of their hashes.</summary>
    public void Write(Stream stream)
    {
        var kept = Enumerable.Range(0, words.Length).Where(i => words[i] != 0).OrderBy(i => words[i]).ToArray();
        Span<byte> bytes = stackalloc byte[7];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, kept.Length);
        stream.Write(bytes[..4]);
        foreach (var i in kept)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, words[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], entries[i].Known);
            bytes[6] = entries[i].Class;
            stream.Write(bytes);
        }
    }

    public static Lexicon Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        var items = new (uint, Entry)[BinaryPrimitives.ReadInt32LittleEndian(bytes[at..])];
        at += 4;
        foreach (ref var item in items.AsSpan())
        {
            item = (BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]), new Entry(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 4)..]), bytes[at + 6]));
            at += 7;
        }
        return new Lexicon(items);
    }
}
