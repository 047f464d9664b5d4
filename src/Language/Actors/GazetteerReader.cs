using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Actors;

/// <summary>Where a row comes from; it decides what its forms can be.</summary>
internal enum RowSource
{
    /// <summary>states.tsv: the first row of a code is the state, later ones its bodies and places.</summary>
    States,

    /// <summary>organisations.tsv, groups.tsv, masks.tsv.</summary>
    Parties,

    /// <summary>persons.tsv: no adjectives.</summary>
    Persons,

    /// <summary>A file of the user's.</summary>
    User,
}

internal sealed record GazetteerRow(Entity Entity, string[] Forms, RowSource Source, int Line);

/// <summary>Which codes there are.</summary>
internal static class CodeRules
{
    /// <summary>XAA to XZZ without XKX (Kosovo), XKS and XKV: the invented parties of the sample.</summary>
    public static bool IsInvented(string code) =>
        code.Length == 3 && code[0] == 'X' && char.IsAsciiLetterUpper(code[1]) && char.IsAsciiLetterUpper(code[2])
        && code is not ("XKX" or "XKS" or "XKV");

    /// <summary>Two to twelve capital letters and digits, a letter first.</summary>
    public static bool IsWellFormed(string code)
    {
        if (code.Length is < 2 or > 12 || !char.IsAsciiLetterUpper(code[0]))
            return false;
        foreach (var c in code)
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
                return false;
        return true;
    }
}

/// <summary>Reads and checks a gazetteer file. Everything in it is taken as hostile: bounded, and refused with a precise message.</summary>
internal static class GazetteerReader
{
    private const int MaxLines = 200_000, MaxLine = 16_384, MaxForm = 100, MaxForms = 500, MaxName = 256, MaxTerms = 20;
    private const string Header = "code\tsector\twikidata_id\tname\tforms", TermsHeader = Header + "\tfrom\tto";

    // "GOV" to Sector.Gov; only the names of the contract, not numbers.
    private static readonly Dictionary<string, Sector> Sectors = Enum.GetValues<Sector>().Where(s => s != Sector.Unspecified)
        .ToDictionary(s => s.ToString(), StringComparer.OrdinalIgnoreCase);

