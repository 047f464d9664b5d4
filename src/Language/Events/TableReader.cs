using System.Reflection;

namespace RegionalSecurity.Language.Events;

/// <summary>Reads the embedded data tables: TSV, '#' comments, a header line.</summary>
internal static class TableReader
{
    public static IEnumerable<string[]> Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded file {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var columns = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var cells = line.Split('\t');
            if (columns == 0)
            {
                columns = cells.Length;
                continue;
            }
            if (cells.Length > columns)
                throw new InvalidOperationException($"{name}: a row has {cells.Length} cells, the header {columns}: {line}");
            if (cells.Length < columns)
                Array.Resize(ref cells, columns);
            for (var i = 0; i < cells.Length; i++)
                cells[i] ??= "";
            yield return cells;
        }
    }
}
