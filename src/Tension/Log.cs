namespace RegionalSecurity.Tension;

internal static partial class Log
{
    [LoggerMessage(EventId = 400, EventName = "ScoresRebuild", Level = LogLevel.Warning, Message = "All scores are rebuilt from the beginning of the claim log: {Reason}")]
    public static partial void ScoresRebuild(this ILogger logger, string reason);

    [LoggerMessage(EventId = 401, EventName = "EntriesApplied", Level = LogLevel.Debug, Message = "{Count} entries of the claim log applied, up to {Sequence}")]
    public static partial void EntriesApplied(this ILogger logger, int count, long sequence);
}
