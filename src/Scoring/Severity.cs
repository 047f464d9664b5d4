using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>
/// The ladder of severity: type, mode and qualifiers to s and rung. Where the ladder names no mode that fits, the lowest step of the type holds: what the text
/// does not say is not made worse.
/// </summary>
public static class Severity
{
    /// <summary>Deaths reported in one event from which an ASSAULT is mass violence.</summary>
    public const int MassViolenceDeaths = 100;

    // s in twentieths, so that every step is a whole number: 0.05 is 1, 12.8 is 256.
    private const int Nothing = 0;
    private const int Criticism = 1;
    private const int Dispute = 2;
    private const int Threat = 4;
    private const int Rupture = 8;
    private const int ShowOfForce = 16;
    private const int Coercion = 32;
    private const int LimitedForce = 64;
    private const int MassViolence = 256;

    /// <summary>s in units of 2^-40: 0 to 12.8 for conflict, 0 to 1.6 for cooperation. 0: never scored.</summary>
    public static long Of(EventType type, Mode mode, IReadOnlyCollection<Qualifier> qualifiers, int deaths = 0)
    {
        ArgumentNullException.ThrowIfNull(qualifiers);
        return Fixed.Ratio(Twentieths(type, mode, qualifiers, deaths), 20);
    }

    /// <summary>Rung 0 to 7 or 9 of a conflict type's s; rung 8 is computed from days. Cooperation has none: 0.</summary>
    public static int Rung(EventType type, long severity)
    {
        if (type.IsCooperative())
            return 0;
        return (int)Fixed.DivideRounded((Int128)severity * 20, Fixed.One) switch
        {
            >= MassViolence => 9,
            >= LimitedForce => 7,
            >= Coercion => 6,
            >= ShowOfForce => 5,
            >= Rupture => 4,
            >= Threat => 3,
            >= Dispute => 2,
            >= Criticism => 1,
            _ => 0,
        };
    }

    private static int Twentieths(EventType type, Mode mode, IReadOnlyCollection<Qualifier> qualifiers, int deaths) => type switch
    {
        EventType.Agree or EventType.Consult or EventType.Support => 2,
        EventType.Concede or EventType.Cooperate or EventType.Aid => 8,
        EventType.Retreat => mode switch
        {
            Mode.Withdraw or Mode.Disarm or Mode.Ceasefire => 32,
            Mode.Resign => Nothing,
            _ => 8,
        },
        EventType.Request => mode is Mode.Change or Mode.Yield ? Dispute : Nothing,
        EventType.Accuse => mode is Mode.Allege or Mode.Investigate ? Dispute : Criticism,
        EventType.Reject or EventType.Protest => Dispute,
        EventType.Threaten => mode is Mode.Violence or Mode.Territory or Mode.XNuclear ? Rupture : Threat,
        EventType.Sanction => Rupture,
        EventType.Mobilize => Mobilize(mode, qualifiers),
        EventType.Coerce => qualifiers.Contains(Qualifier.WarningShots) || mode is Mode.Seize or Mode.Withhold or Mode.Cyber
            or Mode.XBlockade or Mode.XIncursion or Mode.XInterception ? Coercion : Rupture,
        EventType.Assault => mode == Mode.Unconventional || deaths >= MassViolenceDeaths ? MassViolence : LimitedForce,
        EventType.Statement or EventType.Unspecified => Nothing,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of the codebook"),
    };

    private static int Mobilize(Mode mode, IReadOnlyCollection<Qualifier> qualifiers)
    {
        if (qualifiers.Contains(Qualifier.WarningShots) || qualifiers.Contains(Qualifier.NuclearTest))
            return Coercion;
        return mode switch
        {
            Mode.Troops or Mode.Weapons or Mode.XTest or Mode.XAlert or Mode.XBuildUp => ShowOfForce,
            Mode.XExercise when qualifiers.Contains(Qualifier.Unscheduled) || qualifiers.Contains(Qualifier.LiveFire) => ShowOfForce,
            _ => Rupture,
        };
    }
}
