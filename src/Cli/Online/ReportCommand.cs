using System.CommandLine;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec report</c>: composes a report and writes it as a document.</summary>
internal sealed class ReportCommand
{
    private readonly CliContext _context;
    private readonly Option<string?> _region = Options.Text("--region", "id", "About a region, for example korean-peninsula.");
    private readonly Option<string?> _pair = Options.Text("--pair", "pair", "About two parties, for example PRK-USA.");
    private readonly Option<string?> _country = Options.Text("--country", "code", "About one party, for example PRK.");
    private readonly Option<string?> _from = Options.Text("--from", "time", "Start of the period, by publication; a date means its start. Default: 30 days before the end.");
    private readonly Option<string?> _to = Options.Text("--to", "time", "End of the period; a date means its end. Default: the as-of time.");
    private readonly Option<string?> _asOf = Options.AsOf();
    private readonly Option<bool> _asPublished = Options.AsPublished();
    private readonly Option<string[]> _articles = new("--article") { HelpName = "id", Description = "Only from this article; may be given up to 100 times." };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "file", Description = "Where to write it; the extension (.html .md .json) says how. Default: Markdown on stdout." };
    private readonly Option<string?> _format = new("--format") { HelpName = "format", Description = "html, md or json, where the file's extension does not say it." };

    private ReportCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new ReportCommand(context);
        var command = new Command("report", "Compose a report in which every factual sentence leads to the words of a source.")
        {
            options._region, options._pair, options._country, options._from, options._to, options._asOf, options._asPublished, options._articles,
            options._output, options._format,
        };
        command.Validators.Add(result =>
        {
            string?[] given = [result.GetValue(options._region), result.GetValue(options._pair), result.GetValue(options._country)];
            if (given.Count(one => one is not null) != 1)
                result.AddError("Give exactly one of --region, --pair and --country.");
        });
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec report --region korean-peninsula --from 2024-11-01 --to 2024-11-09 -o report.html",
            "regsec report --pair PRK-USA --as-of 2024-11-09 --as-published > report.md",
            "regsec report --region korean-peninsula --article a2k6... -o seed.html",
        ];
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var clock = _context.Host.Time;
        var path = parse.GetValue(_output);
        var format = Format(path, parse.GetValue(_format), parse.GetValue(_context.Json));
        if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw CliException.BadInput($"--output: the folder {folder} does not exist. Make it first, or write elsewhere.");
        var request = new GenerateReportRequest
        {
            Subject = parse.GetValue(_region) is { } region ? SubjectText.Region(region)
                : parse.GetValue(_pair) is { } pair ? SubjectText.Pair(pair) : SubjectText.Country(parse.GetValue(_country)!),
            FromTime = TimeText.From("--from", parse.GetValue(_from), clock),
            // The end of a day that is not over yet is now.
            ToTime = TimeText.AsOf("--to", parse.GetValue(_to), clock),
            AsOfTime = TimeText.AsOf("--as-of", parse.GetValue(_asOf), clock),
            Past = Options.PastOf(parse.GetValue(_asPublished)),
            RequestId = Guid.NewGuid().ToString(),
        };
        if (request.Subject.SubjectCase == Subject.SubjectOneofCase.DirectedPair)
            throw CliException.BadInput("--pair: a report is about both directions. Write two codes joined by \"-\".");
        request.ArticleIds.AddRange(parse.GetValue(_articles) ?? []);

        using var server = _context.Connect(parse);
        var report = await GenerateAsync(server, request, cancel);
        var rendered = await server.Reports.RenderReportAsync(new RenderReportRequest { ReportId = report.ReportId, Format = format }, ServerConnection.Unary(cancel));
        if (path is null)
        {
            await _context.Host.Output.FlushAsync(cancel);
            await _context.Host.OutputBytes.WriteAsync(rendered.Content.Memory, cancel);
            await _context.Host.OutputBytes.FlushAsync(cancel);
        }
        else
            await WriteAsync(path, rendered.Content.Memory, cancel);
        _context.Terminal.Note($"{report.Title}: report {report.ReportId}, {report.Citations.Count} citations from {report.Sources.Count} sources"
            + (report.Sample ? ", INVENTED SAMPLE" : "") + (report.DroppedSentenceCount > 0 ? $", {report.DroppedSentenceCount} sentences dropped because their quote was not found" : "")
            + (path is null ? "." : $". Written to {path}."));
        return ExitCode.Ok;
    }

    private async Task<Report> GenerateAsync(ServerConnection server, GenerateReportRequest request, CancellationToken cancel)
    {
        using var call = server.Reports.GenerateReport(request, cancellationToken: cancel);
        var stage = "";
        while (await call.ResponseStream.MoveNext(cancel))
        {
            var message = call.ResponseStream.Current;
            if (message.ContentCase == GenerateReportResponse.ContentOneofCase.Report)
                return message.Report;
            if (message.Progress is { } progress && progress.Stage != stage && _context.Host.ErrorIsTerminal)
                _context.Terminal.Note($"[{progress.Done}/{progress.Total}] {stage = progress.Stage}");
        }
        throw new CliException(ExitCode.Failed, "the server ended without a report. Look at the Reports service's log, then try again.");
    }

    // A reader of the file sees the old document or the new one, never half of it.
    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var half = path + ".part";
        try
        {
            await File.WriteAllBytesAsync(half, content, cancel);
            File.Move(half, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(half);
            throw new CliException(ExitCode.Failed, $"--output: {path} cannot be written: {error.Message}", error);
        }
    }

    private static ReportFormat Format(string? path, string? format, bool json)
    {
        var word = (format ?? (path is null ? (json ? "json" : "md") : Path.GetExtension(path).TrimStart('.'))).ToLowerInvariant();
        return word switch
        {
            "html" or "htm" => ReportFormat.Html,
            "md" or "markdown" => ReportFormat.Markdown,
            "json" => ReportFormat.Json,
            _ => throw CliException.BadInput(format is null
                ? $"--output: the extension of {path} is not .html, .md or .json. Give one of them, or --format."
                : $"--format: '{format}' is not in the list. Write one of html, md, json."),
        };
    }
}
