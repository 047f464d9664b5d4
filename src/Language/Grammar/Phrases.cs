using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>Noun phrases of the tree: their bounds, their preposition, what is coordinated with them.</summary>
internal sealed partial class Sentence
{
    /// <summary>Whether the token heads a noun phrase.</summary>
    public bool IsNominal(int token)
    {
        ref readonly var t = ref Tokens[token];
        if (t.Pos is not (Pos.Noun or Pos.Propn or Pos.Pron or Pos.Num or Pos.Sym or Pos.Adj or Pos.Det or Pos.X))
            return false;
        return t.Relation is Relation.Nsubj or Relation.NsubjPass or Relation.NsubjOuter or Relation.Obj or Relation.Iobj or Relation.Obl or Relation.OblAgent or Relation.OblUnmarked
                or Relation.Nmod or Relation.NmodPoss or Relation.NmodUnmarked or Relation.NmodDesc or Relation.Appos or Relation.Root or Relation.Vocative or Relation.Dislocated
                or Relation.Parataxis or Relation.List or Relation.Xcomp or Relation.Ccomp or Relation.Advcl or Relation.AclRelcl or Relation.Orphan or Relation.Dep or Relation.Expl
            || t.Relation == Relation.Conj && t.Pos is Pos.Noun or Pos.Propn or Pos.Pron or Pos.Num;
    }

    /// <summary>The phrase of a nominal head without relative clauses, appositions and what is coordinated; its preposition is left out.</summary>
    public (int First, int Last) Phrase(int head)
    {
        var (first, last) = (head, head);
        foreach (var child in Children(head))
        {
            ref readonly var t = ref Tokens[child];
            if (t.Relation is Relation.Case && child > head || t.Relation is Relation.Det or Relation.DetPredet or Relation.Amod or Relation.Compound or Relation.Flat or Relation.Nummod
                or Relation.NmodPoss or Relation.Goeswith or Relation.Fixed or Relation.NmodDesc
                || t.Relation is Relation.Advmod && child < head
                || t.Relation is Relation.Nmod or Relation.NmodUnmarked && child < head + 14)
            {
                var (left, right) = Subtree(child);
                if (t.Relation is Relation.Nmod && child > head && IsTime(child))
                    continue;
                // "'s" belongs to the owner's phrase, not to the owned one's end.
                if (t.Relation is Relation.Case)
                    continue;
                if (right > head && t.Relation is Relation.Nmod)
                    right = NominalEnd(child);
                first = Math.Min(first, left);
                last = Math.Max(last, right);
            }
        }
        while (first < head && (Tokens[first].Is(TokenFlags.Punctuation) || Tokens[first].Pos is Pos.Adp or Pos.Cconj or Pos.Sconj))
            first++;
        while (last > head && Tokens[last].Is(TokenFlags.Punctuation))
            last--;
        return (first, last);
    }

    // The end of a prepositional phrase within a larger phrase: with what is coordinated, without clauses.
    private int NominalEnd(int head)
    {
        var last = head;
        foreach (var child in Children(head))
            if (child > head && !IsTime(child) && Tokens[child].Relation is Relation.Nmod or Relation.Conj or Relation.Flat or Relation.Compound or Relation.Nummod or Relation.Goeswith or Relation.Fixed)
                last = Math.Max(last, NominalEnd(child));
        return last;
    }

    /// <summary>The phrase without its determiner and opening quotation marks.</summary>
    public (int First, int Last) Core(int head)
    {
        var (first, last) = Phrase(head);
        while (first < head && (Tokens[first].Pos == Pos.Det || IsQuote(first)))
            first++;
        return (first, last);
    }

    /// <summary>The preposition of a nominal, lower case, "" when it has none: "in", "against", "according to" as "according".</summary>
    public string Preposition(int head)
    {
        var at = PrepositionAt(head);
        return at < 0 ? "" : Tokens[at].Word.Text.Length > 0 ? Tokens[at].Word.Text : TextOf(at).ToString().ToLowerInvariant();
    }

    public int PrepositionAt(int head)
    {
        foreach (var child in Children(head))
            if (Tokens[child].Relation == Relation.Case && child < head)
                return child;
        // A conjunct shares the preposition of the first.
        return Tokens[head].Relation == Relation.Conj && Tokens[head].Head is var first and >= 0 && first < head ? PrepositionAt(first) : -1;
    }

    /// <summary>The nominal and those coordinated with it, in order: "the US, South Korea and Japan".</summary>
    public ReadOnlySpan<int> Conjuncts(int head) => _conjuncts[head] ??= FindConjuncts(head);

    private int[] FindConjuncts(int head)
    {
        if (Child(head, Relation.Conj) < 0)
            return [head];
        var list = new List<int> { head };
        for (var i = 0; i < list.Count && list.Count < 16; i++)
            foreach (var child in Children(list[i]))
                if (Tokens[child].Relation == Relation.Conj && child > list[i] && Tokens[child].Pos is Pos.Noun or Pos.Propn or Pos.Pron or Pos.Num or Pos.Adj or Pos.X)
                    list.Add(child);
        list.Sort();
        return [.. list];
    }

    /// <summary>Whether it names a time ("Monday", "last week", "September 3").</summary>
    public bool IsTime(int head) =>
        MentionAt[head] < 0 && (Tokens[head].Word.Has(Kind.Time) || Tokens[head].Is(TokenFlags.Number) && head > 0 && Tokens[head - 1].Word.Has(Kind.Time));
}
