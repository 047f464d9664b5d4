using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Tension.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec whatif</c>: the score without some claims or sources, with supposed events, and as each side alone tells it.</summary>
internal static class WhatIfCommand
{
    public static Command Create(CliContext context)
    {
        var subject = new Argument<string>("subject") { Description = SubjectText.Forms };
        var claims = new Option<string[]>("--without-claim") { HelpName = "id", Description = "Leave out this claim; may be given more than once." };
        var publishers = new Option<string[]>("--without-publisher") { HelpName = "id", Description = "Leave out what this publisher told." };
        var families = new Option<string[]>("--without-family") { HelpName = "name", Description = "Leave out what this owner or wire agency told; 'unregistered' is all others." };
        var events = new Option<string[]>("--event")
        {
            HelpName = "event",
            Description = "Suppose an event: ACTOR TYPE[/MODE] RECEIVER [DATE] [VOICES], for example \"PRK mobilize/x-test KOR 2024-11-08 2\".",
        };
        var asOf = Options.AsOf();
        var asPublished = Options.AsPublished();
        var sequence = Options.LogSequence();
        var command = new Command("whatif", "The score if claims were left out or events supposed, and as each side's sources alone tell it. Nothing is stored.")
        {
            subject, claims, publishers, families, events, asOf, asPublished, sequence,
        };
        command.SetAction(async (parse, cancel) =>
        {
            var request = new ExploreTensionRequest
            {
                Subject = SubjectText.Parse(parse.GetRequiredValue(subject)),
                AsOfTime = TimeText.AsOf("--as-of", parse.GetValue(asOf), context.Host.Time),
                Past = Options.PastOf(parse.GetValue(asPublished)),
                LogSequence = parse.GetValue(sequence),
                WithoutClaimIds = { parse.GetValue(claims) ?? [] },
                WithoutPublishers = { parse.GetValue(publishers) ?? [] },
                WithoutFamilies = { parse.GetValue(families) ?? [] },
                Events = { (parse.GetValue(events) ?? []).Select(Event) },
            };
            using var server = context.Connect(parse);
            var answer = await server.Tension.ExploreTensionAsync(request, ServerConnection.Unary(cancel));
            if (parse.GetValue(context.Json))
                context.Terminal.JsonDocument(answer);
            else
                Write(context.Terminal.Out, answer);
            return ExitCode.Ok;
        });
        context.Examples[command] =
        [
            "regsec whatif PRK-USA --without-family kcna",
            "regsec whatif PRK-KOR --event \"PRK mobilize/x-test KOR\" --event \"KOR consult PRK\"",
            "regsec whatif korean-peninsula --as-of 2024-11-09 --as-published",
        ];
        return command;
    }

    private static HypotheticalEvent Event(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 3 or > 5)
            throw CliException.BadInput($"--event: '{Plain.Line(text, 60)}' is not an event. Write ACTOR TYPE[/MODE] RECEIVER [DATE] [VOICES], for example \"PRK mobilize/x-test KOR\".");
        var (type, mode) = words[1].Split('/', 2) is [var one, var other] ? (one, other) : (words[1], "");
        var supposed = new HypotheticalEvent
        {
            Actor = words[0].ToUpperInvariant(),
            Receiver = words[2].ToUpperInvariant(),
            EventType = EnumText.Parse<EventType>("--event", type, Lists.EventTypes),
            Mode = mode.Length == 0 ? Mode.Unspecified : EnumText.Parse<Mode>("--event", mode, Lists.Modes),
        };
        foreach (var word in words[3..])
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var voices))
                supposed.VoiceCount = voices;
            else
                supposed.Date = word;
        return supposed;
    }

    private static void Write(IAnsiConsole console, ExploreTensionResponse answer)
    {
        console.WriteLine($"{TensionView.Subject(answer.Actual)}{(answer.Actual.Sample ? "   INVENTED SAMPLE" : "")}   as of {Numbers.Moment(answer.Actual.AsOfTime)}");
        console.WriteLine($"  as it is      {Numbers.Level(answer.Actual.Level)} {TensionView.Band(answer.Actual.Band)}");
        console.WriteLine($"  supposed      {Numbers.Level(answer.Supposed.Level)} {TensionView.Band(answer.Supposed.Band)}   change {Numbers.Points(answer.Change)}   {answer.LeftOutClaimCount} claims left out");
        console.WriteLine();
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("told by");
        table.AddColumn(new TableColumn("level") { Alignment = Justify.Right });
        table.AddColumn(new TableColumn("claims") { Alignment = Justify.Right });
        foreach (var one in answer.Perspectives)
            table.AddRow(new Text(one.Side.Length > 0 ? Plain.Line(one.Side) : "third parties"), new Text(one.ClaimCount > 0 ? Numbers.Level(one.Level) : "silent"), new Text(one.ClaimCount.ToString(CultureInfo.InvariantCulture)));
        console.Write(table);
        if (answer.HasPerceptionGap)
            console.WriteLine($"Perception gap {Numbers.Points(answer.PerceptionGap)}: the level told by {Plain.Line(answer.Perspectives[0].Side)} alone less that told by {Plain.Line(answer.Perspectives[1].Side)} alone.");
        if (answer.Supposed.Contributions.Count > 0)
            console.Write(TensionView.Contributions(answer.Supposed.Contributions, "points"));
    }
}
