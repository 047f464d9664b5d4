using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec rules</c>: which articles are kept.</summary>
internal sealed class RulesCommand
{
    private const int PageSize = 500;

    private readonly CliContext _context;
    private readonly Argument<string> _action = new("action") { Description = "block: what fits is refused. keep: of the feed's and publisher's articles only what fits is taken.", HelpName = "block|keep" };
    private readonly Option<string?> _feed = new("--feed") { HelpName = "id", Description = "Only articles that this feed brings." };
    private readonly Option<string?> _publisher = new("--publisher") { HelpName = "name", Description = "Only articles of this publisher: a name, id or domain." };
    private readonly Option<string?> _text = new("--text") { HelpName = "regex", Description = "Regular expression looked for in title and text, without regard to case; no look-around, no back-references." };
    private readonly Option<string?> _note = new("--note") { HelpName = "why", Description = "Why; told to whoever hands in what is refused." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Change nothing; tell which stored articles would go." };
    private readonly Argument<string> _id = new("rule") { Description = "Id of the rule, as rules list tells it." };

    private RulesCommand(CliContext context)
    {
        _context = context;
        _action.AcceptOnlyFromAmong("block", "keep");
    }

    public static Command Create(CliContext context)
    {
        var options = new RulesCommand(context);
        var list = new Command("list", "The rules in force.");
        list.SetAction(options.ListAsync);
        var add = new Command("add", "Add a rule for articles handed in from now on. With --dry-run: only tell what of the stored ones it would refuse.")
        {
            options._action, options._feed, options._publisher, options._text, options._note, options._dryRun,
        };
        add.SetAction(options.AddAsync);
        var remove = new Command("remove", "Remove a rule. What it refused comes back only when it is handed in again.") { options._id };
        remove.SetAction(options.RemoveAsync);
        var apply = new Command("apply", "Withdraw the stored articles that the rules refuse, with all that was made of them.") { options._dryRun };
        apply.SetAction(options.ApplyAsync);
        var command = new Command("rules", "Which articles are kept: block and keep rules by feed, publisher and text. A block wins over any keep.") { list, add, remove, apply };
        context.Examples[command] =
        [
            "regsec rules add block --text \"horoscope|football\" --note \"no sport\" --dry-run",
            "regsec rules add keep --publisher Reuters --text \"missile|border|treaty|navy\"",
            "regsec rules apply --dry-run",
        ];
        return command;
    }

    private async Task<int> ListAsync(ParseResult parse, CancellationToken cancel)
    {
        using var server = _context.Connect(parse);
        var request = new ListRulesRequest { PageSize = PageSize };
        var count = 0;
        do
        {
            var page = await server.Ingestion.ListRulesAsync(request, ServerConnection.Unary(cancel));
            foreach (var rule in page.Rules)
                if (parse.GetValue(_context.Json))
                    _context.Terminal.JsonLine(rule);
                else
                    _context.Host.Output.WriteLine(Line(rule));
            count += page.Rules.Count;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        if (count == 0)
            _context.Terminal.Note("There are no rules: every article is kept. See regsec rules add --help.");
        return ExitCode.Ok;
    }

    private async Task<int> AddAsync(ParseResult parse, CancellationToken cancel)
    {
        var rule = new Rule
        {
            Action = parse.GetRequiredValue(_action) == "block" ? RuleAction.Block : RuleAction.Keep,
            FeedId = parse.GetValue(_feed) ?? "",
            Publisher = parse.GetValue(_publisher) ?? "",
            Text = parse.GetValue(_text) ?? "",
            Note = parse.GetValue(_note) ?? "",
        };
        using var server = _context.Connect(parse);
        if (parse.GetValue(_dryRun))
            return Tell(parse, await server.Ingestion.ApplyRulesAsync(new ApplyRulesRequest { ValidateOnly = true, Rule = rule }, ServerConnection.Unary(cancel)), dryRun: true);
        var stored = (await server.Ingestion.CreateRuleAsync(new CreateRuleRequest { Rule = rule, RequestId = Guid.NewGuid().ToString() }, ServerConnection.Unary(cancel))).Rule;
        if (parse.GetValue(_context.Json))
            _context.Terminal.JsonDocument(stored);
        else
            _context.Host.Output.WriteLine($"Added {Line(stored)}");
        _context.Terminal.Note("It holds from now on. regsec rules apply --dry-run tells what of the stored articles it would refuse.");
        return ExitCode.Ok;
    }

    private async Task<int> RemoveAsync(ParseResult parse, CancellationToken cancel)
    {
        using var server = _context.Connect(parse);
        var id = parse.GetRequiredValue(_id);
        await server.Ingestion.DeleteRuleAsync(new DeleteRuleRequest { RuleId = id, RequestId = Guid.NewGuid().ToString() }, ServerConnection.Unary(cancel));
        _context.Terminal.Note($"Removed {id}.");
        return ExitCode.Ok;
    }

    private async Task<int> ApplyAsync(ParseResult parse, CancellationToken cancel)
    {
        using var server = _context.Connect(parse);
        var dryRun = parse.GetValue(_dryRun);
        // Reading a large store takes its time: no deadline, Ctrl-C ends it.
        return Tell(parse, await server.Ingestion.ApplyRulesAsync(new ApplyRulesRequest { ValidateOnly = dryRun }, cancellationToken: cancel), dryRun);
    }

    private int Tell(ParseResult parse, ApplyRulesResponse answer, bool dryRun)
    {
        if (parse.GetValue(_context.Json))
        {
            _context.Terminal.JsonDocument(answer);
            return ExitCode.Ok;
        }
        foreach (var match in answer.Matches)
            _context.Host.Output.WriteLine($"{Plain.Line(match.ArticleId)}  {Plain.Line(match.RuleId)}  {(match.Cited ? "cited" : "     ")}  {Plain.Line(match.Publisher, 40)}: {Plain.Line(match.Title, 100)}");
        if (answer.RefusedCount > answer.Matches.Count)
            _context.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"... and {answer.RefusedCount - answer.Matches.Count:N0} more."));
        _context.Host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{answer.RefusedCount:N0} of {answer.ArticleCount:N0} articles {(dryRun ? "would be" : "were")} withdrawn, {answer.CitedCount:N0} of them cited by claims."));
        return ExitCode.Ok;
    }

    private static string Line(Rule rule)
    {
        var parts = new List<string> { Plain.Line(rule.RuleId), rule.Action == RuleAction.Block ? "block" : "keep" };
        if (rule.FeedId.Length > 0)
            parts.Add($"feed {Plain.Line(rule.FeedId)}");
        if (rule.Publisher.Length > 0)
            parts.Add($"publisher {Plain.Line(rule.Publisher)}");
        if (rule.Text.Length > 0)
            parts.Add($"text {Plain.Line(rule.Text)}");
        if (rule.Note.Length > 0)
            parts.Add($"({Plain.Line(rule.Note)})");
        return string.Join("  ", parts);
    }
}
