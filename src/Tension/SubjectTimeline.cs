using RegionalSecurity.Scoring;
using RegionalSecurity.Tension.Storage;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension;

/// <summary>The scores of a subject's pairs at one time, highest level first, ties in ordinal order; only pairs in which something counts.</summary>
internal sealed class SubjectScore(KnownSubject subject, int day, List<PairScore> pairs)
{
    private const int MostContributions = 10;

    /// <summary>The pairs.</summary>
    public IReadOnlyList<PairScore> Pairs { get; } = pairs;

    /// <summary>The pair whose level is the subject's; null where nothing counts.</summary>
    public PairScore? Leading => Pairs.Count > 0 ? Pairs[0] : null;

    /// <summary>The level, 0 to 100.</summary>
    public double Level => Leading?.Level ?? 0;

    /// <summary>Highest rung over the pairs, one-sided only where no pair has it confirmed.</summary>
    public (int Rung, bool OneSided) Rung
    {
        get
        {
            var rung = Pairs.Count > 0 ? Pairs.Max(p => p.Rung) : 0;
            return (rung, rung > 0 && Pairs.Where(p => p.Rung == rung).All(p => p.RungOneSided));
        }
    }

    /// <summary>The score as the contract tells it, without coverage, cut and words.</summary>
    public V1.Tension ToMessage(bool contributions)
    {
        var (rung, oneSided) = Rung;
        var message = new V1.Tension
        {
            Subject = subject.Subject,
            Level = Level,
            Band = Method.BandOf(Level),
            Rung = rung,
            RungOneSided = oneSided,
            EventCount = Pairs.Sum(p => p.Events.Count),
            MethodVersion = Method.Version,
            RegionName = subject.Region?.Name ?? "",
            Sample = subject.IsSample,
        };
        if (Leading is { } leading)
        {
            message.Conflict = Fixed.Publish(leading.Conflict);
            message.Cooperation = Fixed.Publish(leading.Cooperation);
            message.Balance = leading.Balance;
            if (contributions)
            {
                message.Contributions.AddRange(Contributions.Top(leading, MostContributions));
                if (VoiceInterval.Of(leading) is var (low, high))
                    (message.IntervalLow, message.IntervalHigh) = (low, high);
            }
            if (subject.Kind == SubjectKind.Dyad)
            {
                message.ConflictForward = Fixed.Publish(leading.ConflictForward);
                message.ConflictBackward = Fixed.Publish(leading.ConflictBackward);
                if (leading.Asymmetry is { } asymmetry)
                    message.Asymmetry = asymmetry;
            }
        }
        if (subject.Kind is SubjectKind.Country or SubjectKind.Region)
        {
            message.Pairs.AddRange(Pairs.Select(p => new PairLevel { Dyad = p.Dyad.ToString(), Level = p.Level, Band = Method.BandOf(p.Level) }));
            message.ElevatedPairCount = message.Pairs.Count(p => p.Band >= Band.Elevated);
        }
        return message;
    }

    /// <summary>One point of a series.</summary>
    public TensionPoint ToPoint() => new()
    {
        Date = DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        Level = Level,
        Band = Method.BandOf(Level),
        Conflict = Fixed.Publish(Leading?.Conflict ?? 0),
        Cooperation = Fixed.Publish(Leading?.Cooperation ?? 0),
        Rung = Rung.Rung,
    };
}

/// <summary>The claims of one subject, answering for any time. Not safe for use by several threads.</summary>
internal sealed class SubjectTimeline
{
    private readonly KnownSubject _subject;
    private readonly List<(Dyad Dyad, PairTimeline Timeline)> _pairs;

    /// <summary>Takes of the claims those that are the subject's.</summary>
    public SubjectTimeline(KnownSubject subject, IEnumerable<StoredClaim> claims)
    {
        _subject = subject;
        Claims = [.. claims.Where(Counts(subject))];
        _pairs = [.. Claims.GroupBy(c => c.Dyad).Select(g => (g.Key, new PairTimeline(g.Key, g.Select(c => c.Claim))))];
    }

    /// <summary>The subject's claims.</summary>
    public IReadOnlyList<StoredClaim> Claims { get; }

    /// <summary>The scores from what is seen at the time, ages counted to the day.</summary>
    public SubjectScore At(long time, int day)
    {
        var scores = new List<PairScore>();
        foreach (var (_, timeline) in _pairs)
            if (timeline.At(time, day) is { Events.Count: > 0 } score)
                scores.Add(score);
        scores.Sort(static (left, right) =>
        {
            var order = right.Level.CompareTo(left.Level);
            return order != 0 ? order : string.CompareOrdinal(left.Dyad.ToString(), right.Dyad.ToString());
        });
        return new SubjectScore(_subject, day, scores);
    }

    /// <summary>One of its pairs; null where nothing is claimed of it.</summary>
    public PairTimeline? Pair(Dyad dyad) => _pairs.Find(p => p.Dyad == dyad).Timeline;

    /// <summary>The score of one of its pairs at a time.</summary>
    public PairScore? PairAt(Dyad dyad, long time, int day) => Pair(dyad)?.At(time, day);

    /// <summary>Claims that are seen at the time and of the days that coverage counts.</summary>
    public List<StoredClaim> Covered(long time, int day)
    {
        var (from, to) = (Days.Start(day - Method.RungDays + 1), Days.Start(day + 1));
        return [.. Claims.Where(c => c.Claim.VisibleFrom <= time && time < c.Claim.VisibleUntil && c.EffectiveMicros >= from && c.EffectiveMicros < to)];
    }

    /// <summary>Ids of the claims that are seen at the time.</summary>
    public HashSet<string> Seen(long time) =>
        Claims.Where(c => c.Claim.VisibleFrom <= time && time < c.Claim.VisibleUntil).Select(c => c.Claim.ClaimId).ToHashSet(StringComparer.Ordinal);

    private static Func<StoredClaim, bool> Counts(KnownSubject subject)
    {
        switch (subject.Kind)
        {
            case SubjectKind.DirectedPair:
                return c => c.Claim.Actor == subject.Codes[0] && c.Claim.Receiver == subject.Codes[1];
            case SubjectKind.Country:
                return c => c.Dyad.A == subject.Codes[0] || c.Dyad.B == subject.Codes[0];
            case SubjectKind.Region:
                var pairs = subject.Region!.Pairs.ToDictionary(p => p.Dyad, p => p.Themes);
                return c => pairs.TryGetValue(c.Dyad, out var themes) && (themes == 0 || (c.Claim.Themes & themes) != 0);
            default:
                var dyad = new Dyad(subject.Codes[0], subject.Codes[1]);
                return c => c.Dyad == dyad;
        }
    }
}
