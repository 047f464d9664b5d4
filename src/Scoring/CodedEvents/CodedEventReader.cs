using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using Modes = RegionalSecurity.Claims.V1.Mode;

namespace RegionalSecurity.Scoring;

/// <summary>Event data that can be read.</summary>
public enum EventFormat
{
    /// <summary>GDELT 2.0 event exports: 61 columns, tabs, no header.</summary>
    Gdelt,

    /// <summary>ICEWS: a header, tabs (or commas with quoted cells).</summary>
    Icews,

    /// <summary>POLECAT, the output of NGEC: a header, tabs (or commas with quoted cells).</summary>
    Polecat,
}

/// <summary>A row that is no event; the message names the column and the remedy.</summary>
public sealed class CodedEventException(string message) : Exception(message);

/// <summary>
/// Rows of coded event data become claims of one occurred event each, told by the data set: a source family, and so one voice, of its own. The row's own words are its
/// evidence. Lines are to be given in order, the header first.
/// </summary>
public sealed class CodedEventReader(EventFormat format)
{
    private const int LongestCell = 512;
    private const int MostCodedDays = 90;
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    private readonly Publisher _publisher = new()
    {
        PublisherId = format.ToString().ToLowerInvariant(),
        Name = format.ToString().ToUpperInvariant() + " (coded events)",
        Family = format.ToString().ToLowerInvariant(),
        Ownership = Ownership.Unknown,
        Registered = true,
    };

    private RowColumns? _columns = format == EventFormat.Gdelt ? RowColumns.Gdelt : null;

    /// <summary>Rows that became claims.</summary>
    public long Count { get; private set; }

