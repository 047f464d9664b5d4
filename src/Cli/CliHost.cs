using System.Text;

namespace RegionalSecurity.Cli;

/// <summary>What the command sees of the process it runs in, so that tests can run commands without one.</summary>
internal sealed class CliHost : IDisposable
{
    public required Stream Input { get; init; }

    /// <summary>Data goes here, and only data.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Progress, notes and errors go here.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Raw bytes of standard output, for documents; <see cref="Output"/> is to be flushed before.</summary>
    public required Stream OutputBytes { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal; where there is none, wide enough that nothing is broken needlessly.</summary>
    public int Width { get; init; } = 160;

    public Func<string, string?> Environment { get; init; } = _ => null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static CliHost OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = Console.OpenStandardOutput();
        var terminal = !Console.IsOutputRedirected;
        return new CliHost
        {
            Input = Console.OpenStandardInput(),
            OutputBytes = output,
            Output = new StreamWriter(output, utf8, 1 << 16) { AutoFlush = false },
            Error = new StreamWriter(Console.OpenStandardError(), utf8, 1 << 10) { AutoFlush = true },
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = terminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            // A terminal that does not know its width says 0.
            Width = !terminal ? 160 : Console.WindowWidth > 0 ? Math.Max(40, Console.WindowWidth) : 80,
            Environment = System.Environment.GetEnvironmentVariable,
        };
    }

    public void Dispose()
    {
        Output.Flush();
        Error.Flush();
    }
}
