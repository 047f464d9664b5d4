using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>Reads a segment: tokens, mentions, and (where asked) parts of speech and the dependency tree.</summary>
internal sealed class SentenceReader(Gazetteer gazetteer)
{
    public const int MaxTokens = 400;

    private readonly Vocabulary _vocabulary = Vocabulary.Default;

    /// <summary>Tokens and mentions only: enough to tell whether the sentence can hold a claim.</summary>
    public Sentence Read(string text, Segment segment, DateOnly? published = null)
    {
        var sentence = new Sentence(text, segment) { Tokens = Tokenize(text, segment.Start, segment.End) };
        MentionFinder.Find(sentence, gazetteer, published);
        return sentence;
    }

    /// <summary>Adds parts of speech and the tree.</summary>
    public static void Parse(Sentence sentence)
    {
        var names = new NameMask(sentence);
        EnglishModel.Default.Tag(names.Text, names.Tokens);
        Correct(names.Tokens);
        EnglishModel.Default.Parse(names.Text, names.Tokens);
        names.CopyTo(sentence.Tokens);
        Asides.Mend(sentence);
        sentence.Link();
    }

    // What a tagger of web text cannot know: news writes names with capitals, so that a verb's form in lower case is none; a noun is no auxiliary.
    private static void Correct(Span<Token> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            ref var t = ref tokens[i];
            if (t.Pos == Pos.Aux && t.Word.Has(Can.Noun) && !t.Word.Has(Can.Modal | Can.Be | Can.Have | Can.Do))
                (t.Pos, t.Fine) = (Pos.Noun, t.Word.Has(Can.Plural) ? Penn.NNS : Penn.NN);
            if (t.Pos != Pos.Propn || t.Is(TokenFlags.Capital) || !t.Word.Has(Can.Verb) || t.Word.Has(Can.Noun))
                continue;
            t.Pos = Pos.Verb;
            t.Fine = t.Word.Has(Can.VerbPast) ? Penn.VBD : t.Word.Has(Can.VerbS) ? Penn.VBZ : t.Word.Has(Can.VerbIng) ? Penn.VBG : t.Word.Has(Can.VerbParticiple) ? Penn.VBN : Penn.VBP;
        }
    }

    // Tokens of the sentence being read, before their number is known.
    [ThreadStatic]
    private static List<Token>? scratch;

    private Token[] Tokenize(string text, int start, int end)
    {
        var tokens = scratch ??= new List<Token>(MaxTokens);
        tokens.Clear();
        var reading = default(Tokenizer.Reading);
        var at = start;
        while (tokens.Count < MaxTokens && Tokenizer.Next(text, ref at, end, out var from, out var stop))
        {
            if (GluedNames.Cut(text, from, stop, tokens) is var cut && cut > from)
                at = stop = cut;
            var token = reading.Describe(text, from, stop, tokens.Count > 0 && tokens[^1].End == from);
            token.Word = token.Is(TokenFlags.Number) ? Vocabulary.Number : token.Is(TokenFlags.Punctuation) ? Vocabulary.Symbol : _vocabulary.Find(text.AsSpan(from, stop - from));
            tokens.Add(token);
        }
        return [.. tokens];
    }
}