    /// <summary>Modes of POLECAT that are not in our list, with the number of rows that were read without them.</summary>
    public SortedDictionary<string, int> UnknownModes { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// p of a claim: about how often a row of the data has type and both parties right. ICEWS: 0.75 (its coder's global precision, Boschee et al. 2015); POLECAT: 0.7; GDELT: 0.55, for the
    /// comparisons that find every second event wrong or told twice (Ward et al. 2013, Wang et al. 2016). Under 0.8, so that imported events alone never set a rung.
    /// </summary>
    public static double Confidence(EventFormat format) => format switch
    {
        EventFormat.Icews => 0.75,
        EventFormat.Polecat => 0.7,
        EventFormat.Gdelt => 0.55,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a format"),
    };

    /// <summary>The claim of a line; null for the header. Throws <see cref="CodedEventException"/> for a line that is no event.</summary>
    public Claim? Read(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (_columns is null)
        {
            _columns = RowColumns.OfHeader(line, format);
            return null;
        }
        var row = new Row(_columns.Cells(line), _columns);
        var (type, mode) = TypeOf(row);
        var day = Date(row, "event date", required: true)!.Value;
        var published = Date(row, "publication date", required: false) ?? day;
        if (day > published)
            throw new CodedEventException($"{row.Name("event date")}: {day:yyyy-MM-dd} is after the row was published, {published:yyyy-MM-dd}. Check the dates.");
        var text = new RecordText();
        var actor = text.Party(row.Cell("actor name"), Code(row, "actor"), Sector(row, "actor"));
        var trigger = text.Part(Word(row, type));
        var target = text.Party(row.Cell("recipient name"), Code(row, "recipient"), Sector(row, "recipient"));
        var claim = new Claim
        {
            ClaimId = RecordText.ClaimId(_publisher.Family, row.Cells),
            ArticleId = $"{_publisher.Family}-{(row.Cell("story") is { Length: > 0 } story ? story : row.Cell("event id"))}",
            Publisher = _publisher,
            Kind = ClaimKind.Event,
            EventType = type,
            Mode = mode,
            QuadClass = type.QuadClassOf(),
            Trigger = trigger,
            // News of long ago is background, as for our own extractor.
            Modality = published.DayNumber - day.DayNumber > MostCodedDays ? Modality.Historical : Modality.Occurred,
            EventTime = new TimeRange { StartTime = Midnight(day), EndTime = Midnight(day.AddDays(1)) },
            PublishTime = Midnight(published),
            Confidence = Confidence(format),
            ExtractorVersion = format == EventFormat.Polecat ? _publisher.Family : $"{_publisher.Family}+{CameoTable.Version}",
        };
        if (actor is not null)
            claim.Actors.Add(actor);
        if (target is not null)
            claim.Targets.Add(target);
        claim.Evidence = text.Whole();
        Count++;
        return claim;
    }

    private (EventType Type, Mode Mode) TypeOf(Row row)
    {
        if (format != EventFormat.Polecat)
        {
            var code = row.Cell("cameo");
            return CameoTable.Find(code) ?? throw new CodedEventException(
                $"{row.Name("cameo")}: \"{Shorten(code)}\" is no CAMEO code. Codes have two to four digits, the first zero included (040, not 40).");
        }
        var word = row.Cell("event type");
        var type = CameoTable.TypeOf(word) ?? throw new CodedEventException($"{row.Name("event type")}: \"{Shorten(word)}\" is no PLOVER type, such as ACCUSE.");
        var mode = row.Cell("event mode") is var given && given is "None" or "" ? Modes.Unspecified : CameoTable.ModeOf(given);
        if (mode is null)
            UnknownModes[Shorten(given)] = UnknownModes.GetValueOrDefault(Shorten(given)) + 1;
        return (type, mode ?? Modes.Unspecified);
    }

    private string Word(Row row, EventType type) =>
        row.Cell("event text") is { Length: > 0 } text ? text : format == EventFormat.Gdelt ? $"{type.ToString().ToUpperInvariant()} {row.Cell("cameo")}" : type.ToString().ToUpperInvariant();

    // By country, else an organisation or group by its own name. Lists of several countries are no party.
    private static string Code(Row row, string side)
    {
        var country = row.Cell(side + " country");
        if (country is not ("" or "None"))
            return EventParties.OfCode(country) is { Length: > 0 } code ? code : EventParties.OfName(country);
        var group = row.Cell(side + " group");
        if (group.Length > 0 && EventParties.OfCode(group) is { Length: > 0 } known)
            return known;
        return EventParties.OfName(row.Cell(side + " name"));
    }

    private static Sector Sector(Row row, string side) =>
        System.Enum.TryParse<Sector>(row.Cell(side + " sector") is var word && word == "MED" ? "JRN" : word, ignoreCase: true, out var sector) && word.Length == 3 && System.Enum.IsDefined(sector)
            ? sector
            : Claims.V1.Sector.Unspecified;

    private static DateOnly? Date(Row row, string column, bool required)
    {
        var text = row.Cell(column);
        if (text.Length == 0 && !required)
            return null;
        // GDELT's DATEADDED carries a time behind the day.
        var day = text.Length == 14 && text.All(char.IsAsciiDigit) ? text[..8] : text.Length > 10 && text[10] is ' ' or 'T' ? text[..10] : text;
        if (DateOnly.TryParseExact(day, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date >= Earliest && date <= Latest)
            return date;
        throw new CodedEventException($"{row.Name(column)}: \"{Shorten(text)}\" is no date. Write it as 2018-06-01 or 20180601.");
    }

    private static Timestamp Midnight(DateOnly day) => Timestamp.FromDateTime(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";

    private readonly record struct Row(string[] Cells, RowColumns Columns)
    {
        public string Cell(string column)
        {
            var cell = Columns.Find(column) is var at && at >= 0 ? Cells[at].Trim() : "";
            return cell.Length <= LongestCell ? cell : throw new CodedEventException($"{Name(column)}: over {LongestCell} characters. Is a tab or quotation mark missing?");
        }

        public string Name(string column) => Columns.NameOf(column);
    }
}
