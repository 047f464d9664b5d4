using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.ServiceDefaults.Tests;

public sealed class StoreTests
{
    [Fact]
    public async Task WriteAsync_WorkThrows_OnlyItselfIsTakenBack()
    {
        await using var store = await TestStore.StartAsync(running: false);
        // Queued before the writer runs, so that all three share one transaction.
        var first = store.AppendAsync("a");
        var bad = store.Writer.WriteAsync<int>(async (context, token) =>
        {
            context.Append("bad", new LogCursor(), 1, default);
            await context.SaveChangesAsync(token);
            throw DomainException.Invalid("text", "BAD", "is bad");
        });
        var last = store.AppendAsync("b");
        await store.Writer.StartAsync(default);

        await Should.ThrowAsync<DomainException>(() => bad);
        await Task.WhenAll(first, last);

        await using var context = store.CreateDbContext();
        (await context.Log.OrderBy(e => e.Sequence).Select(e => e.ArticleId).ToListAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task WriteAsync_StoreFails_EveryCallerOfTheCommitGetsTheError()
    {
        await using var store = await TestStore.StartAsync(running: false);
        var first = store.AppendAsync("a");
        var failing = store.Writer.WriteAsync<int>((_, _) => throw new SqliteException("disk I/O error", 13));
        await store.Writer.StartAsync(default);

        await Should.ThrowAsync<SqliteException>(() => first);
        await Should.ThrowAsync<SqliteException>(() => failing);

        await using var context = store.CreateDbContext();
        (await context.Log.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task StopAsync_WorkIsWaiting_ItIsDoneFirst()
    {
        await using var store = await TestStore.StartAsync();
        var writes = Enumerable.Range(0, 200).Select(i => store.AppendAsync("a" + i)).ToList();

        await store.Writer.StopAsync(default);

        (await Task.WhenAll(writes)).Length.ShouldBe(200);
    }

    [Fact]
    public async Task ReadAsync_WritersRaceAReader_NoEntryIsLostOrDoubled()
    {
        const int Writers = 8, Each = 250;
        await using var store = await TestStore.StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new List<LogEntry>();
        var reading = Task.Run(async () =>
        {
            await foreach (var batch in store.Tail.ReadAsync(null, [], stopAtHead: false, patience.Token))
            {
                seen.AddRange(batch.Entries);
                if (seen.Count >= Writers * Each)
                    return;
            }
        });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
                await store.AppendAsync($"{w}-{i}");
        })));
        await reading;

        seen.Select(e => e.ArticleId).Distinct().Count().ShouldBe(Writers * Each);
        seen.Select(e => e.Sequence).ShouldBe(seen.Select(e => e.Sequence).Order());
        seen.Select(e => e.RecordTimeMicros).ShouldBe(seen.Select(e => e.RecordTimeMicros).Order());
    }

    [Fact]
    public async Task ReadAsync_Partitions_OnlyThese_AndTheCursorPassesTheRest()
    {
        await using var store = await TestStore.StartAsync();
        foreach (var i in Enumerable.Range(0, 100))
            await store.AppendAsync("a" + i);
        var wanted = Partitions.Of("a7");

        var batches = await store.Tail.ReadAsync(null, [wanted], stopAtHead: true, default).ToListAsync();

        batches.SelectMany(b => b.Entries).Select(e => e.Partition).Distinct().ShouldBe([wanted]);
        batches[^1].Cursor.Sequence.ShouldBe(100);
    }

    [Theory]
    [InlineData(null, 5, "LOG_REPLACED")]
    [InlineData("own", 5, "CURSOR_BEYOND_HEAD")]
    [InlineData("own", -1, "CURSOR_BEYOND_HEAD")]
    public async Task ReadAsync_CursorNotOfThisLog_OutOfRange(string? log, long sequence, string reason)
    {
        await using var store = await TestStore.StartAsync();
        await store.AppendAsync("a");
        var cursor = new LogCursor { LogId = log is null ? "another" : (await store.Tail.HeadAsync(default)).LogId, Sequence = sequence };

        var error = await Should.ThrowAsync<DomainException>(async () => await store.Tail.ReadAsync(cursor, [], true, default).ToListAsync());

        (error.Status, error.Reason).ShouldBe((StatusCode.OutOfRange, reason));
    }

    [Fact]
    public async Task ReadAsync_LogIsReplacedWhileItIsTailed_EndsInsteadOfTellingTheNewLogAsTheOld()
    {
        await using var store = await TestStore.StartAsync();
        await store.AppendAsync("a");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var tail = store.Tail.ReadAsync(null, [], stopAtHead: false, patience.Token).GetAsyncEnumerator(patience.Token);
        (await tail.MoveNextAsync()).ShouldBeTrue();
        await store.Writer.WriteAsync(async (context, token) =>
        {
            await context.Log.ExecuteDeleteAsync(token);
            await context.RenewLogIdentityAsync(token);
        });
        await store.AppendAsync("b");

        var error = await Should.ThrowAsync<DomainException>(async () => await tail.MoveNextAsync());

        (error.Status, error.Reason).ShouldBe((StatusCode.OutOfRange, "LOG_REPLACED"));
    }

