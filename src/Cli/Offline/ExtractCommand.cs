using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using RegionalSecurity.Articles;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;
using Google.Protobuf.WellKnownTypes;

namespace RegionalSecurity.Cli.Offline;

/// <summary><c>regsec extract</c>: claims of texts, without a server.</summary>
internal sealed class ExtractCommand
{
    // One article is worked on a core at a time; a few more are read ahead. Memory holds no more than these.
    private static readonly int s_ahead = 8 * Environment.ProcessorCount;

    private readonly CliContext _context;
    private readonly Argument<string[]> _files = new("file")
    {
        Description = "Text, HTML, Markdown or .jsonl files, or - for JSONL on stdin. Default: -.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string> _format = new("--format") { HelpName = "format", Description = "table, or jsonl: one claim a line.", DefaultValueFactory = _ => "table" };
    private readonly Option<string[]> _gazetteers = new("--gazetteer") { HelpName = "file", Description = "Names of further parties (TSV); may be given more than once." };

    private readonly Option<bool> _explain = new("--explain") { Description = "Show how each sentence was read: parse, triggers tried, what decided, why a candidate was dropped." };

    private ExtractCommand(CliContext context) => _context = context;

    public static Command Create(CliContext context)
    {
        var options = new ExtractCommand(context);
        var command = new Command("extract", "Read claims out of texts: who did, said or announced what to whom. Works offline; offsets point into the text as it was given.")
        {
            options._files, options._format, options._gazetteers, options._explain,
        };
        options._format.AcceptOnlyFromAmong("table", "jsonl");
        command.SetAction(options.RunAsync);
        context.Examples[command] =
        [
            "regsec extract story.txt",
            "regsec extract --format jsonl articles.jsonl > claims.jsonl",
            """echo '{"articleId":"1","text":"North Korea fired a missile towards Japan."}' | regsec extract --format jsonl -""",
        ];
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var files = parse.GetRequiredValue(_files) is { Length: > 0 } given ? given : ["-"];
        if (files.Count(file => file == "-") > 1)
            throw CliException.BadInput("file: '-' (stdin) can be given only once.");
        if (files.Contains("-") && _context.Host.InputIsTerminal)
            _context.Terminal.Note("Reading articles from the terminal, one JSON object a line; Ctrl-D ends.");
        var explain = parse.GetValue(_explain);
        var json = !explain && (parse.GetValue(_context.Json) || parse.GetValue(_format) == "jsonl");
        var extractor = new ClaimExtractor(ReadGazetteer(parse.GetValue(_gazetteers) ?? []));
        var output = _context.Host.Output;
        long articles = 0, claims = 0, bad = 0;
        await foreach (var result in Ordered.SelectAsync(InputsAsync(files, cancel), input => Extract(extractor, input, json, explain), s_ahead, output.Flush, cancel))
        {
            if (result.Problem is { } problem)
            {
                bad++;
                _context.Terminal.Error($"{result.Origin}: {problem}");
                continue;
            }
            articles++;
            claims += result.Claims.Count;
            if (json || explain)
                await output.WriteAsync(result.Lines);
            else if (result.Claims.Count > 0)
                ClaimTable.Write(_context.Terminal.Out, result.Claims, result.Origin);
        }
        if (!json || bad > 0)
            _context.Terminal.Note($"{articles:N0} articles, {claims:N0} claims" + (bad > 0 ? $", {bad:N0} could not be read" : "") + ".");
        return bad == 0 ? ExitCode.Ok : articles > 0 ? ExitCode.SomeRejected : ExitCode.BadInput;
    }

    private static Gazetteer ReadGazetteer(string[] files)
    {
        var gazetteer = Gazetteer.Default;
        foreach (var file in files)
        {
            try
            {
                using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
                gazetteer = gazetteer.Merge(reader, file);
            }
            catch (GazetteerException error)
            {
                throw new CliException(ExitCode.BadInput, $"--gazetteer: {error.Message}", error);
            }
            catch (DecoderFallbackException error)
            {
                throw new CliException(ExitCode.BadInput, $"--gazetteer: {file} is not valid UTF-8. Convert it, for example with iconv -t UTF-8.", error);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new CliException(ExitCode.BadInput, $"--gazetteer: {file}: {Files.Unreadable(file, error).Message}", error);
            }
        }
        return gazetteer;
    }

    private sealed record ExtractInput(string Origin, byte[]? Line, byte[]? Document, string FileName, string? Problem);

    private sealed record ExtractResult(string Origin, IReadOnlyList<Claim> Claims, string Lines, string? Problem);

    private async IAsyncEnumerable<ExtractInput> InputsAsync(string[] files, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in files)
        {
            if (file == "-")
                await foreach (var input in LinesAsync(_context.Host.Input, "stdin", cancel))
                    yield return input;
            else if (Files.IsJsonLines(file))
            {
                FileStream? stream = null;
                var problem = "";
                try
                {
                    stream = Files.Open(file);
                }
                catch (ItemException error)
                {
                    problem = error.Line;
                }
                if (stream is null)
                {
                    yield return new ExtractInput(file, null, null, file, problem);
                    continue;
                }
                await using (stream)
                    await foreach (var input in LinesAsync(stream, file, cancel))
                        yield return input;
            }
            else
                yield return await DocumentAsync(file, cancel);
        }
    }

