using RegionalSecurity.Claims.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition;

/// <summary>What a report is about: its sides, its other parties, and which claims concern it.</summary>
internal sealed class Scope
{
    private readonly ReportInput _input;
    private readonly HashSet<string> _parties;

    public Scope(ReportInput input)
    {
        _input = input;
        var subject = input.Subject;
        Sides = subject.SubjectCase switch
        {
            Subject.SubjectOneofCase.Dyad => subject.Dyad.Split('-', 2),
            Subject.SubjectOneofCase.Country => [subject.Country],
            Subject.SubjectOneofCase.Region => [.. input.Tension.Coverage?.Sides.Select(static s => s.Code).Distinct(StringComparer.Ordinal) ?? []],
            _ => throw new ArgumentException($"A report is about a dyad, a country or a region, not {subject.SubjectCase}.", nameof(input)),
        };
        _parties = Sides.ToHashSet(StringComparer.Ordinal);
        if (subject.SubjectCase == Subject.SubjectOneofCase.Region)
            foreach (var pair in input.Tension.Pairs)
                _parties.UnionWith(pair.Dyad.Split('-', 2));
    }

    /// <summary>Codes of the sides: a dyad's two, a region's core, a country alone.</summary>
    public IReadOnlyList<string> Sides { get; }

    /// <summary>Claims that concern the subject: those that name two of its parties (a country: it), and, from articles with such a claim, what one
    /// of them does without another target, what anyone expects, and what anyone proposes. Acts within one state do not concern a pair.</summary>
    public IEnumerable<Claim> Concerning(IReadOnlyList<Claim> claims)
    {
        if (_input.ArticleIds.Count > 0)
            return claims.Where(static c => !Internal(c));
        var country = _input.Subject.SubjectCase == Subject.SubjectOneofCase.Country;
        var articles = claims.Where(c => country ? Names(c).Contains(_input.Subject.Country) : Direct(c)).Select(static c => c.ArticleId).ToHashSet(StringComparer.Ordinal);
        return claims.Where(c => country && Names(c).Contains(_input.Subject.Country) && !Internal(c)
            || !country && Direct(c)
            || articles.Contains(c.ArticleId) && (c.Kind != ClaimKind.Event || Alone(c)));
    }

    // Two of the parties stand in it, at least one of them a side.
    private bool Direct(Claim claim)
    {
        var codes = Names(claim);
        return !Internal(claim) && codes.Any(code => Sides.Contains(code, StringComparer.Ordinal)) && codes.Count(_parties.Contains) >= 2;
    }

    // An act of one of the parties towards nobody who is named.
    private bool Alone(Claim claim) =>
        claim.Actors.Any(a => _parties.Contains(a.Code)) && claim.Targets.All(static t => t.Code.Length == 0);

    private static bool Internal(Claim claim) =>
        claim.Kind == ClaimKind.Event && claim.Actors.Count > 0 && claim.Targets.Count > 0
        && claim.Actors.Concat(claim.Targets).Select(static p => p.Code).Distinct(StringComparer.Ordinal).Count() == 1 && claim.Actors[0].Code.Length > 0;

    private static HashSet<string> Names(Claim claim) =>
        claim.Actors.Concat(claim.Targets).Concat(claim.Attributions.Select(static a => a.Source)).Concat(claim.ResponseTo?.Actors ?? [])
            .Select(static p => p.Code).Where(static c => c.Length > 0).ToHashSet(StringComparer.Ordinal);
}
