using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Text;

[Flags]
internal enum TokenFlags : byte
{
    None = 0,
    // First character is a capital.
    Capital = 1,
    // Two letters or more, all capitals.
    AllCapitals = 2,
    // No space between this token and the one before.
    Joined = 4,
    Punctuation = 8,
    Number = 16,
    // Inside quotation marks.
    Quoted = 32,
    // First word of its sentence: its capital says nothing.
    SentenceStart = 64,
}

/// <summary>A token of a segment: a range of the article's text, never a copy.</summary>
internal struct Token
{
    // Hash of its lower-cased word, see WordHash.
    public ulong Hash;
    // UTF-16 range in the article's text.
    public int Start, End;
    // Index, in its sentence, of the word it depends on; -1 for the sentence's root.
    public int Head;
    public TokenFlags Flags;
    public Pos Pos;
    public Penn Fine;
    // Relation to its head.
    public Relation Relation;
    public Word Word;

    public readonly int Length => End - Start;
    public readonly bool Is(TokenFlags flag) => (Flags & flag) != 0;
}
