using System.CommandLine;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec claims</c>: the stored claims, by every filter of ListClaims.</summary>
internal sealed class ClaimsCommand
{
    private const int PageSize = 200;

    private readonly CliContext _context;
    private readonly Option<string?> _actor = Options.Text("--actor", "code", "Only with this actor.");
    private readonly Option<string?> _target = Options.Text("--target", "code", "Only with this target.");
    private readonly Option<string?> _dyad = Options.Text("--dyad", "pair", "Only between these two, either way, for example PRK-USA.");
    private readonly Option<string?> _party = Options.Text("--party", "code", "Only with this actor or target.");
    private readonly Option<string[]> _type = new("--type") { HelpName = "type", Description = "Only of this event type, for example threaten; may be given more than once." };
    private readonly Option<string?> _theme = Options.Text("--theme", "theme", "Only on this theme, for example military-exercise.");
    private readonly Option<string?> _kind = Options.Text("--kind", "kind", "event, outlook or recommendation.");
    private readonly Option<string?> _modality = Options.Text("--modality", "modality", "Only in this modality, for example occurred.");
    private readonly Option<string?> _from = Options.Text("--from", "time", "Only published at or after this; a date means its start.");
    private readonly Option<string?> _to = Options.Text("--to", "time", "Only published before this; a date means its end.");
    private readonly Option<string?> _article = Options.Text("--article", "id", "Only of this article.");
    private readonly Option<string?> _knownAt = Options.Text("--known-at", "time", "Only ingested by then; a date means its end.");
    private readonly Option<bool> _sample = new("--sample") { Description = "Of the invented sample rather than of real articles." };
    private readonly Option<int> _limit = new("--limit") { HelpName = "n", Description = "Most claims; 0: all.", DefaultValueFactory = _ => 50 };

    private ClaimsCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new ClaimsCommand(context);
        var command = new Command("claims", "List stored claims, latest publication first.")
        {
            options._actor, options._target, options._dyad, options._party, options._type, options._theme, options._kind, options._modality,
            options._from, options._to, options._article, options._knownAt, options._sample, options._limit,
        };
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec claims --dyad PRK-USA --type threaten --from 2024-11-01 --to 2024-11-09",
            "regsec claims --actor CHN --theme border-and-maritime --limit 0 --json",
        ];
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var limit = parse.GetValue(_limit);
        if (limit < 0)
            throw CliException.BadInput("--limit: negative. Write 0 for all, or how many.");
        var request = Request(parse);
        var json = parse.GetValue(_context.Json);
        using var server = _context.Connect(parse);
        long told = 0;
        do
        {
            request.PageSize = limit == 0 ? PageSize : (int)Math.Min(PageSize, limit - told);
            var page = await server.Claims.ListClaimsAsync(request, ServerConnection.Unary(cancel));
            if (json)
                foreach (var claim in page.Claims)
                    _context.Terminal.JsonLine(claim);
            else if (page.Claims.Count > 0)
                ClaimTable.Write(_context.Terminal.Out, page.Claims);
            told += page.Claims.Count;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && (limit == 0 || told < limit));
        if (told == 0)
            _context.Terminal.Note("No claim fits." + (request.Sample ? "" : " (--sample lists the invented sample's.)"));
        else if (request.PageToken.Length > 0 && !json)
            _context.Terminal.Note($"{told} shown; there are more. --limit 0 lists all.");
        return ExitCode.Ok;
    }

    private ListClaimsRequest Request(ParseResult parse)
    {
        var clock = _context.Host.Time;
        var request = new ListClaimsRequest
        {
            Actor = Code(parse.GetValue(_actor)),
            Target = Code(parse.GetValue(_target)),
            Party = Code(parse.GetValue(_party)),
            ArticleId = parse.GetValue(_article) ?? "",
            Sample = parse.GetValue(_sample),
            FromTime = TimeText.From("--from", parse.GetValue(_from), clock),
            ToTime = TimeText.To("--to", parse.GetValue(_to), clock),
            KnownAt = TimeText.AsOf("--known-at", parse.GetValue(_knownAt), clock),
        };
        if (parse.GetValue(_dyad) is { } dyad)
            request.Dyad = SubjectText.Pair(dyad) is { SubjectCase: Tension.V1.Subject.SubjectOneofCase.Dyad } pair
                ? pair.Dyad
                : throw CliException.BadInput("--dyad: write two codes joined by \"-\"; for one direction use --actor and --target.");
        foreach (var type in parse.GetValue(_type) ?? [])
            request.EventTypes.Add(EnumText.Parse<EventType>("--type", type, Lists.EventTypes));
        if (parse.GetValue(_theme) is { } theme)
            request.Theme = EnumText.Parse<Theme>("--theme", theme, Lists.Themes);
        if (parse.GetValue(_kind) is { } kind)
            request.Kind = EnumText.Parse<ClaimKind>("--kind", kind, Lists.Kinds);
        if (parse.GetValue(_modality) is { } modality)
            request.Modality = EnumText.Parse<Modality>("--modality", modality, Lists.Modalities);
        return request;
    }

    private static string Code(string? text) => (text ?? "").Trim().ToUpperInvariant();
}
