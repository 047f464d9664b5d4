namespace RegionalSecurity.Cli;

/// <summary>A failure with the line that the user is shown and the exit code of the process.</summary>
internal sealed class CliException : Exception
{
    public CliException(int exitCode, string message, Exception? inner = null) : base(message, inner) => Code = exitCode;

    /// <summary>One of <see cref="ExitCode"/>.</summary>
    public int Code { get; }

    public static CliException BadInput(string message) => new(ExitCode.BadInput, message);
}

/// <summary>One item of many that cannot be taken: the field at fault and what to do. The others go on.</summary>
internal sealed class ItemException : Exception
{
    public ItemException(string field, string message, Exception? inner = null) : base(message, inner) => Field = field;

    /// <summary>The field at fault, as the user wrote it; empty when no single field is.</summary>
    public string Field { get; }

    /// <summary>Field and message in one line.</summary>
    public string Line => Field.Length == 0 ? Message : $"{Field}: {Message}";
}
