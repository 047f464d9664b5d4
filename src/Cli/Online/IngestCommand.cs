using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Ingestion.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec ingest</c>: hands articles in, over a connection that may be cut.</summary>
internal sealed class IngestCommand
{
    // Rejections are told one by one up to here; the counts are always whole.
    private const int MostRejectionsShown = 50;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly CliContext _context;
    private readonly Argument<string[]> _paths = new("path")
    {
        Description = "Files (.txt .html .htm .md .pdf .jsonl .json), folders (with all below them), http(s) addresses, or - for JSONL on stdin.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string?> _publisher = new("--publisher") { Description = "Publisher of articles that name none: a name, id or domain.", HelpName = "name" };
    private readonly Option<string?> _published = new("--published")
    {
        Description = "Publication time of articles that give none, ISO 8601; a date alone is kept as a day.",
        HelpName = "time",
    };
    private readonly Option<bool> _clearSample = new("--clear-sample") { Description = "If the invented sample is loaded, withdraw it first." };
    private readonly Option<bool> _keepSample = new("--keep-sample") { Description = "If the invented sample is loaded, keep it beside (it never mixes with real data)." };

    private readonly Lock _gate = new();
    private readonly Dictionary<Outcome, long> _counts = [];
    private readonly List<(string Origin, Rejection Rejection)> _rejections = [];
    private long _bytesDone;

    private IngestCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new IngestCommand(context);
        var command = new Command("ingest", "Hand articles in. Doing it again changes nothing: known articles are counted as duplicates.")
        {
            options._paths, options._publisher, options._published, options._clearSample, options._keepSample,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(options._clearSample) && result.GetValue(options._keepSample))
                result.AddError("--clear-sample and --keep-sample exclude each other.");
        });
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec ingest story.html",
            "regsec ingest archive/ --publisher KCNA",
            "regsec ingest articles.jsonl --json",
            "curl -s https://example.org/export.jsonl | regsec ingest -",
        ];
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var terminal = _context.Terminal;
        var paths = parse.GetRequiredValue(_paths);
        if (paths.Count(path => path == "-") > 1)
            throw CliException.BadInput("path: '-' (stdin) can be given only once.");
        var defaults = new IngestDefaults(parse.GetValue(_publisher) ?? "",
            parse.GetValue(_published) is { } text ? TimeText.Parse("--published", text, _context.Host.Time) : null);
        var source = new IngestSource(paths, defaults, _context.Host.Input);
        // Everything that can be seen to be wrong is told before anything is sent.
        if (paths.FirstOrDefault(path => path != "-" && !IngestSource.IsUrl(path) && !File.Exists(path) && !Directory.Exists(path)) is { } missing)
            throw CliException.BadInput($"{missing}: no such file or folder. Check the path.");

        using var server = _context.Connect(parse);
        var sample = new SampleStore(server.Ingestion);
        await HandleSampleAsync(sample, parse, paths.Contains("-"), cancel);

        var began = _context.Host.Time.GetTimestamp();
        using var submitter = new Submitter(server.Ingestion, _context.Host.Time, line => terminal.Note(line));
        var interrupted = true;
        try
        {
            await WithProgressAsync(source, report => submitter.RunAsync(source.ReadAsync(cancel), done => Record(done, report), cancel));
            interrupted = false;
        }
        finally
        {
            Summarise(parse.GetValue(_context.Json), source, _context.Host.Time.GetElapsedTime(began), interrupted);
        }
        var stored = Count(Outcome.Created) + Count(Outcome.Revised) + Count(Outcome.Duplicate);
        if (Count(Outcome.Rejected) > 0)
            return stored > 0 ? ExitCode.SomeRejected : ExitCode.BadInput;
        if (stored == 0)
        {
            terminal.Error("no article found in what was given. Known kinds: .txt .html .htm .md .pdf .jsonl .json.");
            return ExitCode.BadInput;
        }
        return ExitCode.Ok;
    }

    private async Task HandleSampleAsync(SampleStore sample, ParseResult parse, bool stdinIsData, CancellationToken cancel)
    {
        if (parse.GetValue(_keepSample) || !await sample.IsLoadedAsync(cancel))
            return;
        var terminal = _context.Terminal;
        var clear = parse.GetValue(_clearSample);
        if (!clear && _context.Host.InputIsTerminal && _context.Host.ErrorIsTerminal && !stdinIsData)
            clear = await new ConfirmationPrompt("The invented sample is loaded. Clear it before real articles go in?").ShowAsync(terminal.Err, cancel);
        else if (!clear)
            terminal.Note("The invented sample is loaded and stays, apart from real data (--clear-sample withdraws it).");
        if (clear)
            terminal.Note($"Sample cleared: {await sample.ClearAsync(cancel):N0} invented articles withdrawn.");
    }

    private async Task WithProgressAsync(IngestSource source, Func<Action<long>, Task> run)
    {
        if (!_context.Host.ErrorIsTerminal)
        {
            await run(_ => { });
            return;
        }
        var total = source.TotalBytes();
        await _context.Terminal.Err.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("articles", maxValue: Math.Max(1, total ?? 1));
                bar.IsIndeterminate = total is null;
                await run(items =>
                {
                    bar.Description = $"{items:N0} articles";
                    bar.Value = Math.Min(_bytesDone, bar.MaxValue);
                });
            });
    }

    private void Record(Submitted done, Action<long> report)
    {
        lock (_gate)
        {
            _counts[done.Outcome] = Count(done.Outcome) + 1;
            _bytesDone = Math.Max(_bytesDone, done.Item.Bytes);
            if (done.Outcome == Outcome.Rejected)
            {
                var rejection = done.Rejection ?? new Rejection { Message = "The server gave no reason." };
                if (_rejections.Count < 10_000)
                    _rejections.Add((done.Item.Origin, rejection));
                if (Count(Outcome.Rejected) <= MostRejectionsShown)
                    _context.Terminal.Note($"{done.Item.Origin}: rejected: {(rejection.Field.Length > 0 ? rejection.Field + ": " : "")}{rejection.Message}");
            }
            report(_counts.Values.Sum());
        }
    }

    private long Count(Outcome outcome) => _counts.GetValueOrDefault(outcome);

    private void Summarise(bool json, IngestSource source, TimeSpan took, bool interrupted)
    {
        long created = Count(Outcome.Created), revised = Count(Outcome.Revised), duplicate = Count(Outcome.Duplicate), rejected = Count(Outcome.Rejected);
        if (json)
        {
            var document = new JsonObject
            {
                ["created"] = created,
                ["revised"] = revised,
                ["duplicate"] = duplicate,
                ["rejected"] = rejected,
                ["skippedFiles"] = source.Skipped,
                ["complete"] = !interrupted,
                ["seconds"] = Math.Round(took.TotalSeconds, 3),
                ["rejections"] = new JsonArray([.. _rejections.Select(one => new JsonObject
                {
                    ["item"] = one.Origin,
                    ["field"] = one.Rejection.Field,
                    ["reason"] = one.Rejection.Reason,
                    ["message"] = one.Rejection.Message,
                })]),
            };
            _context.Host.Output.WriteLine(document.ToJsonString(s_indented));
            return;
        }
        if (rejected > MostRejectionsShown)
            _context.Terminal.Note($"... and {rejected - MostRejectionsShown:N0} more rejected (--json names them).");
        if (source.Skipped > 0)
            _context.Terminal.Note($"{source.Skipped:N0} files of other kinds were left out.");
        var rate = took.TotalSeconds > 0.5 ? string.Create(CultureInfo.InvariantCulture, $", {_counts.Values.Sum() / took.TotalSeconds:N0} a second") : "";
        _context.Host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{created:N0} created, {revised:N0} revised, {duplicate:N0} duplicate, {rejected:N0} rejected in {took.TotalSeconds:0.0} s{rate}{(interrupted ? " (not finished)" : "")}"));
    }
}
