using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>What a trigger shows: its word, its place in the lexicon, its clause, what governs it.</summary>
internal sealed partial class Features
{
    /// <summary>For the choice of type and modality.</summary>
    public void OfTrigger(Trigger trigger, FeatureBag bag)
    {
        var p = trigger.Predicate;
        var s = _s;
        var lemma = Lemma(p.Token);
        var row = Row(trigger.Best);
        var pos = PosOf(p);
        bag.Add(F.Bias);
        bag.Add(F.Pos, pos);
        bag.Add(F.Lemma, lemma, pos);
        bag.Add(F.Row, row, pos);
        if (trigger.Best is { } first)
        {
            bag.Add(F.RowMode, row, (ulong)first.Mode);
            bag.Add(F.RowSure, row, first.Conditions.Length > 0 ? 1UL : 0UL, first.Strength >= 0.75 ? 2UL : first.Strength >= 0.55 ? 1UL : 0UL);
            if (first.Control != Control.None)
                bag.Add(F.RowControl, row, (ulong)first.Control);
        }
        for (var i = 1; i < trigger.Rows.Count && i < 4; i++)
            bag.Add(F.SecondRow, Row(trigger.Rows[i]), row);
        var profile = ProfileAt(p.Token);
        AddEach(bag, F.Profile, profile, pos);
        AddEach(bag, F.ProfileRow, profile, row);
        var speech = SpeechOf(p.Token);
        if (speech != 0)
            bag.Add(F.Speech, speech, row);
        var (sub, obj) = (Class(p.Subject), Class(p.Object));
        var (subCoarse, objCoarse) = (Coarse(p.Subject), Coarse(p.Object));
        bag.Add(F.Subject, sub);
        bag.Add(F.Object, obj);
        bag.Add(F.RowSubject, row, sub);
        bag.Add(F.RowObject, row, obj);
        bag.Add(F.SubjectObject, subCoarse, objCoarse);
        bag.Add(F.RowSubjectObject, row, subCoarse, objCoarse);
        bag.Add(F.LemmaObject, lemma, objCoarse);
        bag.Add(F.LemmaSubject, lemma, subCoarse);
        if (p.Object >= 0)
        {
            var objectLemma = Lemma(p.Object);
            bag.Add(F.ObjectLemma, objectLemma);
            bag.Add(F.LemmaObjectLemma, lemma, objectLemma);
            if (RowAt(p.Object) is var objectRow and not 0)
            {
                bag.Add(F.ObjectRow, objectRow);
                bag.Add(F.RowObjectRow, row, objectRow);
                bag.Add(F.LemmaObjectRow, lemma, objectRow);
            }
            foreach (var set in SetsOf(p.Object))
            {
                bag.Add(F.ObjectSet, set);
                bag.Add(F.RowObjectSet, row, set);
                bag.Add(F.LemmaObjectSet, lemma, set);
            }
        }
        if (p.Subject >= 0)
        {
            bag.Add(F.SubjectLemma, Lemma(p.Subject), row);
            foreach (var set in SetsOf(p.Subject))
                bag.Add(F.SubjectSet, set, row);
        }
        if (CodeOf(p.Subject) is { Length: > 0 } a && CodeOf(p.Object) is { Length: > 0 } b)
            bag.Add(F.SameCode, a == b ? 1UL : 0UL, row);
        foreach (var (preposition, head) in p.Obliques)
        {
            var prep = WordHash.Of(preposition);
            var headClass = Coarse(head);
            bag.Add(F.Prep, prep, row);
            bag.Add(F.LemmaPrep, lemma, prep);
            bag.Add(F.PrepClass, prep, headClass, row);
            bag.Add(F.LemmaPrepClass, lemma, prep, headClass);
            bag.Add(F.LemmaPrepLemma, lemma, prep, Lemma(head));
            bag.Add(F.PrepLemma, prep, Lemma(head));
            if (RowAt(head) is var prepRow and not 0)
                bag.Add(F.PrepRow, prep, prepRow, row);
            foreach (var set in SetsOf(head))
            {
                bag.Add(F.PrepSet, prep, set);
                bag.Add(F.LemmaPrepSet, lemma, prep, set);
                bag.Add(F.RowPrepSet, row, prep, set);
            }
        }
        if (p.Particle >= 0)
            bag.Add(F.Particle, lemma, Lemma(p.Particle));
        if (p.Complement >= 0)
        {
            var inner = RowAt(p.Complement);
            var how = p.Clausal ? 1UL : 0UL;
            bag.Add(F.Comp, how, inner, row);
            bag.Add(F.LemmaComp, lemma, how, inner);
            bag.Add(F.CompLemma, lemma, Lemma(p.Complement));
            AddEach(bag, F.CompProfile, ProfileAt(p.Complement), row, how);
            var predicate = _candidates.Predicates.At(p.Complement);
            if (p.Clausal)
                bag.Add(F.CompForm, lemma, predicate.Obliged ? 1UL : predicate.Future ? 2UL : predicate.Possible ? 3UL : predicate.Negated ? 4UL : 5UL);
            if (predicate.Object >= 0)
            {
                bag.Add(F.CompObject, Lemma(p.Complement), Lemma(predicate.Object));
                foreach (var set in SetsOf(predicate.Object))
                    bag.Add(F.CompObjectSet, Lemma(p.Complement), set, row);
            }
        }
        else
            bag.Add(F.NoComp, row);
        if (p.Light >= 0)
        {
            bag.Add(F.Light, Lemma(p.Light), row);
            bag.Add(F.LightLemma, Lemma(p.Light), lemma);
        }
        // The clause.
        var form = Form(p);
        OfClasses(trigger, row, pos, form, subCoarse, objCoarse, bag);
        bag.Add(F.FormOnly, form);
        bag.Add(F.RowForm, row, form);
        bag.Add(F.LemmaForm, lemma, form);
        AddEach(bag, F.ProfileForm, profile, form, pos);
        bag.Add(F.Mark, Lemma(p.Mark), row);
        bag.Add(F.Link, (ulong)p.Link, row, pos);
        bag.Add(F.LinkForm, (ulong)p.Link, form);
        if (p.Governor >= 0)
        {
            var governor = Lemma(p.Governor);
            var link = (ulong)p.Link;
            bag.Add(F.Gov, governor, link);
            bag.Add(F.GovRow, RowAt(p.Governor), link, row);
            AddEach(bag, F.GovProfile, ProfileAt(p.Governor), link, row);
            bag.Add(F.GovSpeech, SpeechOf(p.Governor), link, row);
            bag.Add(F.GovLemmaRow, governor, row);
            var over = _candidates.Predicates.At(p.Governor);
            bag.Add(F.GovForm, Form(over), link, SpeechOf(p.Governor));
            bag.Add(F.GovSubject, Coarse(over.Subject), link, row);
            if (over.Governor >= 0)
                bag.Add(F.Gov2, Lemma(over.Governor), (ulong)over.Link);
        }
        if (p.IsNoun)
        {
            var (from, _) = s.Phrase(p.Token);
            var opener = s.At(from).Pos == Pos.Det ? s.Lemmas[from] : s.MentionAt[from] >= 0 ? 1UL : (ulong)s.At(from).Pos + 2;
            var relation = (ulong)s.RelationOf(p.Token);
            bag.Add(F.Det, opener, row, relation);
            bag.Add(F.NounOwner, subCoarse, relation, row);
            if (s.At(p.Token).Fine == Penn.NNS)
                bag.Add(F.Plural, row, lemma);
            var modified = false;
            foreach (var group in _candidates.Groups)
                modified |= group.Parties[0].Modifier && s.Head(group.Head) == p.Token;
            bag.Add(F.Modifier, modified ? 1UL : 0UL, row);
        }
        foreach (var child in s.Children(p.Token))
            if (s.RelationOf(child) is Relation.Advmod or Relation.Amod or Relation.Compound && s.MentionAt[child] < 0)
            {
                bag.Add(F.Mod, Lemma(child), row);
                bag.Add(F.ModLemma, Lemma(child), lemma);
            }
        for (var d = -2; d <= 2; d++)
            if (d != 0 && Neighbour(p.Token, d) is var near and >= 0)
                bag.Add(F.Near, (ulong)(d + 2), Lemma(near));
        foreach (var set in _sets)
        {
            bag.Add(F.SentenceSet, set);
            bag.Add(F.SentenceSetRow, set, row);
        }
        bag.Add(F.Coded, (ulong)_coded, row);
        bag.Add(F.Others, (ulong)Math.Min(4, _candidates.Triggers.Count), row);
        bag.Add(F.Segment, (ulong)s.Segment.Kind, row);
        if (_play)
            bag.Add(F.Play, row);
        if (s.At(p.Token).Is(TokenFlags.Quoted))
            bag.Add(F.Quoted, row, form);
    }

