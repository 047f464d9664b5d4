namespace RegionalSecurity.Scoring;

/// <summary>
/// Fixed-point arithmetic: a <see cref="long"/> in units of 2^-40 (about 9.1e-13), sums in <see cref="Int128"/>. Everything here is made of
/// integer + - x / and shifts, so every machine gives the same bits. Rounding is to nearest, halves away from zero, so that a mirrored input gives a mirrored result.
/// </summary>
public static class Fixed
{
    /// <summary>Fractional bits of the unit.</summary>
    public const int Bits = 40;

    /// <summary>One, in units of 2^-40.</summary>
    public const long One = 1L << Bits;

    // Inner precision of the series: 2^-60. A product of two such values below 4 fits Int128 with room.
    private const int InnerBits = 60;
    private static readonly Int128 InnerOne = Int128.One << InnerBits;

    // ln 2 = sum over n of 1/(n 2^n), in units of 2^-60; truncation loses under one unit a term, 60 terms, so under 2^-54.
    private static readonly Int128 InnerLn2 = Ln2();

    /// <summary>The ratio in units of 2^-40, rounded; error at most half a unit. The denominator is positive.</summary>
    public static long Ratio(Int128 numerator, Int128 denominator) => (long)DivideRounded(numerator << Bits, denominator);

    /// <summary>The product, rounded; error at most half a unit.</summary>
    public static long Multiply(long left, long right) => (long)ShiftRounded((Int128)left * right, Bits);

    /// <summary>The quotient by an integer from 1, rounded; error at most half a unit.</summary>
    public static long Divide(long value, int divisor) => (long)DivideRounded(value, divisor);

    /// <summary>A double of 0 to 1 in units of 2^-40; values outside are clamped, NaN gives 0. Exact scaling, then one rounding.</summary>
    public static long Probability(double value) => value switch
    {
        >= 1 => One,
        > 0 => (long)(value * One + 0.5),
        _ => 0,
    };

    /// <summary>Nearest integer of millionths, halves away from zero: the only form in which values are published.</summary>
    public static Int128 Millionths(Int128 value) => ShiftRounded(value * 1_000_000, Bits);

    /// <summary>The published double: rounded to 1e-6.</summary>
    public static double Publish(Int128 value) => (long)Millionths(value) / 1e6;

    /// <summary>The double nearest to the value, not rounded to 1e-6: for attributing changes only.</summary>
    public static double ToDouble(Int128 value) => (double)value / One;

    /// <summary>exp(-y) for y of at least 0, in units of 2^-40; error under one unit. 0 from y of 29 on.</summary>
    public static long ExpNegative(Int128 y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        if (y >= (Int128)29 << Bits)
            return 0;
        var inner = y << (InnerBits - Bits);
        var halvings = (int)(inner / InnerLn2);
        var rest = inner - halvings * InnerLn2;
        return (long)ShiftRounded(InnerExpNegative(rest), InnerBits - Bits + halvings);
    }

    /// <summary>2^(-numerator/denominator), numerator at least 0, denominator from 1, in units of 2^-40; error under one unit.</summary>
    public static long Exp2Negative(int numerator, int denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, 1);
        var halvings = numerator / denominator;
        if (halvings > Bits + 1)
            return 0;
        var rest = InnerLn2 * (numerator % denominator) / denominator;
        return (long)ShiftRounded(InnerExpNegative(rest), InnerBits - Bits + halvings);
    }

    /// <summary>log2 of an integer from 1, in units of 2^-40; error under one unit. Digit by digit: squaring doubles the logarithm.</summary>
    public static long Log2(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        var whole = 31 - int.LeadingZeroCount(value);
        var mantissa = ((Int128)value << InnerBits) >> whole;
        long fraction = 0;
        for (var bit = 0; bit <= Bits; bit++)
        {
            mantissa = (mantissa * mantissa) >> InnerBits;
            fraction <<= 1;
            if (mantissa >= 2 * InnerOne)
            {
                mantissa >>= 1;
                fraction |= 1;
            }
        }
        return ((long)whole << Bits) + ((fraction + 1) >> 1);
    }

    /// <summary>Integer quotient, rounded to nearest, halves away from zero. The denominator is positive.</summary>
    public static Int128 DivideRounded(Int128 numerator, Int128 denominator)
    {
        var half = denominator / 2;
        return numerator >= 0 ? (numerator + half) / denominator : -((-numerator + half) / denominator);
    }

    private static Int128 ShiftRounded(Int128 value, int bits)
    {
        if (bits == 0)
            return value;
        var half = Int128.One << (bits - 1);
        return value >= 0 ? (value + half) >> bits : -((-value + half) >> bits);
    }

    // exp(-f) for f of 0 to ln 2 by its Taylor series in units of 2^-60; 24 terms leave a remainder under 2^-90.
    private static Int128 InnerExpNegative(Int128 f)
    {
        var sum = InnerOne;
        var term = InnerOne;
        for (var n = 1; n <= 24; n++)
        {
            term = -((term * f) >> InnerBits) / n;
            sum += term;
        }
        return sum;
    }

    private static Int128 Ln2()
    {
        Int128 sum = 0;
        for (var n = 1; n <= InnerBits; n++)
            sum += (InnerOne >> n) / n;
        return sum;
    }
}
