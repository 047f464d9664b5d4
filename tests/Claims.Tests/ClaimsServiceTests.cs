using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Microsoft.AspNetCore.Builder;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.TestKit;

namespace RegionalSecurity.Claims.Tests;

public sealed class ClaimsServiceTests : IAsyncLifetime
{
    private const string Condemned = "Japan condemned China over the drills.";
    private readonly ArticleLog _log = new();
    private FakeServer _ingestion = null!;
    private ServiceFixture<Program> _service = null!;

    private ClaimsService.ClaimsServiceClient Client => new(_service.Channel);

    public async ValueTask InitializeAsync()
    {
        _ingestion = await FakeServer.StartAsync(services => services.AddSingleton(_log), app => app.MapGrpcService<FakeIngestion>());
        _service = Start(directory: null);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _ingestion.DisposeAsync();
    }

    [Fact]
    public async Task StreamClaims_ArticleWithClaims_OneEntryWithVerbatimQuotes()
    {
        _log.Add(Articles.Of("a1", Condemned));

        var entry = (await ReadAsync(1)).Single();

        entry.Coded.Article.ArticleId.ShouldBe("a1");
        entry.Coded.Article.StatesNamed.ShouldBe(["CHN", "JPN"]);
        var claim = entry.Coded.Claims.ShouldHaveSingleItem();
        (claim.EventType, claim.Actors.Single().Code, claim.Targets.Single().Code).ShouldBe((EventType.Accuse, "JPN", "CHN"));
        new TextSpans(Condemned).Holds(claim.Evidence).ShouldBeTrue();
        claim.Publisher.Name.ShouldBe("Test Gazette");
    }

    [Fact]
    public async Task StreamClaims_SurplusArticle_IsKeptWithoutClaims()
    {
        var surplus = Articles.Of("a1", Condemned);
        surplus.Surplus = true;
        _log.Add(surplus);

        var coded = (await ReadAsync(1)).Single().Coded;

        (coded.Article.ArticleId, coded.ExtractorVersion, coded.Claims.Count).ShouldBe(("a1", "", 0));
    }

    [Fact]
    public async Task Citations_ArticlesWithClaims_AreToldOnceWithTheCursorOfWhatIsCoded()
    {
        _log.Add(Articles.Of("a1", Condemned));
        _log.Add(Articles.Of("a2", "The weather was fine."));
        _log.Add(Articles.Of("a3", Condemned));
        await ReadAsync(3);
        var reporter = _service.Services.GetRequiredService<CitationReporter>();

        await reporter.RunOnceAsync(TestContext.Current.CancellationToken);
        await reporter.RunOnceAsync(TestContext.Current.CancellationToken);

        var told = _log.Told.ShouldHaveSingleItem();
        (told.Consumer, told.Cursor.LogId, told.Cursor.Sequence).ShouldBe(("claims", "log-one", 3));
        told.ArticleIds.ShouldBe(["a1", "a3"]);

        _log.Add(Articles.Of("a4", Condemned));
        await ReadAsync(4);
        await reporter.RunOnceAsync(TestContext.Current.CancellationToken);
        _log.Told.Count.ShouldBe(2);
        _log.Told[1].ArticleIds.ShouldBe(["a4"]);
    }