    [Fact]
    public async Task ReadAsync_EntriesOverTheBound_EachBatchWithinItOrOneEntryAlone()
    {
        const int Mebibyte = 1 << 20;
        await using var store = await TestStore.StartAsync();
        int[] sizes = [3, 2, 5, 1, 1];
        foreach (var size in sizes)
            await store.Writer.WriteAsync((context, _) =>
            {
                context.Append("a", new LogCursor { LogId = new string('x', size * Mebibyte) }, 1, default);
                return Task.CompletedTask;
            });

        var batches = await store.Tail.ReadAsync(null, [], stopAtHead: true, default).ToListAsync();

        batches.Select(b => string.Join(' ', b.Entries.Select(e => e.Payload.Length / Mebibyte))).ShouldBe(["3", "2", "5", "1 1"]);
        batches[^1].Cursor.Sequence.ShouldBe(5);
    }

    [Fact]
    public async Task WriteAsync_AfterTheStop_Unavailable()
    {
        await using var store = await TestStore.StartAsync();
        await store.Writer.StopAsync(default);

        var error = await Should.ThrowAsync<DomainException>(() => store.AppendAsync("a"));

        (error.Status, error.Reason).ShouldBe((StatusCode.Unavailable, "SERVICE_STOPPING"));
    }

    [Fact]
    public async Task NextRecordTimeAsync_ClockGoesBack_TimesDoNot()
    {
        await using var store = await TestStore.StartAsync();
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero));
        Task<long> Append() => store.Writer.WriteAsync(async (context, token) =>
        {
            var time = await context.NextRecordTimeAsync(clock, token);
            context.Append("a", new LogCursor(), time, default);
            return time;
        });
        var first = await Append();
        var back = new FakeTimeProvider(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
        clock = back;

        (await Append()).ShouldBe(first);
    }

    [Fact]
    public async Task AnswerOnceAsync_SameRequestId_FirstAnswerAgain()
    {
        await using var store = await TestStore.StartAsync();
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var ran = 0;
        Task<LogCursor> Call(string logId) => store.Writer.WriteAsync((context, token) =>
            context.AnswerOnceAsync("M", "3fa85f64-5717-4562-b3fc-2c963f66afa6", new LogCursor { LogId = logId }, clock, () => Task.FromResult(new LogCursor { Sequence = ++ran }), token));

        (await Call("x")).Sequence.ShouldBe(1);
        (await Call("x")).Sequence.ShouldBe(1);
        (await Should.ThrowAsync<DomainException>(() => Call("y"))).Reason.ShouldBe("REQUEST_ID_REUSED");
        clock.Advance(TimeSpan.FromDays(8));
        (await Call("y")).Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task AddStore_CorruptFile_NamesFileAndRemedy()
    {
        var directory = Directory.CreateTempSubdirectory("regsec-");
        try
        {
            var path = Path.Combine(directory.FullName, "test.db");
            await File.WriteAllTextAsync(path, new string('x', 8192));
            var builder = WebApplication.CreateBuilder();
            builder.Configuration["Storage:Directory"] = directory.FullName;
            builder.AddLogStore<TestDbContext>("test");
            await using var app = builder.Build();

            var error = await Should.ThrowAsync<StoreUnusableException>(() => app.StartAsync());

            error.Message.ShouldContain(path);
            error.Message.ShouldContain("move it");
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(13, StatusCode.ResourceExhausted, "STORE_FULL")]
    [InlineData(8, StatusCode.Unavailable, "STORE_READ_ONLY")]
    [InlineData(11, StatusCode.DataLoss, "STORE_CORRUPT")]
    public void Translate_SqliteCode_StatusAndReason(int code, StatusCode status, string reason)
    {
        var error = StoreError.Translate(new SqliteException("x", code));

        (error.Status, error.Reason).ShouldBe((status, reason));
    }

    [Fact]
    public void Of_PartsThatJoinAlike_DifferentIds()
    {
        Ids.Of('a', "ab", "c").ShouldNotBe(Ids.Of('a', "a", "bc"));
        Ids.Of('a', "x").ShouldMatch("^a[a-z2-7]{26}$");
        // RFC 4648 test vector "foobar", padded with zero bytes.
        Ids.Base32([.. "foobar"u8, .. new byte[11]]).ShouldStartWith("mzxw6ytboi");
    }
}
