using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>Says what the models see of a trigger, and of a trigger and a party.</summary>
internal sealed class Features
{
    private const int MaxPath = 6;

    private readonly WordClasses _words = WordClasses.Default;
    private readonly Candidates _candidates;
    private readonly Sentence _s;
    private readonly bool _play;
    private readonly int _coded;
    // Class of the party at each token that heads a group; its group, -1 for none.
    private readonly byte[] _class;
    private readonly int[] _group;
    // Trigger at each token, -1 for none.
    private readonly int[] _trigger;
    // Sets of sets.tsv with a word anywhere in the sentence.
    private readonly List<ushort> _sets = [];

    public Features(Candidates candidates)
    {
        _candidates = candidates;
        _s = candidates.Sentence;
        _play = Circumstances.IsPlay(_s);
        _class = new byte[_s.Length];
        _group = new int[_s.Length];
        _trigger = new int[_s.Length];
        Array.Fill(_group, -1);
        Array.Fill(_trigger, -1);
        for (var i = 0; i < _s.Length; i++)
        {
            _class[i] = _s.At(i).Pos == Pos.Pron ? Pronoun : _s.IsTime(i) ? TimeWord : (byte)0;
            foreach (var set in SetsOf(i))
                if (!_sets.Contains(set))
                    _sets.Add(set);
        }
        for (var g = 0; g < candidates.Groups.Count; g++)
        {
            var group = candidates.Groups[g];
            _group[group.Head] = g;
            _class[group.Head] = ClassOf(group);
        }
        for (var t = 0; t < candidates.Triggers.Count; t++)
            _trigger[candidates.Triggers[t].Token] = t;
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in candidates.Groups)
            foreach (var party in group.Parties)
                if (party.Code.Length > 0)
                    codes.Add(party.Code);
        _coded = Math.Min(3, codes.Count);
    }

    private const byte Thing = 1, Name = 2, Pronoun = 3, TimeWord = 4, Coded = 10, Uncoded = 60;

    private static byte ClassOf(Group group)
    {
        if (group.Bare)
            return group.Pronoun ? Pronoun : Thing;
        var party = group.Parties[0];
        return party.Kind == PartyKind.Unknown ? Name : (byte)((party.Code.Length > 0 ? Coded : Uncoded) + (int)party.Sector);
    }

    private ulong Class(int head) => head < 0 ? 255UL : _class[head];

    // Coarse: nobody, thing, name, pronoun, coded, uncoded role.
    private ulong Coarse(int head) => head < 0 ? 255UL : _class[head] switch { >= Uncoded => Uncoded, >= Coded => Coded, var other => other };

    private static ulong Row(LexiconRow? row) => row is null ? 0UL : row.Blocks ? 1UL : 2UL + (ulong)row.Type;

    private ulong RowAt(int token) => token < 0 || _trigger[token] < 0 ? 0UL : Row(_candidates.Triggers[_trigger[token]].Best);

    private uint ProfileAt(int token)
    {
        if (token < 0 || _s.MentionAt[token] >= 0)
            return 0;
        ref readonly var t = ref _s.At(token);
        return t.Pos is Pos.Verb or Pos.Aux ? t.Word.VerbTypes : t.Word.NounTypes;
    }

    private ulong Lemma(int token) => token < 0 ? 0UL : _s.MentionAt[token] >= 0 ? 1UL : _s.Lemmas[token];

    private ushort[] SetsOf(int token) => token < 0 || _s.MentionAt[token] >= 0 ? [] : _s.At(token).Word.Sets;

    // Semantic classes of a word: of a verb with its particle or object where the pair has some of its own.
    private ReadOnlySpan<ushort> ClassesOf(int token)
    {
        if (token < 0 || _s.MentionAt[token] >= 0)
            return [];
        var lemma = _s.Lemmas[token];
        switch (_s.At(token).Pos)
        {
            case Pos.Verb or Pos.Aux:
                var p = _candidates.Predicates.At(token);
                if (p.Particle >= 0 && _words.Pair(lemma, _s.Lemmas[p.Particle]) is { Length: > 0 } withParticle)
                    return withParticle;
                if (token + 1 < _s.Length && _words.Pair(lemma, _s.Lemmas[token + 1]) is { Length: > 0 } withNext)
                    return withNext;
                if (p.Object >= 0 && _words.Pair(lemma, _s.Lemmas[p.Object]) is { Length: > 0 } withObject)
                    return withObject;
                foreach (var (preposition, _) in p.Obliques)
                    if (_words.Pair(lemma, WordHash.Of(preposition)) is { Length: > 0 } withPreposition)
                        return withPreposition;
                return _words.Verb(lemma);
            case Pos.Adj:
                return _words.Adjective(lemma);
            default:
                return _words.Noun(lemma) is { Length: > 0 } noun ? noun : _words.Verb(lemma);
        }
    }

    private string CodeOf(int head) => head >= 0 && _group[head] is var g and >= 0 ? _candidates.Groups[g].Parties[0].Code : "";

    private ulong SpeechOf(int token) => token >= 0 && _s.At(token).Pos == Pos.Verb ? (ulong)SpeechVerbs.Of(_s.At(token).Word.Verb) : 0UL;

    private static ulong Form(Predicate p)
    {
        var form = p.Obliged ? 1UL : p.Would ? 2UL : p.Future ? 3UL : p.Possible ? 4UL : p.Infinitive ? 5UL : p.Gerund ? 6UL : p.Participle ? 7UL : p.Perfect ? 8UL : p.IsNoun && p.Light < 0 ? 9UL : p.Copular ? 10UL : 11UL;
        return form * 4 + (p.Passive ? 1UL : 0UL) + (p.Negated ? 2UL : 0UL);
    }

    private static ulong PosOf(Predicate p) => p.IsNoun ? p.Light >= 0 ? 2UL : 1UL : p.Copular ? 3UL : 0UL;

    // The word so many words away, where a name counts as one and articles do not count; -1 beyond the ends.
    private int Neighbour(int token, int distance)
    {
        var step = Math.Sign(distance);
        for (var left = Math.Abs(distance); left > 0; left--)
        {
            do
            {
                if (_s.MentionAt[token] is var m and >= 0)
                    token = step > 0 ? _s.Mentions[m].Last : _s.Mentions[m].First;
                token += step;
            }
            while (token >= 0 && token < _s.Length && _s.At(token).Fine == Penn.DT);
            if (token < 0 || token >= _s.Length)
                return -1;
        }
        return token;
    }

    // One feature a bit of the mask.
    private static void AddEach(FeatureBag bag, F template, uint mask, ulong b = 0, ulong c = 0)
    {
        for (; mask != 0; mask &= mask - 1)
            bag.Add(template, (ulong)System.Numerics.BitOperations.TrailingZeroCount(mask), b, c);
    }

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

    // ---- who acts, who is acted on

    /// <summary>Where a nominal stands to the predicate: a small number for subject, object and the like, else the hash of its preposition; 0 for elsewhere.</summary>
    private ulong RoleOf(Predicate p, int head)
    {
        if (head == p.Subject)
            return 1;
        if (head == p.Object)
            return 2;
        if (head == p.Second)
            return 3;
        foreach (var oblique in p.Obliques)
            if (oblique.Head == head)
                return WordHash.Of(oblique.Preposition);
        if (p.Object >= 0 && _s.Under(head, p.Object))
            return 4;
        if (p.Complement >= 0 && _s.Under(head, p.Complement))
        {
            var inner = _candidates.Predicates.At(p.Complement);
            return head == inner.Subject ? 5UL : head == inner.Object ? 6UL : inner.Obliques.Exists(o => o.Head == head) ? 7UL : 8UL;
        }
        if (p.Subject >= 0 && _s.Under(head, p.Subject))
            return 9;
        foreach (var oblique in p.Obliques)
            if (_s.Under(head, oblique.Head))
                return 10;
        return 0;
    }

    // Whether the row of the lexicon expects the target there, and how early in its order.
    private static ulong Place(LexiconRow? row, Predicate p, int head, ulong role)
    {
        if (row is null)
            return 0;
        for (var i = 0; i < row.Targets.Length; i++)
        {
            var holds = row.Targets[i] switch
            {
                "obj" => role == 2,
                "second" => role == 3,
                "comp" => role is >= 5 and <= 8,
                "sub" => role == 1,
                "mutual" or "none" => false,
                var preposition => role > 100 && p.Obliques.Exists(o => o.Head == head && o.Preposition == preposition),
            };
            if (holds)
                return i == 0 ? 1UL : 2UL;
        }
        return row.Targets.Length == 0 ? 3UL : row.Targets.Contains("mutual") ? 4UL : row.Targets.Contains("none") ? 5UL : 6UL;
    }

    /// <summary>For a party as actor or target of an event of the type.</summary>
    private void OfArgument(Trigger trigger, EventType eventType, int index, FeatureBag bag)
    {
        var p = trigger.Predicate;
        var s = _s;
        var group = _candidates.Groups[index];
        var head = group.Head;
        var party = group.Parties[0];
        var type = (ulong)eventType;
        var kind = Class(head);
        var coarse = Coarse(head);
        var role = RoleOf(p, head);
        var voice = p.Passive ? 1UL : p.IsNoun ? 2UL : 0UL;
        var row = trigger.Best;
        var place = Place(row, p, head, role);
        var path = Path(p.Token, head, out var length);
        var lemma = Lemma(p.Token);
        bag.Add(F.Bias, type);
        bag.Add(F.Role, role, voice);
        bag.Add(F.TypeRole, type, role, voice);
        bag.Add(F.Path, path, voice);
        bag.Add(F.TypePath, type, path);
        bag.Add(F.Distance, (ulong)length, type);
        if (p.Light >= 0)
        {
            var light = Path(p.Light, head, out _);
            bag.Add(F.LightPath, light);
            bag.Add(F.TypeLightPath, type, light);
        }
        bag.Add(F.Place, place, type);
        bag.Add(F.PlaceRole, place, role, voice);
        bag.Add(F.LemmaRole, lemma, role, voice);
        bag.Add(F.Kind, kind, type);
        bag.Add(F.KindRole, kind, role, voice);
        bag.Add(F.KindPlace, coarse, place, type);
        // Role and kind at once: the object of "condemned" is the target where it is a party, and what it is about where it is a thing.
        var roleKind = (role * 257) + coarse;
        bag.Add(F.LemmaRoleKind, lemma, roleKind, voice);
        bag.Add(F.TypeRoleKind, type, roleKind, voice);
        bag.Add(F.RowPlaceKind, Row(row), (place * 257) + coarse, role);
        if (party.Modifier)
            bag.Add(F.Modifier, type, role);
        if (s.At(head).Pos == Pos.Pron)
            bag.Add(F.Pron, role, party.Code.Length > 0 ? 1UL : 0UL, s.Lemmas[head]);
        var before = head < p.Token ? 1UL : 0UL;
        var between = 0;
        foreach (var other in _candidates.Groups)
            if (!other.Bare && other.Head != head && (other.Head > head && other.Head < p.Token || other.Head < head && other.Head > p.Token))
                between++;
        var crowd = (ulong)Math.Min(3, between);
        bag.Add(F.Side, before, crowd, type);
        bag.Add(F.SideRole, before, role, crowd);
        bag.Add(F.Only, _coded == 1 && party.Code.Length > 0 ? 1UL : 0UL, type, role);
        bag.Add(F.HasSubject, Coarse(p.Subject), role, type);
        bag.Add(F.HasObject, Coarse(p.Object), role, type);
        if (p.Subject >= 0 && head != p.Subject && CodeOf(p.Subject) is { Length: > 0 } code && code == party.Code)
            bag.Add(F.IsSubjectCode, role, type);
        bag.Add(F.Count, (ulong)Math.Min(3, group.Parties.Count), type, role);
        var governor = s.Head(head);
        var relation = (ulong)s.RelationOf(head);
        var prep = s.PrepositionAt(head) is var at and >= 0 ? s.Lemmas[at] : 0UL;
        if (governor >= 0)
        {
            bag.Add(F.HeadLemma, Lemma(governor), relation, type);
            bag.Add(F.HeadLemmaKind, Lemma(governor), (relation * 257) + coarse, prep);
            bag.Add(F.SpeechOf, SpeechOf(governor), relation, governor == p.Token ? 1UL : 0UL);
            foreach (var set in SetsOf(governor))
                bag.Add(F.HeadSet, set, relation, type);
        }
        var near = governor == p.Token ? 1UL : governor == p.Light && p.Light >= 0 ? 2UL : 0UL;
        bag.Add(F.PrepType, prep, type, near);
        bag.Add(F.PrepLemmaOf, prep, lemma);
        bag.Add(F.PrepPlace, prep, coarse, near);
        foreach (var set in SetsOf(head))
        {
            bag.Add(F.NounSet, set, role);
            bag.Add(F.TypeSet, set, type, near);
            bag.Add(F.LemmaSet, set, lemma);
        }
        foreach (var c in ClassesOf(p.Token))
        {
            bag.Add(F.ClassRole, c, role, voice);
            bag.Add(F.ClassRoleKind, c, roleKind, voice);
            bag.Add(F.ClassPath, c, path);
            foreach (var n in ClassesOf(head))
                bag.Add(F.ClassObjectClass, c, n, role);
        }
        foreach (var n in ClassesOf(head))
        {
            bag.Add(F.NounClassRole, n, role, voice);
            bag.Add(F.NounClassType, n, type, near);
        }
        foreach (var n in ClassesOf(governor))
        {
            bag.Add(F.HeadClass, n, relation, type);
            bag.Add(F.HeadClassRole, n, relation, role);
            bag.Add(F.HeadClassKind, n, (relation * 257) + coarse, prep);
        }
        if (row is { Control: not Control.None } control)
            bag.Add(F.Control, (ulong)control.Control, role);
        bag.Add(F.First, index == 0 ? 1UL : 0UL, role, type);
        // A name that owns or modifies another candidate's phrase is rarely the party itself.
        if (governor >= 0 && _group[governor] >= 0 && !_candidates.Groups[_group[governor]].Bare)
            bag.Add(F.Nested, relation, prep, role);
        // Whether the nominal acts in a clause of its own: the subject of another verb.
        if (governor >= 0 && governor != p.Token && s.At(governor).Pos == Pos.Verb)
            bag.Add(F.Owner, relation, s.Under(governor, p.Token) ? 1UL : s.Under(p.Token, governor) ? 2UL : 0UL, type);
    }

    /// <summary>
    /// Whether a group (-1: nobody) may be chosen: any as actor. As target (where the actor is given) all but the actor's own, unless that has several members, who act on
    /// each other; and not nobody where somebody is named as the verb's object.
    /// </summary>
    public bool May(Predicate p, int group, int? actor)
    {
        if (actor is not { } a)
            return true;
        if (group >= 0)
            return group != a || _candidates.Groups[a].Parties.Count > 1;
        return p.IsNoun || p.Object < 0 || _group[p.Object] is not (var o and >= 0) || o == a || _candidates.Groups[o].Parties[0] is not { Kind: PartyKind.Named, Modifier: false, Code.Length: > 0 };
    }

    /// <summary>For a group (-1: nobody) as actor, or as target where the actor is given.</summary>
    public void OfChoice(Trigger trigger, EventType eventType, int group, int? actor, FeatureBag bag)
    {
        if (group < 0)
            OfNobody(trigger, eventType, bag);
        else
            OfArgument(trigger, eventType, group, bag);
        if (actor is { } a)
            OfActor(a, group, eventType, bag);
    }

    /// <summary>For "nobody" as actor or target.</summary>
    private void OfNobody(Trigger trigger, EventType eventType, FeatureBag bag)
    {
        var p = trigger.Predicate;
        var type = (ulong)eventType;
        var row = trigger.Best;
        var wanted = row is null ? 0UL : row.Targets.Length == 0 ? 3UL : row.Targets[0] switch { "obj" => 1UL, "mutual" => 4UL, "none" => 5UL, _ => 6UL };
        bag.Add(F.NoneType, type);
        bag.Add(F.NonePlace, wanted, type);
        bag.Add(F.NoneRoles, Coarse(p.Subject), Coarse(p.Object), type);
        bag.Add(F.NoneForm, Form(p), type);
        bag.Add(F.NoneLemma, Lemma(p.Token));
        foreach (var c in ClassesOf(p.Token))
            bag.Add(F.NoneClass, c, Coarse(p.Object), p.Complement >= 0 ? 1UL : 0UL);
        foreach (var n in ClassesOf(p.Object))
            bag.Add(F.NoneHeads, n, type);
        bag.Add(F.NoneCount, (ulong)Math.Min(4, _candidates.Groups.Count), type);
        var parties = 0;
        foreach (var group in _candidates.Groups)
            parties += group.Bare ? 0 : 1;
        bag.Add(F.NoneKinds, (ulong)Math.Min(4, parties), type, p.IsNoun ? 1UL : 0UL);
    }

    /// <summary>What the actor already chosen (-1: nobody) says of a party as target (-1: nobody).</summary>
    private void OfActor(int actor, int target, EventType eventType, FeatureBag bag)
    {
        var type = (ulong)eventType;
        if (actor < 0 || target < 0)
        {
            bag.Add(F.ActorNone, actor < 0 ? 1UL : 0UL, target < 0 ? 1UL : 0UL, type);
            if (actor >= 0)
                bag.Add(F.Actor, (ulong)Math.Min(3, _candidates.Groups[actor].Parties.Count), type);
            return;
        }
        if (actor == target)
        {
            bag.Add(F.ActorSame, (ulong)Math.Min(3, _candidates.Groups[actor].Parties.Count), type);
            return;
        }
        var (a, t) = (_candidates.Groups[actor], _candidates.Groups[target]);
        bag.Add(F.ActorCode, a.Parties[0].Code.Length > 0 && a.Parties[0].Code == t.Parties[0].Code ? 1UL : a.Parties[0].Code.Length > 0 && t.Parties[0].Code.Length > 0 ? 2UL : 0UL, type, Coarse(t.Head));
        bag.Add(F.ActorPath, Path(a.Head, t.Head, out _));
        bag.Add(F.ActorRole, _s.Under(t.Head, a.Head) ? 1UL : _s.Under(a.Head, t.Head) ? 2UL : 0UL, a.Head < t.Head ? 1UL : 0UL, type);
        bag.Add(F.ActorKind, Coarse(a.Head), Coarse(t.Head), type);
    }

    // The way from a token to another through the tree: up, then down with relations and prepositions, as a hash; 0 beyond six steps.
    private ulong Path(int from, int to, out int length)
    {
        const ulong step = 0x9E3779B97F4A7C15;
        length = MaxPath + 1;
        var up = 0;
        var at = from;
        while (at >= 0 && !_s.Under(to, at) && up < MaxPath)
        {
            at = _s.Head(at);
            up++;
        }
        if (at < 0 || !_s.Under(to, at))
            return 0;
        var hash = 0xA54FF53A5F1D36F1;
        var climbing = from;
        for (var i = 0; i < up; i++)
        {
            hash = (hash ^ (ulong)_s.RelationOf(climbing)) * step;
            climbing = _s.Head(climbing);
        }
        hash = (hash ^ 99) * step;
        var down = 0;
        for (var node = to; node != at; node = _s.Head(node))
        {
            if (++down > MaxPath)
                return 0;
            var relation = _s.RelationOf(node);
            hash = (hash ^ (ulong)relation) * step;
            if (relation is Relation.Obl or Relation.Nmod && _s.PrepositionAt(node) is var prep and >= 0)
                hash = (hash ^ _s.Lemmas[prep]) * step;
            hash ^= hash >> 31;
        }
        length = up + down;
        return length > MaxPath ? 0 : hash;
    }
}
