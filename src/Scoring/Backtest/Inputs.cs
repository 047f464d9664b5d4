using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Backtest;

/// <summary>
/// What a backtest may look at: claims as published, of a panel of sources that is frozen before the period that is reported, without the truth's own events. Days are
/// <see cref="DateOnly.DayNumber"/>.
/// </summary>
public sealed class Inputs
{
    private const int LeastPanelClaims = 20;
    private const int DaysOfEvent = 3;
    private const int DaysOfCondemnation = 14;

    private readonly Dictionary<Dyad, List<PairClaim>> _pairs;
    private readonly Dictionary<Dyad, int[]> _articles;
    private readonly int[] _allArticles;

    private Inputs(IReadOnlyList<Claim> claims)
    {
        _pairs = claims.SelectMany(c => PublishedClaims.Read(c)).GroupBy(c => new Dyad(c.Actor, c.Receiver)).ToDictionary(g => g.Key, g => g.ToList());
        // Days of the articles that name both parties of a pair in their claims, and of all articles with claims: attention, as far as claims tell it.
        var naming = new Dictionary<Dyad, List<int>>();
        var all = new List<int>();
        foreach (var article in claims.GroupBy(c => c.ArticleId, StringComparer.Ordinal))
        {
            var day = PublishedOn(article.First());
            all.Add(day);
            var codes = article.SelectMany(Codes).Distinct(StringComparer.Ordinal).ToList();
            for (var i = 0; i < codes.Count && codes.Count <= 20; i++)
                for (var j = i + 1; j < codes.Count; j++)
                    (naming.TryGetValue(new Dyad(codes[i], codes[j]), out var days) ? days : naming[new Dyad(codes[i], codes[j])] = []).Add(day);
        }
        _articles = naming.ToDictionary(n => n.Key, n => n.Value.Order().ToArray());
        _allArticles = [.. all.Order()];
        (First, Last) = claims.Count > 0 ? (claims.Min(PublishedOn), claims.Max(PublishedOn)) : (0, 0);
    }

    /// <summary>First day on which anything was published.</summary>
    public int First { get; }

    /// <summary>Last day on which anything was published.</summary>
    public int Last { get; }

    /// <summary>Claims of sources outside the panel.</summary>
    public int OutsidePanel { get; private init; }

    /// <summary>Claims that tell the truth's own incidents, or condemn them.</summary>
    public int OfTruth { get; private init; }

    /// <summary>Publishers of the panel.</summary>
    public int PanelSize { get; private init; }

    /// <summary>
    /// Takes the claims of publishers that had at least 20 claims up to <paramref name="panelUntil"/>, without those of the incidents. An incident's own claims are the material conflict of its pair
    /// dated from the day before it to 3 days after; the condemnations that cite it are verbal conflict told up to 14 days after it that involves the pair and either answers an act (response_to)
    /// or accuses.
    /// </summary>
    public static Inputs Of(IReadOnlyList<Claim> claims, int panelUntil, IEnumerable<Incident> removed)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(removed);
        var panel = claims.Where(c => PublishedOn(c) <= panelUntil).GroupBy(PublisherOf, StringComparer.Ordinal).Where(g => g.Count() >= LeastPanelClaims)
            .Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var inside = claims.Where(c => panel.Contains(PublisherOf(c))).ToList();
        var byPair = removed.GroupBy(i => i.Pair).ToDictionary(g => g.Key, g => g.Select(i => i.Day).Order().ToArray());
        var kept = inside.Where(c => !OfIncident(c, byPair)).ToList();
        return new Inputs(kept) { OutsidePanel = claims.Count - inside.Count, OfTruth = inside.Count - kept.Count, PanelSize = panel.Count };
    }

    /// <summary>Claims of a pair, of either direction.</summary>
    public IReadOnlyList<PairClaim> Claims(Dyad pair) => _pairs.GetValueOrDefault(pair) ?? [];

    /// <summary>All pairs that any claim names.</summary>
    public IEnumerable<Dyad> Pairs => _pairs.Keys;

    /// <summary>Share of the articles of the days to <paramref name="day"/> that name both.</summary>
    public double ShareOfArticles(Dyad pair, int day, int days)
    {
        var all = Between(_allArticles, day - days + 1, day);
        return all == 0 ? 0 : (double)Between(_articles.GetValueOrDefault(pair) ?? [], day - days + 1, day) / all;
    }

    /// <summary>The day a claim was published.</summary>
    public static int PublishedOn(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return DateOnly.FromDateTime((claim.PublishTime ?? claim.IngestTime).ToDateTime()).DayNumber;
    }

    private static int Between(int[] days, int first, int last) => AtLeast(days, last + 1) - AtLeast(days, first);

    private static int AtLeast(int[] days, int day)
    {
        int low = 0, high = days.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (days[middle] < day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static string PublisherOf(Claim claim) => claim.Publisher is { PublisherId.Length: > 0 } publisher ? publisher.PublisherId : "";

    private static IEnumerable<string> Codes(Claim claim) => claim.Actors.Concat(claim.Targets).Select(p => p.Code).Where(c => c.Length > 0);

    private static bool OfIncident(Claim claim, Dictionary<Dyad, int[]> incidents)
    {
        if (claim.Kind != ClaimKind.Event || !claim.EventType.IsConflict())
            return false;
        var codes = Codes(claim).Distinct(StringComparer.Ordinal).Take(20).ToList();
        var told = PublishedOn(claim);
        var dated = claim.EventTime?.StartTime is { } start && start.Seconds > -62_135_596_800 ? DateOnly.FromDateTime(start.ToDateTime()).DayNumber : told;
        var condemns = claim.EventType.IsVerbal() && (claim.ResponseTo is not null || claim.EventType == EventType.Accuse);
        for (var i = 0; i < codes.Count; i++)
            for (var j = i + 1; j < codes.Count; j++)
                foreach (var day in incidents.GetValueOrDefault(new Dyad(codes[i], codes[j])) ?? [])
                    if (claim.EventType.IsVerbal() ? condemns && told >= day && told <= day + DaysOfCondemnation : dated >= day - 1 && dated <= day + DaysOfEvent)
                        return true;
        return false;
    }
}
