namespace RegionalSecurity.Contracts;

/// <summary>Codes of parties and the written forms of pairs: "PRK-USA" undirected, in ordinal order; "PRK:USA" directed.</summary>
public static class SubjectNames
{
    /// <summary>Whether the text is formed like a code: 2 to 16 upper-case ASCII letters or digits, a letter first.</summary>
    public static bool IsCode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is >= 2 and <= 16 && char.IsAsciiLetterUpper(text[0]) && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
    }

    /// <summary>Whether the code belongs to the invented sample: XAA to XZZ without XKX (Kosovo), XKS and XKV.</summary>
    public static bool IsInvented(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Length == 3 && code[0] == 'X' && char.IsAsciiLetterUpper(code[1]) && char.IsAsciiLetterUpper(code[2]) && code is not ("XKX" or "XKS" or "XKV");
    }

    /// <summary>The dyad of two different codes, in ordinal order.</summary>
    public static string Dyad(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? $"{a}-{b}" : $"{b}-{a}";

    /// <summary>The two codes of "A-B" in ordinal order, whichever way it was written; null where it is no pair of two different codes.</summary>
    public static (string A, string B)? ParseDyad(string text) => Parse(text, '-') is not { } pair ? null
        : string.CompareOrdinal(pair.From, pair.To) < 0 ? pair : (pair.To, pair.From);

    /// <summary>The two codes of "A:B" in the order written; null where it is no pair of two different codes.</summary>
    public static (string From, string To)? ParseDirectedPair(string text) => Parse(text, ':');

    private static (string From, string To)? Parse(string text, char separator)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var (from, to) = (text[..at], text[(at + 1)..]);
        return IsCode(from) && IsCode(to) && from != to ? (from, to) : null;
    }
}
