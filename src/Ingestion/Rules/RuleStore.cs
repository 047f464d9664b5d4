using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Paging;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Ingestion.Rules;

/// <summary>The list of rules, and their application to what is stored.</summary>
internal sealed class RuleStore(
    IDbContextFactory<IngestionDbContext> contexts, CommitWriter<IngestionDbContext> writer, ArticleStore articles, RuleBook book, TimeProvider time, ILogger<RuleStore> logger)
{
    private const int StandardPage = 50;
    private const int LargestPage = 500;
    private const int MostRules = 1000;
    private const int LongestText = 512;
    private const int MostMatches = 100;
    private const int Step = 256;

    /// <exception cref="DomainException">INVALID_ARGUMENT; ALREADY_EXISTS; RESOURCE_EXHAUSTED beyond 1,000 rules.</exception>
    public async Task<CreateRuleResponse> CreateAsync(CreateRuleRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequestId(request.RequestId);
        var rule = Validate(request.Rule, validation);
        validation.ThrowIfAny();
        var response = await writer.WriteAsync((context, token) => context.AnswerOnceAsync("CreateRule", request.RequestId, request, time, async () =>
        {
            if (await context.Rules.AnyAsync(r => r.RuleId == rule.RuleId, token))
                throw new DomainException(StatusCode.AlreadyExists, "RULE_EXISTS", $"There is such a rule already: {rule.RuleId}.", ("rule_id", rule.RuleId));
            if (await context.Rules.CountAsync(token) >= MostRules)
                throw new DomainException(StatusCode.ResourceExhausted, "RULES_TOO_MANY", $"There are {MostRules:N0} rules already. Delete some, or join texts with \"|\".");
            context.Rules.Add(new RuleRow { RuleId = rule.RuleId, Payload = rule.ToByteArray() });
            return new CreateRuleResponse { Rule = rule };
        }, token), cancellationToken);
        await book.ReloadAsync(cancellationToken);
        return response;
    }

    /// <summary>One page, in order of ids.</summary>
    public async Task<ListRulesResponse> ListAsync(ListRulesRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var size = validation.PageSize(request.PageSize, StandardPage, LargestPage);
        var after = PageToken.Decode(request, 1, validation)?[0] ?? "";
        validation.ThrowIfAny();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await context.Rules.AsNoTracking().Where(r => string.Compare(r.RuleId, after) > 0).OrderBy(r => r.RuleId).Take(size + 1).ToListAsync(cancellationToken);
        var response = new ListRulesResponse();
        response.Rules.AddRange(page.Take(size).Select(row => Rule.Parser.ParseFrom(row.Payload)));
        if (page.Count > size)
            response.NextPageToken = PageToken.Encode(request, page[size - 1].RuleId);
        return response;
    }

    /// <exception cref="DomainException">INVALID_ARGUMENT; NOT_FOUND.</exception>
    public async Task<DeleteRuleResponse> DeleteAsync(DeleteRuleRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequestId(request.RequestId);
        validation.Required(request.RuleId, "rule_id");
        validation.ThrowIfAny();
        var response = await writer.WriteAsync((context, token) => context.AnswerOnceAsync("DeleteRule", request.RequestId, request, time, async () =>
        {
            context.Rules.Remove(await context.Rules.SingleOrDefaultAsync(r => r.RuleId == request.RuleId, token) ?? throw DomainException.NotFound("rule", request.RuleId));
            return new DeleteRuleResponse();
        }, token), cancellationToken);
        await book.ReloadAsync(cancellationToken);
        return response;
    }

    /// <summary>
    /// Looks at all real articles, and withdraws those the rules refuse unless asked not to. In steps, so that others write in between; what is
    /// withdrawn when the call is cut stays withdrawn, and calling again does the rest.
    /// </summary>
    public async Task<ApplyRulesResponse> ApplyAsync(ApplyRulesRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(request.Rule is null || request.ValidateOnly, "rule", "RULE_NOT_STORED", "is only tried with validate_only; create it first");
        var trial = request.Rule is null ? null : Validate(request.Rule, validation);
        validation.ThrowIfAny();
        var refuses = book.With(trial);
        var trace = Activity.Current?.Context ?? default;
        var response = new ApplyRulesResponse();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        for (var before = long.MaxValue; ;)
        {
            var page = await context.Articles.AsNoTracking().Where(a => !a.Sample && a.FirstSequence < before).OrderByDescending(a => a.FirstSequence).Take(Step)
                .Join(context.Log, a => a.Sequence, e => e.Sequence, (a, e) => new { a.FirstSequence, a.Cited, e.Payload }).OrderByDescending(a => a.FirstSequence).ToListAsync(cancellationToken);
            if (page.Count == 0)
                break;
            before = page[^1].FirstSequence;
            response.ArticleCount += page.Count;
            var refused = new List<(string ArticleId, Rule Rule)>();
            foreach (var row in page)
            {
                var article = ArticleEntry.Parser.ParseFrom(row.Payload).Article;
                if (refuses(article) is not { } rule)
                    continue;
                refused.Add((article.ArticleId, rule));
                response.CitedCount += row.Cited ? 1 : 0;
                if (response.Matches.Count < MostMatches)
                    response.Matches.Add(new RuleMatch { ArticleId = article.ArticleId, Title = article.Title, Publisher = article.Publisher.Name, RuleId = rule.RuleId, Cited = row.Cited });
            }
            response.RefusedCount += refused.Count;
            if (!request.ValidateOnly && refused.Count > 0)
                await writer.WriteAsync((db, token) => WithdrawAsync(db, refused, trace, token), cancellationToken);
        }
        if (!request.ValidateOnly)
            logger.RulesApplied(response.ArticleCount, response.RefusedCount);
        return response;
    }

    private async Task WithdrawAsync(IngestionDbContext context, List<(string ArticleId, Rule Rule)> refused, ActivityContext trace, CancellationToken cancellationToken)
    {
        foreach (var (articleId, rule) in refused)
        {
            // Somebody else may have withdrawn it since it was looked at.
            if (!await context.Articles.AnyAsync(a => a.ArticleId == articleId, cancellationToken))
                continue;
            await articles.WithdrawAsync(context, articleId, $"rule {rule.RuleId}{(rule.Note.Length > 0 ? $": {rule.Note}" : "")}", trace, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    private static Rule Validate(Rule? given, Validation validation)
    {
        var rule = given?.Clone() ?? new Rule();
        rule.Publisher = DocumentReader.OneLine(rule.Publisher, 257);
        rule.Note = DocumentReader.OneLine(rule.Note, 257);
        validation.Require(rule.Action is RuleAction.Keep or RuleAction.Block, "rule.action", "FIELD_REQUIRED", "must be RULE_ACTION_KEEP or RULE_ACTION_BLOCK");
        validation.AtMost(rule.FeedId, 64, "rule.feed_id");
        validation.AtMost(rule.Publisher, 256, "rule.publisher");
        validation.AtMost(rule.Note, 256, "rule.note");
        if (rule.Action == RuleAction.Keep)
            validation.Required(rule.Text, "rule.text");
        else
            validation.Require(rule.FeedId.Length + rule.Publisher.Length + rule.Text.Length > 0, "rule.text", "FIELD_REQUIRED", "is empty, as are feed_id and publisher: the rule would block everything; give at least one");
        if (rule.Text.Length > 0 && validation.AtMost(rule.Text, LongestText, "rule.text"))
            validation.Require(Problem(rule.Text) is not { } problem, "rule.text", "RULE_TEXT_INVALID", $"is no regular expression that runs in linear time: {Problem(rule.Text)}");
        rule.RuleId = Ids.Of('r', ((int)rule.Action).ToString(CultureInfo.InvariantCulture), rule.FeedId, rule.Publisher, rule.Text);
        return rule;
    }

    private static string? Problem(string text)
    {
        try
        {
            RuleBook.Pattern(text);
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }
}