    private static async Task<ExtractInput> DocumentAsync(string file, CancellationToken cancel)
    {
        try
        {
            return new ExtractInput(file, null, await Files.ReadAsync(file, cancel), file, null);
        }
        catch (ItemException error)
        {
            return new ExtractInput(file, null, null, file, error.Line);
        }
    }

    private static async IAsyncEnumerable<ExtractInput> LinesAsync(Stream stream, string name, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var line in JsonLines.ReadAsync(stream, JsonLines.MostBytes, cancel))
            yield return new ExtractInput($"{name}:{line.Number}", line.Bytes, null, "",
                line.TooLong ? $"the line is over {JsonLines.MostBytes:N0} bytes. Write one article a line, of at most 2 MiB." : null);
    }

    private static ExtractResult Extract(ClaimExtractor extractor, ExtractInput input, bool json, bool explain)
    {
        if (input.Problem is not null)
            return new ExtractResult(input.Origin, [], "", input.Problem);
        try
        {
            var article = input.Line is not null ? FromLine(input) : FromDocument(input);
            var claims = extractor.Extract(article).Claims;
            if (explain)
            {
                using var account = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
                extractor.Explain(article, account);
                return new ExtractResult(input.Origin, claims, account.ToString(), null);
            }
            if (!json)
                return new ExtractResult(input.Origin, claims, "", null);
            var lines = new StringBuilder();
            foreach (var claim in claims)
                lines.Append(Terminal.ToJson(claim)).Append('\n');
            return new ExtractResult(input.Origin, claims, lines.ToString(), null);
        }
        catch (ItemException error)
        {
            return new ExtractResult(input.Origin, [], "", error.Line);
        }
        catch (ArticleException error)
        {
            return new ExtractResult(input.Origin, [], "", error.Message);
        }
    }

    private static Article FromLine(ExtractInput input)
    {
        var item = ArticleItem.Parse(input.Line);
        // The text as received: offsets must hold in it.
        var article = new Article
        {
            ArticleId = item.Id.Length > 0 ? item.Id : "line-" + input.Origin[(input.Origin.LastIndexOf(':') + 1)..],
            Text = Bounded(item.Text),
            Title = DocumentReader.OneLine(item.Title, ArticleLimits.TitleLength),
            Byline = DocumentReader.OneLine(item.Byline, ArticleLimits.BylineLength),
            Url = item.Url,
            Language = item.Language,
        };
        if (item.Publisher.Length > 0 || item.Url.Length > 0)
            article.Publisher = PublisherRegistry.Default.Resolve(item.Publisher, item.Url);
        if (item.Published is { } time)
        {
            article.PublishTime = Timestamp.FromDateTimeOffset(time.Start);
            article.PublishPrecision = time.Precision;
        }
        return article;
    }

    private static Article FromDocument(ExtractInput input)
    {
        var bytes = input.Document!;
        Article article;
        if (Files.ContentType(input.FileName) is "text/html" or "text/markdown" || LooksLikeHtml(bytes))
        {
            article = DocumentReader.Read(bytes, Files.ContentType(input.FileName) is "text/markdown" ? "text/markdown" : "text/html", null);
            if (article.SiteName.Length > 0 || article.Url.Length > 0)
                article.Publisher = PublisherRegistry.Default.Resolve(article.SiteName, article.Url);
        }
        else
            article = new Article { Text = Bounded(Files.Utf8(bytes)) };
        article.ArticleId = Path.GetFileName(input.FileName);
        return article;
    }

    private static string Bounded(string text)
    {
        if (text.AsSpan().Trim().IsEmpty)
            throw new ItemException("text", "missing or empty. Give the article's text as \"text\".");
        if (Encoding.UTF8.GetByteCount(text) > ArticleLimits.TextBytes)
            throw new ItemException("text", $"over {ArticleLimits.TextBytes:N0} bytes (2 MiB). Give the article alone, or split it.");
        return text;
    }

    private static bool LooksLikeHtml(byte[] bytes)
    {
        var head = Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 512))).TrimStart('ï', '»', '¿', ' ', '\t', '\r', '\n');
        return head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}
