using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Outlooks;

/// <summary>What the items of a list or table are.</summary>
internal enum ListKind
{
    None,
    // Acts that the party of the lead-in line does or announces.
    Acts,
    Outlooks,
    Recommendations,
}

/// <summary>Tells the kind of a list from its lead-in line, table header and heading.</summary>
internal static class ListKinds
{
    public static ListKind Of(Sentence? leadIn, Sentence? header, Sentence? heading)
    {
        foreach (var sentence in (Sentence?[])[header, leadIn])
            if (sentence is not null && Words(sentence) is var kind and not ListKind.None)
                return kind;
        // "This may include:" under "Recommendations for ...".
        return heading is not null ? Words(heading) : ListKind.None;
    }

    private static ListKind Words(Sentence s)
    {
        var outlook = false;
        var acts = false;
        for (var i = 0; i < s.Tokens.Length; i++)
        {
            if (s.IsAny(i, "recommendations", "recommendation", "recommended", "measure", "proposals", "recommends")
                || s.IsAny(i, "strategies", "measures", "steps") && (Has(s, "should") || Has(s, "de-escalation") || Has(s, "mitigate")))
                return ListKind.Recommendations;
            outlook |= s.IsAny(i, "outcome", "outcomes", "implications", "implication", "consequences", "considerations", "factors", "factor", "risks", "scenarios", "effects");
            acts |= s.IsAny(i, "countermeasures", "initiatives", "steps", "measures", "points", "responses", "commitments", "actions", "plans");
        }
        return outlook ? ListKind.Outlooks : acts ? ListKind.Acts : ListKind.None;
    }

    private static bool Has(Sentence s, string word)
    {
        for (var i = 0; i < s.Tokens.Length; i++)
            if (s.Is(i, word))
                return true;
        return false;
    }
}
