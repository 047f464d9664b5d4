using System.Runtime.CompilerServices;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Online;

/// <summary>One article to be handed in, or why it cannot be.</summary>
/// <param name="Origin">Where it stands, for example "news.jsonl:17".</param>
/// <param name="Article">What is sent; null when it is refused here.</param>
/// <param name="Refusal">Why it is refused; null when it is sent.</param>
/// <param name="Bytes">Bytes of the input read up to and with it, for the progress bar.</param>
internal sealed record IngestItem(string Origin, ArticleSubmission? Article, Rejection? Refusal, long Bytes);

/// <summary>What the user says of all articles that do not say it themselves.</summary>
internal sealed record IngestDefaults(string Publisher, GivenTime? Published);

/// <summary>Paths, folders, URLs and standard input as a stream of articles; one bad item does not end it.</summary>
internal sealed class IngestSource(IReadOnlyList<string> paths, IngestDefaults defaults, Stream input)
{
    private static readonly string[] s_extensions = [".txt", ".text", ".html", ".htm", ".xhtml", ".md", ".markdown", ".pdf", ".jsonl", ".ndjson", ".json"];
    private long _bytes;

    /// <summary>Files of the folders given that no kind of article is known for.</summary>
    public int Skipped { get; private set; }

    /// <summary>Bytes of all files, or null where they cannot be told beforehand.</summary>
    public long? TotalBytes()
    {
        long total = 0;
        foreach (var path in paths)
        {
            if (path == "-" || IsUrl(path))
                return null;
            total += Directory.Exists(path) ? Walk(path).Where(IsKnown).Sum(Length) : Length(path);
        }
        return total;
    }

    /// <summary>All items in order: paths as given, folders in ordinal order.</summary>
    public async IAsyncEnumerable<IngestItem> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var path in paths)
        {
            if (path == "-")
                await foreach (var item in LinesAsync(input, "stdin", cancel))
                    yield return item;
            else if (IsUrl(path))
                yield return Item(path, new ArticleSubmission { FetchUrl = path }, 0);
            else if (Directory.Exists(path))
            {
                foreach (var file in Walk(path))
                {
                    if (!IsKnown(file))
                    {
                        Skipped++;
                        continue;
                    }
                    await foreach (var item in FileAsync(file, cancel))
                        yield return item;
                }
            }
            else
                await foreach (var item in FileAsync(path, cancel))
                    yield return item;
        }
    }

    public static bool IsUrl(string path) =>
        path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private async IAsyncEnumerable<IngestItem> FileAsync(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (!Files.IsJsonLines(path) && !Files.IsJson(path))
        {
            yield return await DocumentAsync(path, cancel);
            yield break;
        }
        FileStream? file = null;
        Rejection? refusal = null;
        try
        {
            file = Files.Open(path);
        }
        catch (ItemException error)
        {
            refusal = Refuse(error, "FILE_UNREADABLE");
        }
        if (file is null)
        {
            yield return new IngestItem(path, null, refusal, 0);
            yield break;
        }
        await using (file)
            await foreach (var item in Files.IsJson(path) ? ElementsAsync(file, path, cancel) : LinesAsync(file, path, cancel))
                yield return item;
    }

    private async Task<IngestItem> DocumentAsync(string path, CancellationToken cancel)
    {
        try
        {
            var bytes = await Files.ReadAsync(path, cancel);
            return Item(path, new ArticleSubmission
            {
                Document = new Document { Content = UnsafeByteOperations.UnsafeWrap(bytes), ContentType = Files.ContentType(path) },
            }, bytes.Length);
        }
        catch (ItemException error)
        {
            return new IngestItem(path, null, Refuse(error, "FILE_UNREADABLE"), 0);
        }
    }

    private async IAsyncEnumerable<IngestItem> LinesAsync(Stream stream, string name, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var line in JsonLines.ReadAsync(stream, JsonLines.MostBytes, cancel))
        {
            var origin = $"{name}:{line.Number}";
            if (line.TooLong)
                yield return new IngestItem(origin, null, TooLong(), _bytes += JsonLines.MostBytes);
            else
                yield return Line(origin, () => ArticleItem.Parse(line.Bytes), line.Bytes.Length + 1);
        }
    }

    private async IAsyncEnumerable<IngestItem> ElementsAsync(Stream stream, string name, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var element in JsonElements.ReadAsync(stream, JsonLines.MostBytes, cancel))
        {
            var origin = $"{name}[{element.Number}]";
            if (element.TooLong)
                yield return new IngestItem(origin, null, TooLong(), _bytes += JsonLines.MostBytes);
            else
                yield return Line(origin, () => ArticleItem.Parse(element.Bytes), element.Bytes.Length + 1);
        }
    }

    private IngestItem Line(string origin, Func<ArticleItem> read, long bytes)
    {
        try
        {
            var item = read();
            if (item.Text.Length == 0)
                throw new ItemException("text", "missing or empty. Give the article's text as \"text\".");
            if (Encoding.UTF8.GetByteCount(item.Text) > Files.MostBytes)
                throw new ItemException("text", $"over {Files.MostBytes:N0} bytes (8 MiB). Give the article alone, or split it.");
            var article = new ArticleSubmission
            {
                Text = item.Text,
                Title = item.Title,
                Byline = item.Byline,
                Url = item.Url,
                Language = item.Language,
                Publisher = item.Publisher,
                SourceId = item.Id,
            };
            if (item.Published is { } time)
                Stamp(article, time);
            return Item(origin, article, bytes);
        }
        catch (ItemException error)
        {
            return new IngestItem(origin, null, Refuse(error, "ITEM_INVALID"), _bytes += bytes);
        }
    }

    private IngestItem Item(string origin, ArticleSubmission article, long bytes)
    {
        if (article.Publisher.Length == 0)
            article.Publisher = defaults.Publisher;
        if (article.PublishTime is null && defaults.Published is { } time)
            Stamp(article, time);
        return new IngestItem(origin, article, null, _bytes += bytes);
    }

    private static void Stamp(ArticleSubmission article, GivenTime time)
    {
        article.PublishTime = Timestamp.FromDateTimeOffset(time.Start);
        article.PublishPrecision = time.Precision;
    }

    private static Rejection Refuse(ItemException error, string reason) => new() { Field = error.Field, Reason = reason, Message = error.Message };

    private static Rejection TooLong() => new()
    {
        Field = "text",
        Reason = "TEXT_TOO_LARGE",
        Message = $"over {JsonLines.MostBytes:N0} bytes with its JSON. Give articles of at most 8 MiB.",
    };

    // Links are not followed: they may lead in a circle.
    private static List<string> Walk(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
            IgnoreInaccessible = false,
        }).ToList();
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static bool IsKnown(string path) => s_extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
