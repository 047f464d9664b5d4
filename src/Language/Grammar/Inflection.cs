namespace RegionalSecurity.Language.Grammar;

/// <summary>English inflection of regular words.</summary>
internal static class Inflection
{
    private const string Vowels = "aeiou";

    // Verbs of more than one syllable that double their last consonant.
    private static readonly HashSet<string> Doubling = new(StringComparer.Ordinal)
    {
        "permit", "commit", "admit", "refer", "prefer", "defer", "deter", "occur", "rebel", "expel", "compel", "repel", "propel", "control",
        "transfer", "submit", "regret", "forget", "begin", "patrol", "kidnap", "cancel", "abet", "handicap", "omit", "allot", "signal", "label", "travel",
    };

    public static string S(string verb) =>
        verb.EndsWith('s') || verb.EndsWith('x') || verb.EndsWith('z') || verb.EndsWith("ch", StringComparison.Ordinal)
        || verb.EndsWith("sh", StringComparison.Ordinal) || verb is "go" or "do" or "veto" ? verb + "es"
        : verb.Length > 1 && verb[^1] == 'y' && !Vowels.Contains(verb[^2]) ? verb[..^1] + "ies"
        : verb + "s";

    public static string Past(string verb) =>
        verb.EndsWith('e') ? verb + "d"
        : verb.Length > 1 && verb[^1] == 'y' && !Vowels.Contains(verb[^2]) ? verb[..^1] + "ied"
        : Doubles(verb) ? verb + verb[^1] + "ed"
        : verb + "ed";

    public static string Ing(string verb) =>
        verb.EndsWith("ie", StringComparison.Ordinal) ? verb[..^2] + "ying"
        : verb.Length > 2 && verb[^1] == 'e' && verb[^2] is not ('e' or 'o' or 'y') ? verb[..^1] + "ing"
        : Doubles(verb) ? verb + verb[^1] + "ing"
        : verb + "ing";

    public static string Plural(string noun) =>
        noun.EndsWith("man", StringComparison.Ordinal) && noun.Length > 4 ? noun[..^2] + "en"
        : noun is "woman" or "man" ? noun[..^2] + "en"
        : noun is "child" ? "children"
        : noun is "person" ? "persons"
        : noun.EndsWith("craft", StringComparison.Ordinal) ? noun
        : S(noun);

    private static bool Doubles(string verb)
    {
        if (verb.Length < 3 || Vowels.Contains(verb[^1]) || verb[^1] is 'w' or 'x' or 'y' || !Vowels.Contains(verb[^2]) || Vowels.Contains(verb[^3]))
            return false;
        if (Doubling.Contains(verb))
            return true;
        // One syllable: one run of vowels.
        var runs = 0;
        for (var i = 0; i < verb.Length; i++)
            if (Vowels.Contains(verb[i]) && (i == 0 || !Vowels.Contains(verb[i - 1])))
                runs++;
        return runs == 1;
    }
}
