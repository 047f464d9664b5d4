using System.Text;

namespace RegionalSecurity.Scoring;

/// <summary>Which column of a data set holds what, and how its lines are cut into cells.</summary>
internal sealed class RowColumns
{
    // What we read, and the name each data set has for it, as letters and digits.
    private static readonly Dictionary<string, (string Icews, string Polecat)> Names = new(StringComparer.Ordinal)
    {
        ["event id"] = ("eventid", "eventid"),
        ["event date"] = ("eventdate", "eventdate"),
        ["publication date"] = ("", "publicationdate"),
        ["actor name"] = ("sourcename", "actorname"),
        ["actor country"] = ("sourcecountry", "actorcountry"),
        ["actor sector"] = ("", "primaryactorsector"),
        ["recipient name"] = ("targetname", "recipientname"),
        ["recipient country"] = ("targetcountry", "recipientcountry"),
        ["recipient sector"] = ("", "primaryrecipientsector"),
        ["cameo"] = ("cameocode", ""),
        ["event text"] = ("eventtext", ""),
        ["event type"] = ("", "eventtype"),
        ["event mode"] = ("", "eventmode"),
        ["story"] = ("storyid", ""),
    };

    private readonly Dictionary<string, int> _at;
    private readonly Dictionary<string, string> _names;
    private readonly char _separator;
    private readonly int _count;

    private RowColumns(Dictionary<string, int> at, Dictionary<string, string> names, char separator, int count) =>
        (_at, _names, _separator, _count) = (at, names, separator, count);

    /// <summary>GDELT 2.0 (The GDELT Event Database Data Format Codebook V2.0).</summary>
    public static RowColumns Gdelt { get; } = OfGdelt();

    /// <summary>Reads a header. Throws <see cref="CodedEventException"/> where a column that is needed is missing.</summary>
    public static RowColumns OfHeader(string line, EventFormat format)
    {
        var separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
        var cells = Cut(line, separator);
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (ours, (icews, polecat)) in Names)
        {
            var wanted = format == EventFormat.Icews ? icews : polecat;
            if (wanted.Length == 0)
                continue;
            var found = Array.FindIndex(cells, cell => string.Concat(cell.Where(char.IsAsciiLetterOrDigit)).Equals(wanted, StringComparison.OrdinalIgnoreCase));
            if (found >= 0)
                (at[ours], names[ours]) = (found, cells[found].Trim());
            else if (ours is not ("story" or "publication date" or "actor sector" or "recipient sector" or "event text" or "event mode"))
                throw new CodedEventException($"the header has no column \"{ours}\" ({wanted}). Give the file with its first line, and the right --format.");
        }
        return new RowColumns(at, names, separator, cells.Length);
    }

    /// <summary>Index of what we read; -1: the data set does not have it.</summary>
    public int Find(string column) => _at.GetValueOrDefault(column, -1);

    /// <summary>The data set's own name of the column.</summary>
    public string NameOf(string column) => _names.GetValueOrDefault(column, column);

    /// <summary>Cells of a row, as many as there are columns.</summary>
    public string[] Cells(string line)
    {
        var cells = Cut(line, _separator);
        return cells.Length == _count ? cells : throw new CodedEventException($"{cells.Length} columns where {_count} are due. Is it cut off, or of another format?");
    }

    // Tabs separate plainly; between commas cells may be quoted, with doubled quotation marks inside.
    private static string[] Cut(string line, char separator)
    {
        if (separator == '\t')
            return line.Split('\t');
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (c == '"' && (quoted || cell.Length == 0))
                quoted = !quoted;
            else if (c == separator && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(c);
        }
        if (quoted)
            throw new CodedEventException("a quotation mark is not closed on its line. Write each row on one line.");
        cells.Add(cell.ToString());
        return [.. cells];
    }

    private static RowColumns OfGdelt()
    {
        (string Ours, int At, string Name)[] columns =
        [
            ("event id", 0, "GLOBALEVENTID"), ("event date", 1, "SQLDATE"), ("actor name", 6, "Actor1Name"), ("actor country", 7, "Actor1CountryCode"),
            ("actor group", 8, "Actor1KnownGroupCode"), ("actor sector", 12, "Actor1Type1Code"), ("recipient name", 16, "Actor2Name"),
            ("recipient country", 17, "Actor2CountryCode"), ("recipient group", 18, "Actor2KnownGroupCode"), ("recipient sector", 22, "Actor2Type1Code"),
            ("cameo", 26, "EventCode"), ("publication date", 59, "DATEADDED"),
        ];
        return new RowColumns(columns.ToDictionary(c => c.Ours, c => c.At, StringComparer.Ordinal), columns.ToDictionary(c => c.Ours, c => c.Name, StringComparer.Ordinal), '\t', 61);
    }
}
