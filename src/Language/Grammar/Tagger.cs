using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>Tokenises a segment and chooses a part of speech for each token, left to right, from what the word can be and its neighbours.</summary>
internal static class Tagger
{
    public const int MaxTokens = 400;

    public static Token[] Tokenize(string text, int start, int end, Vocabulary vocabulary)
    {
        var tokens = new List<Token>(40);
        var reading = default(Tokenizer.Reading);
        var at = start;
        while (tokens.Count < MaxTokens && Tokenizer.Next(text, ref at, end, out var from, out var stop))
        {
            if (GluedNames.Cut(text, from, stop, tokens) is var cut && cut > from)
                at = stop = cut;
            var token = reading.Describe(text, from, stop, joined: tokens.Count > 0 && tokens[^1].End == from);
            token.Word = token.Is(TokenFlags.Number) ? Vocabulary.Number : token.Is(TokenFlags.Punctuation) ? Vocabulary.Symbol : vocabulary.Find(text.AsSpan(from, stop - from));
            tokens.Add(token);
        }
        return [.. tokens];
    }

    public static void Tag(Sentence sentence)
    {
        var tokens = sentence.Tokens;
        var finite = false;
        for (var i = 0; i < tokens.Length; i++)
        {
            var tag = Choose(sentence, i, finite);
            tokens[i].Tag = tag;
            if (tag is Grammar.Tag.VerbS or Grammar.Tag.VerbPast or Grammar.Tag.Be or Grammar.Tag.Have or Grammar.Tag.Do or Grammar.Tag.Modal)
                finite = true;
            else if (tag is Grammar.Tag.Comma or Grammar.Tag.Subordinator or Grammar.Tag.Relative or Grammar.Tag.Punctuation or Grammar.Tag.Dash)
                finite = false;
        }
    }

    private static Tag Choose(Sentence s, int i, bool finite)
    {
        var tokens = s.Tokens;
        ref readonly var t = ref tokens[i];
        var text = s.TextOf(i);
        if (t.Is(TokenFlags.Punctuation))
            return Mark(s, i, text);
        if (t.Is(TokenFlags.Number))
            return Grammar.Tag.Number;
        var previous = Previous(tokens, i);
        if (text.Length == 2 && Tokenizer.IsApostrophe(text[0]))
            return previous is Grammar.Tag.Pronoun || i > 0 && tokens[i - 1].Word.Has(Can.Pronoun | Can.Relative) ? Grammar.Tag.Be : Grammar.Tag.Possessive;
        if (s.MentionAt[i] >= 0)
            return Grammar.Tag.Proper;
        // "World War I".
        if (text is "I" && previous == Grammar.Tag.Proper)
            return Grammar.Tag.Proper;
        var can = t.Word.Can;
        var capital = t.Is(TokenFlags.Capital) && !t.Is(TokenFlags.SentenceStart);
        const Can closed = Can.Determiner | Can.Preposition | Can.Coordinator | Can.Subordinator | Can.Relative | Can.Pronoun | Can.Modal
            | Can.Be | Can.Have | Can.Do | Can.To | Can.Negation;
        if (capital && ((can & closed) == 0 || t.Word.Has(Kind.Time)))
            return Grammar.Tag.Proper;
        if ((can & closed) != 0 && Closed(s, i, can, previous) is { } tag)
            return tag;
        if ((can & Can.Number) != 0)
            return Grammar.Tag.Number;
        if (t.Is(TokenFlags.Capital) && t.Word.Text.Length == 0 && (can & Can.Adverb) == 0 && !(can.HasFlag(Can.VerbPast)))
            return Grammar.Tag.Proper;
        return Open(s, i, can, previous, finite);
    }

    private static Tag Mark(Sentence s, int i, ReadOnlySpan<char> text) => text[0] switch
    {
        ',' => Grammar.Tag.Comma,
        '-' when text.Length == 1 && s.Tokens[i].Is(TokenFlags.Joined) && i + 1 < s.Tokens.Length && s.Tokens[i + 1].Is(TokenFlags.Joined) => Grammar.Tag.Hyphen,
        '‑' or '/' => Grammar.Tag.Hyphen,
        '-' or '–' or '—' => Grammar.Tag.Dash,
        '"' or '“' or '”' or '«' or '»' or '\'' or '‘' or '’' or '`' => Grammar.Tag.Quote,
        '%' or '$' or '€' or '£' or '¥' => Grammar.Tag.Number,
        _ => Grammar.Tag.Punctuation,
    };

