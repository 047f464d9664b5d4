using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Backtest;

/// <summary>What halving or doubling one constant does to the scores of all pairs on some days.</summary>
/// <param name="Constant">The constant with its published value.</param>
/// <param name="Changed">The value tried.</param>
/// <param name="Spearman">Rank correlation of the levels with the published ones, the mean over the days.</param>
/// <param name="BandChanges">Share of the pairs and days whose band is another.</param>
/// <param name="MeanChange">Mean change of the level, points, signed.</param>
/// <param name="LargestChange">Largest absolute change, points.</param>
/// <param name="Cases">Pairs and days compared.</param>
public sealed record SensitivityRow(string Constant, string Changed, double Spearman, double BandChanges, double MeanChange, double LargestChange, int Cases);

/// <summary>Halves and doubles each constant of the method in turn, everything else as published.</summary>
public static class Sensitivity
{
    // Pairs under a point either way are remnants of acts of months ago: their ranks and bands are of no interest to anybody.
    private const double LeastLevel = 1;

    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static readonly (string Name, MethodConstants Half, string HalfValue, MethodConstants Double, string DoubleValue)[] Constants =
    [
        ("half-life, verbal: 7 days", new() { VerbalHalfLife = 4 }, "4 (3.5 rounded)", new() { VerbalHalfLife = 14 }, "14"),
        ("half-life, material: 14 days", new() { MaterialHalfLife = 7 }, "7", new() { MaterialHalfLife = 28 }, "28"),
        ("w of one voice: 0.6", new() { FirstVoice = 300 }, "0.3", new() { FirstVoice = 1000 }, "1 (1.2 is over 1)"),
        ("w for each doubling of voices: 0.2", new() { VoiceStep = 100 }, "0.1", new() { VoiceStep = 400 }, "0.4"),
        ("r announced: 0.5", new() { AnnouncedReality = 250 }, "0.25", new() { AnnouncedReality = 1000 }, "1"),
        ("r one-sided or denied: 0.5", new() { OneSidedReality = 250 }, "0.25", new() { OneSidedReality = 1000 }, "1"),
        ("s of unsigned commentary: a half", new() { CommentaryQuarters = 1 }, "a quarter", new() { CommentaryQuarters = 4 }, "whole"),
        ("least confidence: 0.5", new() { LeastProbability = 250 }, "0.25", new() { LeastProbability = 1000 }, "1"),
        ("offset by Q: 0.5", new() { Offset = 250 }, "0.25", new() { Offset = 1000 }, "1"),
        ("floor of the offset: 0.7 P", new() { OffsetFloor = 350 }, "0.35 P", new() { OffsetFloor = 1000 }, "P (1.4 is over 1)"),
        ("scale of the level: 3", new() { Scale = 1500 }, "1.5", new() { Scale = 6000 }, "6"),
        ("repetition: the k-th counts x/k", new() { RepetitionExponent = 0.5 }, "x/sqrt k", new() { RepetitionExponent = 2 }, "x/k^2"),
        ("pairs that get a full event: 4", new() { FullPairs = 2 }, "2", new() { FullPairs = 8 }, "8"),
        ("undated announcement: 90 days", new() { UndatedAnnouncementDays = 45 }, "45", new() { UndatedAnnouncementDays = 180 }, "180"),
        ("grace of an announcement: 7 days", new() { AnnouncementGraceDays = 4 }, "4 (3.5 rounded)", new() { AnnouncementGraceDays = 14 }, "14"),
    ];

    private static readonly (string Name, bool Cooperative, int Twentieths)[] Steps =
    [
        ("s of criticism: 0.05", false, 1), ("s of a dispute: 0.1", false, 2), ("s of a threat: 0.2", false, 4), ("s of rupture or posture: 0.4", false, 8),
        ("s of a show of force: 0.8", false, 16), ("s of coercion: 1.6", false, 32), ("s of limited force: 3.2", false, 64), ("s of mass violence: 12.8", false, 256),
        ("s of words of cooperation: 0.1", true, 2), ("s of deeds of cooperation: 0.4", true, 8), ("s of withdrawal, ceasefire: 1.6", true, 32),
    ];

    /// <summary>The table, each row over the pairs and days whose level is 1 or more, as published or as changed.</summary>
    public static IReadOnlyList<SensitivityRow> Table(IReadOnlyList<Claim> claims, IReadOnlyList<int> days)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(days);
        var published = Read(claims, null);
        var standard = Levels(published, days, null);
        var rows = new List<SensitivityRow>();
        foreach (var (name, half, halfValue, twice, doubleValue) in Constants)
        {
            rows.Add(Compare(name, halfValue, standard, Levels(half.FullPairs == Method.FullPairs ? published : Read(claims, half), days, half)));
            rows.Add(Compare(name, doubleValue, standard, Levels(twice.FullPairs == Method.FullPairs ? published : Read(claims, twice), days, twice)));
        }
        foreach (var (name, cooperative, twentieths) in Steps)
            foreach (var twice in new[] { false, true })
            {
                var changed = published.ConvertAll(c => c.Type.IsCooperative() == cooperative && c.Severity == Fixed.Ratio(twentieths, 20)
                    ? c with { Severity = Fixed.Ratio(twice ? 2 * twentieths : twentieths, twice ? 20 : 40) }
                    : c);
                rows.Add(Compare(name, ((twice ? 2.0 : 0.5) * twentieths / 20).ToString(System.Globalization.CultureInfo.InvariantCulture), standard, Levels(changed, days, null)));
            }
        return rows;
    }

    private static List<PairClaim> Read(IReadOnlyList<Claim> claims, MethodConstants? constants) => [.. claims.SelectMany(c => PublishedClaims.Read(c, constants))];

    private static Dictionary<Dyad, double[]> Levels(List<PairClaim> claims, IReadOnlyList<int> days, MethodConstants? constants) =>
        claims.GroupBy(c => new Dyad(c.Actor, c.Receiver)).ToDictionary(g => g.Key, g =>
        {
            var timeline = new PairTimeline(g.Key, g, constants);
            return days.Select(day => timeline.At((day + 1 - Epoch) * MicrosecondsPerDay - 1, day).Level).ToArray();
        });

    private static SensitivityRow Compare(string name, string changed, Dictionary<Dyad, double[]> standard, Dictionary<Dyad, double[]> other)
    {
        var pairs = standard.Keys.OrderBy(p => p.ToString(), StringComparer.Ordinal).ToList();
        var (days, correlations, all, bands) = (pairs.Count > 0 ? standard[pairs[0]].Length : 0, new List<double>(), new List<double>(), 0);
        for (var day = 0; day < days; day++)
        {
            var counting = pairs.Where(p => standard[p][day] >= LeastLevel || other[p][day] >= LeastLevel).ToList();
            correlations.Add(Statistics.Spearman([.. counting.Select(p => standard[p][day])], [.. counting.Select(p => other[p][day])]));
            foreach (var pair in counting)
            {
                all.Add(other[pair][day] - standard[pair][day]);
                if (Method.BandOf(other[pair][day]) != Method.BandOf(standard[pair][day]))
                    bands++;
            }
        }
        correlations.RemoveAll(double.IsNaN);
        return new SensitivityRow(name, changed, correlations.Count > 0 ? correlations.Average() : double.NaN, all.Count > 0 ? (double)bands / all.Count : 0,
            all.Count > 0 ? all.Average() : 0, all.Count > 0 ? all.Max(Math.Abs) : 0, all.Count);
    }
}
