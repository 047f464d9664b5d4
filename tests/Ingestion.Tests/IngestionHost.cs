using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.TestKit;

namespace RegionalSecurity.Ingestion.Tests;

/// <summary>The service on its two ports, and what tests ask of it.</summary>
internal sealed class IngestionHost : IAsyncDisposable
{
    private readonly ServiceFixture<Program> _fixture;

    public IngestionHost((string Key, string Value)[]? settings = null, string? directory = null, TimeProvider? time = null,
        Action<IServiceCollection>? services = null)
    {
        _fixture = new ServiceFixture<Program>([("Ingestion:Feeds:Poll", "false"), ("Ingestion:Feeds:FullText", "false"), ("Ingestion:Fetch:HostGapMilliseconds", "0"), .. settings ?? []], directory, time, services);
        Client = new IngestionService.IngestionServiceClient(_fixture.Channel);
    }

    public IngestionService.IngestionServiceClient Client { get; }

    public CallInvoker CallInvoker => _fixture.Channel.CreateCallInvoker();

    public IServiceProvider Services => _fixture.Services;

    public Uri HttpAddress => _fixture.HttpAddress;

    public string Directory => _fixture.Directory;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string Text(int number) =>
        $"Report {number}: the ministry of State {number} said on day {number} that exercise {number * 7} near island {number * 13} would end after {number % 9 + 1} days, and denied claim {number * 31}.";

    public static ArticleSubmission Submission(int number, string? text = null) => new()
    {
        Text = text ?? Text(number),
        Title = $"Title {number}",
        Publisher = "KCNA",
        SourceId = $"id-{number}",
    };

    public async Task<SubmitArticleResponse> SubmitAsync(ArticleSubmission article, string requestId = "") =>
        await Client.SubmitArticleAsync(new SubmitArticleRequest { Article = article, RequestId = requestId }, cancellationToken: Token);

    public async Task<List<SubmitArticlesResponse>> SubmitAllAsync(IEnumerable<ArticleSubmission> articles)
    {
        using var call = Client.SubmitArticles(cancellationToken: Token);
        var answers = new List<SubmitArticlesResponse>();
        var reading = Task.Run(async () =>
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync(Token))
                answers.Add(answer);
        }, Token);
        foreach (var article in articles)
            await call.RequestStream.WriteAsync(new SubmitArticlesRequest { Article = article, Tag = article.SourceId }, Token);
        await call.RequestStream.CompleteAsync();
        await reading;
        return answers;
    }

    public async Task<List<ArticleEntry>> ReadLogAsync(LogCursor? cursor = null, params int[] partitions)
    {
        using var call = Client.StreamArticles(new StreamArticlesRequest { Cursor = cursor, StopAtHead = true, Partitions = { partitions } }, cancellationToken: Token);
        var entries = new List<ArticleEntry>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Token))
            entries.AddRange(answer.Entries);
        return entries;
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
