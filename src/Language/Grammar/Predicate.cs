using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Grammar;

/// <summary>A nominal attached to a predicate by a preposition.</summary>
internal readonly record struct Oblique(string Preposition, int Head);

/// <summary>
/// A verb or event noun with what the tree gives it: subject, object, obliques, complement, auxiliaries, governor. A noun that a light verb carries ("launched an
/// attack") takes that verb's subject and obliques. Tokens; -1 where there is none.
/// </summary>
internal sealed class Predicate
{
    public required int Token { get; init; }
    public required bool IsNoun { get; init; }
    // The light verb that carries a noun.
    public int Light = -1;
    // The verb whose auxiliaries count: the token itself, or its light verb.
    public int Verb = -1;
    public int Subject = -1;
    public int Object = -1;
    public int Second = -1;
    public bool Passive;
    public List<Oblique> Obliques = [];
    // What it takes as its content: an infinitive, gerund or clause, and whether a clause ("that") rather than an infinitive.
    public int Complement = -1;
    public bool Clausal;
    public int Particle = -1;
    public bool Negated, Future, Possible, Obliged, Perfect, Infinitive, Gerund, Participle, Would, Copular;
    // The word that opens its clause: "if", "after"; -1 when none does.
    public int Mark = -1;
    // The predicate it depends on and how (climbing conjuncts); -1 for the main one.
    public int Governor = -1;
    public Relation Link = Relation.Root;
}

/// <summary>Reads predicates off the tree.</summary>
internal sealed class PredicateReader(Sentence s)
{
    private const int MaxDepth = 8;

    private readonly Predicate?[] _known = new Predicate?[s.Length];

    /// <summary>The predicate at a verb or noun.</summary>
    public Predicate At(int token)
    {
        if (_known[token] is { } known)
            return known;
        ref readonly var t = ref s.At(token);
        var p = new Predicate { Token = token, IsNoun = t.Pos is Pos.Noun or Pos.Propn };
        _known[token] = p;
        if (p.IsNoun)
            ReadNoun(p);
        else
            ReadVerb(p);
        Govern(p);
        return p;
    }

    private void ReadVerb(Predicate p)
    {
        p.Verb = p.Token;
        Auxiliaries(p, p.Token);
        ref readonly var t = ref s.At(p.Token);
        var bare = s.Child(p.Token, Relation.Aux, Relation.AuxPass, Relation.Cop) < 0;
        p.Gerund = t.Fine == Penn.VBG && bare;
        p.Participle = t.Fine == Penn.VBN && bare && t.Relation is Relation.Acl or Relation.Advcl or Relation.Amod;
        p.Passive |= p.Participle;
        foreach (var child in s.Children(p.Token))
            switch (s.RelationOf(child))
            {
                case Relation.NsubjPass or Relation.CsubjPass:
                    p.Passive = true;
                    p.Object = Antecedent(child, p.Token);
                    break;
                case Relation.Nsubj or Relation.NsubjOuter when p.Subject < 0:
                    p.Subject = Antecedent(child, p.Token);
                    break;
                case Relation.Obj when p.Object < 0:
                    p.Object = Antecedent(child, p.Token);
                    break;
                case Relation.Obj or Relation.Iobj:
                    p.Second = child;
                    break;
                case Relation.OblAgent:
                    p.Subject = child;
                    p.Obliques.Add(new Oblique("by", child));
                    break;
                case Relation.Obl or Relation.Nmod when !s.IsTime(child):
                    p.Obliques.Add(new Oblique(s.Preposition(child), child));
                    break;
                case Relation.CompoundPrt:
                    p.Particle = child;
                    break;
                case Relation.Xcomp or Relation.Ccomp when p.Complement < 0 && (s.At(child).Pos is Pos.Verb or Pos.Noun or Pos.Adj or Pos.Aux):
                    p.Complement = child;
                    p.Clausal = s.RelationOf(child) == Relation.Ccomp;
                    break;
                case Relation.Advcl when p.Complement < 0 && s.At(child).Pos == Pos.Verb && child > p.Token
                    && (s.At(child).Fine == Penn.VBG && s.Child(child, Relation.Mark, Relation.Case) is var of and >= 0 && s.IsAny(of, "of", "for", "with", "from", "against", "to", "on", "about")
                        || s.At(child).Fine == Penn.VB && s.Child(child, Relation.Mark) is var to and >= 0 && s.Is(to, "to")):
                    p.Complement = child;
                    break;
                default:
                    break;
            }
        // Obliques hang on the object as often as on the verb: "imposed sanctions on Iran".
        if (p.Object >= 0 && s.Head(p.Object) == p.Token)
            foreach (var child in s.Children(p.Object))
                if (child > p.Object && s.RelationOf(child) == Relation.Nmod && !s.IsTime(child))
                    p.Obliques.Add(new Oblique(s.Preposition(child), child));
        if (p.Passive && p.Subject >= 0 && !p.Obliques.Exists(o => o.Head == p.Subject) && p.Object < 0)
            (p.Object, p.Subject) = (p.Subject, -1);
        Inherit(p);
    }

