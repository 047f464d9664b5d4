using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Coding;

/// <summary>Adjectives, nouns and phrases that report.</summary>
internal sealed partial class ReportFinder
{
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
