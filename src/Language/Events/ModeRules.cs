using System.Collections.Frozen;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Events;

/// <summary>Modes that do not stand in the lexicon's row: of complements, and of attacks by their means.</summary>
internal static class ModeRules
{
    // Words of the clause that tell an attack's means, the most severe first (codebook rule 10).
    private static readonly (Mode Mode, FrozenSet<string> Words)[] Means =
    [
        (Mode.Unconventional, Set("chemical sarin chlorine nerve poison gas biological radiological anthrax")),
        (Mode.SuicideAttack, Set("suicide")),
        (Mode.Drone, Set("drone uav unmanned")),
        (Mode.Aerial, Set("airstrike airstrikes warplane warplanes jet bomber aircraft air helicopter aerial gunship airforce plane planes f-16")),
        (Mode.HeavyWeapons, Set("missile rocket artillery shell shelling mortar tank howitzer rocket-propelled gunboat warship grenade")),
        (Mode.Explosives, Set("bomb bombing explosive explosion blast mine ied explosives roadside landmine")),
        (Mode.Firearms, Set("gunman gunmen shooting shot gunfire gun sniper rifle fire")),
        (Mode.Primitive, Set("knife machete stone stones sword")),
    ];

    /// <summary>The means of an attack from the words of its clause; unspecified when none tells.</summary>
    public static Mode MeansOf(Sentence s, int first, int last)
    {
        var best = int.MaxValue;
        for (var i = first; i <= last; i++)
        {
            var lemma = s.LemmaOf(i);
            for (var m = 0; m < Means.Length && m < best; m++)
                if (Means[m].Words.Contains(lemma))
                    best = m;
        }
        return best == int.MaxValue ? Mode.Unspecified : Means[best].Mode;
    }

    /// <summary>The mode of an event of that type at that trigger.</summary>
    public static Mode Of(Sentence s, Candidates candidates, Trigger trigger, EventType type)
    {
        var p = trigger.Predicate;
        foreach (var row in trigger.Rows)
            if (row.Type == type)
            {
                if (row.ModeOfComplement)
                    break;
                if (row.Mode != Mode.Unspecified)
                    return row.Mode;
            }
        if (type == EventType.Assault)
            return MeansOf(s, Math.Max(0, p.Token - 14), Math.Min(s.Length - 1, p.Token + 14));
        if (type is not (EventType.Threaten or EventType.Request or EventType.Reject) || p.Complement < 0 && p.Object < 0)
            return Mode.Unspecified;
        var inner = candidates.Triggers.Find(t => t.Token == p.Complement) ?? candidates.Triggers.Find(t => t.Token == p.Object);
        if (inner is null && p.Complement < 0)
            return Mode.Unspecified;
        return OfComplement(type, inner?.Best?.Type ?? EventType.Unspecified, inner?.Best?.Mode ?? Mode.Unspecified, s, p.Token);
    }

    /// <summary>The mode that "threatened to", "urged to", "refused to" take from what follows.</summary>
    public static Mode OfComplement(EventType type, EventType innerType, Mode innerMode, Sentence s, int from)
    {
        if (type == EventType.Threaten)
        {
            for (var i = from; i < s.Length; i++)
                if (s.IsAny(i, "nuclear", "atomic") && innerType is EventType.Assault or EventType.Unspecified)
                    return Mode.XNuclear;
            return innerType switch
            {
                EventType.Assault or EventType.Mobilize => Mode.Violence,
                EventType.Sanction when innerMode == Mode.Expel => Mode.Expel,
                EventType.Sanction when innerMode is Mode.Withdraw or Mode.Discontinue => Mode.Relations,
                EventType.Sanction => Mode.Restrict,
                EventType.Coerce when innerMode == Mode.Arrest => Mode.Arrest,
                EventType.Coerce when innerMode is Mode.Seize or Mode.XBlockade => Mode.Territory,
                EventType.Coerce => Mode.Restrict,
                _ => Mode.Unspecified,
            };
        }
        return innerType switch
        {
            EventType.Consult => Mode.Meet,
            EventType.Aid or EventType.Cooperate or EventType.Support => Mode.Assist,
            EventType.Concede or EventType.Retreat => Mode.Yield,
            _ => Mode.Change,
        };
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
