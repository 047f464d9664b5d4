using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>
/// Claims become events. Which events exist, and what each weighs, is a function of the set of claims: the order they come in, and repeats, change nothing.
/// </summary>
public static class EventBuilder
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The events of claims that share actor, receiver, type and severity; in order of days.</summary>
    public static IReadOnlyList<TensionEvent> Build(IEnumerable<PairClaim> claimsOfOneKind, MethodConstants? constants = null)
    {
        constants ??= MethodConstants.Published;
        ArgumentNullException.ThrowIfNull(claimsOfOneKind);
        var byDay = new SortedDictionary<int, List<PairClaim>>();
        List<PairClaim>? ranges = null;
        foreach (var claim in claimsOfOneKind)
        {
            if (!Counts(claim, constants))
                continue;
            if (claim.FirstDay == claim.LastDay)
                On(byDay, claim.LastDay).Add(claim);
            else
                (ranges ??= []).Add(claim);
        }
        if (ranges is not null)
            Join(byDay, ranges);
        return [.. byDay.Select(d => Event(d.Key, d.Value, constants)).OfType<TensionEvent>()];
    }

    /// <summary>Whether the claim can bear on any event: it has a severity, is sure enough, and tells of a deed, a plan or a denial.</summary>
    public static bool Counts(PairClaim claim, MethodConstants? constants = null)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return claim.Severity > 0 && claim.Probability >= MethodConstants.Share((constants ?? MethodConstants.Published).LeastProbability)
            && claim.Modality is (Modality.Occurred or Modality.Announced or Modality.Denied);
    }

    // Ranges join in a fixed order, so that those of consecutive days ("in recent days") fall together whichever arrived first.
    private static void Join(SortedDictionary<int, List<PairClaim>> byDay, List<PairClaim> ranges)
    {
        ranges.Sort(static (left, right) =>
        {
            var order = left.LastDay.CompareTo(right.LastDay);
            if (order == 0)
                order = left.FirstDay.CompareTo(right.FirstDay);
            if (order == 0)
                order = string.CompareOrdinal(left.ClaimId, right.ClaimId);
            return order != 0 ? order : string.CompareOrdinal(left.Voice, right.Voice);
        });
        var voices = new DayVoices(byDay, ranges);
        foreach (var claim in ranges)
        {
            var day = voices.MostBetween(claim.FirstDay, claim.LastDay) ?? claim.LastDay;
            On(byDay, day).Add(claim);
            voices.Add(day, claim.Voice);
        }
    }

    private static List<PairClaim> On(SortedDictionary<int, List<PairClaim>> byDay, int day)
    {
        if (!byDay.TryGetValue(day, out var claims))
            byDay.Add(day, claims = []);
        return claims;
    }

    // Null where no claim makes it real: all deny it, or it is only alleged by one side.
    private static TensionEvent? Event(int day, List<PairClaim> claims, MethodConstants constants)
    {
        var voiced = claims.Exists(c => c.AllegedBy is not null) ? claims.Where(c => c.Modality != Modality.Denied).Select(c => new Teller(c.Voice, c.Side, c.AllegedBy)).Distinct().ToList() : [];
        var telling = claims.FindAll(c => c.Modality != Modality.Denied && (c.AllegedBy is null || Stands(c, voiced)));
        if (telling.Count == 0)
            return null;
        var any = telling[0];
        var occurred = telling.Exists(c => c.Modality == Modality.Occurred);
        var basis = occurred ? telling.FindAll(c => c.Modality == Modality.Occurred) : telling;
        var hostile = any.Type.IsConflict();
        var oneSided = hostile && telling.TrueForAll(c => Alliances.SameSide(c.Side, any.Receiver));
        var denied = hostile && claims.Exists(c => c.Modality == Modality.Denied && string.Equals(c.Side, any.Actor, StringComparison.Ordinal));
        var voices = telling.Select(c => c.Voice).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var announced = telling.FindAll(c => c.Modality == Modality.Announced);
        var (first, last, counted) = Announcement(announced, constants);
        return new TensionEvent
        {
            Actor = any.Actor,
            Receiver = any.Receiver,
            Type = any.Type,
            KeySeverity = any.Severity,
            Day = day,
            KnownDay = basis.Min(KnownDay),
            Severity = telling.TrueForAll(c => c.UnsignedCommentary) ? any.Severity * constants.CommentaryQuarters / 4 : any.Severity,
            Probability = telling.Max(c => c.Probability),
            Reality = MethodConstants.Share(Math.Min(occurred ? 1000 : constants.AnnouncedReality, oneSided || denied ? constants.OneSidedReality : 1000)),
            Corroboration = any.Type.IsVerbal() && telling.Exists(c => c.FirstHand) ? Fixed.One : constants.Corroboration(voices.Count),
            Share = telling.Max(c => c.Share),
            Voices = voices,
            Occurred = occurred,
            OneSided = oneSided,
            OwnWord = telling.Exists(c => string.Equals(c.Side, any.Actor, StringComparison.Ordinal)),
            AnnouncedFirst = first,
            AnnouncedLast = last,
            LastCounted = occurred ? int.MaxValue : counted,
            Modes = telling.Aggregate(UInt128.Zero, (bits, c) => bits | UInt128.One << ((int)c.Mode & 127)),
            ClaimIds =
            [
                .. telling.OrderByDescending(c => c.Probability).ThenBy(c => c.ClaimId, StringComparer.Ordinal).Select(c => c.ClaimId).Distinct(StringComparer.Ordinal),
            ],
        }.Weighed();
    }

    // An alleged act stands once a voice outside the side that alleges it tells it too.
    private static bool Stands(PairClaim alleged, List<Teller> tellers) =>
        tellers.Exists(other => !string.Equals(other.Voice, alleged.Voice, StringComparison.Ordinal)
            && (alleged.AllegedBy!.Length > 0
                ? !Alliances.SameSide(other.Side, alleged.AllegedBy) && other.AllegedBy is not ""
                : other.AllegedBy is null));

    private static (int First, int Last, int Counted) Announcement(List<PairClaim> announced, MethodConstants constants)
    {
        if (announced.Count == 0)
            return (0, 0, int.MaxValue);
        int first = int.MaxValue, last = 0, counted = 0;
        foreach (var claim in announced)
        {
            var end = claim.Dated ? claim.LastDay : claim.LastDay + constants.UndatedAnnouncementDays;
            first = Math.Min(first, claim.FirstDay);
            last = Math.Max(last, end);
            counted = Math.Max(counted, claim.Dated ? end + constants.AnnouncementGraceDays : end);
        }
        return (first, last, counted);
    }

    private static int KnownDay(PairClaim claim)
    {
        if (claim.VisibleFrom == long.MinValue)
            return int.MaxValue;
        var days = Math.DivRem(claim.VisibleFrom, MicrosecondsPerDay, out var rest);
        return (int)(rest < 0 ? days - 1 : days) + EpochDay;
    }

    // Who tells something, once however often.
    private readonly record struct Teller(string Voice, string Side, string? AllegedBy);
}
