using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>Groups tagged tokens into noun phrases, verb groups and the small words between them.</summary>
internal static class Chunker
{
    public static void Chunk(Sentence s)
    {
        var tokens = s.Tokens;
        for (var i = 0; i < tokens.Length;)
        {
            var chunk = Take(s, i);
            s.Chunks.Add(chunk);
            i = chunk.Last + 1;
        }
    }

    private static Chunk Take(Sentence s, int i)
    {
        var tag = s.Tokens[i].Tag;
        switch (tag)
        {
            case Tag.Modal or Tag.Be or Tag.Have or Tag.Do or Tag.VerbBase or Tag.VerbPast or Tag.VerbS or Tag.VerbIng or Tag.To or Tag.Negation:
                return tag == Tag.VerbIng && IsNominalIng(s, i) ? NounPhrase(s, i) : VerbGroup(s, i);
            case Tag.Noun or Tag.Proper or Tag.Adjective or Tag.Determiner or Tag.Number or Tag.Pronoun or Tag.Possessive:
                return NounPhrase(s, i);
            case Tag.Preposition:
                // "as well as", "together with", "along with" coordinate.
                if (s.Is(i, "as") && s.Is(i + 1, "well") && s.Is(i + 2, "as"))
                    return Single(ChunkKind.Coordinator, i, i + 2);
                return Single(ChunkKind.Preposition, i, i);
            case Tag.Coordinator:
                return Single(ChunkKind.Coordinator, i, i);
            case Tag.Subordinator:
                return Single(ChunkKind.Subordinator, i, i);
            case Tag.Relative:
                return Single(ChunkKind.Relative, i, i);
            case Tag.Comma:
                return Single(ChunkKind.Comma, i, i);
            case Tag.Adverb:
                if (s.IsAny(i, "together") && s.Is(i + 1, "with"))
                    return Single(ChunkKind.Coordinator, i, i + 1);
                return VerbFollows(s, i) ? VerbGroup(s, i) : Single(ChunkKind.Adverb, i, i);
            case Tag.Quote:
                return Single(ChunkKind.Quote, i, i);
            default:
                if (s.TextOf(i)[0] is '(' or '[')
                    for (var j = i + 1; j < s.Tokens.Length && j - i < 30; j++)
                        if (s.TextOf(j)[0] is ')' or ']')
                            return Single(ChunkKind.Parenthesis, i, j);
                // The full stop of "Gen." or of an initial belongs to its name.
                return Single(ChunkKind.Break, i, i);
        }
    }

    private static Chunk Single(ChunkKind kind, int first, int last) => new() { Kind = kind, First = first, Last = last };

    // "increasing military cooperation": an -ing form that modifies a noun, at the start of a phrase without an object's article.
    private static bool IsNominalIng(Sentence s, int i) =>
        i + 1 < s.Tokens.Length && s.Tokens[i + 1].Tag is Tag.Noun && s.Tokens[i].Word.Text.Length == 0
        && (i == 0 || s.Tokens[i - 1].Tag is Tag.Preposition or Tag.VerbBase or Tag.VerbPast or Tag.VerbS);

    private static bool VerbFollows(Sentence s, int i)
    {
        while (i < s.Tokens.Length && s.Tokens[i].Tag == Tag.Adverb)
            i++;
        return i < s.Tokens.Length && s.Tokens[i].Tag is Tag.Modal or Tag.Be or Tag.Have or Tag.Do or Tag.VerbBase or Tag.VerbPast or Tag.VerbS;
    }

    private static Chunk NounPhrase(Sentence s, int start)
    {
        var tokens = s.Tokens;
        var chunk = new Chunk { Kind = ChunkKind.NounPhrase, First = start };
        if (tokens[start].Tag == Tag.Pronoun)
        {
            chunk.Last = chunk.Head = start;
            return chunk;
        }
        var noun = -1;
        var i = start;
        for (; i < tokens.Length && i - start < 30; i++)
        {
            var tag = tokens[i].Tag;
            if (tag is Tag.Noun or Tag.Proper or Tag.Number)
            {
                // "told Japan Tuesday", "met Putin last week": a time after a name is a phrase of its own.
                if (noun >= 0 && tokens[i].Word.Has(Kind.Time) && tokens[i].Is(TokenFlags.Capital) && tokens[noun].Tag != Tag.Number && !tokens[noun].Word.Has(Kind.Time))
                    break;
                noun = i;
            }
            else if (tag is Tag.Determiner)
            {
                if (noun >= 0 && tokens[i - 1].Tag != Tag.Possessive)
                    break;
            }
            else if (tag is Tag.Adjective)
            {
                if (noun >= 0 && s.IsAny(i, "last", "next", "this", "late") && tokens[i - 1].Tag != Tag.Possessive)
                    break;
            }
            else if (tag is Tag.Possessive)
            {
                if (noun < 0)
                    break;
            }
            else if (tag is Tag.Hyphen)
            {
                if (i + 1 >= tokens.Length || i == start)
                    break;
            }
            else if (tag is Tag.VerbIng && i == start || tag is Tag.VerbPast && tokens[i - 1].Tag == Tag.Hyphen)
                continue;
            else if (noun >= 0 && s.TextOf(i)[0] == '(' && ClosesBeforeNoun(s, i) is var close and > 0)
                // "the Asia-Pacific Economic Cooperation (APEC) forum".
                i = close;
            else if (IsInitialStop(s, i))
                continue;
            else if (tag is Tag.Quote && noun < 0 && i > start && i + 1 < tokens.Length && tokens[i + 1].Tag is Tag.Noun or Tag.Proper or Tag.Adjective)
                continue;
            else
                break;
        }
        chunk.Last = Math.Max(i - 1, start);
        while (chunk.Last > start && tokens[chunk.Last].Tag is Tag.Hyphen or Tag.Quote)
            chunk.Last--;
        chunk.Head = noun >= 0 ? Math.Min(noun, chunk.Last) : chunk.Last;
        chunk.Time = tokens[chunk.Head].Word.Has(Kind.Time)
            || tokens[chunk.Head].Is(TokenFlags.Number) && IsYear(s, chunk.Head) && chunk.First == chunk.Head
            || IsDate(s, chunk);
        return chunk;
    }

