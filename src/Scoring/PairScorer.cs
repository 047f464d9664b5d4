using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>Events become a score: decay, fulfilled announcements, repetition, sums, rung.</summary>
public sealed class PairScorer
{
    private const int SustainedRung = 8;
    private const int SustainedDays = 4;
    private const int SustainedWindow = 14;
    private const int CoercionRung = 6;

    private readonly Dyad _dyad;
    // In order of direction, type and ISO week: a run of one group lies together on every day.
    private readonly TensionEvent[] _events;
    private readonly TensionEvent[] _announced;
    private readonly ILookup<(string, EventType), TensionEvent> _occurred;

    /// <summary>Prepares events of one dyad (or of one of its directions); others are an error.</summary>
    public PairScorer(Dyad dyad, IEnumerable<TensionEvent> events)
    {
        _dyad = dyad;
        _events = [.. events];
        foreach (var item in _events)
            if (new Dyad(item.Actor, item.Receiver) != dyad)
                throw new ArgumentException($"An event of {item.Actor}:{item.Receiver} is none of {dyad}.", nameof(events));
        Array.Sort(_events, Compare);
        _announced = Array.FindAll(_events, e => !e.Occurred);
        _occurred = (_announced.Length == 0 ? [] : _events).Where(e => e.Occurred).ToLookup(e => (e.Actor, e.Type));
    }

    /// <summary>The score on a day, <see cref="DateOnly.DayNumber"/>.</summary>
    public PairScore On(int day)
    {
        var dropped = Fulfilled(day);
        var scored = new List<ScoredEvent>();
        var run = new List<(TensionEvent Event, long Amount)>();
        for (var i = 0; i < _events.Length; i++)
        {
            var item = _events[i];
            if (run.Count > 0 && !SameGroup(run[0].Event, item))
                Rank(run, scored);
            if (item.LastCounted < day || dropped?.Contains(item) == true)
                continue;
            var amount = item.AmountOn(day);
            if (amount > 0)
                run.Add((item, amount));
        }
        Rank(run, scored);
        var (rung, oneSided) = Rung(scored, day);
        return new PairScore(_dyad, day, scored, rung, oneSided);
    }

    // The k-th of a directed pair, type and ISO week counts x/k.
    private static void Rank(List<(TensionEvent Event, long Amount)> run, List<ScoredEvent> scored)
    {
        if (run.Count > 1)
            run.Sort(static (left, right) => left.Amount != right.Amount ? right.Amount.CompareTo(left.Amount) : Compare(left.Event, right.Event));
        for (var k = 1; k <= run.Count; k++)
            if (Fixed.Divide(run[k - 1].Amount, k) is > 0 and var amount)
                scored.Add(new ScoredEvent(run[k - 1].Event, amount, k));
        run.Clear();
    }

    // An announced act and what fulfils it count by the larger: the smaller of the announcement and its largest fulfilment is dropped.
    private HashSet<TensionEvent>? Fulfilled(int day)
    {
        HashSet<TensionEvent>? dropped = null;
        foreach (var announced in _announced)
        {
            if (announced.LastCounted < day)
                continue;
            TensionEvent? best = null;
            long most = 0;
            foreach (var deed in _occurred[(announced.Actor, announced.Type)])
            {
                if (deed.Day < announced.AnnouncedFirst || deed.Day > announced.AnnouncedLast
                    || (deed.Modes & announced.Modes) == UInt128.Zero || dropped?.Contains(deed) == true)
                    continue;
                var amount = deed.AmountOn(day);
                if (best is null || amount > most)
                    (best, most) = (deed, amount);
            }
            if (best is not null)
                (dropped ??= new HashSet<TensionEvent>(ReferenceEqualityComparer.Instance)).Add(most >= announced.AmountOn(day) ? announced : best);
        }
        return dropped;
    }

    private static (int Rung, bool OneSided) Rung(List<ScoredEvent> scored, int day)
    {
        var sustained = SustainedFrom(scored, day);
        var highest = 0;
        var confirmed = true;
        foreach (var (item, _, _) in scored)
        {
            if (!Shows(item, day))
                continue;
            var rung = RungOf(item, sustained);
            var told = rung < CoercionRung || item.OwnWord || item.Voices.Count >= 2 && !item.OneSided;
            if (rung > highest)
                (highest, confirmed) = (rung, told);
            else if (rung == highest)
                confirmed |= told;
        }
        return (highest, highest > 0 && !confirmed);
    }

    /// <summary>The rung of each of a score's events, rung 8 included: an event's own, however sure it is.</summary>
    public static int RungOf(ScoredEvent scored, PairScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return RungOf(scored.Event, SustainedFrom(score.Events, score.Day));
    }

    private static int RungOf(TensionEvent item, HashSet<int> sustained)
    {
        var rung = Severity.Rung(item.Type, item.Severity);
        return item.Type == EventType.Assault && rung < SustainedRung && sustained.Contains(item.Day) ? SustainedRung : rung;
    }

    private static bool Shows(TensionEvent item, int day) =>
        item.Occurred && item.Probability >= Method.RungProbability && item.Day > day - Method.RungDays;

    // Days of ASSAULT on which it stood at 4 days or more within the 14 that end with that day.
    private static HashSet<int> SustainedFrom(IReadOnlyList<ScoredEvent> scored, int day)
    {
        var days = scored.Where(s => s.Event.Type == EventType.Assault && s.Event.Occurred && s.Event.Probability >= Method.RungProbability
            && s.Event.Day > day - Method.RungDays - SustainedWindow).Select(s => s.Event.Day).ToHashSet();
        return [.. days.Where(d => days.Count(other => other > d - SustainedWindow && other <= d) >= SustainedDays)];
    }

    private static bool SameGroup(TensionEvent one, TensionEvent other) =>
        Week(one.Day) == Week(other.Day) && one.Type == other.Type && string.Equals(one.Actor, other.Actor, StringComparison.Ordinal);

    // 1 January of the year 1 was a Monday, so ISO weeks are sevenths of the day number.
    private static int Week(int day) => day / 7;

    private static int Compare(TensionEvent left, TensionEvent right)
    {
        var order = string.CompareOrdinal(left.Actor, right.Actor);
        if (order == 0)
            order = left.Type.CompareTo(right.Type);
        if (order == 0)
            order = left.Day.CompareTo(right.Day);
        return order != 0 ? order : left.KeySeverity.CompareTo(right.KeySeverity);
    }
}
