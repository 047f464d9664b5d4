using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.Tension.V1;
using RegionalSecurity.TestKit;
using TensionScore = RegionalSecurity.Tension.V1.Tension;

namespace RegionalSecurity.Cli.Tests;

/// <summary>The four services as a command sees them, on a real port. What is asked is kept; what is answered is set by the test.</summary>
internal sealed class FakeStack : IAsyncDisposable
{
    private FakeServer? _server;

    public FakeIngestion Ingestion { get; } = new();

    public FakeClaims Claims { get; } = new();

    public FakeTension Tension { get; } = new();

    public FakeReports Reports { get; } = new();

    public string Address => _server!.Address;

    public static async Task<FakeStack> StartAsync(int port = 0)
    {
        var stack = new FakeStack();
        await stack.ListenAsync(port);
        return stack;
    }

    public async Task ListenAsync(int port) => _server = await FakeServer.StartAsync(
        services => services.AddSingleton(Ingestion).AddSingleton(Claims).AddSingleton(Tension).AddSingleton(Reports),
        app =>
        {
            app.MapGrpcService<FakeIngestion>();
            app.MapGrpcService<FakeClaims>();
            app.MapGrpcService<FakeTension>();
            app.MapGrpcService<FakeReports>();
        }, port: port);

    public Task<Answer> RunAsync(params string[] args) => RunAsync(args, "");

    public Task<Answer> RunAsync(string[] args, string input, TimeProvider? time = null) =>
        CommandLine.RunAsync(["--server", Address, .. args], new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)), time, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

internal sealed class FakeIngestion : IngestionService.IngestionServiceBase
{
    private readonly Lock _gate = new();

    /// <summary>What is stored, by identity, in order of arrival.</summary>
    public List<ArticleSubmission> Stored { get; } = [];

    public List<Article> Sample { get; } = [];

    public List<string> Deleted { get; } = [];

    /// <summary>Numbers of acknowledgements after which a stream is cut, one a stream.</summary>
    public Queue<int> Cuts { get; } = new();

    public int Streams { get; private set; }

    public Func<ArticleSubmission, Rejection?> Reject { get; set; } = _ => null;

    /// <summary>The feeds, in order of creation.</summary>
    public List<Feed> Feeds { get; } = [];

    /// <summary>What CheckFeed finds at any address.</summary>
    public List<FoundFeed> Found { get; } = [];

    public List<string> Polled { get; } = [];

    public List<ImportFeedsRequest> Imports { get; } = [];

    /// <summary>What ImportFeeds answers.</summary>
    public List<FeedChange> Changes { get; } = [];

    public override Task<CheckFeedResponse> CheckFeed(CheckFeedRequest request, ServerCallContext context) => Task.FromResult(new CheckFeedResponse { Feeds = { Found } });

    public override Task<CreateFeedResponse> CreateFeed(CreateFeedRequest request, ServerCallContext context)
    {
        var feed = request.Feed.Clone();
        feed.FeedId = $"f{Feeds.Count + 1}";
        Feeds.Add(feed);
        return Task.FromResult(new CreateFeedResponse { Feed = feed });
    }

    public override Task<ListFeedsResponse> ListFeeds(ListFeedsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListFeedsResponse { Feeds = { Feeds.Where(feed => request.State == SourceState.Unspecified || feed.State == request.State) } });

    public override Task<PollFeedResponse> PollFeed(PollFeedRequest request, ServerCallContext context)
    {
        Polled.Add(request.FeedId);
        var feed = Feeds.Find(feed => feed.FeedId == request.FeedId) ?? throw DomainException.NotFound("feed", request.FeedId).ToRpcException();
        return feed.State == SourceState.Failing
            ? throw new DomainException(StatusCode.Unavailable, "FETCH_FAILED", "feed.url: it answers 503.").ToRpcException()
            : Task.FromResult(new PollFeedResponse { Feed = feed, ItemCount = 3, CreatedCount = 2 });
    }

    public override Task<UpdateFeedResponse> UpdateFeed(UpdateFeedRequest request, ServerCallContext context)
    {
        var feed = Feeds.Find(feed => feed.FeedId == request.Feed.FeedId)!;
        feed.Disabled = request.Feed.Disabled;
        return Task.FromResult(new UpdateFeedResponse { Feed = feed });
    }

    public override Task<DeleteFeedResponse> DeleteFeed(DeleteFeedRequest request, ServerCallContext context)
    {
        Feeds.RemoveAll(feed => feed.FeedId == request.FeedId);
        return Task.FromResult(new DeleteFeedResponse());
    }

    public override Task<ImportFeedsResponse> ImportFeeds(ImportFeedsRequest request, ServerCallContext context)
    {
        Imports.Add(request);
        return Task.FromResult(new ImportFeedsResponse { Changes = { Changes } });
    }

    public override Task<ExportFeedsResponse> ExportFeeds(ExportFeedsRequest request, ServerCallContext context) =>
        Task.FromResult(new ExportFeedsResponse { Opml = Google.Protobuf.ByteString.CopyFromUtf8("<opml/>") });

