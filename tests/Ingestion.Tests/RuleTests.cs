using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Ingestion.Rules;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

/// <summary>Rules and retention.</summary>
public sealed class RuleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static async Task<Rule> CreateAsync(IngestionHost host, Rule rule) =>
        (await host.Client.CreateRuleAsync(new CreateRuleRequest { Rule = rule }, cancellationToken: Token)).Rule;

    private static ArticleSubmission Article(string publisher, string id, string title) => new() { Text = $"{title}. {Text(int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : id.Length * 1000)}", Title = title, Publisher = publisher, SourceId = id };

    [Fact]
    public async Task Submit_BlockedOrNotKept_IsRejectedWithTheRule()
    {
        await using var host = new IngestionHost();
        var block = await CreateAsync(host, new Rule { Action = RuleAction.Block, Text = @"horoscope|\bfootball\b", Note = "no sport" });
        await CreateAsync(host, new Rule { Action = RuleAction.Keep, Publisher = "Reuters", Text = "missile|treaty" });

        var answers = await host.SubmitAllAsync([
            Article("KCNA", "1", "Football final"), Article("KCNA", "2", "Footballers meet"), Article("Reuters", "3", "Markets calm"), Article("Reuters", "4", "A MISSILE test"),
            Article("Reuters", "5", "Missile football"), Article("KCNA", "6", "Markets calm")]);

        answers.Select(answer => answer.Outcome).ShouldBe([Outcome.Rejected, Outcome.Created, Outcome.Rejected, Outcome.Created, Outcome.Rejected, Outcome.Created]);
        answers[0].Rejection.Reason.ShouldBe("RULE_REFUSED");
        answers[0].Rejection.Message.ShouldContain(block.RuleId);
        answers[0].Rejection.Message.ShouldContain("no sport");
        (await Errors.OfAsync(StatusCode.FailedPrecondition, () => host.SubmitAsync(Article("KCNA", "1", "Football final")))).Reason.ShouldBe("RULE_REFUSED");

        await host.Client.DeleteRuleAsync(new DeleteRuleRequest { RuleId = block.RuleId }, cancellationToken: Token);
        (await host.SubmitAsync(Article("KCNA", "1", "Football final"))).Outcome.ShouldBe(Outcome.Created);
    }

    [Fact]
    public async Task ApplyRules_DryRunThenReal_WithdrawsWhatIsRefused()
    {
        var directory = Directory.CreateTempSubdirectory("regsec-").FullName;
        try
        {
            await using (var host = new IngestionHost(directory: directory))
            {
                var answers = await host.SubmitAllAsync(Enumerable.Range(0, 600).Select(i => Article("KCNA", $"{i}", i % 3 == 0 ? "Football" : "Talks")));
                await host.Client.ReportCitationsAsync(new ReportCitationsRequest { Consumer = "claims", Cursor = (await HeadAsync(host)), ArticleIds = { answers[0].ArticleId, answers[1].ArticleId } }, cancellationToken: Token);
                var trial = new ApplyRulesRequest { ValidateOnly = true, Rule = new Rule { Action = RuleAction.Block, Publisher = "kcna", Text = "football" } };

                var would = await host.Client.ApplyRulesAsync(trial, cancellationToken: Token);

                (would.ArticleCount, would.RefusedCount, would.CitedCount, would.Matches.Count).ShouldBe((600, 200, 1, 100));
                would.Matches.ShouldAllBe(match => match.Title == "Football" && match.Publisher == "Korean Central News Agency");
                (await host.ReadLogAsync()).Count.ShouldBe(600);
                (await host.Client.ListRulesAsync(new ListRulesRequest(), cancellationToken: Token)).Rules.ShouldBeEmpty();
                await CreateAsync(host, trial.Rule);
            }
            // The rules are in force again after a start.
            await using (var host = new IngestionHost(directory: directory))
            {
                (await Errors.OfAsync(StatusCode.FailedPrecondition, () => host.SubmitAsync(Article("KCNA", "new", "Football")))).Reason.ShouldBe("RULE_REFUSED");
                (await host.Client.ApplyRulesAsync(new ApplyRulesRequest(), cancellationToken: Token)).RefusedCount.ShouldBe(200);
                var log = await host.ReadLogAsync();
                log.Count(entry => entry.ContentCase == ArticleEntry.ContentOneofCase.Withdrawal && entry.Withdrawal.Reason.StartsWith("rule r", StringComparison.Ordinal)).ShouldBe(200);
                log.Where(entry => entry.Article is not null && entry.Article.Title.Length > 0).ShouldAllBe(entry => entry.Article.Title == "Talks");
                (await host.Client.ApplyRulesAsync(new ApplyRulesRequest(), cancellationToken: Token)).RefusedCount.ShouldBe(0);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task CreateRule_BadFields_AreNamedAtOnce()
    {
        await using var host = new IngestionHost();
        var known = await CreateAsync(host, new Rule { Action = RuleAction.Block, Text = "sport" });

        (await Errors.OfAsync(StatusCode.InvalidArgument, () => CreateAsync(host, new Rule { Text = "(", Note = new string('n', 300) }))).Fields.ShouldBe(["rule.action", "rule.note", "rule.text"]);
        (await Errors.OfAsync(StatusCode.InvalidArgument, () => CreateAsync(host, new Rule { Action = RuleAction.Block }))).Fields.ShouldBe(["rule.text"]);
        (await Errors.OfAsync(StatusCode.InvalidArgument, () => CreateAsync(host, new Rule { Action = RuleAction.Keep, Publisher = "KCNA" }))).Fields.ShouldBe(["rule.text"]);
        // A back-reference takes time without bound.
        (await Errors.OfAsync(StatusCode.InvalidArgument, () => CreateAsync(host, new Rule { Action = RuleAction.Block, Text = @"(a+)\1" }))).Reason.ShouldBe("RULE_TEXT_INVALID");
        (await Errors.OfAsync(StatusCode.AlreadyExists, () => CreateAsync(host, new Rule { Action = RuleAction.Block, Text = "sport", Note = "other" }))).Reason.ShouldBe("RULE_EXISTS");
        (await Errors.OfAsync(StatusCode.NotFound, async () => await host.Client.DeleteRuleAsync(new DeleteRuleRequest { RuleId = "rx" }, cancellationToken: Token))).Reason.ShouldBe("RULE_NOT_FOUND");
        (await Errors.OfAsync(StatusCode.InvalidArgument, async () => await host.Client.ApplyRulesAsync(new ApplyRulesRequest { Rule = known }, cancellationToken: Token))).Fields.ShouldBe(["rule"]);
    }

    [Fact]
    public async Task ListRules_Pages_HoldEachOnce()
    {
        await using var host = new IngestionHost();
        for (var i = 0; i < 5; i++)
            await CreateAsync(host, new Rule { Action = RuleAction.Block, Text = $"word{i}" });
        var request = new ListRulesRequest { PageSize = 2 };
        var texts = new List<string>();
        do
        {
            var page = await host.Client.ListRulesAsync(request, cancellationToken: Token);
            texts.AddRange(page.Rules.Select(rule => rule.Text));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        texts.Order().ShouldBe(Enumerable.Range(0, 5).Select(i => $"word{i}"));
    }

    [Fact]
    public async Task Retention_OldArticles_GoUnlessCitedOrNotYetTold()
    {
        var time = new FakeTimeProvider(Start);
        await using var host = new IngestionHost([("Ingestion:RetentionDays", "30")], time: time);
        var retention = host.Services.GetRequiredService<Retention>();
        var old = await host.SubmitAllAsync(Enumerable.Range(0, 10).Select(i => Article("KCNA", $"{i}", "Talks")));
        var head = await HeadAsync(host);
        var untold = await host.SubmitAsync(Article("KCNA", "untold", "Talks"));
        time.Advance(TimeSpan.FromDays(31));
        await host.SubmitAsync(Article("KCNA", "young", "Talks"));

        // Nobody has told what it cites: nothing goes.
        (await retention.RunOnceAsync(Token)).ShouldBe(0);
        await host.Client.ReportCitationsAsync(new ReportCitationsRequest { Consumer = "claims", Cursor = head, ArticleIds = { old[3].ArticleId, "aunknown" } }, cancellationToken: Token);
        // A second consumer holds back what it has not seen.
        await host.Client.ReportCitationsAsync(new ReportCitationsRequest { Consumer = "archive", Cursor = new LogCursor { LogId = head.LogId, Sequence = 5 } }, cancellationToken: Token);
        (await retention.RunOnceAsync(Token)).ShouldBe(4);
        // A cursor does not go back.
        (await host.Client.ReportCitationsAsync(new ReportCitationsRequest { Consumer = "archive", Cursor = head }, cancellationToken: Token)).Cursor.ShouldBe(head);
        (await host.Client.ReportCitationsAsync(new ReportCitationsRequest { Consumer = "archive", Cursor = new LogCursor { LogId = head.LogId, Sequence = 1 } }, cancellationToken: Token)).Cursor.ShouldBe(head);
        (await retention.RunOnceAsync(Token)).ShouldBe(5);
        (await retention.RunOnceAsync(Token)).ShouldBe(0);

        var left = await host.Client.ListArticlesAsync(new ListArticlesRequest(), cancellationToken: Token);
        left.Articles.Select(article => article.SourceId).ShouldBe(["young", "untold", "3"]);
        (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = untold.ArticleId }, cancellationToken: Token)).Article.Text.ShouldNotBeEmpty();
        (await host.SubmitAsync(Article("KCNA", "3", "Talks"))).Outcome.ShouldBe(Outcome.Duplicate);
        (await Errors.OfAsync(StatusCode.FailedPrecondition, () => host.SubmitAsync(Article("KCNA", "1", "Talks")))).Reason.ShouldBe("ARTICLE_WITHDRAWN");
    }

    [Fact]
    public async Task ReportCitations_BadInput_IsRefused()
    {
        await using var host = new IngestionHost();
        await host.SubmitAsync(Submission(1));
        var head = await HeadAsync(host);

        (await Errors.OfAsync(StatusCode.InvalidArgument, async () => await host.Client.ReportCitationsAsync(new ReportCitationsRequest { Consumer = "A b" }, cancellationToken: Token))).Fields.ShouldBe(["consumer", "cursor"]);
        (await Errors.OfAsync(StatusCode.OutOfRange, async () => await host.Client.ReportCitationsAsync(
            new ReportCitationsRequest { Consumer = "claims", Cursor = new LogCursor { LogId = head.LogId, Sequence = 99 } }, cancellationToken: Token))).Reason.ShouldBe("CURSOR_BEYOND_HEAD");
        (await Errors.OfAsync(StatusCode.OutOfRange, async () => await host.Client.ReportCitationsAsync(
            new ReportCitationsRequest { Consumer = "claims", Cursor = new LogCursor { LogId = "other", Sequence = 1 } }, cancellationToken: Token))).Reason.ShouldBe("LOG_REPLACED");
    }

    private static async Task<LogCursor> HeadAsync(IngestionHost host)
    {
        using var call = host.Client.StreamArticles(new StreamArticlesRequest { StopAtHead = true }, cancellationToken: Token);
        var cursor = new LogCursor();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Token))
            cursor = answer.Cursor;
        return cursor;
    }
}
