using RegionalSecurity.Contracts;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Scoring;

/// <summary>The score of a subject at the end of one day.</summary>
/// <param name="Day">The day, <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Leading">The pair with the highest level, whose level is the subject's; null where nothing counts.</param>
/// <param name="Rung">Highest rung over the pairs.</param>
/// <param name="RungOneSided">No pair has that rung confirmed.</param>
/// <param name="EventCount">Events that count, over the pairs.</param>
/// <param name="ElevatedPairCount">Pairs at elevated or above.</param>
public sealed record SubjectPoint(int Day, PairScore? Leading, int Rung, bool RungOneSided, int EventCount, int ElevatedPairCount)
{
    /// <summary>Level, 0 to 100.</summary>
    public double Level => Leading?.Level ?? 0;
}

/// <summary>A subject day by day from claims as they were published, without a store. Not safe for use by several threads.</summary>
public sealed class SubjectSeries
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private readonly List<PairTimeline> _pairs;

    /// <summary>Takes of the claims those that are the subject's. Throws <see cref="ArgumentException"/> for a subject that is none or an unknown region.</summary>
    public SubjectSeries(Subject subject, Regions regions, IEnumerable<PairClaim> claims, MethodConstants? constants = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(regions);
        var counts = Counts(subject, regions);
        var own = claims.Where(counts).ToList();
        ClaimCount = own.Select(c => c.ClaimId).Distinct(StringComparer.Ordinal).Count();
        _pairs = [.. own.GroupBy(c => new Dyad(c.Actor, c.Receiver)).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal).Select(g => new PairTimeline(g.Key, g, constants))];
    }

    /// <summary>Claims that name the subject, whether or not they score.</summary>
    public int ClaimCount { get; }

    /// <summary>The score from what had been published by the end of the day.</summary>
    public SubjectPoint On(int day)
    {
        var end = (day + 1 - Epoch) * MicrosecondsPerDay - 1;
        var scores = _pairs.Select(p => p.At(end, day)).Where(s => s.Events.Count > 0).ToList();
        if (scores.Count == 0)
            return new SubjectPoint(day, null, 0, false, 0, 0);
        // Pairs are in ordinal order, and the first of the highest leads.
        var leading = scores.MaxBy(s => s.Level);
        var rung = scores.Max(s => s.Rung);
        return new SubjectPoint(day, leading, rung, rung > 0 && scores.Where(s => s.Rung == rung).All(s => s.RungOneSided),
            scores.Sum(s => s.Events.Count), scores.Count(s => Method.BandOf(s.Level) >= Band.Elevated));
    }

    private static Func<PairClaim, bool> Counts(Subject subject, Regions regions)
    {
        switch (subject.SubjectCase)
        {
            case Subject.SubjectOneofCase.DirectedPair when SubjectNames.ParseDirectedPair(subject.DirectedPair) is var (from, to):
                return c => c.Actor == from && c.Receiver == to;
            case Subject.SubjectOneofCase.Dyad when SubjectNames.ParseDyad(subject.Dyad) is var (a, b):
                return c => (c.Actor == a && c.Receiver == b) || (c.Actor == b && c.Receiver == a);
            case Subject.SubjectOneofCase.Country:
                var code = subject.Country;
                return c => c.Actor == code || c.Receiver == code;
            case Subject.SubjectOneofCase.Region when regions.Find(subject.Region) is { } region:
                var pairs = region.Pairs.ToDictionary(p => p.Dyad, p => p.Themes);
                return c => pairs.TryGetValue(new Dyad(c.Actor, c.Receiver), out var themes) && (themes == 0 || (c.Themes & themes) != 0);
            default:
                throw new ArgumentException($"{subject} is no subject, or a region that is not known.", nameof(subject));
        }
    }
}
