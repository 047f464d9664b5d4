using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>
/// A sentence as the tagger and the parser see it: every name of the gazetteer is one token, and all names of a kind are the same well-known word. So who is named
/// cannot change how a sentence is read (the swap test of the design), and no name is torn apart.
/// </summary>
internal readonly ref struct NameMask
{
    // One word a kind, each frequent in the treebank.
    private const string State = "China", Adjective = "Chinese", People = "Americans", Person = "Bush", Body = "Congress";

    // First token of the sentence for each token here; a name's tokens, and "the" before it, run up to the next one's first.
    private readonly int[] _first;

    // Of the sentence that a thread reads; a mask is gone before the next.
    [ThreadStatic]
    private static char[]? letters;
    [ThreadStatic]
    private static Token[]? masked;
    [ThreadStatic]
    private static int[]? firsts;

    public NameMask(Sentence s)
    {
        var text = Enough(ref letters, s.Segment.End - s.Segment.Start + 1 + (s.Mentions.Count * Adjective.Length));
        var tokens = Enough(ref masked, s.Length);
        _first = Enough(ref firsts, s.Length + 1);
        var (length, count) = (0, 0);
        for (var i = 0; i < s.Length; count++)
        {
            var mention = MentionFrom(s, i);
            var last = mention is { } m ? m.Last : i;
            ref readonly var token = ref s.Tokens[mention is { } named ? named.First : i];
            var word = mention is { } name ? WordOf(name.Form) : s.TextOf(i);
            var joined = s.Tokens[i].Is(TokenFlags.Joined);
            if (!joined && length > 0)
                text[length++] = ' ';
            word.CopyTo(text.AsSpan(length));
            tokens[count] = token;
            tokens[count].Start = length;
            tokens[count].End = length += word.Length;
            if (mention is not null)
                (tokens[count].Hash, tokens[count].Flags) = (WordHash.Of(word), TokenFlags.Capital | (s.Tokens[i].Flags & (TokenFlags.Joined | TokenFlags.Quoted | TokenFlags.SentenceStart)));
            _first[count] = i;
            i = last + 1;
        }
        _first[count] = s.Length;
        Text = text.AsSpan(0, length);
        Tokens = tokens.AsSpan(0, count);
    }

    private static T[] Enough<T>(ref T[]? kept, int length) => kept is not null && kept.Length >= length ? kept : kept = new T[Math.Max(length, 512)];

    public ReadOnlySpan<char> Text { get; }

    public Span<Token> Tokens { get; }

    // The name that begins here, or behind a "the" here.
    private static Mention? MentionFrom(Sentence s, int token)
    {
        var at = s.MentionAt[token] < 0 && token + 1 < s.Length && s.MentionAt[token + 1] >= 0 && s.Is(token, "the") ? token + 1 : token;
        if (s.MentionAt[at] is not (var m and >= 0))
            return null;
        var mention = s.Mentions[m];
        return mention.First == at && !mention.Form.Entity.Masked && (at == token || !mention.Form.Adjective && !mention.Form.People) ? mention : null;
    }

    private static ReadOnlySpan<char> WordOf(Form form) =>
        form.People ? People : form.Adjective ? Adjective : form.Entity.Terms.Length > 0 ? Person : form.Entity.Sector == Sector.Gov ? State : Body;

    /// <summary>Writes tags and tree back: the last word of a name heads it.</summary>
    public void CopyTo(Token[] tokens)
    {
        for (var i = 0; i < Tokens.Length; i++)
        {
            ref readonly var read = ref Tokens[i];
            var (first, last) = (_first[i], _first[i + 1] - 1);
            ref var head = ref tokens[last];
            (head.Pos, head.Fine, head.Relation, head.Head) = (read.Pos, read.Fine, read.Relation, read.Head < 0 ? -1 : _first[read.Head + 1] - 1);
            for (var j = first; j < last; j++)
            {
                ref var part = ref tokens[j];
                var the = j == first && !part.Is(TokenFlags.Capital) | part.Is(TokenFlags.SentenceStart) && part.Length == 3 && last > first && part.Word.Has(Can.Determiner);
                (part.Pos, part.Fine, part.Relation, part.Head) = (the ? Pos.Det : read.Pos, the ? Penn.DT : read.Fine, the ? Relation.Det : Relation.Compound, last);
            }
        }
    }
}
