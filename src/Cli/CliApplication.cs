using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Grpc.Core;
using RegionalSecurity.Cli.Offline;
using RegionalSecurity.Cli.Online;
using RegionalSecurity.Cli.Output;

namespace RegionalSecurity.Cli;

/// <summary>What every command is given: the terminal and the options that all commands have.</summary>
internal sealed class CliContext
{
    public const string DefaultServer = "http://127.0.0.1:5081";

    public CliContext(CliHost host)
    {
        Terminal = new Terminal(host);
        Server = new Option<string?>("--server")
        {
            Description = $"Address of the stack's gRPC port. Default: $REGSEC_SERVER, else {DefaultServer}.",
            HelpName = "url",
            Recursive = true,
        };
        Json = new Option<bool>("--json") { Description = "Write proto3 JSON: one document, or one object a line for lists and streams.", Recursive = true };
    }

    public Terminal Terminal { get; }

    public CliHost Host => Terminal.Host;

    public Option<string?> Server { get; }

    public Option<bool> Json { get; }

    /// <summary>Examples by command, shown below its help.</summary>
    public Dictionary<Command, string[]> Examples { get; } = [];

    /// <summary>Where the command turned to, once it did.</summary>
    public Uri? Address { get; private set; }

    /// <summary>Opens the connection that the command line asks for. Nothing is sent yet.</summary>
    public ServerConnection Connect(ParseResult parse)
    {
        var set = Host.Environment("REGSEC_SERVER");
        var server = ServerConnection.Open(parse.GetValue(Server) ?? (string.IsNullOrEmpty(set) ? DefaultServer : set));
        Address = server.Address;
        return server;
    }
}

/// <summary>The command line of <c>regsec</c>.</summary>
internal static class CliApplication
{
    private const string ExitCodes = """
        Exit codes:
          0  done
          1  the server or this machine failed
          2  bad input or usage; nothing was done
          3  not found
          4  some items were rejected, the others are done
          5  no server answers at the address
          130  interrupted
        """;

    /// <summary>Runs one command line and returns its exit code. Shows no stack trace, whatever happens.</summary>
    public static async Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancel)
    {
        var context = new CliContext(host);
        try
        {
            var root = Create(context);
            var parse = root.Parse(args);
            if (parse.Errors.Count > 0 && parse.Action is null or ParseErrorAction)
                return UsageError(context, parse, [.. parse.Errors.Select(error => error.Message)]);
            if (MistypedOption(parse) is { } option)
                return UsageError(context, parse, $"Unrecognized option '{option}'.");
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = host.Output,
                Error = host.Error,
            };
            var code = await parse.InvokeAsync(configuration, cancel);
            await host.Output.FlushAsync(CancellationToken.None);
            return code;
        }
        catch (Exception error)
        {
            return await FailAsync(context, error, cancel);
        }
    }

    internal static RootCommand Create(CliContext context)
    {
        var root = new RootCommand("Watches how tense the relations between states are, from the news, and says why.\n"
            + "extract, article, score, import, backtest, sensitivity, publishers and feeds read work offline;\n"
            + "the other commands need the running stack (dotnet run --project AppHost).")
        {
            context.Server,
            context.Json,
            ExtractCommand.Create(context),
            ArticleCommand.Create(context),
            ScoreCommand.Create(context),
            ImportCommand.Create(context),
            BacktestCommand.Create(context),
            BacktestCommand.CreateSensitivity(context),
            IngestCommand.Create(context),
            FeedsCommand.Create(context),
            RulesCommand.Create(context),
            PublishersCommand.Create(context),
            ClaimsCommand.Create(context),
            TensionCommand.Create(context),
            SeriesCommand.Create(context),
            ExplainCommand.Create(context),
            WhatIfCommand.Create(context),
            ReplayCommand.Create(context),
            ReportCommand.Create(context),
            WatchCommand.Create(context),
            SampleCommand.Create(context),
        };
        context.Examples[root] =
        [
            "regsec ingest news/ --publisher Reuters",
            "regsec tension PRK-USA --as-of 2024-11-09 --as-published",
            "regsec report --region korean-peninsula --from 2024-11-01 --to 2024-11-09 -o report.html",
        ];
        foreach (var option in root.Options)
            if (option is HelpOption { Action: HelpAction help } helpOption)
                helpOption.Action = new HelpWithExamples(help, context.Examples, root);
        return root;
    }

    // A command that takes any number of names would take a mistyped option for one more. After "--" everything is a name.
    private static string? MistypedOption(ParseResult parse)
    {
        if (parse.Tokens.Any(token => token.Type == TokenType.DoubleDash))
            return null;
        return parse.Tokens.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
    }

    private static int UsageError(CliContext context, ParseResult parse, params string[] errors)
    {
        foreach (var error in errors)
            context.Terminal.Error(error);
        var path = new List<string>();
        for (var at = parse.CommandResult; at is not null; at = at.Parent as CommandResult)
            path.Insert(0, at.Command is RootCommand ? "regsec" : at.Command.Name);
        context.Host.Error.WriteLine($"See {string.Join(' ', path)} --help.");
        return ExitCode.BadInput;
    }

    private static async Task<int> FailAsync(CliContext context, Exception error, CancellationToken cancel)
    {
        try
        {
            await context.Host.Output.FlushAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // Whoever read the output is gone; the error below is still told.
        }
        switch (error)
        {
            case OperationCanceledException when cancel.IsCancellationRequested:
            case RpcException { StatusCode: StatusCode.Cancelled } when cancel.IsCancellationRequested:
                context.Host.Error.WriteLine("Interrupted.");
                return ExitCode.Interrupted;
            case CliException known:
                context.Terminal.Error(known.Message);
                return known.Code;
            case ItemException item:
                context.Terminal.Error(item.Line);
                return ExitCode.BadInput;
            case RpcException rpc:
                foreach (var line in ServerErrors.Lines(rpc, context.Address))
                    context.Terminal.Error(line);
                return ServerErrors.Code(rpc);
            case IOException or UnauthorizedAccessException:
                context.Terminal.Error(error.Message);
                return ExitCode.Failed;
            default:
                context.Terminal.Error($"internal error ({error.GetType().Name}): {error.Message} Please report it with the command you ran.");
                return ExitCode.Failed;
        }
    }

    private sealed class HelpWithExamples(HelpAction inner, Dictionary<Command, string[]> examples, RootCommand root) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            inner.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            if (examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
            {
                output.WriteLine("Examples:");
                foreach (var line in lines)
                    output.WriteLine("  " + line);
                output.WriteLine();
            }
            if (parseResult.CommandResult.Command == root)
                output.WriteLine(ExitCodes);
            return ExitCode.Ok;
        }
    }
}
