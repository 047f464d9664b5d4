using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Tension.V1;
using RegionalSecurity.TestKit;

namespace RegionalSecurity.Reports.Tests;

/// <summary>What the three services that Reports calls would answer, and what they were asked.</summary>
internal sealed class World
{
    public Dictionary<string, Article> Articles { get; } = [];
    public System.Threading.Channels.Channel<string> Withdrawals { get; } = System.Threading.Channels.Channel.CreateUnbounded<string>();
    public List<Claim> Claims { get; } = [];

    /// <summary>Runs after an article was read and before it is handed out.</summary>
    public Func<string, Task> ArticleRead { get; set; } = _ => Task.CompletedTask;

    public Tension.V1.Tension Tension { get; set; } = new() { Level = 42, Band = Band.Elevated, MethodVersion = "method-1", LogId = "log", LogSequence = 9, EventCount = 1 };
    public ConcurrentQueue<ListClaimsRequest> Listed { get; } = [];
    public ConcurrentQueue<GetTensionRequest> Scored { get; } = [];
    public ConcurrentQueue<GetArticleRequest> Fetched { get; } = [];
    public ConcurrentQueue<DateTime> Deadlines { get; } = [];

    public Article Add(string id, string text, string country = "PRK")
    {
        var article = new Article
        {
            ArticleId = id,
            Revision = 1,
            Title = "Title of " + id,
            Text = text,
            Url = "https://news.example/" + id,
            Language = "en",
            PublishTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero)),
            Publisher = new Publisher { PublisherId = "p-" + country, Name = "Outlet " + country, Country = country, Family = "f-" + country, Ownership = Ownership.Private, Registered = true },
        };
        Articles[id] = article;
        return article;
    }

    public Claim Claim(Article article, string quote, ClaimKind kind, string actor, string target = "", EventType type = EventType.Unspecified)
    {
        var at = article.Text.IndexOf(quote, StringComparison.Ordinal);
        var claim = new Claim
        {
            ClaimId = $"c{Claims.Count + 1}",
            ArticleId = article.ArticleId,
            Revision = 1,
            Publisher = article.Publisher,
            Kind = kind,
            Evidence = new TextSpans(article.Text).Span(at, at + quote.Length),
            EventType = type,
            Modality = kind == ClaimKind.Event ? Modality.Occurred : Modality.Unspecified,
            Confidence = 0.9,
            PublishTime = article.PublishTime,
            EventTime = new TimeRange { StartTime = article.PublishTime, EndTime = article.PublishTime + Duration.FromTimeSpan(TimeSpan.FromDays(1)) },
            ExtractorVersion = "lexicon-1",
        };
        if (actor.Length > 0)
            claim.Actors.Add(new Participant { Code = actor, Name = actor, Sector = Sector.Gov });
        if (target.Length > 0)
            claim.Targets.Add(new Participant { Code = target, Name = target, Sector = Sector.Gov });
        Claims.Add(claim);
        return claim;
    }

    /// <summary>Starts a server that answers for Ingestion, Claims and Tension.</summary>
    public Task<FakeServer> StartAsync() => FakeServer.StartAsync(
        services => services.AddSingleton(this),
        app =>
        {
            app.MapGrpcService<FakeIngestion>();
            app.MapGrpcService<FakeClaims>();
            app.MapGrpcService<FakeTension>();
        });
}

internal sealed class FakeIngestion(World world) : IngestionService.IngestionServiceBase
{
    public override async Task StreamArticles(StreamArticlesRequest request, IServerStreamWriter<StreamArticlesResponse> responseStream, ServerCallContext context)
    {
        request.WithdrawalsOnly.ShouldBeTrue();
        var sequence = request.Cursor?.Sequence ?? 0;
        await responseStream.WriteAsync(new StreamArticlesResponse { Cursor = new LogCursor { LogId = "articles", Sequence = sequence } });
        await foreach (var articleId in world.Withdrawals.Reader.ReadAllAsync(context.CancellationToken))
        {
            var cursor = new LogCursor { LogId = "articles", Sequence = ++sequence };
            var entry = new ArticleEntry { Header = new EntryHeader { LogId = cursor.LogId, Sequence = sequence }, Withdrawal = new Withdrawal { ArticleId = articleId, Revision = 1 } };
            await responseStream.WriteAsync(new StreamArticlesResponse { Cursor = cursor, Entries = { entry } });
        }
    }

    public override async Task<GetArticleResponse> GetArticle(GetArticleRequest request, ServerCallContext context)
    {
        world.Fetched.Enqueue(request);
        world.Deadlines.Enqueue(context.Deadline);
        if (!world.Articles.TryGetValue(request.ArticleId, out var article))
            throw new RpcException(new Status(StatusCode.NotFound, "gone"));
        await world.ArticleRead(request.ArticleId);
        return new GetArticleResponse { Article = article };
    }
}

internal sealed class FakeClaims(World world) : ClaimsService.ClaimsServiceBase
{
    public override Task<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context)
    {
        world.Listed.Enqueue(request);
        world.Deadlines.Enqueue(context.Deadline);
        // Two a page, whatever was asked for: the reader must follow the tokens.
        var all = world.Claims.Where(c => (request.Kind == ClaimKind.Unspecified || c.Kind == request.Kind) && (request.ArticleId.Length == 0 || c.ArticleId == request.ArticleId)).ToList();
        var from = request.PageToken.Length == 0 ? 0 : int.Parse(request.PageToken, System.Globalization.CultureInfo.InvariantCulture);
        var response = new ListClaimsResponse { NextPageToken = from + 2 < all.Count ? $"{from + 2}" : "" };
        response.Claims.AddRange(all.Skip(from).Take(2));
        return Task.FromResult(response);
    }
}

internal sealed class FakeTension(World world) : TensionService.TensionServiceBase
{
    public override Task<GetTensionResponse> GetTension(GetTensionRequest request, ServerCallContext context)
    {
        world.Scored.Enqueue(request);
        world.Deadlines.Enqueue(context.Deadline);
        var tension = world.Tension.Clone();
        tension.Subject = request.Subject;
        return Task.FromResult(new GetTensionResponse { Tension = tension });
    }

    public override Task<ExplainChangeResponse> ExplainChange(ExplainChangeRequest request, ServerCallContext context) =>
        Task.FromResult(new ExplainChangeResponse
        {
            Before = new Tension.V1.Tension { Subject = request.Subject, Level = 40, EventCount = 1 },
            After = world.Tension,
            Change = world.Tension.Level - 40,
            Parts = { new ChangePart { Cause = ChangeCause.NewEvents, Points = world.Tension.Level - 40 } },
        });

    public override Task<GetTensionSeriesResponse> GetTensionSeries(GetTensionSeriesRequest request, ServerCallContext context) =>
        Task.FromResult(new GetTensionSeriesResponse
        {
            Points = { new TensionPoint { Date = "2026-03-01", Level = 40, Band = Band.Elevated }, new TensionPoint { Date = "2026-03-02", Level = 42, Band = Band.Elevated } },
        });
}
