using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// Trains the parser: averaged perceptron with a dynamic oracle and exploration (Goldberg and Nivre 2013): from the second epoch on it mostly follows its own
/// moves, right or wrong, and learns the best way on from there.
/// </summary>
internal static class ParserTrainer
{
    // Of ten moves, so many follow the guess.
    private const int Explore = 9;

    /// <summary>A right move must win by so much.</summary>
    public static int Margin { get; set; } = 10;

    /// <summary>One of several learners whose weights are added up: its state between two courses.</summary>
    internal sealed class Voter(int seed)
    {
        public Random Random { get; } = new(seed);
        public Learner Actions { get; } = new(Moves.Width);
        public Learner Relations { get; } = new(Moves.Width);
        public int Epochs { get; set; }
    }

    /// <param name="model">Its classes are used.</param>
    /// <param name="gold">Gold trees.</param>
    /// <param name="tagged">The same tokens with the tags to learn from.</param>
    /// <param name="plan">Number of learners and courses.</param>
    /// <param name="after">Called with the weights so far.</param>
    public static EnglishModel Train(
        EnglishModel model, IReadOnlyList<TreebankSentence> gold, Token[][] tagged, TrainingPlan plan, Action<string, EnglishModel>? after = null)
    {
        var oracles = gold.Select(s => new Oracle(s.Tokens)).ToArray();
        var voters = Enumerable.Range(0, plan.Voters).Select(i => new Voter(plan.Seed + 1000 * i)).ToArray();
        Course(plan.OpenEpochs);
        var (actions, relations) = Sums();
        after?.Invoke($"parser, all of {actions.Count} features of moves and {relations.Count} of relations", model.With(null, actions.Quantise(actions.Count), relations.Quantise(relations.Count)));
        // Then only the features that will be kept.
        uint[] keptActions = actions.Greatest(plan.ActionFeatures), keptRelations = relations.Greatest(plan.RelationFeatures);
        (actions, relations) = (null!, null!);
        foreach (var voter in voters)
        {
            voter.Actions.Freeze(keptActions);
            voter.Relations.Freeze(keptRelations);
        }
        for (var done = 0; done < plan.FrozenEpochs; done += 2)
        {
            Course(2);
            (actions, relations) = Sums();
            after?.Invoke($"parser, {done + 2} epochs with the features kept", Model());
        }
        return Model();

        (WeightSum, WeightSum) Sums() => (new WeightSum([.. voters.Select(v => v.Actions)]), new WeightSum([.. voters.Select(v => v.Relations)]));

        EnglishModel Model() => model.With(null, actions.Quantise(plan.ActionFeatures), relations.Quantise(plan.RelationFeatures));

        void Course(int epochs) => Parallel.ForEach(voters, new ParallelOptions { MaxDegreeOfParallelism = 2 }, voter =>
        {
            var order = Enumerable.Range(0, gold.Count).ToArray();
            var state = new ParserState();
            for (var epoch = 0; epoch < epochs; epoch++, voter.Epochs++)
            {
                voter.Random.Shuffle(order);
                foreach (var at in order)
                {
                    voter.Actions.Time++;
                    voter.Relations.Time++;
                    state.Start(model, tagged[at]);
                    Learn(state, oracles[at], voter.Actions, voter.Relations, voter.Random, voter.Epochs > 0);
                }
            }
        });
    }

    private static void Learn(ParserState state, Oracle oracle, Learner actions, Learner relations, Random random, bool explore)
    {
        Span<uint> features = stackalloc uint[ParserState.MaxFeatures];
        Span<int> sums = stackalloc int[Moves.Width];
        Span<int> costs = stackalloc int[Moves.Width];
        while (!state.Done)
        {
            if (state.Depth == 0)
            {
                state.Shift();
                continue;
            }
            Cost(state, oracle, costs);
            var least = int.MaxValue;
            for (var move = 0; move < Moves.Count; move++)
                least = Math.Min(least, costs[move]);
            var active = features[..state.FillMove(features)];
            actions.Score(active, sums);
            int best = -1, right = -1, wrong = -1;
            for (var move = 0; move < Moves.Count; move++)
            {
                if (costs[move] >= 99)
                    continue;
                if (best < 0 || sums[move] > sums[best])
                    best = move;
                if (costs[move] == least)
                    right = right < 0 || sums[move] > sums[right] ? move : right;
                else
                    wrong = wrong < 0 || sums[move] > sums[wrong] ? move : wrong;
            }
            if (wrong >= 0 && sums[right] - sums[wrong] <= Margin)
                actions.Update(active, right, wrong);
            var chosen = explore && random.Next(10) < Explore ? best : right;
            if (chosen == Moves.Shift)
                state.Shift();
            else
                state.Arc(Moves.IsLeft(chosen), Relate(state, oracle, chosen, relations, features, sums, explore));
        }
    }

    // The cost of every move: an arc of the wrong group costs one more.
    private static void Cost(ParserState state, Oracle oracle, Span<int> costs)
    {
        var (shift, left, right) = oracle.Costs(state);
        costs.Fill(99);
        costs[Moves.Shift] = shift;
        var relation = oracle.Relation(state.Top);
        for (var move = Moves.FirstLeft; move < Moves.Count; move++)
        {
            var isLeft = Moves.IsLeft(move);
            var cost = isLeft ? left : right;
            costs[move] = cost >= 99 ? 99 : cost + (relation != Relation.Root && move == Moves.Of(relation, isLeft) ? 0 : 1);
        }
    }

    private static Relation Relate(ParserState state, Oracle oracle, int move, Learner relations, Span<uint> features, Span<int> sums, bool guess)
    {
        var group = Moves.Relations(move);
        if (group.Length == 1)
            return group[0];
        var active = features[..state.FillRelation(move, features)];
        relations.Score(active, sums);
        var best = 0;
        for (var i = 1; i < group.Length; i++)
            if (sums[i] > sums[best])
                best = i;
        var gold = oracle.Relation(state.Top);
        if (gold == Relation.Root || Moves.Of(gold, Moves.IsLeft(move)) != move)
            return group[best];
        var right = Moves.Place(move, gold);
        var wrong = -1;
        for (var i = 0; i < group.Length; i++)
            if (i != right && (wrong < 0 || sums[i] > sums[wrong]))
                wrong = i;
        if (sums[right] - sums[wrong] <= Margin)
            relations.Update(active, right, wrong);
        return group[guess ? best : right];
    }
}
