using System.Runtime.CompilerServices;

namespace RegionalSecurity.Cli.Input;

/// <summary>One line of a JSONL input.</summary>
/// <param name="Number">From 1, blank lines counted.</param>
/// <param name="Bytes">The line without its end; empty when it was too long.</param>
/// <param name="TooLong">Over the bound: it was skipped.</param>
internal readonly record struct JsonLine(long Number, byte[] Bytes, bool TooLong);

/// <summary>Reads lines of bounded length from a stream of unknown origin, each as soon as it is there.</summary>
internal static class JsonLines
{
    /// <summary>Longest line: a text of 8 MiB with every character escaped would be longer, but no honest line is.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    /// <summary>All lines that are not blank. A byte order mark at the start is dropped.</summary>
    public static async IAsyncEnumerable<JsonLine> ReadAsync(Stream stream, int mostBytes, [EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        var line = new MemoryStream();
        long number = 1;
        var tooLong = false;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            var start = 0;
            while (start < read)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', start, read - start);
                var part = buffer.AsMemory(start, (end < 0 ? read : end) - start);
                if (!tooLong && line.Length + part.Length > mostBytes)
                {
                    tooLong = true;
                    line = new MemoryStream();
                }
                if (!tooLong)
                    line.Write(part.Span);
                if (end < 0)
                    break;
                start = end + 1;
                if (Take(line, number, tooLong) is { } whole)
                    yield return whole;
                number++;
                tooLong = false;
                line.SetLength(0);
            }
        }
        if (Take(line, number, tooLong) is { } last)
            yield return last;
    }

    private static JsonLine? Take(MemoryStream line, long number, bool tooLong)
    {
        if (tooLong)
            return new JsonLine(number, [], true);
        var bytes = line.GetBuffer().AsSpan(0, (int)line.Length);
        if (number == 1 && bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        bytes = bytes.TrimEnd((byte)'\r');
        return bytes.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0 ? null : new JsonLine(number, bytes.ToArray(), false);
    }
}
