using System.Text.RegularExpressions;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;

namespace RegionalSecurity.Composition;

/// <summary>Chooses and trims the words that are quoted.</summary>
internal static partial class Quotation
{
    /// <summary>Most characters of a quote that leave the store (design rule 7.10).</summary>
    public const int MaxQuote = 300;

    // A sentence up to this length is quoted whole.
    private const int WholeUpTo = 160;

    /// <summary>Characters of context on either side of a cited quote.</summary>
    public const int MaxContext = 200;

    /// <summary>Quote for a sentence: the telling words around the trigger, cut at word boundaries and marked with "…", in quotation marks, with
    /// lines joined. At most <paramref name="most"/> characters between the marks.</summary>
    public static string Inline(Claim claim, int most = 200)
    {
        var text = claim.Evidence.Quote;
        var (start, end) = Window(claim, most);
        // A long sentence is quoted from its telling word on: the words around have said who and whom. So its actor must stand before that word, and
        // nothing there that turns its sense.
        var told = TriggerStart(claim);
        if (text.Length > WholeUpTo && told > start && text.Length - told >= 30 && claim.Actors.Any(a => a.Span is { } s && s.End <= claim.Trigger.Start && s.Start >= claim.Evidence.Start) && told <= text.Length * 6 / 10 && claim.Kind == ClaimKind.Event && claim.EventType != EventType.Statement && !claim.Alleged
            && claim.Modality is Modality.Occurred or Modality.Announced && !Turning().IsMatch(text[..told]) && Balanced(text[..told]))
            (start, end) = (told, Math.Min(text.Length, told + most) is var to && to < text.Length ? told + BackToWord(text[told..], most) : text.Length);
        var cut = OneLine(text[start..end]).Trim('|', ' ');
        var leading = start > 0 && start != told ? "… " : "";
        return $"“{leading}{cut}{(end < text.TrimEnd().Length ? " …" : "")}”";
    }

    // UTF-16 index of the trigger in the evidence; 0 where it has none. While the articles are not at hand a span may still be a lie.
    private static int TriggerStart(Claim claim) =>
        claim.Trigger is { } trigger && trigger.Start >= claim.Evidence.Start && trigger.End <= claim.Evidence.End
            ? Math.Min(claim.Evidence.Quote.Length, new TextSpans(claim.Evidence.Quote).ToUtf16(trigger.Start - claim.Evidence.Start))
            : 0;

    // A quote must not begin inside quotation marks that open before it.
    private static bool Balanced(string before) =>
        before.Count(static c => c == '“') == before.Count(static c => c == '”') && before.Count(static c => c == '"') % 2 == 0;

    [GeneratedRegex(@"\b(not|no|never|nor|neither|without|denie[sd]|deny|refus\w+|fail\w*|allege\w*|claim\w*|if|unless|would|whether)\b|n['’]t\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Turning();

    /// <summary>A span's words in quotation marks, cut at a word boundary.</summary>
    public static string Inline(TextSpan span, int most = 120)
    {
        var text = Bare(OneLine(span.Quote).Trim(' ', ',', '.'));
        return text.Length <= most ? $"“{text}”" : $"“{text[..BackToWord(text, most)].TrimEnd()} …”";
    }

    // Without the quotation marks around it, and without one that has lost its partner.
    private static string Bare(string text)
    {
        while (text.Length > 2 && Opens(text[0]) && (Closes(text[^1]) || !Balanced(text)))
            text = Closes(text[^1]) ? text[1..^1].Trim(' ', ',', '.') : text[1..];
        return text.Length > 1 && Closes(text[^1]) && !Balanced(text) ? text[..^1] : text;
    }

    private static bool Opens(char character) => character is '“' or '"' or '‘';

    private static bool Closes(char character) => character is '”' or '"' or '’';

    /// <summary>The evidence, or, where it is longer than <see cref="MaxQuote"/>, the part around its trigger: still text[start..end].</summary>
    public static TextSpan Cited(Claim claim)
    {
        var text = claim.Evidence.Quote;
        if (text.Length <= MaxQuote)
            return claim.Evidence;
        var (start, end) = Window(claim, MaxQuote);
        var points = new TextSpans(text);
        return new TextSpan
        {
            Start = claim.Evidence.Start + points.ToCodePoint(start),
            End = claim.Evidence.Start + points.ToCodePoint(end),
            Quote = text[start..end],
        };
    }

    /// <summary>Context before and after the code-point range, cut at word boundaries.</summary>
    public static (string Before, string After) Context(TextSpans spans, string text, TextSpan quote)
    {
        var start = spans.ToUtf16(quote.Start);
        var end = spans.ToUtf16(quote.End);
        var from = Math.Max(0, start - MaxContext);
        if (from > 0)
            from = ForwardToWord(text, from, start);
        var to = Math.Min(text.Length, end + MaxContext);
        if (to < text.Length)
            to = end + BackToWord(text[end..], to - end);
        return (text[from..start], text[end..to]);
    }

    private static (int Start, int End) Window(Claim claim, int most)
    {
        var text = claim.Evidence.Quote;
        if (text.Length <= most)
            return (0, text.Length);
        var points = new TextSpans(text);
        var triggerStart = 0;
        var triggerEnd = 0;
        if (claim.Trigger is { } trigger && trigger.Start >= claim.Evidence.Start && trigger.End <= claim.Evidence.End)
        {
            triggerStart = Math.Min(text.Length, points.ToUtf16(trigger.Start - claim.Evidence.Start));
            triggerEnd = Math.Min(text.Length, points.ToUtf16(trigger.End - claim.Evidence.Start));
        }
        // Two thirds after the trigger: what follows a verb tells more than what leads to it.
        var start = triggerEnd + 40 <= most ? 0 : Math.Max(0, Math.Min(triggerStart - most / 3, text.Length - most));
        if (start > 0)
            start = ForwardToWord(text, start, triggerStart);
        var end = Math.Min(text.Length, start + most);
        if (end < text.Length)
            end = Math.Max(start + 1, start + BackToWord(text[start..], most));
        return (start, end);
    }

    // Start of the first word at or after `from`, at most `limit`; never inside a surrogate pair.
    private static int ForwardToWord(string text, int from, int limit)
    {
        for (var i = from; i < limit; i++)
            if (char.IsWhiteSpace(text[i]))
                return i + 1;
        return from < text.Length && char.IsLowSurrogate(text[from]) ? from + 1 : from;
    }

    // Length of the longest beginning of at most `most` characters that ends with a word; never inside a surrogate pair.
    private static int BackToWord(string text, int most)
    {
        if (text.Length <= most)
            return text.Length;
        for (var i = most; i > most / 2; i--)
            if (char.IsWhiteSpace(text[i]))
                return i;
        return most > 0 && char.IsLowSurrogate(text[most]) ? most - 1 : most;
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
