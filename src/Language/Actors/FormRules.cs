namespace RegionalSecurity.Language.Actors;

/// <summary>What follows from the writing of a form.</summary>
internal static class FormRules
{
    // Adjectives that do not begin like the name they belong to.
    private static readonly HashSet<string> KnownAdjectives = new(StringComparer.Ordinal)
    {
        "Dutch", "Filipino", "Filipina", "Malagasy", "Basotho", "Swiss", "Czech", "Greek", "Thai", "Soviet", "French", "Welsh", "Scottish",
        "Burmese", "Persian", "Hellenic", "Philippine", "Croat", "Serb", "Finn", "Turk", "Swede", "Dane", "Pole", "Slovene", "Slovak", "Lao",
        "Uzbek", "Kazakh", "Kyrgyz", "Tajik", "Turkmen", "Azeri", "Somali", "Afghan", "Yugoslav", "Argentine", "Spanish", "Greek Cypriot",
        "Cypriot", "Kosovar", "Monegasque", "Swazi", "Manx", "Kanak", "Burkinabe", "Burkinabé", "Nepali", "Bengali", "Kurdish", "Chechen",
        "Irish", "American", "Congolese", "Palestinian",
    };

    // Names that end like adjectives.
    private static readonly HashSet<string> KnownNames = new(StringComparer.Ordinal)
    {
        "Tehran", "Teheran", "Amman", "Yerevan", "Sudan", "South Sudan", "Japan", "Bhutan", "Vatican", "Oman", "Iran", "Taiwan", "Jordan",
        "Saipan", "Fiji", "Haiti", "Mali", "Malawi", "Kiribati", "Djibouti", "Burundi", "Tripoli", "Abu Dhabi", "New Delhi", "Delhi", "Nairobi",
        "Helsinki", "Tbilisi", "Malé", "Dili", "Brunei", "Chisinau", "Milan", "Astana", "Dushanbe", "Tahiti", "Islamabad", "Zhongnanhai",
        "Pakistan", "Afghanistan", "Kazakhstan", "Uzbekistan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Azerbaijan", "Taliban", "Hezbollah",
    };

    // Common words: as forms they count only in the file's own capitals.
    private static readonly HashSet<string> CommonWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "us", "turkey", "chad", "china", "jordan", "georgia", "polish", "pole", "poles", "jersey", "niger", "guinea", "mali", "togo", "oman",
        "peru", "wales", "male", "lima", "bern", "dane", "dutch", "finn", "turks", "who", "quad", "aden", "nice", "reunion", "saba", "cook",
        "hungary", "cuba", "crimea", "is", "ira", "eta", "fed", "lao", "colon", "troika", "swede", "may", "bush", "rice", "brown", "hague",
        "mecca", "medina", "java", "perm", "rota", "samara", "palma", "bursa", "eni", "intel", "amal", "semey", "orel", "hirak", "diet", "google", "twitter", "bari", "porto",
    };

    /// <summary>The form of a text. Known adjectives always count; others are told by their ending where the row is a state's or a group's own one.</summary>
    public static Form Build(string text, string[] words, Entity entity, string[] siblings, bool adjectives)
    {
        var adjective = words.Length > 0 && entity.Sector != Claims.V1.Sector.Unspecified && entity.Terms.Length == 0
            && (adjectives ? IsAdjective(text, siblings) : KnownAdjectives.Contains(text));
        // Acronyms and common words must stand as written; other forms may lose their capitals ("japan", "south Korea").
        var strict = words.Length == 1 && (CommonWords.Contains(text) || IsAcronym(text) || text.Length < 4);
        return new Form(words, entity, adjective, strict) { People = adjectives && entity.Sector == Claims.V1.Sector.Gov && IsPeople(text, siblings) };
    }

    // "Iranians" beside "Iranian", "Frenchmen" beside "French", "Poles" beside "Pole".
    private static bool IsPeople(string form, string[] siblings) =>
        form.EndsWith('s') && form != siblings[0] && siblings.Contains(form[..^1]) && (IsAdjective(form[..^1], siblings) || KnownAdjectives.Contains(form[..^1]))
        || form.EndsWith("men", StringComparison.Ordinal) && !form.Contains(' ', StringComparison.Ordinal) || form.EndsWith("women", StringComparison.Ordinal);

    private static bool IsAcronym(string text)
    {
        if (text.Length > 6)
            return false;
        foreach (var c in text)
            if (char.IsLower(c))
                return false;
        return true;
    }

    private static bool IsAdjective(string form, string[] siblings)
    {
        if (KnownAdjectives.Contains(form))
            return true;
        if (KnownNames.Contains(form) || form == siblings[0] || !char.IsUpper(form[0]))
            return false;
        var ending = form.EndsWith("ian", StringComparison.Ordinal) || form.EndsWith("an", StringComparison.Ordinal)
            || form.EndsWith("ese", StringComparison.Ordinal) || form.EndsWith("ish", StringComparison.Ordinal)
            || form.EndsWith("ic", StringComparison.Ordinal) || form.EndsWith('i') || form.EndsWith("ien", StringComparison.Ordinal)
            || form.EndsWith("ean", StringComparison.Ordinal) || form.EndsWith("ch", StringComparison.Ordinal);
        // "Iranian" begins like "Iran"; "Muscat" does not begin like "Oman".
        return ending && siblings.Any(s => s != form && s.Length >= 2 && form.StartsWith(s[..2], StringComparison.Ordinal) && !s.StartsWith(form, StringComparison.Ordinal))
            || ending && siblings.Any(s => s == form + "s");
    }
}