    private void Auxiliaries(Predicate p, int verb)
    {
        foreach (var child in s.Children(verb))
            switch (s.RelationOf(child))
            {
                case Relation.AuxPass:
                    p.Passive = true;
                    break;
                case Relation.Cop:
                    p.Copular = true;
                    break;
                case Relation.Aux:
                    p.Future |= s.IsAny(child, "will", "'ll", "’ll", "shall", "wo", "would", "going");
                    p.Would |= s.Is(child, "would");
                    p.Possible |= s.IsAny(child, "may", "might", "could", "can", "ca");
                    p.Obliged |= s.IsAny(child, "should", "must", "ought", "need");
                    p.Perfect |= s.IsAny(child, "has", "have", "had", "'ve", "’ve", "having");
                    break;
                case Relation.Mark:
                    if (s.Is(child, "to"))
                        p.Infinitive = true;
                    else
                        p.Mark = child;
                    break;
                case Relation.Advmod when s.IsAny(child, "not", "n't", "n’t", "never", "neither", "nor", "no", "hardly"):
                    p.Negated = true;
                    break;
                case Relation.Advmod when s.IsAny(child, "when", "where", "whenever", "how", "why") && child < verb:
                    p.Mark = child;
                    break;
                case Relation.Advmod when s.IsAny(child, "likely", "probably", "possibly", "reportedly", "perhaps"):
                    p.Possible |= !s.Is(child, "reportedly");
                    break;
                default:
                    break;
            }
        if (s.At(verb).Fine == Penn.VBP && p.Infinitive)
            p.Infinitive = true;
    }

    // "who", "which" and "that" of a relative clause stand for its head.
    private int Antecedent(int nominal, int verb)
    {
        if (!s.IsAny(nominal, "who", "which", "that", "whom"))
            return nominal;
        var clause = verb;
        for (var i = 0; i < MaxDepth && clause >= 0 && s.RelationOf(clause) is Relation.Conj or Relation.Xcomp; i++)
            clause = s.Head(clause);
        return clause >= 0 && s.RelationOf(clause) is Relation.AclRelcl or Relation.Acl && s.Head(clause) is var head and >= 0 ? head : nominal;
    }

