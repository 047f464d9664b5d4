using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>
/// Parts words that lost the space around a name. KCNA's site prints leaders' names in bold and drops the spaces beside them: "ComradeKim Jong
/// Unreceived a letter".
/// </summary>
internal static class GluedNames
{
    private static readonly string[] Titles =
        ["Comrade", "Comrades", "President", "Chairman", "Marshal", "General", "Generalissimo", "Generalissimos", "Secretary", "Premier", "leader", "to", "of", "and", "by", "for", "with", "from", "that"];

    private static readonly (string First, string Second, string Last)[] Names = [("Kim", "Jong", "Un"), ("Kim", "Jong", "Il"), ("Kim", "Il", "Sung")];

    /// <summary>Where the word [from, stop) is to be cut; from when it is not.</summary>
    public static int Cut(string text, int from, int stop, List<Token> before)
    {
        var word = text.AsSpan(from, stop - from);
        if (word.Length < 3)
            return from;
        for (var i = 1; i < word.Length && i < 16; i++)
            if (char.IsUpper(word[i]) && char.IsLower(word[i - 1]))
                return Known(word[..i]) && word[i..].StartsWith("Kim", StringComparison.Ordinal) ? from + i : from;
        if (before.Count < 2 || !char.IsUpper(word[0]))
            return from;
        foreach (var (first, second, last) in Names)
            if (word.Length > last.Length && word.StartsWith(last, StringComparison.Ordinal) && char.IsLower(word[last.Length])
                && Is(text, before[^2], first) && Is(text, before[^1], second))
                return from + last.Length;
        return from;
    }

    private static bool Known(ReadOnlySpan<char> title)
    {
        foreach (var known in Titles)
            if (title.SequenceEqual(known))
                return true;
        return false;
    }

    private static bool Is(string text, in Token token, string word) => text.AsSpan(token.Start, token.Length).SequenceEqual(word);
}