    /// <summary>For the choice of modality of an event of the type: grammar and what governs it, not what is done.</summary>
    public void OfModality(Trigger trigger, EventType eventType, FeatureBag bag)
    {
        var p = trigger.Predicate;
        var form = Form(p);
        bag.Add(F.Bias);
        bag.Add(F.ModalForm, form);
        bag.Add(F.ModalTypeForm, (ulong)eventType, form);
        bag.Add(F.ModalMark, Lemma(p.Mark));
        bag.Add(F.Pos, PosOf(p));
        foreach (var c in ClassesOf(p.Token))
            bag.Add(F.ModalClass, c, (ulong)eventType);
        if (p.Light >= 0)
        {
            bag.Add(F.ModalLight, Lemma(p.Light));
            foreach (var c in ClassesOf(p.Light))
                bag.Add(F.ModalLightClass, c);
        }
        if (p.Governor >= 0)
        {
            var link = (ulong)p.Link;
            var over = _candidates.Predicates.At(p.Governor);
            bag.Add(F.ModalGov, Lemma(p.Governor), link, Form(over) & 3);
            bag.Add(F.ModalGovForm, Form(over), link);
            bag.Add(F.ModalSpeech, SpeechOf(p.Governor), link, form);
            foreach (var c in ClassesOf(p.Governor))
                bag.Add(F.ModalGovClass, c, link, Form(over) & 3);
            if (over.Governor >= 0)
            {
                bag.Add(F.ModalOver, Lemma(over.Governor), (ulong)over.Link);
                foreach (var c in ClassesOf(over.Governor))
                    bag.Add(F.ModalOverClass, c, (ulong)over.Link);
            }
        }
        foreach (var child in _s.Children(p.Token))
            if (_s.RelationOf(child) is Relation.Advmod or Relation.Det or Relation.Amod)
                bag.Add(F.ModalAdverb, Lemma(child));
    }