    // Subjects and objects that stand elsewhere: control, coordination, participles, relative clauses with a gap.
    private void Inherit(Predicate p)
    {
        ref readonly var t = ref s.At(p.Token);
        var head = t.Head;
        if (head < 0)
            return;
        switch (t.Relation)
        {
            case Relation.Conj when s.At(head).Pos is Pos.Verb or Pos.Aux:
                var first = At(head);
                if (p.Passive && p.Object < 0)
                    p.Object = first.Passive ? first.Object : first.Subject;
                else if (!p.Passive && p.Subject < 0)
                    p.Subject = first.Passive && first.Object >= 0 ? first.Object : first.Subject;
                break;
            case Relation.Xcomp when s.At(head).Pos is Pos.Verb or Pos.Adj or Pos.Noun:
                var governor = At(head);
                var controller = governor.Object >= 0 && !s.IsAny(head, "promised", "promise", "threatened", "vowed") ? governor.Object : governor.Passive ? governor.Object : governor.Subject;
                Fill(p, controller);
                break;
            case Relation.Advcl or Relation.Ccomp when (p.Gerund || p.Infinitive || p.Participle) && s.At(head).Pos is Pos.Verb or Pos.Aux or Pos.Adj:
                var main = At(head);
                // "accused X of attacking", "urged X to leave": the object acts; "attacked X to capture it": the subject.
                var byObject = main.Complement == p.Token && main.Object >= 0 && !main.Passive;
                Fill(p, byObject ? main.Object : main.Passive ? main.Object : main.Subject);
                break;
            case Relation.Acl or Relation.Amod when p.Gerund:
                Fill(p, head);
                break;
            case Relation.Acl when p.Participle:
                if (p.Object < 0)
                    p.Object = head;
                break;
            case Relation.Acl when p.Infinitive && s.At(head).Pos is Pos.Noun or Pos.Propn:
                var noun = At(head);
                Fill(p, noun.Subject >= 0 ? noun.Subject : noun.Governor >= 0 ? At(noun.Governor).Subject : -1);
                break;
            case Relation.AclRelcl when p.Object < 0 && !p.Passive && p.Subject >= 0 && p.Subject != head:
                p.Object = head;
                break;
            default:
                break;
        }
    }

    private static void Fill(Predicate p, int nominal)
    {
        if (p.Passive)
            p.Object = p.Object < 0 ? nominal : p.Object;
        else if (p.Subject < 0)
            p.Subject = nominal;
    }

    private void ReadNoun(Predicate p)
    {
        ref readonly var t = ref s.At(p.Token);
        var head = t.Head;
        foreach (var child in s.Children(p.Token))
            if (s.RelationOf(child) is Relation.Nmod or Relation.Obl && child > p.Token && !s.IsTime(child))
                p.Obliques.Add(new Oblique(s.Preposition(child), child));
            else if (s.RelationOf(child) == Relation.NmodPoss)
                p.Subject = child;
            else if (s.RelationOf(child) is Relation.Acl or Relation.Ccomp && p.Complement < 0 && s.At(child).Pos == Pos.Verb && child > p.Token)
                p.Complement = child;
        Auxiliaries(p, p.Token);
        if (head >= 0 && s.At(head).Pos == Pos.Verb)
        {
            var light = s.At(head).Word.Has(Kind.Light);
            if (light && t.Relation is Relation.Obj or Relation.NsubjPass)
            {
                var verb = At(head);
                p.Light = head;
                p.Verb = head;
                if (p.Subject < 0)
                    p.Subject = verb.Subject;
                foreach (var oblique in verb.Obliques)
                    if (!p.Obliques.Exists(o => o.Head == oblique.Head))
                        p.Obliques.Add(oblique);
                (p.Negated, p.Future, p.Possible, p.Obliged, p.Perfect, p.Infinitive, p.Gerund, p.Would) =
                    (p.Negated | verb.Negated, verb.Future, verb.Possible, verb.Obliged, verb.Perfect, verb.Infinitive, verb.Gerund, verb.Would);
                p.Mark = verb.Mark;
            }
            else if (t.Relation is Relation.Nsubj or Relation.NsubjPass)
                foreach (var oblique in At(head).Obliques)
                    p.Obliques.Add(oblique);
        }
    }

    private void Govern(Predicate p)
    {
        var at = p.Light >= 0 ? p.Light : p.Token;
        for (var i = 0; i < MaxDepth && at >= 0; i++)
        {
            ref readonly var t = ref s.At(at);
            var head = t.Head;
            if (head < 0)
                return;
            if (t.Relation == Relation.Conj)
            {
                at = head;
                continue;
            }
            if (s.At(head).Pos is Pos.Verb or Pos.Aux or Pos.Adj or Pos.Noun or Pos.Propn)
            {
                p.Governor = head;
                p.Link = t.Relation;
            }
            return;
        }
    }
}
