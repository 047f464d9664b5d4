using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Events;

/// <summary>Says what the models see of a trigger, and of a trigger and a party.</summary>
internal sealed class Features(Candidates candidates)
{
    private static readonly string[] RelationNames = Enum.GetNames<Relation>();
    private static readonly string[] TypeNames = Enum.GetNames<EventType>();
    private static readonly string[] SectorNames = Enum.GetNames<Sector>();

    private readonly Sentence _s = candidates.Sentence;
    private readonly bool _play = Circumstances.IsPlay(candidates.Sentence);
    private readonly int _coded = Math.Min(3, candidates.Groups.SelectMany(g => g.Parties).Select(p => p.Code).Where(c => c.Length > 0).Distinct().Count());

    private static string Name(Relation relation) => RelationNames[(int)relation];

    private static string Name(LexiconRow? row) => row is null ? "none" : row.Blocks ? "block" : Name(row.Type);

    private static string Name(EventType type) => TypeNames[(int)type];

    private string Lemma(int token) => token < 0 ? "" : _s.At(token).Pos is Pos.Verb or Pos.Aux && _s.At(token).Word.Verb is { Length: > 0 } verb ? verb : _s.NounOf(token);

    /// <summary>What kind of party stands at a nominal: its sector and whether it has a code; "thing" for none; "-" for no nominal.</summary>
    private string ClassOf(int head)
    {
        if (head < 0)
            return "-";
        foreach (var group in candidates.Groups)
            if (group.Head == head)
                return ClassOf(group);
        return "thing";
    }

    private static string ClassOf(Group group)
    {
        if (group.Bare)
            return "thing";
        var party = group.Parties[0];
        if (party.Kind == PartyKind.Unknown)
            return "name";
        return (party.Code.Length > 0 ? "c" : "u") + SectorNames[(int)party.Sector];
    }

    private string CodeOf(int head)
    {
        foreach (var group in candidates.Groups)
            if (group.Head == head)
                return group.Parties[0].Code;
        return "";
    }

    private LexiconRow? RowOf(int token)
    {
        foreach (var trigger in candidates.Triggers)
            if (trigger.Token == token)
                return trigger.Best;
        return null;
    }

    private string SpeechOf(int token) => token >= 0 && _s.At(token).Pos == Pos.Verb ? SpeechVerbs.Of(_s.At(token).Word.Verb) is var speech and not Speech.None ? ((int)speech).ToString(System.Globalization.CultureInfo.InvariantCulture) : "" : "";

