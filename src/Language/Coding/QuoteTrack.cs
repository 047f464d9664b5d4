using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Coding;

/// <summary>Words in quotation marks of a sentence, the marks among them; Continued: it began in a sentence before; Open: it does not end in this one.</summary>
internal readonly record struct Quotation(int First, int Last, bool Continued, bool Open)
{
    /// <summary>The quotations of a sentence, in order; <paramref name="open"/>: one of the sentence before has not ended. Double marks only: a single one is as often an apostrophe.</summary>
    public static List<Quotation> Find(Sentence s, bool open)
    {
        var found = new List<Quotation>();
        var first = open ? 0 : -1;
        for (var i = 0; i < s.Length; i++)
        {
            if (!s.IsQuote(i))
                continue;
            if (first < 0)
            {
                if (!Closes(s, i))
                    (first, open) = (i, false);
            }
            // A paragraph of a long quotation opens it anew.
            else if (i > first && !Opens(s, i))
            {
                found.Add(new Quotation(first, i, open, false));
                (first, open) = (-1, false);
            }
        }
        if (first >= 0)
            found.Add(new Quotation(first, s.Length - 1, open, true));
        return found;
    }

    private static bool Opens(Sentence s, int i) =>
        s.TextOf(i) is "“" or "``" or "«" || s.TextOf(i) is "\"" or "''" && (i == 0 || !s.At(i).Is(TokenFlags.Joined)) && i + 1 < s.Length && s.At(i + 1).Is(TokenFlags.Joined);

    private static bool Closes(Sentence s, int i) => s.TextOf(i) is "”" or "»";
}

/// <summary>Whose words run on from one sentence to the next, through an article read in order.</summary>
internal sealed class QuoteTrack
{
    private List<Party> _speaker = [];
    private int _line = -1;

    /// <summary>Whether a quotation is open at the end of the last sentence read.</summary>
    public bool Open { get; private set; }

    /// <summary>Whether the last sentence read ended with a quotation.</summary>
    public bool JustClosed { get; private set; }

    /// <summary>Call before the reports of the next sentence are found: a quotation that nobody closed ends with its paragraph, unless the next opens it anew.</summary>
    public void Next(Sentence s)
    {
        if (Open && s.Segment.Line != _line && !(s.Length > 0 && s.IsQuote(0)))
            Open = false;
        _line = s.Segment.Line;
    }

    /// <summary>Adds the reports of quotations that nobody in this sentence speaks, and remembers who spoke last.</summary>
    public void Carry(Sentence s, List<Quotation> quotes, List<Report> found)
    {
        var own = found.Count;
        var carried = false;
        foreach (var quote in quotes)
        {
            if (Spoken(quote, found, own) || _speaker.Count == 0)
                continue;
            // A quotation within a sentence of the writer's is somebody's else; one that is the sentence is the last speaker's.
            if (!quote.Continued && !(quote.First <= 1 && (quote.Open || quote.Last >= s.Length - 2)))
                continue;
            found.Add(new Report(_speaker, -1, -1, -1, Telling.Say, Take.Clause, true, new Extent(quote.First, quote.Last)));
            carried = true;
        }
        for (var i = own - 1; i >= 0 && !carried; i--)
            if (found[i] is { Telling: Telling.Say or Telling.Allege, Take: Take.Clause, Asserted: true } report)
            {
                _speaker = [.. report.Sources.ConvertAll(p => p with { First = -1, Last = -1, Kind = PartyKind.Reference, Modifier = false })];
                carried = true;
            }
        if (!carried)
            _speaker = [];
        Open = quotes.Count > 0 && quotes[^1].Open;
        JustClosed = quotes.Count > 0 && !Open && quotes[^1].Last >= s.Length - 2;
    }

    private static bool Spoken(Quotation quote, List<Report> found, int own)
    {
        for (var i = 0; i < own; i++)
        {
            var report = found[i];
            // Its content is in the quotation or holds it, and its cue stands outside.
            if (report.Content.First <= quote.Last && report.Content.Last >= quote.First && (report.CueFirst < quote.First || report.CueFirst > quote.Last))
                return true;
        }
        return false;
    }
}
