using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using Modes = RegionalSecurity.Claims.V1.Mode;

namespace RegionalSecurity.Scoring;

/// <summary>Reads claims into the compact form, one for each directed pair that a claim names.</summary>
public static class ClaimReading
{
    /// <summary>The family that all unregistered publishers share.</summary>
    public const string Unregistered = "unregistered";

    // An open start reaches as far back as the codebook lets an event be news.
    private const int OpenStartDays = 90;

    /// <summary>
    /// The claim's directed pairs; none for outlooks, recommendations, acts within one party, parties without a code, and pairs of an invented with a real
    /// party. <paramref name="knownAt"/> dates what has no publication time. An alleged act gives itself, marked, and the ACCUSE of who alleges.
    /// </summary>
    public static IReadOnlyList<PairClaim> Read(Claim claim, Publisher? publisher, DateTimeOffset knownAt, MethodConstants? constants = null)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (claim.Kind != ClaimKind.Event || claim.EventType == EventType.Unspecified)
            return [];
        var teller = publisher ?? claim.Publisher;
        var told = Day(claim.PublishTime) ?? DateOnly.FromDateTime(knownAt.UtcDateTime).DayNumber;
        var (first, last, dated) = Days(claim, told);
        var source = claim.Attributions.Count > 0 ? claim.Attributions[0].Source?.Code ?? "" : "";
        var family = teller is { Registered: true, Family.Length: > 0 } ? teller.Family : Unregistered;
        var themes = claim.Themes.Aggregate(0, (bits, theme) => bits | 1 << ((int)theme & 31));
        var act = new PairClaim
        {
            ClaimId = claim.ClaimId,
            Actor = "",
            Receiver = "",
            Type = claim.EventType,
            Mode = claim.Mode,
            Severity = Severity.Of(claim.EventType, claim.Mode, claim.Qualifiers, claim.Deaths),
            Modality = claim.Modality,
            FirstDay = first,
            LastDay = last,
            Dated = dated,
            Probability = Fixed.Probability(claim.Confidence),
            Share = Fixed.One,
            Voice = source.Length > 0 ? "=" + source : family,
            Side = source.Length > 0 ? source : SideOf(teller),
            AllegedBy = claim.Alleged ? source : null,
            FirstHand = claim.FirstHand,
            UnsignedCommentary = claim.UnsignedCommentary,
            Themes = themes,
            Sample = claim.Sample,
        };
        var fullPairs = (constants ?? MethodConstants.Published).FullPairs;
        var pairs = Pairs(act, Codes(claim.Actors), Codes(claim.Targets), fullPairs);
        if (!claim.Alleged || source.Length == 0)
            return pairs;
        // The allegation is spoken on the day it is told, by its speaker, and reported by the publisher.
        var allegation = act with
        {
            Type = EventType.Accuse,
            Mode = Modes.Allege,
            Severity = Severity.Of(EventType.Accuse, Modes.Allege, []),
            Modality = Modality.Occurred,
            FirstDay = told,
            LastDay = told,
            Dated = true,
            Voice = family,
            Side = SideOf(teller),
            AllegedBy = null,
            FirstHand = false,
        };
        pairs.AddRange(Pairs(allegation, [source], Codes(claim.Actors), fullPairs));
        return pairs;
    }

    // What an outlet says that a state controls, or pays to speak abroad, is that state's word for the question whether both sides tell a thing.
    private static string SideOf(Publisher? publisher) =>
        publisher is { Registered: true, Ownership: Ownership.StateControlled or Ownership.StateFundedAbroad } ? publisher.Country : "";

    private static List<string> Codes(IEnumerable<Participant> participants) =>
        [.. participants.Select(p => p.Code).Where(SubjectNames.IsCode).Distinct(StringComparer.Ordinal)];

    private static List<PairClaim> Pairs(PairClaim claim, List<string> actors, List<string> receivers, int fullPairs)
    {
        var named = new List<(string Actor, string Receiver)>();
        if ((long)actors.Count * receivers.Count <= 4L * Method.MostPairs)
            foreach (var actor in actors)
                foreach (var receiver in receivers)
                    if (!string.Equals(actor, receiver, StringComparison.Ordinal))
                        named.Add((actor, receiver));
        if (named.Count is 0 or > Method.MostPairs)
            return [];
        var share = named.Count > fullPairs ? Fixed.Ratio(fullPairs, named.Count) : Fixed.One;
        return
        [
            .. named
                .Where(p => SubjectNames.IsInvented(p.Actor) == claim.Sample && SubjectNames.IsInvented(p.Receiver) == claim.Sample)
                .Select(p => claim with { Actor = p.Actor, Receiver = p.Receiver, Share = share }),
        ];
    }

    private static (int First, int Last, bool Dated) Days(Claim claim, int told)
    {
        var start = Day(claim.EventTime?.StartTime);
        // The end is exclusive: midnight belongs to the day before.
        var end = claim.EventTime?.EndTime is { } time ? Day(time, ticksBefore: 1) : null;
        if (claim.Modality == Modality.Announced)
        {
            // Days that are not ahead of the announcement are no announced days: they are when it was said.
            if (end is null || end <= told)
                return (told, told, false);
            return (Math.Min(Math.Max(start ?? told, told), end.Value), end.Value, true);
        }
        // What has happened is not dated after it was told; one day of grace for time zones ahead of UTC.
        var last = Math.Min(end ?? Math.Max(start ?? told, told), told + 1);
        var first = Math.Min(start ?? (end is null ? last : last - OpenStartDays), last);
        // A range that runs past the day it was told ("this week") has not run further than that day.
        return first < last ? (first, Math.Max(first, Math.Min(last, told)), true) : (first, last, true);
    }

    private static int? Day(Timestamp? time, long ticksBefore = 0)
    {
        if (time is null)
            return null;
        // Outside the years 1 to 9999 there is no day; such a time says nothing.
        var ticks = time.Seconds < -62_135_596_800 || time.Seconds > 253_402_300_799 ? -1 : time.Seconds * TimeSpan.TicksPerSecond + time.Nanos / 100 + DateTime.UnixEpoch.Ticks;
        return ticks < ticksBefore ? null : (int)((ticks - ticksBefore) / TimeSpan.TicksPerDay);
    }
}
