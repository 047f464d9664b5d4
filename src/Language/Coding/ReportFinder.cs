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
internal sealed class ReportFinder
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

    // ---- verbs

    private Report? OfVerb(int verb, List<Quotation> quotes)
    {
        var known = Cues.Verb(_s.Lemmas[verb], out var cue);
        var p = _candidates.Predicates.At(verb);
        var aside = Asides.SourceOf(_s, verb, cue, out var last);
        if (aside < 0 && cue.With(Take.Clause) != Telling.None && Inverted(verb, quotes) is { } inverted)
            return inverted;
        var subject = aside >= 0 && !p.Passive ? Asides.SourceHead(_s, aside, verb) : Speaker(p, verb, cue);
        if (subject < 0)
            return null;
        if (!Content(p, verb, subject, cue, known, aside, last, quotes, out var content, out var take, out var telling))
            return null;
        var (sources, at) = Sources(subject);
        if (sources.Count == 0 || content.Contains(at) && !InHole(content, at) || Own(at, quotes))
            return null;
        // "did not say", "wants to deny"; "called a news conference to denounce" is done.
        var asserted = !p.Negated && !(p.Infinitive && _s.RelationOf(verb) is Relation.Xcomp or Relation.Acl && !Aspect(verb));
        if (_s.At(verb).Word.Verb is "show" or "suggest" or "indicate" or "find" or "reveal" or "snap" && sources is [{ Kind: PartyKind.Unknown }] && _s.At(at).Pos == Pos.Noun)
            return null;
        // "declined to discuss the strike", "refused to back the plan": nothing is told.
        if (!asserted && take != Take.Clause)
            return null;
        return new Report(sources, LiteralSubject(verb, at), verb, CueEnd(p, verb, take), telling, take, asserted, content);
    }

    // "..., said Sergei Lavrov, the foreign minister." The words before are said, whatever the tree makes of them.
    private Report? Inverted(int verb, List<Quotation> quotes)
    {
        if (verb < 3 || verb + 1 >= _s.Length || !_s.Is(verb - 1, ",") && !_s.IsQuote(verb - 1) || _s.At(verb).Fine is not (Penn.VBD or Penn.VBZ or Penn.VBP or Penn.VBN)
            || _s.At(verb + 1).Pos is not (Pos.Propn or Pos.Noun or Pos.Det or Pos.Adj or Pos.Num))
            return null;
        var last = verb;
        while (last + 1 < _s.Length && !_s.At(last + 1).Is(TokenFlags.Punctuation) | _s.Is(last + 1, "-"))
        {
            last++;
            if (_s.At(last).Pos is Pos.Verb or Pos.Aux || _s.Is(last, "that"))
                return null;
        }
        var head = Asides.SourceHead(_s, verb + 1, last + 1);
        if (head < 0)
            return null;
        var (sources, at) = Sources(head);
        if (!sources.Exists(p => p.Political || _s.At(at).Pos == Pos.Propn || p.Kind == PartyKind.Role))
            return null;
        var content = AroundAside(verb, last);
        for (var i = content.First; i <= content.Last; i++)
            if (_s.At(i).Pos is Pos.Verb or Pos.Aux || _s.IsQuote(i))
                return new Report(sources, at, verb, verb, Telling.Say, Take.Clause, true, Joined(content, verb, head, quotes));
        return null;
    }

    // "I think" in a quotation is the speaker's own word once more.
    private bool Own(int source, List<Quotation> quotes)
    {
        if (_s.IsAny(source, "i", "we"))
            foreach (var quote in quotes)
                if (quote.First <= source && quote.Last >= source)
                    return true;
        return false;
    }

    private static bool InHole(Extent content, int token) => token >= content.HoleFirst && token <= content.HoleLast;

    // "continued to insist", "went on to say": said all the same.
    private bool Aspect(int verb) => _s.Head(verb) is var head and >= 0 && (_s.At(head).Word.Has(Kind.Aspect) || _s.IsAny(head, "went", "goes", "continued", "continues", "appeared", "seemed", "seems", "appears", "used", "came"));

    // The subject as it stands: "who" rather than its antecedent, where the verb has one of its own.
    private int LiteralSubject(int verb, int otherwise)
    {
        var child = _s.Child(verb, Relation.Nsubj, Relation.NsubjOuter);
        return child >= 0 && _s.At(child).Pos == Pos.Pron ? child : otherwise;
    }

    private int CueEnd(Predicate p, int verb, Take take)
    {
        if (p.Particle == verb + 1)
            return p.Particle;
        // "called for", "according to": the preposition is part of the cue where it stands beside it.
        return take >= Take.Of && verb + 1 < _s.Length && _s.At(verb + 1).Pos is Pos.Adp or Pos.Sconj ? verb + 1 : verb;
    }

    // Who speaks: the subject, the agent of a passive, the quoted one of "quoted X as saying", the author of a message that says.
    private int Speaker(Predicate p, int verb, in ReportCue cue)
    {
        ref readonly var t = ref _s.At(verb);
        var head = t.Head;
        // "X was quoted as saying", "Xinhua quoted X as saying".
        if (p.Gerund && head >= 0 && _s.At(head).Pos == Pos.Verb && _s.Is(verb - 1, "as") && _candidates.Predicates.At(head) is var quoting && quoting.Object >= 0)
            return quoting.Object;
        if (p.Passive && _s.Child(verb, Relation.Nsubj) < 0)
            return _s.Child(verb, Relation.OblAgent) is var agent and >= 0 ? agent : -1;
        if (p.Gerund && t.Relation is Relation.Acl or Relation.Advcl && head >= 0)
        {
            // "in a statement saying", "a letter warning that".
            if (t.Relation == Relation.Acl && Cues.IsMessage(_s.Lemmas[head]))
                return head;
            // "condemned the strike, saying": a participle behind a comma belongs to the subject of its clause.
            if (t.Relation == Relation.Acl && _s.Is(verb - 1, ",") && ClauseSubject(head) is var main and >= 0)
                return main;
        }
        if (_s.Child(verb, Relation.Nsubj) is var nominative and >= 0 && p.Subject >= 0 && _s.RelationOf(p.Subject) == Relation.OblAgent)
            return nominative;
        if (p.Subject >= 0 && (t.Relation != Relation.Conj || _s.Child(verb, Relation.Nsubj) >= 0 || cue.With(Take.Clause) == Telling.None || _candidates.Parties.OfGroup(p.Subject).Count > 0))
            return p.Subject;
        // "..., said X" with X read as an object.
        if (cue.With(Take.Clause) != Telling.None && t.Fine is Penn.VBD or Penn.VBZ && p.Object > verb && p.Object >= 0 && verb > 0 && (_s.Is(verb - 1, ",") || _s.IsQuote(verb - 1)))
            return p.Object;
        if (t.Fine is not (Penn.VBD or Penn.VBZ or Penn.VBP) || t.Relation is Relation.AclRelcl || cue.With(Take.Clause) == Telling.None && t.Relation != Relation.Conj)
            return -1;
        // "said the army was ready and added that": read as the army's.
        if (t.Relation == Relation.Conj)
            for (var (i, node) = (0, head); i < MaxClimb && node >= 0; i++, node = _s.Head(node))
                if (_s.RelationOf(node) == Relation.Ccomp && _s.Head(node) is var outer and >= 0 && Cues.Verb(_s.Lemmas[outer], out var other) && other.With(Take.Clause) != Telling.None)
                    return _candidates.Predicates.At(outer).Subject;
        // "criticised the treaty and called for": read as one more treaty.
        if (t.Relation == Relation.Conj && head >= 0 && _s.At(head).Pos is not (Pos.Verb or Pos.Aux) && ClauseSubject(head) is var first and >= 0)
            return first;
        // "X said" with X attached elsewhere: the first noun phrase of the words before, if no verb stands among them.
        return Before(verb);
    }

    private int Before(int verb)
    {
        var from = verb;
        // "X, the minister, said": over the words between commas.
        while (from > 0 && verb - from < 24)
        {
            ref readonly var t = ref _s.At(from - 1);
            if (t.Pos is Pos.Verb or Pos.Sconj || t.Pos == Pos.Aux && from != verb || _s.IsQuote(from - 1) || _s.IsAny(from - 1, ":", ";", "—", "–", "--") || t.Fine is Penn.WDT or Penn.WP)
                break;
            from--;
        }
        return Asides.SourceHead(_s, from, verb);
    }

    private int ClauseSubject(int node)
    {
        for (var i = 0; i < MaxClimb && node >= 0; i++, node = _s.Head(node))
            if (_s.At(node).Pos is Pos.Verb or Pos.Aux && _candidates.Predicates.At(node).Subject is var subject and >= 0)
                return subject;
        return -1;
    }

    // What is said: a clause, an infinitive, a quotation, an object, the words around an aside.
    private bool Content(Predicate p, int verb, int subject, in ReportCue cue, bool known, int aside, int last, List<Quotation> quotes, out Extent content, out Take take, out Telling telling)
    {
        telling = cue.With(take = Take.Clause);
        ref readonly var t = ref _s.At(verb);
        if (aside >= 0)
        {
            content = Joined(AroundAside(aside, last), verb, subject, quotes);
            return true;
        }
        var ccomp = -1;
        foreach (var child in _s.Children(verb))
            // "quoted X as saying": the quoting one vouches for what X says, too.
            if (_s.At(child).Fine == Penn.VBG && child > verb && _s.Is(child - 1, "as") && Cues.Verb(_s.Lemmas[child], out var inner) && inner.With(Take.Clause) != Telling.None && cue.With(Take.Noun) != Telling.None)
            {
                (content, telling) = (Part(child, verb, subject), Telling.Say);
                return true;
            }
            else if (child != subject && (_s.RelationOf(child) == Relation.Ccomp || _s.RelationOf(child) == Relation.Parataxis && child > verb && telling != Telling.None && Opened(child)))
            {
                ccomp = child;
                break;
            }
        if (ccomp >= 0 && telling == Telling.None)
            telling = Generic(verb, ccomp, known) ? Telling.Think : cue.With(Take.Noun);
        if (ccomp >= 0 && telling != Telling.None)
        {
            content = Joined(Part(ccomp, verb, subject), verb, subject, quotes);
            return true;
        }
        if (telling != Telling.None)
        {
            // "..., X said, ...": the words it stands in. "as X said": likewise.
            if (t.Relation == Relation.Parataxis && t.Head >= 0 && !_s.Under(subject, t.Head) | _s.Under(subject, verb)
                || t.Relation == Relation.Advcl && t.Head >= 0 && _s.Child(verb, Relation.Mark) is var mark and >= 0 && _s.Is(mark, "as") && !p.Infinitive)
            {
                content = Joined(Around(t.Head, verb, subject), verb, subject, quotes);
                return true;
            }
        }
        if (p.Complement < 0 && cue.With(Take.Noun) is var gerund and not Telling.None)
            foreach (var child in _s.Children(verb))
                if (child > verb && child <= verb + 3 && _s.At(child).Fine == Penn.VBG && _s.RelationOf(child) is Relation.Advcl or Relation.Dep && !_s.Is(child - 1, ","))
                {
                    (content, take, telling) = (Part(child, verb, subject), Take.Noun, gerund);
                    return true;
                }
        if (p.Complement >= 0 && !p.Clausal)
        {
            var form = _s.At(p.Complement).Fine;
            var infinitive = _s.At(p.Complement).Pos == Pos.Verb || _s.Child(p.Complement, Relation.Cop) >= 0;
            take = p.Object >= 0 && p.Object != subject ? infinitive ? Take.Whom : Take.Name : Take.To;
            telling = cue.With(take);
            // "denied shelling", "admitted having": a gerund is the noun of an act.
            if (telling == Telling.None && form == Penn.VBG)
                telling = cue.With(take = Take.Noun);
            // "accused X of shelling", "praised X for leaving".
            if (telling == Telling.None && _s.Child(p.Complement, Relation.Mark, Relation.Case) is var of and >= 0)
                telling = cue.With(Lower(of));
            if (telling != Telling.None)
            {
                content = Part(p.Complement, verb, subject);
                return true;
            }
        }
        if (Adjacent(verb, subject, quotes, known) is { } quote)
        {
            (content, take, telling) = (quote, Take.Clause, cue.With(Take.Clause) is not Telling.None and var said ? said : Telling.Say);
            return true;
        }
        foreach (var oblique in p.Obliques)
            if (oblique.Head != subject && oblique.Preposition.Length > 0 && (oblique.Preposition != "of" || _s.Head(oblique.Head) == verb) && cue.With(oblique.Preposition) is var with and not Telling.None && (with != Telling.Say || oblique.Preposition != "to" || p.Object < 0)
                && !(p.Passive && oblique.Preposition == "by"))
            {
                (content, telling) = (Part(oblique.Head, verb, subject), with);
                take = oblique.Preposition is "as" ? Take.As : Take.Of;
                return true;
            }
        if (p.Object >= 0 && p.Object != subject && cue.With(take = Take.Noun) is var noun and not Telling.None)
        {
            (content, telling) = (Part(p.Object, verb, subject), noun);
            return true;
        }
        // "called the charges baseless" with "baseless" on the charges.
        if (p.Object >= 0 && p.Object != subject && cue.With(take = Take.Name) is var name and not Telling.None && cue.With(Take.Noun) == Telling.None
            && _s.Subtree(p.Object).Last > p.Object && _s.At(p.Object + 1) is { Pos: Pos.Adj or Pos.Adv or Pos.Det })
        {
            (content, telling) = (Part(p.Object, verb, subject), name);
            return true;
        }
        // "accused X of shelling" with the gerund on X.
        if (p.Object >= 0)
            foreach (var child in _s.Children(p.Object))
                if (child > verb && _s.RelationOf(child) is Relation.Acl or Relation.Advcl && _s.Child(child, Relation.Mark, Relation.Case) is var of and >= 0 && cue.With(Lower(of)) is var with and not Telling.None)
                {
                    (content, telling, take) = (Part(child, verb, subject), with, Take.Of);
                    return true;
                }
        telling = cue.With(take = Take.Clause);
        content = default;
        return telling != Telling.None && (Aside(verb, subject, out content) || That(verb, out content) || Rest(p, verb, cue, out content));
    }

    private ReadOnlySpan<char> Lower(int token) => _s.At(token).Word.Text.Length > 0 ? _s.At(token).Word.Text : _s.TextOf(token);

    // What an aside [first, last] reports: the words before it, back to a semicolon, or, where they hold no finite verb, those behind it too.
    private Extent AroundAside(int first, int last)
    {
        var (from, to) = (first - 1, first - 1);
        var finite = false;
        while (from > 0 && !_s.Is(from - 1, ";"))
        {
            from--;
            finite |= _s.At(from).Fine is Penn.VBD or Penn.VBZ or Penn.VBP or Penn.MD;
        }
        if (!finite && _s.Is(last + 1, ","))
        {
            to = _s.Length - 1;
            for (var i = last + 1; i < _s.Length; i++)
                if (_s.Is(i, ";"))
                    return new Extent(from, i - 1, first - 1, last);
            return new Extent(from, to, first - 1, last);
        }
        return new Extent(from, to - 1);
    }

    // A colon or quotation mark leads over to it.
    private bool Opened(int child)
    {
        var (first, _) = _s.Subtree(child);
        return first > 0 && (_s.IsQuote(first) || _s.IsQuote(first - 1) || _s.Is(first, ":") || _s.Is(first - 1, ":") || _s.Is(first - 1, ","));
    }

    private int LastWord()
    {
        var last = _s.Length - 1;
        while (last > 0 && _s.IsAny(last, ".", "!", "?"))
            last--;
        return last;
    }

    // A verb outside of the table that takes a clause with "that" is one of telling or thinking, but for a few.
    private bool Generic(int verb, int ccomp, bool known) =>
        !known && _s.Child(ccomp, Relation.Mark) is var mark and >= 0 && _s.Is(mark, "that")
        && _s.At(verb).Word.Verb is not ("ensure" or "make" or "mean" or "prove" or "help" or "have" or "be" or "let" or "get" or "keep" or "cause" or "happen" or "seem" or "appear" or "turn" or "require" or "see");

    // The subtree of the content, without the words of the cue that stand in it.
    private Extent Part(int node, int verb, int subject)
    {
        var (first, last) = _s.Subtree(node);
        var (from, to) = Own(verb, subject);
        while (first < last && _s.At(first).Is(TokenFlags.Punctuation))
            first++;
        while (last > first && _s.At(last).Is(TokenFlags.Punctuation))
            last--;
        return new Extent(first, last, from, to);
    }

    // The clause an aside stands in, without the aside.
    private Extent Around(int head, int verb, int subject)
    {
        var (first, last) = _s.Subtree(head);
        var (from, to) = _s.Subtree(verb);
        var (ownFirst, ownLast) = Own(verb, subject);
        return new Extent(first, last, Math.Min(from, ownFirst), Math.Max(to, ownLast));
    }

    // The words from the subject to the verb.
    private (int First, int Last) Own(int verb, int subject)
    {
        if (Math.Abs(subject - verb) > 40)
            return (verb, verb);
        var (first, last) = _s.Phrase(subject);
        return (Math.Min(verb, first), Math.Max(verb, last));
    }

    // Where a content is quoted, what the same quotation says behind the cue belongs to it: "“A,” he said. “B.”"
    private Extent Joined(Extent content, int verb, int subject, List<Quotation> quotes)
    {
        foreach (var quote in quotes)
        {
            var inside = quote.First <= verb && quote.Last >= verb;
            if (inside)
                continue;
            var (from, to) = Own(verb, subject);
            if (quote.First > to && quote.First <= to + 4 && content.Last < verb && content.First < quote.First && Clear(to + 1, quote.First - 1))
                return new Extent(content.First, Math.Max(content.Last, quote.Last), from, to);
            if (quote.First <= content.Last && quote.Last >= content.First && (quote.Last > content.Last || quote.First < content.First) && (quote.Last < from || quote.First > to))
                content = content with { First = Math.Min(content.First, quote.First), Last = Math.Max(content.Last, quote.Last) };
        }
        return content;
    }

    // Only marks, adverbs and times between.
    private bool Clear(int first, int last)
    {
        for (var i = first; i <= last; i++)
            if (_s.At(i).Pos is Pos.Verb or Pos.Aux)
                return false;
        return true;
    }

    // The quotation that stands beside the cue and its subject.
    private Extent? Adjacent(int verb, int subject, List<Quotation> quotes, bool known)
    {
        if (quotes.Count == 0 || Math.Abs(subject - verb) > 40)
            return null;
        var (from, to) = Own(verb, subject);
        foreach (var quote in quotes)
        {
            if (quote.First <= verb && quote.Last >= verb)
                return null;
            var before = quote.Last < from && from - quote.Last <= 3 && OnlyMarks(quote.Last + 1, from - 1);
            var after = quote.First > to && quote.First - to <= 12 && Clear(to + 1, quote.First - 1) && (known || quote.First > 1 && _s.IsAny(quote.First - 1, ",", ":"))
                && (known || quote.Last - quote.First > 4);
            if (before && (known || subject > quote.Last) || after)
                return new Extent(quote.First, quote.Last, from, to);
        }
        return null;
    }

    private bool OnlyMarks(int first, int last)
    {
        for (var i = first; i <= last; i++)
            if (!_s.At(i).Is(TokenFlags.Punctuation))
                return false;
        return true;
    }

    // "A happened, X said." where the tree does not join the two.
    private bool Aside(int verb, int subject, out Extent content)
    {
        content = default;
        var (from, to) = Own(verb, subject);
        if (from > 2 && (_s.Is(from - 1, ",") || _s.IsQuote(from - 1)) && (to + 1 >= _s.Length || _s.At(to + 1).Is(TokenFlags.Punctuation) || _s.At(to + 1).Pos is Pos.Adp or Pos.Noun or Pos.Propn or Pos.Adv)
            && to - from < 30)
        {
            content = new Extent(0, from - 2);
            return true;
        }
        // "X said." behind a quotation that ended the sentence before.
        if (_track is { JustClosed: true } && from <= 1)
        {
            content = new Extent(0, -1);
            return true;
        }
        return false;
    }

    // "denied on Thursday that his country had ..." where the tree does not join the two.
    private bool That(int verb, out Extent content)
    {
        for (var i = verb + 1; i < _s.Length - 2 && i <= verb + 8 && _s.At(i).Pos is not (Pos.Verb or Pos.Aux) && !_s.Is(i, ","); i++)
            if (_s.Is(i, "that") && _s.At(i + 1).Pos is not (Pos.Verb or Pos.Aux))
            {
                content = new Extent(i + 1, LastWord());
                return true;
            }
        content = default;
        return false;
    }

    // "said after the summit he would go", "saying anybody who ...": a verb that reports and nothing else is followed by what it reports.
    private bool Rest(Predicate p, int verb, in ReportCue cue, out Extent content)
    {
        content = default;
        if (_s.At(verb).Word.Verb is not ("say" or "add" or "argue" or "insist" or "claim" or "contend" or "maintain" or "warn" or "tell" or "caution" or "estimate" or "stress" or "reiterate" or "allege" or "deny")
            || p.Passive || p.Infinitive || p.Gerund && !_s.IsAny(verb - 1, ",", "by") || p.Object > verb && _s.At(p.Object).Pos != Pos.Pron && !_s.Is(verb, "told") && _s.At(verb).Word.Verb != "deny")
            return false;
        for (var i = verb + 1; i < _s.Length; i++)
            if (_s.At(i).Pos is Pos.Verb or Pos.Aux)
            {
                content = new Extent(verb + 1, LastWord());
                return true;
            }
        return false;
    }

    // ---- adjectives, nouns, phrases

    private Report? OfAdjective(int adjective)
    {
        if (!Cues.Adjective(_s.Lemmas[adjective], out var cue))
            return null;
        var p = _candidates.Predicates.At(adjective);
        if (p.Subject < 0)
            return null;
        var (node, telling, take) = (-1, Telling.None, Take.Clause);
        foreach (var child in _s.Children(adjective))
        {
            var relation = _s.RelationOf(child);
            if (child < adjective || relation is not (Relation.Ccomp or Relation.Xcomp or Relation.Advcl or Relation.Obl))
                continue;
            take = relation == Relation.Ccomp ? Take.Clause : relation == Relation.Obl ? Take.Of : Take.To;
            telling = relation == Relation.Obl ? cue.With(_s.Preposition(child)) : cue.With(take);
            if (relation == Relation.Advcl && telling == Telling.None && _s.Child(child, Relation.Mark, Relation.Case) is var mark and >= 0)
                telling = cue.With(Lower(mark));
            if (telling != Telling.None)
            {
                node = child;
                break;
            }
        }
        if (node < 0)
            return null;
        var (sources, at) = Sources(p.Subject);
        return sources.Count == 0 ? null : new Report(sources, LiteralSubject(adjective, at), adjective, adjective, telling, take, !p.Negated, Part(node, adjective, p.Subject));
    }

    private Report? OfNoun(int noun)
    {
        if (!Cues.Noun(_s.Lemmas[noun], out var cue))
            return null;
        var (node, telling, take) = (-1, Telling.None, Take.Clause);
        foreach (var child in _s.Children(noun))
        {
            var relation = _s.RelationOf(child);
            if (child < noun)
                continue;
            if (relation is Relation.Acl or Relation.Ccomp or Relation.Advcl)
            {
                var infinitive = _s.At(child).Fine == Penn.VB && _s.Child(child, Relation.Mark) is var to and >= 0 && _s.Is(to, "to");
                var of = _s.Child(child, Relation.Mark, Relation.Case);
                take = infinitive ? Take.To : Take.Clause;
                telling = !infinitive && of >= 0 && _s.At(child).Fine == Penn.VBG ? cue.With(Lower(of)) : infinitive || of >= 0 && _s.Is(of, "that") || relation == Relation.Ccomp ? cue.With(take) : Telling.None;
            }
            else if (relation is Relation.Nmod or Relation.Obl)
            {
                take = Take.Of;
                telling = cue.With(_s.Preposition(child));
            }
            else
                continue;
            if (telling != Telling.None)
            {
                node = child;
                break;
            }
        }
        Extent content;
        if (node >= 0)
            content = Part(node, noun, noun);
        // "X's claim that ..." where the clause hangs elsewhere.
        else if (_s.Is(noun + 1, "that") && cue.With(take = Take.Clause) is var said and not Telling.None && noun + 3 < _s.Length && _s.At(noun + 2).Pos is not (Pos.Verb or Pos.Aux))
            (content, telling) = (new Extent(noun + 2, LastWord()), said);
        else
            return null;
        var owner = Owner(noun);
        if (owner >= 0 && owner == node)
            return null;
        var (sources, at) = owner >= 0 ? Sources(owner) : (_candidates.Parties.Modifiers(noun), noun);
        // "that" opens what is claimed, wherever the tree hangs it.
        if (content.First == noun + 2 && _s.Is(noun + 1, "that"))
            content = content with { First = noun + 1 };
        return sources.Count == 0 ? null : new Report(sources, at, noun, noun, telling, take, true, content);
    }

    // Whose claim, statement or fear it is: "X's", "by X", "from X", the subject of the verb that carries it. -1 when nobody's.
    private int Owner(int noun)
    {
        var possessor = _s.Child(noun, Relation.NmodPoss);
        if (possessor >= 0)
            return possessor;
        if (_candidates.Parties.Attached(noun, "by", "from", "among") is var by and >= 0)
            return by;
        var head = _s.Head(noun);
        if (head >= 0 && _s.At(head).Pos == Pos.Verb && _s.RelationOf(noun) is Relation.Obj or Relation.Obl or Relation.NsubjPass && (Cues.Carries(_s.Lemmas[head]) || _s.RelationOf(noun) == Relation.Obj && Cues.IsMessage(_s.Lemmas[noun])))
            return _candidates.Predicates.At(head) is var carrier && carrier.Passive ? _s.Child(head, Relation.OblAgent) : carrier.Subject;
        // "said in a statement": its own verb names the author.
        return -1;
    }

    // "in X's view", "in the words of X", "by its own account".
    private Report? OfView(int noun)
    {
        if (!Cues.IsView(_s.Lemmas[noun]) || _s.PrepositionAt(noun) is not (var at and >= 0) || !_s.IsAny(at, "in", "by", "from") || noun - at > 8)
            return null;
        var owner = _s.Child(noun, Relation.NmodPoss);
        if (owner < 0)
            owner = _candidates.Parties.Attached(noun, "of");
        if (owner < 0 || _s.RelationOf(noun) is not (Relation.Obl or Relation.Nmod or Relation.Advcl or Relation.Advmod) || _s.Head(noun) < 0)
            return null;
        var (sources, source) = Sources(owner);
        return sources.Count == 0 ? null : new Report(sources, source, noun, noun, Telling.Think, Take.Clause, true, Clause(noun, at));
    }

    // "according to X", "citing X", "as X put it", "per X".
    private Report? OfPhrase(int at)
    {
        if (_s.Is(at, "according") && _s.Is(at + 1, "to") && at + 2 < _s.Length)
        {
            var nominal = Top(at + 2, at + 1);
            var (sources, source) = Sources(nominal);
            return sources.Count == 0 ? null : new Report(sources, source, at, at + 1, Telling.Say, Take.Clause, true, Clause(nominal, at));
        }
        if (_s.IsAny(at, "citing", "quoting") && _s.At(at).Pos is Pos.Verb && _candidates.Predicates.At(at).Object is var cited and >= 0 && _s.Head(at) >= 0)
        {
            var (sources, source) = Sources(cited);
            return sources.Count == 0 ? null : new Report(sources, source, at, at, Telling.Say, Take.Clause, true, Clause(at, at));
        }
        if (_s.IsAny(at, "put", "puts") && _s.Is(at + 1, "it") && _s.At(at).Relation is Relation.Advcl or Relation.Parataxis && _s.Head(at) >= 0 && _candidates.Predicates.At(at).Subject is var speaker and >= 0)
        {
            var (sources, source) = Sources(speaker);
            return sources.Count == 0 ? null : new Report(sources, source, at, at + 1, Telling.Say, Take.Clause, true, Around(_s.Head(at), at, speaker));
        }
        return null;
    }

    // The highest word of the phrase that begins behind a preposition.
    private int Top(int node, int floor)
    {
        for (var i = 0; i < MaxClimb && _s.Head(node) is var head && head > floor && !_s.At(head).Is(TokenFlags.Punctuation) && _s.At(head).Pos is not (Pos.Verb or Pos.Aux); i++)
            node = head;
        return node;
    }

    // The clause that a phrase is about: the whole sentence where it stands at its start or end, else the clause it hangs in.
    private Extent Clause(int nominal, int from)
    {
        var (first, last) = _s.Subtree(nominal);
        first = Math.Min(first, from);
        var end = last + 1;
        while (end < _s.Length && _s.At(end).Is(TokenFlags.Punctuation))
            end++;
        if (first <= 1 || end >= _s.Length)
            return new Extent(0, _s.Length - 1, first, last);
        var node = _s.Head(nominal);
        for (var i = 0; i < MaxClimb && node >= 0 && _s.RelationOf(node) is not (Relation.Root or Relation.Ccomp or Relation.Parataxis or Relation.Conj or Relation.Advcl or Relation.AclRelcl); i++)
            node = _s.Head(node);
        var (left, right) = node < 0 ? (0, _s.Length - 1) : _s.Subtree(node);
        return new Extent(left, right, first, last);
    }

    // The parties a nominal names; a thing that says or a pronoun that refers to nobody known counts without a code. None for "there", "it" of nothing.
    private (List<Party> Sources, int At) Sources(int nominal)
    {
        ref readonly var t = ref _s.At(nominal);
        if (t.Pos == Pos.Noun && Cues.IsMessage(_s.Lemmas[nominal]) && t.Word.Role == Sector.Unspecified)
        {
            if (Owner(nominal) is var owner and >= 0 && owner != nominal && _candidates.Parties.OfGroup(owner) is { Count: > 0 } authors)
                return (authors, owner);
            if (_candidates.Parties.Attached(nominal, "of", "in") is var of and >= 0 && _candidates.Parties.OfGroup(of) is { Count: > 0 } others)
                return (others, of);
        }
        if (t.Relation == Relation.Expl || _s.IsTime(nominal))
            return ([], nominal);
        var parties = _candidates.Parties.OfGroup(nominal);
        if (parties.Count > 0)
            return (parties, nominal);
        if (t.Pos == Pos.Pron)
            return _s.IsAny(nominal, "he", "she", "they", "it", "we", "i", "you", "who", "some", "others", "many", "one", "both", "his", "her", "their", "its", "my", "our")
                ? ([new Party(nominal, nominal, "", Sector.Unspecified, "", _s.TextOf(nominal, nominal), PartyKind.Reference)], nominal) : ([], nominal);
        // "data showed", "a statement said" of nobody: no voice. "A source said" is one.
        if (t.Pos is not (Pos.Noun or Pos.Propn or Pos.Num or Pos.Adj or Pos.Det) || t.Pos == Pos.Noun && Cues.IsMessage(_s.Lemmas[nominal]))
            return ([], nominal);
        var (first, last) = _s.Core(nominal);
        return ([new Party(first, last, "", Sector.Unspecified, "", _s.TextOf(first, last), PartyKind.Unknown)], nominal);
    }
}
