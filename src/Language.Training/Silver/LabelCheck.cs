using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>How many of a sentence's labels (each trigger, actor, target and source is one) its tree satisfies, and how many things in the tree no sentence has.</summary>
internal readonly record struct LabelScore(int Right, int All, int Faults)
{
    public bool Full => Right == All && All > 0 && Faults == 0;

    public bool Above(LabelScore other) => Right - Faults > other.Right - other.Faults;
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
        foreach (var (source, cue) in item.Claims.SelectMany(c => c.Cues).Distinct())
        {
            all++;
            for (var t = 0; t < s.Length; t++)
                if (cue.Overlaps(s.At(t).Start, s.At(t).End) && IsSource(t, source))
                {
                    right++;
                    break;
                }
        }
        return new LabelScore(right, all, new TreeFaults(s).Count());
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
                best = Math.Max(best, 1 + actors.Count(a => IsSubject(t, a) || mutual && IsObject(t, a) || IsFree(t, a)) + targets.Count(x => IsObject(t, x) || x.Start < claim.Trigger.Start && IsFree(-1, x) || IsFree(t, x)));
        return (best, 1 + actors.Count + targets.Count);
    }

    /// <summary>
    /// Subjects that the labels want and the tree has not: an actor's or a source's head before a verb of the trigger or cue. Not where the mention is an
    /// owner or inside of a prepositional phrase ("drones from Sudan killed"): there the label leaps over the grammar.
    /// </summary>
    public IEnumerable<(int Subject, int Verb)> Missing(LabelledItem item)
    {
        var wanted = item.Claims.SelectMany(c => c.Cues).Concat(item.Claims.Where(c => c.Actors.Count > 0).Select(c => (Source: c.Actors[0].Mention, Cue: c.Trigger)));
        foreach (var (mention, words) in wanted.Distinct())
        {
            if (SubjectOf(mention) is not (>= 0 and var head))
                continue;
            for (var t = 0; t < s.Length; t++)
                if (words.Overlaps(s.At(t).Start, s.At(t).End) && s.At(t).Pos == Pos.Verb && s.Child(t, Relation.AuxPass) < 0 && !IsSubject(t, mention))
                {
                    yield return (head, t);
                    break;
                }
        }
    }

    private bool IsPredicate(int token)
    {
        ref readonly var t = ref s.At(token);
        return t.Pos switch
        {
            Pos.Verb => t.Relation != Relation.Compound && !(t.Relation == Relation.Amod && TreeFaults.IsFinite(t.Fine)),
            // A word that can be a verb is taken for a noun inside a clause only: "The European Union calls on ..." has no other verb.
            Pos.Noun => !t.Word.Has(Can.Verb) || t.Word.Noun.Length > 0 && t.Relation != Relation.Root,
            Pos.Adj => !t.Word.Has(Can.Verb),
            _ => false,
        };
    }

    // Labels follow the meaning across clauses: the parties of a noun ("the strike"), and a target named before, may stand anywhere, as phrases.
    private bool IsFree(int trigger, Words mention) =>
        HeadOf(mention) is >= 0 and var head && s.At(head).Pos is not (Pos.Verb or Pos.Adv) && s.RelationOf(head) is not (Relation.Root or Relation.Compound or Relation.Flat or Relation.Dep)
        && (trigger < 0 || s.At(trigger).Pos == Pos.Noun && (!s.At(trigger).Word.Has(Can.Verb) || s.Child(trigger, Relation.Det, Relation.Amod, Relation.NmodPoss) >= 0));

    // The subject of a verb of saying; of "according to" and nouns, somewhere below.
    private bool IsSource(int cue, Words source) =>
        s.At(cue).Pos == Pos.Verb && IsPredicate(cue) && IsSubject(cue, source) || !s.At(cue).Word.Has(Can.Verb) && HeadOf(source) >= 0;

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

    // The noun that ends the mention, without what follows a preposition or comma in it, if it can be a subject.
    private int SubjectOf(Words mention)
    {
        var found = -1;
        for (var t = 0; t < s.Length; t++)
        {
            ref readonly var token = ref s.At(t);
            if (!mention.Overlaps(token.Start, token.End))
                continue;
            if (found < 0 && t > 0 && s.At(t - 1).Pos is Pos.Adp or Pos.Part)
                return -1;
            if (token.Pos is Pos.Adp || token.Is(TokenFlags.Punctuation) && !token.Is(TokenFlags.Joined))
                break;
            if (token.Pos is Pos.Noun or Pos.Pron or Pos.Propn && token.Fine != Penn.PRPS)
                found = token.Pos == Pos.Propn && found >= 0 && s.At(found).Pos == Pos.Propn && token.Relation == Relation.Flat ? found : t;
        }
        return found >= 0 && found + 1 < s.Length && s.At(found + 1).Pos == Pos.Part ? -1 : found;
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


}
