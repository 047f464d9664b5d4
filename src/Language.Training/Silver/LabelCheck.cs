using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>How many of a sentence's labels (each trigger, actor and target is one) its tree satisfies, and whether the tree looks like one of a sentence.</summary>
internal readonly record struct LabelScore(int Right, int All, bool Sane)
{
    public bool Full => Right == All && All > 0 && Sane;

    public bool Above(LabelScore other) => Right != other.Right ? Right > other.Right : Sane && !other.Sane;
}

/// <summary>
/// Holds a parse against the labels of its sentence. The labels say nothing of tags and arcs, but most wrong ones break them: a trigger that is no predicate,
/// an actor that is not its subject or agent, a target that is nowhere in its clause, a mention that falls in two.
/// </summary>
internal sealed class LabelCheck(Sentence s)
{
    private const int MaxClimb = 4;

    private readonly PredicateReader predicates = new(s);

    public LabelScore Score(LabelledItem item)
    {
        int right = 0, all = 0;
        foreach (var claim in item.Claims)
        {
            var (r, a) = Score(claim);
            (right, all) = (right + r, all + a);
        }
        return new LabelScore(right, all, IsSane());
    }

    public (int Right, int All) Score(LabelledClaim claim)
    {
        var actors = claim.Actors.Select(a => a.Mention).Distinct().ToList();
        // "X met Y" labels both as actors and as targets; one of them is the object.
        var mutual = claim.Targets.Exists(t => actors.Contains(t.Mention));
        var targets = claim.Targets.Select(t => t.Mention).Distinct().Where(t => !actors.Contains(t)).ToList();
        var best = 0;
        for (var t = 0; t < s.Length; t++)
            if (claim.Trigger.Overlaps(s.At(t).Start, s.At(t).End) && IsPredicate(t))
                best = Math.Max(best, 1 + actors.Count(a => IsSubject(t, a) || mutual && IsObject(t, a)) + targets.Count(x => IsObject(t, x)));
        return (best, 1 + actors.Count + targets.Count);
    }

    private bool IsPredicate(int token)
    {
        ref readonly var t = ref s.At(token);
        return t.Pos switch
        {
            Pos.Verb => t.Relation != Relation.Compound && !(t.Relation == Relation.Amod && IsFinite(t.Fine)),
            // A word that can be a verb is taken for a noun inside a clause only: "The European Union calls on ..." has no other verb.
            Pos.Noun => !t.Word.Has(Can.Verb) || t.Word.Noun.Length > 0 && t.Relation != Relation.Root,
            Pos.Adj => !t.Word.Has(Can.Verb),
            _ => false,
        };
    }

    private bool IsSubject(int trigger, Words mention)
    {
        if (HeadOf(mention) is not (>= 0 and var head))
            return false;
        var p = predicates.At(trigger);
        if (Covers(p.Subject, mention) || p.Obliques.Exists(o => o.Preposition == "by" && Covers(o.Head, mention)))
            return true;
        if (!p.IsNoun)
            return false;
        return s.Under(head, trigger) || p.Governor >= 0 && Covers(predicates.At(p.Governor).Subject, mention);
    }

    private bool IsObject(int trigger, Words mention)
    {
        if (HeadOf(mention) is not (>= 0 and var head))
            return false;
        var p = predicates.At(trigger);
        if (Covers(p.Object, mention) || Covers(p.Second, mention) || p.Obliques.Exists(o => Covers(o.Head, mention)))
            return true;
        // Anywhere in the clause but in the subject; of coordinated predicates in any.
        var at = trigger;
        for (var i = 0; i < MaxClimb && at >= 0; i++)
        {
            var subject = s.At(at).Pos == Pos.Verb ? predicates.At(at).Subject : -1;
            if (s.Under(head, at) && !(subject >= 0 && s.Under(head, subject)))
                return true;
            if (s.RelationOf(at) is not (Relation.Conj or Relation.Obj or Relation.Obl or Relation.Nmod))
                break;
            at = s.Head(at);
        }
        return false;
    }

    // Whether the nominal, or one coordinated with it, is in the mention or has it in its phrase.
    private bool Covers(int nominal, Words mention)
    {
        if (nominal < 0)
            return false;
        foreach (var head in s.Conjuncts(nominal))
        {
            if (mention.Overlaps(s.At(head).Start, s.At(head).End))
                return true;
            var (first, last) = s.Phrase(head);
            if (s.At(first).Start <= mention.Start && mention.End <= s.At(last).End)
                return true;
        }
        return false;
    }

    // The one word of the mention whose head is outside of it; -1 when the mention is not one phrase.
    private int HeadOf(Words mention)
    {
        var found = -1;
        for (var t = 0; t < s.Length; t++)
        {
            ref readonly var token = ref s.At(t);
            if (!mention.Overlaps(token.Start, token.End) || token.Is(TokenFlags.Punctuation))
                continue;
            if (token.Head >= 0 && mention.Overlaps(s.At(token.Head).Start, s.At(token.Head).End))
                continue;
            if (found >= 0)
                return -1;
            found = t;
        }
        return found;
    }

    private static bool IsFinite(Penn tag) => tag is Penn.VBD or Penn.VBZ or Penn.VBP;

    private bool IsSane()
    {
        for (var t = 0; t < s.Length; t++)
        {
            ref readonly var token = ref s.At(t);
            if (token.Head < 0 && token.Pos is not (Pos.Verb or Pos.Aux) && s.Child(t, Relation.Nsubj, Relation.Cop) < 0)
                return false;
            if (token.Pos != Pos.Verb)
                continue;
            if (IsFinite(token.Fine) && token.Relation is Relation.Compound or Relation.Amod or Relation.Nmod or Relation.NmodPoss or Relation.Case or Relation.Det or Relation.Flat or Relation.Obj)
                return false;
            var subjects = 0;
            foreach (var child in s.Children(t))
                subjects += s.RelationOf(child) is Relation.Nsubj or Relation.NsubjPass ? 1 : 0;
            if (subjects > 1)
                return false;
        }
        return true;
    }
}
