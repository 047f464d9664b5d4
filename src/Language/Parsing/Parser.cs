using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// Dependency parser: greedy, linear in the number of tokens. Each step takes the move whose weights sum highest; the relation of an arc is chosen when it is
/// made. Trained with a dynamic oracle, see src/Language.Training.
/// </summary>
internal static class Parser
{
    [ThreadStatic]
    private static ParserState? scratch;

    public static void Parse(EnglishModel model, Span<Token> tokens)
    {
        if (tokens.IsEmpty)
            return;
        var state = scratch ??= new ParserState();
        state.Start(model, tokens);
        Span<uint> features = stackalloc uint[ParserState.MaxFeatures];
        Span<short> sums = stackalloc short[Moves.Width];
        while (!state.Done)
        {
            // Without a choice there is nothing to weigh: the first word, and the last of the stack.
            if (state.Depth == 0)
            {
                state.Shift();
                continue;
            }
            sums.Clear();
            model.Actions.Add(features[..state.FillMove(features)], sums);
            var move = Best(state, sums);
            if (move == Moves.Shift)
                state.Shift();
            else
                state.Arc(Moves.IsLeft(move), Relation(model, state, move, features, sums));
        }
        state.Finish(tokens);
    }

    private static int Best(ParserState state, ReadOnlySpan<short> sums)
    {
        var best = -1;
        if (state.CanShift)
            best = Moves.Shift;
        if (state.CanLeft)
            for (var move = Moves.FirstLeft; move < Moves.FirstRight; move++)
                if (best < 0 || sums[move] > sums[best])
                    best = move;
        if (state.CanRight)
            for (var move = Moves.FirstRight; move < Moves.Count; move++)
                if (best < 0 || sums[move] > sums[best])
                    best = move;
        return best;
    }

    private static Relation Relation(EnglishModel model, ParserState state, int move, Span<uint> features, Span<short> sums)
    {
        var relations = Moves.Relations(move);
        if (relations.Length == 1)
            return relations[0];
        sums.Clear();
        model.Relations.Add(features[..state.FillRelation(move, features)], sums);
        var best = 0;
        for (var i = 1; i < relations.Length; i++)
            if (sums[i] > sums[best])
                best = i;
        return relations[best];
    }
}
