using Microsoft.Extensions.Options;
using RegionalSecurity.Language;

namespace RegionalSecurity.Claims;

/// <summary>Section "Language".</summary>
internal sealed class ClaimsOptions
{
    /// <summary>Gazetteer files of the user's own, merged into the built-in one in this order. Default: none.</summary>
    public IReadOnlyList<string> Gazetteers { get; set; } = [];

    /// <summary>The built-in gazetteer with the user's files merged in.</summary>
    /// <exception cref="GazetteerException">A file has a bad line; the message names file, line and remedy.</exception>
    public Gazetteer LoadGazetteer()
    {
        var gazetteer = Gazetteer.Default;
        foreach (var path in Gazetteers)
        {
            using var reader = File.OpenText(path);
            gazetteer = gazetteer.Merge(reader, path);
        }
        return gazetteer;
    }
}

/// <summary>Reads the files at start, so that a mistake in one is told then and not at the first article.</summary>
internal sealed class ClaimsOptionsValidator : IValidateOptions<ClaimsOptions>
{
    public ValidateOptionsResult Validate(string? name, ClaimsOptions options)
    {
        try
        {
            options.LoadGazetteer();
            return ValidateOptionsResult.Success;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or GazetteerException)
        {
            return ValidateOptionsResult.Fail($"Language:Gazetteers: {error.Message}");
        }
    }
}
