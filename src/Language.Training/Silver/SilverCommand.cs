using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training;

/// <summary>silver: what a model makes of the labelled sentences, to be looked at.</summary>
internal static class SilverCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "File of weights; without it, those in the program." };
        var labelled = TrainEventsCommand.Folder();
        var list = new Option<bool>("--list") { Description = "Print the trees." };
        var command = new Command("silver", "Counts the labelled sentences that a model parses as their labels say, and the silver trees it gives.") { model, labelled, list };
        command.SetAction(parse =>
        {
            var output = parse.InvocationConfiguration.Output;
            var weights = EvalParserCommand.Model(parse.GetValue(model));
            var items = new LabelledReader().ReadFolder(parse.GetRequiredValue(labelled));
            Report(output, weights, items);
            var silver = SilverTrees.From(weights, items);
            output.WriteLine(silver);
            if (parse.GetValue(list))
                foreach (var tree in silver.Trees)
                {
                    output.WriteLine($"# text = {tree.Text}");
                    for (var i = 0; i < tree.Tokens.Length; i++)
                    {
                        var t = tree.Tokens[i];
                        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                            $"{i + 1}\t{tree.Text[t.Start..t.End]}\t_\t{UdNames.Of(t.Pos)}\t{UdNames.Of(t.Fine)}\t_\t{t.Head + 1}\t{UdNames.Of(t.Relation)}\t_\t_"));
                    }
                    output.WriteLine();
                }
            return 0;
        });
        return command;
    }

    public static void Report(TextWriter output, EnglishModel model, IReadOnlyList<LabelledItem> items)
    {
        var (sentences, labels, count) = SilverTrees.Measure(model, items);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"labels of {count} sentences held out: {100 * labels:F2} satisfied; all of a sentence's: {100 * sentences:F2}"));
    }
}
