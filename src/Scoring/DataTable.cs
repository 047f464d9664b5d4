using System.Text;

namespace RegionalSecurity.Scoring;

/// <summary>
/// A data file of tab-separated values: UTF-8, `#` comment lines, a header line naming the columns. Users write such files, so they are read as hostile:
/// bounded, and refused with file, line and remedy.
/// </summary>
public sealed class DataTable
{
    private const int MostCharacters = 4 * 1024 * 1024;
    private const int MostRows = 20_000;

    private readonly string _name;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<(int Line, string[] Cells)> _rows = [];

    private DataTable(string name) => _name = name;

    /// <summary>Numbers of the rows, for <see cref="Cell"/>.</summary>
    public int Count => _rows.Count;

    /// <summary>Reads a table that must have the required columns. Throws <see cref="DataFileException"/> that names file, line and remedy.</summary>
    public static DataTable Parse(string name, string text, params string[] requiredColumns)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(requiredColumns);
        var table = new DataTable(name);
        if (text.Length > MostCharacters)
            throw table.Error(1, $"is longer than {MostCharacters} characters; split it");
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r').TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] == '#')
                continue;
            var cells = line.Split('\t');
            if (table._columns.Count > 0)
                table._rows.Add((number, cells));
            else
                for (var i = 0; i < cells.Length; i++)
                    if (!table._columns.TryAdd(cells[i].Trim(), i))
                        throw table.Error(number, $"names the column \"{cells[i].Trim()}\" twice; each column once");
            if (table._rows.Count > MostRows)
                throw table.Error(number, $"has more than {MostRows} rows; split the file");
        }
        foreach (var column in requiredColumns)
            if (!table._columns.ContainsKey(column))
                throw table.Error(1, $"has no column \"{column}\"; the header line must name {string.Join(", ", requiredColumns)}, separated by tabs");
        return table;
    }

    /// <summary>The cell, trimmed; empty where the row or the table has none.</summary>
    public string Cell(int row, string column) =>
        _columns.TryGetValue(column, out var at) && at < _rows[row].Cells.Length ? _rows[row].Cells[at].Trim() : "";

    /// <summary>The words of a cell that spaces separate.</summary>
    public string[] Words(int row, string column) => Cell(row, column).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The error of a row, naming file and line.</summary>
    public DataFileException RowError(int row, string what) => Error(_rows[row].Line, what);

    internal static DataTable Embedded(string name, params string[] requiredColumns)
    {
        using var stream = typeof(DataTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly holds no {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(name, reader.ReadToEnd(), requiredColumns);
    }

    private DataFileException Error(int line, string what) => new($"{_name}, line {line}: {what}.");
}

/// <summary>A data file that cannot be used; the message names file, line and remedy.</summary>
public sealed class DataFileException(string message) : Exception(message);
