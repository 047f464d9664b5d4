using System.ComponentModel.DataAnnotations;

namespace RegionalSecurity.Ingestion;

/// <summary>Configuration of the service. Section "Ingestion".</summary>
internal sealed class IngestionOptions
{
    /// <summary>Files of publishers (see docs/services/ingestion.md) laid over the table that ships, in order.</summary>
    public IList<string> Publishers { get; } = [];

    /// <summary>What may be fetched, and how much of it.</summary>
    public FetchOptions Fetch { get; set; } = new();

    /// <summary>Polling of feeds.</summary>
    public FeedOptions Feeds { get; set; } = new();

    /// <summary>Latest articles that a new one is compared with to find its story. About 600 bytes of memory each.</summary>
    [Range(1, 4_000_000)]
    public int StoryWindow { get; set; } = 200_000;

    /// <summary>Days after which an article that nothing cites is withdrawn; 0: never.</summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }
}

/// <summary>Bounds on fetching. Only http and https; ports 80 and 443; public addresses.</summary>
internal sealed class FetchOptions
{
    /// <summary>
    /// Hosts that are fetched from although their address is private or local, as "host" or "host:port"; with a port also that port is allowed.
    /// Default: none.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Time for a whole fetch with its redirects.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Most bytes of a body after decompression, 1 KiB to 8 MiB.</summary>
    [Range(1024, 8 * 1024 * 1024)]
    public int MostBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Least time between two requests to one host, for feeds and full texts.</summary>
    [Range(0, 60_000)]
    public int HostGapMilliseconds { get; set; } = 1000;

    /// <summary>How the fetcher names itself.</summary>
    [Required]
    public string UserAgent { get; set; } = "RegionalSecurity/0.1";
}

/// <summary>Polling of feeds.</summary>
internal sealed class FeedOptions
{
    /// <summary>Whether feeds are polled on their own. Turned off, only PollFeed fetches.</summary>
    public bool Poll { get; set; } = true;

    /// <summary>Feeds fetched at the same time, each from another host.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Whether the text is fetched from an item's link where a feed gives only a teaser.</summary>
    public bool FullText { get; set; } = true;

    /// <summary>Most full texts fetched in one poll of a feed; the items beyond are stored as the feed gives them.</summary>
    [Range(1, 1000)]
    public int FullTextsPerPoll { get; set; } = 20;
}

/// <summary>The invented sample. Section "Sample".</summary>
internal sealed class SampleOptions
{
    /// <summary>Folder with articles.jsonl and publishers.tsv, loaded when the article log is empty. Empty: none.</summary>
    public string Directory { get; set; } = "";
}
