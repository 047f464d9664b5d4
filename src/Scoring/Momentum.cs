namespace RegionalSecurity.Scoring;

/// <summary>
/// How far a pair's N = max(0.7 P, P - 0.5 Q) stands from its own past: a robust z, (N - median) / (1.4826 MAD + 0.05), clipped to 4 (Iglewicz and Hoaglin 1993 for the
/// median absolute deviation and its 1.4826; the 0.05 keeps a pair of which little is reported from jumping).
/// </summary>
public static class Momentum
{
    /// <summary>Days of the past compared with: the trailing year without its last week.</summary>
    public const int YearDays = 365;

    /// <summary>Last days that are left out.</summary>
    public const int WeekDays = 7;

    /// <summary>Days with an article naming both sides that the past needs, else nothing is told.</summary>
    public const int LeastDays = 90;

    private const long Most = 4 * Fixed.One;

    // 1.4826 and 0.05 in units of 2^-40.
    private static readonly long Consistency = Fixed.Ratio(14826, 10000);
    private static readonly long Damping = Fixed.Ratio(5, 100);

    /// <summary>z, -4 to 4, rounded to 1e-6. Of an even number of days the median is the mean of the two in the middle.</summary>
    /// <param name="past">The scores of the days compared with, in any order; at least one.</param>
    /// <param name="now">The score now.</param>
    public static double Of(IReadOnlyCollection<PairScore> past, PairScore now)
    {
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(now);
        ArgumentOutOfRangeException.ThrowIfZero(past.Count);
        var nets = past.Select(Net).Order().ToArray();
        var median = Middle(nets);
        var spread = Middle([.. nets.Select(n => Int128.Abs(n - median)).Order()]);
        var scale = Fixed.Multiply((long)spread, Consistency) + Damping;
        var z = Int128.Clamp(Fixed.DivideRounded((Net(now) - median) << Fixed.Bits, scale), -Most, Most);
        return Fixed.Publish(z);
    }

    private static Int128 Net(PairScore score) => Fixed.DivideRounded(Method.TenfoldNet(score.Conflict, score.Cooperation), 10);

    private static Int128 Middle(Int128[] ordered) =>
        ordered.Length % 2 == 1 ? ordered[ordered.Length / 2] : Fixed.DivideRounded(ordered[ordered.Length / 2 - 1] + ordered[ordered.Length / 2], 2);
}