    public override async Task SubmitArticles(IAsyncStreamReader<SubmitArticlesRequest> requestStream, IServerStreamWriter<SubmitArticlesResponse> responseStream, ServerCallContext context)
    {
        Streams++;
        var left = Cuts.TryDequeue(out var cut) ? cut : int.MaxValue;
        var index = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var answer = Store(request);
            answer.Index = index++;
            // Stored, but the acknowledgement is lost with the connection.
            if (left-- == 0)
            {
                context.GetHttpContext().Abort();
                return;
            }
            await responseStream.WriteAsync(answer);
        }
    }

    public override Task<ListArticlesResponse> ListArticles(ListArticlesRequest request, ServerCallContext context)
    {
        var answer = new ListArticlesResponse();
        if (request.Sample)
            answer.Articles.AddRange(Sample.Take(request.PageSize));
        return Task.FromResult(answer);
    }

    public override Task<DeleteArticleResponse> DeleteArticle(DeleteArticleRequest request, ServerCallContext context)
    {
        Deleted.Add(request.ArticleId);
        if (Sample.RemoveAll(article => article.ArticleId == request.ArticleId) == 0)
            throw DomainException.NotFound("article", request.ArticleId).ToRpcException();
        return Task.FromResult(new DeleteArticleResponse());
    }

    public List<Rule> Rules { get; } = [];

    public List<ApplyRulesRequest> Applied { get; } = [];

    public override Task<CreateRuleResponse> CreateRule(CreateRuleRequest request, ServerCallContext context)
    {
        var rule = request.Rule.Clone();
        rule.RuleId = $"r{Rules.Count}";
        Rules.Add(rule);
        return Task.FromResult(new CreateRuleResponse { Rule = rule });
    }

    public override Task<ListRulesResponse> ListRules(ListRulesRequest request, ServerCallContext context) => Task.FromResult(new ListRulesResponse { Rules = { Rules } });

    public override Task<DeleteRuleResponse> DeleteRule(DeleteRuleRequest request, ServerCallContext context) =>
        Rules.RemoveAll(rule => rule.RuleId == request.RuleId) == 0 ? throw DomainException.NotFound("rule", request.RuleId).ToRpcException() : Task.FromResult(new DeleteRuleResponse());

    public override Task<ApplyRulesResponse> ApplyRules(ApplyRulesRequest request, ServerCallContext context)
    {
        Applied.Add(request.Clone());
        return Task.FromResult(new ApplyRulesResponse
        {
            ArticleCount = 600,
            RefusedCount = 200,
            CitedCount = 1,
            Matches = { new RuleMatch { ArticleId = "a1", RuleId = "r0", Title = "Football\u001b[2J final", Publisher = "KCNA", Cited = true } },
        });
    }

    private SubmitArticlesResponse Store(SubmitArticlesRequest request)
    {
        if (Reject(request.Article) is { } rejection)
            return new SubmitArticlesResponse { Tag = request.Tag, Outcome = Outcome.Rejected, Rejection = rejection };
        lock (_gate)
        {
            var known = Stored.Contains(request.Article);
            if (!known)
                Stored.Add(request.Article);
            return new SubmitArticlesResponse { Tag = request.Tag, Outcome = known ? Outcome.Duplicate : Outcome.Created, ArticleId = "a" + Stored.IndexOf(request.Article), Revision = 1 };
        }
    }
}

internal sealed class FakeClaims : ClaimsService.ClaimsServiceBase
{
    public List<ListClaimsRequest> Asked { get; } = [];

    public int Count { get; set; } = 3;

    /// <summary>The claim log.</summary>
    public List<ClaimEntry> Log { get; } = [];

    public override async Task StreamClaims(StreamClaimsRequest request, IServerStreamWriter<StreamClaimsResponse> responseStream, ServerCallContext context) =>
        await responseStream.WriteAsync(new StreamClaimsResponse { Entries = { Log } });

    public override Task<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context)
    {
        Asked.Add(request.Clone());
        var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
        var to = Math.Min(Count, from + request.PageSize);
        var answer = new ListClaimsResponse { NextPageToken = to < Count ? to.ToString(System.Globalization.CultureInfo.InvariantCulture) : "" };
        for (var i = from; i < to; i++)
            answer.Claims.Add(new Claim
            {
                ClaimId = $"c{i}",
                Kind = ClaimKind.Event,
                EventType = EventType.Threaten,
                Actors = { new Participant { Code = "PRK" } },
                Targets = { new Participant { Code = "USA" } },
                Evidence = new TextSpan { End = 9, Quote = "will\u001b[2J pay dearly" },
                Confidence = 0.9,
            });
        return Task.FromResult(answer);
    }
}

internal sealed class FakeTension : TensionService.TensionServiceBase
{
    public List<GetTensionRequest> Asked { get; } = [];

    public List<ListTensionsRequest> Ranked { get; } = [];

    public List<GetTensionSeriesRequest> SeriesAsked { get; } = [];

    public List<ExplainChangeRequest> Explained { get; } = [];

    public List<WatchTensionsRequest> Watched { get; } = [];

