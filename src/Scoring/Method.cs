using RegionalSecurity.Claims.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Scoring;

/// <summary>Method 1. A change of any constant, here or in <see cref="MethodConstants"/>, is a new <see cref="Version"/>; docs/method.md says what each means.</summary>
public static class Method
{
    /// <summary>Version that every score carries.</summary>
    public const string Version = "method-1";

    /// <summary>Days over which the rung is taken, and over which coverage is counted.</summary>
    public const int RungDays = 30;

    /// <summary>An event older than this adds exactly nothing: the decay of either half-life is 0 in fixed point.</summary>
    public const int HorizonDays = 14 * (Fixed.Bits + 2);

    /// <summary>Days after which an announcement that names no dates ends.</summary>
    public const int UndatedAnnouncementDays = 90;

    /// <summary>Days after its announced end for which an unfulfilled announcement still counts.</summary>
    public const int AnnouncementGraceDays = 7;

    /// <summary>Pairs that each get a full event; with more, each gets this over their number.</summary>
    public const int FullPairs = 4;

    /// <summary>A claim that names more directed pairs than this gives no pair anything: its share would be under 1 %.</summary>
    public const int MostPairs = 400;

    /// <summary>Voices that each direction needs before asymmetry is told.</summary>
    public const int AsymmetryVoices = 3;

    /// <summary>Least p of an event that sets the rung: 0.8.</summary>
    internal static readonly long RungProbability = Fixed.Ratio(8, 10);

    // The 0.1 that keeps asymmetry and balance near 0 while little is reported.
    internal static readonly long Damping = Fixed.Ratio(1, 10);

    /// <summary>w by the number of voices: 0.6, 0.8, 0.917, then 1. In units of 2^-40.</summary>
    public static long Corroboration(int voices) => MethodConstants.Published.Corroboration(voices);

    /// <summary>2^(-age/h), h = 7 days for verbal types and 14 for material ones, in units of 2^-40. Age in whole days, from 0.</summary>
    public static long Decay(EventType type, int age) => MethodConstants.Published.Decay(type, age);

    /// <summary>10 N in units of 2^-40: the larger of 7 P and 10 P - 5 Q, whole numbers, so that nothing is rounded before the exponential.</summary>
    internal static Int128 TenfoldNet(Int128 conflict, Int128 cooperation) =>
        Int128.Max(7 * conflict, 10 * conflict - 5 * cooperation);

    /// <summary>
    /// Level in millionths, 0 to 100,000,000: 100 (1 - exp(-N/3)) with N = max(0.7 P, P - 0.5 Q). P and Q in units of 2^-40, at least 0.
    /// </summary>
    public static long LevelMillionths(Int128 conflict, Int128 cooperation) => MethodConstants.Published.LevelMillionths(conflict, cooperation);

    /// <summary>The published level, 0 to 100, rounded to 1e-6.</summary>
    public static double Level(Int128 conflict, Int128 cooperation) => LevelMillionths(conflict, cooperation) / 1e6;

    /// <summary>Band of a published level.</summary>
    public static Band BandOf(double level) => level switch
    {
        >= 75 => Band.Severe,
        >= 50 => Band.High,
        >= 25 => Band.Elevated,
        >= 10 => Band.Guarded,
        _ => Band.Calm,
    };

    /// <summary>(P_ab - P_ba)/(P_ab + P_ba + 0.1), rounded to 1e-6. Range -1 to 1.</summary>
    public static double Asymmetry(Int128 forward, Int128 backward) => Damped(forward - backward, forward + backward);

    /// <summary>(Q - P)/(Q + P + 0.1), rounded to 1e-6. Range -1 to 1.</summary>
    public static double Balance(Int128 conflict, Int128 cooperation) => Damped(cooperation - conflict, cooperation + conflict);

    private static double Damped(Int128 difference, Int128 sum) => (long)Fixed.DivideRounded(difference * 1_000_000, sum + Damping) / 1e6;
}
