using System.CommandLine;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Tension.V1;
using TensionScore = RegionalSecurity.Tension.V1.Tension;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec tension</c>: the score of subjects, or the ranking.</summary>
internal sealed class TensionCommand
{
    private readonly CliContext _context;
    private readonly Argument<string[]> _subjects = new("subject") { Description = $"{SubjectText.Forms}. None: the ranking.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _asOf = Options.AsOf();
    private readonly Option<bool> _asPublished = Options.AsPublished();
    private readonly Option<long> _sequence = Options.LogSequence();
    private readonly Option<string> _kind = new("--kind") { HelpName = "kind", Description = "What is ranked: dyad, directed-pair, country or region.", DefaultValueFactory = _ => "dyad" };
    private readonly Option<int> _limit = new("--limit") { HelpName = "n", Description = "Most rows of the ranking; 0: all.", DefaultValueFactory = _ => 20 };
    private readonly Option<bool> _sample = new("--sample") { Description = "Rank the invented sample rather than real data." };

    private TensionCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new TensionCommand(context);
        var command = new Command("tension", "How tense relations are reported to be, 0 to 100, and the events behind it.")
        {
            options._subjects, options._asOf, options._asPublished, options._sequence, options._kind, options._limit, options._sample,
        };
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec tension",
            "regsec tension PRK-USA PRK-KOR PRK-JPN --as-of 2024-11-09 --as-published",
            "regsec tension korean-peninsula --json",
            "regsec tension --kind region",
        ];
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var subjects = parse.GetRequiredValue(_subjects).Select(SubjectText.Parse).ToList();
        var json = parse.GetValue(_context.Json);
        var asOf = TimeText.AsOf("--as-of", parse.GetValue(_asOf), _context.Host.Time);
        var past = Options.PastOf(parse.GetValue(_asPublished));
        using var server = _context.Connect(parse);
        if (subjects.Count == 0)
            return await RankAsync(parse, server, new ListTensionsRequest { AsOfTime = asOf, Past = past, LogSequence = parse.GetValue(_sequence) }, json, cancel);
        foreach (var subject in subjects)
        {
            var request = new GetTensionRequest { Subject = subject, AsOfTime = asOf, Past = past, LogSequence = parse.GetValue(_sequence) };
            var answer = await server.Tension.GetTensionAsync(request, ServerConnection.Unary(cancel));
            if (!json)
                TensionView.Write(_context.Terminal.Out, answer.Tension);
            else if (subjects.Count == 1)
                _context.Terminal.JsonDocument(answer.Tension);
            else
                _context.Terminal.JsonLine(answer.Tension);
        }
        return ExitCode.Ok;
    }

    private async Task<int> RankAsync(ParseResult parse, ServerConnection server, ListTensionsRequest request, bool json, CancellationToken cancel)
    {
        var limit = parse.GetValue(_limit);
        if (limit < 0)
            throw CliException.BadInput("--limit: negative. Write 0 for all, or how many.");
        request.Kind = Kind(parse.GetRequiredValue(_kind));
        request.Sample = parse.GetValue(_sample);
        var scores = new List<TensionScore>();
        do
        {
            request.PageSize = limit == 0 ? 500 : Math.Min(500, limit - scores.Count);
            var page = await server.Tension.ListTensionsAsync(request, ServerConnection.Unary(cancel));
            scores.AddRange(page.Tensions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && (limit == 0 || scores.Count < limit));
        if (json)
            foreach (var score in scores)
                _context.Terminal.JsonLine(score);
        else if (scores.Count > 0)
            TensionView.WriteList(_context.Terminal.Out, scores);
        if (scores.Count == 0)
            _context.Terminal.Note(request.Sample ? "No score: the sample is not loaded." : "No score yet: no real article names two parties. --sample ranks the invented sample.");
        return ExitCode.Ok;
    }

    private static SubjectKind Kind(string word) => word.Trim().ToLowerInvariant() switch
    {
        "dyad" or "pair" => SubjectKind.Dyad,
        "directed-pair" or "directed" => SubjectKind.DirectedPair,
        "country" or "party" => SubjectKind.Country,
        "region" => SubjectKind.Region,
        _ => throw CliException.BadInput($"--kind: '{word}' is not in the list. Write one of dyad, directed-pair, country, region."),
    };
}
