using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension.Tests;

/// <summary>Bad questions get errors that name every bad field and the remedy.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private Stack _stack = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stack = await Stack.StartAsync();

    public ValueTask DisposeAsync() => _stack.DisposeAsync();

    [Theory]
    [InlineData("USA-PRK", "DYAD_UNSORTED", "\"PRK-USA\"")]
    [InlineData("PRK-PRK", "PAIR_WITH_ITSELF", "with itself")]
    [InlineData("PRK-QQQ", "CODE_UNKNOWN", "\"QQQ\"")]
    [InlineData("PRK", "PAIR_INVALID", "two codes joined by \"-\"")]
    [InlineData("PRK-XOR", "SAMPLE_MIXED", "never scored together")]
    public async Task GetTension_BadDyad_NamesTheRemedy(string dyad, string reason, string part)
    {
        var bad = await RefusedAsync(() => _stack.GetAsync(dyad));
        var violation = bad.FieldViolations.ShouldHaveSingleItem();
        (violation.Field, violation.Reason).ShouldBe(("subject.dyad", reason));
        violation.Description.ShouldContain(part);
    }

    [Fact]
    public async Task GetTension_ManyFaults_AreNamedAtOnce()
    {
        var request = new GetTensionRequest { AsOfTime = Timestamp.FromDateTimeOffset(Stack.Now.AddDays(1)), LogSequence = -1, Past = (Past)9 };
        var bad = await RefusedAsync(async () => await _stack.Client.GetTensionAsync(request, cancellationToken: Token));
        bad.FieldViolations.Select(v => v.Field).ShouldBe(["subject", "as_of_time", "past", "log_sequence"]);
        bad.FieldViolations[1].Reason.ShouldBe("TIME_IN_FUTURE");
    }

    [Fact]
    public async Task GetTension_UnknownRegionOrCountry_IsRefused()
    {
        (await RefusedAsync(() => _stack.GetAsync(new Subject { Region = "atlantis" }))).FieldViolations[0].Description.ShouldContain("korean-peninsula");
        (await RefusedAsync(() => _stack.GetAsync(new Subject { Country = "no" }))).FieldViolations[0].Reason.ShouldBe("CODE_UNKNOWN");
    }

    [Fact]
    public async Task GetTension_SequenceBeyondTheHead_IsOutOfRange()
    {
        var error = await Should.ThrowAsync<RpcException>(() => _stack.GetAsync("PRK-USA", sequence: 7));
        error.StatusCode.ShouldBe(StatusCode.OutOfRange);
        error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason.ShouldBe("LOG_SEQUENCE_BEYOND_HEAD");
    }

    [Fact]
    public async Task GetTensionSeries_BadRanges_AreRefused()
    {
        var subject = new Subject { Dyad = "PRK-USA" };
        Task<BadRequest> Series(DateTimeOffset? from, DateTimeOffset? to) => RefusedAsync(async () => await _stack.Client.GetTensionSeriesAsync(
            new GetTensionSeriesRequest { Subject = subject, FromTime = from is { } f ? Timestamp.FromDateTimeOffset(f) : null, ToTime = to is { } t ? Timestamp.FromDateTimeOffset(t) : null }, cancellationToken: Token));
        (await Series(Stack.Now, Stack.Now.AddDays(-1))).FieldViolations[0].Reason.ShouldBe("RANGE_INVERTED");
        (await Series(Stack.Now.AddDays(-3661), null)).FieldViolations[0].Reason.ShouldBe("RANGE_TOO_LONG");
        (await Series(null, Stack.Now.AddDays(1))).FieldViolations[0].Reason.ShouldBe("TIME_IN_FUTURE");
    }

    [Fact]
    public async Task ExplainChange_WithoutOrAfterItsEnd_IsRefused()
    {
        var request = new ExplainChangeRequest { Subject = new Subject { Dyad = "PRK-USA" } };
        (await RefusedAsync(async () => await _stack.Client.ExplainChangeAsync(request, cancellationToken: Token))).FieldViolations[0].Reason.ShouldBe("FIELD_REQUIRED");
        request.FromTime = Timestamp.FromDateTimeOffset(Stack.Now);
        request.ToTime = Timestamp.FromDateTimeOffset(Stack.Now.AddDays(-1));
        (await RefusedAsync(async () => await _stack.Client.ExplainChangeAsync(request, cancellationToken: Token))).FieldViolations[0].Reason.ShouldBe("RANGE_INVERTED");
    }

    [Fact]
    public async Task ListTensions_TokenOfAnotherQuery_IsRefused()
    {
        var bad = await RefusedAsync(async () => await _stack.Client.ListTensionsAsync(new ListTensionsRequest { PageToken = "nonsense", PageSize = -1 }, cancellationToken: Token));
        bad.FieldViolations.Select(v => v.Field).ShouldBe(["page_size", "page_token"]);
    }

    [Fact]
    public async Task WatchTensions_BadSubjects_AreNamedByIndex()
    {
        var bad = await RefusedAsync(async () =>
        {
            using var watch = _stack.Client.WatchTensions(new WatchTensionsRequest { Subjects = { new Subject { Dyad = "PRK-USA" }, new Subject { Country = "QQQ" } }, MinChange = double.NaN }, cancellationToken: Token);
            return await watch.ResponseStream.MoveNext(Token);
        });
        bad.FieldViolations.Select(v => v.Field).ShouldBe(["subjects[1].country", "min_change"]);
    }

    [Fact]
    public async Task Start_RegionFileWithAFault_NamesFileAndLine()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "region_id\tname\tcore\tinvolved\nx\tX\tPRK\t\n", Token);
        var error = new TensionOptionsValidator().Validate(null, new TensionOptions { Regions = [path] });
        File.Delete(path);
        error.FailureMessage.ShouldNotBeNull().ShouldContain(path + ", line 2");
        new TensionOptionsValidator().Validate(null, new TensionOptions { Gazetteers = [path] }).Failed.ShouldBeTrue();
    }

    private static async Task<BadRequest> RefusedAsync<T>(Func<Task<T>> call)
    {
        var error = await Should.ThrowAsync<RpcException>(call);
        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        return error.GetRpcStatus()!.GetDetail<BadRequest>()!;
    }
}
