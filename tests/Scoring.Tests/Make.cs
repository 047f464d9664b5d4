using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Tests;

/// <summary>Short ways to say events and claims. Days are day numbers; day 0 of the tests is Monday, 1 January 2024.</summary>
internal static class Make
{
    public const string A = "AAA";
    public const string B = "BBB";
    public static readonly Dyad Pair = new(A, B);
    public static readonly int Monday = new DateOnly(2024, 1, 1).DayNumber;

    /// <summary>00:00 UTC of a day in microseconds since 1970.</summary>
    public static long Time(int day) => 86_400_000_000L * (day - new DateOnly(1970, 1, 1).DayNumber);

    public static TensionEvent Event(int day, EventType type, double severity, string from = A, string to = B, double p = 0.85, double r = 1, int voices = 4) =>
        new TensionEvent
        {
            Actor = from,
            Receiver = to,
            Type = type,
            KeySeverity = Exact(severity),
            Day = day,
            KnownDay = int.MaxValue,
            Severity = Exact(severity),
            Probability = Fixed.Probability(p),
            Reality = Fixed.Probability(r),
            Corroboration = Method.Corroboration(voices),
            Voices = [.. Enumerable.Range(0, voices).Select(v => $"voice-{v}")],
        }.Weighed();

    public static PairScore Score(int day, params IEnumerable<TensionEvent> events) => new PairScorer(Pair, events).On(day);

    public static PairClaim Claim(string id, int day, EventType type = EventType.Assault, string voice = "one", Mode mode = Mode.Unspecified,
        Modality modality = Modality.Occurred, double p = 0.85, string from = A, string to = B, string side = "", string? allegedBy = null, int? lastDay = null) =>
        new()
        {
            ClaimId = id,
            Actor = from,
            Receiver = to,
            Type = type,
            Mode = mode,
            Severity = Severity.Of(type, mode, []),
            Modality = modality,
            FirstDay = day,
            LastDay = lastDay ?? day,
            Probability = Fixed.Probability(p),
            Share = Fixed.One,
            Voice = voice,
            Side = side,
            AllegedBy = allegedBy,
        };

    public static PairScore Score(int day, params PairClaim[] claims) => new PairTimeline(Pair, claims).At(0, day);

    private static long Exact(double value) => Fixed.Ratio((Int128)Math.Round(value * 1000), 1000);
}
