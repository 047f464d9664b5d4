using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;

namespace RegionalSecurity.Fuzz;

/// <summary>What holds of the claims of any text whatever: the one statement of it that tests, the seeded run and afl-fuzz share.</summary>
public sealed class ExtractionCheck(ClaimExtractor extractor)
{
    // A Wednesday.
    private static readonly Timestamp Published = Timestamp.FromDateTime(new DateTime(2024, 11, 6, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>An article of <paramref name="text"/>; its first line is the title too, since titles are read as well.</summary>
    public static Article Article(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = text.AsSpan().IndexOf('\n');
        return new Article { ArticleId = "afuzz", Revision = 1, Title = line < 0 ? "" : text[..line], Text = text, PublishTime = Published };
    }

    /// <summary>The first rule that the claims of <paramref name="text"/> break, or the exception that came instead of claims; null when all is well.</summary>
    public string? Fault(string text)
    {
        var article = Article(text);
        try
        {
            var found = extractor.Extract(article);
            return Fault(found, new TextSpans(text)) ?? (Same(found, OnNewThread(article)) ? null : "another thread gave other claims");
        }
        catch (Exception e)
        {
            // Any exception at all is a finding; it is reported with its stack, never dropped.
            return e.ToString();
        }
    }

    /// <summary>
    /// A shorter text that still has a fault: pieces are cut out, halves first, as long as a fault stays. <paramref name="text"/> itself when it has none.
    /// </summary>
    /// <param name="text">The text that broke a rule.</param>
    /// <param name="tries">Extractions at most, at least 1.</param>
    public string Shorten(string text, int tries = 2000)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var piece = Math.Max(1, text.Length / 2); ; piece = Math.Max(1, piece / 2))
        {
            var cut = false;
            for (var at = 0; at < text.Length && tries > 0; tries--)
            {
                var shorter = text.Remove(at, Math.Min(piece, text.Length - at));
                if (Fault(shorter) is null)
                    at += piece;
                else
                    (text, cut) = (shorter, true);
            }
            if (tries <= 0 || piece == 1 && !cut)
                return text;
        }
    }

    private static string? Fault(Extraction found, TextSpans spans)
    {
        foreach (var claim in found.Claims)
        {
            if (claim.Evidence is null || claim.Trigger is null || claim.Kind == ClaimKind.Unspecified)
                return $"a claim without evidence, trigger or kind: {claim}";
            if (claim.Confidence is not (> 0 and <= 1))
                return $"confidence {claim.Confidence}";
            foreach (var span in SpansOf(claim))
            {
                if (!spans.Holds(span))
                    return $"[{span.Start}, {span.End}) is not '{span.Quote}'";
                if (span.Start < claim.Evidence.Start || span.End > claim.Evidence.End)
                    return $"[{span.Start}, {span.End}) '{span.Quote}' lies outside of the evidence [{claim.Evidence.Start}, {claim.Evidence.End})";
            }
        }
        if (found.Claims.Select(c => c.ClaimId).Distinct(StringComparer.Ordinal).Count() != found.Claims.Count)
            return "two claims with one id";
        for (var i = 1; i < found.StatesNamed.Count; i++)
            if (string.CompareOrdinal(found.StatesNamed[i - 1], found.StatesNamed[i]) >= 0)
                return $"states named are not distinct and in order: {string.Join(' ', found.StatesNamed)}";
        return null;
    }

    private static IEnumerable<TextSpan> SpansOf(Claim claim) =>
        new[] { claim.Evidence, claim.Trigger, claim.ResponseTo?.Span, claim.Label?.Span, claim.Outlook?.Condition, claim.Outlook?.Horizon, claim.Outlook?.Likelihood, claim.Recommendation?.Description }
            .Concat(claim.Actors.Concat(claim.Targets).Concat(claim.Attributions.Select(a => a.Source)).Select(p => p.Span))
            .Concat(claim.Attributions.Select(a => a.Cue)).OfType<TextSpan>();

    // This thread has read other texts before; a new one has not. What an extractor keeps between texts must not show.
    private Extraction OnNewThread(Article article)
    {
        Extraction? found = null;
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                found = extractor.Extract(article);
            }
            catch (Exception e)
            {
                thrown = e;
            }
        });
        thread.Start();
        thread.Join();
        return found ?? throw new InvalidOperationException("Only another thread threw.", thrown);
    }

    private static bool Same(Extraction a, Extraction b) => a.Claims.SequenceEqual(b.Claims) && a.StatesNamed.SequenceEqual(b.StatesNamed, StringComparer.Ordinal);
}
