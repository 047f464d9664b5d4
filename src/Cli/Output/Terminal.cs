using Google.Protobuf;
using Spectre.Console;

namespace RegionalSecurity.Cli.Output;

/// <summary>Where a command writes: data to stdout, everything else to stderr. Colours only where a person looks and NO_COLOR is not set.</summary>
internal sealed class Terminal
{
    private static readonly JsonFormatter s_json = new(JsonFormatter.Settings.Default);
    private static readonly JsonFormatter s_indented = new(JsonFormatter.Settings.Default.WithIndentation());

    public Terminal(CliHost host)
    {
        Host = host;
        Out = Console(host, host.Output, host.OutputIsTerminal, host.Width);
        Err = Console(host, host.Error, host.ErrorIsTerminal, host.Width);
    }

    public CliHost Host { get; }

    /// <summary>Tables and other data for persons.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Progress and notes.</summary>
    public IAnsiConsole Err { get; }

    /// <summary>A remark on stderr.</summary>
    public void Note(string line)
    {
        // On a terminal a progress bar may be shown, which only its own console knows how to write around.
        if (Host.ErrorIsTerminal)
            Err.WriteLine(Plain.Line(line));
        else
            Host.Error.WriteLine(Plain.Line(line));
    }

    /// <summary>An error on stderr, one line.</summary>
    public void Error(string line) => Host.Error.WriteLine("regsec: " + Plain.Line(line));

    /// <summary>The message as one line of proto3 JSON on stdout.</summary>
    public void JsonLine(IMessage message)
    {
        s_json.Format(message, Host.Output);
        Host.Output.Write('\n');
    }

    /// <summary>The message as one indented document of proto3 JSON on stdout.</summary>
    public void JsonDocument(IMessage message)
    {
        s_indented.Format(message, Host.Output);
        Host.Output.Write('\n');
    }

    /// <summary>The message as one line of proto3 JSON.</summary>
    public static string ToJson(IMessage message) => s_json.Format(message);

    /// <summary>The message as one indented document of proto3 JSON.</summary>
    public static string ToIndentedJson(IMessage message) => s_indented.Format(message);

    private static IAnsiConsole Console(CliHost host, TextWriter writer, bool terminal, int width)
    {
        var noColour = !string.IsNullOrEmpty(host.Environment("NO_COLOR"));
        var dumb = string.Equals(host.Environment("TERM"), "dumb", StringComparison.Ordinal);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal && !dumb ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal && !noColour && !dumb ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
