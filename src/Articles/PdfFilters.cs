using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace RegionalSecurity.Articles;

/// <summary>
/// Unpacks a PDF's streams as long as they stay within 64 MiB together: what a stream unpacks to is counted before it is unpacked. Only the filters of text
/// are there; pictures are not looked at, and LZW, out of use for twenty years, is not read.
/// </summary>
internal sealed class PdfFilters : BaseFilterProvider
{
    private const long MostBytes = 64 << 20;
    private const int MostRunLength = 1 << 20;

    public PdfFilters(string field) : base(Filters(field))
    {
    }

    private static Dictionary<string, IFilter> Filters(string field)
    {
        var budget = new Budget(field);
        var flate = new Bounded(new FlateFilter(), Inflated, budget);
        // A run is at most 64 times its two bytes.
        var runs = new Bounded(new RunLengthFilter(), (input, _) => input.Length > MostRunLength ? long.MaxValue : input.Length * 64L, budget);
        var ascii85 = new Bounded(new Ascii85Filter(), (input, _) => input.Length * 4L, budget);
        var hex = new Bounded(new AsciiHexDecodeFilter(), (input, _) => input.Length, budget);
        return new Dictionary<string, IFilter>(StringComparer.Ordinal)
        {
            ["FlateDecode"] = flate, ["Fl"] = flate, ["RunLengthDecode"] = runs, ["RL"] = runs, ["ASCII85Decode"] = ascii85, ["A85"] = ascii85, ["ASCIIHexDecode"] = hex, ["AHx"] = hex,
        };
    }

    private static long Inflated(ReadOnlyMemory<byte> input, long most)
    {
        if (input.Length <= 2)
            return 0;
        // Past the two bytes of zlib's head, as the filter does.
        using var inflate = new DeflateStream(new MemoryStream(input[2..].ToArray(), writable: false), CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        var total = 0L;
        try
        {
            for (int read; total <= most && (read = inflate.Read(buffer)) > 0;)
                total += read;
        }
        catch (InvalidDataException)
        {
            // Cut or damaged from here on: the filter takes what came before, too.
        }
        return total;
    }

    private sealed class Budget(string field)
    {
        private long _left = MostBytes;

        public long Left => _left;

        public void Take(long bytes)
        {
            if (bytes > _left)
                throw new ArticleException(field, ArticleReasons.DocumentTooLarge, $"The PDF unpacks to more than {MostBytes >> 20} MiB, which no article does. Give its text.");
            _left -= bytes;
        }
    }

    private sealed class Bounded(IFilter inner, Func<ReadOnlyMemory<byte>, long, long> measure, Budget budget) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            budget.Take(measure(input, budget.Left));
            return inner.Decode(input, streamDictionary, filterProvider, filterIndex);
        }
    }
}
