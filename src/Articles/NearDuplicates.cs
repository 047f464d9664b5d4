namespace RegionalSecurity.Articles;

/// <summary>
/// Finds the text most like a given one among the last <c>capacity</c> texts added, by locality-sensitive hashing of their signatures.
/// Memory is fixed: about 600 bytes a text. Not thread-safe: one writer owns it.
/// </summary>
/// <typeparam name="T">What is remembered with a text.</typeparam>
public sealed class NearDuplicates<T>
{
    /// <summary>
    /// Least estimated share of common five-word shingles at which two texts are near-identical: two reports of one event in other words are
    /// near 0, a reprint with a new headline or credit line above 0.9.
    /// </summary>
    public const double DefaultThreshold = 0.8;

    private const int Bands = 16;
    private const int Rows = TextSignature.Length / Bands;

    // Boilerplate may put thousands of texts in one bucket; the latest are looked at.
    private const int LongestChain = 64;

    private readonly int _capacity;
    private readonly int _mask;
    private readonly int _threshold;
    private readonly long[] _heads;
    private readonly long[] _next;
    private readonly uint[] _minima;
    private readonly T[] _values;
    private long _count;

    /// <param name="capacity">Most texts remembered, 1 to 4,000,000; the oldest is forgotten first.</param>
    /// <param name="threshold">Least similarity, 0 to 1.</param>
    public NearDuplicates(int capacity, double threshold = DefaultThreshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 4_000_000);
        _capacity = capacity;
        _threshold = (int)Math.Ceiling(threshold * TextSignature.Length);
        var buckets = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity);
        _mask = buckets - 1;
        _heads = new long[(long)buckets * Bands];
        _next = new long[(long)capacity * Bands];
        _minima = new uint[(long)capacity * TextSignature.Length];
        _values = new T[capacity];
    }

    /// <summary>Remembers a text.</summary>
    public void Add(TextSignature signature, T value)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var slot = _count % _capacity;
        signature.Minima.CopyTo(_minima.AsSpan((int)(slot * TextSignature.Length), TextSignature.Length));
        _values[slot] = value;
        _count++;
        for (var band = 0; band < Bands; band++)
        {
            ref var head = ref _heads[Bucket(signature.Minima, band)];
            _next[slot * Bands + band] = head;
            // Numbers count from 1, so that the zeroed arrays say "none"; a number that has fallen out of the window is none as well.
            head = _count;
        }
    }

    /// <summary>The value of the most similar text at or above the threshold, the earliest of equals.</summary>
    public bool TryFind(TextSignature signature, out T value)
    {
        ArgumentNullException.ThrowIfNull(signature);
        var best = 0L;
        var bestEqual = _threshold - 1;
        for (var band = 0; band < Bands; band++)
        {
            var number = _heads[Bucket(signature.Minima, band)];
            for (var i = 0; i < LongestChain && number > Math.Max(0, _count - _capacity); i++)
            {
                var slot = (number - 1) % _capacity;
                var equal = TextSignature.Equal(signature.Minima, _minima.AsSpan((int)(slot * TextSignature.Length), TextSignature.Length));
                if (equal > bestEqual || equal == bestEqual && number < best)
                    (best, bestEqual) = (number, equal);
                number = _next[slot * Bands + band];
            }
        }
        value = best > 0 ? _values[(best - 1) % _capacity] : default!;
        return best > 0;
    }

    private long Bucket(ReadOnlySpan<uint> minima, int band)
    {
        var hash = 2166136261U + (uint)band;
        foreach (var value in minima.Slice(band * Rows, Rows))
            hash = (hash ^ value) * 16777619U ^ hash >> 15;
        return (long)band * (_mask + 1L) + (hash & (uint)_mask);
    }
}
