using System.Text;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Contracts;

/// <summary>
/// Code-point offsets. .NET strings count UTF-16 units, spans count Unicode code points; this maps one to the other in O(1) for texts of the
/// basic plane and O(log n) otherwise. A lone surrogate counts as one code point.
/// </summary>
public sealed class TextSpans
{
    private readonly string _text;
    // UTF-16 index of the low half of each surrogate pair, ascending.
    private readonly int[] _pairs;

    /// <summary>Indexes <paramref name="text"/> once; O(length).</summary>
    public TextSpans(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        List<int>? pairs = null;
        for (var i = 1; i < text.Length; i++)
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
                (pairs ??= []).Add(i);
        _pairs = pairs?.ToArray() ?? [];
    }

    /// <summary>Length of the text in code points.</summary>
    public int Length => _text.Length - _pairs.Length;

    /// <summary>Code points before the UTF-16 index (0 to text length).</summary>
    public int ToCodePoint(int utf16Index)
    {
        if (_pairs.Length == 0)
            return utf16Index;
        var at = Array.BinarySearch(_pairs, utf16Index);
        return utf16Index - (at >= 0 ? at : ~at);
    }

    /// <summary>UTF-16 index of the code point offset (0 to <see cref="Length"/>).</summary>
    public int ToUtf16(int codePoint)
    {
        if (_pairs.Length == 0)
            return codePoint;
        // The pair at index i starts at code point _pairs[i] - 1 - i; all pairs that start before the offset add one unit.
        int low = 0, high = _pairs.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_pairs[middle] - 1 - middle < codePoint)
                low = middle + 1;
            else
                high = middle;
        }
        return codePoint + low;
    }

    /// <summary>The span of the UTF-16 range, with its quote.</summary>
    public TextSpan Span(int utf16Start, int utf16End) => new()
    {
        Start = ToCodePoint(utf16Start),
        End = ToCodePoint(utf16End),
        Quote = _text[utf16Start..utf16End],
    };

    /// <summary>The characters of the code-point range, or null where it lies outside the text or is empty.</summary>
    public string? Slice(int start, int end) =>
        start < 0 || end <= start || end > Length ? null : _text[ToUtf16(start)..ToUtf16(end)];

    /// <summary>Whether text[start..end] is the span's quote: to be checked when a claim is written and when it is cited.</summary>
    public bool Holds(TextSpan span)
    {
        ArgumentNullException.ThrowIfNull(span);
        return string.Equals(Slice(span.Start, span.End), span.Quote, StringComparison.Ordinal);
    }

    /// <summary>Unicode NFC with lines ended by LF; lone surrogates become U+FFFD and NULs are dropped, so that the result is valid UTF-8 text.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text;
        if (clean.Contains('\0', StringComparison.Ordinal))
            clean = clean.Replace("\0", "", StringComparison.Ordinal);
        if (HasLoneSurrogate(clean))
            clean = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean));
        return UnicodeNfc.Normalize(clean);
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return true;
            i++;
        }
        return false;
    }
}
