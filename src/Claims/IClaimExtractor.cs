using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Claims;

/// <summary>Reads the claims out of an article.</summary>
internal interface IClaimExtractor
{
    /// <summary>Extractor and version as it stands on every claim.</summary>
    string Version { get; }

    /// <summary>How many articles it is given at a time, which are then committed together; null: as many as come, for one that only computes.</summary>
    int? MostAtOnce { get; }

    /// <summary>The claims of the article, each with spans of exactly its text. Thread-safe.</summary>
    /// <exception cref="DomainException">UNAVAILABLE: what it calls is down, and the article is to be tried again later. Any other status: this article cannot be read.</exception>
    Task<Extraction> ExtractAsync(Article article, CancellationToken cancellationToken);
}

/// <summary>The parser and event coder of src/Language: the default.</summary>
internal sealed class LanguageExtractor(Gazetteer gazetteer) : IClaimExtractor
{
    private readonly ClaimExtractor _extractor = new(gazetteer);

    public string Version => ClaimExtractor.Version;

    public int? MostAtOnce => null;

    public Task<Extraction> ExtractAsync(Article article, CancellationToken cancellationToken) => Task.FromResult(_extractor.Extract(article));
}
