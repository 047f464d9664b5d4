using System.CommandLine;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Scoring;

namespace RegionalSecurity.Cli.Offline;

/// <summary><c>regsec import events</c>: event data that others coded, as claims for <c>regsec score</c>.</summary>
internal sealed class ImportCommand
{
    // A row of GDELT is about 500 bytes.
    private const int MostLineBytes = 64 * 1024;

    private readonly CliContext _context;
    private readonly Argument<string> _file = new("file") { Description = "The file, unpacked; - for stdin." };
    private readonly Option<string> _format = new("--format") { HelpName = "format", Description = "gdelt (2.0 event export), icews or polecat (NGEC).", Required = true };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "file", Description = "Where the claims go, in one step: the file is whole or not there. Default: stdout." };

    private ImportCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new ImportCommand(context);
        options._format.AcceptOnlyFromAmong("gdelt", "icews", "polecat");
        var events = new Command("events", "Turn coded events (GDELT, ICEWS, POLECAT) into claims, one a line, mapped to PLOVER by src/Scoring/Data/cameo.tsv. A row that is no event is named with the reason, the others are imported. Works offline.")
        {
            options._file, options._format, options._output,
        };
        events.SetAction(options.RunAsync);
        var command = new Command("import", "Bring in what others have coded.") { events };
        string[] examples =
        [
            "regsec import events 20240101000000.export.CSV --format gdelt -o gdelt.jsonl",
            "regsec import events events.20180601.tab --format icews | regsec score - --subject PRK-USA",
            "regsec score claims.jsonl gdelt.jsonl --subject PRK-USA",
        ];
        context.Examples[command] = examples;
        context.Examples[events] = examples;
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var file = parse.GetRequiredValue(_file);
        var reader = new CodedEventReader(Enum.Parse<EventFormat>(parse.GetRequiredValue(_format), ignoreCase: true));
        var output = parse.GetValue(_output);
        var name = file == "-" ? "stdin" : file;
        await using var input = Open(file);
        // Beside the file that is asked for, so that the last step is a rename on one disk.
        var partial = output is null ? null : $"{output}.{Environment.ProcessId}.partial";
        try
        {
            var writer = partial is null ? _context.Host.Output : new StreamWriter(partial) { NewLine = "\n" };
            var (rows, bad) = (0L, 0L);
            try
            {
                await foreach (var line in JsonLines.ReadAsync(input, MostLineBytes, cancel))
                {
                    var problem = line.TooLong ? $"over {MostLineBytes:N0} bytes. Write one event a line." : await TakeAsync(reader, line, writer);
                    if (problem is null)
                        continue;
                    // Without its header a file says nothing.
                    if (problem.StartsWith("the header", StringComparison.Ordinal))
                        throw CliException.BadInput($"{name}:{line.Number}: {problem}");
                    bad++;
                    _context.Terminal.Error($"{name}:{line.Number}: {problem}");
                }
                rows = reader.Count;
                await writer.FlushAsync(cancel);
            }
            finally
            {
                if (partial is not null)
                    await writer.DisposeAsync();
            }
            if (rows == 0)
                throw CliException.BadInput($"{name}: no row could be imported{(bad > 0 ? "; each reason is above" : ": it is empty")}. Check the file and --format.");
            if (partial is not null)
                File.Move(partial, output!, overwrite: true);
            foreach (var (mode, count) in reader.UnknownModes)
                _context.Terminal.Note($"{count:N0} rows have the mode {mode}, which is not in our list; they were imported without it.");
            _context.Terminal.Note(FormattableString.Invariant($"{rows:N0} rows imported, {bad:N0} rejected."));
            return bad == 0 ? ExitCode.Ok : ExitCode.SomeRejected;
        }
        finally
        {
            if (partial is not null && File.Exists(partial))
                File.Delete(partial);
        }
    }

    private static async Task<string?> TakeAsync(CodedEventReader reader, JsonLine line, TextWriter writer)
    {
        try
        {
            if (reader.Read(Files.Utf8(line.Bytes)) is { } claim)
            {
                await writer.WriteAsync(Terminal.ToJson(claim));
                await writer.WriteAsync('\n');
            }
            return null;
        }
        catch (ItemException error)
        {
            return error.Message;
        }
        catch (CodedEventException error)
        {
            return error.Message;
        }
    }

    private Stream Open(string file)
    {
        try
        {
            return file == "-" ? _context.Host.Input : Files.Open(file);
        }
        catch (ItemException error)
        {
            throw CliException.BadInput($"{Plain.Line(file)}: {error.Line}");
        }
    }
}