    /// <summary>For the choice of type and modality.</summary>
    public void OfTrigger(Trigger trigger, FeatureBag bag)
    {
        var p = trigger.Predicate;
        var s = _s;
        var lemma = Lemma(p.Token);
        var row = Name(trigger.Best);
        var pos = p.IsNoun ? p.Light >= 0 ? "L" : "N" : "V";
        var mode = trigger.Best is { } best ? best.Mode.ToString() : "";
        bag.Add("bias");
        bag.Add("pos", pos);
        bag.Add("lemma", lemma, pos);
        bag.Add("row", row, pos);
        bag.Add("rowMode", row, mode);
        if (trigger.Best is { } first)
        {
            bag.Add("rowSure", row, first.Conditions.Length > 0 ? "cond" : "plain", first.Strength >= 0.75 ? "hi" : first.Strength >= 0.55 ? "mid" : "lo");
            if (first.Control != Control.None)
                bag.Add("rowControl", row, first.Control.ToString());
        }
        for (var i = 1; i < trigger.Rows.Count && i < 4; i++)
            bag.Add("row2", Name(trigger.Rows[i]), row);
        var speech = SpeechOf(p.Token);
        if (speech.Length > 0)
            bag.Add("speech", speech, row);
        var (sub, obj) = (ClassOf(p.Subject), ClassOf(p.Object));
        bag.Add("sub", sub);
        bag.Add("obj", obj);
        bag.Add("rowSub", row, sub);
        bag.Add("rowObj", row, obj);
        bag.Add("subObj", sub, obj);
        bag.Add("rowSubObj", row, sub, obj);
        bag.Add("lemmaObj", lemma, obj);
        bag.Add("lemmaSub", lemma, sub);
        if (p.Object >= 0)
        {
            bag.Add("objLemma", Lemma(p.Object));
            bag.Add("lemmaObjLemma", lemma, Lemma(p.Object));
            if (RowOf(p.Object) is { } objectRow)
            {
                bag.Add("objRow", Name(objectRow));
                bag.Add("rowObjRow", row, Name(objectRow));
                bag.Add("lemmaObjRow", lemma, Name(objectRow));
            }
        }
        if (p.Subject >= 0)
            bag.Add("subLemma", Lemma(p.Subject), row);
        if (CodeOf(p.Subject) is { Length: > 0 } a && CodeOf(p.Object) is { Length: > 0 } b)
            bag.Add("same", a == b ? "y" : "n", row);
        foreach (var (preposition, head) in p.Obliques)
        {
            bag.Add("prep", preposition, row);
            bag.Add("lemmaPrep", lemma, preposition);
            bag.Add("prepClass", preposition, ClassOf(head), row);
            bag.Add("lemmaPrepLemma", lemma, preposition, Lemma(head));
            if (RowOf(head) is { } prepRow)
                bag.Add("prepRow", preposition, Name(prepRow), row);
        }
        if (p.Particle >= 0)
            bag.Add("particle", lemma, Lemma(p.Particle));
        if (p.Complement >= 0)
        {
            var inner = Name(RowOf(p.Complement));
            var how = p.Clausal ? "that" : "to";
            bag.Add("comp", how, inner, row);
            bag.Add("lemmaComp", lemma, how, inner);
            bag.Add("compLemma", lemma, Lemma(p.Complement));
            var predicate = candidates.Predicates.At(p.Complement);
            if (p.Clausal)
                bag.Add("compForm", lemma, predicate.Obliged ? "must" : predicate.Future ? "will" : predicate.Possible ? "may" : predicate.Negated ? "not" : "is");
        }
        else
            bag.Add("noComp", row);
        if (p.Light >= 0)
        {
            bag.Add("light", Lemma(p.Light), row);
            bag.Add("lightLemma", Lemma(p.Light), lemma);
        }
        // The clause.
        var form = Form(p);
        bag.Add("form", form);
        bag.Add("rowForm", row, form);
        bag.Add("lemmaForm", lemma, form);
        var mark = p.Mark >= 0 ? Lemma(p.Mark) : "";
        bag.Add("mark", mark, row);
        bag.Add("link", Name(p.Link), row, pos);
        bag.Add("linkForm", Name(p.Link), form);
        if (p.Governor >= 0)
        {
            var governor = Lemma(p.Governor);
            var governorRow = Name(RowOf(p.Governor));
            bag.Add("gov", governor, Name(p.Link));
            bag.Add("govRow", governorRow, Name(p.Link), row);
            bag.Add("govSpeech", SpeechOf(p.Governor), Name(p.Link), row);
            bag.Add("govLemmaRow", governor, row);
            var over = candidates.Predicates.At(p.Governor);
            bag.Add("govForm", Form(over), Name(p.Link), SpeechOf(p.Governor));
            if (over.Governor >= 0)
                bag.Add("gov2", Lemma(over.Governor), Name(over.Link));
        }
        if (p.IsNoun)
        {
            var (from, _) = s.Phrase(p.Token);
            var opener = s.At(from).Pos == Pos.Det ? s.NounOf(from) : s.MentionAt[from] >= 0 ? "party" : s.At(from).Pos.ToString();
            bag.Add("det", opener, row, Name(s.RelationOf(p.Token)));
            bag.Add("nounOwner", sub, Name(s.RelationOf(p.Token)), row);
            if (s.At(p.Token).Fine == Penn.NNS)
                bag.Add("plural", row);
            var modified = candidates.Groups.Exists(g => g.Parties[0].Modifier && s.Head(g.Head) == p.Token);
            bag.Add("modifier", modified ? "y" : "n", row);
        }
        foreach (var child in s.Children(p.Token))
            if (s.RelationOf(child) is Relation.Advmod or Relation.Amod or Relation.Compound && s.MentionAt[child] < 0)
            {
                bag.Add("mod", Lemma(child), row);
                bag.Add("modLemma", Lemma(child), lemma);
            }
        for (var d = -2; d <= 2; d++)
            if (d != 0 && p.Token + d is var near && near >= 0 && near < s.Length)
                bag.Add("near", Digit(d), s.MentionAt[near] >= 0 ? "@" : Lemma(near));
        bag.Add("coded", Digit(_coded), row);
        bag.Add("others", Digit(Math.Min(4, candidates.Triggers.Count)), row);
        bag.Add("segment", s.Segment.Kind.ToString(), row);
        if (_play)
            bag.Add("play", row);
        if (s.At(p.Token).Is(Text.TokenFlags.Quoted))
            bag.Add("quoted", row, form);
    }

    private static string Form(Predicate p)
    {
        var form = p.Obliged ? "must" : p.Would ? "would" : p.Future ? "will" : p.Possible ? "may" : p.Infinitive ? "to" : p.Gerund ? "ing" : p.Participle ? "part" : p.Perfect ? "perf" : p.IsNoun && p.Light < 0 ? "noun" : "fin";
        return string.Concat(form, p.Passive ? "+pass" : "", p.Negated ? "+not" : "");
    }

