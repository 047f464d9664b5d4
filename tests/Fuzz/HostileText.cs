using System.Text;

namespace RegionalSecurity.Fuzz;

/// <summary>One invented text that is made to break a reader, in any length.</summary>
/// <param name="Name">Its name, unique in <see cref="All"/>.</param>
/// <param name="Length">UTF-16 units that <see cref="Make"/> is meant to be asked for: 10,000 to 1,000,000.</param>
/// <param name="Make">The text of about that many UTF-16 units. The same text for the same length.</param>
public sealed record HostileText(string Name, int Length, Func<int, string> Make)
{
    private const int Usual = 100_000;
    // For texts that are claims from end to end, or words to parse.
    private const int Dense = 10_000;

    /// <summary>All of them. None is from a real text.</summary>
    public static IReadOnlyList<HostileText> All { get; } =
    [
        // No end of a sentence, or nothing else.
        new("no-sentence-end", 1_000_000, n => Repeat(Repeat("rain fell on the hills and the roads were wet and ", 20_000) + "China condemned Japan and ", n)),
        new("one-political-sentence", Dense, n => Repeat("China condemned Japan over the drills and ", n)),
        new("no-word-end", 1_000_000, n => "China " + new string('x', n) + " attacked Japan."),
        new("long-words", Usual, n => Repeat("China " + new string('x', 990) + " attacked Japan ", n)),
        new("points", 1_000_000, n => "China attacked Japan" + new string('.', n)),
        new("abbreviations", Usual, n => Repeat("U.S. Gen. A. B. Lt. Col. ", n)),
        new("glued-sentences", Dense, n => Repeat("China condemned Japan.Iran attacked Iraq.", n)),
        new("short-sentences", Usual, n => Repeat("No. ", n)),

        // Pairs that never close, or close too often.
        new("open-brackets", Usual, n => "China " + new string('(', n) + " attacked Japan."),
        new("closing-brackets", Usual, n => "China " + new string(')', n) + " attacked Japan."),
        new("nested-brackets", Dense, n => Repeat("(Japan said ", n / 2) + " China attacked Iran " + new string(')', n / 2)),
        new("mixed-brackets", Usual, n => Repeat("([{<«„", n)),
        new("quotes", 50_000, n => "China " + new string('"', n) + " said Japan."),
        new("open-quotes", Dense, n => Repeat("“China condemned Japan, ", n)),
        new("quote-a-sentence", Dense, n => Repeat("\"China condemned Japan. ", n)),
        new("apostrophes", Usual, n => Repeat("China's Japan's ", n)),

        // Runs of one mark.
        new("commas", Usual, n => "China" + new string(',', n) + " attacked Japan."),
        new("hyphens", Usual, n => "China" + new string('-', n) + " attacked Japan."),
        new("hyphenated", Usual, n => Repeat("China-Japan-", n)),
        new("colons", Usual, n => Repeat("China: ", n)),
        new("slashes", Usual, n => Repeat("http://a/?b=", n)),
        new("digits", Usual, n => "China killed " + new string('9', n) + " people in Japan."),
        new("numbers", Usual, n => Repeat("1,234.5 ", n)),
        new("dates", Dense, n => Repeat("on Monday, 31 February 2024, ", n)),
        new("spaces", 1_000_000, n => "China" + new string(' ', n) + "attacked Japan."),
        new("markup", Usual, n => Repeat("<a href=\"", n)),

        // Lines.
        new("line-ends", 1_000_000, n => "China" + new string('\n', n) + "attacked Japan."),
        new("carriage-returns", Usual, n => Repeat("China\r\r\n", n)),
        new("table", Dense, n => "| who | does | to |\n|---|---|---|\n" + Repeat("| China | condemned | Japan |\n", n)),
        new("wide-table", Usual, n => Repeat("| China ", n / 2) + "|\n" + Repeat("|---", n / 2) + "|\n| a |"),
        new("rules-of-a-table", Usual, n => Repeat("|---|\n", n)),
        new("bullets", Dense, n => "China announced several countermeasures:\n" + Repeat("- sanctions against Japan\n", n)),
        new("deep-bullets", Usual, DeepBullets),
        new("lead-in-lines", Dense, n => Repeat("China announced:\n", n)),
        new("numbered", Dense, n => Repeat("1. a) China attacked Japan\n", n)),
        new("headings", Usual, n => Repeat("# China\n\n", n)),

        // Unicode.
        new("right-to-left", Dense, n => Repeat("\u202eChina \u2067condemned\u202c Japan\u2069. ", n)),
        new("override-open", Usual, n => "China " + new string('\u202e', n) + " attacked Japan."),
        new("high-surrogates", Usual, n => "China " + new string('\ud83d', n) + " attacked Japan."),
        new("low-surrogates", Dense, n => Repeat("China\udc00 attacked\udfff Japan. ", n)),
        new("swapped-surrogates", Usual, n => Repeat("\udc00\ud83d", n)),
        new("pairs", Dense, n => Repeat("😀China condemned 😀Japan. ", n)),
        new("joined-emoji", Usual, n => Repeat("👩\u200d👩\u200d👧\u200d", n)),
        new("nulls", Dense, n => Repeat("China\0condemned Japan\0. ", n)),
        new("combining-marks", Usual, n => "Che" + new string('\u0301', n) + " attacked Japan."),
        new("non-normalised", Dense, n => Repeat("Cafe\u0301 İstanbul ﬁ ſ ß Ǆ condemned Japan. ", n)),
        new("zero-width", Usual, n => Repeat("Chi\u200bna\ufeff condemned\u2060 Ja\u00adpan. ", n)),
        new("odd-spaces", Dense, n => Repeat("China\u00a0condemned\u3000Japan\u2028\u2029\u0085\u000b\f", n)),
        new("full-width", Usual, n => Repeat("Ｃｈｉｎａ　ｃｏｎｄｅｍｎｅｄ Japan。", n)),
        new("every-character", 131_072, n => string.Create(n, 0, (to, _) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = (char)i;
        })),

        // Grammar without an end.
        new("coordination", Usual, n => Repeat("China, Japan and ", n) + "Iran condemned Iraq."),
        new("parties-only", Dense, n => Repeat("China Japan Iran Iraq ", n)),
        new("verbs-only", Usual, n => Repeat("condemned attacked said threatened ", n)),
        new("nested-reports", Dense, n => Repeat("China said that Japan said that ", n)),
        new("nested-relatives", Dense, n => Repeat("China which attacked Japan which ", n)),
        new("genitives", Dense, n => Repeat("the ministry of the government of China of ", n)),
        new("references", Dense, n => Repeat("China met Japan. It said they condemned both countries. ", n)),
        new("one-claim-again", Dense, n => Repeat("China condemned Japan. ", n)),
        new("negations", Dense, n => Repeat("China did not never deny that it will not ", n)),
        new("outlooks", Dense, n => Repeat("The dispute could lead to an arms race between China and Japan if ", n)),
    ];

    /// <summary>The name, so that a test says which.</summary>
    public override string ToString() => Name;

    private static string Repeat(string piece, int length) => new StringBuilder(length + piece.Length).Insert(0, piece, Math.Max(1, length / piece.Length)).ToString();

    private static string DeepBullets(int length)
    {
        var text = new StringBuilder("China announced:\n", length + 2000);
        for (var depth = 1; text.Length < length; depth = depth % 500 + 1)
            text.Append(' ', depth * 2).Append("- sanctions against Japan\n");
        return text.ToString();
    }
}
