using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;

namespace RegionalSecurity.Language.Coding;

/// <summary>
/// Probability that type, actor and target are all right. An expert mapping, not a learned one: the strength of the lexicon's row (lowered by each
/// guess of the reader: recalled clauses, parties that only modify a phrase, missing targets) times one factor a side for how surely the
/// party is told, rounded to two digits.
/// </summary>
internal static class Confidence
{
    public static double Of(EventFrame frame, Claim claim)
    {
        var p = frame.Strength * Side(frame.Actors, missing: 0.8) * Side(frame.Targets, missing: 1);
        // Long sentences hide more ways to be wrong.
        if (claim.Evidence.End - claim.Evidence.Start > 300)
            p *= 0.9;
        return Math.Round(Math.Clamp(p, 0.05, 0.95), 2, MidpointRounding.AwayFromZero);
    }

    private static double Side(List<Party> parties, double missing)
    {
        if (parties.Count == 0)
            return missing;
        return parties.Min(p => p.Kind switch
        {
            PartyKind.Named => 1.0,
            PartyKind.Reference => 0.9,
            PartyKind.Role => p.Code.Length > 0 ? 1.0 : 0.9,
            _ => 0.8,
        });
    }
}
