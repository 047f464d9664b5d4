using System.Globalization;
using RegionalSecurity.Contracts;

namespace RegionalSecurity.Scoring.Backtest;

/// <summary>Which way a turning point goes.</summary>
public enum Turn
{
    /// <summary>Nothing turned: a placebo date.</summary>
    None,

    /// <summary>Hostility rises.</summary>
    Up,

    /// <summary>Hostility falls.</summary>
    Down,
}

/// <summary>A dated turning point of a pair.</summary>
public sealed record TurningPoint(Dyad Pair, int Day, Turn Turn, string What);

/// <summary>A dated incident of a pair.</summary>
public sealed record Incident(Dyad Pair, int Day);

/// <summary>A value of a monthly index for a pair or a party.</summary>
public sealed record IndexValue(string Subject, int Year, int Month, double Value);

/// <summary>
/// What a score is held against. A CSV file with a header and <c>#</c> comment lines is one of: turning points (<c>date,pair,direction</c>), incidents (<c>date,pair</c>), or a monthly index
/// (<c>month,subject,value</c>); further columns are kept for readers.
/// </summary>
public sealed record Truth(IReadOnlyList<TurningPoint> TurningPoints, IReadOnlyList<Incident> Incidents, IReadOnlyList<IndexValue> Index)
{
    private const int MostRows = 200_000;

    /// <summary>Reads a file. Throws <see cref="DataFileException"/> that names file, line and remedy.</summary>
    public static Truth Parse(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[]? header = null;
        var (turns, incidents, index) = (new List<TurningPoint>(), new HashSet<Incident>(), new List<IndexValue>());
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim('\r', '\uFEFF');
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (number > MostRows)
                throw Error(file, number, $"has more than {MostRows} lines; split the file");
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (header is null)
            {
                header = cells;
                if (!Has("date", "pair") && !Has("month", "subject", "value"))
                    throw Error(file, number, "names neither date,pair (incidents; with direction: turning points) nor month,subject,value (an index)");
                continue;
            }
            string Cell(string column) => Array.IndexOf(header, column) is var at && at >= 0 && at < cells.Length ? cells[at] : "";
            if (Has("month"))
            {
                if (!DateOnly.TryParseExact(Cell("month") + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
                    throw Error(file, number, $"\"{Shorten(Cell("month"))}\" is no month; write 2008-08");
                if (!double.TryParse(Cell("value"), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                    throw Error(file, number, $"\"{Shorten(Cell("value"))}\" is no number; write 1.25");
                var subject = SubjectNames.ParseDyad(Cell("subject")) is var (a, b) ? SubjectNames.Dyad(a, b) : Cell("subject");
                if (!subject.Contains('-', StringComparison.Ordinal) && !SubjectNames.IsCode(subject))
                    throw Error(file, number, $"\"{Shorten(subject)}\" is no subject; write a pair (PRK-USA) or a code (KOR)");
                index.Add(new IndexValue(subject, month.Year, month.Month, value));
                continue;
            }
            if (!DateOnly.TryParseExact(Cell("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                throw Error(file, number, $"\"{Shorten(Cell("date"))}\" is no date; write 2008-08-08");
            if (SubjectNames.ParseDyad(Cell("pair")) is not var (one, other))
                throw Error(file, number, $"\"{Shorten(Cell("pair"))}\" is no pair of two different codes; write GEO-RUS");
            if (!Has("direction"))
            {
                incidents.Add(new Incident(new Dyad(one, other), date.DayNumber));
                continue;
            }
            var turn = Cell("direction") switch
            {
                "rise" => Turn.Up,
                "fall" => Turn.Down,
                var wrong => throw Error(file, number, $"direction is \"{Shorten(wrong)}\"; write rise or fall"),
            };
            turns.Add(new TurningPoint(new Dyad(one, other), date.DayNumber, turn, Cell("what")));
        }
        if (turns.Count + incidents.Count + index.Count == 0)
            throw Error(file, number, "holds no row; write a header line and at least one row");
        return new Truth(turns, [.. incidents.OrderBy(i => i.Day).ThenBy(i => i.Pair.ToString(), StringComparer.Ordinal)], index);

        bool Has(params string[] columns) => columns.All(header!.Contains);
    }

    private static DataFileException Error(string file, int line, string what) => new($"{file}, line {line}: {what}.");

    private static string Shorten(string text) => text.Length <= 32 ? text : text[..32] + "...";
}
