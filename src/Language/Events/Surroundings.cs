using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Events;

/// <summary>What stands around a trigger: subject, object, phrases. Computed once a trigger, asked by the lexicon's conditions.</summary>
internal sealed class Surroundings
{
    public required int Chunk { get; init; }
    public int Subject { get; init; } = -1;
    public int Object { get; init; } = -1;
    public int Second { get; init; } = -1;
    // The tokens right behind the verb group.
    public int After { get; init; }
    public List<Attached> Phrases { get; init; } = [];
    public bool Passive { get; init; }

    /// <summary>Whether every condition of the row holds here.</summary>
    public bool Satisfies(Sentence s, LexiconRow row)
    {
        foreach (var condition in row.Conditions)
            if (!Holds(s, condition))
                return false;
        return true;
    }

    private bool Holds(Sentence s, Condition condition)
    {
        switch (condition.Place)
        {
            case "obj":
                return PhraseHas(s, Object, condition, list: true) || Second >= 0 && PhraseHas(s, Second, condition, list: true);
            case "sub":
                return PhraseHas(s, Subject, condition, list: false);
            case "mod":
                return PhraseHas(s, Chunk, condition, list: false);
            case "next":
                return After < s.Tokens.Length && condition.Words.Contains(s.LemmaOf(After));
            case "any":
                for (var i = 0; i < s.Tokens.Length; i++)
                    if (condition.Words.Contains(s.LemmaOf(i)))
                        return true;
                return false;
            default:
                foreach (var (preposition, phrase) in Phrases)
                    if (!s.Chunks[phrase].Time && s.Is(s.Chunks[preposition].First, condition.Place) && PhraseHas(s, phrase, condition, list: true))
                        return true;
                return false;
        }
    }

    private static bool PhraseHas(Sentence s, int phrase, Condition condition, bool list)
    {
        if (phrase < 0)
            return false;
        if (condition.Words.Contains("*"))
            return true;
        // Where office-holders are asked for, a name of the gazetteer is one.
        if (condition.Words.Contains("president") && s.MentionAt[s.Chunks[phrase].Head] >= 0)
            return true;
        if (InPhrase(s, phrase, condition))
            return true;
        if (!list)
            return false;
        foreach (var other in Clauses.Group(s, phrase, subject: false))
            if (other != phrase && InPhrase(s, other, condition))
                return true;
        return false;
    }

    private static bool InPhrase(Sentence s, int phrase, Condition condition)
    {
        var chunk = s.Chunks[phrase];
        for (var i = chunk.First; i <= chunk.Last; i++)
            if (s.MentionAt[i] < 0 && condition.Words.Contains(s.NounOf(i)))
                return true;
        return false;
    }
}
