using RegionalSecurity.Contracts;
using RegionalSecurity.Scoring;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.Tension.Storage;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension;

/// <summary>A subject that was checked.</summary>
/// <param name="Subject">As the contract says it.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Codes">The two codes of a pair in the order given, or the country's.</param>
/// <param name="Region">The region, for regions.</param>
internal sealed record KnownSubject(Subject Subject, SubjectKind Kind, IReadOnlyList<string> Codes, Region? Region)
{
    /// <summary>Whether it is about invented parties.</summary>
    public bool IsSample => Region?.IsSample ?? SubjectNames.IsInvented(Codes[0]);

    /// <summary>The sides whose coverage is told.</summary>
    public IReadOnlyList<string> Sides => Region?.Core ?? Codes;

    /// <summary>Its name in the contract, for keys and order.</summary>
    public string Name => Region?.Id ?? (Kind == SubjectKind.DirectedPair ? $"{Codes[0]}:{Codes[1]}" : string.Join('-', Codes));

    public static KnownSubject OfDyad(Dyad dyad) => new(new Subject { Dyad = dyad.ToString() }, SubjectKind.Dyad, [dyad.A, dyad.B], null);

    public static KnownSubject OfDirected(string actor, string receiver) =>
        new(new Subject { DirectedPair = $"{actor}:{receiver}" }, SubjectKind.DirectedPair, [actor, receiver], null);

    public static KnownSubject OfCountry(string code) => new(new Subject { Country = code }, SubjectKind.Country, [code], null);

    public static KnownSubject OfRegion(Region region) => new(new Subject { Region = region.Id }, SubjectKind.Region, region.Core, region);
}

/// <summary>Checks subjects. A code is known when it is published, in a file of the user's, or named by a claim.</summary>
internal sealed class SubjectParser(Catalog catalog, TensionStore store)
{
    /// <summary>The subject, or null with the violations noted under <paramref name="field"/>.</summary>
    public async Task<KnownSubject?> ParseAsync(Subject? subject, string field, Validation validation, CancellationToken cancellationToken)
    {
        switch (subject?.SubjectCase ?? Subject.SubjectOneofCase.None)
        {
            case Subject.SubjectOneofCase.Dyad:
                var dyad = await PairAsync(subject!.Dyad, '-', $"{field}.dyad", validation, cancellationToken);
                if (dyad is null)
                    return null;
                var sorted = new Dyad(dyad.Value.One, dyad.Value.Other);
                return validation.Require(sorted.A == dyad.Value.One, $"{field}.dyad", "DYAD_UNSORTED",
                    $"\"{subject.Dyad}\" is not in ordinal order; a dyad is undirected and written \"{sorted}\" (a directed pair is written \"{dyad.Value.One}:{dyad.Value.Other}\")")
                    ? KnownSubject.OfDyad(sorted)
                    : null;
            case Subject.SubjectOneofCase.DirectedPair:
                return await PairAsync(subject!.DirectedPair, ':', $"{field}.directed_pair", validation, cancellationToken) is { } pair
                    ? KnownSubject.OfDirected(pair.One, pair.Other)
                    : null;
            case Subject.SubjectOneofCase.Country:
                return await CodeAsync(subject!.Country, $"{field}.country", validation, cancellationToken) ? KnownSubject.OfCountry(subject.Country) : null;
            case Subject.SubjectOneofCase.Region:
                var region = catalog.Regions.Find(subject!.Region);
                return validation.Require(region is not null, $"{field}.region", "REGION_UNKNOWN",
                    $"\"{Shorten(subject.Region)}\" is no region; known are {string.Join(", ", catalog.Regions.All.Select(r => r.Id))}")
                    ? KnownSubject.OfRegion(region!)
                    : null;
            default:
                validation.Require(false, field, "FIELD_REQUIRED", "is empty; give one of dyad (\"PRK-USA\"), directed_pair (\"PRK:USA\"), country (\"PRK\") or region (\"korean-peninsula\")");
                return null;
        }
    }

    private async Task<(string One, string Other)?> PairAsync(string text, char separator, string field, Validation validation, CancellationToken cancellationToken)
    {
        var parts = text.Split(separator);
        if (!validation.Require(parts.Length == 2, field, "PAIR_INVALID", $"\"{Shorten(text)}\" is no pair: two codes joined by \"{separator}\", such as PRK{separator}USA"))
            return null;
        var known = await CodeAsync(parts[0], field, validation, cancellationToken) & await CodeAsync(parts[1], field, validation, cancellationToken);
        return known
            && validation.Require(parts[0] != parts[1], field, "PAIR_WITH_ITSELF", $"\"{text}\" is a pair of a party with itself; acts within a party are never scored, name two")
            && validation.Require(SubjectNames.IsInvented(parts[0]) == SubjectNames.IsInvented(parts[1]), field, "SAMPLE_MIXED",
                $"\"{text}\" pairs an invented party of the sample (XAA to XZZ) with a real one; they are never scored together")
            ? (parts[0], parts[1])
            : null;
    }

    private async Task<bool> CodeAsync(string code, string field, Validation validation, CancellationToken cancellationToken) =>
        validation.Require(SubjectNames.IsCode(code) && (catalog.Knows(code) || await store.NamesAsync(code, cancellationToken)), field, "CODE_UNKNOWN",
            $"\"{Shorten(code)}\" is no known code; states have ISO 3166-1 alpha-3 codes such as PRK, organisations published ones such as NATO, others must be in a gazetteer given by Language:Gazetteers");

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "...";
}
