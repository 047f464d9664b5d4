using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Ingestion.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Output;

/// <summary>Feeds as a table: how each does, and why where it does not.</summary>
internal static class FeedTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<Feed> feeds, DateTimeOffset now)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("state");
        table.AddColumn("title");
        table.AddColumn("tags");
        table.AddColumn("answered");
        table.AddColumn("brought");
        table.AddColumn("next");
        table.AddColumn(new TableColumn("items") { Alignment = Justify.Right });
        table.AddColumn(new TableColumn("articles") { Alignment = Justify.Right });
        table.AddColumn("trouble");
        table.AddColumn(new TableColumn("feed") { NoWrap = true });
        foreach (var feed in feeds)
            table.AddRow(
                new Text(State(feed)),
                new Text(Plain.Line(feed.Title.Length > 0 ? feed.Title : feed.Url, 60)),
                new Text(Plain.Line(string.Join(", ", feed.Tags), 40)),
                new Text(Ago(feed.LastSuccessTime, now)),
                new Text(Ago(feed.LastNewTime, now)),
                new Text(feed.NextPollTime is null ? "never" : Span(feed.NextPollTime.ToDateTimeOffset() - now)),
                new Text(feed.ItemCount.ToString(CultureInfo.InvariantCulture)),
                new Text(feed.ArticleCount.ToString(CultureInfo.InvariantCulture)),
                new Text(Trouble(feed)),
                new Text(Plain.Line(feed.FeedId)));
        console.Write(table);
    }

    private static string State(Feed feed) => feed.State switch
    {
        SourceState.Ok => "ok",
        SourceState.Failing => "failing",
        SourceState.Disabled => "off",
        _ => "new",
    };

    private static string Trouble(Feed feed) =>
        (feed.FailureCount > 1 ? string.Create(CultureInfo.InvariantCulture, $"{feed.FailureCount} times: ") : "") + Plain.Line(feed.StateDetail, 120);

    private static string Ago(Timestamp? time, DateTimeOffset now) => time is null ? "never" : Span(now - time.ToDateTimeOffset()) + " ago";

    private static string Span(TimeSpan span) => span < TimeSpan.FromMinutes(1) ? "0m"
        : span < TimeSpan.FromHours(1) ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes}m")
        : span < TimeSpan.FromDays(2) ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays}d");
}
