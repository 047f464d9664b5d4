using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Actors;

/// <summary>Tells who a noun phrase names: heads ("South Korean military officials"), modifiers ("an Israeli airstrike"), offices with their state.</summary>
internal sealed class PartyFinder(Sentence s, Discourse discourse)
{
    private static readonly HashSet<string> AttributeSuffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        "backed", "allied", "funded", "style", "made", "born", "controlled", "occupied", "supported", "sponsored", "trained", "based", "armed", "supplied",
        "friendly", "dominated", "held", "administered", "listed", "aligned", "linked", "inspired", "affiliated", "built", "brokered", "mediated", "bound", "owned",
    };

    private readonly References _references = discourse.Enter(s);
    private readonly List<Party>?[] _known = new List<Party>?[s.Length];
    private readonly List<Party>?[] _groups = new List<Party>?[s.Length];

    /// <summary>Parties of the nominal and of those coordinated with it.</summary>
    public List<Party> OfGroup(int head) => head < 0 ? [] : _groups[head] ??= Together(head);

    private List<Party> Together(int head)
    {
        var parties = new List<Party>();
        foreach (var member in s.Conjuncts(head))
            foreach (var party in Of(member))
                if (!IsIn(parties, party))
                    parties.Add(party);
        // "Kenzo Oshima, the UN Coordinator": heads win over modifiers.
        if (parties.Exists(p => !p.Modifier))
            parties.RemoveAll(p => p.Modifier);
        return parties;
    }

    private static bool IsIn(List<Party> parties, Party party)
    {
        foreach (var other in parties)
            if (other.First == party.First && other.Code == party.Code)
                return true;
        return false;
    }

    /// <summary>Parties of one noun phrase: its head's, else those that modify it (marked as modifiers), else none.</summary>
    public List<Party> Of(int head)
    {
        if (_known[head] is { } known)
            return known;
        // Guards against phrases that own each other.
        _known[head] = [];
        return _known[head] = Find(head);
    }

    private List<Party> Find(int head)
    {
        if (s.IsTime(head))
            return Modifiers(head);
        var (first, last) = s.Core(head);
        var whole = s.Phrase(head);
        if (discourse.Resolve(s, whole.First, last) is { } referred)
            return referred;
        if (s.At(head).Pos == Pos.Pron)
            return s.At(head).Fine == Penn.PRP && s.RelationOf(head) != Relation.Expl && !s.IsAny(head, "you", "we", "i", "us", "me") ? Referred(head, head, head, Referring.Pronoun, Sector.Unspecified) ?? [] : [];
        if (IsQuantity(head) && Attached(head, "of") is var inner and >= 0)
        {
            // "dozens of activists", "a group of Russian hackers": what is counted.
            var counted = Of(inner);
            if (counted.Count > 0)
                return counted.Count == 1 && counted[0].First > first ? [counted[0] with { First = first }] : counted;
        }
        if (MentionOf(head) is { } mention && !IsAttribute(mention, last))
        {
            if (mention.First > 0 && s.Is(mention.First - 1, "ethnic"))
                return [Ethnic(mention, head)];
            var party = Named(mention, Math.Min(first, mention.First), Math.Max(last, mention.Last), Sectored(mention, head));
            // "Palestinian Prime Minister Ismail Haniyeh": the office is the state's, whoever else the name stands for.
            if (mention.Form.Entity.Terms.Length > 0 && RoleOf(head, out _) is (Sector.Gov or Sector.Leg or Sector.Mil) and var office
                && Modifiers(head) is [{ Sector: Sector.Gov } state] && state.Code != party.Code)
                return [Office(state, party.First, party.Last, office)];
            // "US-South Korea": both.
            if (mention.First >= 2 && s.TextOf(mention.First - 1) is "-" or "–" && s.MentionAt[mention.First - 2] is var other and >= 0 && s.Mentions[other] is var left && left.Form.Entity.Code != mention.Form.Entity.Code)
                return [Named(left, left.First, left.Last, left.Form.Entity.Sector), party with { First = mention.First }];
            // "Vietnam and the United States" that the tree takes for one name: both.
            if (Joined(first, mention) is { } joined)
                return [Named(joined, joined.First, joined.Last, joined.Form.Entity.Sector), party with { First = mention.First }];
            return [party];
        }
        var role = RoleOf(head, out _);
        if (role != Sector.Unspecified)
        {
            var owners = Modifiers(head);
            if (owners.Count == 0 && Possessing(whole.First) is { } possessing)
                owners = [possessing];
            if (owners.Count == 0 && Possessor(head) is { Count: > 0 } possessors)
                return [.. possessors.Select(p => Office(p, first, last, role) with { Kind = PartyKind.Reference })];
            if (owners.Count > 0)
                return owners.Count == 1 ? [Office(owners[0], first, last, role)] : [.. owners.Select(o => Office(o, o.First, o.Last, role))];
            if (Owner(head) is { Count: > 0 } following)
                return [.. following.Select(o => Office(o, first, following.Count == 1 ? Math.Max(last, o.Last) : last, role))];
            if (Apposition(head) is { } same)
                return [same with { First = first, Last = last }];
            if (s.IsAny(whole.First, "our", "my"))
                return s.At(whole.First).Is(TokenFlags.Quoted) && discourse.Quoted is { } quoted ? [Office(quoted, whole.First, last, role) with { Kind = PartyKind.Reference }]
                    : discourse.Speaker is { } own ? [new Party(first, last, own.Code, role, own.WikidataId, own.Name, PartyKind.Reference)]
                    : [new Party(first, last, "", role, "", s.TextOf(first, last), PartyKind.Role)];
            if (Referred(head, Possessed(head) ? whole.First : first, last, Referring.Role, role) is { } stood)
                return stood;
            return [new Party(first, last, "", role, "", s.TextOf(first, last), PartyKind.Role)];
        }
        if (s.At(head).Pos == Pos.Propn && !s.At(head).Word.Has(Kind.Time))
        {
            if (Apposition(head) is { } titled)
                return [titled with { First = first, Last = last }];
            var states = Modifiers(head);
            // "Israel's Likud", "Russian Gazprom": of that state.
            return states.Count > 0 && s.At(head).Is(TokenFlags.Capital)
                ? states
                : [_references.Choose(head, first, Referring.Name, Sector.Unspecified) is { Several.Count: 0 } home
                    ? new Party(first, last, home.Code, Sector.Unspecified, "", s.TextOf(first, last), PartyKind.Unknown)
                    : new Party(first, last, "", Sector.Unspecified, "", s.TextOf(first, last), PartyKind.Unknown)];
        }
        return Modifiers(head);
    }

    // The mention that names the phrase: at its head, or anywhere in the name that the head begins ("Javad Zarif", "Kim Jong Un").
    private Mention? MentionOf(int head)
    {
        if (s.MentionAt[head] is var m and >= 0)
            return s.Mentions[m];
        if (s.At(head).Pos != Pos.Propn)
            return null;
        foreach (var child in s.Children(head))
            if (s.RelationOf(child) is Relation.Flat or Relation.Compound && s.At(child).Pos == Pos.Propn && s.MentionAt[child] is var n and >= 0
                && s.Mentions[n] is var mention && (mention.Last - mention.First > 0 || s.RelationOf(child) == Relation.Flat) && mention.Form.Words.Length > 1)
                return mention;
        return null;
    }

    private bool IsQuantity(int head) =>
        s.At(head).Is(TokenFlags.Number) || s.IsAny(head, "dozens", "hundreds", "thousands", "tens", "scores", "number", "group", "groups", "handful", "majority", "couple", "pair",
            "millions", "crowds", "crowd", "members", "member", "some", "many", "most", "one", "two", "three", "four", "lots", "half", "rest", "series", "dozen", "several", "all", "both", "none", "few");

    /// <summary>The nominal that hangs on <paramref name="head"/> by a preposition; -1 when none does.</summary>
    public int Attached(int head, params ReadOnlySpan<string> prepositions)
    {
        foreach (var child in s.Children(head))
            if (child > head && s.RelationOf(child) is Relation.Nmod or Relation.Obl && s.PrepositionAt(child) is var at and >= 0 && s.IsAny(at, prepositions))
                return child;
        return -1;
    }

    // An organisation's officials are the organisation.
    private static Party Office(Party owner, int first, int last, Sector role) =>
        owner with { First = first, Last = last, Sector = role == Sector.Gov && owner.Sector == Sector.Igo ? Sector.Igo : role, Modifier = false };

    // "ethnic Albanians in southern Serbia": people of the state they live in, of none where that is not said.
    private Party Ethnic(Mention people, int head) =>
        Attached(head, "in", "of", "from", "inside") is var home and >= 0 && (MentionOf(home) is { Form.Entity.Code.Length: > 0 } state)
            ? Named(state, people.First, Math.Max(people.Last, head), Sector.Cvl)
            : new Party(people.First, people.Last, "", Sector.Cvl, "", s.TextOf(people.First, people.Last), PartyKind.Role);

    // The mention before, where nothing but "and", commas and articles stand between.
    private Mention? Joined(int first, Mention mention)
    {
        var and = false;
        for (var i = mention.First - 1; i >= first; i--)
            if (s.MentionAt[i] is var m and >= 0)
                return and && s.Mentions[m].Form.Entity.Code != mention.Form.Entity.Code ? s.Mentions[m] : null;
            else if (s.IsAny(i, "and", ",", "or", "&"))
                and = true;
            else if (!s.Is(i, "the"))
                return null;
        return null;
    }

    // "thousands of Cubans", "two Sudanese", "former president Joseph Kabila": people and past holders of office are not the government.
    private Sector Sectored(Mention mention, int head)
    {
        var sector = mention.Form.Entity.Sector;
        if (sector != Sector.Gov)
            return sector;
        if (mention.Form.People || mention.Form.Adjective && mention.Last == head && s.Child(head, Relation.Nummod) >= 0)
            return Sector.Cvl;
        return mention.Form.Entity.Terms.Length > 0 && Former(mention.First) ? Sector.Eli : sector;
    }

    // Whether "former" or the like stands within a few words before, in the same phrase.
    private bool Former(int at)
    {
        for (var i = at - 1; i >= 0 && i >= at - 5 && !s.At(i).Is(TokenFlags.Punctuation) && s.At(i).Pos is not (Pos.Verb or Pos.Adp or Pos.Cconj); i--)
            if (s.IsAny(i, "former", "ex", "ousted", "deposed", "late", "retired", "exiled"))
                return true;
        return false;
    }

    private static Party Named(Mention mention, int first, int last, Sector sector)
    {
        var entity = mention.Form.Entity;
        return new Party(first, last, entity.Code, sector, entity.WikidataId, entity.Name, entity.Code.Length > 0 ? PartyKind.Named : PartyKind.Role);
    }

    // The role noun that makes the phrase a party: its head, or a title before a name ("Foreign Minister Choe Son Hui").
    private Sector RoleOf(int head, out int at)
    {
        at = head;
        var word = s.At(head).Word;
        if (word.Role != Sector.Unspecified && s.MentionAt[head] < 0 && s.At(head).Pos is Pos.Noun or Pos.Propn or Pos.Adj)
            return Refine(head, word.Role) is var refined && refined is Sector.Gov or Sector.Leg && Former(head) ? Sector.Eli : refined;
        if (s.At(head).Pos != Pos.Propn)
            return Sector.Unspecified;
        var (first, last) = s.Phrase(head);
        for (var i = last; i >= first; i--)
            if (i != head && s.At(i).Word.Role is Sector.Gov or Sector.Mil or Sector.Leg or Sector.Jud or Sector.Cop or Sector.Rel or Sector.Opp or Sector.Pty && s.MentionAt[i] < 0
                && s.Tokens[i].Head is var h && (h == head || h >= 0 && s.Tokens[h].Head == head) && !s.IsAny(i, "military", "state", "capital", "country", "navy", "army"))
            {
                at = i;
                return Refine(i, s.At(i).Word.Role);
            }
        return Sector.Unspecified;
    }

    // "defence ministry" and "military spokesman" are MIL, "police chief" COP, "opposition leader" OPP, "rebel commander" REB.
    private Sector Refine(int head, Sector role)
    {
        for (var i = head - 1; i >= 0 && i >= head - 4; i--)
        {
            if (s.At(i).Head != head && s.At(i).Head != s.At(head).Head)
                continue;
            if (s.IsAny(i, "defence", "defense", "military", "army", "naval", "navy") && role is Sector.Gov or Sector.Mil)
                return Sector.Mil;
            var other = s.At(i).Word.Role;
            if (s.MentionAt[i] < 0 && other is Sector.Opp or Sector.Reb or Sector.Cop or Sector.Uaf or Sector.Spy)
                return other;
        }
        return role;
    }

    /// <summary>States that own the phrase from within: "South Korea's military", "US and Israeli officials".</summary>
    public List<Party> Modifiers(int head)
    {
        var parties = new List<Party>();
        var (first, last) = s.Phrase(head);
        for (var i = first; i <= last && (i <= head || s.At(i).Head == head && s.RelationOf(i) is Relation.Compound or Relation.Flat); i++)
        {
            if (s.MentionAt[i] is not (var m and >= 0))
                continue;
            var mention = s.Mentions[m];
            i = Math.Max(i, mention.Last);
            if (IsAttribute(mention, last) || mention.First <= head && mention.Last >= head)
                continue;
            // "Israel's Palestinian policy": the possessor owns the phrase, what follows is its content.
            if (parties.Count > 0 && parties[0].Last + 1 < s.Length && s.At(parties[0].Last + 1).Fine == Penn.POS)
                continue;
            parties.Add(Named(mention, mention.First, mention.Last, mention.Form.Entity.Sector) with { Modifier = true });
        }
        return parties;
    }

    // "Iran-backed", "anti-US", "pro-Russian": an attribute, never the party.
    private bool IsAttribute(Mention mention, int last)
    {
        if (mention.Last + 2 < s.Length && s.TextOf(mention.Last + 1) is "-" && AttributeSuffixes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(s.TextOf(mention.Last + 2)))
            return true;
        return mention.First >= 2 && s.TextOf(mention.First - 1) is "-" && s.IsAny(mention.First - 2, "anti", "pro", "non", "ex", "trans");
    }

    // "Myanmar's top general", "the UN war crimes tribunal" where the tree hangs the owner elsewhere: a name in the run of nouns before.
    private Party? Possessing(int first)
    {
        for (var i = first - 1; i >= 0 && i >= first - 4 && (s.At(i).Pos is Pos.Noun or Pos.Propn or Pos.Adj || s.At(i).Fine == Penn.POS); i--)
            if (s.MentionAt[i] is var m and >= 0)
                return s.Mentions[m] is var mention && !IsAttribute(mention, first) ? Named(mention, mention.First, mention.Last, mention.Form.Entity.Sector) : null;
        return null;
    }

    // "the two countries' ministers", "the embassy's staff": whoever the owner stands for.
    private List<Party> Possessor(int head) =>
        s.Child(head, Relation.NmodPoss) is var owner and >= 0 && s.At(owner).Pos is Pos.Noun or Pos.Propn or Pos.Adj or Pos.Num
            ? [.. Of(owner).Where(p => p.Code.Length > 0)] : [];

    // "its troops", "their envoys".
    private bool Possessed(int head) => s.Child(head, Relation.NmodPoss) is var owner and >= 0 && s.At(owner).Pos == Pos.Pron;

    // Whom a pronoun or a role without an owner stands for; null where nobody known.
    private List<Party>? Referred(int head, int first, int last, Referring kind, Sector role)
    {
        if (_references.Choose(head, first, kind, role) is not { } found)
            return null;
        if (found.Several.Count > 0)
            return [.. found.Several.Select(p => Discourse.Again(p, first, last) with { Sector = role == Sector.Unspecified ? p.Sector : role })];
        return [new Party(first, last, found.Code, role == Sector.Unspecified ? found.Sector : role, found.WikidataId, found.Name, PartyKind.Reference)];
    }

    /// <summary>Whose a thing is, or where it lies: "two villages near Kobani", "a hotel in Kabul"; null where the text does not tell.</summary>
    public Party? PlaceOf(int head) =>
        Possessor(head) is [var owner] ? owner with { Sector = Sector.Unspecified }
        : _references.Choose(head, s.Core(head).First, Referring.Thing, Sector.Unspecified) is { Several.Count: 0 } found
            ? new Party(head, head, found.Code, Sector.Unspecified, found.WikidataId, found.Name, PartyKind.Reference) : null;

    // "president of South Korea", "army of Chad", "officials in Beijing".
    private List<Party>? Owner(int head)
    {
        var owner = Attached(head, "of", "in", "from", "for");
        if (owner < 0 || s.IsTime(owner))
            return null;
        var of = s.IsAny(s.PrepositionAt(owner), "of", "from");
        var owners = new List<Party>();
        foreach (var member in of ? s.Conjuncts(owner) : [owner])
            if (MentionOf(member) is { } mention)
                owners.Add(Named(mention, s.Core(member).First, mention.Last, mention.Form.Entity.Sector));
            else if (of)
                owners.AddRange(Of(member).Where(p => p.Code.Length > 0).Take(1));
        return owners;
    }

    // "Kenzo Oshima, the United Nations coordinator, ...": the office behind the comma.
    private Party? Apposition(int head)
    {
        foreach (var child in s.Children(head))
        {
            if (s.RelationOf(child) is not (Relation.Appos or Relation.Flat or Relation.NmodDesc))
                continue;
            var role = RoleOf(child, out _);
            if (role == Sector.Unspecified && MentionOf(child) is null)
                continue;
            if (Of(child) is [{ Code.Length: > 0, Modifier: false } party])
                return party;
        }
        return null;
    }
}
