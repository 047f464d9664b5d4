using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// "DUBAI (Reuters) - Iran's ...": the dateline of an agency's sentence. The treebank has none, and a parser that knows none makes it the root; so the sentence
/// is parsed without, and the dateline then hung on its root.
/// </summary>
internal static class Dateline
{
    private const int MaxLength = 48;

    /// <summary>Where the sentence proper begins: after the first dash that stands alone, if it starts with a word of capitals; else 0.</summary>
    public static int Length(string text)
    {
        var letters = 0;
        while (letters < text.Length && char.IsUpper(text[letters]))
            letters++;
        if (letters < 3)
            return 0;
        foreach (var dash in (string[])[" - ", " – ", " — ", " -- "])
            if (text.IndexOf(dash, StringComparison.Ordinal) is var at and > 0 and < MaxLength)
                return at + dash.Length;
        return 0;
    }

    /// <summary>The tokens of the whole text, with the tree of those after the dateline.</summary>
    public static void Attach(ReadOnlySpan<char> text, Span<Token> whole, ReadOnlySpan<Token> rest)
    {
        var before = whole.Length - rest.Length;
        var root = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            ref var token = ref whole[before + i];
            (token.Pos, token.Fine, token.Relation) = (rest[i].Pos, rest[i].Fine, rest[i].Relation);
            token.Head = rest[i].Head < 0 ? -1 : rest[i].Head + before;
            if (rest[i].Head < 0)
                root = before + i;
        }
        var apart = false;
        for (var i = 0; i < before; i++)
        {
            ref var token = ref whole[i];
            var mark = token.Is(TokenFlags.Punctuation);
            apart |= mark;
            (token.Pos, token.Fine) = mark ? (Pos.Punct, Mark(text[token.Start])) : (Pos.Propn, Penn.NNP);
            (token.Head, token.Relation) = (0, mark ? Relation.Punct : apart ? Relation.Appos : Relation.Flat);
        }
        (whole[0].Head, whole[0].Relation) = (root, Relation.Parataxis);
        whole[before - 1].Head = root;
    }

    private static Penn Mark(char mark) => mark switch { '(' => Penn.LeftBracket, ')' => Penn.RightBracket, _ => Penn.Comma };
}
