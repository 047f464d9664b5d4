using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>
/// What the score needs of one claim for one directed pair: the compact form that is stored and computed with. Days are <see cref="DateOnly.DayNumber"/>,
/// times microseconds since 1970, amounts units of 2^-40. <see cref="ClaimReading"/> makes them.
/// </summary>
public sealed record PairClaim
{
    /// <summary>Id of the claim.</summary>
    public required string ClaimId { get; init; }

    /// <summary>Code of who acted.</summary>
    public required string Actor { get; init; }

    /// <summary>Code of who received it; never the actor's.</summary>
    public required string Receiver { get; init; }

    /// <summary>Type as scored.</summary>
    public required EventType Type { get; init; }

    /// <summary>Mode as scored.</summary>
    public Mode Mode { get; init; }

    /// <summary>s by the ladder; 0: never scored.</summary>
    public required long Severity { get; init; }

    /// <summary>Modality.</summary>
    public required Modality Modality { get; init; }

    /// <summary>First day of the event.</summary>
    public required int FirstDay { get; init; }

    /// <summary>Last day of the event, not before the first.</summary>
    public required int LastDay { get; init; }

    /// <summary>For announcements: whether the days are those announced; else they are the day of the announcement.</summary>
    public bool Dated { get; init; } = true;

    /// <summary>Confidence, 0 to 1.</summary>
    public required long Probability { get; init; }

    /// <summary>Part of the event that this pair gets: 1, or 4 over the number of pairs the claim names.</summary>
    public required long Share { get; init; }

    /// <summary>The independent voice: "=" and a party's code where the claim is attributed to one, else the publisher's family.</summary>
    public required string Voice { get; init; }

    /// <summary>Code of the party whose word it is: the party it is attributed to, else the state that controls the publisher; empty for all others.</summary>
    public required string Side { get; init; }

    /// <summary>Who alleges it, where the words mark it as an allegation; null: no allegation; empty: alleged by somebody without a code.</summary>
    public string? AllegedBy { get; init; }

    /// <summary>A speech act quoted directly or issued by its speaker.</summary>
    public bool FirstHand { get; init; }

    /// <summary>It stands in an unsigned commentary of a state-controlled outlet.</summary>
    public bool UnsignedCommentary { get; init; }

    /// <summary>Themes as bits by their numbers.</summary>
    public int Themes { get; init; }

    /// <summary>It belongs to the invented sample.</summary>
    public bool Sample { get; init; }

    /// <summary>From when on it is seen, in the past that is asked about.</summary>
    public long VisibleFrom { get; init; } = long.MinValue;

    /// <summary>Until when it is seen, exclusive: when its article was revised or withdrawn.</summary>
    public long VisibleUntil { get; init; } = long.MaxValue;
}
