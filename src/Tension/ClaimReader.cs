using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;
using RegionalSecurity.Tension.Storage;

namespace RegionalSecurity.Tension;

/// <summary>Tails the claim log into the store: entries and cursor in one transaction.</summary>
internal sealed class ClaimReader(
    ClaimsService.ClaimsServiceClient claims, IDbContextFactory<TensionDbContext> contexts, CommitWriter<TensionDbContext> writer,
    TensionTelemetry telemetry, TimeProvider time, ILogger<ClaimReader> logger)
    : LogConsumer<ClaimEntry>("claims", time, logger)
{
    // What the claim log sends at most in one message: a message this full has more behind it.
    private const int FullBatch = 256;
    private static readonly TimeSpan CatchUpPatience = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;
    private long _lastFull = long.MinValue;

    /// <summary>What the scores lack now, in plain words; empty: nothing.</summary>
    public string Degradation
    {
        get
        {
            if (!Connected)
                return $"The claim log is not being read ({Problem}): newer claims are missing.";
            var since = _time.GetUtcNow().ToMicros() - Interlocked.Read(ref _lastFull);
            return since >= 0 && since < CatchUpPatience.TotalMicroseconds ? "The claim log is still being read up to its head: newer claims are missing." : "";
        }
    }

    protected override LogCursor CursorAfter(ClaimEntry entry) => new() { LogId = entry.Header.LogId, Sequence = entry.Header.Sequence };

    protected override async Task<LogCursor?> LoadCursorAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.LoadCursorAsync(LogName, cancellationToken);
    }

    protected override async IAsyncEnumerable<(IReadOnlyList<ClaimEntry> Entries, LogCursor Cursor)> OpenAsync(LogCursor? cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = claims.StreamClaims(new StreamClaimsRequest { Cursor = cursor }, cancellationToken: cancellationToken);
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
            yield return (message.Entries, message.Cursor);
    }

    protected override async Task ApplyAsync(IReadOnlyList<ClaimEntry> entries, LogCursor cursor, CancellationToken cancellationToken)
    {
        using var activity = entries.Count > 0 ? telemetry.StartBatch(entries) : null;
        await writer.WriteAsync((context, token) => EntryWriter.ApplyAsync(context, LogName, entries, cursor, token), cancellationToken);
        Interlocked.Exchange(ref _lastFull, entries.Count >= FullBatch ? _time.GetUtcNow().ToMicros() : long.MinValue);
        telemetry.Applied(entries);
        _logger.EntriesApplied(entries.Count, cursor.Sequence);
    }

    protected override Task QuarantineAsync(ClaimEntry entry, string reason, LogCursor cursor, CancellationToken cancellationToken) =>
        writer.WriteAsync(async (context, token) =>
        {
            await context.QuarantineAsync(entry.Header, entry, reason, token);
            await context.SaveCursorAsync(LogName, cursor, token);
        }, cancellationToken);

    protected override async Task ResetAsync(CancellationToken cancellationToken)
    {
        _logger.ScoresRebuild(Problem);
        await writer.WriteAsync((context, token) => EntryWriter.ForgetAsync(context, token), cancellationToken);
    }
}
