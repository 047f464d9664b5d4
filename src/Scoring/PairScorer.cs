using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>
/// Events become a score: decay, fulfilled announcements, repetition, sums, rung. Events can be added and removed between scores. Not safe for use by
/// several threads.
/// </summary>
public sealed class PairScorer
{
    private const int SustainedRung = 8;
    private const int SustainedDays = 4;
    private const int SustainedWindow = 14;
    private const int CoercionRung = 6;

    private readonly Dyad _dyad;
    private readonly MethodConstants _constants;
    // In order of actor, type and week.
    private readonly List<Group> _groups = [];
    private readonly List<TensionEvent> _announced = [];

    /// <summary>Prepares events of one dyad (or of one of its directions); others are an error.</summary>
    public PairScorer(Dyad dyad, IEnumerable<TensionEvent> events, MethodConstants? constants = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        _dyad = dyad;
        _constants = constants ?? MethodConstants.Published;
        foreach (var item in events)
            Add(item);
    }

    /// <summary>Adds an event of the dyad; no two have one key.</summary>
    public void Add(TensionEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (new Dyad(item.Actor, item.Receiver) != _dyad)
            throw new ArgumentException($"An event of {item.Actor}:{item.Receiver} is none of {_dyad}.", nameof(item));
        var at = GroupOf(item.Actor, item.Type, Week(item.Day));
        if (at < 0)
            _groups.Insert(at = ~at, new Group(item.Actor, item.Type, Week(item.Day)));
        _groups[at].Items.Add(new Item(item));
        if (!item.Occurred)
            _announced.Add(item);
    }

    /// <summary>Removes an event that was added.</summary>
    public void Remove(TensionEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var at = GroupOf(item.Actor, item.Type, Week(item.Day));
        if (at >= 0)
            _groups[at].Items.RemoveAll(i => ReferenceEquals(i.Event, item));
        if (!item.Occurred)
            _announced.RemoveAll(a => ReferenceEquals(a, item));
    }

    /// <summary>The score on a day, <see cref="DateOnly.DayNumber"/>.</summary>
    public PairScore On(int day)
    {
        var dropped = Fulfilled(day);
        var scored = new List<ScoredEvent>();
        foreach (var group in _groups)
        {
            // Even the week's last day would have decayed to nothing.
            if (_constants.Decay(group.Type, Math.Max(0, day - (group.Week * 7 + 6))) == 0)
                continue;
            foreach (var item in group.Items)
                item.Amount = item.Event.LastCounted < day || dropped?.Contains(item.Event) == true ? 0 : item.Event.AmountOn(day, _constants);
            group.Rank();
            // The k-th of a directed pair, type and ISO week counts x/k.
            for (var k = 1; k <= group.Items.Count && group.Items[k - 1].Amount > 0; k++)
                if (_constants.Repeated(group.Items[k - 1].Amount, k) is > 0 and var amount)
                    scored.Add(new ScoredEvent(group.Items[k - 1].Event, amount, k));
        }
        var (rung, oneSided) = Rung(scored, day);
        return new PairScore(_dyad, day, scored, rung, oneSided, _constants);
    }

    // An announced act and what fulfils it count by the larger: the smaller of the announcement and its largest fulfilment is dropped.
    private HashSet<TensionEvent>? Fulfilled(int day)
    {
        HashSet<TensionEvent>? dropped = null;
        _announced.Sort(Compare);
        foreach (var announced in _announced)
        {
            if (announced.LastCounted < day)
                continue;
            TensionEvent? best = null;
            long most = 0;
            foreach (var deed in Deeds(announced))
            {
                if (dropped?.Contains(deed) == true)
                    continue;
                var amount = deed.AmountOn(day, _constants);
                if (best is null || amount > most || (amount == most && Compare(deed, best) < 0))
                    (best, most) = (deed, amount);
            }
            if (best is not null)
                (dropped ??= new HashSet<TensionEvent>(ReferenceEqualityComparer.Instance)).Add(most >= announced.AmountOn(day, _constants) ? announced : best);
        }
        return dropped;
    }

    private IEnumerable<TensionEvent> Deeds(TensionEvent announced)
    {
        var at = GroupOf(announced.Actor, announced.Type, Week(announced.AnnouncedFirst));
        for (at = at < 0 ? ~at : at; at < _groups.Count; at++)
        {
            var group = _groups[at];
            if (group.Week > Week(announced.AnnouncedLast) || group.Type != announced.Type || group.Actor != announced.Actor)
                yield break;
            foreach (var (deed, _) in group.Items)
                if (deed.Occurred && deed.Day >= announced.AnnouncedFirst && deed.Day <= announced.AnnouncedLast && (deed.Modes & announced.Modes) != UInt128.Zero)
                    yield return deed;
        }
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

    // 1 January of the year 1 was a Monday, so ISO weeks are sevenths of the day number.
    private static int Week(int day) => day / 7;

    // Where the group is, or the complement of where it would be.
    private int GroupOf(string actor, EventType type, int week)
    {
        int low = 0, high = _groups.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var group = _groups[middle];
            var order = string.CompareOrdinal(group.Actor, actor);
            if (order == 0)
                order = ((int)group.Type).CompareTo((int)type);
            if (order == 0)
                order = group.Week.CompareTo(week);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }

    private static int Compare(TensionEvent left, TensionEvent right)
    {
        var order = string.CompareOrdinal(left.Actor, right.Actor);
        if (order == 0)
            order = ((int)left.Type).CompareTo((int)right.Type);
        if (order == 0)
            order = left.Day.CompareTo(right.Day);
        return order != 0 ? order : left.KeySeverity.CompareTo(right.KeySeverity);
    }

    private sealed record Item(TensionEvent Event)
    {
        public long Amount { get; set; }

        public void Deconstruct(out TensionEvent item, out long amount) => (item, amount) = (Event, Amount);
    }

    // Events of one direction, type and ISO week: the k-th largest of them counts x/k.
    private sealed class Group(string actor, EventType type, int week)
    {
        public string Actor { get; } = actor;

        public EventType Type { get; } = type;

        public int Week { get; } = week;

        public List<Item> Items { get; } = [];

        // Largest first. By insertion: from one day to the next the order hardly changes.
        public void Rank()
        {
            for (var i = 1; i < Items.Count; i++)
            {
                var item = Items[i];
                var at = i;
                for (; at > 0 && Before(item, Items[at - 1]); at--)
                    Items[at] = Items[at - 1];
                Items[at] = item;
            }
        }

        private static bool Before(Item item, Item other) =>
            item.Amount != other.Amount ? item.Amount > other.Amount : Compare(item.Event, other.Event) < 0;
    }
}
