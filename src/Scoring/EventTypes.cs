using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring;

/// <summary>What follows from an event type alone.</summary>
public static class EventTypes
{
    /// <summary>The type's quad class; unspecified for STATEMENT and none.</summary>
    public static QuadClass QuadClassOf(this EventType type) => type switch
    {
        EventType.Agree or EventType.Consult or EventType.Support or EventType.Concede => QuadClass.VerbalCooperation,
        EventType.Cooperate or EventType.Aid or EventType.Retreat => QuadClass.MaterialCooperation,
        EventType.Request or EventType.Accuse or EventType.Reject or EventType.Threaten => QuadClass.VerbalConflict,
        EventType.Protest or EventType.Sanction or EventType.Mobilize or EventType.Coerce or EventType.Assault => QuadClass.MaterialConflict,
        _ => QuadClass.Unspecified,
    };

    /// <summary>Whether it counts to Q.</summary>
    public static bool IsCooperative(this EventType type) =>
        type.QuadClassOf() is QuadClass.VerbalCooperation or QuadClass.MaterialCooperation;

    /// <summary>Whether it counts to P.</summary>
    public static bool IsConflict(this EventType type) => type.QuadClassOf() is QuadClass.VerbalConflict or QuadClass.MaterialConflict;

    /// <summary>Whether it halves in 7 days rather than 14.</summary>
    public static bool IsVerbal(this EventType type) => type.QuadClassOf() is QuadClass.VerbalCooperation or QuadClass.VerbalConflict;
}
