namespace RegionalSecurity.Language.Grammar;

/// <summary>The part of speech a token has in its sentence.</summary>
internal enum Tag : byte
{
    Noun, Proper, Adjective, Adverb, Determiner, Number, Preposition, Coordinator, Subordinator, Relative, Pronoun, Modal, Be, Have, Do, To,
    Negation, VerbBase, VerbS, VerbPast, VerbIng, Possessive, Comma, Hyphen, Quote, Dash, Punctuation,
}

/// <summary>The parts of speech a word can have.</summary>
[Flags]
internal enum Can
{
    None = 0,
    Noun = 1,
    Adjective = 2,
    Adverb = 4,
    Determiner = 8,
    Number = 16,
    Preposition = 32,
    Coordinator = 64,
    Subordinator = 128,
    Relative = 256,
    Pronoun = 512,
    Modal = 1024,
    Be = 2048,
    Have = 4096,
    Do = 8192,
    To = 16384,
    Negation = 32768,
    VerbBase = 1 << 16,
    VerbS = 1 << 17,
    VerbPast = 1 << 18,
    VerbParticiple = 1 << 19,
    VerbIng = 1 << 20,
    Verb = VerbBase | VerbS | VerbPast | VerbParticiple | VerbIng,
    Plural = 1 << 21,
}

/// <summary>Groups of words that rules ask for.</summary>
[Flags]
internal enum Kind
{
    None = 0,
    Time = 1,
    Light = 2,
    Aspect = 4,
}

/// <summary>What the vocabulary knows of one written form. Immutable; unknown words share an instance per ending.</summary>
internal sealed class Word(string text)
{
    public string Text { get; } = text;
    public Can Can { get; set; }
    public Kind Kind { get; set; }
    /// <summary>Base form as a verb; empty when it is none.</summary>
    public string Verb { get; set; } = "";
    /// <summary>Singular as a noun; empty when it is not known as one.</summary>
    public string Noun { get; set; } = "";
    /// <summary>Sector of a role noun ("army": MIL); unspecified otherwise.</summary>
    public Claims.V1.Sector Role { get; set; }

    /// <summary>Numbers of the sets of sets.tsv that hold its singular.</summary>
    public ushort[] Sets { get; set; } = [];
    /// <summary>Event types that rows of the lexicon give its verb, one bit a type; bit 0: no event.</summary>
    public uint VerbTypes { get; set; }
    /// <summary>The same for its noun.</summary>
    public uint NounTypes { get; set; }

    public bool Has(Can can) => (Can & can) != 0;
    public bool Has(Kind kind) => (Kind & kind) != 0;
}
