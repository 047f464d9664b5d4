using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>The parser under constraints: of the moves that keep the wanted arcs within reach, each time the one that the model likes best.</summary>
internal static class GuidedParser
{
    /// <param name="model">Its weights choose.</param>
    /// <param name="tokens">Tagged.</param>
    /// <param name="subjects">The wanted arcs: subject and verb.</param>
    public static void Parse(EnglishModel model, Span<Token> tokens, IReadOnlyList<(int Subject, int Verb)> subjects)
    {
        var (heads, relations) = (new int[tokens.Length + 1], new Relation[tokens.Length + 1]);
        Array.Fill(heads, -1);
        foreach (var (subject, verb) in subjects)
            (heads[subject + 1], relations[subject + 1]) = (verb + 1, Relation.Nsubj);
        var oracle = new Oracle(heads, relations);
        var state = new ParserState();
        state.Start(model, tokens);
        Span<uint> features = stackalloc uint[ParserState.MaxFeatures];
        Span<short> sums = stackalloc short[Moves.Width];
        while (!state.Done)
        {
            if (state.Depth == 0)
            {
                state.Shift();
                continue;
            }
            sums.Clear();
            model.Actions.Add(features[..state.FillMove(features)], sums);
            var (best, least) = (-1, int.MaxValue);
            var (shift, left, right) = oracle.Costs(state);
            for (var move = 0; move < Moves.Count; move++)
            {
                var cost = move == Moves.Shift ? shift : Moves.IsLeft(move) ? left : right;
                if (cost >= 99)
                    continue;
                // The wanted arc itself must be a subject's.
                if (move != Moves.Shift && heads[state.Top] == (Moves.IsLeft(move) ? state.Next : state.Second) && move != Moves.Of(Relation.Nsubj, Moves.IsLeft(move)))
                    cost++;
                if (cost < least || cost == least && sums[move] > sums[best])
                    (best, least) = (move, cost);
            }
            if (best == Moves.Shift)
                state.Shift();
            else
                state.Arc(Moves.IsLeft(best), Relate(model, state, best, heads[state.Top] >= 0, features, sums));
        }
        state.Finish(tokens);
    }

    private static Relation Relate(EnglishModel model, ParserState state, int move, bool wanted, Span<uint> features, Span<short> sums)
    {
        var relations = Moves.Relations(move);
        if (relations.Length == 1)
            return relations[0];
        sums.Clear();
        model.Relations.Add(features[..state.FillRelation(move, features)], sums);
        var best = wanted && relations.Contains(Relation.Nsubj) ? relations.IndexOf(Relation.Nsubj) : 0;
        for (var i = 0; i < relations.Length; i++)
            if (sums[i] > sums[best] && (!wanted || relations[i] is Relation.Nsubj or Relation.NsubjPass))
                best = i;
        return relations[best];
    }
}
