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

    public static TrainingPlan Quick { get; } = new() { TaggerEpochs = 4, Voters = 2, OpenEpochs = 3, FrozenEpochs = 2 };
}

/// <summary>
/// train-parser: writes the weights of tagger and parser, the same bytes for the same data and seed. In two stages: a model of the treebank alone derives silver
/// trees from the labelled sentences, and a second is trained on both.
/// </summary>
internal static class TrainParserCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of UD English EWT.", DefaultValueFactory = _ => "../shared/data/ud-ewt" };
        var labelled = TrainEventsCommand.Folder();
        var first = new Option<string?>("--first") { Description = "Weights that derive the silver trees, instead of a model of the treebank alone; those in the program will do." };
        var quick = new Option<bool>("--quick") { Description = "A smaller plan, for trials." };
        var output = new Option<string>("--out") { Description = "File to write.", DefaultValueFactory = _ => "src/Language/Data/english.model" };
        var command = new Command("train-parser", "Trains tagger and parser on UD English EWT and on silver trees of the labelled sentences.") { data, labelled, first, quick, output };
        command.SetAction(parse =>
        {
            var (folder, writer) = (parse.GetRequiredValue(data), parse.InvocationConfiguration.Output);
            var train = Treebank.Read(Path.Combine(folder, "en_ewt-ud-train.conllu"));
            var dev = Treebank.Read(Path.Combine(folder, "en_ewt-ud-dev.conllu"));
            var items = new LabelledReader().ReadFolder(parse.GetRequiredValue(labelled));
            var plan = parse.GetValue(quick) ? TrainingPlan.Quick : new TrainingPlan();
            var model = parse.GetValue(first) is { } path ? EvalParserCommand.Model(path) : Train(train, plan, Print);
            SilverCommand.Report(writer, model, items);
            var silver = SilverTrees.From(model, items);
            writer.WriteLine(silver);
            model = Train([.. train, .. silver.Trees], plan, Print);
            SilverCommand.Report(writer, model, items);
            using var stream = File.Create(parse.GetRequiredValue(output));
            model.Write(stream);
            return 0;

            void Print(string stage, EnglishModel soFar) => Report(writer, stage, Measure.Parser(soFar, dev));
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
