namespace RegionalSecurity.Cli;

/// <summary>What the process answers. Documented in docs/cli.md and in <c>regsec --help</c>; scripts rely on the numbers.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The server or this machine failed: the message says what and what to do.</summary>
    public const int Failed = 1;

    /// <summary>The command line, a file or a value is wrong; nothing was done.</summary>
    public const int BadInput = 2;

    /// <summary>What was asked for does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>Some items were rejected, each named on stderr; the others are done.</summary>
    public const int SomeRejected = 4;

    /// <summary>No server answers at the address.</summary>
    public const int Unreachable = 5;

    /// <summary>Ended by Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