    // The same by semantic classes, which reach words that no labelled sentence has.
    private void OfClasses(Trigger trigger, ulong row, ulong pos, ulong form, ulong sub, ulong obj, FeatureBag bag)
    {
        var p = trigger.Predicate;
        var lemma = Lemma(p.Token);
        var objects = ClassesOf(p.Object);
        foreach (var o in objects)
        {
            bag.Add(F.ObjectClass, o, pos);
            bag.Add(F.LemmaObjectClass, lemma, o);
            bag.Add(F.RowObjectClass, row, o);
        }
        foreach (var (preposition, head) in p.Obliques)
            foreach (var n in ClassesOf(head))
            {
                bag.Add(F.PrepNoun, WordHash.Of(preposition), n);
                bag.Add(F.LemmaPrepNoun, lemma, WordHash.Of(preposition), n);
            }
        foreach (var c in ClassesOf(p.Complement))
        {
            bag.Add(F.RowComp, row, c, p.Clausal ? 1UL : 0UL);
            bag.Add(F.CompClass, lemma, c);
        }
        foreach (var g in ClassesOf(p.Governor))
        {
            bag.Add(F.GovClass, g, (ulong)p.Link, row);
            bag.Add(F.ClassGov, g, (ulong)p.Link, lemma);
        }
        foreach (var s in ClassesOf(p.Subject))
            bag.Add(F.SubjectClass, s, row);
        foreach (var child in _s.Children(p.Token))
            if (_s.RelationOf(child) is Relation.Advmod or Relation.Amod or Relation.Compound)
                foreach (var m in ClassesOf(child))
                    bag.Add(F.ModClass, m, row);
        foreach (var c in ClassesOf(p.Token))
        {
            bag.Add(F.Class, c, pos);
            bag.Add(F.ClassRow, c, row);
            bag.Add(F.ClassForm, c, form);
            bag.Add(F.ClassObject, c, obj, pos);
            bag.Add(F.ClassSubject, c, sub, pos);
            bag.Add(F.ClassMark, c, Lemma(p.Mark));
            bag.Add(F.ClassLink, c, (ulong)p.Link);
            foreach (var o in objects)
                bag.Add(F.ClassObjectClass, c, o);
            foreach (var (preposition, head) in p.Obliques)
            {
                var prep = WordHash.Of(preposition);
                bag.Add(F.ClassPrep, c, prep);
                bag.Add(F.ClassPrepClass, c, prep, Coarse(head));
                foreach (var n in ClassesOf(head))
                    bag.Add(F.ClassPrepNoun, c, prep, n);
            }
            if (p.Complement >= 0)
            {
                var inner = _candidates.Predicates.At(p.Complement);
                foreach (var k in ClassesOf(p.Complement))
                    bag.Add(F.ClassComp, c, k, p.Clausal ? 1UL : 0UL);
                foreach (var k in ClassesOf(inner.Object))
                    bag.Add(F.CompObjectClass, c, k);
                bag.Add(F.CompClassForm, c, Form(inner), p.Clausal ? 1UL : 0UL);
            }
            foreach (var g in ClassesOf(p.Governor))
                bag.Add(F.GovClassClass, g, c, (ulong)p.Link);
            foreach (var s in ClassesOf(p.Subject))
                bag.Add(F.ClassSubjectClass, c, s);
            foreach (var child in _s.Children(p.Token))
                if (_s.RelationOf(child) is Relation.Advmod or Relation.Amod or Relation.Compound)
                    foreach (var m in ClassesOf(child))
                        bag.Add(F.ClassMod, c, m);
            if (p.Light >= 0)
                bag.Add(F.ClassLight, c, Lemma(p.Light));
            if (p.IsNoun)
            {
                var (from, _) = _s.Phrase(p.Token);
                bag.Add(F.ClassDet, c, _s.At(from).Pos == Pos.Det ? _s.Lemmas[from] : (ulong)_s.At(from).Pos, (ulong)_s.RelationOf(p.Token));
            }
        }
        for (var d = -3; d <= 3; d++)
            if (d != 0 && Neighbour(p.Token, d) is var near and >= 0)
                foreach (var n in ClassesOf(near))
                    bag.Add(F.NearClass, n, d < 0 ? 1UL : 0UL, row);
    }
}
