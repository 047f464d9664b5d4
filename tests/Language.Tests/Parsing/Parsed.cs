using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Tests.Parsing;

/// <summary>A text taken as one sentence: tokenised, tagged and parsed with the weights that ship.</summary>
internal sealed class Parsed
{
    public string Text { get; }
    public Token[] Tokens { get; }

    public Parsed(string text)
    {
        Text = text;
        var tokens = new Token[2_000];
        Tokens = tokens[..Tokenizer.Fill(text, 0, text.Length, tokens)];
        EnglishModel.Default.Tag(text, Tokens);
        EnglishModel.Default.Parse(text, Tokens);
    }

    public string Word(int i) => Text[Tokens[i].Start..Tokens[i].End];

    /// <summary>"word:TAG" for each token.</summary>
    public string Tags => string.Join(' ', Tokens.Select((t, i) => $"{Word(i)}:{UdNames.Of(t.Fine)}"));

    /// <summary>"relation(head, word)" of the first token with that word.</summary>
    public string Arc(string word)
    {
        var i = Array.FindIndex(Tokens, t => Text[t.Start..t.End] == word);
        return $"{UdNames.Of(Tokens[i].Relation)}({(Tokens[i].Head < 0 ? "" : Word(Tokens[i].Head))}, {word})";
    }

    /// <summary>Null when every token has a head, one of them is the root, and no token is its own ancestor; else what is wrong.</summary>
    public string? Fault()
    {
        if (Tokens.Length == 0)
            return null;
        if (Tokens.Count(t => t.Head == -1) != 1 || Tokens.Any(t => t.Head == -1 != (t.Relation == Relation.Root)))
            return "not exactly one root";
        for (var i = 0; i < Tokens.Length; i++)
        {
            var at = i;
            for (var steps = 0; at >= 0; steps++)
            {
                if (steps > Tokens.Length || Tokens[at].Head >= Tokens.Length || Tokens[at].Head < -1)
                    return $"token {i} does not lead to the root";
                at = Tokens[at].Head;
            }
            if (Tokens[i].Pos == Pos.None || Tokens[i].Fine == Penn.None || Tokens[i].Relation == Relation.None)
                return $"token {i} has no tag or relation";
        }
        return null;
    }
}
