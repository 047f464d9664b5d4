using RegionalSecurity.Language.Grammar;

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
    // UTF-16 range in the article's text.
    public int Start, End;
    public TokenFlags Flags;
    public Word Word;
    // The part of speech chosen in this sentence.
    public Tag Tag;

    public readonly int Length => End - Start;
    public readonly bool Is(TokenFlags flag) => (Flags & flag) != 0;
}
