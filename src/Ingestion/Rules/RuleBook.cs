using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Ingestion.Rules;

/// <summary>The rules in force, ready to be asked for each article. Immutable but for being replaced as a whole.</summary>
internal sealed class RuleBook(IDbContextFactory<IngestionDbContext> contexts, Publishers publishers) : IHostedService
{
    private volatile Compiled[] _rules = [];

    public Task StartAsync(CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads the rules of the store.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var payloads = await context.Rules.AsNoTracking().OrderBy(r => r.RuleId).Select(r => r.Payload).ToListAsync(cancellationToken);
        _rules = [.. payloads.Select(payload => new Compiled(Rule.Parser.ParseFrom(payload), publishers.Real))];
    }

    /// <summary>The rule that refuses the article: one that blocks it, or the first of those whose text it would have to have. Null: it is kept.</summary>
    public Rule? Refuses(Article article) => Refuses(_rules, article);

    /// <summary>The rules in force and one more, for a trial.</summary>
    public Func<Article, Rule?> With(Rule? more)
    {
        Compiled[] rules = more is null ? _rules : [.. _rules, new Compiled(more, publishers.Real)];
        return article => Refuses(rules, article);
    }

    /// <summary>What is told to whoever handed in an article that a rule refuses.</summary>
    public static DomainException Refusal(Rule rule, Article article) => new(StatusCode.FailedPrecondition, "RULE_REFUSED",
        $"The rule {rule.RuleId} ({(rule.Action == RuleAction.Block ? "block" : "keep")}{(rule.Note.Length > 0 ? $": {rule.Note}" : "")}) refuses the article \"{DocumentReader.OneLine(article.Title, 128)}\". See regsec rules list.",
        ("rule_id", rule.RuleId), ("article_id", article.ArticleId));

    /// <summary>A rule's text as what looks for it: linear in the text, whatever it is.</summary>
    /// <exception cref="ArgumentException">It is no regular expression, or one with look-around or back-references.</exception>
    public static Regex Pattern(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException error)
        {
            throw new ArgumentException(error.Message, nameof(text), error);
        }
    }

    private static Rule? Refuses(Compiled[] rules, Article article)
    {
        Rule? wanted = null;
        var kept = false;
        foreach (var rule in rules)
        {
            if (!rule.Covers(article))
                continue;
            if (rule.Rule.Action == RuleAction.Block)
            {
                if (rule.Says(article))
                    return rule.Rule;
            }
            else if (!kept)
            {
                kept = rule.Says(article);
                wanted ??= rule.Rule;
            }
        }
        return kept ? null : wanted;
    }

    private sealed class Compiled(Rule rule, PublisherRegistry registry)
    {
        private readonly Regex? _text = rule.Text.Length == 0 ? null : Pattern(rule.Text);

        // An unregistered publisher is named by its name or by its id, which begins with x-.
        private readonly string _publisher = rule.Publisher.Length == 0 || rule.Publisher.StartsWith("x-", StringComparison.Ordinal) ? rule.Publisher
            : registry.Resolve(rule.Publisher, null).PublisherId;

        public Rule Rule => rule;

        public bool Covers(Article article) =>
            (rule.FeedId.Length == 0 || rule.FeedId == article.FeedId) && (_publisher.Length == 0 || _publisher == article.Publisher.PublisherId);

        public bool Says(Article article) => _text is null || _text.IsMatch(article.Title) || _text.IsMatch(article.Text);
    }
}
