using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Scoring;
using RegionalSecurity.Scoring.Backtest;

namespace RegionalSecurity.Cli.Offline;

/// <summary><c>regsec backtest</c> and <c>regsec sensitivity</c>: the score held against what happened, and what its constants do.</summary>
internal sealed class BacktestCommand
{
    private readonly CliContext _context;
    private readonly Argument<string[]> _files = new("claims")
    {
        Description = "Files of claims, one a line, as regsec extract --format jsonl and regsec import events write them; - for stdin.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string[]> _truth = new("--truth")
    {
        HelpName = "file",
        Description = "CSV with a header: date,pair (incidents); date,pair,direction (turning points, rise or fall); month,subject,value (an index). May be given more than once.",
        Required = true,
    };
    private readonly Option<string> _until = new("--choose-until") { HelpName = "day", Description = "Thresholds, constants and the panel of sources are chosen up to this day; the days after it are reported.", Required = true };
    private readonly Option<string[]> _days = new("--on") { HelpName = "day", Description = "Days on which levels are compared; may be given more than once.", Required = true };

    private BacktestCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new BacktestCommand(context);
        var command = new Command("backtest", "Hold the score against dated incidents, turning points or an index, on what had been published by then, beside simple baselines and with misses listed. Works offline; Markdown on stdout.")
        {
            options._files, options._truth, options._until,
        };
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec extract --format jsonl articles.jsonl > claims.jsonl",
            "regsec backtest claims.jsonl --truth docs/backtest/turning-points.csv --choose-until 2009-12-31",
            "regsec backtest claims.jsonl --truth incidents.csv --truth index.csv --choose-until 2009-12-31",
        ];
        return command;
    }

    public static Command CreateSensitivity(CliContext context)
    {
        var options = new BacktestCommand(context);
        var command = new Command("sensitivity", "What halving and doubling each constant of the method does to the order and the bands of all pairs. Works offline; Markdown on stdout.")
        {
            options._files, options._days,
        };
        command.SetAction(options.CompareAsync);
        context.Examples[command] = ["regsec sensitivity claims.jsonl --on 2010-11-30 --on 2012-11-30"];
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        RefuseJson(parse);
        var until = Day("--choose-until", parse.GetRequiredValue(_until));
        var truths = new List<Truth>();
        foreach (var file in parse.GetRequiredValue(_truth))
            truths.Add(await TruthAsync(file, cancel));
        var truth = new Truth([.. truths.SelectMany(t => t.TurningPoints)], [.. truths.SelectMany(t => t.Incidents).Distinct()], [.. truths.SelectMany(t => t.Index)]);
        var (claims, bad) = await ClaimLines.ReadAllAsync(_context, parse.GetRequiredValue(_files), cancel);
        var (first, last) = (claims.Min(Inputs.PublishedOn), claims.Max(Inputs.PublishedOn));
        if (until <= first || until >= last)
            throw CliException.BadInput($"--choose-until: {Date(until)} is not inside the claims' days, {Date(first)} to {Date(last)}. Something must be left on either side.");
        var report = new BacktestReport(_context.Host.Output, until);
        report.Head(claims, bad, truth);
        if (truth.TurningPoints.Count > 0)
            report.TurningPoints(claims, truth.TurningPoints, truth.Index, cancel);
        if (truth.Incidents.Count > 0)
            report.Incidents(claims, truth.Incidents, truth.Index, cancel);
        if (truth.Index.Count > 0)
            report.Index(claims, truth.Index, cancel);
        return bad == 0 ? ExitCode.Ok : ExitCode.SomeRejected;
    }

    private async Task<int> CompareAsync(ParseResult parse, CancellationToken cancel)
    {
        RefuseJson(parse);
        var days = parse.GetRequiredValue(_days).Select(text => Day("--on", text)).Distinct().Order().ToList();
        var (claims, bad) = await ClaimLines.ReadAllAsync(_context, parse.GetRequiredValue(_files), cancel);
        var output = _context.Host.Output;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{claims.Count:N0} claims, levels of the pairs at 1 or above either way at the end of {string.Join(", ", days.Select(Date))}, as published, {Method.Version}."));
        output.WriteLine();
        output.WriteLine("| constant | tried | pairs and days | rank correlation | bands changed | mean change | largest change |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var row in Sensitivity.Table(claims, days))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {row.Constant} | {row.Changed} | {row.Cases} | {(double.IsNaN(row.Spearman) ? "-" : row.Spearman.ToString("0.000", CultureInfo.InvariantCulture))} | {100 * row.BandChanges:0.0} % | {row.MeanChange:+0.00;-0.00;0.00} | {row.LargestChange:0.0} |"));
        return bad == 0 ? ExitCode.Ok : ExitCode.SomeRejected;
    }

    private static async Task<Truth> TruthAsync(string file, CancellationToken cancel)
    {
        try
        {
            return Truth.Parse(file, Files.Utf8(await Files.ReadAsync(file, cancel)));
        }
        catch (ItemException error)
        {
            throw CliException.BadInput($"--truth: {Plain.Line(file)}: {error.Line}");
        }
        catch (DataFileException error)
        {
            throw CliException.BadInput($"--truth: {error.Message}");
        }
    }

    private void RefuseJson(ParseResult parse)
    {
        if (parse.GetValue(_context.Json))
            throw CliException.BadInput("--json: this report is Markdown only. Leave --json out.");
    }

    private int Day(string option, string text) => DateOnly.FromDateTime(TimeText.Parse(option, text, _context.Host.Time).Start.UtcDateTime).DayNumber;

    private static string Date(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
