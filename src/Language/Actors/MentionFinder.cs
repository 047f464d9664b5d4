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
            if (tokens[i].Is(TokenFlags.Punctuation) || Longest(s, i, gazetteer, on) is not { } form)
                continue;
            var last = i + form.Words.Length - 1;
            if (form.Entity.Masked)
            {
                i = last;
                continue;
            }
            if (IsPlaceName(s, i, last))
                continue;
            s.Mentions.Add(new Mention(i, last, form));
            for (var j = i; j <= last; j++)
                s.MentionAt[j] = s.Mentions.Count - 1;
            i = last;
        }
    }

    private static Form? Longest(Sentence s, int at, Gazetteer gazetteer, DateOnly? on)
    {
        foreach (var form in gazetteer.FormsStartingWith(s.TextOf(at)))
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
            if (!s.TextOf(at + i).Equals(form.Words[i], form.Strict ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
                return false;
            capital |= s.Tokens[at + i].Is(TokenFlags.Capital) || s.Tokens[at + i].Is(TokenFlags.Number);
        }
        // "japan", "south Korea": lower case is let through for names that are no words of the language; not for persons' single names.
        return capital || form.Words.Length == 1 && !form.Strict && form.Words[0].Length >= 5 && form.Entity.Sector == Claims.V1.Sector.Gov && s.Tokens[at].Word.Text.Length == 0;
    }

    // "Atlanta, Georgia", "Paris, Texas": a name after a city and a comma that is no state where the city is not its own.
    private static bool IsPlaceName(Sentence s, int first, int last) =>
        first >= 2 && s.Is(first, "Georgia") && s.TextOf(first - 1)[0] == ',' && s.Tokens[first - 2].Is(TokenFlags.Capital)
        && s.MentionAt[first - 2] < 0 && first == last;
}
