using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Coding;

/// <summary>Verbs that report: their source, what they tell, quotations.</summary>
internal sealed partial class ReportFinder
{
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
}
