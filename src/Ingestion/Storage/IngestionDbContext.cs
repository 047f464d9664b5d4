using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Storage;

/// <summary>The store: the article log, and beside it what it is queried by. Texts stand in the log's entries only.</summary>
internal sealed class IngestionDbContext(DbContextOptions<IngestionDbContext> options) : LogDbContext(options)
{
    public DbSet<ArticleRow> Articles => Set<ArticleRow>();

    public DbSet<WithdrawnRow> Withdrawn => Set<WithdrawnRow>();

    public DbSet<StoryRow> Stories => Set<StoryRow>();

    public DbSet<FeedRow> Feeds => Set<FeedRow>();

    public DbSet<RuleRow> Rules => Set<RuleRow>();

    public DbSet<CitationRow> Citations => Set<CitationRow>();

    public DbSet<FeedItemRow> FeedItems => Set<FeedItemRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<ArticleRow>(article =>
        {
            article.ToTable("articles");
            article.HasKey(a => a.ArticleId);
            article.HasIndex(a => new { a.Sample, a.FirstSequence });
            article.HasIndex(a => new { a.PublisherId, a.FirstSequence });
            article.HasIndex(a => new { a.StoryId, a.FirstSequence });
            article.HasIndex(a => a.TextHash);
            article.HasIndex(a => new { a.Sample, a.Cited, a.IngestMicros });
        });
        modelBuilder.Entity<WithdrawnRow>(withdrawn =>
        {
            withdrawn.ToTable("withdrawn");
            withdrawn.HasKey(w => w.ArticleId);
        });
        modelBuilder.Entity<StoryRow>(story =>
        {
            story.ToTable("stories");
            story.HasKey(s => s.StoryId);
            story.HasIndex(s => new { s.Sample, s.LastMicros, s.StoryId });
        });
        modelBuilder.Entity<RuleRow>(rule =>
        {
            rule.ToTable("rules");
            rule.HasKey(r => r.RuleId);
        });
        modelBuilder.Entity<CitationRow>(citation =>
        {
            citation.ToTable("citations");
            citation.HasKey(c => c.Consumer);
        });
        modelBuilder.Entity<FeedRow>(feed =>
        {
            feed.ToTable("feeds");
            feed.HasKey(f => f.FeedId);
            feed.HasIndex(f => f.NextPollMicros);
            feed.HasIndex(f => f.Url);
        });
        modelBuilder.Entity<FeedItemRow>(item =>
        {
            item.ToTable("feed_items");
            item.HasKey(i => new { i.FeedId, i.ItemKey });
        });
    }
}

/// <summary>An article's current revision.</summary>
internal sealed class ArticleRow
{
    [MaxLength(32)]
    public required string ArticleId { get; init; }

    public required int Revision { get; set; }

    /// <summary>Sequence of its first revision's log entry: the order of lists, which a revision does not change.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>Sequence of its current revision's log entry, which holds the article.</summary>
    public required long Sequence { get; set; }

    [MaxLength(128)]
    public required string PublisherId { get; set; }

    [MaxLength(128)]
    public required string Family { get; set; }

    [MaxLength(32)]
    public required string StoryId { get; init; }

    public required bool Sample { get; init; }

    /// <summary>Publication time, or ingestion time where that is unknown: what lists are filtered by.</summary>
    public required long TimeMicros { get; set; }

    /// <summary>When its first revision came in: what retention goes by.</summary>
    public required long IngestMicros { get; init; }

    /// <summary>Whether a consumer has ever cited it; never taken back.</summary>
    public required bool Cited { get; set; }

    /// <summary>SHA-256 of title and text: the same means nothing has changed.</summary>
    public required byte[] ContentHash { get; set; }

    /// <summary>SHA-256 of the text.</summary>
    public required byte[] TextHash { get; set; }

    /// <summary>MinHash signature of the text; null for very short ones.</summary>
    public byte[]? Signature { get; set; }
}

/// <summary>The tombstone of a withdrawn article: it is not taken in again.</summary>
internal sealed class WithdrawnRow
{
    [MaxLength(32)]
    public required string ArticleId { get; init; }

    public required int Revision { get; init; }

    /// <summary>Sequence of the withdrawal.</summary>
    public required long Sequence { get; init; }
}

/// <summary>A story; its articles are those that name it.</summary>
internal sealed class StoryRow
{
    [MaxLength(32)]
    public required string StoryId { get; init; }

    [MaxLength(1024)]
    public required string Title { get; set; }

    public required int ArticleCount { get; set; }

    public required int FamilyCount { get; set; }

    public required long FirstMicros { get; set; }

    public required long LastMicros { get; set; }

    public required bool Sample { get; init; }

    /// <summary>Whose words its texts are.</summary>
    [MaxLength(128)]
    public required string SourcePublisherId { get; set; }

    [MaxLength(128)]
    public required string SourceFamily { get; set; }

    /// <summary>How good that claim is: 2 a wire agency, 1 a registered publisher, 0 another.</summary>
    public required int SourceRank { get; set; }
}

/// <summary>A rule.</summary>
internal sealed class RuleRow
{
    [MaxLength(32)]
    public required string RuleId { get; init; }

    /// <summary>Bytes of the Rule message.</summary>
    public required byte[] Payload { get; init; }
}

/// <summary>How far a consumer of the log has told what it cites.</summary>
internal sealed class CitationRow
{
    [MaxLength(64)]
    public required string Consumer { get; init; }

    public required long Sequence { get; set; }
}

/// <summary>A feed and what the next poll needs.</summary>
internal sealed class FeedRow
{
    [MaxLength(32)]
    public required string FeedId { get; init; }

    /// <summary>SourceState as number.</summary>
    public required int State { get; set; }

    /// <summary>When the poller is to poll it next; long.MaxValue while it is disabled.</summary>
    public required long NextPollMicros { get; set; }

    /// <summary>Its canonical address now; empty in rows from before this column, until they are next written.</summary>
    [MaxLength(2048)]
    public string Url { get; set; } = "";

    /// <summary>Host of the address; empty as <see cref="Url"/>.</summary>
    [MaxLength(256)]
    public string Host { get; set; } = "";

    /// <summary>Polls that failed since the last that succeeded.</summary>
    public required int Failures { get; set; }

    /// <summary>Polls in a row that were answered with 404.</summary>
    public int NotFounds { get; set; }

    /// <summary>ETag of the last answer; empty when it had none.</summary>
    [MaxLength(1024)]
    public required string HttpETag { get; set; }

    /// <summary>Last-Modified of the last answer, as sent; empty when it had none.</summary>
    [MaxLength(128)]
    public required string HttpLastModified { get; set; }

    /// <summary>Counts the changes made by callers: the etag of the contract.</summary>
    public required long Version { get; set; }

    /// <summary>Bytes of the Feed message.</summary>
    public required byte[] Payload { get; set; }
}

/// <summary>An item that a feed has shown: the same again is no news.</summary>
internal sealed class FeedItemRow
{
    [MaxLength(32)]
    public required string FeedId { get; init; }

    /// <summary>First 16 bytes of SHA-256 over the item's id, or its words where it has none.</summary>
    [MaxLength(16)]
    public required byte[] ItemKey { get; init; }

    /// <summary>First 16 bytes of SHA-256 over all it says.</summary>
    [MaxLength(16)]
    public required byte[] ItemHash { get; set; }

    /// <summary>Times that its full text was asked for in vain; 0 where nothing is left to ask for.</summary>
    public required int Tries { get; set; }

    /// <summary>When the feed showed it last, exact to a day.</summary>
    public required long SeenMicros { get; set; }
}
