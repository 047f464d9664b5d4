using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Tension.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec series</c>: a score day by day.</summary>
internal static class SeriesCommand
{
    public static Command Create(CliContext context)
    {
        var subject = new Argument<string>("subject") { Description = SubjectText.Forms };
        var from = Options.Text("--from", "day", "First day. Default: 89 days before the last.");
        var to = Options.Text("--to", "day", "Last day. Default: today.");
        var asPublished = Options.AsPublished();
        var sequence = Options.LogSequence();
        var command = new Command("series", "The score of one subject at the end of each day.") { subject, from, to, asPublished, sequence };
        command.SetAction(async (parse, cancel) =>
        {
            var clock = context.Host.Time;
            var request = new GetTensionSeriesRequest
            {
                Subject = SubjectText.Parse(parse.GetRequiredValue(subject)),
                FromTime = TimeText.From("--from", parse.GetValue(from), clock),
                ToTime = TimeText.From("--to", parse.GetValue(to), clock),
                Past = Options.PastOf(parse.GetValue(asPublished)),
                LogSequence = parse.GetValue(sequence),
            };
            using var server = context.Connect(parse);
            var answer = await server.Tension.GetTensionSeriesAsync(request, ServerConnection.Unary(cancel));
            if (parse.GetValue(context.Json))
                context.Terminal.JsonDocument(answer);
            else
                Write(context.Terminal.Out, answer);
            return ExitCode.Ok;
        });
        context.Examples[command] =
        [
            "regsec series PRK-USA --from 2024-01-01 --to 2024-11-09 --as-published",
            "regsec series korean-peninsula --json",
        ];
        return command;
    }

    private static void Write(IAnsiConsole console, GetTensionSeriesResponse series)
    {
        var levels = series.Points.Select(point => point.Level).ToList();
        console.WriteLine($"{Plain.Line(SubjectText.Format(series.Subject))}{(series.Sample ? "   INVENTED SAMPLE" : "")}   reported tension, end of each day, {Plain.Line(series.MethodVersion)}");
        if (levels.Count == 0)
            return;
        // The scale is told, so that a calm series does not look like a storm.
        var top = Math.Max(10, Math.Ceiling(levels.Max() / 10) * 10);
        console.WriteLine($"{Sparkline.Draw(levels, top, Math.Max(20, console.Profile.Width - 20))}  scale 0 to {top.ToString(CultureInfo.InvariantCulture)}");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("day");
        table.AddColumn(new TableColumn("level") { Alignment = Justify.Right });
        table.AddColumn("reported tension");
        table.AddColumn(new TableColumn("P") { Alignment = Justify.Right });
        table.AddColumn(new TableColumn("Q") { Alignment = Justify.Right });
        table.AddColumn(new TableColumn("rung") { Alignment = Justify.Right });
        foreach (var point in series.Points)
            table.AddRow(
                new Text(Plain.Line(point.Date)),
                new Text(Numbers.Level(point.Level)),
                new Text(TensionView.Band(point.Band), TensionView.Colour(point.Band)),
                new Text(Numbers.Sum(point.Conflict)),
                new Text(Numbers.Sum(point.Cooperation)),
                new Text(point.Rung.ToString(CultureInfo.InvariantCulture)));
        console.Write(table);
    }
}
