using System.CommandLine;
using System.Runtime.CompilerServices;
using RegionalSecurity.Articles;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Offline;

/// <summary><c>regsec article</c>: the article in a page, without a server.</summary>
internal sealed class ArticleCommand
{
    private readonly CliContext _context;
    private readonly Argument<string[]> _files = new("file") { Description = "HTML, PDF, Markdown or text files, or - for one document on stdin.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _url = Text("--url", "url", "Where the page came from: the base of its links. Only with one file.");
    private readonly Option<string> _format = new("--format") { HelpName = "format", Description = "json: one document (an array for several files); jsonl: one object a line.", DefaultValueFactory = _ => "json" };

    private ArticleCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new ArticleCommand(context);
        var command = new Command("article", "Extract the article from a page: title, byline, language, site, time and text. Works offline.")
        {
            options._files, options._url, options._format,
        };
        options._format.AcceptOnlyFromAmong("json", "jsonl");
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec article page.html --url https://example.org/news/1",
            "regsec article --format jsonl pages/*.html > articles.jsonl",
        ];
        return command;
    }

    private static Option<string?> Text(string name, string help, string description) => new(name) { HelpName = help, Description = description };

    private sealed record Page(string File, byte[]? Bytes, string? Problem);

    private sealed record Result(string File, Article? Article, string? Problem);

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var files = parse.GetRequiredValue(_files);
        var url = Url(parse.GetValue(_url), files.Length);
        var array = parse.GetValue(_format) == "json" && files.Length > 1;
        var lines = parse.GetValue(_format) == "jsonl";
        var output = _context.Host.Output;
        int good = 0, bad = 0;
        await foreach (var result in Ordered.SelectAsync(PagesAsync(files, cancel), page => Read(page, url), 2 * Environment.ProcessorCount, output.Flush, cancel))
        {
            if (result.Article is null)
            {
                bad++;
                _context.Terminal.Error($"{result.File}: {result.Problem}");
                continue;
            }
            if (array)
                await output.WriteAsync(good == 0 ? "[\n" : ",\n");
            if (lines)
                _context.Terminal.JsonLine(result.Article);
            else if (array)
                await output.WriteAsync(Terminal.ToIndentedJson(result.Article));
            else
                _context.Terminal.JsonDocument(result.Article);
            good++;
        }
        if (array)
            await output.WriteAsync(good == 0 ? "[]\n" : "\n]\n");
        return bad == 0 ? ExitCode.Ok : good > 0 ? ExitCode.SomeRejected : ExitCode.BadInput;
    }

    /// <summary>The base address that an option gives, for one file only.</summary>
    internal static Uri? Url(string? text, int files)
    {
        if (text is null)
            return null;
        if (files > 1)
            throw CliException.BadInput("--url: it belongs to one file, but several are given. Give one file.");
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw CliException.BadInput($"--url: '{text}' is not an http or https address.");
    }

    private async IAsyncEnumerable<Page> PagesAsync(string[] files, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in files)
            yield return await PageAsync(file, cancel);
    }

    private async Task<Page> PageAsync(string file, CancellationToken cancel)
    {
        try
        {
            return new Page(file, file == "-" ? await Files.ReadAsync(_context.Host.Input, "stdin", cancel) : await Files.ReadAsync(file, cancel), null);
        }
        catch (ItemException error)
        {
            return new Page(file, null, error.Line);
        }
    }

    private static Result Read(Page page, Uri? url)
    {
        if (page.Bytes is null)
            return new Result(page.File, null, page.Problem);
        try
        {
            var article = DocumentReader.Read(page.Bytes, Files.ContentType(page.File), url);
            if (article.SiteName.Length > 0 || article.Url.Length > 0)
                article.Publisher = PublisherRegistry.Default.Resolve(article.SiteName, article.Url);
            return new Result(page.File, article, null);
        }
        catch (ArticleException error)
        {
            return new Result(page.File, null, error.Message);
        }
    }
}
