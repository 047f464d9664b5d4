using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Coding;

/// <summary>Tokens [First, Last] without [HoleFirst, HoleLast], the words of the cue that stand among them; HoleLast below HoleFirst where none do.</summary>
internal readonly record struct Extent(int First, int Last, int HoleFirst = 0, int HoleLast = -1)
{
    public int Size => Last - First + 1;

    public bool Contains(int token) => token >= First && token <= Last && (token < HoleFirst || token > HoleLast);
}

/// <summary>
/// Words that report what somebody says, thinks or wants. Token indexes are inclusive. SourceAt is the word that names the source in its place ("who", "it"); -1, as the
/// cue, where an earlier sentence names it. Asserted is false for what is not said ("did not say that", "declined to say whether").
/// </summary>
internal sealed record Report(List<Party> Sources, int SourceAt, int CueFirst, int CueLast, Telling Telling, Take Take, bool Asserted, Extent Content)
{
    /// <summary>Whether the source vouches for, or expects, what the content tells: a wish, a demand or a criticism does not report its object.</summary>
    public bool Vouches => Asserted && (Telling is Telling.Say or Telling.Allege or Telling.Deny || Telling == Telling.Think && Take == Take.Clause);
}

/// <summary>
/// Finds whose word the parts of a sentence are: "X said that ...", "..., X said", quotations, "according to X", "X's claim that", "voiced concern over", "in X's view".
/// </summary>
internal sealed partial class ReportFinder
{
    private const int MaxClimb = 12;
    // More than these say nothing any more, they only cost: sources within sources, and reports of one sentence.
    private const int MaxNested = 4;
    private const int MaxReports = 48;
    private static readonly ReportCues Cues = ReportCues.Default;

    private readonly Candidates _candidates;
    private readonly Sentence _s;
    private readonly QuoteTrack? _track;
    private List<Report>? _all;

    /// <summary>The track tells which quotations run on from the sentences before; null for a sentence by itself.</summary>
    public ReportFinder(Candidates candidates, QuoteTrack? track = null)
    {
        _candidates = candidates;
        _s = candidates.Sentence;
        _track = track;
    }

    /// <summary>The reports of the sentence, in order of their cues; quotations carried over from sentences before come last.</summary>
    public List<Report> All => _all ??= Find();

    /// <summary>The reports whose content holds a trigger and whose source vouches for it, the nearest first.</summary>
    public List<Report> Of(Predicate trigger)
    {
        var found = new List<Report>();
        foreach (var report in All)
            if (report.Sources.Count > 0 && report.Vouches && report.Content.Contains(trigger.Token))
                found.Add(report);
        if (found.Count > 1)
            found.Sort((a, b) => a.Content.Size != b.Content.Size ? a.Content.Size - b.Content.Size : a.CueFirst - b.CueFirst);
        if (found.Count > MaxNested)
            found.RemoveRange(MaxNested, found.Count - MaxNested);
        return found;
    }

    /// <summary>
    /// Whether the report attributes the claim of that type that the trigger makes; own: its source is the claim's actor. A speech act is not attributed to its own speaker
    /// ("said it would not accept"); what he denies or looks back on ("said it had rejected") is, as a deed or a plan is.
    /// </summary>
    public static bool Counts(Report report, EventType type, Predicate trigger, bool own) =>
        report.CueFirst != trigger.Token && (!own || report.Telling == Telling.Deny || trigger.Perfect
            || type is not (EventType.Support or EventType.Request or EventType.Accuse or EventType.Reject or EventType.Threaten or EventType.Statement));

    private List<Report> Find()
    {
        var found = new List<Report>();
        var quotes = Quotation.Find(_s, _track?.Open ?? false);
        for (var i = 0; i < _s.Length && found.Count < MaxReports; i++)
        {
            ref readonly var t = ref _s.At(i);
            if (t.Is(TokenFlags.Punctuation))
                continue;
            Report? report = null;
            switch (t.Pos)
            {
                case Pos.Verb when t.Relation is not (Relation.Amod or Relation.Compound):
                    report = OfVerb(i, quotes);
                    break;
                case Pos.Adj when _s.Child(i, Relation.Cop) >= 0:
                    report = OfAdjective(i);
                    break;
                case Pos.Noun when t.Relation is not (Relation.Compound or Relation.Flat):
                    report = OfNoun(i) ?? OfView(i);
                    break;
                default:
                    break;
            }
            report ??= OfPhrase(i);
            if (report is not null)
                found.Add(report);
        }
        _track?.Carry(_s, quotes, found);
        return found;
    }
}