    [Fact]
    public async Task StreamClaims_ArticleWithoutClaims_EntryAllTheSame()
    {
        _log.Add(Articles.Of("a1", "The weather was fine."));

        (await ReadAsync(1)).Single().Coded.Claims.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListClaims_CacheStopped_IsAnsweredAllTheSame()
    {
        // Nothing listens there.
        await _service.DisposeAsync();
        _service = Start(directory: null, ("ConnectionStrings:cache", "127.0.0.1:1"));
        _log.Add(Articles.Of("a1", Condemned));
        await ReadAsync(1);
        for (var i = 0; i < 2; i++)
            (await Client.ListClaimsAsync(new ListClaimsRequest { Actor = "JPN" })).Claims.ShouldHaveSingleItem().ArticleId.ShouldBe("a1");
    }

    [Fact]
    public async Task StreamClaims_OtherLanguage_UnprocessedNotCoded()
    {
        _log.Add(Articles.Of("a1", Condemned, language: "de"));

        var coded = (await ReadAsync(1)).Single().Coded;

        coded.ExtractorVersion.ShouldBeEmpty();
        coded.Claims.ShouldBeEmpty();
    }

    [Fact]
    public async Task StreamClaims_WrongCursor_OutOfRange()
    {
        _log.Add(Articles.Of("a1", Condemned));
        await ReadAsync(1);

        foreach (var cursor in new[] { new LogCursor { LogId = "another", Sequence = 1 }, new LogCursor { LogId = (await HeadAsync()).LogId, Sequence = 99 } })
        {
            var error = await Should.ThrowAsync<RpcException>(() => Client.StreamClaims(new StreamClaimsRequest { Cursor = cursor }).ResponseStream.MoveNext(default));
            error.StatusCode.ShouldBe(StatusCode.OutOfRange);
        }
    }

    [Fact]
    public async Task ListClaims_Revision_ReplacesEarlierClaimsButNotThePast()
    {
        _log.Add(Articles.Of("a1", Condemned));
        _log.Add(Articles.Of("a1", "Japan praised China.", revision: 2));
        await ReadAsync(2);

        var now = await Client.ListClaimsAsync(new ListClaimsRequest { Dyad = "CHN-JPN" });
        var then = await Client.ListClaimsAsync(new ListClaimsRequest { Dyad = "CHN-JPN", KnownAt = Timestamp.FromDateTimeOffset(Articles.Noon.AddSeconds(90)) });

        now.Claims.Single().EventType.ShouldBe(EventType.Support);
        then.Claims.Single().EventType.ShouldBe(EventType.Accuse);
        var error = await Should.ThrowAsync<RpcException>(() => Client.GetClaimAsync(new GetClaimRequest { ClaimId = then.Claims.Single().ClaimId }).ResponseAsync);
        error.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task Withdrawal_Article_ClaimsAndWordsAreGone()
    {
        _log.Add(Articles.Of("a1", Condemned));
        var claimId = (await ReadAsync(1)).Single().Coded.Claims.Single().ClaimId;
        _log.Withdraw("a1");
        await ReadAsync(2);

        var entries = await ReadToHeadAsync();

        entries[0].Coded.Claims.ShouldBeEmpty();
        entries[1].Withdrawal.ArticleId.ShouldBe("a1");
        var error = await Should.ThrowAsync<RpcException>(() => Client.GetClaimAsync(new GetClaimRequest { ClaimId = claimId }).ResponseAsync);
        error.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Restart_StoredCursor_NothingTwice()
    {
        _log.Add(Articles.Of("a1", Condemned));
        await ReadAsync(1);
        var directory = System.IO.Directory.CreateTempSubdirectory("regsec-").FullName;
        await _service.DisposeAsync();
        try
        {
            await using (_service = Start(directory))
                await ReadAsync(1);
            _log.Add(Articles.Of("a2", Condemned));
            _service = Start(directory);

            var entries = await ReadAsync(2);

            entries.Select(e => e.Coded.Article.ArticleId).ShouldBe(["a1", "a2"]);
            _log.Opened[^1]!.Sequence.ShouldBe(1);
            await _service.DisposeAsync();
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Start_MigrationLockOfAKilledProcess_StartsAllTheSame()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("regsec-").FullName;
        await _service.DisposeAsync();
        try
        {
            // The row that EF Core writes before it migrates and deletes after it: a process killed in between leaves it.
            await using (var killed = new SqliteConnection($"Data Source={Path.Combine(directory, "claims.db")}"))
            {
                await killed.OpenAsync();
                await using var command = killed.CreateCommand();
                command.CommandText = "CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL CONSTRAINT PK___EFMigrationsLock PRIMARY KEY, Timestamp TEXT NOT NULL); "
                    + "INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01 00:00:00+00:00')";
                await command.ExecuteNonQueryAsync();
            }
            _service = Start(directory);
            var starting = Task.Run(() => _service.StartServer());

            (await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(30)))).ShouldBe(starting);
            await starting;
            (await HeadAsync()).Sequence.ShouldBe(0);
            await _service.DisposeAsync();
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Reconnect_StreamCut_GoesOnFromCursor()
    {
        _log.Add(Articles.Of("a1", Condemned));
        await ReadAsync(1);
        _log.Cut();
        _log.Add(Articles.Of("a2", Condemned));

        (await ReadAsync(2)).Select(e => e.Coded.Article.ArticleId).ShouldBe(["a1", "a2"]);
    }

    [Fact]
    public async Task ArticleLogReplaced_Rebuilds_UnderANewLogId()
    {
        _log.Add(Articles.Of("a1", Condemned));
        var before = (await ReadAsync(1)).Single().Header.LogId;
        _log.Replace("log-two", Articles.Of("b1", Condemned));
        _log.Cut();

        var entry = await WaitAsync(async () =>
        {
            try
            {
                return (await ReadToHeadAsync()).SingleOrDefault(e => e.Coded?.Article.ArticleId == "b1");
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.OutOfRange)
            {
                // The log was renewed while it was read: a reader starts again without a cursor.
                return null;
            }
        });

        entry.Header.LogId.ShouldNotBe(before);
        (await Client.ListClaimsAsync(new ListClaimsRequest { Dyad = "CHN-JPN" })).Claims.Single().ArticleId.ShouldBe("b1");
    }

    [Fact]
    public async Task ListClaims_BadInput_NamesEveryField()
    {
        var error = await Should.ThrowAsync<RpcException>(() => Client.ListClaimsAsync(new ListClaimsRequest
        {
            PageSize = -1,
            Actor = "north korea",
            Dyad = "PRK-PRK",
            FromTime = Timestamp.FromDateTimeOffset(Articles.Noon),
            ToTime = Timestamp.FromDateTimeOffset(Articles.Noon.AddDays(-1)),
        }).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field).ShouldBe(["page_size", "actor", "dyad", "from_time"], ignoreOrder: true);
        error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Domain.ShouldBe("regionalsecurity");
    }

    [Fact]
    public async Task ListClaims_Pages_EachClaimOnce_TokenOfAnotherQueryRefused()
    {
        for (var i = 0; i < 5; i++)
            _log.Add(Articles.Of("a" + i, Condemned));
        await ReadAsync(5);
        var request = new ListClaimsRequest { PageSize = 2, Actor = "JPN" };
        var seen = new List<string>();
        do
        {
            var page = await Client.ListClaimsAsync(request);
            seen.AddRange(page.Claims.Select(c => c.ArticleId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && seen.Count < 10);
        seen.ShouldBe(["a0", "a1", "a2", "a3", "a4"], ignoreOrder: true);

        request.PageToken = (await Client.ListClaimsAsync(new ListClaimsRequest { PageSize = 2, Actor = "JPN" })).NextPageToken;
        request.Actor = "CHN";
        var error = await Should.ThrowAsync<RpcException>(() => Client.ListClaimsAsync(request).ResponseAsync);
        error.Status.Detail.ShouldContain("page_token");
    }

    [Fact]
    public async Task ExtractClaims_TextTooLarge_NamesFieldAndRemedy()
    {
        var error = await Should.ThrowAsync<RpcException>(() => Client.ExtractClaimsAsync(new ExtractClaimsRequest { Text = new string('x', (2 << 20) + 1) }).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("text: has 2097153 bytes; at most 2097152");
    }

    [Fact]
    public async Task ExtractClaims_InvalidUtf8_InvalidArgumentWithRemedy()
    {
        var bytes = Marshallers.Create(static (byte[] b) => b, static b => b);
        var method = new Method<byte[], byte[]>(MethodType.Unary, ClaimsService.Descriptor.FullName, "ExtractClaims", bytes, bytes);

        // Field 1 (text), three bytes, of which 0xff never stands in UTF-8.
        var error = await Should.ThrowAsync<RpcException>(() => _service.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, [0x0a, 3, (byte)'a', 0xff, (byte)'b']).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("UTF-8");
    }

    [Fact]
    public async Task Rest_ListClaims_IsTheSameCall()
    {
        _log.Add(Articles.Of("a1", Condemned));
        await ReadAsync(1);
        using var http = new HttpClient { BaseAddress = _service.HttpAddress };

        var json = await http.GetStringAsync("/api/v1/claims?dyad=CHN-JPN");
        using var bad = await http.GetAsync("/api/v1/claims?actor=nobody");

        json.ShouldContain("\"EVENT_TYPE_ACCUSE\"");
        ((int)bad.StatusCode).ShouldBe(400);
        (await bad.Content.ReadAsStringAsync()).ShouldContain("CODE_INVALID");
    }

    private ServiceFixture<Program> Start(string? directory, params (string, string)[] settings) => new([("services:ingestion:grpc:0", _ingestion.Address), .. settings], directory);

    /// <summary>The first entries of the claim log, waiting until there are so many.</summary>
    private async Task<List<ClaimEntry>> ReadAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var call = Client.StreamClaims(new StreamClaimsRequest(), cancellationToken: patience.Token);
        var entries = new List<ClaimEntry>();
        while (entries.Count < count && await call.ResponseStream.MoveNext(patience.Token))
            entries.AddRange(call.ResponseStream.Current.Entries);
        return entries;
    }

    private async Task<List<ClaimEntry>> ReadToHeadAsync()
    {
        using var call = Client.StreamClaims(new StreamClaimsRequest { StopAtHead = true });
        return await call.ResponseStream.ReadAllAsync().SelectMany(m => m.Entries).ToListAsync();
    }

    private async Task<LogCursor> HeadAsync()
    {
        using var call = Client.StreamClaims(new StreamClaimsRequest { StopAtHead = true });
        return (await call.ResponseStream.ReadAllAsync().LastAsync()).Cursor;
    }

    private static async Task<T> WaitAsync<T>(Func<Task<T?>> look) where T : class
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (await look() is { } found)
                return found;
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }
}