    private static Tag? Closed(Sentence s, int i, Can can, Tag previous)
    {
        var tokens = s.Tokens;
        if ((can & Can.To) != 0)
        {
            var next = i + 1;
            while (next < tokens.Length && tokens[next].Word.Can is Can.Adverb)
                next++;
            if (next >= tokens.Length || s.MentionAt[next] >= 0 || tokens[next].Is(TokenFlags.Capital))
                return Grammar.Tag.Preposition;
            var word = tokens[next].Word;
            return word.Has(Can.VerbBase) || word.Has(Can.Be | Can.Have | Can.Do) && s.IsAny(next, "be", "have", "do") ? Grammar.Tag.To : Grammar.Tag.Preposition;
        }
        if (s.Is(i, "that"))
        {
            if (previous is Grammar.Tag.VerbBase or Grammar.Tag.VerbPast or Grammar.Tag.VerbS or Grammar.Tag.VerbIng or Grammar.Tag.Adjective)
                return Grammar.Tag.Subordinator;
            if (previous is Grammar.Tag.Noun or Grammar.Tag.Proper or Grammar.Tag.Number)
                return i + 1 < tokens.Length && tokens[i + 1].Word.Has(Can.Verb | Can.Be | Can.Have | Can.Modal | Can.Do) && s.MentionAt[i + 1] < 0
                    ? Grammar.Tag.Relative : Grammar.Tag.Subordinator;
            return i + 1 < tokens.Length && tokens[i + 1].Word.Has(Can.Noun) && !tokens[i + 1].Word.Has(Can.Plural) && s.MentionAt[i + 1] < 0
                ? Grammar.Tag.Determiner : Grammar.Tag.Subordinator;
        }
        if ((can & Can.Modal) != 0)
            return Grammar.Tag.Modal;
        if ((can & Can.Be) != 0)
            return Grammar.Tag.Be;
        if ((can & Can.Have) != 0)
            return Grammar.Tag.Have;
        if ((can & Can.Do) != 0)
            return Grammar.Tag.Do;
        if ((can & Can.Negation) != 0)
            return Grammar.Tag.Negation;
        if ((can & Can.Relative) != 0)
            return Grammar.Tag.Relative;
        if ((can & Can.Determiner) != 0)
            return Grammar.Tag.Determiner;
        if ((can & Can.Subordinator) != 0)
            return Grammar.Tag.Subordinator;
        if ((can & Can.Pronoun) != 0)
            return Grammar.Tag.Pronoun;
        if ((can & Can.Coordinator) != 0)
            return Grammar.Tag.Coordinator;
        // "more than 100,000", "over 120", "at least 5", "up to 50": part of the number.
        if ((can & Can.Preposition) != 0 && i + 1 < tokens.Length && (IsNumber(tokens[i + 1]) && (s.Is(i, "than") || s.IsAny(i, "over", "about", "around", "under", "to")
                && previous is not (Grammar.Tag.Noun or Grammar.Tag.Proper) && (!s.Is(i, "to") || s.Is(i - 1, "up")))
            || s.Is(i, "at") && s.IsAny(i + 1, "least", "most")))
            return Grammar.Tag.Adverb;
        // "the following statement", "the above": no prepositions.
        if ((can & Can.Preposition) != 0 && previous == Grammar.Tag.Determiner && s.IsAny(i, "following", "above", "inside", "outside", "like"))
            return Grammar.Tag.Adjective;
        if ((can & Can.Preposition) != 0)
            // "including", "following", "like" and the rest that are words of an open class too.
            return (can & Can.Verb) != 0 && previous is Grammar.Tag.Modal or Grammar.Tag.To or Grammar.Tag.Be or Grammar.Tag.Have ? null : Grammar.Tag.Preposition;
        return null;
    }

    private static bool IsNumber(in Token token) => token.Is(TokenFlags.Number) || token.Word.Has(Can.Number);

