using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>A mention of an entity of the gazetteer. Token indexes are inclusive.</summary>
internal readonly record struct Mention(int First, int Last, Form Form);

/// <summary>A segment with its tokens, mentions and dependency tree. Token indexes are inclusive; -1 is no token.</summary>
internal sealed partial class Sentence(string text, Segment segment)
{
    private int[] _firstChild = [];
    private int[] _nextSibling = [];
    private int[] _left = [];
    private int[] _right = [];
    // Base forms of words that the vocabulary lacks, made once.
    private string?[] _nouns = [];
    private int[]?[] _conjuncts = [];

    public string Text { get; } = text;
    public Segment Segment { get; } = segment;
    public Token[] Tokens { get; set; } = [];
    public List<Mention> Mentions { get; } = [];
    /// <summary>Codes of organisations whose names stand in a masked phrase ("Asian NATO").</summary>
    public List<string> Labels { get; } = [];
    // Index into Mentions for each token, -1 where none.
    public int[] MentionAt { get; set; } = [];

    /// <summary>Hash of the base form of each token (WordHash); numbers share one. Empty before the parse.</summary>
    public ulong[] Lemmas { get; private set; } = [];

    public int Length => Tokens.Length;

    public ReadOnlySpan<char> TextOf(int token) => Text.AsSpan(Tokens[token].Start, Tokens[token].Length);

    public string TextOf(int first, int last) => Text[Tokens[first].Start..Tokens[last].End];

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
        if (t.Pos is Pos.Verb or Pos.Aux && t.Word.Verb.Length > 0)
            return t.Word.Verb;
        return NounOf(token);
    }

    public string NounOf(int token)
    {
        var word = Tokens[token].Word;
        if (word.Noun.Length > 0)
            return word.Noun;
        if (word.Text.Length > 0)
            return word.Text;
        if (_nouns.Length == 0)
            _nouns = new string?[Tokens.Length];
        return _nouns[token] ??= TextOf(token).ToString().ToLowerInvariant();
    }

    public bool IsQuote(int token) => token >= 0 && token < Length && TextOf(token) is "\"" or "“" or "”" or "``" or "''" or "«" or "»";

    // ---- the tree

    public ref readonly Token At(int token) => ref Tokens[token];

    public int Head(int token) => Tokens[token].Head;

    public Relation RelationOf(int token) => Tokens[token].Relation;

    /// <summary>Makes the children of each token findable. Call once, after the parse.</summary>
    public void Link()
    {
        var n = Tokens.Length;
        Lemmas = new ulong[n];
        for (var i = 0; i < n; i++)
            Lemmas[i] = Tokens[i].Is(TokenFlags.Number) ? 2UL : Parsing.Lemmas.Hash(TextOf(i), Tokens[i].Fine);
        _conjuncts = new int[]?[n];
        _firstChild = new int[n];
        _nextSibling = new int[n];
        _left = new int[n];
        _right = new int[n];
        Array.Fill(_firstChild, -1);
        Array.Fill(_nextSibling, -1);
        for (var i = n - 1; i >= 0; i--)
        {
            _left[i] = _right[i] = i;
            var head = Tokens[i].Head;
            if (head < 0)
                continue;
            _nextSibling[i] = _firstChild[head];
            _firstChild[head] = i;
        }
        // The bounds of each subtree: children pass theirs up, in as many rounds as the tree is deep.
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < n; i++)
                if (Tokens[i].Head is var head and >= 0 && (_left[i] < _left[head] || _right[i] > _right[head]))
                {
                    _left[head] = Math.Min(_left[head], _left[i]);
                    _right[head] = Math.Max(_right[head], _right[i]);
                    changed = true;
                }
        }
    }

    public ChildList Children(int head) => new(this, _firstChild[head]);

    /// <summary>First and last token of the whole subtree.</summary>
    public (int First, int Last) Subtree(int head) => (_left[head], _right[head]);

    /// <summary>The first child in one of the relations; -1 when none is.</summary>
    public int Child(int head, params ReadOnlySpan<Relation> relations)
    {
        foreach (var child in Children(head))
            if (relations.Contains(Tokens[child].Relation))
                return child;
        return -1;
    }

    /// <summary>Whether <paramref name="token"/> is <paramref name="ancestor"/> or hangs below it.</summary>
    public bool Under(int token, int ancestor)
    {
        for (var steps = 0; token >= 0 && steps <= Length; token = Tokens[token].Head, steps++)
            if (token == ancestor)
                return true;
        return false;
    }

    internal readonly struct ChildList(Sentence sentence, int first)
    {
        public Enumerator GetEnumerator() => new(sentence, first);

        internal struct Enumerator(Sentence sentence, int next)
        {
            public int Current { get; private set; } = -1;

            public bool MoveNext()
            {
                if (next < 0)
                    return false;
                Current = next;
                next = sentence._nextSibling[next];
                return true;
            }
        }
    }
}
