using Microsoft.Extensions.Options;
using RegionalSecurity.Articles;

namespace RegionalSecurity.Ingestion;

/// <summary>The registries of the two worlds, which never mix: the real one with the user's files, and the sample's own.</summary>
internal sealed class Publishers
{
    private Publishers(PublisherRegistry real, PublisherRegistry? sample)
    {
        Real = real;
        Sample = sample;
    }

    public PublisherRegistry Real { get; }

    /// <summary>Null where no sample is configured.</summary>
    public PublisherRegistry? Sample { get; }

    /// <summary>Reads all files.</summary>
    /// <exception cref="OptionsValidationException">A file cannot be read; the message names it and the remedy.</exception>
    public static Publishers Load(IngestionOptions options, SampleOptions sample)
    {
        var real = PublisherRegistry.Default;
        for (var i = 0; i < options.Publishers.Count; i++)
            real = Read($"Ingestion:Publishers:{i}", options.Publishers[i], real.Merge);
        return new Publishers(real, sample.Directory.Length == 0 ? null
            : Read("Sample:Directory", Path.Combine(sample.Directory, "publishers.tsv"), PublisherRegistry.Read));
    }

    private static PublisherRegistry Read(string setting, string path, Func<string, string, PublisherRegistry> read)
    {
        try
        {
            return read(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or ArticleException)
        {
            throw new OptionsValidationException(setting, typeof(IngestionOptions), [$"{setting}: {error.Message} Mend the file or take the setting out."]);
        }
    }
}