    public List<ExploreTensionRequest> Explored { get; } = [];

    public List<DigestTensionsRequest> Digested { get; } = [];

    public List<DigestTensionsResponse> Digests { get; } = [];

    public RpcException? Failure { get; set; }

    public override async Task DigestTensions(DigestTensionsRequest request, IServerStreamWriter<DigestTensionsResponse> responseStream, ServerCallContext context)
    {
        Digested.Add(request.Clone());
        foreach (var digest in Digests)
            await responseStream.WriteAsync(digest);
    }

    public override Task<ExploreTensionResponse> ExploreTension(ExploreTensionRequest request, ServerCallContext context)
    {
        Explored.Add(request.Clone());
        return Task.FromResult(new ExploreTensionResponse
        {
            Actual = Score(request.Subject, 35),
            Supposed = Score(request.Subject, 20),
            Change = -15,
            LeftOutClaimCount = 4,
            Perspectives = { new Perspective { Side = "PRK", Level = 30, ClaimCount = 5 }, new Perspective { Side = "USA", Level = 10, ClaimCount = 2 }, new Perspective() },
            PerceptionGap = 20,
        });
    }

    public override Task<GetTensionResponse> GetTension(GetTensionRequest request, ServerCallContext context)
    {
        if (Failure is not null)
            throw Failure;
        Asked.Add(request.Clone());
        return Task.FromResult(new GetTensionResponse { Tension = Score(request.Subject, 35) });
    }

    public override Task<ListTensionsResponse> ListTensions(ListTensionsRequest request, ServerCallContext context)
    {
        Ranked.Add(request.Clone());
        return Task.FromResult(new ListTensionsResponse { Tensions = { Score(new Subject { Dyad = "PRK-USA" }, 35), Score(new Subject { Dyad = "CHN-TWN" }, 12) } });
    }

    public override Task<GetTensionSeriesResponse> GetTensionSeries(GetTensionSeriesRequest request, ServerCallContext context)
    {
        SeriesAsked.Add(request.Clone());
        return Task.FromResult(new GetTensionSeriesResponse
        {
            Subject = request.Subject,
            MethodVersion = "method-1",
            Points = { new TensionPoint { Date = "2024-11-08", Level = 5, Band = Band.Calm }, new TensionPoint { Date = "2024-11-09", Level = 35, Band = Band.Elevated } },
        });
    }

    public override Task<ExplainChangeResponse> ExplainChange(ExplainChangeRequest request, ServerCallContext context)
    {
        Explained.Add(request.Clone());
        return Task.FromResult(new ExplainChangeResponse
        {
            Before = Score(request.Subject, 5),
            After = Score(request.Subject, 35),
            Change = 30,
            Parts = { new ChangePart { Cause = ChangeCause.NewEvents, Points = 32, Contributions = { Event() } }, new ChangePart { Cause = ChangeCause.Decay, Points = -2 } },
        });
    }

    public override async Task WatchTensions(WatchTensionsRequest request, IServerStreamWriter<WatchTensionsResponse> responseStream, ServerCallContext context)
    {
        Watched.Add(request.Clone());
        await responseStream.WriteAsync(new WatchTensionsResponse { Tension = Score(request.Subjects[0], 30 + Watched.Count) });
        // The first stream is cut, the second one stays.
        if (Watched.Count == 1)
            context.GetHttpContext().Abort();
        else
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    private static TensionScore Score(Subject subject, double level) => new()
    {
        Subject = subject,
        Level = level,
        Band = level >= 25 ? Band.Elevated : Band.Calm,
        Conflict = 1.3,
        MethodVersion = "method-1",
        Contributions = { Event() },
        Coverage = new Coverage { Sides = { new SideCoverage { Code = "USA", State = CoverageState.Silent } } },
    };

    private static Contribution Event() => new() { Actor = "PRK", Receiver = "USA", EventType = EventType.Threaten, EventDate = "2024-11-08", VoiceCount = 2, Points = 12.5, Quote = "will pay dearly" };
}

internal sealed class FakeReports : ReportsService.ReportsServiceBase
{
    public List<GenerateReportRequest> Asked { get; } = [];

    public List<RenderReportRequest> Rendered { get; } = [];

    public RpcException? Failure { get; set; }

    public override async Task GenerateReport(GenerateReportRequest request, IServerStreamWriter<GenerateReportResponse> responseStream, ServerCallContext context)
    {
        Asked.Add(request.Clone());
        await responseStream.WriteAsync(new GenerateReportResponse { Progress = new Progress { Stage = "reading claims", Done = 1, Total = 2 } });
        if (Failure is not null)
            throw Failure;
        await responseStream.WriteAsync(new GenerateReportResponse { Report = new Report { ReportId = "r1", Title = "Korean Peninsula" } });
    }

    public override Task<RenderReportResponse> RenderReport(RenderReportRequest request, ServerCallContext context)
    {
        Rendered.Add(request.Clone());
        return Task.FromResult(new RenderReportResponse { Content = Google.Protobuf.ByteString.CopyFromUtf8($"document as {request.Format}\n") });
    }
}
