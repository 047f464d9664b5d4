using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Actors;

internal sealed record GazetteerRow(Entity Entity, string[] Forms, bool FromStates, int Line);

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
    private const int MaxLines = 200_000, MaxLine = 16_384, MaxForm = 100, MaxForms = 500, MaxName = 256;
    private const string Header = "code\tsector\twikidata_id\tname\tforms";

    public static List<GazetteerRow> Read(TextReader reader, string file, bool fromStates)
    {
        var rows = new List<GazetteerRow>();
        var taken = new Dictionary<string, (string Code, int Line)>(StringComparer.Ordinal);
        var header = false;
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
            if (!header)
            {
                if (line != Header)
                    throw new GazetteerException(file, number, "the header is not 'code, sector, wikidata_id, name, forms' parted by tabs",
                        "Put that header before the first row");
                header = true;
                continue;
            }
            rows.Add(ReadRow(line, file, number, fromStates, taken));
        }
        if (!header)
            throw new GazetteerException(file, Math.Max(number, 1), "there is no header", "Begin with 'code, sector, wikidata_id, name, forms' parted by tabs");
        return rows;
    }

    private static GazetteerRow ReadRow(string line, string file, int number, bool fromStates, Dictionary<string, (string Code, int Line)> taken)
    {
        var cells = line.Split('\t');
        if (cells.Length != 5)
            throw new GazetteerException(file, number, $"{cells.Length} cells instead of 5", "Part the five cells by single tabs");
        var (code, sectorName, wikidata, name) = (cells[0], cells[1], cells[2], cells[3]);
        if (code.Length > 0 && !CodeRules.IsWellFormed(code))
            throw new GazetteerException(file, number, $"'{Short(code)}' is no code", "Use 2 to 12 capital letters and digits, or leave the cell empty");
        var sector = Sector.Unspecified;
        if (sectorName.Length > 0 && !TrySector(sectorName, out sector))
            throw new GazetteerException(file, number, $"'{Short(sectorName)}' is no sector", "Use a PLOVER sector such as GOV, MIL, OPP or IGO");
        if (code.Length > 0 && sector == Sector.Unspecified)
            throw new GazetteerException(file, number, "a party with a code has no sector", "Fill the sector, GOV for a state");
        if (wikidata.Length > 0 && !(wikidata.Length is > 1 and < 13 && wikidata[0] == 'Q' && wikidata.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
            throw new GazetteerException(file, number, $"'{Short(wikidata)}' is no Wikidata id", "Write Q and digits, or leave the cell empty");
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName)
            throw new GazetteerException(file, number, "the name is empty or too long", $"Give a display name of at most {MaxName} characters");
        var forms = cells[4].Split('|', StringSplitOptions.TrimEntries);
        if (forms.Length > MaxForms)
            throw new GazetteerException(file, number, $"{forms.Length} forms", $"Keep within {MaxForms} forms a row");
        foreach (var form in forms)
        {
            if (form.Length is 0 or > MaxForm || !form.Any(char.IsLetterOrDigit))
                throw new GazetteerException(file, number, $"'{Short(form)}' is no form", $"Give 1 to {MaxForm} characters with a letter between bars");
            if (taken.TryGetValue(form, out var other) && other.Code != code)
                throw new GazetteerException(file, number, $"the form '{Short(form)}' already names '{other.Code}' on line {other.Line}", "Keep it in one of the two rows");
            taken.TryAdd(form, (code, number));
        }
        return new GazetteerRow(new Entity(code, sector, wikidata, name), forms, fromStates, number);
    }

    /// <summary>"GOV" to Sector.Gov; only the names of the contract, not numbers.</summary>
    private static bool TrySector(string text, out Sector sector)
    {
        foreach (var value in Enum.GetValues<Sector>())
            if (value != Sector.Unspecified && string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                sector = value;
                return true;
            }
        sector = Sector.Unspecified;
        return false;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
