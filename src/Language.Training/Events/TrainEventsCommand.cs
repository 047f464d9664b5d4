using System.CommandLine;
using System.Globalization;

namespace RegionalSecurity.Language.Training;

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
            var reads = items.Where(i => !i.HeldOut).Select(trainer.Prepare).ToList();
            var plain = PlainSentences.All(RegionalSecurity.Language.Events.Lexicon.Default).Select(trainer.Prepare).ToList();
            Console.WriteLine($"{reads.Count} sentences, {reads.Sum(r => r.Gold.Count)} events, {reads.Sum(r => r.Gold.Count(g => g.Trigger < 0))} of them without a trigger that the lexicon or the tagger offers");
            var (model, figures, reliability) = EventTrainer.Train(reads, plain, r => Path.GetFileName(r.Item.File).Contains("plain", StringComparison.Ordinal) ? "plain" : "idiom");
            foreach (var (name, figure) in figures)
                Console.WriteLine($"cross-validated, {name}: {figure}");
            foreach (var line in reliability)
                Console.WriteLine(line);
            var heldOut = new Evaluation();
            heldOut.AddAll(items.Where(i => i.HeldOut).Select(trainer.Prepare), model);
            Console.WriteLine($"held out: {heldOut}");
            using var file = File.Create(parsed.GetValue(output)!);
            model.Write(file);
            Console.WriteLine($"{file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes in {parsed.GetValue(output)}");
            return 0;
        });
        return command;
    }
}
