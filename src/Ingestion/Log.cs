namespace RegionalSecurity.Ingestion;

internal static partial class Log
{
    [LoggerMessage(EventId = 200, EventName = "SampleLoaded", Level = LogLevel.Information, Message = "Loaded the invented sample: {Count} articles of {Directory}")]
    public static partial void SampleLoaded(this ILogger logger, int count, string directory);

    [LoggerMessage(EventId = 201, EventName = "StoriesLoaded", Level = LogLevel.Information, Message = "New articles are compared with the latest {Count}")]
    public static partial void StoriesLoaded(this ILogger logger, int count);

    [LoggerMessage(EventId = 202, EventName = "ArticleWithdrawn", Level = LogLevel.Information, Message = "Withdrew {ArticleId}; its text is gone from {Entries} log entries")]
    public static partial void ArticleWithdrawn(this ILogger logger, string articleId, int entries);

    [LoggerMessage(EventId = 203, EventName = "ItemFailed", Level = LogLevel.Error, Message = "An article failed in a way not foreseen and was rejected")]
    public static partial void ItemFailed(this ILogger logger, Exception error);

    [LoggerMessage(EventId = 204, EventName = "FamilyFloods", Level = LogLevel.Warning, Message = "The family {Family} published more than {Cap} articles in one day, {Times} times its norm: possible coordination; what is beyond is kept and not counted")]
    public static partial void FamilyFloods(this ILogger logger, string family, long cap, int times);

    [LoggerMessage(EventId = 205, EventName = "ArticlesExpired", Level = LogLevel.Information, Message = "Retention withdrew {Count} articles that no claim cites and that came in before {Before}")]
    public static partial void ArticlesExpired(this ILogger logger, int count, DateTimeOffset before);

    [LoggerMessage(EventId = 206, EventName = "RetentionFailed", Level = LogLevel.Error, Message = "Retention failed; it is tried again in an hour")]
    public static partial void RetentionFailed(this ILogger logger, Exception error);

    [LoggerMessage(EventId = 207, EventName = "RulesApplied", Level = LogLevel.Information, Message = "The rules were applied to {Articles} articles and withdrew {Refused}")]
    public static partial void RulesApplied(this ILogger logger, long articles, long refused);

    [LoggerMessage(EventId = 210, EventName = "FeedPolled", Level = LogLevel.Information, Message = "Polled {FeedId}: {Items} items, {Created} new, {Revised} revised")]
    public static partial void FeedPolled(this ILogger logger, string feedId, int items, int created, int revised);

    [LoggerMessage(EventId = 211, EventName = "FeedFailed", Level = LogLevel.Warning, Message = "Polling {FeedId} failed: {Reason}")]
    public static partial void FeedFailed(this ILogger logger, string feedId, string reason);

    [LoggerMessage(EventId = 212, EventName = "PollerFailed", Level = LogLevel.Error, Message = "The poller failed; it goes on in a minute")]
    public static partial void PollerFailed(this ILogger logger, Exception error);

    [LoggerMessage(EventId = 213, EventName = "FullTextRefused", Level = LogLevel.Debug, Message = "No full text from {Link}: {Reason}")]
    public static partial void FullTextRefused(this ILogger logger, string link, string reason);

    [LoggerMessage(EventId = 214, EventName = "FeedMoved", Level = LogLevel.Information, Message = "{FeedId} moved for good from {From} to {To}")]
    public static partial void FeedMoved(this ILogger logger, string feedId, string from, string to);
}
