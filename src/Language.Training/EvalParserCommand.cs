using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training;

/// <summary>eval-parser: figures of the written weights on dev and test.</summary>
internal static class EvalParserCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of UD English EWT.", DefaultValueFactory = _ => "../shared/data/ud-ewt" };
        var model = new Option<string?>("--model") { Description = "File of weights; without it, those in the program." };
        var list = new Option<bool>("--list") { Description = "List the lemmas of dev that differ." };
        var command = new Command("eval-parser", "Measures tagger, parser, lemmas and tokens on dev and test of UD English EWT.") { data, model, list };
        command.SetAction(parse =>
        {
            var weights = Model(parse.GetValue(model));
            foreach (var part in (string[])["dev", "test"])
            {
                var sentences = Treebank.Read(Path.Combine(parse.GetRequiredValue(data), $"en_ewt-ud-{part}.conllu"));
                Measure.Parser(weights, sentences);
                TrainParserCommand.Report(parse.InvocationConfiguration.Output, part, Measure.Parser(weights, sentences));
                var (verbs, nouns, wrong) = Measure.Lemmas(sentences);
                parse.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{part}: lemmas of verbs {100 * verbs:F2}, of nouns {100 * nouns:F2}; F1 of tokens {100 * Measure.Tokens(sentences):F2}"));
                if (part == "dev" && parse.GetValue(list))
                    foreach (var group in wrong.GroupBy(w => w).OrderByDescending(g => g.Count()))
                        parse.InvocationConfiguration.Output.WriteLine($"{group.Count()} {group.Key}");
            }
            return 0;
        });
        return command;
    }

    /// <summary>The weights of a file; without one, those in the program.</summary>
    public static EnglishModel Model(string? path)
    {
        if (path is null)
            return EnglishModel.Default;
        using var stream = File.OpenRead(path);
        return EnglishModel.Read(stream);
    }
}
