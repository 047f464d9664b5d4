using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Scoring;
using RegionalSecurity.Tension.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Offline;

/// <summary><c>regsec score</c>: a subject day by day from a file of claims, without a server.</summary>
internal sealed class ScoreCommand
{
    // The eleven years of docs/backtest fit; a range mistyped by a century does not.
    private const int MostDays = 20_000;

    private readonly CliContext _context;
    private readonly Argument<string[]> _files = new("claims")
    {
        Description = "Files of claims, one a line, as regsec extract --format jsonl and regsec import events write them; - for stdin.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string> _subject = new("--subject") { HelpName = "subject", Description = SubjectText.Forms, Required = true };
    private readonly Option<string?> _from = new("--from") { HelpName = "day", Description = "First day. Default: the day the first claim was published." };
    private readonly Option<string?> _to = new("--to") { HelpName = "day", Description = "Last day. Default: the day the last claim was published." };
    private readonly Option<string[]> _regions = new("--regions") { HelpName = "file", Description = "Further regions (TSV: region_id, name, core, involved); may be given more than once." };

    private ScoreCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new ScoreCommand(context);
        var command = new Command("score", "The score of one subject at the end of each day from claims in a file, by the same arithmetic as the service, as published. Works offline.")
        {
            options._files, options._subject, options._from, options._to, options._regions,
        };
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec extract --format jsonl articles.jsonl > claims.jsonl",
            "regsec score claims.jsonl --subject PRK-USA --from 2024-01-01 --to 2024-11-09",
            "regsec extract --format jsonl articles.jsonl | regsec score - --subject korean-peninsula --json",
        ];
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var regions = new Regions();
        foreach (var file in parse.GetValue(_regions) ?? [])
            await MergeAsync(regions, file, cancel);
        var subject = SubjectText.Parse(parse.GetRequiredValue(_subject));
        // What can be refused is refused before a large file is read.
        var from = Day("--from", parse.GetValue(_from));
        var to = Day("--to", parse.GetValue(_to));
        CheckRange(from, to);
        if (subject.SubjectCase == Subject.SubjectOneofCase.Region && regions.Find(subject.Region) is null)
            throw CliException.BadInput($"--subject: '{subject.Region}' is no region. Known are {string.Join(", ", regions.All.Select(r => r.Id))}.");
        var (claims, bad) = await ClaimLines.ReadAllAsync(_context, parse.GetRequiredValue(_files), cancel);
        var pairs = claims.SelectMany(claim => PublishedClaims.Read(claim)).ToList();
        CheckCodes(subject, regions, pairs);
        // A file can hold the sample and real articles; a subject is of one or the other, so they never meet.
        var series = new SubjectSeries(subject, regions, pairs);
        from ??= claims.Min(PublishedOn);
        to ??= Math.Max(from.Value, claims.Max(PublishedOn));
        CheckRange(from, to);
        var points = Enumerable.Range(from.Value, to.Value - from.Value + 1).Select(series.On);
        if (parse.GetValue(_context.Json))
            WriteJson(subject, points, cancel);
        else
            Write(_context.Terminal.Out, subject, [.. points]);
        if (series.ClaimCount == 0)
            _context.Terminal.Note("No claim of the file names the subject: the level is 0 because nothing is told, which is not calm.");
        return bad == 0 ? ExitCode.Ok : ExitCode.SomeRejected;
    }

    private static async Task MergeAsync(Regions regions, string file, CancellationToken cancel)
    {
        try
        {
            regions.Merge(file, Files.Utf8(await Files.ReadAsync(file, cancel)));
        }
        catch (ItemException error)
        {
            throw CliException.BadInput($"--regions: {file}: {error.Line}");
        }
        catch (DataFileException error)
        {
            throw CliException.BadInput($"--regions: {error.Message}");
        }
    }

    private int? Day(string option, string? text)
    {
        if (text is null)
            return null;
        var given = TimeText.Parse(option, text, _context.Host.Time);
        return DateOnly.FromDateTime(given.Start.UtcDateTime).DayNumber;
    }

    private static void CheckRange(int? from, int? to)
    {
        if (from is not { } first || to is not { } last)
            return;
        if (last < first)
            throw CliException.BadInput($"--to: {Date(last)} is before --from {Date(first)}. Exchange them.");
        if (last - first >= MostDays)
            throw CliException.BadInput($"--from: {last - first + 1:N0} days are more than {MostDays:N0}. Ask for a shorter period.");
    }

    private static void CheckCodes(Subject subject, Regions regions, List<PairClaim> pairs)
    {
        string[] codes = subject.SubjectCase switch
        {
            Subject.SubjectOneofCase.Dyad => subject.Dyad.Split('-'),
            Subject.SubjectOneofCase.DirectedPair => subject.DirectedPair.Split(':'),
            Subject.SubjectOneofCase.Country => [subject.Country],
            _ => [],
        };
        foreach (var code in codes)
            if (!PartyCodes.IsPublished(code) && !pairs.Exists(c => c.Actor == code || c.Receiver == code) && !regions.All.Any(r => r.Core.Contains(code) || r.Involved.Contains(code)))
                throw CliException.BadInput($"--subject: '{code}' is no published code, and no claim names it. States have ISO 3166-1 alpha-3 codes, such as PRK.");
        if (codes.Length == 2 && Contracts.SubjectNames.IsInvented(codes[0]) != Contracts.SubjectNames.IsInvented(codes[1]))
            throw CliException.BadInput($"--subject: '{codes[0]}' and '{codes[1]}' are an invented and a real party; they are never scored together.");
    }

    private static int PublishedOn(Claims.V1.Claim claim) =>
        DateOnly.FromDateTime((claim.PublishTime ?? claim.IngestTime).ToDateTime()).DayNumber;

    private void WriteJson(Subject subject, IEnumerable<SubjectPoint> points, CancellationToken cancel)
    {
        var array = new JsonArray();
        foreach (var point in points)
        {
            cancel.ThrowIfCancellationRequested();
            var interval = point.Leading is { } leading ? VoiceInterval.Of(leading) : null;
            array.Add(new JsonObject
            {
                ["date"] = Date(point.Day),
                ["level"] = point.Level,
                ["low"] = interval?.Low,
                ["high"] = interval?.High,
                ["band"] = TensionView.Band(Method.BandOf(point.Level)),
                ["rung"] = point.Rung,
                ["rungOneSided"] = point.RungOneSided,
                ["conflict"] = Fixed.Publish(point.Leading?.Conflict ?? 0),
                ["cooperation"] = Fixed.Publish(point.Leading?.Cooperation ?? 0),
                ["balance"] = point.Leading?.Balance ?? 0,
                ["events"] = point.EventCount,
                ["leading"] = point.Leading?.Dyad.ToString(),
            });
        }
        var document = new JsonObject
        {
            ["subject"] = SubjectText.Format(subject),
            ["methodVersion"] = Method.Version,
            ["past"] = "PAST_AS_PUBLISHED",
            ["points"] = array,
        };
        _context.Host.Output.Write(document.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }));
        _context.Host.Output.Write('\n');
    }

    private static void Write(IAnsiConsole console, Subject subject, List<SubjectPoint> points)
    {
        console.WriteLine($"{SubjectText.Format(subject)}   reported tension, end of each day, as published, {Method.Version}");
        var levels = points.ConvertAll(point => point.Level);
        var top = Math.Max(10, Math.Ceiling(levels.Max() / 10) * 10);
        console.WriteLine($"{Sparkline.Draw(levels, top, Math.Max(20, console.Profile.Width - 20))}  scale 0 to {top.ToString(CultureInfo.InvariantCulture)}");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("day");
        foreach (var head in new[] { "level", "80 %", "P", "Q", "rung", "events" })
            table.AddColumn(new TableColumn(head) { Alignment = Justify.Right });
        table.AddColumn("reported tension");
        foreach (var point in points)
        {
            var band = Method.BandOf(point.Level);
            var interval = point.Leading is { } leading ? VoiceInterval.Of(leading) : null;
            table.AddRow(
                new Text(Date(point.Day)),
                new Text(Numbers.Level(point.Level)),
                // Under three voices no interval can be told, and none is shown rather than a wrong one.
                new Text(interval is var (low, high) ? $"{Numbers.Level(low)} to {Numbers.Level(high)}" : "-"),
                new Text(Numbers.Sum(Fixed.Publish(point.Leading?.Conflict ?? 0))),
                new Text(Numbers.Sum(Fixed.Publish(point.Leading?.Cooperation ?? 0))),
                new Text(point.Rung.ToString(CultureInfo.InvariantCulture) + (point.RungOneSided ? " one side" : "")),
                new Text(point.EventCount.ToString(CultureInfo.InvariantCulture)),
                new Text(TensionView.Band(band), TensionView.Colour(band)));
        }
        console.Write(table);
    }

    private static string Date(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
