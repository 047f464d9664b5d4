using System.Diagnostics;
using Grpc.Core;
using RegionalSecurity.Ingestion.Feeds;
using RegionalSecurity.Ingestion.Rules;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion;

/// <summary>Adapter: validates, calls, answers.</summary>
internal sealed class IngestionGrpcService(
    ArticleIntake intake, ArticleStore store, ArticleQueries queries, ArticleStream stream, FeedStore feeds, FeedLists feedLists, FeedPoller poller, RuleStore rules, Retention retention,
    CommitWriter<IngestionDbContext> writer,
    LogTail<IngestionDbContext> tail, IngestionTelemetry telemetry, TimeProvider time, IHostApplicationLifetime lifetime) : IngestionService.IngestionServiceBase
{
    public override async Task<SubmitArticleResponse> SubmitArticle(SubmitArticleRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.RequestId(request.RequestId);
        validation.ThrowIfAny();
        var prepared = await intake.PrepareAsync(request.Article, "article.", sample: false, feedId: "", context.CancellationToken);
        var response = await writer.WriteAsync((db, token) => db.AnswerOnceAsync("SubmitArticle", request.RequestId, request, time, async () =>
        {
            var result = (await store.ApplyAsync(db, [prepared], token))[0];
            return result.Outcome == Outcome.Rejected
                ? throw ArticleStream.WithdrawnError(result)
                : new SubmitArticleResponse { ArticleId = result.ArticleId, Revision = result.Revision, Outcome = result.Outcome, Sequence = result.Sequence };
        }, token), context.CancellationToken);
        telemetry.Submitted(response.Outcome);
        return response;
    }

    public override async Task SubmitArticles(IAsyncStreamReader<SubmitArticlesRequest> requestStream, IServerStreamWriter<SubmitArticlesResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await stream.RunAsync(requestStream, responseStream, ending.Token);
    }

    public override async Task<GetArticleResponse> GetArticle(GetArticleRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.Required(request.ArticleId, "article_id");
        validation.Require(request.Revision >= 0, "revision", "NUMBER_NEGATIVE", $"is {request.Revision}; give 0 for the latest, or from 1 up");
        validation.ThrowIfAny();
        return new GetArticleResponse { Article = await queries.GetAsync(request.ArticleId, request.Revision, context.CancellationToken) };
    }

    public override Task<ListArticlesResponse> ListArticles(ListArticlesRequest request, ServerCallContext context) => queries.ListAsync(request, context.CancellationToken);

    public override async Task<DeleteArticleResponse> DeleteArticle(DeleteArticleRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.RequestId(request.RequestId);
        validation.Required(request.ArticleId, "article_id");
        validation.AtMost(request.Reason, 1024, "reason");
        validation.ThrowIfAny();
        var trace = Activity.Current?.Context ?? default;
        return await writer.WriteAsync((db, token) => db.AnswerOnceAsync("DeleteArticle", request.RequestId, request, time,
            () => store.WithdrawAsync(db, request.ArticleId, request.Reason, trace, token), token), context.CancellationToken);
    }

    public override async Task StreamArticles(StreamArticlesRequest request, IServerStreamWriter<StreamArticlesResponse> responseStream, ServerCallContext context)
    {
        var validation = new Validation();
        Partitions.Validate(request.Partitions, validation);
        validation.ThrowIfAny();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await context.WriteResponseHeadersAsync([]);
        await foreach (var batch in tail.ReadAsync(request.Cursor, request.Partitions, request.StopAtHead, ending.Token))
        {
            var response = new StreamArticlesResponse { Cursor = batch.Cursor };
            foreach (var stored in batch.Entries)
            {
                var entry = ArticleEntry.Parser.ParseFrom(stored.Payload);
                if (request.WithdrawalsOnly && entry.ContentCase != ArticleEntry.ContentOneofCase.Withdrawal)
                    continue;
                entry.Header = stored.Header(batch.Cursor.LogId);
                response.Entries.Add(entry);
            }
            await responseStream.WriteAsync(response, ending.Token);
        }
    }

    public override Task<CreateFeedResponse> CreateFeed(CreateFeedRequest request, ServerCallContext context) => feeds.CreateAsync(request, context.CancellationToken);

    public override async Task<GetFeedResponse> GetFeed(GetFeedRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.Required(request.FeedId, "feed_id");
        validation.ThrowIfAny();
        return new GetFeedResponse { Feed = await feeds.GetAsync(request.FeedId, context.CancellationToken) };
    }

    public override Task<ListFeedsResponse> ListFeeds(ListFeedsRequest request, ServerCallContext context) => feeds.ListAsync(request, context.CancellationToken);

    public override Task<UpdateFeedResponse> UpdateFeed(UpdateFeedRequest request, ServerCallContext context) => feeds.UpdateAsync(request, context.CancellationToken);

    public override async Task<DeleteFeedResponse> DeleteFeed(DeleteFeedRequest request, ServerCallContext context)
    {
        var response = await feeds.DeleteAsync(request, context.CancellationToken);
        poller.Forget(request.FeedId);
        return response;
    }

    public override Task<PollFeedResponse> PollFeed(PollFeedRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.Required(request.FeedId, "feed_id");
        validation.ThrowIfAny();
        return poller.PollAsync(request.FeedId, context.CancellationToken);
    }

    public override Task<CheckFeedResponse> CheckFeed(CheckFeedRequest request, ServerCallContext context) => feedLists.CheckAsync(request, context.CancellationToken);

    public override Task<ImportFeedsResponse> ImportFeeds(ImportFeedsRequest request, ServerCallContext context) => feedLists.ImportAsync(request, context.CancellationToken);

    public override Task<ExportFeedsResponse> ExportFeeds(ExportFeedsRequest request, ServerCallContext context) => feedLists.ExportAsync(context.CancellationToken);

    public override async Task<GetStoryResponse> GetStory(GetStoryRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.Required(request.StoryId, "story_id");
        validation.ThrowIfAny();
        return new GetStoryResponse { Story = await queries.GetStoryAsync(request.StoryId, context.CancellationToken) };
    }

    public override Task<ListStoriesResponse> ListStories(ListStoriesRequest request, ServerCallContext context) => queries.ListStoriesAsync(request, context.CancellationToken);

    public override Task<CreateRuleResponse> CreateRule(CreateRuleRequest request, ServerCallContext context) => rules.CreateAsync(request, context.CancellationToken);

    public override Task<ListRulesResponse> ListRules(ListRulesRequest request, ServerCallContext context) => rules.ListAsync(request, context.CancellationToken);

    public override Task<DeleteRuleResponse> DeleteRule(DeleteRuleRequest request, ServerCallContext context) => rules.DeleteAsync(request, context.CancellationToken);

    public override Task<ApplyRulesResponse> ApplyRules(ApplyRulesRequest request, ServerCallContext context) => rules.ApplyAsync(request, context.CancellationToken);

    public override Task<ReportCitationsResponse> ReportCitations(ReportCitationsRequest request, ServerCallContext context) => retention.ReportAsync(request, context.CancellationToken);
}
