using System.CommandLine;

namespace RegionalSecurity.Language.Training.Events;

/// <summary>`check`: names every line of the labelled sentences that does not hold.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var folder = TrainEventsCommand.Folder();
        var command = new Command("check", "Reads the labelled sentences and names each line that does not hold.") { folder };
        command.SetAction(parsed =>
        {
            var reader = new LabelledReader();
            var items = reader.ReadFolder(parsed.GetValue(folder)!);
            foreach (var error in reader.Errors)
                Console.Error.WriteLine(error);
            Console.WriteLine($"{items.Count} sentences, {items.Count(i => i.Claims.Count == 0)} without an event, {items.Sum(i => i.Claims.Count)} events, {reader.Errors.Count} errors");
            return reader.Errors.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