    private static Tag Open(Sentence s, int i, Can can, Tag previous, bool finite)
    {
        var nominal = (can & (Can.Noun | Can.Adjective)) != 0;
        if ((can & Can.Verb) == 0)
            return (can & Can.Adverb) != 0 && (can & Can.Noun) == 0 ? Grammar.Tag.Adverb : (can & Can.Adjective) != 0 && (can & Can.Noun) == 0 ? Grammar.Tag.Adjective : Grammar.Tag.Noun;
        var tokens = s.Tokens;
        var joined = tokens[i].Is(TokenFlags.Joined) && i > 0 && tokens[i - 1].Tag == Grammar.Tag.Hyphen;
        if (joined)
            return Grammar.Tag.Adjective;
        if (previous is Grammar.Tag.To or Grammar.Tag.Modal or Grammar.Tag.Do && (can & Can.VerbBase) != 0)
            return Grammar.Tag.VerbBase;
        // "has come back", "was set free": a base form right behind a verb is no verb, but for "help build", "let go", "see fall".
        if (i > 0 && previous is Grammar.Tag.VerbPast or Grammar.Tag.VerbS or Grammar.Tag.VerbBase or Grammar.Tag.VerbIng && (can & Can.VerbBase) != 0
            && (can & (Can.VerbPast | Can.VerbIng)) == 0 && !(tokens[i - 1].Word.Verb is "help" or "let" or "make" or "see" or "hear" or "have"))
            return (can & Can.Adverb) != 0 ? Grammar.Tag.Adverb : Grammar.Tag.Noun;
        if (previous is Grammar.Tag.Be or Grammar.Tag.Have)
        {
            if ((can & (Can.VerbPast | Can.VerbParticiple)) != 0)
                return Grammar.Tag.VerbPast;
            if ((can & Can.VerbIng) != 0)
                return Grammar.Tag.VerbIng;
        }
        if (previous is Grammar.Tag.Negation && (can & Can.VerbBase) != 0 && i > 1)
            return Grammar.Tag.VerbBase;
        var next = i + 1 < tokens.Length ? Peek(s, i + 1) : Grammar.Tag.Punctuation;
        var noun = Grammar.Tag.Noun;
        if (previous is Grammar.Tag.Determiner or Grammar.Tag.Possessive or Grammar.Tag.Adjective or Grammar.Tag.Number)
            return (can & (Can.VerbPast | Can.VerbParticiple)) != 0 && (can & Can.Noun) == 0
                ? previous is Grammar.Tag.Number && next is not (Grammar.Tag.Noun or Grammar.Tag.Proper) ? Grammar.Tag.VerbPast : Grammar.Tag.Adjective
                : previous is Grammar.Tag.Number && (can & Can.VerbS) != 0 && (can & Can.Noun) == 0 ? Grammar.Tag.VerbS
                : (can & Can.VerbIng) != 0 && next is Grammar.Tag.Noun ? Grammar.Tag.Adjective : noun;
        // "expressed increasing concern", but "began shelling positions" and "denied attacking it".
        if ((can & Can.VerbIng) != 0 && next is Grammar.Tag.Noun or Grammar.Tag.Adjective && previous is Grammar.Tag.VerbPast or Grammar.Tag.VerbS or Grammar.Tag.VerbBase
            && (Events.SpeechVerbs.Of(tokens[i - 1].Word.Verb) & (Events.Speech.Aspect | Events.Speech.Deny | Events.Speech.Consider)) == 0)
            return Grammar.Tag.Adjective;
        if ((can & Can.VerbIng) != 0)
            return previous is Grammar.Tag.Noun && next is Grammar.Tag.Noun or Grammar.Tag.Punctuation && nominal ? noun : Grammar.Tag.VerbIng;
        // "announced alleged fighters": a participle between a verb and a noun.
        if ((can & Can.VerbParticiple) != 0 && previous is Grammar.Tag.VerbS or Grammar.Tag.VerbPast or Grammar.Tag.VerbBase or Grammar.Tag.VerbIng
            && next is Grammar.Tag.Noun or Grammar.Tag.Proper or Grammar.Tag.Adjective)
            return Grammar.Tag.Adjective;
        if ((can & (Can.VerbPast | Can.VerbParticiple)) != 0 && (can & (Can.VerbBase | Can.Noun)) == 0)
            return previous is Grammar.Tag.Preposition or Grammar.Tag.Punctuation && next is Grammar.Tag.Noun or Grammar.Tag.Proper && i + 1 < tokens.Length
                && (i == 0 || previous is Grammar.Tag.Preposition) ? Grammar.Tag.Adjective : Grammar.Tag.VerbPast;
        if (!nominal)
            return (can & Can.VerbPast) != 0 ? Grammar.Tag.VerbPast : (can & Can.VerbS) != 0 ? Grammar.Tag.VerbS
                : previous is Grammar.Tag.Preposition or Grammar.Tag.Coordinator && (can & Can.VerbBase) != 0 && next is Grammar.Tag.Preposition ? noun : Grammar.Tag.VerbBase;
        if (previous is Grammar.Tag.Preposition || finite && previous is not (Grammar.Tag.Coordinator or Grammar.Tag.Pronoun or Grammar.Tag.Relative))
            return noun;
        var opensPhrase = next is Grammar.Tag.Determiner or Grammar.Tag.Proper or Grammar.Tag.Number or Grammar.Tag.Pronoun or Grammar.Tag.Adjective
            or Grammar.Tag.Noun or Grammar.Tag.Subordinator or Grammar.Tag.To or Grammar.Tag.Relative;
        if ((can & Can.VerbPast) != 0 && (opensPhrase || next is Grammar.Tag.Preposition) && previous is Grammar.Tag.Noun or Grammar.Tag.Proper or Grammar.Tag.Pronoun)
            return (can & Can.VerbBase) != 0 || opensPhrase ? Grammar.Tag.VerbPast : noun;
        var reports = (Events.SpeechVerbs.Of(tokens[i].Word.Verb) & (Events.Speech.Say | Events.Speech.Allege)) != 0
            && i > 0 && (tokens[i - 1].Word.Role != Claims.V1.Sector.Unspecified || s.MentionAt[i - 1] >= 0 || tokens[i - 1].Tag == Grammar.Tag.Proper);
        if ((can & Can.VerbS) != 0)
        {
            var adjective = i > 0 && s.MentionAt[i - 1] is var m and >= 0 && s.Mentions[m].Form.Adjective;
            if (previous is Grammar.Tag.Pronoun or Grammar.Tag.Relative)
                return Grammar.Tag.VerbS;
            if (adjective)
                return noun;
            if (reports && opensPhrase)
                return Grammar.Tag.VerbS;
            if (previous is Grammar.Tag.Proper)
                return opensPhrase || !FiniteAhead(s, i + 1) ? Grammar.Tag.VerbS : noun;
            if (previous is Grammar.Tag.Noun && !tokens[i - 1].Word.Has(Can.Plural))
                return next is Grammar.Tag.Determiner or Grammar.Tag.Proper or Grammar.Tag.Pronoun or Grammar.Tag.Number or Grammar.Tag.Subordinator or Grammar.Tag.To
                    || (tokens[i - 1].Word.Role != Claims.V1.Sector.Unspecified && !FiniteAhead(s, i + 1)) ? Grammar.Tag.VerbS : noun;
            if (previous is Grammar.Tag.Coordinator && opensPhrase && SeenVerbS(tokens, i))
                return Grammar.Tag.VerbS;
            return noun;
        }
        if (previous is Grammar.Tag.Pronoun)
            return Grammar.Tag.VerbBase;
        if (previous is Grammar.Tag.Noun or Grammar.Tag.Proper && i > 0 && (tokens[i - 1].Word.Has(Can.Plural) || IsPluralMention(s, i - 1))
            && (opensPhrase || next is Grammar.Tag.Preposition && !FiniteAhead(s, i + 1)))
            return Grammar.Tag.VerbBase;
        if (previous is Grammar.Tag.Relative)
            return Grammar.Tag.VerbBase;
        // "Demonstrators in Mexico City clash with police": the plural subject stands before a prepositional phrase.
        if (previous is Grammar.Tag.Noun or Grammar.Tag.Proper && (opensPhrase || next is Grammar.Tag.Preposition) && PluralBefore(tokens, i)
            && (reports && opensPhrase || !FiniteAhead(s, i + 1)))
            return Grammar.Tag.VerbBase;
        return noun;
    }

