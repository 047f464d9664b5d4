namespace RegionalSecurity.Language.Text;

/// <summary>
/// Cuts text into tokens as UD English EWT does: words, numbers, punctuation marks. "U.S.", "Mr." and "p.m." stay whole, as do addresses, times and dates
/// ("5:30", "9/11"); clitics part from their word ("it 's", "did n't", "can not"); a hyphen is a token of its own but after a prefix ("co-workers"); runs
/// of one mark are one token. One pass, linear, no state.
/// </summary>
internal static class Tokenizer
{
    // Longest address that is kept whole, in characters: bounds what one token may look at.
    private const int MaxAddress = 200;

    // Words that keep their full stop, wherever they stand.
    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "sgt", "adm", "brig", "cmdr", "sen", "rep", "reps", "gov", "rev", "hon", "st", "jr",
        "sr", "vs", "etc", "inc", "ltd", "corp", "co", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "ft", "mt", "messrs", "amb", "dept", "approx", "bros",
    };

    // Prefixes that keep what follows their hyphen, but for a name: the state in "anti-Chinese" must be found. (There the treebank has one token.)
    private static readonly HashSet<string> Prefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        "co", "non", "pre", "post", "pro", "ex", "mid", "multi", "re", "semi", "sub", "un", "e", "anti", "pan", "neo", "ultra", "inter", "de", "bi", "counter",
        "mini", "quasi", "pseudo", "trans", "micro",
    };

    /// <summary>Tokens of text[start..end], with hash and flags, as many as <paramref name="tokens"/> holds; returns their number.</summary>
    public static int Fill(string text, int start, int end, Span<Token> tokens)
    {
        var reading = default(Reading);
        var count = 0;
        for (var at = start; count < tokens.Length && Next(text, ref at, end, out var from, out var stop); count++)
            tokens[count] = reading.Describe(text, from, stop, count > 0 && tokens[count - 1].End == from);
        return count;
    }

    /// <summary>What the flags of a token need to know of the tokens before it.</summary>
    public struct Reading
    {
        private bool started;
        private bool quoted;

        public Token Describe(string text, int from, int stop, bool joined)
        {
            var flags = joined ? TokenFlags.Joined : TokenFlags.None;
            var c = text[from];
            quoted = c is '“' || (c is '"' ? !quoted : c is not '”' && quoted);
            if (quoted)
                flags |= TokenFlags.Quoted;
            if (char.IsLetter(c) || char.IsSurrogate(c) || IsApostrophe(c) && stop - from > 1)
            {
                if (char.IsUpper(c))
                    flags |= TokenFlags.Capital | (AllCapitals(text, from, stop) ? TokenFlags.AllCapitals : 0);
                if (!started)
                    flags |= TokenFlags.SentenceStart;
                started = true;
            }
            else if (char.IsDigit(c))
            {
                flags |= TokenFlags.Number;
                started = true;
            }
            else
            {
                flags |= TokenFlags.Punctuation;
                // After a colon or an opening quotation mark a capital says as little as at the start.
                if (c is ':' or '“' or '"')
                    started = false;
            }
            return new Token { Hash = WordHash.Of(text.AsSpan(from, stop - from)), Start = from, End = stop, Head = -1, Flags = flags };
        }

        private static bool AllCapitals(string text, int from, int stop)
        {
            var letters = 0;
            for (var i = from; i < stop; i++)
            {
                if (char.IsLower(text[i]))
                    return false;
                if (char.IsLetter(text[i]))
                    letters++;
            }
            return letters > 1;
        }
    }

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
        at = Math.Max(at + 1, TokenEnd(text, at, end));
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

    private static int TokenEnd(string text, int at, int end)
    {
        var c = text[at];
        var joined = at > 0 && char.IsLetterOrDigit(text[at - 1]);
        if (joined && Clitic(text, at, end) is var clitic && clitic > 0)
            return at + clitic;
        if (IsWordStart(text, at))
        {
            var abbreviation = Abbreviation(text, at, end);
            return abbreviation > 0 ? abbreviation : WordEnd(text, at, end);
        }
        if (char.IsHighSurrogate(c) && at + 1 < end && char.IsLowSurrogate(text[at + 1]))
            return at + 2;
        if (c is '.' or '-' or '=' or '*' or '_' or '~' or '+' or '<' or '>' or '#' or '\'' or '!' or '?')
        {
            var i = at + 1;
            while (i < end && (text[i] == c || c is '!' or '?' && text[i] is '!' or '?'))
                i++;
            return i;
        }
        return at + 1;
    }

    private static bool IsWordStart(string text, int at) => char.IsLetterOrDigit(text[at]) || char.IsSurrogate(text[at]) && char.IsLetterOrDigit(text, at);

    private static bool EndsAt(string text, int at, int end) => at >= end || !char.IsLetterOrDigit(text[at]);

    // Length of the clitic that starts here, in the midst of a word: 's, 'm, 'd, 're, 've, 'll, n't; 0 where none does.
    private static int Clitic(string text, int at, int end)
    {
        if (at + 1 >= end)
            return 0;
        if (text[at] is 'n' or 'N')
            return IsApostrophe(text[at + 1]) && at + 2 < end && text[at + 2] is 't' or 'T' && EndsAt(text, at + 3, end) ? 3 : 0;
        if (!IsApostrophe(text[at]))
            return 0;
        if (text[at + 1] is 's' or 'S' or 'm' or 'M' or 'd' or 'D' && EndsAt(text, at + 2, end))
            return 2;
        if (at + 2 >= end || !EndsAt(text, at + 3, end))
            return 0;
        return ((char)(text[at + 1] | 0x20), (char)(text[at + 2] | 0x20)) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

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
        // An initial keeps its stop before another name: "J. Smith".
        if (letters == 1)
            return char.IsUpper(text[at]) && i + 1 < end && text[i] == ' ' && char.IsUpper(text[i + 1]) ? i : 0;
        return i;
    }

    private static int WordEnd(string text, int at, int end)
    {
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
            if (i == at || i + 1 >= end)
                break;
            var next = text[i + 1];
            // 1,250 and 2.5, 5:30 and 9/11 are one token.
            if (c is ',' or '.' or ':' or '/' && char.IsDigit(text[i - 1]) && char.IsDigit(next))
            {
                i++;
                continue;
            }
            // So are O'Neill, Sana'a and Nuku'alofa, but not what a clitic follows.
            if (IsApostrophe(c) && char.IsLetter(next) && Clitic(text, i, end) == 0)
            {
                if (i - 1 > at && Clitic(text, i - 1, end) > 0)
                    return i - 1;
                i++;
                continue;
            }
            if (c is '_' or '&' && char.IsLetterOrDigit(next))
            {
                i++;
                continue;
            }
            break;
        }
        if (i >= end)
            return i - at == 6 ? Contraction(text, at, i) : i;
        if (text[i] is '.' or '@' or ':' or '/' or '-' && Address(text, at, end) is var address && address > i)
            return address;
        var word = text.AsSpan(at, i - at);
        if (text[i] == '.' && word.Length < 8 && Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) && EndsAt(text, i + 1, end))
            return i + 1;
        if (text[i] == '-' && word.Length < 9 && i + 1 < end && char.IsLower(text[i + 1]) && Prefixes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
            && (at == 0 || text[at - 1] != '-'))
            return WordEnd(text, i + 1, end);
        return word.Length == 6 ? Contraction(text, at, i) : i;
    }

    // "cannot" is two words.
    private static int Contraction(string text, int at, int stop) =>
        text.AsSpan(at, stop - at).Equals("cannot", StringComparison.OrdinalIgnoreCase) ? at + 3 : stop;

    // Where the address that starts here ends ("a.b@c.org", "http://...", "www.x.org", "x.com"); 0 where none does.
    private static int Address(string text, int at, int end)
    {
        end = Math.Min(end, at + MaxAddress);
        var stop = at;
        bool sign = false, scheme = false;
        for (; stop < end && text[stop] is > ' ' and < (char)0x7F and not ('"' or '<' or '>' or '(' or ')' or '[' or ']' or ',' or ';' or '|'); stop++)
        {
            sign |= text[stop] == '@' && stop > at && char.IsLetterOrDigit(text[stop - 1]) && stop + 1 < end && char.IsLetterOrDigit(text[stop + 1]);
            scheme |= text[stop] == ':' && stop + 2 < end && text[stop + 1] == '/' && text[stop + 2] == '/';
        }
        while (stop > at && text[stop - 1] is '.' or ':' or '!' or '?' or '\'' or '-')
            stop--;
        var run = text.AsSpan(at, stop - at);
        return sign || scheme || run.StartsWith("www.", StringComparison.OrdinalIgnoreCase) || run.EndsWith(".com", StringComparison.OrdinalIgnoreCase)
            || run.EndsWith(".org", StringComparison.OrdinalIgnoreCase) || run.EndsWith(".net", StringComparison.OrdinalIgnoreCase) ? stop : 0;
    }

    private static bool IsMark(char c) => c > '\u02FF' && char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
        or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
