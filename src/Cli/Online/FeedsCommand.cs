using System.CommandLine;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Offline;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary><c>regsec feeds</c>: the feeds that the stack polls, and their health.</summary>
internal sealed class FeedsCommand
{
    private readonly CliContext _context;
    private readonly Option<string[]> _tag = new("--tag") { HelpName = "tag", Description = "A label; may be given more than once." };
    private readonly Option<string?> _ofTag = Options.Text("--tag", "tag", "Those with this tag.");
    private readonly Option<bool> _all = new("--all") { Description = "All of them." };

    private FeedsCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var feeds = new FeedsCommand(context);
        var command = new Command("feeds", "The feeds that are polled: add, list, import, export, check. read works offline.")
        {
            feeds.Add(), feeds.List(), feeds.Import(), feeds.Export(), feeds.Check(), feeds.Poll(), feeds.Switch("enable", false), feeds.Switch("disable", true), feeds.Remove(),
            FeedReadCommand.Create(context),
        };
        context.Examples[command] =
        [
            "regsec feeds add https://example.org/news/ --tag asia",
            "regsec feeds import --shipped --dry-run",
            "regsec feeds list --state failing",
        ];
        return command;
    }

    private Command Add()
    {
        var url = new Argument<string>("url") { Description = "Address of a feed, or of a page that names its feeds." };
        var title = Options.Text("--title", "text", "Title; default: the feed's own.");
        var publisher = Options.Text("--publisher", "name", "Name or id of its publisher; default: by the domain.");
        var interval = Options.Text("--interval", "time", "Shortest time between polls, for example 15m, 2h or 1d; 5 minutes to a day. Default: 30m.");
        var disabled = new Option<bool>("--disabled") { Description = "Add it turned off." };
        var teasers = new Option<bool>("--teasers-only") { Description = "Keep items as the feed gives them; do not fetch full texts." };
        var unchecked_ = new Option<bool>("--no-check") { Description = "Add the address as it is, without fetching it first." };
        var command = new Command("add", "Add a feed. A page's address will do: the feeds it names are found.") { url, title, publisher, _tag, interval, disabled, teasers, _all, unchecked_ };
        command.SetAction(async (parse, cancel) =>
        {
            var feed = new Feed
            {
                Title = parse.GetValue(title) ?? "",
                Publisher = parse.GetValue(publisher) ?? "",
                PollInterval = Interval(parse.GetValue(interval)),
                Disabled = parse.GetValue(disabled),
                TeasersOnly = parse.GetValue(teasers),
            };
            feed.Tags.AddRange(parse.GetValue(_tag) ?? []);
            using var server = _context.Connect(parse);
            var given = parse.GetRequiredValue(url);
            var addresses = parse.GetValue(unchecked_) ? [given] : await FindAsync(server, given, parse.GetValue(_all), cancel);
            foreach (var address in addresses)
            {
                var one = feed.Clone();
                one.Url = address;
                var added = (await server.Ingestion.CreateFeedAsync(new CreateFeedRequest { Feed = one, RequestId = Guid.NewGuid().ToString("D") }, ServerConnection.Unary(cancel))).Feed;
                if (parse.GetValue(_context.Json))
                    _context.Terminal.JsonLine(added);
                else
                    _context.Host.Output.WriteLine($"Added {added.FeedId}  {Plain.Line(added.Url)}");
            }
            return ExitCode.Ok;
        });
        _context.Examples[command] = ["regsec feeds add https://example.org/world.rss --tag world --interval 15m", "regsec feeds add https://example.org/ --all"];
        return command;
    }

    private async Task<string[]> FindAsync(ServerConnection server, string url, bool all, CancellationToken cancel)
    {
        var found = (await server.Ingestion.CheckFeedAsync(new CheckFeedRequest { Url = url }, ServerConnection.Unary(cancel))).Feeds;
        var usable = found.Where(feed => feed.Problem.Length == 0).ToList();
        foreach (var feed in found.Where(feed => feed.Problem.Length > 0))
            _context.Terminal.Note($"{Plain.Line(feed.Url)}: {Plain.Line(feed.Problem)}");
        if (usable.Count == 0)
            throw new CliException(ExitCode.NotFound, $"{Plain.Line(url)}: no feed is there, and the page names none that works. Look for the feed's own address on the site, or add it with --no-check.");
        if (usable.Count == 1 || all)
            return [.. usable.Where(feed => feed.FeedId.Length == 0 || usable.Count == 1).Select(feed => feed.Url)];
        throw CliException.BadInput($"{Plain.Line(url)}: the page names {usable.Count} feeds; give the address of one, or --all:\n"
            + string.Join('\n', usable.Select(feed => $"  {Plain.Line(feed.Url)}  {Plain.Line(feed.Title, 60)}")));
    }

    private Command List()
    {
        var state = Options.Text("--state", "state", "Only those in this state: ok, failing or disabled.");
        var command = new Command("list", "List the feeds with their health.") { state, _ofTag };
        command.SetAction(async (parse, cancel) =>
        {
            var wanted = parse.GetValue(state) is { } text ? EnumText.Parse<SourceState>("--state", text, Lists.SourceStates) : SourceState.Unspecified;
            using var server = _context.Connect(parse);
            var feeds = (await AllAsync(server, wanted, cancel)).Where(feed => parse.GetValue(_ofTag) is not { } tag || feed.Tags.Contains(tag)).ToList();
            if (parse.GetValue(_context.Json))
                feeds.ForEach(_context.Terminal.JsonLine);
            else if (feeds.Count > 0)
                FeedTable.Write(_context.Terminal.Out, feeds, _context.Host.Time.GetUtcNow());
            if (feeds.Count == 0)
                _context.Terminal.Note("No feed fits. regsec feeds add adds one; regsec feeds import --shipped adds the list that ships.");
            return ExitCode.Ok;
        });
        _context.Examples[command] = ["regsec feeds list", "regsec feeds list --tag asia --json"];
        return command;
    }

    private Command Import()
    {
        var file = new Argument<string?>("file") { Description = "OPML file, or - for stdin. Its folders become tags.", Arity = ArgumentArity.ZeroOrOne };
        var shipped = new Option<bool>("--shipped") { Description = "The list that ships: public feeds on regional security in English, of all sides." };
        var dry = new Option<bool>("--dry-run") { Description = "Change nothing; show what would change." };
        var disabled = new Option<bool>("--disabled") { Description = "Add new feeds turned off." };
        var command = new Command("import", "Add the feeds of an OPML list. Known feeds get what they lack; nothing is taken away.") { file, shipped, dry, disabled };
        command.SetAction(async (parse, cancel) =>
        {
            var path = parse.GetValue(file);
            if (path is null != parse.GetValue(shipped))
                throw CliException.BadInput("Give one of: an OPML file, or --shipped.");
            var request = new ImportFeedsRequest { DryRun = parse.GetValue(dry), Disabled = parse.GetValue(disabled), RequestId = Guid.NewGuid().ToString("D") };
            if (path is null)
                request.Shipped = true;
            else
                request.Opml = ByteString.CopyFrom(path == "-" ? await Files.ReadAsync(_context.Host.Input, "stdin", cancel) : await Files.ReadAsync(path, cancel));
            using var server = _context.Connect(parse);
            var changes = (await server.Ingestion.ImportFeedsAsync(request, ServerConnection.Unary(cancel))).Changes;
            foreach (var change in changes)
            {
                if (parse.GetValue(_context.Json))
                    _context.Terminal.JsonLine(change);
                else if (change.Kind != FeedChange.Types.Kind.Unchanged)
                    _context.Host.Output.WriteLine(Line(change));
            }
            var counts = changes.ToLookup(change => change.Kind);
            var rejected = counts[FeedChange.Types.Kind.Rejected].Count();
            _context.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{(request.DryRun ? "Dry run, nothing changed: " : "")}{counts[FeedChange.Types.Kind.Created].Count()} new, "
                + $"{counts[FeedChange.Types.Kind.Updated].Count()} completed, {counts[FeedChange.Types.Kind.Unchanged].Count()} unchanged, {rejected} rejected."));
            return rejected == 0 ? ExitCode.Ok : ExitCode.SomeRejected;
        });
        _context.Examples[command] = ["regsec feeds import reader.opml --dry-run", "regsec feeds import --shipped"];
        return command;
    }

    private static string Line(FeedChange change) => change.Kind switch
    {
        FeedChange.Types.Kind.Created => $"new        {Plain.Line(change.Feed.Url)}  {Plain.Line(change.Feed.Title, 60)}  [{Plain.Line(string.Join(", ", change.Feed.Tags))}]",
        FeedChange.Types.Kind.Updated => $"completed  {Plain.Line(change.Feed.Url)}  {string.Join(", ", change.Fields)}",
        _ => $"rejected   {Plain.Line(change.Feed.Url)}  {Plain.Line(change.Message)}",
    };

    private Command Export()
    {
        var output = new Option<string?>("--output", "-o") { HelpName = "file", Description = "Where to write; default: stdout." };
        var command = new Command("export", "Write all feeds as OPML. Importing it again changes nothing.") { output };
        command.SetAction(async (parse, cancel) =>
        {
            using var server = _context.Connect(parse);
            var opml = (await server.Ingestion.ExportFeedsAsync(new ExportFeedsRequest(), ServerConnection.Unary(cancel))).Opml;
            if (parse.GetValue(output) is { } path)
            {
                await File.WriteAllBytesAsync(path, opml.ToByteArray(), cancel);
                _context.Terminal.Note($"Wrote {path}.");
                return ExitCode.Ok;
            }
            await _context.Host.Output.WriteLineAsync(opml.ToStringUtf8());
            return ExitCode.Ok;
        });
        _context.Examples[command] = ["regsec feeds export -o feeds.opml"];
        return command;
    }

    private Command Check()
    {
        var what = new Argument<string[]>("url|feed") { Description = "Addresses of feeds or pages, or ids of feeds: fetched now, nothing is stored. None: the health of all feeds.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("check", "Try addresses, or tell which feeds are not well (exit code 4).") { what };
        command.SetAction(async (parse, cancel) =>
        {
            using var server = _context.Connect(parse);
            var names = parse.GetValue(what) ?? [];
            return names.Length == 0 ? await HealthAsync(parse, server, cancel) : await TryAsync(parse, server, names, cancel);
        });
        _context.Examples[command] = ["regsec feeds check https://example.org/", "regsec feeds check"];
        return command;
    }

    private async Task<int> HealthAsync(ParseResult parse, ServerConnection server, CancellationToken cancel)
    {
        var all = await AllAsync(server, SourceState.Unspecified, cancel);
        // What a person turned off is not ill.
        var ill = all.Where(feed => feed.State == SourceState.Failing || feed.State == SourceState.Disabled && feed.StateDetail != "turned off").ToList();
        if (parse.GetValue(_context.Json))
            ill.ForEach(_context.Terminal.JsonLine);
        else if (ill.Count > 0)
            FeedTable.Write(_context.Terminal.Out, ill, _context.Host.Time.GetUtcNow());
        _context.Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{ill.Count} of {all.Count} feeds are not well."));
        return ill.Count == 0 ? ExitCode.Ok : ExitCode.SomeRejected;
    }

    private async Task<int> TryAsync(ParseResult parse, ServerConnection server, string[] names, CancellationToken cancel)
    {
        var bad = 0;
        foreach (var name in names)
        {
            var url = name.Contains("://", StringComparison.Ordinal) ? name : (await server.Ingestion.GetFeedAsync(new GetFeedRequest { FeedId = name }, ServerConnection.Unary(cancel))).Feed.Url;
            var found = await EachAsync(url, async () => (await server.Ingestion.CheckFeedAsync(new CheckFeedRequest { Url = url }, ServerConnection.Unary(cancel))).Feeds);
            if (found is { Count: 0 })
                _context.Terminal.Error($"{Plain.Line(url)}: no feed, and the page names none.");
            if (found is null or { Count: 0 } || found.All(feed => feed.Problem.Length > 0))
                bad++;
            foreach (var feed in found ?? [])
            {
                if (parse.GetValue(_context.Json))
                    _context.Terminal.JsonLine(feed);
                else
                    _context.Host.Output.WriteLine(feed.Problem.Length > 0 ? $"{Plain.Line(feed.Url)}  {Plain.Line(feed.Problem)}" : string.Create(CultureInfo.InvariantCulture,
                        $"{Plain.Line(feed.Url)}  {Plain.Line(feed.Title, 60)}: {feed.ItemCount} items, latest {(feed.LatestItemTime is null ? "undated" : Numbers.Moment(feed.LatestItemTime))}{(feed.FeedId.Length > 0 ? $", listed as {feed.FeedId}" : "")}"));
            }
        }
        return bad == 0 ? ExitCode.Ok : bad == names.Length ? ExitCode.BadInput : ExitCode.SomeRejected;
    }

    private Command Poll()
    {
        var command = new Command("poll", "Poll feeds now, whether they are due or not.") { Names(out var names), _ofTag, _all };
        command.SetAction((parse, cancel) => EachFeedAsync(parse, names, async (server, feed) =>
        {
            var answer = await server.Ingestion.PollFeedAsync(new PollFeedRequest { FeedId = feed }, ServerConnection.Unary(cancel));
            if (parse.GetValue(_context.Json))
                _context.Terminal.JsonLine(answer);
            else
                _context.Host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{feed}  {answer.ItemCount} items, {answer.CreatedCount} new, {answer.RevisedCount} revised, {answer.Rejections.Count} rejected  {Plain.Line(answer.Feed.Title, 60)}"));
            foreach (var rejection in answer.Rejections)
                _context.Terminal.Note($"{feed}: {Plain.Line(rejection.Message)}");
        }, cancel));
        _context.Examples[command] = ["regsec feeds poll --all", "regsec feeds poll https://example.org/world.rss"];
        return command;
    }

    private Command Switch(string name, bool disabled)
    {
        var command = new Command(name, disabled ? "Turn feeds off; they keep their place in the list." : "Turn feeds on again; they are polled at once.") { Names(out var names), _ofTag, _all };
        command.SetAction((parse, cancel) => EachFeedAsync(parse, names, async (server, feed) =>
        {
            var update = new UpdateFeedRequest { Feed = new Feed { FeedId = feed, Disabled = disabled }, UpdateMask = new FieldMask { Paths = { "disabled" } }, RequestId = Guid.NewGuid().ToString("D") };
            var changed = (await server.Ingestion.UpdateFeedAsync(update, ServerConnection.Unary(cancel))).Feed;
            if (parse.GetValue(_context.Json))
                _context.Terminal.JsonLine(changed);
            else
                _context.Host.Output.WriteLine($"{(disabled ? "Off" : "On")}  {feed}  {Plain.Line(changed.Url)}");
        }, cancel));
        _context.Examples[command] = [$"regsec feeds {name} --tag asia"];
        return command;
    }

    private Command Remove()
    {
        var command = new Command("remove", "Remove feeds from the list; their articles stay.") { Names(out var names), _ofTag, _all };
        command.SetAction((parse, cancel) => EachFeedAsync(parse, names, async (server, feed) =>
        {
            await server.Ingestion.DeleteFeedAsync(new DeleteFeedRequest { FeedId = feed, RequestId = Guid.NewGuid().ToString("D") }, ServerConnection.Unary(cancel));
            if (!parse.GetValue(_context.Json))
                _context.Host.Output.WriteLine($"Removed  {feed}");
        }, cancel));
        _context.Examples[command] = ["regsec feeds remove https://example.org/world.rss"];
        return command;
    }

    private static Argument<string[]> Names(out Argument<string[]> names) =>
        names = new Argument<string[]>("feed") { Description = "Ids or addresses of feeds.", Arity = ArgumentArity.ZeroOrMore };

    // One after the other; one that fails does not keep the others from it.
    private async Task<int> EachFeedAsync(ParseResult parse, Argument<string[]> names, Func<ServerConnection, string, Task> act, CancellationToken cancel)
    {
        var given = parse.GetValue(names) ?? [];
        var tag = parse.GetValue(_ofTag);
        if ((given.Length > 0 ? 1 : 0) + (tag is null ? 0 : 1) + (parse.GetValue(_all) ? 1 : 0) != 1)
            throw CliException.BadInput("Give one of: ids or addresses of feeds, --tag, or --all.");
        using var server = _context.Connect(parse);
        // An id is told by itself; for the rest the list is asked.
        var all = given.Length > 0 && Array.TrueForAll(given, name => !name.Contains("://", StringComparison.Ordinal)) ? [] : await AllAsync(server, SourceState.Unspecified, cancel);
        var ids = given.Length == 0 ? [.. all.Where(feed => tag is null || feed.Tags.Contains(tag)).Select(feed => feed.FeedId)]
            : Array.ConvertAll(given, name => !name.Contains("://", StringComparison.Ordinal) ? name
                : all.Find(feed => feed.Url == name || feed.PreviousUrl == name)?.FeedId
                    ?? throw new CliException(ExitCode.NotFound, $"{Plain.Line(name)}: no feed has this address. regsec feeds list shows those there are."));
        if (ids.Length == 0)
            _context.Terminal.Note("No feed fits.");
        if (ids is [var single])
        {
            await act(server, single);
            return ExitCode.Ok;
        }
        var bad = 0;
        foreach (var id in ids)
            bad += await EachAsync(id, async () =>
            {
                await act(server, id);
                return id;
            }) is null ? 1 : 0;
        return bad == 0 ? ExitCode.Ok : bad < ids.Length ? ExitCode.SomeRejected : ExitCode.Failed;
    }

    private async Task<T?> EachAsync<T>(string name, Func<Task<T>> act) where T : class
    {
        try
        {
            return await act();
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.NotFound || ServerErrors.IsOfThird(error))
        {
            foreach (var line in ServerErrors.Lines(error, _context.Address))
                _context.Terminal.Error($"{Plain.Line(name)}: {line}");
            return null;
        }
    }

    private static async Task<List<Feed>> AllAsync(ServerConnection server, SourceState state, CancellationToken cancel)
    {
        var feeds = new List<Feed>();
        var request = new ListFeedsRequest { PageSize = 500, State = state };
        do
        {
            var page = await server.Ingestion.ListFeedsAsync(request, ServerConnection.Unary(cancel));
            feeds.AddRange(page.Feeds);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return feeds;
    }

    private static Duration? Interval(string? text)
    {
        if (text is null)
            return null;
        var seconds = text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? text[^1] switch { 's' => number, 'm' => number * 60L, 'h' => number * 3600L, 'd' => number * 86400L, _ => 0 }
            : 0;
        return seconds is >= 300 and <= 86400 ? new Duration { Seconds = seconds } : throw CliException.BadInput($"--interval: '{Plain.Line(text, 40)}' is no time from 5m to 1d. Write for example 15m, 2h or 1d.");
    }
}
