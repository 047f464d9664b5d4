using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Actors;

/// <summary>Finds the gazetteer's entities in a sentence: the longest form at each token, left to right; of an office-holder of several offices the one of that day.</summary>
internal static class MentionFinder
{
    public static void Find(Sentence s, Gazetteer gazetteer, DateOnly? on)
    {
        var tokens = s.Tokens;
        s.MentionAt = new int[tokens.Length];
        Array.Fill(s.MentionAt, -1);
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Is(TokenFlags.Punctuation))
                continue;
            if (Longest(s, i, gazetteer, on) is not { } form)
            {
                if (Titled(s, i) && gazetteer.HolderOf(tokens[i].Hash, on) is { } holder)
                    Add(s, i, i, holder);
                continue;
            }
            var last = i + form.Words.Length - 1;
            if (form.Entity.Masked)
            {
                if (Longest(s, last, gazetteer, on) is { Entity: { Sector: Claims.V1.Sector.Igo, Code: { Length: > 0 } code } })
                    s.Labels.Add(code);
                i = last;
                continue;
            }
            if (IsPlaceName(s, i, last))
                continue;
            Add(s, i, last, form);
            i = last;
        }
    }

    private static void Add(Sentence s, int first, int last, Form form)
    {
        s.Mentions.Add(new Mention(first, last, form));
        for (var i = first; i <= last; i++)
            s.MentionAt[i] = s.Mentions.Count - 1;
    }

    // "President Lai", "Foreign Minister Wang": a surname alone behind a title.
    private static bool Titled(Sentence s, int at) =>
        at > 0 && s.Tokens[at].Is(TokenFlags.Capital) && s.Tokens[at - 1].Is(TokenFlags.Capital) && s.Tokens[at].Word.Role == Claims.V1.Sector.Unspecified
        && s.IsAny(at - 1, "president", "minister", "premier", "chancellor", "secretary", "king", "emir", "taoiseach", "leader", "pm")
        && !(at + 1 < s.Length && s.Tokens[at + 1].Is(TokenFlags.Capital) && !s.Tokens[at + 1].Is(TokenFlags.Punctuation));

    private static Form? Longest(Sentence s, int at, Gazetteer gazetteer, DateOnly? on)
    {
        foreach (var form in gazetteer.FormsStartingWith(s.Tokens[at].Hash))
            if (Matches(s, at, form))
                return form.On(on);
        return null;
    }

    private static bool Matches(Sentence s, int at, Form form)
    {
        if (at + form.Words.Length > s.Tokens.Length)
            return false;
        var capital = false;
        for (var i = 0; i < form.Words.Length; i++)
        {
            if (s.Tokens[at + i].Hash != form.Hashes[i] || form.Strict && !s.TextOf(at + i).SequenceEqual(form.Words[i]))
                return false;
            capital |= s.Tokens[at + i].Is(TokenFlags.Capital) || s.Tokens[at + i].Is(TokenFlags.Number);
        }
        // "japan", "south Korea": lower case is let through for names of states that are no words of the language; not for persons and places.
        return capital || form.Words.Length == 1 && !form.Strict && form.Words[0].Length >= 5 && form.Entity.WikidataId.Length > 0 && form.Entity.Sector == Claims.V1.Sector.Gov && s.Tokens[at].Word.Text.Length == 0;
    }

    // "Atlanta, Georgia", "Paris, Texas": a name after a city and a comma that is no state where the city is not its own.
    private static bool IsPlaceName(Sentence s, int first, int last) =>
        first >= 2 && s.Is(first, "Georgia") && s.TextOf(first - 1)[0] == ',' && s.Tokens[first - 2].Is(TokenFlags.Capital)
        && s.MentionAt[first - 2] < 0 && first == last;
}
