using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Composition;

/// <summary>Like claims taken together: one thing said, done or announced, told by one or more sources.</summary>
internal sealed class Act
{
    public Act(string key, List<Claim> claims)
    {
        Key = key;
        Claims = claims;
        Lead = claims[0];
    }

    /// <summary>What makes the claims alike: kind, type, mode, modality, parties, who says so and (where grouped by day) the day.</summary>
    public string Key { get; }

    /// <summary>The claims, most informative first.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>The first of them.</summary>
    public Claim Lead { get; }

    /// <summary>How much a reader wants it: points of the score it moved, then the weight of its type. Ties are broken by <see cref="Key"/>.</summary>
    public double Points { get; set; }

    /// <summary>Earliest and latest day; null where none of its claims is dated.</summary>
    public (DateTimeOffset First, DateTimeOffset Last)? Days
    {
        get
        {
            var spans = Claims.Select(Dates.Span).OfType<(DateTimeOffset First, DateTimeOffset Last)>().ToList();
            return spans.Count == 0 ? null : (spans.Min(static s => s.First), spans.Max(static s => s.Last));
        }
    }

    /// <summary>Groups event claims; the order of the claims does not matter.</summary>
    /// <param name="events">The claims.</param>
    /// <param name="key">What makes claims alike, as <see cref="KeyOf"/> gives it.</param>
    public static List<Act> Group(IEnumerable<Claim> events, Func<Claim, string> key) =>
        [.. events.GroupBy(key, StringComparer.Ordinal)
            .Select(static g => new Act(g.Key, [.. g.OrderByDescending(Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal)]))
            .OrderBy(static a => a.Key, StringComparer.Ordinal)];

    /// <summary>How much a claim's words tell: an answer or a label, a named target, a quote of readable length, certainty.</summary>
    public static double Information(Claim claim)
    {
        var length = claim.Evidence.Quote.Length;
        return (claim.Label is null ? 0 : 2) + (claim.ResponseTo is null ? 0 : 1) + (claim.Targets.Any(static t => t.Code.Length > 0) ? 1 : 0)
            + (length is >= 60 and <= 300 ? 1 : length < 25 ? -1 : 0) + claim.Confidence;
    }

    /// <summary>Weight of a type for choosing what to show first; conflict and cooperation alike.</summary>
    public static int Weight(Claim claim) => claim.EventType switch
    {
        EventType.Assault => 10,
        EventType.Coerce => 8,
        EventType.Mobilize => 7,
        EventType.Sanction or EventType.Retreat => 6,
        EventType.Threaten or EventType.Concede => 5,
        EventType.Aid or EventType.Cooperate => 4,
        EventType.Reject or EventType.Agree or EventType.Protest => 3,
        EventType.Accuse or EventType.Support or EventType.Consult or EventType.Request => 2,
        _ => 0,
    };

    /// <summary>Type, kind, modality, parties and who says so; with <paramref name="byDay"/> also the day.</summary>
    public static string KeyOf(Claim claim, Parties parties, bool byDay)
    {
        var actors = string.Join('+', parties.Phrases(claim.Actors).Order(StringComparer.Ordinal));
        var targets = string.Join('+', parties.Phrases(claim.Targets).Order(StringComparer.Ordinal));
        var voice = claim.Attributions.Count == 0 ? "" : parties.Phrase(claim.Attributions[0].Source);
        var day = byDay && Dates.Span(claim) is { } span ? $"{span.First.UtcDateTime:yyyyMMdd}-{span.Last.UtcDateTime:yyyyMMdd}" : "";
        // Two positions are alike only where the words are.
        if (claim.EventType == EventType.Statement)
            day += "|" + claim.Evidence.Quote;
        return $"{(int)claim.EventType}|{Verbs.Noun(claim)}|{(int)claim.Modality}|{claim.Alleged}|{actors}|{targets}|{voice}|{day}";
    }
}
