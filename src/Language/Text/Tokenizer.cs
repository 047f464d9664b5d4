namespace RegionalSecurity.Language.Text;

/// <summary>
/// Cuts text into tokens: words, numbers, single punctuation marks. "U.S." and "p.m." stay whole, "'s" parts from its word, a hyphen is a
/// token of its own. One pass, linear, no state.
/// </summary>
internal static class Tokenizer
{
    /// <summary>The next token at or after <paramref name="at"/>, false at the end.</summary>
    public static bool Next(string text, ref int at, int end, out int start, out int stop)
    {
        while (at < end && IsSpace(text[at]))
            at++;
        start = at;
        if (at >= end)
        {
            stop = at;
            return false;
        }
        var c = text[at];
        if (IsApostrophe(c) && at + 1 < end && (text[at + 1] is 's' or 'S') && at > 0 && char.IsLetterOrDigit(text[at - 1])
            && (at + 2 >= end || !char.IsLetterOrDigit(text[at + 2])))
        {
            at += 2;
        }
        else if (IsWordStart(text, at))
        {
            var abbreviation = Abbreviation(text, at, end);
            at = abbreviation > 0 ? abbreviation : WordEnd(text, at, end);
        }
        else if (char.IsHighSurrogate(c) && at + 1 < end && char.IsLowSurrogate(text[at + 1]))
            at += 2;
        else if (c is '-' && at + 1 < end && text[at + 1] == '-')
            at += 2;
        else
            at++;
        stop = at;
        return true;
    }

    /// <summary>The tokens of a short text as strings: for forms of the gazetteer and entries of the lexicon.</summary>
    public static string[] Words(string text)
    {
        var words = new List<string>();
        var at = 0;
        while (Next(text, ref at, text.Length, out var start, out var stop))
            words.Add(text[start..stop]);
        return [.. words];
    }

    public static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or '`';

    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF';

    private static bool IsWordStart(string text, int at) => char.IsLetterOrDigit(text[at]) || char.IsSurrogate(text[at]) && char.IsLetterOrDigit(text, at);

    // "U.S.", "D.P.R.K.", "p.m.": single letters each followed by a full stop, two at least (the last stop may be missing: "U.S").
    private static int Abbreviation(string text, int at, int end)
    {
        var i = at;
        var letters = 0;
        while (i + 1 < end && char.IsLetter(text[i]) && text[i + 1] == '.')
        {
            letters++;
            i += 2;
        }
        if (letters == 0)
            return 0;
        if (i < end && char.IsLetter(text[i]))
        {
            // "U.S" without its last stop, but not "a.word".
            if (i + 1 < end && char.IsLetterOrDigit(text[i + 1]))
                return letters >= 2 && char.IsUpper(text[at]) ? i : 0;
            return i + 1;
        }
        return letters >= 2 ? i : 0;
    }

    private static int WordEnd(string text, int at, int end)
    {
        var digits = char.IsDigit(text[at]);
        var i = at;
        while (i < end)
        {
            var c = text[i];
            if (char.IsLetterOrDigit(c) || char.IsHighSurrogate(c) && i + 1 < end && char.IsLetterOrDigit(text, i)
                || char.IsLowSurrogate(c) || IsMark(c))
            {
                i++;
                continue;
            }
            // 1,250 and 2.5 are one token; so are O'Neill, Sana'a, Nuku'alofa and can't, but not North Korea's.
            if (digits && c is ',' or '.' && i > at && i + 1 < end && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]))
            {
                i++;
                continue;
            }
            if (IsApostrophe(c) && i > at && i + 1 < end && char.IsLetter(text[i + 1])
                && !((text[i + 1] is 's' or 'S') && (i + 2 >= end || !char.IsLetterOrDigit(text[i + 2]))))
            {
                i++;
                continue;
            }
            break;
        }
        return Math.Max(i, at + 1);
    }

    private static bool IsMark(char c) => c > '\u02FF' && char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
        or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
