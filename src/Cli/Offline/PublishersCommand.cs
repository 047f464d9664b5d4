using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RegionalSecurity.Articles;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Ingestion.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Offline;

/// <summary><c>regsec publishers</c>: who publishes, who controls them, whose voice they are. Works offline, on the table that ships and files laid over it.</summary>
internal sealed class PublishersCommand
{
    private readonly CliContext _context;
    private readonly Option<string[]> _files = new("--file") { HelpName = "tsv", Description = "A publishers file laid over the table that ships, as Ingestion:Publishers does; may be given several times.", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _country = new("--country") { HelpName = "code", Description = "Only of this country, ISO 3166-1 alpha-3." };
    private readonly Option<string?> _ownership = new("--ownership") { HelpName = "kind", Description = "Only with this ownership." };
    private readonly Argument<string[]> _names = new("name") { Description = "Names, ids, domains or addresses of pages.", Arity = ArgumentArity.OneOrMore };
    private readonly Argument<string[]> _checked = new("file") { Description = "Publishers files.", Arity = ArgumentArity.OneOrMore };

    private PublishersCommand(CliContext context)
    {
        _context = context;
        _ownership.AcceptOnlyFromAmong("state-controlled", "public-service", "state-funded-abroad", "private", "unknown");
    }

    public static Command Create(CliContext context)
    {
        var options = new PublishersCommand(context);
        var list = new Command("list", "All publishers of the table.") { options._files, options._country, options._ownership };
        list.SetAction(options.List);
        var show = new Command("show", "Whose voice a name, domain or address is, who controls it, and what that rests on.") { options._names, options._files };
        show.SetAction(options.Show);
        var check = new Command("check", "Read publishers files and tell what is wrong with them.") { options._checked };
        check.SetAction(options.Check);
        var command = new Command("publishers", "Who publishes, who controls them, and whose voice they are. Works offline.") { list, show, check };
        context.Examples[command] =
        [
            "regsec publishers show https://www.bbc.co.uk/news/world-1",
            "regsec publishers list --country RUS --ownership private",
            "regsec publishers check my-publishers.tsv",
        ];
        return command;
    }

    private int List(ParseResult parse)
    {
        var country = parse.GetValue(_country)?.Trim().ToUpperInvariant();
        var ownership = parse.GetValue(_ownership);
        var records = Registry(parse.GetValue(_files)!).Records
            .Where(record => (country is null || record.Publisher.Country == country) && (ownership is null || Text(record.Publisher.Ownership) == ownership)).ToList();
        if (parse.GetValue(_context.Json))
        {
            foreach (var record in records)
                _context.Host.Output.WriteLine(Json(record).ToJsonString());
        }
        else if (records.Count > 0)
        {
            var table = new Table { Border = TableBorder.Simple };
            foreach (var column in (string[])["id", "name", "country", "ownership", "family", "kind", "domains"])
                table.AddColumn(column);
            foreach (var record in records)
                table.AddRow(new Text(record.Publisher.PublisherId), new Text(Plain.Line(record.Publisher.Name)), new Text(record.Publisher.Country), new Text(Text(record.Publisher.Ownership)),
                    new Text(Plain.Line(record.Publisher.Family)), new Text(record.Kind), new Text(Plain.Line(string.Join(' ', record.Domains), 60)));
            _context.Terminal.Out.Write(table);
        }
        if (records.Count == 0)
            _context.Terminal.Note("No publisher fits.");
        return ExitCode.Ok;
    }

    private int Show(ParseResult parse)
    {
        var registry = Registry(parse.GetValue(_files)!);
        var unknown = false;
        foreach (var name in parse.GetRequiredValue(_names))
        {
            var found = registry.Find(name);
            unknown |= found is null;
            var record = found is null ? new PublisherRecord(registry.Resolve(name, null), [], [], "", "", null)
                : registry.Records.Single(r => r.Publisher.PublisherId == found.PublisherId);
            if (parse.GetValue(_context.Json))
                _context.Host.Output.WriteLine(Json(record).ToJsonString());
            else
                _context.Host.Output.WriteLine(Plain.Line(found is null
                    ? $"{name}: in no table; it counts to the family \"{record.Publisher.Family}\", one voice with all others that are in none"
                    : $"{name}: {record.Publisher.Name} ({record.Publisher.PublisherId}{(record.Publisher.Country.Length > 0 ? ", " + record.Publisher.Country : "")}{(record.Kind.Length > 0 ? ", wire " + record.Kind : "")}), "
                        + $"family {record.Publisher.Family}, {Text(record.Publisher.Ownership)}{(record.Evidence.Length > 0 ? $": {record.Evidence}" : "")}{(record.Checked is { } day ? string.Create(CultureInfo.InvariantCulture, $" [{day:yyyy-MM-dd}]") : "")}"));
        }
        return unknown ? ExitCode.NotFound : ExitCode.Ok;
    }

    private int Check(ParseResult parse)
    {
        var files = parse.GetRequiredValue(_checked);
        var good = 0;
        foreach (var file in files)
        {
            try
            {
                var registry = PublisherRegistry.Read(Content(file), file);
                _context.Host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {registry.Records.Count():N0} publishers"));
                good++;
            }
            catch (Exception error) when (error is ArticleException or CliException)
            {
                _context.Terminal.Error(error.Message);
            }
        }
        return good == files.Length ? ExitCode.Ok : good > 0 ? ExitCode.SomeRejected : ExitCode.BadInput;
    }

    private static PublisherRegistry Registry(string[] files)
    {
        var registry = PublisherRegistry.Default;
        foreach (var file in files)
        {
            try
            {
                registry = registry.Merge(Content(file), file);
            }
            catch (ArticleException error)
            {
                throw CliException.BadInput(error.Message);
            }
        }
        return registry;
    }

    private static string Content(string file)
    {
        try
        {
            using var stream = Files.Open(file);
            if (stream.Length > Files.MostBytes)
                throw CliException.BadInput($"{file}: over {Files.MostBytes:N0} bytes (8 MiB), which no table of publishers has.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (ItemException error)
        {
            throw CliException.BadInput($"{file}: {error.Line}");
        }
    }

    private static JsonObject Json(PublisherRecord record)
    {
        var json = JsonNode.Parse(Terminal.ToJson(record.Publisher))!.AsObject();
        json["domains"] = JsonSerializer.SerializeToNode(record.Domains);
        json["names"] = JsonSerializer.SerializeToNode(record.Names);
        json["kind"] = record.Kind;
        json["evidence"] = record.Evidence;
        json["checked"] = record.Checked?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        return json;
    }

    private static string Text(Ownership ownership) => ownership switch
    {
        Ownership.StateControlled => "state-controlled",
        Ownership.PublicService => "public-service",
        Ownership.StateFundedAbroad => "state-funded-abroad",
        Ownership.Private => "private",
        _ => "unknown",
    };
}
