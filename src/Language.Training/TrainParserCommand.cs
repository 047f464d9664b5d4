using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training;

/// <summary>What training is given. The defaults are those of the weights that ship.</summary>
internal sealed record TrainingPlan
{
    public int TaggerEpochs { get; init; } = 8;
    /// <summary>Learners, of the tagger as of the parser, whose weights are added up.</summary>
    public int Voters { get; init; } = 6;
    /// <summary>Passes of each of the parser's learners while it takes up features.</summary>
    public int OpenEpochs { get; init; } = 5;
    /// <summary>Passes with the features that are kept; even.</summary>
    public int FrozenEpochs { get; init; } = 6;
    public int TagFeatures { get; init; } = 90_000;
    public int ActionFeatures { get; init; } = 330_000;
    public int RelationFeatures { get; init; } = 110_000;
    public int Seed { get; init; } = 1;

    /// <summary>What an update of the tagger's adds where it goes on from written weights, which are scaled.</summary>
    public int Step { get; init; }

    /// <summary>The second stage: the first's tagger, adapted.</summary>
    public static TrainingPlan Adapting { get; } = new() { TaggerEpochs = 4, Voters = 2, TagFeatures = 86_000, Step = 24 };
}

/// <summary>
/// train-parser: writes the weights of tagger and parser, the same bytes for the same data and seed. In two stages: both learn from the treebank; then that model
/// derives silver trees from the labelled sentences, and the tagger goes on learning from treebank and silver trees. The parser stays: what it gets wrong in news
/// are mostly arcs of words with wrong tags, and going on with it, too, cost 0.6 of its LAS for little.
/// </summary>
internal static class TrainParserCommand
{
    // Each round's silver trees are those of the round before's model.
    private const int Rounds = 2;

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of UD English EWT.", DefaultValueFactory = _ => "../shared/data/ud-ewt" };
        var labelled = TrainEventsCommand.Folder();
        var first = new Option<string?>("--first") { Description = "Weights of the first stage, instead of training them anew." };
        var output = new Option<string>("--out") { Description = "File to write.", DefaultValueFactory = _ => "src/Language/Data/english.model" };
        var command = new Command("train-parser", "Trains tagger and parser on UD English EWT, then adapts them to news by silver trees of the labelled sentences.") { data, labelled, first, output };
        command.SetAction(parse =>
        {
            var (folder, writer) = (parse.GetRequiredValue(data), parse.InvocationConfiguration.Output);
            var train = Treebank.Read(Path.Combine(folder, "en_ewt-ud-train.conllu"));
            var dev = Treebank.Read(Path.Combine(folder, "en_ewt-ud-dev.conllu"));
            var items = new LabelledReader().ReadFolder(parse.GetRequiredValue(labelled));
            var model = parse.GetValue(first) is { } path ? EvalParserCommand.Model(path) : Train(train, new TrainingPlan(), Print);
            SilverCommand.Report(writer, model, items);
            for (var round = 0; round < Rounds; round++)
            {
                var silver = SilverTrees.From(model, items);
                writer.WriteLine(silver);
                model = TaggerTrainer.Adapt(model, [.. train, .. silver.Trees], TrainingPlan.Adapting);
                Print("adapted", model);
                SilverCommand.Report(writer, model, items);
            }
            return 0;

            // The file is written at each stage, so that a training which is broken off leaves something.
            void Print(string stage, EnglishModel soFar)
            {
                Report(writer, stage, Measure.Parser(soFar, dev));
                using var stream = File.Create(parse.GetRequiredValue(output));
                soFar.Write(stream);
            }
        });
        return command;
    }

    public static EnglishModel Train(IReadOnlyList<TreebankSentence> train, TrainingPlan plan, Action<string, EnglishModel>? report = null)
    {
        var tagger = TaggerTrainer.Train(train, plan.TaggerEpochs, plan.Voters, plan.TagFeatures, plan.Seed);
        report?.Invoke("tagger", tagger);
        return ParserTrainer.Train(tagger, train, TaggerTrainer.Jackknife(train, plan.TaggerEpochs, plan.Seed + 1), plan, report);
    }

    public static void Report(TextWriter writer, string stage, ParserFigures figures) => writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{stage}: UPOS {100 * figures.Upos:F2}  XPOS {100 * figures.Xpos:F2}  UAS {100 * figures.Uas:F2}  LAS {100 * figures.Las:F2}  {figures.Microseconds:F1} us"));
}
