using System.CommandLine;
using RegionalSecurity.Language.Parsing;
namespace RegionalSecurity.Language.Training;
internal static class Trial
{
    public static Command Create()
    {
        var c = new Command("trial", "x");
        c.SetAction(parse =>
        {
            var w = Console.Out;
            var train = Treebank.Read("/work/shared/data/ud-ewt/en_ewt-ud-train.conllu");
            var dev = Treebank.Read("/work/shared/data/ud-ewt/en_ewt-ud-dev.conllu");
            var items = new LabelledReader().ReadFolder("/tmp/silver/all");
            var model = EvalParserCommand.Model("/tmp/base.model");
            void Say(string what, EnglishModel m) { lock (w) { TrainParserCommand.Report(w, what, Measure.Parser(m, dev)); SilverCommand.Report(w, m, items); w.Flush(); } }
            Say("base", model);
            var silver = SilverTrees.From(model, items);
            w.WriteLine(silver);
            TreebankSentence[] all = [.. train, .. silver.Trees];
            var plan = TrainingPlan.Adapting;
            EnglishModel best = model;
            foreach (var step in (int[])[16, 48])
            {
                var m = TaggerTrainer.Adapt(model, all, plan with { TagStep = step, TaggerEpochs = 3, Voters = 1 });
                Say($"tagger {step}", m);
                best = step == 16 ? m : best;
            }
            var tagged = TaggerTrainer.Jackknife(all, plan.Folds, 3, 2);
            w.WriteLine("jackknifed");
            Parallel.ForEach((int[])[12, 40], new ParallelOptions { MaxDegreeOfParallelism = 2 }, step =>
            {
                var p = ParserTrainer.Train(best, all, tagged, plan with { Step = step, Voters = 1 }, (s, m) => Say($"step {step} {s}", m));
                using var f = File.Create($"/tmp/silver/trial{step}.model");
                p.Write(f);
            });
            return 0;
        });
        return c;
    }
}
