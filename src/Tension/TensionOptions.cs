using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RegionalSecurity.Scoring;

namespace RegionalSecurity.Tension;

/// <summary>Section "Tension", and the gazetteers of section "Language".</summary>
internal sealed class TensionOptions
{
    private const long MostBytes = 8 << 20;

    /// <summary>Region files of the user's own (region_id, name, core, involved), merged over the published regions in this order. Default: none.</summary>
    public IReadOnlyList<string> Regions { get; set; } = [];

    /// <summary>Gazetteer files of the user's own: their codes are known to this service too. Default: none.</summary>
    public IReadOnlyList<string> Gazetteers { get; set; } = [];

    /// <summary>Regions and codes with the user's files merged in.</summary>
    /// <exception cref="DataFileException">A file has a bad line; the message names file, line and remedy.</exception>
    public Catalog LoadCatalog()
    {
        var regions = new Regions();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Regions)
        {
            var text = Read(path);
            regions.Merge(path, text);
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
        foreach (var path in Gazetteers)
        {
            var table = DataTable.Parse(path, Read(path), "code");
            for (var row = 0; row < table.Count; row++)
                codes.Add(table.Cell(row, "code"));
        }
        codes.UnionWith(regions.All.SelectMany(r => r.Core.Concat(r.Involved)));
        return new Catalog(regions, codes, Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8)));
    }

    private static string Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
            throw new DataFileException($"{path} has more than {MostBytes} bytes; split it.");
        return File.ReadAllText(path, Encoding.UTF8);
    }
}

/// <summary>Regions, and codes known besides the published ones.</summary>
/// <param name="Regions">All regions.</param>
/// <param name="MoreCodes">Codes of the user's files.</param>
/// <param name="Fingerprint">Of the user's region files: part of the cache keys, since they change what a region is.</param>
internal sealed record Catalog(Regions Regions, IReadOnlySet<string> MoreCodes, string Fingerprint)
{
    public bool Knows(string code) => PartyCodes.IsPublished(code) || MoreCodes.Contains(code);
}

/// <summary>Reads the files at start, so that a mistake in one is told then and not at the first question.</summary>
internal sealed class TensionOptionsValidator : IValidateOptions<TensionOptions>
{
    public ValidateOptionsResult Validate(string? name, TensionOptions options)
    {
        try
        {
            options.LoadCatalog();
            return ValidateOptionsResult.Success;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DataFileException)
        {
            return ValidateOptionsResult.Fail($"Tension:Regions or Language:Gazetteers: {error.Message}");
        }
    }
}