    // Whether the clause began with a plural noun, a prepositional phrase after it.
    private static bool PluralBefore(Token[] tokens, int i)
    {
        for (var j = i - 1; j > 0 && i - j < 12; j--)
        {
            if (tokens[j].Tag is Grammar.Tag.Comma or Grammar.Tag.Punctuation or Grammar.Tag.Subordinator or Grammar.Tag.Relative)
                return false;
            if (tokens[j].Tag == Grammar.Tag.Preposition && tokens[j - 1].Tag is Grammar.Tag.Noun or Grammar.Tag.Proper)
                return tokens[j - 1].Word.Has(Can.Plural) || tokens[j - 1].Word.Noun == "police";
        }
        return false;
    }

    private static bool IsPluralMention(Sentence s, int token) =>
        s.MentionAt[token] >= 0 && s.TextOf(token) is { Length: > 4 } text && text[^1] == 's' && s.Mentions[s.MentionAt[token]].Form.Words.Length <= 2
        && !s.TextOf(token).EndsWith("es", StringComparison.Ordinal);

    private static bool SeenVerbS(Token[] tokens, int before)
    {
        for (var i = before - 1; i >= 0 && before - i < 40; i--)
            if (tokens[i].Tag == Grammar.Tag.VerbS)
                return true;
        return false;
    }

