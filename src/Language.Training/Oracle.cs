using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// Dynamic oracle of the arc-hybrid system (Goldberg and Nivre 2013, "Training deterministic parsers with non-deterministic oracles"): how many arcs of the gold
/// tree a move puts out of reach, in any state. With a single root, which must be the last word on the stack. Crossing arcs of the gold tree are lifted first to
/// the head's head (Nivre and Nilsson 2005), shortest first.
/// </summary>
internal sealed class Oracle
{
    // Gold heads and relations, words from 1; head 0 is the root.
    private readonly int[] heads;
    private readonly Relation[] relations;

    public Oracle(ReadOnlySpan<Token> tokens)
    {
        heads = new int[tokens.Length + 1];
        relations = new Relation[tokens.Length + 1];
        for (var i = 0; i < tokens.Length; i++)
        {
            heads[i + 1] = tokens[i].Head + 1;
            relations[i + 1] = tokens[i].Relation;
        }
        Lift();
    }

    /// <summary>Of a few arcs only (heads from 1, -1 where any will do), which must not cross.</summary>
    public Oracle(int[] heads, Relation[] relations) => (this.heads, this.relations) = (heads, relations);

    public int Head(int word) => heads[word];
    public Relation Relation(int word) => relations[word];

    private void Lift()
    {
        while (true)
        {
            var shortest = 0;
            for (var word = 1; word < heads.Length; word++)
                if (heads[word] != 0 && Crosses(word) && (shortest == 0 || Math.Abs(word - heads[word]) < Math.Abs(shortest - heads[shortest])))
                    shortest = word;
            if (shortest == 0)
                return;
            heads[shortest] = heads[heads[shortest]];
        }
    }

    // Whether a word between the two does not descend from the head.
    private bool Crosses(int word)
    {
        int from = Math.Min(word, heads[word]), to = Math.Max(word, heads[word]);
        for (var between = from + 1; between < to; between++)
        {
            var above = between;
            while (above != 0 && above != heads[word])
                above = heads[above];
            if (above == 0)
                return true;
        }
        return false;
    }

    /// <summary>The cost of shift, of an arc to the left and of one to the right; a move that is not allowed costs 99.</summary>
    public (int Shift, int Left, int Right) Costs(ParserState state)
    {
        int shift = 99, left = 99, right = 99;
        int top = state.Top, second = state.Second, next = state.Next;
        if (state.CanShift)
        {
            shift = heads[next] == 0 && state.Depth > 0 ? 1 : 0;
            for (var i = 0; i < state.Depth; i++)
            {
                var word = state.StackAt(i);
                if (heads[word] == next)
                    shift++;
                if (i < state.Depth - 1 && heads[next] == word)
                    shift++;
            }
        }
        if (top == 0)
            return (shift, left, right);
        var dependents = 0;
        for (var word = next; word < heads.Length; word++)
            if (heads[word] == top)
                dependents++;
        if (state.CanLeft)
        {
            left = dependents;
            if (heads[top] != next && (heads[top] == second && second != 0 || heads[top] > next || heads[top] == 0 && state.Depth == 1))
                left++;
        }
        if (state.CanRight)
        {
            right = dependents;
            if (heads[top] >= next)
                right++;
        }
        return (shift, left, right);
    }
}
