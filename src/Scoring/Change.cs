using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Scoring;

/// <summary>A part of a change that one event made.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Event">The event as it counts now, or as it counted where it no longer does.</param>
/// <param name="Points">Points of the level, signed.</param>
public readonly record struct ChangeItem(ChangeCause Cause, ScoredEvent Event, double Points);

/// <summary>What moved a pair's level between two times, event by event.</summary>
public static class Change
{
    /// <summary>
    /// The items; their points sum to <c>after.Level - before.Level</c> to within 1e-9. <paramref name="seenBefore"/> and <paramref name="seenAfter"/> hold
    /// the ids of the claims seen at either time.
    /// </summary>
    public static IReadOnlyList<ChangeItem> Explain(PairScore before, PairScore after, IReadOnlySet<string> seenBefore, IReadOnlySet<string> seenAfter)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(seenBefore);
        ArgumentNullException.ThrowIfNull(seenAfter);
        var change = after.Level - before.Level;
        var line = new PointsLine(before.Conflict, before.Cooperation, after.Conflict, after.Cooperation, change);
        var items = new List<ChangeItem>();
        void Add(ChangeCause cause, ScoredEvent scored, Int128 amount)
        {
            if (amount != 0)
                items.Add(new ChangeItem(cause, scored, line.Points(scored.Event.Type, amount)));
        }

        var revised = !seenBefore.IsSubsetOf(seenAfter);
        var earlier = before.Events.ToDictionary(e => e.Event.Key);
        foreach (var now in after.Events)
        {
            if (!earlier.Remove(now.Event.Key, out var then))
            {
                Add(now.Event.ClaimIds.Count == 0 || now.Event.ClaimIds.Any(id => !seenBefore.Contains(id)) ? ChangeCause.NewEvents : ChangeCause.Corroboration, now, now.Amount);
                continue;
            }
            var aged = Fixed.Divide(then.Event.AmountOn(after.Day), then.Rank);
            var weighed = Fixed.Divide(now.Event.AmountOn(after.Day), then.Rank);
            Add(ChangeCause.Decay, now, aged - then.Amount);
            Add(then.Event.ClaimIds.All(seenAfter.Contains) ? ChangeCause.Corroboration : ChangeCause.Revision, now, weighed - aged);
            // A rank is lost to a new act of the same week, and won back when another one goes.
            Add(now.Rank > then.Rank ? ChangeCause.NewEvents : revised ? ChangeCause.Revision : ChangeCause.Decay, now, now.Amount - weighed);
        }
        foreach (var gone in earlier.Values)
            Add(WhyGone(gone.Event, after, seenAfter), gone, -gone.Amount);
        return Settled(items, change);
    }

    private static ChangeCause WhyGone(TensionEvent gone, PairScore after, IReadOnlySet<string> seenAfter)
    {
        if (gone.ClaimIds.Any(id => !seenAfter.Contains(id)))
            return ChangeCause.Revision;
        if (gone.LastCounted < after.Day || gone.AmountOn(after.Day) == 0)
            return ChangeCause.Decay;
        // Its claims count under another day or are denied now; else the act that was announced has come, and counts instead.
        var regrouped = gone.Occurred || after.Events.Any(e => gone.ClaimIds.Any(id => e.Event.ClaimIds.Contains(id)));
        return regrouped ? ChangeCause.Corroboration : ChangeCause.NewEvents;
    }

    // Levels are rounded and doubles finite: what is left of the published difference, at most a millionth, goes to the largest item.
    private static List<ChangeItem> Settled(List<ChangeItem> items, double change)
    {
        items.Sort(static (left, right) =>
        {
            var order = Math.Abs(right.Points).CompareTo(Math.Abs(left.Points));
            return order != 0 ? order : Compare(left, right);
        });
        if (items.Count > 0)
            items[0] = items[0] with { Points = items[0].Points + (change - items.Sum(i => i.Points)) };
        return items;
    }

    private static int Compare(ChangeItem left, ChangeItem right)
    {
        var (one, other) = (left.Event.Event.Key, right.Event.Event.Key);
        var order = one.Day.CompareTo(other.Day);
        if (order == 0)
            order = string.CompareOrdinal(one.Actor, other.Actor);
        if (order == 0)
            order = string.CompareOrdinal(one.Receiver, other.Receiver);
        if (order == 0)
            order = one.Type.CompareTo(other.Type);
        if (order == 0)
            order = one.Severity.CompareTo(other.Severity);
        return order != 0 ? order : left.Cause.CompareTo(right.Cause);
    }
}