    private static int ClosesBeforeNoun(Sentence s, int open)
    {
        for (var i = open + 1; i + 1 < s.Tokens.Length && i - open < 5; i++)
            if (s.TextOf(i)[0] == ')')
                return s.Tokens[i + 1].Tag == Tag.Noun ? i : 0;
        return 0;
    }

    // "April 19", "July 4, 2006": a month with its day.
    private static bool IsDate(Sentence s, Chunk chunk) =>
        s.Tokens[chunk.Head].Is(TokenFlags.Number) && chunk.Head > chunk.First && s.Tokens[chunk.Head - 1].Word.Has(Kind.Time);

    private static bool IsYear(Sentence s, int token) => s.Tokens[token].Length == 4 && s.TextOf(token)[0] is '1' or '2';

    // "Gen. Mark Milley", "George W. Bush": the stop inside a name.
    private static bool IsInitialStop(Sentence s, int i) =>
        s.TextOf(i)[0] == '.' && s.Tokens[i].Is(TokenFlags.Joined) && i + 1 < s.Tokens.Length && s.Tokens[i + 1].Tag is Tag.Proper
        && s.Tokens[i - 1].Tag == Tag.Proper && s.Tokens[i - 1].Length <= 4;

    private static Chunk VerbGroup(Sentence s, int start)
    {
        var tokens = s.Tokens;
        var chunk = new Chunk { Kind = ChunkKind.VerbGroup, First = start, Last = start, Main = -1 };
        bool be = false, aux = false;
        for (var i = start; i < tokens.Length; i++)
        {
            var tag = tokens[i].Tag;
            if (tag is Tag.Modal)
            {
                if (chunk.Main >= 0)
                    break;
                aux = true;
                chunk.Future |= s.IsAny(i, "will", "would", "shall", "ll");
                chunk.Possible |= s.IsAny(i, "may", "might", "could", "can");
                chunk.Obliged |= s.IsAny(i, "should", "must");
                chunk.Negated |= s.Is(i, "cannot");
            }
            else if (tag is Tag.Be)
            {
                if (chunk.Main >= 0)
                    break;
                be = true;
            }
            else if (tag is Tag.Have)
            {
                if (chunk.Main >= 0)
                    break;
                chunk.Perfect = true;
            }
            else if (tag is Tag.Do)
            {
                if (chunk.Main >= 0)
                    break;
                aux = true;
            }
            else if (tag is Tag.Negation)
            {
                if (chunk.Main >= 0)
                    break;
                chunk.Negated = true;
                // "won't", "wouldn't", "isn't" carry the auxiliary too.
                if (s.TextOf(i) is { Length: > 3 } text && text[^1] == 't' && !s.Is(i, "not"))
                {
                    aux = true;
                    chunk.Future |= s.IsAny(i, "won't", "won’t", "wouldn't", "wouldn’t");
                    be |= s.TextOf(i)[0] is 'i' or 'a' || s.TextOf(i).StartsWith("was", StringComparison.OrdinalIgnoreCase) || s.TextOf(i).StartsWith("were", StringComparison.OrdinalIgnoreCase);
                    chunk.Perfect |= s.TextOf(i).StartsWith("ha", StringComparison.OrdinalIgnoreCase);
                }
            }
            else if (tag is Tag.To)
            {
                // "not to stick to": the negation stands before.
                if (i != start && !(i == start + 1 && tokens[start].Tag == Tag.Negation))
                    break;
                chunk.Infinitive = true;
            }
            else if (tag is Tag.Adverb)
            {
                if (chunk.Main >= 0)
                    break;
            }
            else if (tag is Tag.VerbBase or Tag.VerbPast or Tag.VerbS or Tag.VerbIng)
            {
                if (chunk.Main >= 0)
                    break;
                chunk.Main = i;
                if (tag is Tag.VerbIng && !be && !chunk.Perfect && !aux)
                    chunk.Gerund = !chunk.Infinitive;
                if (tag is Tag.VerbPast && be)
                    chunk.Passive = true;
            }
            else
                break;
            chunk.Last = i;
            if (chunk.Main >= 0)
            {
                // "is going to attack" is a future.
                if (be && s.Is(i, "going") && i + 1 < tokens.Length && tokens[i + 1].Tag == Tag.To)
                {
                    chunk.Main = -1;
                    chunk.Future = true;
                    i++;
                    continue;
                }
                break;
            }
        }
        // Trailing adverbs are no part of it.
        while (chunk.Last > start && tokens[chunk.Last].Tag == Tag.Adverb)
            chunk.Last--;
        if (chunk.Main < 0)
        {
            chunk.Copula = be || chunk.Perfect || aux;
            chunk.Main = chunk.Last;
            chunk.Verb = be ? "be" : chunk.Perfect ? "have" : "do";
        }
        else
            chunk.Verb = tokens[chunk.Main].Word.Verb;
        return chunk;
    }
}
