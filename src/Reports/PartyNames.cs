using Microsoft.Extensions.Options;

namespace RegionalSecurity.Reports;

/// <summary>Names of codes from the user's gazetteer files: the first row of a code that is its government, an organisation or a group.</summary>
internal sealed class PartyNames
{
    private const long MostBytes = 16 << 20;
    private static readonly string[] s_sectors = ["GOV", "IGO", "REB", "UAF"];

    public PartyNames(IOptions<GazetteerOptions> options) => ByCode = Read(options.Value.Gazetteers);

    /// <summary>Display name by code.</summary>
    public IReadOnlyDictionary<string, string> ByCode { get; }

    /// <summary>Reads the files. Lines that are no row are Claims' business, which refuses to start on them.</summary>
    /// <exception cref="IOException">A file is absent, unreadable or over 16 MiB; the message names it.</exception>
    public static Dictionary<string, string> Read(IEnumerable<string> paths)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new IOException($"The gazetteer {path} has more than 16 MiB: split it into several files.");
            int code = -1, sector = -1, name = -1;
            foreach (var line in File.ReadLines(path).Where(static l => l.Length > 0 && l[0] != '#'))
            {
                var cells = line.Split('\t');
                if (code < 0)
                {
                    (code, sector, name) = (Array.IndexOf(cells, "code"), Array.IndexOf(cells, "sector"), Array.IndexOf(cells, "name"));
                    if (code < 0 || sector < 0 || name < 0)
                        throw new IOException($"The gazetteer {path} has no header line with the columns code, sector and name.");
                }
                else if (cells.Length > Math.Max(code, Math.Max(sector, name)) && cells[code].Length > 0 && cells[name].Length > 0 && s_sectors.Contains(cells[sector], StringComparer.Ordinal))
                {
                    names.TryAdd(cells[code], cells[name]);
                }
            }
        }
        return names;
    }
}

/// <summary>Section "Language", of which Reports uses the names.</summary>
internal sealed class GazetteerOptions
{
    /// <summary>Gazetteer files of the user's own, as Claims reads them. Default: none.</summary>
    public IReadOnlyList<string> Gazetteers { get; set; } = [];
}

/// <summary>Reads the files at start, so that a mistake in one is told then.</summary>
internal sealed class GazetteerOptionsValidator : IValidateOptions<GazetteerOptions>
{
    public ValidateOptionsResult Validate(string? name, GazetteerOptions options)
    {
        try
        {
            PartyNames.Read(options.Gazetteers);
            return ValidateOptionsResult.Success;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"Language:Gazetteers: {error.Message}");
        }
    }
}
