using System.Text;

namespace RegionalSecurity.Cli.Input;

/// <summary>Kinds of files that hold one article.</summary>
internal static class Files
{
    /// <summary>Most bytes of a document: 8 MiB. The server takes no more; larger ones are refused before they are sent.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Media type by the extension; empty where the extension does not tell.</summary>
    public static string ContentType(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".html" or ".htm" or ".xhtml" => "text/html",
        ".md" or ".markdown" => "text/markdown",
        ".txt" or ".text" => "text/plain",
        ".pdf" => "application/pdf",
        _ => "",
    };

    public static bool IsJsonLines(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson";

    public static bool IsJson(string path) => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens a file for reading in sequence.</summary>
    /// <exception cref="ItemException">It does not exist, is a folder or may not be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }
    }

    /// <summary>The bytes of a file, 1 to <see cref="MostBytes"/>.</summary>
    /// <exception cref="ItemException">It cannot be read, is empty or too large.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancel)
    {
        await using var file = Open(path);
        return await ReadAsync(file, "", cancel);
    }

    /// <summary>The bytes of a stream, 1 to <see cref="MostBytes"/>.</summary>
    /// <exception cref="ItemException">It cannot be read, is empty or too large.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, string field, CancellationToken cancel)
    {
        var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
            {
                if (all.Length + read > MostBytes)
                    throw new ItemException(field, $"over {MostBytes:N0} bytes (8 MiB). Give the article alone, or split the file.");
                all.Write(buffer, 0, read);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ItemException(field, $"cannot be read: {error.Message}", error);
        }
        return all.Length == 0 ? throw new ItemException(field, "empty. Give a file with an article in it.") : all.ToArray();
    }

    /// <summary>Text of UTF-8 bytes as they are, but for a byte order mark.</summary>
    /// <exception cref="ItemException">They are not UTF-8.</exception>
    public static string Utf8(byte[] bytes)
    {
        try
        {
            return s_strict.GetString(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new ItemException("text", $"not valid UTF-8 at byte {error.Index}. Convert the file, for example with iconv -t UTF-8.", error);
        }
    }

    public static ItemException Unreadable(string path, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => new ItemException("", "no such file or folder. Check the path.", error),
        UnauthorizedAccessException when Directory.Exists(path) => new ItemException("", "a folder. Only regsec ingest takes folders.", error),
        UnauthorizedAccessException => new ItemException("", "may not be read. Check its permissions.", error),
        _ => new ItemException("", $"cannot be read: {error.Message}", error),
    };
}
