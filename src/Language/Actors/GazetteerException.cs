namespace RegionalSecurity.Language;

/// <summary>A gazetteer file that cannot be taken as it is. The message names file, line, problem and remedy.</summary>
public sealed class GazetteerException : Exception
{
    public GazetteerException(string fileName, int line, string problem, string remedy)
        : base($"{fileName}, line {line}: {problem}. {remedy}.")
    {
        FileName = fileName;
        Line = line;
    }

    /// <summary>The file's name as the caller gave it.</summary>
    public string FileName { get; }

    /// <summary>Line of the problem, from 1.</summary>
    public int Line { get; }
}
