using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>
/// One day's acts of one type and severity by one party towards another, with the weight that its claims give it. Immutable; independent of the time asked
/// about but for the set of claims it was built from. Days are <see cref="DateOnly.DayNumber"/>, amounts units of 2^-40.
/// </summary>
public sealed record TensionEvent
{
    /// <summary>Code of who acted.</summary>
    public required string Actor { get; init; }

    /// <summary>Code of who received it.</summary>
    public required string Receiver { get; init; }

    /// <summary>Type.</summary>
    public required EventType Type { get; init; }

    /// <summary>s of the ladder, the one of the key.</summary>
    public required long KeySeverity { get; init; }

    /// <summary>The day.</summary>
    public required int Day { get; init; }

    /// <summary>The day it was first known in the past asked about; age counts from the earlier of both days.</summary>
    public required int KnownDay { get; init; }

    /// <summary>s as it counts: the key's, or half of it where only unsigned commentaries say so.</summary>
    public required long Severity { get; init; }

    /// <summary>p: the highest confidence among its claims.</summary>
    public required long Probability { get; init; }

    /// <summary>r: 1 or 0.5.</summary>
    public required long Reality { get; init; }

    /// <summary>w: by voices.</summary>
    public required long Corroboration { get; init; }

    /// <summary>Part of the event that this pair gets.</summary>
    public long Share { get; init; } = Fixed.One;

    /// <summary>Distinct voices, ordinal order.</summary>
    public IReadOnlyList<string> Voices { get; init; } = [];

    /// <summary>Whether a claim says that it has occurred; else it is only announced.</summary>
    public bool Occurred { get; init; } = true;

    /// <summary>A hostile act that only its receiver or the receiver's treaty allies tell.</summary>
    public bool OneSided { get; init; }

    /// <summary>The actor itself says so.</summary>
    public bool OwnWord { get; init; }

    /// <summary>First day of those announced.</summary>
    public int AnnouncedFirst { get; init; }

    /// <summary>Last day of those announced.</summary>
    public int AnnouncedLast { get; init; }

    /// <summary>Last day on which an announcement counts; <see cref="int.MaxValue"/> for what has occurred.</summary>
    public int LastCounted { get; init; } = int.MaxValue;

    /// <summary>Modes of its claims, as bits by their numbers.</summary>
    public UInt128 Modes { get; init; } = UInt128.One;

    /// <summary>Ids of the claims behind it, most confident first.</summary>
    public IReadOnlyList<string> ClaimIds { get; init; } = [];

    /// <summary>u s = p r w s, times the share.</summary>
    public long Weight { get; private init; }

    /// <summary>Key of the event: what makes it the same event at two times.</summary>
    public EventKey Key => new(Actor, Receiver, Type, KeySeverity, Day);

    /// <summary>The same event with its weight computed from its factors.</summary>
    public TensionEvent Weighed() => this with
    {
        Weight = Fixed.Multiply(Fixed.Multiply(Fixed.Multiply(Fixed.Multiply(Probability, Reality), Corroboration), Share), Severity),
    };

    /// <summary>x on a day: the weight decayed by the whole days since the event, or since it was known if that is earlier.</summary>
    public long AmountOn(int day, MethodConstants? constants = null) =>
        Fixed.Multiply(Weight, (constants ?? MethodConstants.Published).Decay(Type, Math.Max(0, day - Math.Min(Day, KnownDay))));
}

/// <summary>What one event is: actor, receiver, type, severity, UTC day.</summary>
public readonly record struct EventKey(string Actor, string Receiver, EventType Type, long Severity, int Day);
