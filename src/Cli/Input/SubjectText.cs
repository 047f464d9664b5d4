using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Cli.Input;

/// <summary>Subjects of scores as users write them.</summary>
internal static class SubjectText
{
    public const string Forms = "PRK-USA (both ways), PRK:USA (what PRK does towards USA), PRK (a party), korean-peninsula (a region)";

    /// <summary>
    /// A colon makes a directed pair. Codes are in capitals, or of three letters in any case; a pair of them is sorted. Everything else is a region's id.
    /// </summary>
    /// <exception cref="CliException">It cannot be a subject. Whether the codes exist is the server's to say.</exception>
    public static Subject Parse(string text)
    {
        var given = text.Trim();
        if (given.Length is 0 or > 128)
            throw Bad(text);
        if (given.Contains(':', StringComparison.Ordinal))
            return new Subject { DirectedPair = string.Join(':', Codes(given, ':', text)) };
        var parts = given.Split('-');
        if (!parts.All(LooksLikeCode))
            return Region(given);
        return parts.Length switch
        {
            1 => new Subject { Country = given.ToUpperInvariant() },
            2 => Pair(given),
            _ => throw Bad(text),
        };
    }

    /// <summary>Two codes joined by "-" in any order and case.</summary>
    public static Subject Pair(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return new Subject { DirectedPair = string.Join(':', Codes(text.Trim(), ':', text)) };
        var codes = Codes(text.Trim(), '-', text);
        Array.Sort(codes, StringComparer.Ordinal);
        return new Subject { Dyad = string.Join('-', codes) };
    }

    /// <summary>One code in any case.</summary>
    public static Subject Country(string text) => new() { Country = text.Trim().ToUpperInvariant() };

    /// <summary>A region's id in any case.</summary>
    public static Subject Region(string text) => new() { Region = text.Trim().ToLowerInvariant() };

    /// <summary>The subject as it is written.</summary>
    public static string Format(Subject? subject) => subject?.SubjectCase switch
    {
        Subject.SubjectOneofCase.Dyad => subject.Dyad,
        Subject.SubjectOneofCase.DirectedPair => subject.DirectedPair,
        Subject.SubjectOneofCase.Country => subject.Country,
        Subject.SubjectOneofCase.Region => subject.Region,
        _ => "(none)",
    };

    private static string[] Codes(string given, char separator, string text)
    {
        var codes = given.Split(separator, StringSplitOptions.TrimEntries);
        if (codes.Length != 2 || codes.Any(code => code.Length == 0 || !code.All(char.IsAsciiLetterOrDigit)))
            throw Bad(text);
        for (var i = 0; i < codes.Length; i++)
            codes[i] = codes[i].ToUpperInvariant();
        if (codes[0] == codes[1])
            throw CliException.BadInput($"subject: '{text}' names one party twice. Write {Forms}.");
        return codes;
    }

    private static bool LooksLikeCode(string part) =>
        part.Length > 0 && part.All(char.IsAsciiLetterOrDigit) && (part.Length == 3 || !part.Any(char.IsAsciiLetterLower));

    private static CliException Bad(string text) =>
        CliException.BadInput($"subject: '{(text.Length <= 60 ? text : text[..60] + "…")}' is not a subject. Write {Forms}.");
}
