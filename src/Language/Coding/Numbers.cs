using System.Globalization;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Coding;

/// <summary>Numbers in words and figures.</summary>
internal static class Numbers
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen", "twenty",
    ];

    private static readonly string[] Tens = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>The number that token i writes; null when it is none. "dozen" is 12, "hundred" 100, "thousand" 1,000.</summary>
    public static long? Value(Sentence s, int i)
    {
        if (i < 0 || i >= s.Tokens.Length)
            return null;
        var text = s.TextOf(i);
        if (s.Tokens[i].Is(TokenFlags.Number))
            return long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) ? value : null;
        for (var n = 0; n < Small.Length; n++)
            if (text.Equals(Small[n], StringComparison.OrdinalIgnoreCase))
                return n;
        for (var n = 0; n < Tens.Length; n++)
            if (text.Equals(Tens[n], StringComparison.OrdinalIgnoreCase))
                return (n + 3) * 10;
        return text.Equals("dozen", StringComparison.OrdinalIgnoreCase) ? 12
            : text.Equals("hundred", StringComparison.OrdinalIgnoreCase) ? 100
            : text.Equals("thousand", StringComparison.OrdinalIgnoreCase) ? 1000 : null;
    }
}
