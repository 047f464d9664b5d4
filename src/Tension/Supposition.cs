using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Scoring;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.Tension.Storage;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension;

/// <summary>What a question supposes: claims, publishers and families that are not there, and events that are. Nothing of it is stored.</summary>
internal sealed class Supposition
{
    private const int MostClaims = 500, MostSources = 100, MostEvents = 50, MostVoices = 20, StandardVoices = 4, MostDaysBack = 365;

    private readonly HashSet<string> _claimIds, _publishers, _families;
    private readonly List<StoredClaim> _added = [];

    private Supposition(ExploreTensionRequest request)
    {
        _claimIds = new HashSet<string>(request.WithoutClaimIds, StringComparer.Ordinal);
        _publishers = new HashSet<string>(request.WithoutPublishers, StringComparer.Ordinal);
        _families = new HashSet<string>(request.WithoutFamilies, StringComparer.Ordinal);
    }

    /// <summary>Whether it has to be known who published each claim.</summary>
    public bool AsksPublishers => _publishers.Count > 0 || _families.Count > 0;

    /// <summary>The supposition of a request, with what is wrong in it noted.</summary>
    public static Supposition Read(ExploreTensionRequest request, KnownSubject? subject, long time, Validation validation)
    {
        var supposition = new Supposition(request);
        validation.Require(request.WithoutClaimIds.Count <= MostClaims, "without_claim_ids", "COUNT_OUT_OF_RANGE", $"has {request.WithoutClaimIds.Count} ids; give {MostClaims} at most");
        validation.Require(request.WithoutPublishers.Count <= MostSources, "without_publishers", "COUNT_OUT_OF_RANGE", $"has {request.WithoutPublishers.Count} ids; give {MostSources} at most");
        validation.Require(request.WithoutFamilies.Count <= MostSources, "without_families", "COUNT_OUT_OF_RANGE", $"has {request.WithoutFamilies.Count} names; give {MostSources} at most");
        validation.Require(request.Events.Count <= MostEvents, "events", "COUNT_OUT_OF_RANGE", $"has {request.Events.Count} events; give {MostEvents} at most");
        if (subject is null)
            return supposition;
        for (var i = 0; i < Math.Min(request.Events.Count, MostEvents); i++)
            supposition.Add(request.Events[i], $"events[{i}]", i, subject, time, validation);
        return supposition;
    }

    /// <summary>Refuses ids that are no claims of the subject at the time: leaving them out would say nothing.</summary>
    public void Check(IReadOnlySet<string> seen)
    {
        var unknown = _claimIds.Where(id => !seen.Contains(id)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw DomainException.Invalid("without_claim_ids", "CLAIM_UNKNOWN",
                $"names {string.Join(", ", unknown.Take(5).Select(Shorten))}{(unknown.Count > 5 ? $" and {unknown.Count - 5} more" : "")}, no claim that scores for the subject at that time; the contributions of GetTension name those that do");
    }

    /// <summary>Whether a claim is left out.</summary>
    public bool LeavesOut(string claimId, IReadOnlyDictionary<string, Publisher> publishers) =>
        _claimIds.Contains(claimId)
        || publishers.TryGetValue(claimId, out var publisher)
            && (_publishers.Contains(publisher.PublisherId) || _families.Contains(publisher is { Registered: true, Family.Length: > 0 } ? publisher.Family : ClaimReading.Unregistered));

    /// <summary>The claims without those left out, with those of the events added.</summary>
    public IEnumerable<StoredClaim> Apply(IEnumerable<StoredClaim> claims, IReadOnlyDictionary<string, Publisher> publishers) =>
        claims.Where(c => !LeavesOut(c.Claim.ClaimId, publishers)).Concat(_added);

    private void Add(HypotheticalEvent item, string field, int number, KnownSubject subject, long time, Validation validation)
    {
        var today = Days.Of(time);
        var day = today;
        var known = item.Actor != item.Receiver & SubjectNames(item, subject);
        validation.Require(known, field, "NOT_OF_SUBJECT", $"is between \"{Shorten(item.Actor)}\" and \"{Shorten(item.Receiver)}\", no pair of {subject.Name}; give two of its parties");
        validation.Require(Enum.IsDefined(item.Mode), $"{field}.mode", "ENUM_UNKNOWN", $"{(int)item.Mode} is no Mode");
        if (item.Date.Length > 0
            && validation.Require(DateOnly.TryParseExact(item.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date), $"{field}.date", "DATE_INVALID", $"\"{Shorten(item.Date)}\" is no day such as 2024-11-08"))
        {
            day = date.DayNumber;
            validation.Require(day <= today && day > today - MostDaysBack, $"{field}.date", "OUT_OF_RANGE", $"is not within the {MostDaysBack} days to the as-of day");
        }
        validation.Require(item.VoiceCount is >= 0 and <= MostVoices, $"{field}.voice_count", "OUT_OF_RANGE", $"is {item.VoiceCount}; give 1 to {MostVoices}, or 0 for {StandardVoices}");
        if (!validation.Require(Enum.IsDefined(item.EventType) && item.EventType != EventType.Unspecified, $"{field}.event_type", "ENUM_UNKNOWN", $"{(int)item.EventType} is no EventType; give one such as EVENT_TYPE_ASSAULT")
            || !validation.Require(Severity.Of(item.EventType, item.Mode, []) > 0, $"{field}.event_type", "NEVER_SCORED", "has no severity and moves no score")
            || !known)
            return;
        var voices = item.VoiceCount == 0 ? StandardVoices : Math.Min(item.VoiceCount, MostVoices);
        for (var voice = 0; voice < voices; voice++)
            _added.Add(new StoredClaim(
                new PairClaim
                {
                    ClaimId = string.Create(CultureInfo.InvariantCulture, $"supposed-{number}-{voice}"),
                    Actor = item.Actor,
                    Receiver = item.Receiver,
                    Type = item.EventType,
                    Mode = item.Mode,
                    Severity = Severity.Of(item.EventType, item.Mode, []),
                    Modality = Modality.Occurred,
                    FirstDay = day,
                    LastDay = day,
                    Probability = Fixed.One,
                    Share = Fixed.One,
                    Voice = string.Create(CultureInfo.InvariantCulture, $"supposed-{voice}"),
                    Side = "",
                    // Counted wherever the subject looks: a region may ask for themes.
                    Themes = -1,
                    Sample = subject.IsSample,
                    VisibleFrom = Math.Min(time, Days.End(day)),
                },
                new Dyad(item.Actor, item.Receiver), "", Math.Min(time, Days.End(day))));
    }

    private static bool SubjectNames(HypotheticalEvent item, KnownSubject subject) => subject.Kind switch
    {
        SubjectKind.DirectedPair => item.Actor == subject.Codes[0] && item.Receiver == subject.Codes[1],
        SubjectKind.Dyad => subject.Codes.Contains(item.Actor) && subject.Codes.Contains(item.Receiver),
        SubjectKind.Country => (item.Actor == subject.Codes[0] || item.Receiver == subject.Codes[0]) && Contracts.SubjectNames.IsCode(item.Actor) && Contracts.SubjectNames.IsCode(item.Receiver)
            && Contracts.SubjectNames.IsInvented(item.Actor) == Contracts.SubjectNames.IsInvented(item.Receiver),
        _ => subject.Region!.Pairs.Any(p => p.Dyad == new Dyad(item.Actor, item.Receiver)),
    };

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "...";
}
