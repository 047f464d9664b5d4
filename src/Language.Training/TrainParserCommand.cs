using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training;

/// <summary>What training is given. The defaults are those of the weights that ship.</summary>
internal sealed record TrainingPlan
{
    public int TaggerEpochs { get; init; } = 8;
    /// <summary>Taggers that tag for the parser, each the sentences it has not seen.</summary>
    public int Folds { get; init; } = 10;
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

    /// <summary>What an update of the parser's adds where it goes on from written weights; 0 where it starts from nothing.</summary>
    public int Step { get; init; }
    public int TagStep { get; init; }

    /// <summary>The second stage: the first's weights, adapted.</summary>
    public static TrainingPlan Adapting { get; } = new()
    {
        TaggerEpochs = 4, Folds = 6, Voters = 2, OpenEpochs = 1, FrozenEpochs = 2, Step = 6, TagStep = 24, TagFeatures = 86_000, ActionFeatures = 322_000, RelationFeatures = 107_000,
    };
}

/// <summary>
/// train-parser: writes the weights of tagger and parser, the same bytes for the same data and seed. In two stages: a model of the treebank alone derives silver
/// trees from the labelled sentences, and goes on learning from both.
/// </summary>
internal static class TrainParserCommand
{
    // Each round's silver trees are those of the round before's model.
    private const int Rounds = 1;

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
                model = Adapt(model, [.. train, .. silver.Trees], TrainingPlan.Adapting, Print);
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

    public static EnglishModel Train(IReadOnlyList<TreebankSentence> train, TrainingPlan plan, Action<string, EnglishModel>? report = null) =>
        Parser(TaggerTrainer.Train(train, plan.TaggerEpochs, plan.Voters, plan.TagFeatures, plan.Seed), train, plan, report);

    /// <summary>The model with weights that went on learning from these sentences.</summary>
    public static EnglishModel Adapt(EnglishModel model, IReadOnlyList<TreebankSentence> train, TrainingPlan plan, Action<string, EnglishModel>? report = null) =>
        Parser(TaggerTrainer.Adapt(model, train, plan), train, plan, report);

    private static EnglishModel Parser(EnglishModel tagger, IReadOnlyList<TreebankSentence> train, TrainingPlan plan, Action<string, EnglishModel>? report)
    {
        report?.Invoke("tagger", tagger);
        return ParserTrainer.Train(tagger, train, TaggerTrainer.Jackknife(train, plan.Folds, plan.TaggerEpochs, plan.Seed + 1), plan, report);
    }

    public static void Report(TextWriter writer, string stage, ParserFigures figures) => writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{stage}: UPOS {100 * figures.Upos:F2}  XPOS {100 * figures.Xpos:F2}  UAS {100 * figures.Uas:F2}  LAS {100 * figures.Las:F2}  {figures.Microseconds:F1} us"));
}
