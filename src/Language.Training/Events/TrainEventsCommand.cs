using System.CommandLine;
using System.Globalization;

namespace RegionalSecurity.Language.Training.Events;

/// <summary>`train-events`: trains the choices of event type, modality, actor and target on the labelled sentences.</summary>
internal static class TrainEventsCommand
{
    public static Option<string> Folder() => new("--labelled") { Description = "Folder of labelled sentences.", DefaultValueFactory = _ => "src/Language.Training/Labelled" };

    public static Command Create()
    {
        var folder = Folder();
        var output = new Option<string>("--out") { Description = "Where the weights go.", DefaultValueFactory = _ => "src/Language/Data/events.model" };
        var command = new Command("train-events", "Trains the choices of event type, modality, actor and target; prints five-fold cross-validated figures first.") { folder, output };
        command.SetAction(parsed =>
        {
            var reader = new LabelledReader();
            var items = reader.ReadFolder(parsed.GetValue(folder)!);
            foreach (var error in reader.Errors)
                Console.Error.WriteLine(error);
            if (reader.Errors.Count > 0)
                return 1;
            var trainer = new EventTrainer(Gazetteer.Default);
            var reads = items.Select(trainer.Prepare).ToList();
            var plain = PlainSentences.All(RegionalSecurity.Language.Events.Lexicon.Default).Select(trainer.Prepare).ToList();
            if (Environment.GetEnvironmentVariable("DBGP") is not null)
                foreach (var p in plain)
                    Console.WriteLine($"{p.Item.Sentence}\t{string.Join("; ", p.Gold.Select(g => $"{g.Claim.Type} {p.Item.Sentence[g.Claim.Trigger.Start..g.Claim.Trigger.End]} {g.Trigger} {g.Claim.Actors.Count} {g.Claim.Targets.Count}"))}");
            Console.WriteLine($"{reads.Count} sentences, {reads.Sum(r => r.Gold.Count)} events, {reads.Sum(r => r.Gold.Count(g => g.Trigger < 0))} of them without a trigger that the lexicon or the tagger offers");
            if (Environment.GetEnvironmentVariable("DBG") is not null)
            {
                foreach (var r in reads)
                    for (var i = 0; i < r.Candidates.Triggers.Count; i++)
                    {
                        var t = r.Candidates.Triggers[i];
                        var g = r.Gold.Where(x => x.Trigger == i).Select(x => x.Claim.Type.ToString()).FirstOrDefault() ?? "none";
                        Console.WriteLine($"DBG\t{g}\t{t.Best?.Type.ToString() ?? "-"}\t{r.Candidates.Sentence.TextOf(t.Token, t.Token)}\t{r.Item.Sentence}");
                    }
                var fold = EventTrainer.Folds(reads)[0];
                var m0 = EventTrainer.Choices([.. reads.Except(fold), .. plain]);
                foreach (var r in fold)
                {
                    Console.WriteLine("> " + r.Item.Sentence);
                    foreach (var (c, t) in r.Gold)
                        Console.WriteLine($"  G {c.Type} {string.Join("+", c.Actors.Select(a => r.Item.Sentence[a.Mention.Start..a.Mention.End]))} -> {string.Join("+", c.Targets.Select(a => r.Item.Sentence[a.Mention.Start..a.Mention.End]))}  @{(t < 0 ? "?" : r.Candidates.Sentence.TextOf(r.Candidates.Triggers[t].Token, r.Candidates.Triggers[t].Token))}");
                    foreach (var (f, mg, sa, st) in new RegionalSecurity.Language.Events.EventReader(r.Candidates, m0).Choose())
                        Console.WriteLine($"  F {f.Type} {string.Join("+", f.Actors.Select(a => r.Item.Sentence[r.Candidates.Sentence.At(a.First).Start..r.Candidates.Sentence.At(a.Last).End]))} -> {string.Join("+", f.Targets.Select(a => r.Item.Sentence[r.Candidates.Sentence.At(a.First).Start..r.Candidates.Sentence.At(a.Last).End]))} @{r.Candidates.Sentence.TextOf(f.TriggerFirst, f.TriggerFirst)} {mg} {sa} {st}");
                }
                var m = EventTrainer.Choices(reads);
                Console.WriteLine(EventTrainer.Evaluate(reads, m));
                return 0;
            }
            Report(reads, plain);
            var model = EventTrainer.Train(reads, plain);
            using var file = File.Create(parsed.GetValue(output)!);
            model.Write(file);
            Console.WriteLine($"{file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes in {parsed.GetValue(output)}");
            return 0;
        });
        return command;
    }

    // Cross-validated: every sentence is read by models that have not seen it.
    private static void Report(List<EventTrainer.Read> reads, List<EventTrainer.Read> plain)
    {
        var total = new Score();
        foreach (var fold in EventTrainer.Folds(reads))
        {
            var score = EventTrainer.Evaluate(fold, EventTrainer.Choices([.. reads.Except(fold), .. plain]));
            total = new Score(total.Gold + score.Gold, total.Found + score.Found, total.TypeRight + score.TypeRight, total.Triples + score.Triples, total.ModalityRight + score.ModalityRight);
        }
        string Share(int part, int of) => (part / (double)Math.Max(1, of)).ToString("F3", CultureInfo.InvariantCulture);
        Console.WriteLine($"cross-validated: type recall {Share(total.TypeRight, total.Gold)}, precision {Share(total.TypeRight, total.Found)}; triple recall {Share(total.Triples, total.Gold)}; modality {Share(total.ModalityRight, total.TypeRight)}");
    }
}
