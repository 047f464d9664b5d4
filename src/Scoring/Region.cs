using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;

namespace RegionalSecurity.Scoring;

/// <summary>A dyad: two codes in ordinal order.</summary>
public readonly record struct Dyad
{
    /// <summary>The pair of two different codes, put in order.</summary>
    public Dyad(string one, string other)
    {
        var inOrder = string.CompareOrdinal(one, other) <= 0;
        (A, B) = inOrder ? (one, other) : (other, one);
    }

    /// <summary>The first code.</summary>
    public string A { get; }

    /// <summary>The second code.</summary>
    public string B { get; }

    /// <summary>The form of the contract: "PRK-USA".</summary>
    public override string ToString() => $"{A}-{B}";
}

/// <summary>A dyad of a region, with the themes that a claim needs one of to count there; 0: all claims. Bits by number of <see cref="Theme"/>.</summary>
public readonly record struct RegionPair(Dyad Dyad, int Themes);

/// <summary>A named region.</summary>
public sealed record Region(string Id, string Name, IReadOnlyList<string> Core, IReadOnlyList<string> Involved, int InvolvedThemes)
{
    /// <summary>Its pairs in ordinal order: core x core, and core x involved under the theme condition.</summary>
    public IReadOnlyList<RegionPair> Pairs { get; } = PairsOf(Core, Involved, InvolvedThemes);

    /// <summary>Whether it is about invented parties.</summary>
    public bool IsSample => Core.Count > 0 && SubjectNames.IsInvented(Core[0]);

    private static List<RegionPair> PairsOf(IReadOnlyList<string> core, IReadOnlyList<string> involved, int themes)
    {
        var pairs = new Dictionary<Dyad, int>();
        for (var i = 0; i < core.Count; i++)
            for (var j = i + 1; j < core.Count; j++)
                pairs[new Dyad(core[i], core[j])] = 0;
        foreach (var one in core)
            foreach (var other in involved)
                if (!core.Contains(other))
                    pairs.TryAdd(new Dyad(one, other), themes);
        return [.. pairs.Select(p => new RegionPair(p.Key, p.Value)).OrderBy(p => p.Dyad.ToString(), StringComparer.Ordinal)];
    }
}

/// <summary>All regions by id: the published ones, with a user's merged over them.</summary>
public sealed class Regions
{
    private const int MostParties = 64;
    private static readonly string[] Columns = ["region_id", "name", "core", "involved"];

    private readonly SortedDictionary<string, Region> _byId = new(StringComparer.Ordinal);

    /// <summary>The published regions.</summary>
    public Regions() => Merge(DataTable.Embedded("regions.tsv", Columns));

    /// <summary>All, in ordinal order of their ids.</summary>
    public IReadOnlyCollection<Region> All => _byId.Values;

    /// <summary>The region, or null.</summary>
    public Region? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Merges a file of a user: rows replace those of the same id. Throws <see cref="DataFileException"/> naming file, line and remedy.</summary>
    public void Merge(string fileName, string text) => Merge(DataTable.Parse(fileName, text, Columns));

    private void Merge(DataTable table)
    {
        for (var row = 0; row < table.Count; row++)
        {
            var id = table.Cell(row, "region_id");
            if (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                throw table.RowError(row, $"region_id \"{id}\" is not 1 to 64 lower-case letters, digits and hyphens");
            var core = Codes(table, row, "core");
            var involved = Codes(table, row, "involved");
            if (core.Length < 2 && core.Length + involved.Length < 2)
                throw table.RowError(row, "a region needs two parties in core, or one in core and one in involved");
            if (core.Length == 0)
                throw table.RowError(row, "core is empty; name at least one code");
            if (core.Concat(involved).Select(SubjectNames.IsInvented).Distinct().Count() > 1)
                throw table.RowError(row, "invented codes (XAA to XZZ) and real ones cannot share a region; make two regions");
            _byId[id] = new Region(id, table.Cell(row, "name") is { Length: > 0 } name ? name : id, core, involved, Themes(table, row));
        }
    }

    private static string[] Codes(DataTable table, int row, string column)
    {
        var codes = table.Words(row, column).Distinct(StringComparer.Ordinal).ToArray();
        if (codes.Length > MostParties)
            throw table.RowError(row, $"{column} names more than {MostParties} codes");
        foreach (var code in codes)
            if (!SubjectNames.IsCode(code))
                throw table.RowError(row, $"{column} holds \"{code}\", which is not a code of 2 to 16 capital letters and digits; separate codes by spaces");
        return codes;
    }

    private static int Themes(DataTable table, int row)
    {
        var bits = 0;
        foreach (var word in table.Words(row, "involved_themes"))
        {
            if (!Enum.TryParse<Theme>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var theme) || !Enum.IsDefined(theme) || theme == Theme.Unspecified)
                throw table.RowError(row, $"involved_themes holds \"{word}\", which is no theme of the codebook, for example BORDER_AND_MARITIME");
            bits |= 1 << (int)theme;
        }
        return bits;
    }
}
