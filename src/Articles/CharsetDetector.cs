using System.Text;
using System.Text.RegularExpressions;

namespace RegionalSecurity.Articles;

/// <summary>
/// Decides the encoding of a document: byte order mark, then the declared charset where the bytes fit it, then valid UTF-8, then
/// windows-1252, as browsers do.
/// </summary>
public static partial class CharsetDetector
{
    // The prescan of the HTML standard reads 1,024 bytes; real pages declare later than that.
    private const int Prescan = 8192;
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    static CharsetDetector() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The decoded text, without byte order mark.</summary>
    /// <param name="content">The bytes; at most <see cref="ArticleLimits.DocumentBytes"/>.</param>
    /// <param name="contentType">Media type with optional charset; may be empty.</param>
    /// <param name="field">The field to name in an error.</param>
    /// <exception cref="ArticleException">The bytes hold NULs in a way that only binary data does.</exception>
    public static string Decode(ReadOnlySpan<byte> content, string contentType, string field)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return Encoding.UTF8.GetString(content[3..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]))
            return Encoding.UTF32.GetString(content[4..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
            return new UTF32Encoding(true, false).GetString(content[4..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode.GetString(content[2..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(content[2..]);
        if (WithoutMark(content) is { } wide)
            return wide.GetString(content);
        // Text of one byte a character has no NULs to speak of; a picture or an archive has.
        var head = content[..Math.Min(content.Length, Prescan)];
        if (head.Count((byte)0) > 1 + head.Length / 256)
            throw new ArticleException(field, ArticleReasons.NotDecodable,
                "The content is binary, not text. Give HTML, plain text, Markdown or PDF; other formats must be converted first.");

        var declared = Find(ContentTypeCharset().Match(contentType ?? "")) ?? Find(Declaration().Match(Encoding.Latin1.GetString(head)));
        if (IsUtf8(content))
            // Pages that say windows-1252 and hold valid multi-byte UTF-8 are mislabelled; pure ASCII decodes the same either way.
            return declared is null || IsSingleByteWestern(declared) || declared.CodePage == StrictUtf8.CodePage
                ? Encoding.UTF8.GetString(content)
                : declared.GetString(content);
        if (declared is not null && declared.CodePage != StrictUtf8.CodePage)
            return declared.GetString(content);
        // Declared UTF-8 with a few broken bytes stays UTF-8; with many it never was.
        if (declared is not null && Encoding.UTF8.GetString(content) is var text && text.AsSpan().Count('\uFFFD') <= text.Length / 500)
            return text;
        return Encoding.GetEncoding(1252).GetString(content);
    }

    private static bool IsUtf8(ReadOnlySpan<byte> content) => System.Text.Unicode.Utf8.IsValid(content);

    private static bool IsSingleByteWestern(Encoding encoding) => encoding.CodePage is 1252 or 28591 or 28605 or 20127;

    // UTF-16 and UTF-32 without a mark show in the first characters of markup.
    private static Encoding? WithoutMark(ReadOnlySpan<byte> content) => content switch
    {
        [(byte)'<', 0, 0, 0, ..] => Encoding.UTF32,
        [0, 0, 0, (byte)'<', ..] => new UTF32Encoding(true, false),
        [(byte)'<', 0, _, 0, ..] => Encoding.Unicode,
        [0, (byte)'<', 0, _, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    private static Encoding? Find(Match match)
    {
        if (!match.Success)
            return null;
        var name = match.Groups["name"].Value.ToLowerInvariant();
        // What browsers do with these labels: ASCII and Latin-1 are read as windows-1252, and an ASCII-readable declaration is never UTF-16.
        name = name switch
        {
            "iso-8859-1" or "latin1" or "latin-1" or "us-ascii" or "ascii" => "windows-1252",
            "utf8" or "utf-16" or "utf-16le" or "utf-16be" or "utf-32" or "ucs-2" or "utf-7" or "unicode" => "utf-8",
            "x-sjis" or "sjis" => "shift_jis",
            "gbk" or "x-gbk" => "gb18030",
            _ => name,
        };
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            // An unknown label says nothing; the bytes decide.
            return null;
        }
    }

    [GeneratedRegex("""charset\s*=\s*["']?(?<name>[A-Za-z0-9_.:\-]{2,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ContentTypeCharset();

    [GeneratedRegex("""<meta[^>]{1,200}?charset\s*=\s*["']?(?<name>[A-Za-z0-9_.:\-]{2,40})|<\?xml[^>]{1,200}?encoding\s*=\s*["'](?<name>[A-Za-z0-9_.:\-]{2,40})""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
