using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Storage;

namespace RegionalSecurity.Ingestion.Stories;

/// <summary>
/// Which story a text belongs to, by likeness to the latest articles. Only the store's writer uses it, one text at a time; after a start it is
/// filled from the signatures in the store. A commit that fails leaves entries of stories that do not exist, which the writer treats as none.
/// </summary>
internal sealed class StoryIndex(IDbContextFactory<IngestionDbContext> contexts, IOptions<IngestionOptions> options, ILogger<StoryIndex> logger) : IHostedService
{
    private readonly NearDuplicates<string> _real = new(options.Value.StoryWindow);
    private readonly NearDuplicates<string> _sample = new(Math.Min(options.Value.StoryWindow, 1024));

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var latest = context.Articles.AsNoTracking().Where(a => a.Signature != null).OrderByDescending(a => a.FirstSequence).Take(options.Value.StoryWindow)
            .OrderBy(a => a.FirstSequence).Select(a => new { a.Sample, a.StoryId, a.Signature });
        var count = 0;
        await foreach (var article in latest.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (TextSignature.FromBytes(article.Signature) is { } signature)
                Add(article.Sample, signature, article.StoryId);
            count++;
        }
        logger.StoriesLoaded(count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The story of the most similar text, or null.</summary>
    public string? Find(bool sample, TextSignature signature) => (sample ? _sample : _real).TryFind(signature, out var story) ? story : null;

    public void Add(bool sample, TextSignature signature, string storyId) => (sample ? _sample : _real).Add(signature, storyId);
}
