using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>Trains the tagger: greedy, left to right, on its own guesses of the classes before.</summary>
internal static class TaggerTrainer
{
    // A word's classes are kept from so many occurrences on; its only class counts as certain from so many on.
    private const int MinCount = 3, CertainCount = 15;

    /// <param name="sentences">Gold tags.</param>
    /// <param name="epochs">Passes over the sentences.</param>
    /// <param name="voters">Learners, each with its own order of the sentences.</param>
    /// <param name="limit">Features to keep.</param>
    /// <param name="seed">Of the orders.</param>
    public static EnglishModel Train(IReadOnlyList<TreebankSentence> sentences, int epochs, int voters, int limit, int seed)
    {
        var classes = sentences.SelectMany(s => s.Tokens).GroupBy(t => (t.Pos, t.Fine)).Select(g => (g.Key, Count: g.Count()))
            .OrderByDescending(c => c.Count).ThenBy(c => c.Key).Take(EnglishModel.MaxClasses).Select(c => c.Key).ToArray();
        var model = new EnglishModel
        {
            Classes = classes, Lexicon = BuildLexicon(sentences, classes), Tags = new WeightTable(EnglishModel.TagWidth, 1),
            Actions = new WeightTable(Moves.Width, 1), Relations = new WeightTable(Moves.Width, 1),
        };
        var learners = new Learner[voters];
        Parallel.For(0, voters, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            learners[i] = new Learner(EnglishModel.TagWidth);
            Learn(model, sentences, learners[i], epochs, new Random(seed + 1000 * i));
        });
        return model.With(tags: new WeightSum(learners).Quantise(limit));
    }

    /// <summary>Goes on from a model's weights with other sentences; its classes and its lexicon stay.</summary>
    public static EnglishModel Adapt(EnglishModel model, IReadOnlyList<TreebankSentence> sentences, TrainingPlan plan)
    {
        var learners = new Learner[plan.Voters];
        Parallel.For(0, plan.Voters, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            learners[i] = new Learner(model.Tags, plan.Step);
            Learn(model, sentences, learners[i], plan.TaggerEpochs, new Random(plan.Seed + 1000 * i));
        });
        return model.With(tags: new WeightSum(learners).Quantise(plan.TagFeatures));
    }

    private static void Learn(EnglishModel model, IReadOnlyList<TreebankSentence> sentences, Learner learner, int epochs, Random random)
    {
        var order = Enumerable.Range(0, sentences.Count).ToArray();
        Span<uint> features = stackalloc uint[Tagger.MaxFeatures];
        Span<int> sums = stackalloc int[EnglishModel.TagWidth];
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                var sentence = sentences[at];
                learner.Time++;
                // A few sentences are read as headlines are written, or without capitals.
                var (text, tokens) = random.Next(24) switch
                {
                    0 => Recast(sentence, sentence.Text.ToUpperInvariant()),
                    1 => Recast(sentence, sentence.Text.ToLowerInvariant()),
                    2 => Recast(sentence, Titled(sentence.Text)),
                    _ => (sentence.Text, sentence.Tokens),
                };
                var items = Tagger.Read(model, text, tokens);
                for (var i = 0; i < tokens.Length; i++)
                {
                    var right = model.ClassOf(tokens[i].Pos, tokens[i].Fine);
                    var certain = model.Lexicon.Find(items[i + 2].Word).Class;
                    if (certain != 0)
                    {
                        items[i + 2].Class = certain;
                        continue;
                    }
                    var active = features[..Tagger.Fill(items, i + 2, features)];
                    learner.Score(active, sums);
                    var best = 0;
                    for (var c = 1; c < model.Classes.Length; c++)
                        if (sums[c] > sums[best])
                            best = c;
                    if (best != right - 1)
                        learner.Update(active, right - 1, best);
                    items[i + 2].Class = (byte)(best + 1);
                }
            }
        }
    }

    private static (string, Token[]) Recast(TreebankSentence sentence, string text)
    {
        if (text.Length != sentence.Text.Length)
            return (sentence.Text, sentence.Tokens);
        var reading = default(Tokenizer.Reading);
        var tokens = new Token[sentence.Tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            var gold = sentence.Tokens[i];
            tokens[i] = reading.Describe(text, gold.Start, gold.End, gold.Is(TokenFlags.Joined));
            (tokens[i].Pos, tokens[i].Fine) = (gold.Pos, gold.Fine);
        }
        return (text, tokens);
    }

    private static string Titled(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
            if (i == 0 || letters[i - 1] == ' ')
                letters[i] = char.ToUpperInvariant(letters[i]);
        return new string(letters);
    }

    private static Lexicon BuildLexicon(IReadOnlyList<TreebankSentence> sentences, (Pos, Penn)[] classes)
    {
        var counts = new Dictionary<uint, int[]>();
        foreach (var sentence in sentences)
            foreach (var token in sentence.Tokens)
            {
                var index = Array.IndexOf(classes, (token.Pos, token.Fine));
                if (index < 0 || (uint)token.Hash == 0)
                    continue;
                if (!counts.TryGetValue((uint)token.Hash, out var row))
                    counts[(uint)token.Hash] = row = new int[classes.Length];
                row[index]++;
            }
        var sets = new Dictionary<string, ushort>();
        var items = new List<(uint, Lexicon.Entry)>();
        foreach (var (word, row) in counts.OrderBy(c => c.Key))
        {
            var total = row.Sum();
            if (total < MinCount)
                continue;
            // Classes of a twentieth of its occurrences at least, the commonest first.
            var set = Enumerable.Range(0, row.Length).Where(c => row[c] * 20 >= total).OrderByDescending(c => row[c]).ThenBy(c => c).ToArray();
            var key = string.Join(',', set);
            if (!sets.TryGetValue(key, out var number))
                sets[key] = number = (ushort)(sets.Count + 1);
            var certain = total >= CertainCount && row[set[0]] == total ? set[0] + 1 : 0;
            items.Add((word, new Lexicon.Entry(number, (byte)certain)));
        }
        return new Lexicon(items);
    }

    /// <summary>
    /// The sentences' tokens with tags that a tagger gave which had not seen them: ten taggers, each trained on nine tenths. The parser learns from such tags, as
    /// it will meet no better ones.
    /// </summary>
    public static Token[][] Jackknife(IReadOnlyList<TreebankSentence> sentences, int epochs, int seed)
    {
        const int folds = 10;
        var tagged = new Token[sentences.Count][];
        Parallel.For(0, folds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, fold =>
        {
            // Blocks, not every tenth sentence: neighbours come from the same page.
            int from = sentences.Count * fold / folds, to = sentences.Count * (fold + 1) / folds;
            var model = Train([.. sentences.Take(from), .. sentences.Skip(to)], epochs, 1, int.MaxValue, seed + fold);
            for (var i = from; i < to; i++)
            {
                tagged[i] = [.. sentences[i].Tokens];
                model.Tag(sentences[i].Text, tagged[i]);
            }
        });
        return tagged;
    }
}
