using System.Text;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.Rendering;
using RegionalSecurity.Reports.Storage;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;
using RegionalSecurity.TestKit;

namespace RegionalSecurity.Reports.Tests;

/// <summary>The service over a real channel, with the three services it calls faked.</summary>
public sealed class ReportsServiceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = new(2126, 3, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken s_token = TestContext.Current.CancellationToken;

    private readonly World _world = new();
    private FakeServer _fakes = null!;
    private ServiceFixture<Program> _service = null!;
    private ReportsService.ReportsServiceClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        var text = "North Korea condemned the United States over the drills. The drills could lead to an arms race. A hotline should be opened. The United States rejected the charge.";
        var article = _world.Add("a1", text);
        _world.Claim(article, "North Korea condemned the United States over the drills.", ClaimKind.Event, "PRK", "USA", EventType.Accuse);
        _world.Claim(article, "The United States rejected the charge.", ClaimKind.Event, "USA", "PRK", EventType.Reject);
        var other = _world.Add("a2", "North Korea warned the United States of consequences.", "CHN");
        _world.Claim(other, "North Korea warned the United States of consequences.", ClaimKind.Event, "PRK", "USA", EventType.Threaten);
        _world.Claim(article, "The drills could lead to an arms race.", ClaimKind.Outlook, "").Outlook = new Outlook { Category = OutlookCategory.ArmsRace };
        _world.Claim(article, "A hotline should be opened.", ClaimKind.Recommendation, "").Recommendation = new Recommendation { Category = RecommendationCategory.Hotline };
        _fakes = await _world.StartAsync();
        _service = Start(_fakes.Address, _fakes.Address, _fakes.Address);
        _client = new ReportsService.ReportsServiceClient(_service.Channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _fakes.DisposeAsync();
    }

    [Fact]
    public async Task GenerateReport_Dyad_StreamsProgressThenStoredReport()
    {
        var (progress, report) = await GenerateAsync(_client, Request());

        progress.Select(p => p.Stage).ShouldBe(["reading the score", "reading claims", "reading cited articles", "composing", "storing"]);
        report.Title.ShouldBe("North Korea and United States, 18 February to 20 March 2126");
        report.Tension.Level.ShouldBe(42);
        report.Sections.Count.ShouldBe(13);
        report.Series.Count.ShouldBe(2);
        report.CreateTime.ToDateTimeOffset().ShouldBe(s_now);
        // Page by page, everything was read; and what no party is named in came along with its article.
        report.Citations.Select(c => c.ClaimId).Order().ShouldBe(["c1", "c2", "c3", "c4", "c5"]);
        report.DroppedSentenceCount.ShouldBe(0);
        foreach (var citation in report.Citations)
            _world.Articles[report.Sources.Single(s => s.Number == citation.SourceNumber).ArticleId].Text[citation.Quote.Start..citation.Quote.End].ShouldBe(citation.Quote.Quote);
        (await _client.GetReportAsync(new GetReportRequest { ReportId = report.ReportId }, cancellationToken: s_token)).Report.ShouldBe(report);
    }

    [Fact]
    public async Task GetReport_CitedArticleWithdrawn_ShowsItsWordsNoMore()
    {
        var (_, report) = await GenerateAsync(_client, Request());
        await _world.Withdrawals.Writer.WriteAsync("another", s_token);
        await _world.Withdrawals.Writer.WriteAsync("a2", s_token);
        await UntilAsync(async () => (await _client.ListReportsAsync(new ListReportsRequest(), cancellationToken: s_token)).Reports.Count == 0);

        foreach (var call in new Func<Task>[]
        {
            () => _client.GetReportAsync(new GetReportRequest { ReportId = report.ReportId }, cancellationToken: s_token).ResponseAsync,
            () => _client.RenderReportAsync(new RenderReportRequest { ReportId = report.ReportId }, cancellationToken: s_token).ResponseAsync,
        })
        {
            var error = await Should.ThrowAsync<RpcException>(call);
            error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason.ShouldBe("REPORT_WITHDRAWN");
        }
    }

    [Fact]
    public async Task GenerateReport_ArticleWithdrawnBetweenReadingAndStoring_IsNotStored()
    {
        _world.ArticleRead = async id =>
        {
            if (id != "a2")
                return;
            // Ingestion hands the text out, then withdraws it, and Reports hears of that before it has composed.
            await _world.Withdrawals.Writer.WriteAsync(id, s_token);
            await UntilAsync(async () =>
            {
                await using var store = await _service.Services.GetRequiredService<IDbContextFactory<ReportsDbContext>>().CreateDbContextAsync(s_token);
                return await store.Withdrawals.AnyAsync(w => w.ArticleId == id, s_token);
            });
        };

        var error = await Should.ThrowAsync<RpcException>(() => GenerateAsync(_client, Request()));

        error.StatusCode.ShouldBe(StatusCode.Aborted);
        Info(error).Reason.ShouldBe("ARTICLE_WITHDRAWN");
        Info(error).Metadata["article_id"].ShouldBe("a2");
        (await _client.ListReportsAsync(new ListReportsRequest(), cancellationToken: s_token)).Reports.ShouldBeEmpty();

        // Generated again it rests on what is left.
        _world.ArticleRead = _ => Task.CompletedTask;
        _world.Articles.Remove("a2");
        var (_, report) = await GenerateAsync(_client, Request());
        report.Sources.ShouldAllBe(s => s.ArticleId != "a2");
    }

    [Fact]
    public async Task GenerateReport_ArticleThatIsNotThere_IsNotFoundAndNamed()
    {
        var request = Request();
        request.ArticleIds.AddRange(["a1", "anone", "another"]);

        var error = await Should.ThrowAsync<RpcException>(() => GenerateAsync(_client, request));

        error.StatusCode.ShouldBe(StatusCode.NotFound);
        Info(error).Reason.ShouldBe("ARTICLE_NOT_FOUND");
        Info(error).Metadata["article_id"].ShouldBe("anone");
        error.Status.Detail.ShouldContain("\"anone\", \"another\"");
        (await _client.ListReportsAsync(new ListReportsRequest(), cancellationToken: s_token)).Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task GenerateReport_SampleArticleForARealSubject_IsRefused()
    {
        _world.Articles["a1"].Sample = true;
        var request = Request();
        request.ArticleIds.Add("a1");

        var error = await Should.ThrowAsync<RpcException>(() => GenerateAsync(_client, request));

        error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.ShouldHaveSingleItem().Reason.ShouldBe("SAMPLE_MIXED");
    }

    [Fact]
    public async Task GenerateReport_Dyad_AsksByPartiesAndPeriodWithDeadlines()
    {
        await GenerateAsync(_client, Request());

        var events = _world.Listed.First(r => r.Kind == ClaimKind.Event);
        events.Parties.ShouldBe(["PRK", "USA"]);
        events.FromTime.ToDateTimeOffset().ShouldBe(s_now.AddDays(-30));
        events.ToTime.ToDateTimeOffset().ShouldBe(s_now);
        events.KnownAt.ShouldBeNull();
        _world.Listed.Count(r => r.Kind == ClaimKind.Outlook).ShouldBe(1);
        _world.Fetched.Select(f => f.ArticleId).Distinct().Order().ShouldBe(["a1", "a2"]);
        _world.Deadlines.ShouldAllBe(d => d < DateTime.MaxValue);
    }

    [Fact]
    public async Task GenerateReport_AsKnownInThePast_PassesKnowledgeTimeOn()
    {
        var request = Request();
        request.AsOfTime = Timestamp.FromDateTimeOffset(s_now.AddDays(-5));

        await GenerateAsync(_client, request);

        _world.Listed.ShouldAllBe(r => r.KnownAt.ToDateTimeOffset() == s_now.AddDays(-5));
        _world.Scored.ShouldHaveSingleItem().Past.ShouldBe(Past.AsKnown);
        _world.Scored.ShouldHaveSingleItem().AsOfTime.ToDateTimeOffset().ShouldBe(s_now.AddDays(-5));
    }

    [Fact]
    public async Task GenerateReport_PeriodThatEnded_IsScoredAtItsEndAsPublished()
    {
        var request = Request();
        request.ToTime = Timestamp.FromDateTimeOffset(s_now.AddDays(-10));

        await GenerateAsync(_client, request);

        _world.Scored.ShouldHaveSingleItem().Past.ShouldBe(Past.AsPublished);
        _world.Scored.ShouldHaveSingleItem().AsOfTime.ToDateTimeOffset().ShouldBe(s_now.AddDays(-10));
    }

    [Fact]
    public async Task GenerateReport_Region_AsksForCoreAndPairedParties()
    {
        _world.Tension.RegionName = "Korean Peninsula";
        _world.Tension.Coverage = new Coverage { Sides = { new SideCoverage { Code = "PRK" }, new SideCoverage { Code = "KOR", State = CoverageState.Silent } } };
        _world.Tension.Pairs.Add(new PairLevel { Dyad = "PRK-USA", Level = 42, Band = Band.Elevated });
        var (_, report) = await GenerateAsync(_client, new GenerateReportRequest { Subject = new Subject { Region = "korean-peninsula" } });

        _world.Listed.First().Parties.ShouldBe(["PRK", "KOR", "USA"]);
        report.Title.ShouldStartWith("Korean Peninsula, ");
        Words(report).ShouldContain("No source read speaks for South Korea.");
    }

    [Fact]
    public async Task GenerateReport_ChosenArticles_ReadsOnlyThese()
    {
        var request = Request();
        request.ArticleIds.Add("a2");

        var (_, report) = await GenerateAsync(_client, request);

        report.ArticleIds.ShouldBe(["a2"]);
        report.Sources.ShouldHaveSingleItem().ArticleId.ShouldBe("a2");
        _world.Listed.ShouldAllBe(r => r.ArticleId == "a2");
    }

    [Fact]
    public async Task GenerateReport_ArticleGoneOrChanged_DropsItsSentencesAndCountsThem()
    {
        _world.Articles.Remove("a2");
        _world.Articles["a1"].Text = "Another text stands here now.";

        var (_, report) = await GenerateAsync(_client, Request());

        report.Citations.ShouldBeEmpty();
        report.DroppedSentenceCount.ShouldBeGreaterThan(0);
        Words(report).ShouldContain("withheld: the quote is not in the stored article");
    }

    [Fact]
    public async Task GenerateReport_SameRequestId_GivesTheSameReportWithoutAskingAgain()
    {
        var request = Request();
        request.RequestId = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
        var (_, first) = await GenerateAsync(_client, request);
        var asked = _world.Scored.Count;

        var (_, second) = await GenerateAsync(_client, request);

        second.ShouldBe(first);
        _world.Scored.Count.ShouldBe(asked);
        request.Past = Past.AsPublished;
        Info(await Should.ThrowAsync<RpcException>(() => GenerateAsync(_client, request))).Reason.ShouldBe("REQUEST_ID_REUSED");
    }

    [Theory]
    [InlineData("tension")]
    [InlineData("claims")]
    [InlineData("ingestion")]
    public async Task GenerateReport_UpstreamDown_IsUnavailableAndNamesIt(string down)
    {
        // Port 9 (discard) on loopback: nothing listens there.
        const string nowhere = "http://127.0.0.1:9";
        string At(string name) => name == down ? nowhere : _fakes.Address;
        await using var service = Start(At("ingestion"), At("claims"), At("tension"));
        var client = new ReportsService.ReportsServiceClient(service.Channel);

        var error = await Should.ThrowAsync<RpcException>(() => GenerateAsync(client, Request()));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        Info(error).Reason.ShouldBe("UPSTREAM_UNAVAILABLE");
        Info(error).Metadata["service"].ShouldBe(down);
        (await client.ListReportsAsync(new ListReportsRequest(), cancellationToken: s_token)).Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task GenerateReport_BadFields_NamesAllOfThem()
    {
        var request = new GenerateReportRequest
        {
            Subject = new Subject { DirectedPair = "PRK:USA" },
            FromTime = Timestamp.FromDateTimeOffset(s_now.AddDays(-1)),
            ToTime = Timestamp.FromDateTimeOffset(s_now.AddDays(-2)),
            AsOfTime = Timestamp.FromDateTimeOffset(s_now.AddDays(1)),
            RequestId = "no uuid",
            ArticleIds = { "" },
        };

        var error = await Should.ThrowAsync<RpcException>(() => GenerateAsync(_client, request));

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field)
            .ShouldBe(["subject.directed_pair", "as_of_time", "from_time", "article_ids", "request_id"]);
    }

    [Fact]
    public async Task GenerateReport_NoClaims_SaysWhatIsMissing()
    {
        _world.Claims.Clear();

        var (_, report) = await GenerateAsync(_client, Request());

        report.Sections.ShouldAllBe(s => s.Blocks.Count > 0);
        Words(report).ShouldContain("no claims from no articles");
        Words(report).ShouldContain("The sources read give no dated event of this period.");
    }

    [Fact]
    public async Task GenerateReport_MoreClaimsThanTheLimit_SaysSo()
    {
        await using var service = Start(_fakes.Address, _fakes.Address, _fakes.Address, ("Reports:MaxClaims", "2"));
        var (_, report) = await GenerateAsync(new ReportsService.ReportsServiceClient(service.Channel), Request());

        Words(report).ShouldContain("only the latest were read (2 claims at most of each kind)");
    }

    [Fact]
    public async Task ListReports_ThreeReports_PagesLatestFirstWithoutSections()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var request = Request();
            request.FromTime = Timestamp.FromDateTimeOffset(s_now.AddDays(-20 - i));
            ids.Insert(0, (await GenerateAsync(_client, request)).Report.ReportId);
        }

        var first = await _client.ListReportsAsync(new ListReportsRequest { PageSize = 2 }, cancellationToken: s_token);
        var second = await _client.ListReportsAsync(new ListReportsRequest { PageSize = 2, PageToken = first.NextPageToken }, cancellationToken: s_token);

        first.Reports.Concat(second.Reports).Select(r => r.ReportId).ShouldBe(ids);
        second.NextPageToken.ShouldBeEmpty();
        first.Reports.ShouldAllBe(r => r.Sections.Count == 0 && r.Citations.Count == 0 && r.Sources.Count == 0 && r.Title.Length > 0);
        (await _client.ListReportsAsync(new ListReportsRequest { Sample = true }, cancellationToken: s_token)).Reports.ShouldBeEmpty();
        var error = await Should.ThrowAsync<RpcException>(() => _client.ListReportsAsync(new ListReportsRequest { Sample = true, PageSize = -1, PageToken = first.NextPageToken }, cancellationToken: s_token).ResponseAsync);
        error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field).ShouldBe(["page_size", "page_token"]);
    }

    [Theory]
    [InlineData(ReportFormat.Unspecified, "text/html; charset=utf-8", "prk-usa-2126-03-20.html", "<!doctype html>")]
    [InlineData(ReportFormat.Markdown, "text/markdown; charset=utf-8", "prk-usa-2126-03-20.md", "# North Korea and United States")]
    [InlineData(ReportFormat.Json, "application/json", "prk-usa-2126-03-20.json", "{")]
    public async Task RenderReport_EachFormat_GivesDocument(ReportFormat format, string type, string name, string beginning)
    {
        var (_, report) = await GenerateAsync(_client, Request());

        var document = await _client.RenderReportAsync(new RenderReportRequest { ReportId = report.ReportId, Format = format }, cancellationToken: s_token);

        document.ContentType.ShouldBe(type);
        document.FileName.ShouldBe(name);
        Encoding.UTF8.GetString(document.Content.Span).ShouldStartWith(beginning);
    }

    [Fact]
    public async Task RenderReport_Again_IsTheSameFromTheCacheAndGoneWithItsArticle()
    {
        var (_, report) = await GenerateAsync(_client, Request());
        var request = new RenderReportRequest { ReportId = report.ReportId };
        var first = await _client.RenderReportAsync(request, cancellationToken: s_token);
        // The stored bytes are not read again: with others there, the document is the one that was rendered.
        var contexts = _service.Services.GetRequiredService<IDbContextFactory<ReportsDbContext>>();
        await using (var store = await contexts.CreateDbContextAsync(s_token))
            await store.Reports.ExecuteUpdateAsync(set => set.SetProperty(r => r.Payload, new byte[] { 0xFF }), s_token);

        (await _client.RenderReportAsync(request, cancellationToken: s_token)).ShouldBe(first);

        await _world.Withdrawals.Writer.WriteAsync("a2", s_token);
        var cache = _service.Services.GetRequiredService<HybridCache>();
        await UntilAsync(async () => (await _client.ListReportsAsync(new ListReportsRequest(), cancellationToken: s_token)).Reports.Count == 0);
        await UntilAsync(async () => await cache.GetOrCreateAsync(DocumentCache.Key(report.ReportId, ReportFormat.Html), _ => ValueTask.FromResult<byte[]>([]),
            new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCacheWrite | HybridCacheEntryFlags.DisableDistributedCache }, cancellationToken: s_token) is []);
        var error = await Should.ThrowAsync<RpcException>(() => _client.RenderReportAsync(request, cancellationToken: s_token).ResponseAsync);
        Info(error).Reason.ShouldBe("REPORT_WITHDRAWN");
    }

    [Fact]
    public async Task RenderReport_CacheStopped_IsRenderedAllTheSame()
    {
        // Nothing listens there.
        await using var service = Start(_fakes.Address, _fakes.Address, _fakes.Address, ("ConnectionStrings:cache", "127.0.0.1:1"));
        var client = new ReportsService.ReportsServiceClient(service.Channel);
        var (_, report) = await GenerateAsync(client, Request());

        var first = await client.RenderReportAsync(new RenderReportRequest { ReportId = report.ReportId }, cancellationToken: s_token);

        first.Content.Length.ShouldBeGreaterThan(1000);
        (await client.RenderReportAsync(new RenderReportRequest { ReportId = report.ReportId }, cancellationToken: s_token)).ShouldBe(first);
    }

    [Fact]
    public async Task RenderReport_UnknownIdOrFormat_SaysWhich()
    {
        var unknown = await Should.ThrowAsync<RpcException>(() => _client.RenderReportAsync(new RenderReportRequest { ReportId = "rnone" }, cancellationToken: s_token).ResponseAsync);
        unknown.StatusCode.ShouldBe(StatusCode.NotFound);
        Info(unknown).Metadata["report_id"].ShouldBe("rnone");
        var bad = await Should.ThrowAsync<RpcException>(() => _client.RenderReportAsync(new RenderReportRequest { Format = (ReportFormat)99 }, cancellationToken: s_token).ResponseAsync);
        bad.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field).ShouldBe(["report_id", "format"]);
    }

    [Fact]
    public async Task Reports_AfterRestart_AreStillThere()
    {
        var directory = Directory.CreateTempSubdirectory("regsec-reports-");
        try
        {
            Report report;
            await using (var service = Start(_fakes.Address, _fakes.Address, _fakes.Address, directory: directory.FullName))
                (_, report) = await GenerateAsync(new ReportsService.ReportsServiceClient(service.Channel), Request());
            await using var again = Start(_fakes.Address, _fakes.Address, _fakes.Address, directory: directory.FullName);
            var stored = await new ReportsService.ReportsServiceClient(again.Channel).GetReportAsync(new GetReportRequest { ReportId = report.ReportId }, cancellationToken: s_token);
            stored.Report.ShouldBe(report);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static ServiceFixture<Program> Start(string ingestion, string claims, string tension, (string, string)? setting = null, string? directory = null)
    {
        (string, string)[] settings = [("services:ingestion:grpc:0", ingestion), ("services:claims:grpc:0", claims), ("services:tension:grpc:0", tension)];
        return new ServiceFixture<Program>([.. settings, .. setting is { } one ? [one] : Array.Empty<(string, string)>()], directory, new PinnedTime(s_now));
    }

    private static GenerateReportRequest Request() => new() { Subject = new Subject { Dyad = "PRK-USA" } };

    private static async Task<(List<Progress> Progress, Report Report)> GenerateAsync(ReportsService.ReportsServiceClient client, GenerateReportRequest request)
    {
        using var call = client.GenerateReport(request, cancellationToken: s_token);
        var progress = new List<Progress>();
        Report? report = null;
        await foreach (var message in call.ResponseStream.ReadAllAsync(s_token))
        {
            report.ShouldBeNull("the report comes last");
            if (message.Progress is { } step)
                progress.Add(step);
            report = message.Report;
        }
        return (progress, report.ShouldNotBeNull());
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(s_token);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
            await tick.WaitForNextTickAsync(patience.Token);
    }

    private static ErrorInfo Info(RpcException error) => error.GetRpcStatus()!.GetDetail<ErrorInfo>()!;

    private static string Words(Report report) => string.Join(' ', report.Sections.SelectMany(s => s.Blocks).SelectMany(Passages).SelectMany(p => p.Sentences).Select(s => s.Text));

    private static IEnumerable<Passage> Passages(Block block) => block.BlockCase switch
    {
        Block.BlockOneofCase.Paragraph => [block.Paragraph],
        Block.BlockOneofCase.Bullets => block.Bullets.Items,
        Block.BlockOneofCase.Table => block.Table.Rows.SelectMany(r => r.Cells),
        Block.BlockOneofCase.Judgement => [block.Judgement.Statement],
        _ => [],
    };

    // The clock stands still, far enough ahead that a deadline counted from it never passes.
    private sealed class PinnedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
