namespace RegionalSecurity.Reports;

internal static partial class Log
{
    [LoggerMessage(EventId = 500, EventName = "ReportComposed", Level = LogLevel.Information,
        Message = "Report {ReportId} on {Subject}: {Claims} claims read, {Citations} quotes cited, {Dropped} sentences dropped, in {Milliseconds} ms")]
    public static partial void ReportComposed(this ILogger logger, string reportId, string subject, int claims, int citations, int dropped, long milliseconds);

    [LoggerMessage(EventId = 501, EventName = "ArticleMissing", Level = LogLevel.Warning,
        Message = "Article {ArticleId} revision {Revision} is gone from Ingestion; sentences that rest on it alone are dropped")]
    public static partial void ArticleMissing(this ILogger logger, string articleId, int revision);
}
