using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Tension.Tests;

/// <summary>A claim log in memory, with the manners of the real one: batches of 256, an empty first batch, OUT_OF_RANGE for a cursor that is not of it.</summary>
internal sealed class FakeClaimLog(string logId)
{
    private readonly List<ClaimEntry> _entries = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string LogId { get; private set; } = logId;

    /// <summary>Cursors that readers came with; sequence 0 for none.</summary>
    public List<long> Cursors { get; } = [];

    public long Append(ClaimEntry entry, DateTimeOffset recordTime)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            entry.Header = new EntryHeader { LogId = LogId, Sequence = _entries.Count + 1, RecordTime = Timestamp.FromDateTimeOffset(recordTime) };
            _entries.Add(entry);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        more.SetResult();
        return entry.Header.Sequence;
    }

    public void Replace(string logId)
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            LogId = logId;
            _entries.Clear();
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        more.SetResult();
    }

    public (List<ClaimEntry> Entries, string LogId, Task More) After(long sequence)
    {
        lock (_lock)
            return ([.. _entries.Skip((int)sequence).Take(256)], LogId, _more.Task);
    }

    public void Check(LogCursor? cursor)
    {
        lock (_lock)
        {
            Cursors.Add(cursor?.Sequence ?? 0);
            if (cursor is not null && (cursor.LogId != LogId || cursor.Sequence > _entries.Count))
                throw new RpcException(new Status(StatusCode.OutOfRange, "The cursor is of another log."));
        }
    }
}

/// <summary>ClaimsService over the log above; what the tests do not call is not there.</summary>
internal sealed class FakeClaimsService(FakeClaimLog log) : ClaimsService.ClaimsServiceBase
{
    public override async Task StreamClaims(StreamClaimsRequest request, IServerStreamWriter<StreamClaimsResponse> responseStream, ServerCallContext context)
    {
        log.Check(request.Cursor);
        await context.WriteResponseHeadersAsync([]);
        var position = request.Cursor?.Sequence ?? 0;
        var began = log.LogId;
        for (var first = true; ; first = false)
        {
            var (entries, logId, more) = log.After(position);
            if (logId != began)
                throw new RpcException(new Status(StatusCode.Unavailable, "The service restarts."));
            if (entries.Count > 0 || first)
            {
                position += entries.Count;
                await responseStream.WriteAsync(new StreamClaimsResponse { Entries = { entries }, Cursor = new LogCursor { LogId = logId, Sequence = position } }, context.CancellationToken);
            }
            if (entries.Count < 256)
                await more.WaitAsync(context.CancellationToken);
        }
    }
}
