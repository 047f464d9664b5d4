namespace RegionalSecurity.Language.Text;

/// <summary>
/// Cuts a paragraph at sentence ends. Knows abbreviations, initials, numbers, closing quotes, and full stops that lack their space
/// ("advancements.This"). Linear; a paragraph without any end is cut at <see cref="MaxSentence"/> characters so that later stages stay bounded.
/// </summary>
internal static class SentenceSplitter
{
    internal const int MaxSentence = 2_000;

    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "cpl", "sgt", "adm", "brig", "cmdr", "sen", "rep", "gov", "pres",
        "rev", "hon", "st", "jr", "sr", "vs", "etc", "no", "nos", "vol", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
        "nov", "dec", "mon", "tue", "wed", "thu", "fri", "inc", "ltd", "co", "corp", "dept", "fig", "approx", "u", "n", "s", "mt", "ft", "hon",
        "messrs", "mme", "amb", "min", "secy", "sec", "ret", "viz", "al", "cf", "eg", "ie", "bros", "a.k.a", "insp", "supt", "op", "art",
    };

    public static IEnumerable<(int Start, int End)> Split(string text, int start, int end)
    {
        var from = start;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            var cut = -1;
            if (i - from >= 2 * MaxSentence && !char.IsLowSurrogate(c) || i - from >= MaxSentence && Tokenizer.IsSpace(c))
                cut = i;
            else if (c is '.' or '!' or '?' or '…' or '。')
                cut = EndAfter(text, from, i, end);
            if (cut < 0)
            {
                // One look at a run of stops is enough: "......".
                while (c is '.' or '!' or '?' && i + 1 < end && text[i + 1] is '.' or '!' or '?' && i - from < 2 * MaxSentence)
                    i++;
                continue;
            }
            if (Trimmed(text, from, cut) is { } sentence)
                yield return sentence;
            from = cut;
            i = Math.Max(i, cut - 1);
        }
        if (Trimmed(text, from, end) is { } rest)
            yield return rest;
    }

    // Where the sentence ends if the mark at i ends it, else -1.
    private static int EndAfter(string text, int from, int i, int end)
    {
        var stop = i + 1;
        while (stop < end && stop - i < 2 * MaxSentence && text[stop] is '.' or '!' or '?')
            stop++;
        var closing = stop;
        while (closing < end && closing - stop < 3 && text[closing] is '"' or '”' or '’' or '\'' or ')' or ']' or '»')
            closing++;
        if (closing >= end)
            return end;
        var next = closing;
        while (next < end && Tokenizer.IsSpace(text[next]))
            next++;
        if (next >= end)
            return end;
        var spaced = next > closing;
        if (text[i] != '.')
            return spaced && (char.IsUpper(text[next]) || IsOpening(text[next]) || char.IsDigit(text[next])) ? closing : -1;
        if (!spaced)
            // "advancements.This", "initiatives.Both": a missing space. Not "U.S.", "example.com", "3.5".
            return closing == i + 1 && i - from > 20 && char.IsUpper(text[next]) && next + 1 < end && char.IsLower(text[next + 1])
                && WordBefore(text, from, i) is { Length: > 2 } before && !before.Contains('.') && char.IsLower(before[0]) ? closing : -1;
        if (char.IsLower(text[next]))
            return -1;
        var word = WordBefore(text, from, i);
        if (closing > stop)
            return closing;
        // An initial or "U.S." before a capital: not an end unless the next word opens a sentence.
        if (word.Length == 1 && char.IsUpper(word[0]) || word.Contains('.'))
            return OpensSentence(text, next, end) ? closing : -1;
        if (Abbreviations.Contains(word) && (char.IsUpper(text[next]) || char.IsDigit(text[next])))
            return word is "no" or "No" or "co" or "al" or "min" && OpensSentence(text, next, end) || word is "no" && !char.IsDigit(text[next]) ? closing : -1;
        return char.IsUpper(text[next]) || char.IsDigit(text[next]) || IsOpening(text[next]) || !char.IsLetter(text[next]) ? closing : -1;
    }

    private static readonly HashSet<string> Openers = new(StringComparer.Ordinal)
    {
        "The", "It", "He", "She", "They", "In", "On", "At", "A", "An", "But", "And", "This", "That", "These", "Those", "However", "Meanwhile",
        "Earlier", "Later", "After", "Before", "When", "While", "If", "As", "We", "I", "There", "His", "Her", "Its", "Their", "Our", "For", "Also",
    };

    private static bool OpensSentence(string text, int at, int end)
    {
        var stop = at;
        while (stop < end && stop - at < 12 && char.IsLetter(text[stop]))
            stop++;
        return Openers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text.AsSpan(at, stop - at));
    }

    private static string WordBefore(string text, int from, int dot)
    {
        var start = dot;
        while (start > from && dot - start < 14 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '.'))
            start--;
        return text[start..dot];
    }

    private static bool IsOpening(char c) => c is '"' or '“' or '‘' or '\'' or '(' or '[' or '«';

    private static (int, int)? Trimmed(string text, int start, int end)
    {
        while (start < end && Tokenizer.IsSpace(text[start]))
            start++;
        while (end > start && Tokenizer.IsSpace(text[end - 1]))
            end--;
        return start < end ? (start, end) : null;
    }
}
