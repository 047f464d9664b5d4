using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Logs;

namespace RegionalSecurity.Claims.Tests;

/// <summary>An article log in memory.</summary>
internal sealed class ArticleLog
{
    private readonly List<ArticleEntry> _entries = [];
    private readonly List<Channel<bool>> _waiting = [];

    public string LogId { get; set; } = "log-one";

    public List<LogCursor?> Opened { get; } = [];

    /// <summary>What was told by ReportCitations.</summary>
    public List<ReportCitationsRequest> Told { get; } = [];

    public void Add(Article article) => Add(new ArticleEntry { Article = article }, article.ArticleId);

    public void Withdraw(string articleId) => Add(new ArticleEntry { Withdrawal = new Withdrawal { ArticleId = articleId, Revision = 1, Reason = "test" } }, articleId);

    public List<ArticleEntry> After(long sequence)
    {
        lock (_entries)
            return _entries.Where(e => e.Header.Sequence > sequence).Select(e => e.Clone()).ToList();
    }

    /// <summary>Another log, with the articles given.</summary>
    public void Replace(string logId, params Article[] articles)
    {
        lock (_entries)
            _entries.Clear();
        LogId = logId;
        foreach (var article in articles)
            Add(article);
    }

    public ChannelReader<bool> Changes()
    {
        var channel = Channel.CreateUnbounded<bool>();
        lock (_entries)
            _waiting.Add(channel);
        return channel.Reader;
    }

    /// <summary>Ends every open stream, as a service that stops does.</summary>
    public void Cut()
    {
        lock (_entries)
        {
            foreach (var waiting in _waiting)
                waiting.Writer.Complete();
            _waiting.Clear();
        }
    }

    private void Add(ArticleEntry entry, string articleId)
    {
        lock (_entries)
        {
            entry.Header = new EntryHeader { Sequence = _entries.Count + 1, LogId = LogId, Partition = Partitions.Of(articleId), RecordTime = Timestamp.FromDateTimeOffset(Articles.Noon) };
            _entries.Add(entry);
            foreach (var waiting in _waiting)
                waiting.Writer.TryWrite(true);
        }
    }
}

internal static class Articles
{
    public static readonly DateTimeOffset Noon = new(2024, 11, 9, 12, 0, 0, TimeSpan.Zero);

    public static Article Of(string id, string text, int revision = 1, string language = "en") => new()
    {
        ArticleId = id,
        Revision = revision,
        Text = text,
        Language = language,
        Publisher = new Publisher { PublisherId = "x-test", Name = "Test Gazette", Family = "unregistered", Ownership = Ownership.Unknown },
        PublishTime = Timestamp.FromDateTimeOffset(Noon.AddHours(-2)),
        PublishPrecision = TimePrecision.Instant,
        IngestTime = Timestamp.FromDateTimeOffset(Noon.AddMinutes(revision)),
        StoryId = "s" + id,
    };
}

internal sealed class FakeIngestion(ArticleLog log) : IngestionService.IngestionServiceBase
{
    public override Task<ReportCitationsResponse> ReportCitations(ReportCitationsRequest request, ServerCallContext context)
    {
        lock (log.Told)
            log.Told.Add(request);
        return Task.FromResult(new ReportCitationsResponse { Cursor = request.Cursor });
    }

    public override async Task StreamArticles(StreamArticlesRequest request, IServerStreamWriter<StreamArticlesResponse> responseStream, ServerCallContext context)
    {
        lock (log.Opened)
            log.Opened.Add(request.Cursor);
        if (request.Cursor is { } cursor && cursor.LogId != log.LogId)
            throw new RpcException(new Status(StatusCode.OutOfRange, "another log"));
        var logId = log.LogId;
        var changes = log.Changes();
        var sequence = request.Cursor?.Sequence ?? 0;
        do
        {
            // A stream belongs to the log it was opened on.
            if (log.LogId != logId)
                return;
            var entries = log.After(sequence);
            sequence = entries.Count == 0 ? sequence : entries[^1].Header.Sequence;
            var response = new StreamArticlesResponse { Cursor = new LogCursor { LogId = logId, Sequence = sequence } };
            response.Entries.AddRange(entries);
            await responseStream.WriteAsync(response);
            while (changes.TryRead(out _))
            {
            }
        }
        while (await changes.WaitToReadAsync(context.CancellationToken));
    }
}
