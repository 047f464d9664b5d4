using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>What a party shows as actor or target of an event.</summary>
internal sealed partial class Features
{
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
    public void OfActor(int actor, int target, EventType eventType, FeatureBag bag)
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
