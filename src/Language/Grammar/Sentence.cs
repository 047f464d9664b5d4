using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

internal enum ChunkKind : byte
{
    NounPhrase, VerbGroup, Preposition, Coordinator, Subordinator, Relative, Comma, Adverb, Quote, Parenthesis, Break,
}

/// <summary>A stretch of tokens that acts as one in its sentence. Token indexes are inclusive.</summary>
internal sealed class Chunk
{
    public ChunkKind Kind;
    public int First, Last;

    // Noun phrases: the token that names it, and whether it names a time.
    public int Head;
    public bool Time;

    // Verb groups.
    public int Main;
    public string Verb = "";
    public bool Passive, Negated, Future, Possible, Obliged, Perfect, Infinitive, Gerund, Participle, WouldHave, Copula;
    // The verb group that governs an infinitive, gerund or clause; -1 when none.
    public int Governor = -1;

    public bool Finite => Kind == ChunkKind.VerbGroup && !Infinitive && !Gerund && !Participle;
}

/// <summary>A mention of an entity of the gazetteer. Token indexes are inclusive.</summary>
internal readonly record struct Mention(int First, int Last, Form Form);

/// <summary>A segment with its tokens, mentions and chunks.</summary>
internal sealed class Sentence(string text, Segment segment)
{
    public string Text { get; } = text;
    public Segment Segment { get; } = segment;
    public Token[] Tokens { get; set; } = [];
    public List<Mention> Mentions { get; } = [];
    public List<Chunk> Chunks { get; } = [];
    // Index into Mentions for each token, -1 where none.
    public int[] MentionAt { get; set; } = [];

    public ReadOnlySpan<char> TextOf(int token) => Text.AsSpan(Tokens[token].Start, Tokens[token].Length);

    public bool Is(int token, string word) =>
        token >= 0 && token < Tokens.Length && TextOf(token).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsAny(int token, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (Is(token, word))
                return true;
        return false;
    }

    public bool LowerStarts(int token, string start) => TextOf(token).StartsWith(start, StringComparison.OrdinalIgnoreCase);

    /// <summary>The base form of a token: of its verb or noun, else its lower-case text.</summary>
    public string LemmaOf(int token)
    {
        ref readonly var t = ref Tokens[token];
        if (t.Tag is Tag.VerbBase or Tag.VerbIng or Tag.VerbPast or Tag.VerbS && t.Word.Verb.Length > 0)
            return t.Word.Verb;
        return NounOf(token);
    }

    public string NounOf(int token)
    {
        var word = Tokens[token].Word;
        return word.Noun.Length > 0 ? word.Noun : word.Text.Length > 0 ? word.Text : TextOf(token).ToString().ToLowerInvariant();
    }
}
