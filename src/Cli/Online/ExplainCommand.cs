using System.CommandLine;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Tension.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec explain</c>: what moved a score between two times, to the single event.</summary>
internal static class ExplainCommand
{
    public static Command Create(CliContext context)
    {
        var subject = new Argument<string>("subject") { Description = SubjectText.Forms };
        var from = new Option<string>("--from") { HelpName = "time", Description = "Start; a date means the end of that day, as in series.", Required = true };
        var to = Options.Text("--to", "time", "End; a date means the end of that day. Default: now.");
        var asPublished = Options.AsPublished();
        var sequence = Options.LogSequence();
        var command = new Command("explain", "What moved the score between two times; the parts sum to the difference.") { subject, from, to, asPublished, sequence };
        command.SetAction(async (parse, cancel) =>
        {
            var clock = context.Host.Time;
            var request = new ExplainChangeRequest
            {
                Subject = SubjectText.Parse(parse.GetRequiredValue(subject)),
                FromTime = TimeText.AsOf("--from", parse.GetRequiredValue(from), clock),
                ToTime = TimeText.AsOf("--to", parse.GetValue(to), clock),
                Past = Options.PastOf(parse.GetValue(asPublished)),
                LogSequence = parse.GetValue(sequence),
            };
            using var server = context.Connect(parse);
            var answer = await server.Tension.ExplainChangeAsync(request, ServerConnection.Unary(cancel));
            if (parse.GetValue(context.Json))
                context.Terminal.JsonDocument(answer);
            else
                Write(context.Terminal.Out, answer);
            return ExitCode.Ok;
        });
        context.Examples[command] =
        [
            "regsec explain PRK-KOR --from 2024-10-01 --to 2024-11-09 --as-published",
            "regsec explain korean-peninsula --from 7d",
        ];
        return command;
    }

    private static void Write(IAnsiConsole console, ExplainChangeResponse answer)
    {
        console.WriteLine($"{TensionView.Subject(answer.After)}{(answer.After.Sample ? "   INVENTED SAMPLE" : "")}");
        console.WriteLine($"  {Numbers.Moment(answer.Before.AsOfTime)}   {Numbers.Level(answer.Before.Level)} {TensionView.Band(answer.Before.Band)}");
        console.WriteLine($"  {Numbers.Moment(answer.After.AsOfTime)}   {Numbers.Level(answer.After.Level)} {TensionView.Band(answer.After.Band)}   change {Numbers.Points(answer.Change)}");
        console.WriteLine();
        if (answer.Parts.Count == 0)
            console.WriteLine("Nothing moved it.");
        foreach (var part in answer.Parts)
        {
            console.WriteLine($"{Numbers.Points(part.Points),7}  {EnumText.Word(part.Cause, Lists.ChangeCauses).ToLowerInvariant().Replace('_', ' ')}");
            if (part.Contributions.Count > 0)
                console.Write(new Padder(TensionView.Contributions(part.Contributions, "points"), new Padding(4, 0, 0, 0)));
        }
    }
}
