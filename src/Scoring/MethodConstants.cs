using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>
/// The constants of method 1 that bear on a level. Whatever is told to a reader uses <see cref="Published"/>; others serve to ask what a constant does (docs/method.md,
/// section 11, and docs/backtest). Shares are thousandths, so that the published values are exact.
/// </summary>
public sealed class MethodConstants
{
    private readonly Lazy<long[]> _verbal;
    private readonly Lazy<long[]> _material;

    /// <summary>The published values; initializers change them.</summary>
    public MethodConstants()
    {
        _verbal = new Lazy<long[]>(() => DecayTable(VerbalHalfLife));
        _material = new Lazy<long[]>(() => DecayTable(MaterialHalfLife));
    }

    /// <summary>Method 1 as published.</summary>
    public static MethodConstants Published { get; } = new();

    /// <summary>Half-life of verbal types in days, from 1.</summary>
    public int VerbalHalfLife { get; init; } = 7;

    /// <summary>Half-life of material types in days, from 1.</summary>
    public int MaterialHalfLife { get; init; } = 14;

    /// <summary>w of one voice, in thousandths.</summary>
    public int FirstVoice { get; init; } = 600;

    /// <summary>What each doubling of the voices adds to w, in thousandths.</summary>
    public int VoiceStep { get; init; } = 200;

    /// <summary>r of what is only announced, in thousandths.</summary>
    public int AnnouncedReality { get; init; } = 500;

    /// <summary>r of a hostile act that is one-sided or denied, in thousandths.</summary>
    public int OneSidedReality { get; init; } = 500;

    /// <summary>Part of s that counts where only unsigned commentaries tell, in quarters.</summary>
    public int CommentaryQuarters { get; init; } = 2;

    /// <summary>Least confidence that is scored, in thousandths.</summary>
    public int LeastProbability { get; init; } = 500;

    /// <summary>How much of Q offsets P, in thousandths.</summary>
    public int Offset { get; init; } = 500;

    /// <summary>What cooperation leaves of P at least, in thousandths.</summary>
    public int OffsetFloor { get; init; } = 700;

    /// <summary>N at which the level is 63.2, in thousandths.</summary>
    public int Scale { get; init; } = 3000;

    /// <summary>The k-th act of a week counts x over k to this power; 0: repetition is not damped.</summary>
    public double RepetitionExponent { get; init; } = 1;

    /// <summary>Pairs that each get a full event.</summary>
    public int FullPairs { get; init; } = Method.FullPairs;

    /// <summary>Days after which an announcement that names no dates ends.</summary>
    public int UndatedAnnouncementDays { get; init; } = Method.UndatedAnnouncementDays;

    /// <summary>Days after its announced end for which an unfulfilled announcement still counts.</summary>
    public int AnnouncementGraceDays { get; init; } = Method.AnnouncementGraceDays;

    /// <summary>A share of thousandths in units of 2^-40.</summary>
    internal static long Share(int thousandths) => Fixed.Ratio(thousandths, 1000);

    internal long Corroboration(int voices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(voices, 1);
        return Math.Min(Fixed.One, (long)Fixed.DivideRounded(FirstVoice * (Int128)Fixed.One + (Int128)VoiceStep * Fixed.Log2(voices), 1000));
    }

    internal long Decay(EventType type, int age)
    {
        var table = type.IsVerbal() ? _verbal.Value : _material.Value;
        return age < table.Length ? table[age] : 0;
    }

    internal long Repeated(long amount, int rank) => RepetitionExponent switch
    {
        1 => Fixed.Divide(amount, rank),
        0 => amount,
        _ => (long)Fixed.DivideRounded((Int128)amount * Fixed.One, (Int128)(Math.Pow(rank, RepetitionExponent) * Fixed.One)),
    };

    // One division of whole numbers, so that nothing is rounded before the exponential.
    internal long LevelMillionths(Int128 conflict, Int128 cooperation)
    {
        var net = Int128.Max(OffsetFloor * conflict, 1000 * conflict - Offset * cooperation);
        return (long)Fixed.Millionths((Int128)100 * (Fixed.One - Fixed.ExpNegative(Fixed.DivideRounded(net, Scale))));
    }

    private static long[] DecayTable(int halfLife)
    {
        var table = new long[(Fixed.Bits + 2) * halfLife];
        for (var age = 0; age < table.Length; age++)
            table[age] = Fixed.Exp2Negative(age, halfLife);
        return table;
    }
}
