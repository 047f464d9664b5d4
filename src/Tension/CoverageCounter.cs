using RegionalSecurity.Scoring;
using RegionalSecurity.Tension.Storage;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension;

/// <summary>
/// How well each side is heard in the 30 days to a time. Absence is not calm: "no article from this side", "articles, none on the subject" and "its source
/// is failing" are three states.
/// </summary>
internal sealed class CoverageCounter
{
    // An article that names more parties than this is a list, and says nothing of any pair's attention.
    private const int MostStates = 64;

    private readonly Dictionary<string, (int Articles, HashSet<string> Families)> _byCountry = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _naming = new(StringComparer.Ordinal);
    private readonly Dictionary<Dyad, int> _namingPair = [];
    private readonly List<string[]> _states = [];
    private readonly HashSet<string> _failing;

    public CoverageCounter(IReadOnlyList<NamingArticle> articles, IReadOnlyList<SourceRow> failing)
    {
        foreach (var (country, family, states) in articles)
        {
            if (country.Length > 0)
            {
                if (!_byCountry.TryGetValue(country, out var count))
                    count = (0, new HashSet<string>(StringComparer.Ordinal));
                count.Families.Add(family);
                _byCountry[country] = (count.Articles + 1, count.Families);
            }
            if (states.Length is 0 or > MostStates)
                continue;
            _states.Add(states);
            for (var i = 0; i < states.Length; i++)
            {
                _naming[states[i]] = _naming.GetValueOrDefault(states[i]) + 1;
                for (var j = i + 1; j < states.Length; j++)
                    if (states[i] != states[j])
                        _namingPair[new Dyad(states[i], states[j])] = _namingPair.GetValueOrDefault(new Dyad(states[i], states[j])) + 1;
            }
        }
        Failing = failing;
        _failing = failing.Select(s => s.Country).Where(c => c.Length > 0).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Sources that are failing.</summary>
    public IReadOnlyList<SourceRow> Failing { get; }

    /// <summary>The coverage of a subject, from its claims that are seen and of these 30 days.</summary>
    public Coverage Of(KnownSubject subject, IReadOnlyCollection<StoredClaim> claims)
    {
        var claimsByCountry = claims.GroupBy(c => c.Country, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(c => c.Claim.ClaimId).Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        var coverage = new Coverage
        {
            ThirdPartyClaimCount = claimsByCountry.Where(c => !subject.Sides.Contains(c.Key)).Sum(c => c.Value),
            VoiceCount = claims.Select(c => c.Claim.Voice).Distinct(StringComparer.Ordinal).Count(),
            ArticleCount = subject.Kind switch
            {
                SubjectKind.Country => _naming.GetValueOrDefault(subject.Codes[0]),
                SubjectKind.Region => _states.Count(states => states.Count(subject.Sides.Contains) >= 2),
                _ => _namingPair.GetValueOrDefault(new Dyad(subject.Codes[0], subject.Codes[1])),
            },
        };
        foreach (var side in subject.Sides)
        {
            var (articles, families) = _byCountry.TryGetValue(side, out var heard) ? (heard.Articles, heard.Families.Count) : (0, 0);
            var told = claimsByCountry.GetValueOrDefault(side);
            coverage.Sides.Add(new SideCoverage
            {
                Code = side,
                ArticleCount = articles,
                ClaimCount = told,
                FamilyCount = families,
                State = told > 0 ? CoverageState.Heard : articles > 0 ? CoverageState.Quiet : _failing.Contains(side) ? CoverageState.Failing : CoverageState.Silent,
            });
        }
        return coverage;
    }

    /// <summary>Why the score may lack something, for the sources of the subject's sides.</summary>
    public IEnumerable<string> Reasons(KnownSubject subject) =>
        Failing.Where(s => subject.Sides.Contains(s.Country))
            .Select(s => $"The source {(s.Name.Length > 0 ? s.Name : s.SourceId)} ({s.Country}) is failing{(s.Detail.Length > 0 ? ": " + s.Detail : "")}.");
}