    // Whether an unmistakable finite verb follows before the clause ends.
    private static bool FiniteAhead(Sentence s, int from)
    {
        for (var i = from; i < s.Tokens.Length && i - from < 30; i++)
        {
            var word = s.Tokens[i].Word;
            if (s.Tokens[i].Is(TokenFlags.Punctuation) && !(s.TextOf(i)[0] is '-' or '"' or '“' or '”') || word.Has(Can.Subordinator | Can.Relative))
                return false;
            if (word.Has(Can.Be | Can.Have | Can.Do | Can.Modal) && s.MentionAt[i] < 0
                || word.Has(Can.VerbPast | Can.VerbS | Can.VerbBase) && !word.Has(Can.Noun | Can.Adjective | Can.Preposition) && !s.Tokens[i].Is(TokenFlags.Capital)
                    && !(i > from && s.Tokens[i - 1].Word.Has(Can.To)))
                return true;
        }
        return false;
    }

    // A rough look at the next token, before it is tagged itself.
    private static Tag Peek(Sentence s, int i)
    {
        ref readonly var t = ref s.Tokens[i];
        if (t.Is(TokenFlags.Punctuation))
            return Mark(s, i, s.TextOf(i)) is Grammar.Tag.Quote ? Grammar.Tag.Determiner : Mark(s, i, s.TextOf(i));
        if (t.Is(TokenFlags.Number))
            return Grammar.Tag.Number;
        if (s.MentionAt[i] >= 0 || t.Is(TokenFlags.Capital) && !t.Word.Has(Can.Preposition | Can.Determiner | Can.Coordinator))
            return Grammar.Tag.Proper;
        var can = t.Word.Can;
        return (can & Can.Determiner) != 0 ? Grammar.Tag.Determiner
            : (can & Can.To) != 0 ? i + 1 < s.Tokens.Length && s.Tokens[i + 1].Word.Has(Can.VerbBase) && !s.Tokens[i + 1].Word.Has(Can.Noun) ? Grammar.Tag.To : Grammar.Tag.Preposition
            : (can & Can.Preposition) != 0 ? Grammar.Tag.Preposition
            : (can & (Can.Be | Can.Have | Can.Do | Can.Modal)) != 0 ? Grammar.Tag.Modal
            : (can & Can.Pronoun) != 0 ? Grammar.Tag.Pronoun
            : (can & (Can.Subordinator | Can.Relative)) != 0 ? Grammar.Tag.Subordinator
            : (can & Can.Coordinator) != 0 ? Grammar.Tag.Coordinator
            : (can & Can.Number) != 0 ? Grammar.Tag.Number
            : (can & Can.Adverb) != 0 && (can & Can.Noun) == 0 ? Grammar.Tag.Adverb
            : (can & Can.Noun) != 0 ? Grammar.Tag.Noun
            : (can & Can.Adjective) != 0 ? Grammar.Tag.Adjective
            : (can & Can.VerbIng) != 0 ? Grammar.Tag.VerbIng
            : Grammar.Tag.VerbPast;
    }

    // The tag before i, adverbs and quotes skipped; punctuation at the start.
    private static Tag Previous(Token[] tokens, int i)
    {
        for (var j = i - 1; j >= 0; j--)
            if (tokens[j].Tag is not (Grammar.Tag.Adverb or Grammar.Tag.Quote))
                return tokens[j].Tag;
        return Grammar.Tag.Punctuation;
    }
}
