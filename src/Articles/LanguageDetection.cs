using Lingua;

namespace RegionalSecurity.Articles;

/// <summary>
/// Tells a text's language as a BCP 47 tag. English is recognised by its function words alone, at once and without models; everything else by
/// Lingua's trigram models, which are loaded when the first such text comes (some 150 MB where Latin script has to be told apart).
/// </summary>
public static class LanguageDetection
{
    /// <summary>The tag of a text whose language cannot be told.</summary>
    public const string Undetermined = "und";

    // Enough to decide on; more only costs time.
    private const int SampleLength = 1500;
    private const int ShortestLetters = 40;
    private const int ShortestEastAsianLetters = 12;

    private static readonly HashSet<string> EnglishWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "and", "of", "to", "that", "with", "for", "from", "have", "has", "had", "was", "were", "which", "this", "said", "their", "they",
        "would", "been", "its", "after", "over", "between", "against", "about", "who", "not", "are", "is", "by", "be", "as", "on", "at",
    };

    // "the" and "and" belong to no other language's function words, which keeps Dutch, Afrikaans or German text out.
    private static readonly HashSet<string> OnlyEnglish = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "and", "that", "with", "from", "have", "which", "this", "said", "their", "would", "after", "between", "against", "were", "been",
    };

    private static readonly Lazy<LanguageDetector> Detector = new(() => LanguageDetectorBuilder.FromLanguages(
        Language.Arabic, Language.Azerbaijani, Language.Belarusian, Language.Bengali, Language.Bosnian, Language.Bulgarian, Language.Catalan,
        Language.Croatian, Language.Czech, Language.Danish, Language.Dutch, Language.English, Language.Estonian,
        Language.Finnish, Language.French, Language.Georgian, Language.German, Language.Greek, Language.Hebrew, Language.Hindi,
        Language.Hungarian, Language.Indonesian, Language.Italian, Language.Kazakh, Language.Latvian,
        Language.Lithuanian, Language.Macedonian, Language.Malay, Language.Mongolian, Language.Bokmal, Language.Persian, Language.Polish,
        Language.Portuguese, Language.Romanian, Language.Russian, Language.Serbian, Language.Slovak, Language.Slovene, Language.Somali,
        Language.Albanian, Language.Spanish, Language.Swahili, Language.Swedish, Language.Tagalog, Language.Thai, Language.Turkish,
        Language.Ukrainian, Language.Urdu, Language.Vietnamese).WithLowAccuracyMode().Build());

    /// <summary>
    /// The language of the text, from what it says; <paramref name="declared"/> (a BCP 47 tag, may be empty) decides only for texts of fewer
    /// than 40 letters (12 in East Asian scripts). "und" when neither tells.
    /// </summary>
    public static string Detect(string text, string? declared = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fallback = Tag(declared) ?? Undetermined;
        var sample = text.Length > SampleLength ? text[..SampleLength] : text;
        if (IsEnglish(sample))
            return "en";
        if (EastAsian(sample) is { } script)
            return script;
        if (sample.Count(char.IsLetter) < ShortestLetters)
            return fallback;
        var language = Detector.Value.DetectLanguageOf(sample);
        if (language == Language.Unknown)
            return fallback;
        var code = language.IsoCode6391().ToString().ToLowerInvariant();
        // "en-GB" said by the page is finer than "en" found, and agrees with it.
        return fallback.StartsWith(code + "-", StringComparison.OrdinalIgnoreCase) ? fallback : code;
    }

    /// <summary>A declared language as a tidy BCP 47 tag ("en_US" becomes "en-US"); null where it is none.</summary>
    public static string? Tag(string? declared)
    {
        var tag = declared?.Trim().Replace('_', '-');
        if (string.IsNullOrEmpty(tag) || tag.Length > 35)
            return null;
        var parts = tag.Split('-');
        if (parts[0].Length is < 2 or > 3 || parts.Any(part => part.Length is 0 or > 8 || !part.All(char.IsAsciiLetterOrDigit)))
            return null;
        parts[0] = parts[0].ToLowerInvariant();
        for (var i = 1; i < parts.Length; i++)
            parts[i] = parts[i].Length == 2 ? parts[i].ToUpperInvariant() : parts[i];
        return string.Join('-', parts);
    }

    // Chinese, Japanese and Korean are told by their scripts: Lingua ships no trigrams of them and would look for the files.
    private static string? EastAsian(string sample)
    {
        int han = 0, kana = 0, hangul = 0, letters = 0;
        foreach (var c in sample)
        {
            if (!char.IsLetter(c))
                continue;
            letters++;
            if (c is >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF')
                han++;
            else if (c is >= '\u3040' and <= '\u30FF')
                kana++;
            else if (c is >= '\uAC00' and <= '\uD7A3' or >= '\u1100' and <= '\u11FF')
                hangul++;
        }
        if (letters < ShortestEastAsianLetters || (han + kana + hangul) * 2 < letters)
            return null;
        // Japanese mixes kana into its Chinese characters; Chinese and Korean have none.
        return hangul > han + kana ? "ko" : kana * 10 > han ? "ja" : "zh";
    }

    private static bool IsEnglish(string sample)
    {
        int words = 0, common = 0, exclusive = 0, foreign = 0;
        var lookup = EnglishWords.GetAlternateLookup<ReadOnlySpan<char>>();
        var only = OnlyEnglish.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < sample.Length;)
        {
            if (!char.IsLetter(sample[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < sample.Length && char.IsLetter(sample[i]))
                foreign += sample[i++] > 0x24F ? 1 : 0;
            var word = sample.AsSpan(start, i - start);
            words++;
            if (lookup.Contains(word))
                common++;
            if (only.Contains(word))
                exclusive++;
        }
        return words >= 12 && common * 100 >= words * 18 && exclusive * 100 >= words * 5 && foreign * 20 <= sample.Length;
    }
}
