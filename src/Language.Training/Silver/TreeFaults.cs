using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Training;

/// <summary>Counts what a tree has and a written sentence's right tree has not: mostly the traces of a verb with a wrong tag.</summary>
internal sealed class TreeFaults(Sentence s)
{
    public static bool IsFinite(Penn tag) => tag is Penn.VBD or Penn.VBZ or Penn.VBP;

    public int Count()
    {
        var faults = 0;
        for (var t = 0; t < s.Length; t++)
        {
            ref readonly var token = ref s.At(t);
            if (token.Head < 0 && token.Pos is not (Pos.Verb or Pos.Aux) && s.Child(t, Relation.Nsubj, Relation.NsubjPass, Relation.NsubjOuter, Relation.Cop) < 0)
                faults++;
            if (token.Pos == Pos.Verb)
                faults += Verb(t);
        }
        return faults;
    }

    private int Verb(int verb)
    {
        ref readonly var t = ref s.At(verb);
        int faults = 0, subjects = 0, auxiliaries = 0, outer = 0, helped = 0, marks = 0;
        var infinitive = false;
        foreach (var child in s.Children(verb))
            switch (s.RelationOf(child))
            {
                case Relation.Nsubj:
                    subjects++;
                    break;
                case Relation.NsubjPass or Relation.NsubjOuter or Relation.Csubj or Relation.CsubjPass or Relation.CsubjOuter or Relation.Expl:
                    outer++;
                    break;
                case Relation.Aux:
                    auxiliaries++;
                    helped += s.IsAny(child, "have", "has", "had", "was", "were", "is", "are", "be", "been", "will", "did") ? 1 : 0;
                    break;
                case Relation.Mark:
                    marks++;
                    infinitive |= s.Is(child, "to");
                    break;
                case Relation.AuxPass:
                    auxiliaries++;
                    helped++;
                    break;
                default:
                    break;
            }
        if (subjects > 1)
            faults++;
        // "the ministry announced" with a participle.
        if (t.Fine == Penn.VBN && subjects > 0 && auxiliaries == 0)
            faults++;
        // "was reported", "had fired" with a past tense.
        if (t.Fine == Penn.VBD && helped > 0)
            faults++;
        // "Pakistan shut its airspace and choked off trade" with a base form or a participle.
        if (t.Fine == Penn.VB && auxiliaries + marks == 0 && (subjects > 0 && t.Relation != Relation.Xcomp && t.Relation != Relation.Ccomp || t.Relation == Relation.Conj && s.At(t.Head).Fine != Penn.VB))
            faults++;
        if (t.Fine == Penn.VBN && auxiliaries == 0 && t.Relation == Relation.Conj && s.At(t.Head) is { Pos: Pos.Verb, Fine: not Penn.VBN })
            faults++;
        // "to press" with a finite form.
        if (IsFinite(t.Fine) && infinitive)
            faults++;
        if (!IsFinite(t.Fine))
            return faults;
        if (t.Relation is Relation.Compound or Relation.Amod or Relation.Nmod or Relation.NmodPoss or Relation.Case or Relation.Det or Relation.Flat or Relation.Obj or Relation.Nsubj or Relation.Obl)
            faults++;
        else if (subjects + outer == 0 && t.Relation is Relation.Root or Relation.Advcl or Relation.Ccomp or Relation.Acl)
            faults++;
        return faults;
    }
}
