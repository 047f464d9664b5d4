using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;

namespace RegionalSecurity.Scoring;

/// <summary>Claims without a log, as they were published: each is seen from its publication on, or from its ingestion where that was earlier.</summary>
public static class PublishedClaims
{
    private static readonly Timestamp Earliest = Timestamp.FromDateTime(new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    private static readonly Timestamp Latest = Timestamp.FromDateTime(new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>Why a claim that somebody hands in cannot be scored, naming the field and the remedy; null: nothing is wrong with it.</summary>
    public static string? Problem(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (claim.ClaimId.Length is 0 or > 128)
            return "claimId: missing or over 128 characters. Give each claim an id of its own.";
        if (!System.Enum.IsDefined(claim.Kind) || claim.Kind == ClaimKind.Unspecified)
            return "kind: missing or not in the list. Write CLAIM_KIND_EVENT, CLAIM_KIND_OUTLOOK or CLAIM_KIND_RECOMMENDATION.";
        if (claim.Kind == ClaimKind.Event)
        {
            if (!System.Enum.IsDefined(claim.EventType) || claim.EventType == EventType.Unspecified)
                return "eventType: missing or not in the list. An event has one, such as EVENT_TYPE_ACCUSE.";
            if (!System.Enum.IsDefined(claim.Modality) || claim.Modality == Modality.Unspecified)
                return "modality: missing or not in the list. An event has one, such as MODALITY_OCCURRED.";
            if (!System.Enum.IsDefined(claim.Mode))
                return $"mode: {(int)claim.Mode} is not in the list. Leave it out where none fits.";
        }
        if (!(claim.Confidence is >= 0 and <= 1))
            return "confidence: not from 0 to 1. It is a probability.";
        if (claim.Deaths < 0)
            return "deaths: negative. Write 0 or leave it out where none are told.";
        foreach (var participant in claim.Actors.Concat(claim.Targets))
            if (participant.Code.Length > 0 && !SubjectNames.IsCode(participant.Code))
                return $"code: \"{Shorten(participant.Code)}\" is not a code of 2 to 16 capital letters and digits. Write for example PRK, or leave it empty.";
        if (SeenFrom(claim) is not { } time)
            return "publishTime: missing. Without it nobody knows from when on the claim counts.";
        if (time.CompareTo(Earliest) < 0 || time.CompareTo(Latest) >= 0)
            return "publishTime: outside the years 1900 to 2199. Check the date.";
        return null;
    }

    /// <summary>The directed pairs of a claim without a <see cref="Problem"/>, with the time from which they are seen.</summary>
    public static IEnumerable<PairClaim> Read(Claim claim, MethodConstants? constants = null)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var time = SeenFrom(claim) ?? throw new ArgumentException(Problem(claim), nameof(claim));
        var micros = time.Seconds * 1_000_000 + time.Nanos / 1000;
        return ClaimReading.Read(claim, null, time.ToDateTimeOffset(), constants).Select(c => c with { VisibleFrom = micros });
    }

    private static Timestamp? SeenFrom(Claim claim) =>
        claim.PublishTime is null || (claim.IngestTime is not null && claim.IngestTime.CompareTo(claim.PublishTime) < 0) ? claim.IngestTime : claim.PublishTime;

    private static string Shorten(string text) => text.Length <= 32 ? text : text[..32] + "...";
}
