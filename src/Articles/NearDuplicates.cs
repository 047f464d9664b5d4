using System.Numerics;
using System.Runtime.InteropServices;

namespace RegionalSecurity.Articles;

/// <summary>
/// Finds the text most like a given one among the last <c>capacity</c> texts added: an inverted index over the smallest hashes of their sketches.
/// Memory is fixed: some 500 bytes a text and what is remembered with it. Not thread-safe: one writer owns it.
/// </summary>
/// <typeparam name="T">What is remembered with a text.</typeparam>
public sealed class NearDuplicates<T>
{
    /// <summary>
    /// Least share of the shorter text's shingles that the longer one must have. Two reports of one event share quotations and background, a third
    /// or so; a reprint with every twelfth word edited still shares three quarters.
    /// </summary>
    public const double DefaultThreshold = 0.68;

    /// <summary>Most texts that can be remembered.</summary>
    public const int LargestCapacity = 4_000_000;

    // A text is found by its 32 smallest hashes and looked for by all 64, so both a cut one and its whole original meet.
    private const int Posted = 32;
    private const int None = -1;

    // Phrases of the trade and boilerplate put thousands of texts behind one hash; the latest are looked at. A reprint shares rare ones too.
    private const int LongestChain = 24;
    private const int MostCompared = 32;
    private const int FewestHits = 4;

    private readonly int _capacity;
    private readonly double _threshold;
    private readonly int _mask;
    private readonly int[] _heads;
    private readonly int[] _next;
    private readonly uint[] _hashes;
    private readonly byte[] _lengths;
    private readonly T[] _values;
    private readonly List<int> _hits = new(TextSignature.Length * LongestChain);
    private readonly List<(int Slot, int Hits)> _candidates = new(TextSignature.Length * LongestChain / FewestHits);
    private long _count;

    /// <param name="capacity">Most texts remembered, 1 to 4,000,000; the oldest is forgotten first.</param>
    /// <param name="threshold">Least similarity, above 0 to 1.</param>
    public NearDuplicates(int capacity, double threshold = DefaultThreshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, LargestCapacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        _capacity = capacity;
        _threshold = threshold;
        _mask = (int)BitOperations.RoundUpToPowerOf2((uint)capacity * (Posted / 2)) - 1;
        _heads = new int[_mask + 1L];
        Array.Fill(_heads, None);
        _next = new int[(long)capacity * Posted];
        _hashes = new uint[(long)capacity * TextSignature.Length];
        _lengths = new byte[capacity];
        _values = new T[capacity];
    }

    /// <summary>Texts remembered, up to the capacity.</summary>
    public int Count => (int)Math.Min(_count, _capacity);

    /// <summary>Remembers a text.</summary>
    public void Add(TextSignature signature, T value)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var slot = (int)(_count % _capacity);
        // Links are read before the slot's old hashes go: whatever a head names must be judged by what it was.
        var posted = signature.Hashes[..Math.Min(Posted, signature.Hashes.Length)];
        Span<int> links = stackalloc int[Posted];
        for (var k = 0; k < posted.Length; k++)
        {
            var head = _heads[Bucket(posted[k])];
            links[k] = head != None && head / Posted != slot && IsIn(head, Bucket(posted[k])) ? head : None;
        }
        signature.Hashes.CopyTo(_hashes.AsSpan(slot * TextSignature.Length, TextSignature.Length));
        _lengths[slot] = (byte)signature.Hashes.Length;
        _values[slot] = value;
        _count++;
        for (var k = 0; k < posted.Length; k++)
        {
            _next[slot * Posted + k] = links[k];
            _heads[Bucket(posted[k])] = slot * Posted + k;
        }
    }

    /// <summary>The value of the most similar text at or above the threshold, the earliest of equals.</summary>
    public bool TryFind(TextSignature signature, out T value)
    {
        ArgumentNullException.ThrowIfNull(signature);
        Collect(signature);
        var best = None;
        var bestShare = 0.0;
        foreach (var (slot, _) in Candidates(Math.Min(FewestHits, signature.Hashes.Length)))
        {
            var share = TextSignature.Similarity(signature.Hashes, _hashes.AsSpan(slot * TextSignature.Length, _lengths[slot]));
            if (share >= _threshold && (share > bestShare || share == bestShare && Number(slot) < Number(best)))
                (best, bestShare) = (slot, share);
        }
        value = best == None ? default! : _values[best];
        return best != None;
    }

    // The slot of each posting that has one of the text's hashes.
    private void Collect(TextSignature signature)
    {
        _hits.Clear();
        foreach (var hash in signature.Hashes)
        {
            var bucket = Bucket(hash);
            var last = long.MaxValue;
            var posting = _heads[bucket];
            for (var i = 0; i < LongestChain && posting != None && IsIn(posting, bucket); i++)
            {
                // Numbers fall along a chain; one that rises belongs to a text that has taken over the place of one that was forgotten.
                var slot = posting / Posted;
                var number = Number(slot);
                if (number >= last)
                    break;
                last = number;
                if (HashOf(posting) == hash)
                    _hits.Add(slot);
                posting = _next[posting];
            }
        }
    }

    // Those with the most hashes in common first.
    private List<(int Slot, int Hits)> Candidates(int fewest)
    {
        var slots = CollectionsMarshal.AsSpan(_hits);
        slots.Sort();
        _candidates.Clear();
        for (int from = 0, to; from < slots.Length; from = to)
        {
            for (to = from + 1; to < slots.Length && slots[to] == slots[from];)
                to++;
            if (to - from >= fewest)
                _candidates.Add((slots[from], to - from));
        }
        _candidates.Sort((a, b) => b.Hits != a.Hits ? b.Hits.CompareTo(a.Hits) : a.Slot.CompareTo(b.Slot));
        if (_candidates.Count > MostCompared)
            _candidates.RemoveRange(MostCompared, _candidates.Count - MostCompared);
        return _candidates;
    }

    // A place that another text has taken over holds other hashes, which lie in other buckets.
    private bool IsIn(int posting, int bucket) => posting % Posted < _lengths[posting / Posted] && Bucket(HashOf(posting)) == bucket;

    private uint HashOf(int posting) => _hashes[posting / Posted * TextSignature.Length + posting % Posted];

    // The how-manieth text the slot holds, from 0.
    private long Number(int slot) => (_count - 1) / _capacity * _capacity + slot is var number && number >= _count ? number - _capacity : number;

    // The smallest hashes lie close together; their low bits are as good as random.
    private int Bucket(uint hash) => (int)((hash * 0x9E3779B1U ^ hash >> 13) & (uint)_mask);
}
