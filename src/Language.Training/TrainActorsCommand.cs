using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;

namespace RegionalSecurity.Language.Training;

/// <summary>`train-actors`: trains the choice of whom a phrase without a name of its own stands for on the parties of the labelled sentences.</summary>
internal static class TrainActorsCommand
{
    public static Command Create()
    {
        var folder = TrainEventsCommand.Folder();
        var output = new Option<string>("--out") { Description = "Where the weights go.", DefaultValueFactory = _ => "src/Language/Data/actors.model" };
        var misses = new Option<int>("--misses") { Description = "Print every n-th wrong party of the cross-validation; 0 for none." };
        var command = new Command("train-actors", "Trains whom a phrase without a name stands for; prints five-fold cross-validated figures of eval-actors first.") { folder, output, misses };
        command.SetAction(parsed =>
        {
            var items = new LabelledReader().ReadFolder(parsed.GetValue(folder)!).Where(i => i.Claims.Count > 0 && !i.HeldOut).ToList();
            var trainer = new EventTrainer(Gazetteer.Default);
            var step = parsed.GetValue(misses);
            var share = new ActorShares(Gazetteer.Default, step > 0 ? int.MaxValue : 0, Math.Max(1, step));
            var folds = items.GroupBy(EventTrainer.Fold).OrderBy(g => g.Key).Select(g => g.ToList()).ToList();
            var models = new LinearModel[folds.Count];
            Parallel.For(0, folds.Count, i => models[i] = Train(trainer, [.. folds.Where((_, j) => j != i).SelectMany(f => f)]));
            for (var i = 0; i < folds.Count; i++)
                foreach (var item in folds[i])
                    share.Add(item, trainer.Prepare(item, models[i], null).Candidates);
            share.Write("cross-validated, ");
            using var file = File.Create(parsed.GetValue(output)!);
            using var writer = new BinaryWriter(file);
            Train(trainer, items).Write(writer);
            Console.WriteLine($"{file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes in {parsed.GetValue(output)}");
            return 0;
        });
        return command;
    }

    // Twice: what a sentence refers to hangs on what the ones before were found to refer to, so the second round learns from the first one's findings.
    private static LinearModel Train(EventTrainer trainer, List<LabelledItem> items)
    {
        var model = new LinearModel(1, EventModel.Scale, [], []);
        for (var round = 0; round < 2; round++)
        {
            var choices = new List<Choice>();
            foreach (var item in items)
                trainer.Prepare(item, model, (s, asked) =>
                {
                    if (s.Text == item.Sentence && Label(item, s, asked) is var (right, weight) && right >= 0)
                        choices.Add(new Choice(asked.Features, right, weight));
                });
            model = new LogisticTrainer(1, 8, 1e-3).Choose(choices);
        }
        return model;
    }

    // Which option is labelled: of the party whose mention the asking nominal heads; -1 where none is labelled there.
    private static (int Right, float Weight) Label(LabelledItem item, Grammar.Sentence s, Asked asked)
    {
        var head = s.At(asked.Head);
        var parent = s.Head(asked.Head);
        var codes = item.Claims.SelectMany(c => c.Actors.Concat(c.Targets))
            .Where(p => p.Mention.Overlaps(head.Start, head.End) && (parent < 0 || !p.Mention.Overlaps(s.At(parent).Start, s.At(parent).End)))
            .Select(p => p.Code).Distinct(StringComparer.Ordinal).ToList();
        if (codes.Count == 0)
            return (-1, 0);
        var options = asked.Options;
        if (codes.Count > 1)
            return options.FindIndex(o => o.Several.Count == codes.Count && o.Several.All(p => codes.Contains(p.Code))) is var several and >= 0 ? (several, 1) : (-1, 0);
        // Who is not among the options cannot be found: better nobody than another.
        return options.FindIndex(o => o.Several.Count == 0 && o.Code == codes[0]) is var right and >= 0 ? (right, 1) : (0, 0.5f);
    }
}