    private static string Digit(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>For the choice of actor and target, given the type chosen.</summary>
    public void OfArgument(Trigger trigger, EventType type, int index, FeatureBag bag)
    {
        var p = trigger.Predicate;
        var group = candidates.Groups[index];
        var kind = ClassOf(group);
        var typeName = Name(type);
        var path = Path(p.Token, group.Head);
        var lightPath = p.Light >= 0 ? Path(p.Light, group.Head) : "";
        var role = group.Head == p.Subject ? "S" : group.Head == p.Object ? "O" : group.Head == p.Second ? "I" : p.Obliques.Find(o => o.Head == group.Head) is { Preposition: { } preposition } ? preposition : "";
        if (role.Length == 0 && p.Object >= 0 && _s.Under(group.Head, p.Object))
            role = "inO";
        else if (role.Length == 0 && p.Complement >= 0 && _s.Under(group.Head, p.Complement))
            role = "inC:" + InnerRole(p.Complement, group.Head);
        var passive = p.Passive ? "p" : p.IsNoun ? "n" : "a";
        var row = trigger.Best;
        var place = row is null ? "" : Place(row, role);
        bag.Add("bias", typeName);
        bag.Add("role", role, passive);
        bag.Add("typeRole", typeName, role, passive);
        bag.Add("path", path);
        bag.Add("typePath", typeName, path);
        if (lightPath.Length > 0)
        {
            bag.Add("lpath", lightPath);
            bag.Add("typeLpath", typeName, lightPath);
        }
        bag.Add("place", place, typeName);
        bag.Add("placeRole", place, role);
        bag.Add("lemmaRole", Lemma(p.Token), role);
        bag.Add("kind", kind, typeName);
        bag.Add("kindRole", kind, role, passive);
        bag.Add("kindPlace", kind, place);
        var modifier = group.Parties[0].Modifier;
        if (modifier)
            bag.Add("modifier", typeName, role);
        if (_s.At(group.Head).Pos == Pos.Pron)
            bag.Add("pron", role, group.Parties[0].Code.Length > 0 ? "c" : "u");
        var before = group.Head < p.Token;
        var between = 0;
        foreach (var other in candidates.Groups)
            if (!other.Bare && other.Head != group.Head && (other.Head > group.Head && other.Head < p.Token || other.Head < group.Head && other.Head > p.Token))
                between++;
        bag.Add("side", before ? "<" : ">", Digit(Math.Min(3, between)), typeName);
        bag.Add("sideRole", before ? "<" : ">", role, Digit(Math.Min(3, between)));
        bag.Add("only", _coded == 1 && group.Parties[0].Code.Length > 0 ? "y" : "n", typeName);
        bag.Add("hasSub", p.Subject >= 0 ? ClassOf(p.Subject) : "-", role, typeName);
        bag.Add("hasObj", p.Object >= 0 ? ClassOf(p.Object) : "-", role, typeName);
        if (p.Subject >= 0 && group.Head != p.Subject && CodeOf(p.Subject) is { Length: > 0 } code && code == group.Parties[0].Code)
            bag.Add("isSubCode", role);
        bag.Add("count", Digit(Math.Min(3, group.Parties.Count)), typeName, role);
        var governor = _s.Head(group.Head);
        if (governor >= 0)
        {
            bag.Add("headLemma", Lemma(governor), Name(_s.RelationOf(group.Head)), typeName);
            bag.Add("speechOf", SpeechOf(governor), Name(_s.RelationOf(group.Head)));
        }
        bag.Add("prepType", _s.Preposition(group.Head), typeName, governor == p.Token || governor == p.Light ? "d" : "f");
        if (trigger.Best is { Control: not Control.None } control)
            bag.Add("control", control.Control.ToString(), role);
    }

    private string InnerRole(int complement, int head)
    {
        var inner = candidates.Predicates.At(complement);
        return head == inner.Subject ? "S" : head == inner.Object ? "O" : inner.Obliques.Find(o => o.Head == head) is { Preposition: { } preposition } ? preposition : "x";
    }

    // Whether the row of the lexicon expects the target in this role, and how early in its order.
    private static string Place(LexiconRow row, string role)
    {
        var wanted = role switch { "O" => "obj", "I" => "second", _ when role.StartsWith("inC", StringComparison.Ordinal) => "comp", _ => role };
        var at = Array.IndexOf(row.Targets, wanted);
        return at switch { 0 => "first", > 0 => "later", _ => row.Targets.Length == 0 ? "open" : row.Targets.Contains("mutual") ? "mutual" : row.Targets.Contains("none") ? "none" : "other" };
    }

    // The way from the trigger to the nominal through the tree: up "^", down with relations and prepositions; "far" beyond six steps.
    private string Path(int from, int to)
    {
        var up = 0;
        var at = from;
        while (at >= 0 && !_s.Under(to, at) && up < 5)
        {
            at = _s.Head(at);
            up++;
        }
        if (at < 0 || !_s.Under(to, at))
            return "far";
        var down = new List<string>();
        for (var node = to; node != at && down.Count < 6; node = _s.Head(node))
        {
            var relation = _s.RelationOf(node);
            down.Add(relation is Relation.Obl or Relation.Nmod ? Name(relation) + "." + _s.Preposition(node) : Name(relation));
        }
        if (up + down.Count > 6)
            return "far";
        down.Reverse();
        var climbed = "";
        var climbing = from;
        for (var i = 0; i < up; i++)
        {
            climbed += "^" + Name(_s.RelationOf(climbing));
            climbing = _s.Head(climbing);
        }
        return climbed + "/" + string.Join('/', down);
    }
}