    public static List<GazetteerRow> Read(TextReader reader, string file, RowSource source)
    {
        var rows = new List<GazetteerRow>();
        var taken = new Dictionary<string, GazetteerRow[]>(StringComparer.Ordinal);
        var most = 0;
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            if (++number > MaxLines)
                throw new GazetteerException(file, number, $"more than {MaxLines} lines", "Split the file");
            if (line.Length > MaxLine)
                throw new GazetteerException(file, number, $"a line of {line.Length} characters", $"Keep lines within {MaxLine} characters");
            if (number == 1)
                line = line.TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (most == 0)
            {
                most = line switch { Header => 5, TermsHeader => 7, _ => 0 };
                if (most == 0)
                    throw new GazetteerException(file, number, "the header is not 'code, sector, wikidata_id, name, forms' (and 'from, to') parted by tabs",
                        "Put that header before the first row");
                continue;
            }
            var row = ReadRow(line, file, number, source, most);
            Take(row, file, taken);
            rows.Add(row);
        }
        if (most == 0)
            throw new GazetteerException(file, Math.Max(number, 1), "there is no header", "Begin with 'code, sector, wikidata_id, name, forms' parted by tabs");
        return rows;
    }

    private static GazetteerRow ReadRow(string line, string file, int number, RowSource source, int most)
    {
        var cells = line.Split('\t');
        if (cells.Length < 5 || cells.Length > most)
            throw new GazetteerException(file, number, $"{cells.Length} cells instead of {(most == 5 ? "5" : "5 to 7")}", "Part the cells by single tabs");
        var (code, sectorName, wikidata, name) = (string.IsInterned(cells[0]) ?? string.Intern(cells[0]), cells[1], cells[2], cells[3]);
        if (code.Length > 0 && !CodeRules.IsWellFormed(code))
            throw new GazetteerException(file, number, $"'{Short(code)}' is no code", "Use 2 to 12 capital letters and digits, or leave the cell empty");
        var sector = Sector.Unspecified;
        if (sectorName.Length > 0 && !Sectors.TryGetValue(sectorName, out sector))
            throw new GazetteerException(file, number, $"'{Short(sectorName)}' is no sector", "Use a PLOVER sector such as GOV, MIL, OPP or IGO");
        if (code.Length > 0 && sector == Sector.Unspecified)
            throw new GazetteerException(file, number, "a party with a code has no sector", "Fill the sector, GOV for a state");
        if (wikidata.Length > 0 && !(wikidata.Length is > 1 and < 13 && wikidata[0] == 'Q' && wikidata.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
            throw new GazetteerException(file, number, $"'{Short(wikidata)}' is no Wikidata id", "Write Q and digits, or leave the cell empty");
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName)
            throw new GazetteerException(file, number, "the name is empty or too long", $"Give a display name of at most {MaxName} characters");
        var forms = Forms(cells[4], name);
        if (forms.Length > MaxForms)
            throw new GazetteerException(file, number, $"{forms.Length} forms", $"Keep within {MaxForms} forms a row");
        foreach (var form in forms)
            if (form.Length is 0 or > MaxForm || !form.Any(char.IsLetterOrDigit))
                throw new GazetteerException(file, number, $"'{Short(form)}' is no form", $"Give 1 to {MaxForm} characters with a letter between bars");
        var entity = new Entity(code, sector, wikidata, name);
        var terms = Terms(cells.Length > 5 ? cells[5] : "", cells.Length > 6 ? cells[6] : "", file, number);
        return new GazetteerRow(terms.Length == 0 ? entity : entity with { Terms = terms }, forms, source, number);
    }

    /// <summary>The forms of a cell: an empty one means the name, a leading plus the name and what follows.</summary>
    private static string[] Forms(string cell, string name)
    {
        if (cell.Length == 0)
            return [name];
        return cell[0] == '+' ? [name, .. cell[1..].Split('|', StringSplitOptions.TrimEntries)] : cell.Split('|', StringSplitOptions.TrimEntries);
    }

    /// <summary>"2009-03|2022-12" and "2021-03|": a term for each pair, a year or a month, open where empty. A term ends when its last month or year begins.</summary>
    private static Term[] Terms(string from, string to, string file, int number)
    {
        if (from.Length == 0 && to.Length == 0)
            return [];
        var (starts, ends) = (from.Split('|'), to.Split('|'));
        if (starts.Length != ends.Length || starts.Length > MaxTerms)
            throw new GazetteerException(file, number, $"{starts.Length} beginnings and {ends.Length} ends of terms", $"Give each term, at most {MaxTerms}, both, parted by bars; empty is open");
        var terms = new Term[starts.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            if (!TryMonth(starts[i], 0, out var start) || !TryMonth(ends[i], int.MaxValue, out var end) || end < start)
                throw new GazetteerException(file, number, $"'{Short(starts[i])}' to '{Short(ends[i])}' is no term", "Write years (2009) or months (2009-03), the earlier first");
            terms[i] = new Term(start, end);
        }
        Array.Sort(terms, (a, b) => a.From.CompareTo(b.From));
        return terms;
    }

    private static bool TryMonth(string text, int open, out int month)
    {
        month = open;
        if (text.Length == 0)
            return true;
        if (text.Length is not (4 or 7) || !Digits(text, 0, 4, out var year) || year is < 1000 or > 2999)
            return false;
        var number = 1;
        if (text.Length == 7 && (text[4] != '-' || !Digits(text, 5, 2, out number) || number is < 1 or > 12))
            return false;
        month = year * 12 + number - 1;
        return true;
    }

    private static bool Digits(string text, int at, int length, out int number)
    {
        number = 0;
        for (var i = at; i < at + length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
                return false;
            number = number * 10 + text[i] - '0';
        }
        return true;
    }

    /// <summary>A form names one code, or several one after another: then each has terms and none of them overlap.</summary>
    private static void Take(GazetteerRow row, string file, Dictionary<string, GazetteerRow[]> taken)
    {
        foreach (var form in row.Forms)
        {
            if (!taken.TryGetValue(form, out var others))
            {
                taken[form] = [row];
                continue;
            }
            foreach (var other in others)
                if (other.Entity.Code != row.Entity.Code && !InTurn(row.Entity, other.Entity))
                    throw new GazetteerException(file, row.Line, $"the form '{Short(form)}' already names '{other.Entity.Code}' on line {other.Line}",
                        "Keep it in one of the two rows, or give both terms that do not overlap");
            taken[form] = [.. others, row];
        }
    }

    private static bool InTurn(Entity one, Entity other) =>
        one.Terms.Length > 0 && other.Terms.Length > 0 && !Array.Exists(one.Terms, a => Array.Exists(other.Terms, a.Overlaps));

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
