using System.Globalization;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Scoring;

/// <summary>Events as the contract tells them. Quote, article and publisher of the first claim are left to whoever holds the claims.</summary>
public static class Contributions
{
    private const int MostClaims = 20;

    /// <summary>The events that matter most to a score, largest absolute points first, at most <paramref name="most"/>.</summary>
    public static IReadOnlyList<Contribution> Top(PairScore score, int most)
    {
        ArgumentNullException.ThrowIfNull(score);
        var line = PointsLine.Of(score);
        return
        [
            .. score.Events.Select(e => (Event: e, Points: line.Points(e.Event.Type, e.Amount)))
                .OrderByDescending(e => Math.Abs(e.Points)).ThenByDescending(e => e.Event.Amount).ThenByDescending(e => e.Event.Event.Day)
                .ThenBy(e => e.Event.Event.Actor, StringComparer.Ordinal).ThenBy(e => e.Event.Event.Type).ThenBy(e => e.Event.Event.KeySeverity)
                .Take(most).Select(e => Of(e.Event, e.Points, score)),
        ];
    }

    /// <summary>One event with its points, as it counts in the score.</summary>
    public static Contribution Of(ScoredEvent scored, double points, PairScore score)
    {
        var item = scored.Event;
        return new Contribution
        {
            Actor = item.Actor,
            Receiver = item.Receiver,
            EventType = item.Type,
            Severity = Fixed.Publish(item.Severity),
            EventDate = DateOnly.FromDayNumber(item.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Probability = Fixed.Publish(item.Probability),
            Reality = Fixed.Publish(item.Reality),
            Corroboration = Fixed.Publish(item.Corroboration),
            VoiceCount = item.Voices.Count,
            RepetitionRank = scored.Rank,
            Amount = Fixed.Publish(scored.Amount),
            Cooperative = item.Type.IsCooperative(),
            Points = points,
            OneSided = item.OneSided,
            Rung = PairScorer.RungOf(scored, score),
            ClaimIds = { item.ClaimIds.Take(MostClaims) },
        };
    }
}
