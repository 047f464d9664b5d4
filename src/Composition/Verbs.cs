using System.Collections.Frozen;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Composition;

/// <summary>Forms of a verb phrase.</summary>
internal enum VerbForm
{
    /// <summary>"criticise"</summary>
    Infinitive,
    /// <summary>"criticised"</summary>
    Past,
    /// <summary>"criticised", after "had"</summary>
    Participle,
    /// <summary>"criticising"</summary>
    Gerund,
}

/// <summary>Says an act by its type and mode, from the table verbs.txt.</summary>
internal static class Verbs
{
    private sealed record Row(string WithTarget, string Alone, string Noun);

    private static readonly FrozenDictionary<(string Type, string Detail), Row> s_rows = Resources.Lines("verbs.txt")
        .Select(static line => line.Split('|'))
        .ToFrozenDictionary(static c => (c[0], c[1]), static c => new Row(c[2], c[3], c[4]));

    // past, participle, gerund
    private static readonly FrozenDictionary<string, (string Past, string Participle, string Gerund)> s_irregular =
        new Dictionary<string, (string, string, string)>
        {
            ["hold"] = ("held", "held", "holding"),
            ["meet"] = ("met", "met", "meeting"),
            ["make"] = ("made", "made", "making"),
            ["take"] = ("took", "taken", "taking"),
            ["give"] = ("gave", "given", "giving"),
            ["speak"] = ("spoke", "spoken", "speaking"),
            ["withdraw"] = ("withdrew", "withdrawn", "withdrawing"),
            ["put"] = ("put", "put", "putting"),
            ["set"] = ("set", "set", "setting"),
            ["go"] = ("went", "gone", "going"),
            ["leave"] = ("left", "left", "leaving"),
            ["build"] = ("built", "built", "building"),
            ["spread"] = ("spread", "spread", "spreading"),
            ["beat"] = ("beat", "beaten", "beating"),
            ["commit"] = ("committed", "committed", "committing"),
            ["expel"] = ("expelled", "expelled", "expelling"),
            ["cut"] = ("cut", "cut", "cutting"),
            ["level"] = ("levelled", "levelled", "levelling"),
            ["withhold"] = ("withheld", "withheld", "withholding"),
        }.ToFrozenDictionary();

    /// <summary>Whether the table has the type: a later contract may know more.</summary>
    public static bool Knows(EventType type) => s_rows.ContainsKey((Upper(type), ""));

    /// <summary>What kind of act it is, as a noun that begins with a capital: "Military exercise".</summary>
    public static string Noun(Claim claim) => Find(claim).Noun;

    /// <summary>The verb phrase: "criticised the United States"; without target when <paramref name="target"/> is empty.</summary>
    public static string Phrase(Claim claim, VerbForm form, string target)
    {
        var row = Find(claim);
        var phrase = target.Length == 0 ? row.Alone : row.WithTarget.Replace("{T}", target, StringComparison.Ordinal);
        var space = phrase.IndexOf(' ', StringComparison.Ordinal);
        var verb = space < 0 ? phrase : phrase[..space];
        return Conjugate(verb, form) + (space < 0 ? "" : phrase[space..]);
    }

    /// <summary>The phrase speaks of what belongs to the target ("citizens of", "craft of"): the target is a state then, not a branch or people of it.</summary>
    public static bool OfTarget(Claim claim) => Find(claim).WithTarget.Contains(" of {T}", StringComparison.Ordinal);

    private static Row Find(Claim claim)
    {
        var type = Upper(claim.EventType);
        if (claim.Mode != Mode.Unspecified && s_rows.TryGetValue((type, claim.Mode.ToString()), out var row))
            return row;
        foreach (var theme in claim.Themes)
            if (s_rows.TryGetValue((type, theme.ToString()), out row))
                return row;
        return s_rows.TryGetValue((type, ""), out row)
            ? row
            : throw new ArgumentOutOfRangeException(nameof(claim), claim.EventType, "The table of verbs does not know this event type.");
    }

    private static string Conjugate(string verb, VerbForm form)
    {
        if (form == VerbForm.Infinitive)
            return verb;
        if (s_irregular.TryGetValue(verb, out var irregular))
            return form switch { VerbForm.Past => irregular.Past, VerbForm.Participle => irregular.Participle, _ => irregular.Gerund };
        if (form == VerbForm.Gerund)
            return (verb.EndsWith('e') && !verb.EndsWith("ee", StringComparison.Ordinal) ? verb[..^1] : verb) + "ing";
        if (verb.EndsWith('e'))
            return verb + "d";
        return verb.EndsWith('y') && verb.Length > 1 && !"aeiou".Contains(verb[^2], StringComparison.Ordinal) ? verb[..^1] + "ied" : verb + "ed";
    }

    private static string Upper(EventType type) => type.ToString().ToUpperInvariant();
}
