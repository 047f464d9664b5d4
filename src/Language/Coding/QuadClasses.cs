using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Coding;

/// <summary>Quad class of a type, as the codebook lists them.</summary>
internal static class QuadClasses
{
    public static QuadClass Of(EventType type) => type switch
    {
        EventType.Agree or EventType.Consult or EventType.Support or EventType.Concede => QuadClass.VerbalCooperation,
        EventType.Cooperate or EventType.Aid or EventType.Retreat => QuadClass.MaterialCooperation,
        EventType.Request or EventType.Accuse or EventType.Reject or EventType.Threaten => QuadClass.VerbalConflict,
        EventType.Protest or EventType.Sanction or EventType.Mobilize or EventType.Coerce or EventType.Assault => QuadClass.MaterialConflict,
        _ => QuadClass.Unspecified,
    };
}
