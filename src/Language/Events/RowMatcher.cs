using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Events;

/// <summary>Asks the rows of the event lexicon whether they hold at a predicate.</summary>
internal sealed class RowMatcher(Sentence s, PredicateReader predicates, Lexicon lexicon)
{
    /// <summary>Rows that hold, the best first; among equals the order of the file.</summary>
    public List<LexiconRow> Match(Predicate p)
    {
        var found = new List<LexiconRow>();
        var rows = p.IsNoun ? lexicon.Noun(s.NounOf(p.Token)) : lexicon.Verb(s.At(p.Token).Word.Verb);
        foreach (var row in rows)
        {
            if (row.Particle.Length > 0 && !HasParticle(p, row.Particle) || row.Control != Control.None && !Controls(p, row.Control) || !HoldAll(p, row.Conditions))
                continue;
            var at = found.Count;
            while (at > 0 && (Weight(found[at - 1]) < Weight(row) || Weight(found[at - 1]) == Weight(row) && found[at - 1].Line > row.Line))
                at--;
            found.Insert(at, row);
        }
        return found;
    }

    private static int Weight(LexiconRow row) => row.Conditions.Length * 2 + (row.Particle.Length > 0 ? 3 : 0) + (row.Control != Control.None ? 1 : 0);

    private bool HoldAll(Predicate p, Condition[] conditions)
    {
        foreach (var condition in conditions)
            if (!Holds(p, condition))
                return false;
        return true;
    }

    private bool HasParticle(Predicate p, string particle)
    {
        if (p.Particle >= 0 && s.Is(p.Particle, particle) || s.Is(p.Token + 1, particle))
            return true;
        foreach (var oblique in p.Obliques)
            if (oblique.Preposition == particle)
                return true;
        foreach (var child in s.Children(p.Token))
            if (child > p.Token && s.RelationOf(child) == Parsing.Relation.Advmod && s.Is(child, particle))
                return true;
        return false;
    }

    private bool Controls(Predicate p, Control control)
    {
        if (p.Complement < 0)
            return false;
        var inner = predicates.At(p.Complement);
        return control switch
        {
            Control.ObjectOf => inner.Gerund || s.At(p.Complement).Fine == Parsing.Penn.VBG,
            Control.Object => inner.Infinitive || p.Clausal,
            // "threatened that it would", "promised that it will": a promise in a clause has a future of its own speaker.
            _ => inner.Infinitive || inner.Gerund || p.Clausal && inner.Future && inner.Subject >= 0 && s.At(inner.Subject).Pos == Parsing.Pos.Pron,
        };
    }

    private bool Holds(Predicate p, Condition condition)
    {
        switch (condition.Place)
        {
            case "obj":
                return Has(p.Object, condition, list: true) || Has(p.Second, condition, list: true);
            case "sub":
                return Has(p.Subject, condition, list: false);
            case "mod":
                return p.IsNoun && Has(p.Token, condition, list: false);
            case "next":
                return p.Token + 1 < s.Length && condition.Words.Contains(s.LemmaOf(p.Token + 1));
            case "any":
                for (var i = 0; i < s.Length; i++)
                    if (s.MentionAt[i] < 0 && condition.Words.Contains(s.LemmaOf(i)))
                        return true;
                return false;
            default:
                foreach (var (preposition, head) in p.Obliques)
                    if (preposition == condition.Place && Has(head, condition, list: true))
                        return true;
                return false;
        }
    }

    private bool Has(int head, Condition condition, bool list)
    {
        if (head < 0)
            return false;
        // Where office-holders are asked for, a name of the gazetteer is one.
        if (condition.Words.Contains("*") || condition.Words.Contains("president") && s.MentionAt[head] >= 0)
            return true;
        if (!list)
            return HasWord(head, condition);
        foreach (var member in s.Conjuncts(head))
            if (HasWord(member, condition))
                return true;
        return false;
    }

    private bool HasWord(int head, Condition condition)
    {
        var (first, last) = s.Phrase(head);
        for (var i = first; i <= last; i++)
            if (s.MentionAt[i] < 0 && condition.Words.Contains(s.NounOf(i)))
                return true;
        return false;
    }
}
