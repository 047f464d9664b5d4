using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Coding;

/// <summary>Words that report what somebody says. Token indexes are inclusive.</summary>
internal sealed record Report(List<Party> Sources, int CueFirst, int CueLast, Speech Speech);

/// <summary>Finds whose word an event is, by climbing the tree: "X said that ...", "..., X said", "according to X", "X's claim that".</summary>
internal sealed class ReportFinder(Candidates candidates)
{
    private const int MaxClimb = 16;
    private const Speech Reporting = Speech.Say | Speech.Allege | Speech.Deny | Speech.Expect;

    private readonly Sentence _s = candidates.Sentence;

    /// <summary>The reports around a trigger, the nearest first.</summary>
    public List<Report> Of(Predicate trigger)
    {
        var found = new List<Report>();
        var node = trigger.Light >= 0 ? trigger.Light : trigger.Token;
        for (var i = 0; i < MaxClimb && node >= 0; i++)
        {
            foreach (var child in _s.Children(node))
            {
                if (_s.RelationOf(child) is Relation.Obl or Relation.Nmod or Relation.Advmod or Relation.Advcl && Accords(child) is { } accord)
                    Add(found, accord);
                else if (_s.RelationOf(child) == Relation.Parataxis && !_s.Under(trigger.Token, child) && Verb(child, node) is { } aside)
                    Add(found, aside);
            }
            var head = _s.Head(node);
            if (head < 0)
                break;
            if (_s.RelationOf(node) is Relation.Ccomp or Relation.Xcomp or Relation.Parataxis && Verb(head, node) is { } report)
                Add(found, report);
            else if (_s.RelationOf(node) is Relation.Acl or Relation.Ccomp && Noun(head) is { } claim)
                Add(found, claim);
            node = head;
        }
        return found;
    }

    private static void Add(List<Report> found, Report report)
    {
        if (!found.Exists(r => r.CueFirst == report.CueFirst))
            found.Add(report);
    }

    private Report? Accords(int nominal)
    {
        var at = _s.PrepositionAt(nominal);
        if (at < 0 || !_s.Is(at, "according"))
        {
            if (!(_s.Is(nominal - 2, "according") && _s.Is(nominal - 1, "to")))
                return null;
            at = nominal - 2;
        }
        var last = _s.Is(at + 1, "to") ? at + 1 : at;
        return candidates.Parties.OfGroup(nominal) is { Count: > 0 } sources ? new Report(sources, at, last, Speech.Say) : null;
    }

    private Report? Verb(int verb, int content)
    {
        if (_s.At(verb).Pos != Pos.Verb)
            return null;
        var speech = SpeechVerbs.Of(_s.At(verb).Word.Verb) & Reporting;
        var p = candidates.Predicates.At(verb);
        if (speech == Speech.None || p.Infinitive && p.Governor < 0 || p.Passive && p.Subject < 0 || p.Negated && (speech & Speech.Deny) == 0 || p.Subject < 0 || _s.Under(p.Subject, content))
            return null;
        // "claimed to have", "reported seeing" are telling, "expects to", "hopes to" are not.
        if (_s.RelationOf(content) == Relation.Xcomp && (speech & (Speech.Say | Speech.Allege | Speech.Deny)) == 0)
            return null;
        return candidates.Parties.OfGroup(p.Subject) is { Count: > 0 } sources ? new Report(sources, verb, verb, speech) : null;
    }

    private Report? Noun(int noun)
    {
        if (_s.At(noun).Pos != Pos.Noun || _s.NounOf(noun) is not ("claim" or "allegation" or "statement" or "report" or "announcement" or "accusation" or "charge" or "assertion" or "admission"
            or "warning" or "suggestion" or "denial" or "confirmation" or "complaint" or "belief" or "fear"))
            return null;
        var owner = candidates.Predicates.At(noun).Subject;
        if (owner < 0)
            owner = candidates.Parties.Attached(noun, "by", "from", "of");
        var speech = _s.NounOf(noun) is "claim" or "allegation" or "accusation" or "charge" or "complaint" ? Speech.Allege : _s.NounOf(noun) is "denial" ? Speech.Deny : Speech.Say;
        var sources = owner >= 0 ? candidates.Parties.OfGroup(owner) : candidates.Parties.Modifiers(noun);
        return sources.Count > 0 ? new Report(sources, noun, noun, speech) : null;
    }
}
