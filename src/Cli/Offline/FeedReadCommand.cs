using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RegionalSecurity.Articles;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Offline;

/// <summary><c>regsec feeds read</c>: what stands in feed files, without a server.</summary>
internal sealed class FeedReadCommand
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CliContext _context;
    private readonly Argument<string[]> _files = new("file") { Description = "Feed files (RSS, RDF, Atom, CDF, JSON Feed), or - for one on stdin.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _url = new("--url") { HelpName = "url", Description = "Where the feed came from: the base of its links. Only with one file. Default: the address it gives itself." };
    private readonly Option<string> _format = new("--format")
    {
        HelpName = "format",
        Description = "text: for reading; jsonl: one feed a line {file, title, link, language, items}, a file that is no feed with items [] and error.",
        DefaultValueFactory = _ => "text",
    };

    private FeedReadCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new FeedReadCommand(context);
        var command = new Command("read", "Read feed files: title, link and items. Works offline.") { options._files, options._url, options._format };
        options._format.AcceptOnlyFromAmong("text", "jsonl");
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec feeds read world.xml",
            "regsec feeds read --format jsonl feeds/*.xml > feeds.jsonl",
        ];
        return command;
    }

    private sealed record Source(string File, byte[]? Bytes, string? Problem);

    private sealed record Result(string File, FeedDocument? Feed, string? Problem);

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var files = parse.GetRequiredValue(_files);
        var url = ArticleCommand.Url(parse.GetValue(_url), files.Length);
        var lines = parse.GetValue(_format) == "jsonl" || parse.GetValue(_context.Json);
        var output = _context.Host.Output;
        int good = 0, bad = 0;
        await foreach (var result in Ordered.SelectAsync(SourcesAsync(files, cancel), source => Read(source, url), 2 * Environment.ProcessorCount, output.Flush, cancel))
        {
            if (result.Feed is null)
            {
                bad++;
                _context.Terminal.Error($"{result.File}: {result.Problem}");
            }
            else
            {
                good++;
            }
            if (lines)
                await output.WriteAsync(JsonLine(result) + "\n");
            else if (result.Feed is { } feed)
                WriteText(output, feed);
        }
        return bad == 0 ? ExitCode.Ok : good > 0 ? ExitCode.SomeRejected : ExitCode.BadInput;
    }

    private async IAsyncEnumerable<Source> SourcesAsync(string[] files, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in files)
        {
            Source source;
            try
            {
                source = new Source(file, file == "-" ? await Files.ReadAsync(_context.Host.Input, "stdin", cancel) : await Files.ReadAsync(file, cancel), null);
            }
            catch (ItemException error)
            {
                source = new Source(file, null, error.Line);
            }
            yield return source;
        }
    }

    private static Result Read(Source source, Uri? url)
    {
        if (source.Bytes is null)
            return new Result(source.File, null, source.Problem);
        try
        {
            return new Result(source.File, FeedReader.Read(source.Bytes, "", url), null);
        }
        catch (ArticleException error)
        {
            return new Result(source.File, null, error.Message);
        }
    }

    private static string JsonLine(Result result)
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_json))
        {
            json.WriteStartObject();
            json.WriteString("file", result.File);
            json.WriteString("title", result.Feed?.Title ?? "");
            json.WriteString("link", result.Feed?.Link ?? "");
            json.WriteString("language", result.Feed?.Language ?? "");
            json.WriteStartArray("items");
            foreach (var item in result.Feed?.Items ?? [])
                Write(json, item);
            json.WriteEndArray();
            if (result.Problem is not null)
                json.WriteString("error", result.Problem);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter json, FeedItem item)
    {
        json.WriteStartObject();
        json.WriteString("id", Whole(item.Id));
        json.WriteString("title", Whole(item.Title));
        json.WriteString("link", Whole(item.Link));
        if ((item.PublishTime ?? item.ModifyTime) is { } published)
            json.WriteString("publishTime", Time(published));
        if (item.ModifyTime is { } modified)
            json.WriteString("modifyTime", Time(modified));
        json.WriteString("summary", Whole(item.Summary));
        json.WriteString("content", Whole(item.Content));
        json.WriteString("author", Whole(item.Author));
        json.WriteStartArray("categories");
        foreach (var category in item.Categories)
            json.WriteStringValue(Whole(category));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Half a surrogate pair is no text that JSON can hold.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Time(SourceTime time) => time.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static void WriteText(TextWriter output, FeedDocument feed)
    {
        output.WriteLine($"{Plain.Line(feed.Title)}  {Plain.Line(feed.Link)}".Trim());
        foreach (var item in feed.Items)
        {
            var when = item.PublishTime is not { } time ? "no date"
                : time.Time.UtcDateTime.ToString(time.Precision == TimePrecision.Day ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            output.WriteLine($"  {when,-16}  {Plain.Line(item.Title.Length > 0 ? item.Title : item.Summary, 100)}  {Plain.Line(item.Link)}".TrimEnd());
        }
    }
}
