using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Grammar;
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

    /// <summary>Parties of the phrase and of those coordinated with it.</summary>
    public List<Party> OfGroup(int phrase, bool subject)
    {
        var parties = new List<Party>();
        foreach (var chunk in Clauses.Group(s, phrase, subject))
        {
            var found = Of(chunk);
            // In a list only phrases that are parties count; a plain noun in it is no party.
            parties.AddRange(found.Where(p => !parties.Exists(q => q.First == p.First && q.Code == p.Code)));
        }
        // "Kenzo Oshima, the UN Coordinator": heads win over modifiers.
        if (parties.Exists(p => !p.Modifier))
            parties.RemoveAll(p => p.Modifier);
        return parties;
    }

    /// <summary>Parties of one noun phrase: its head's, else those that modify it (marked as modifiers), else none.</summary>
    public List<Party> Of(int index)
    {
        var chunk = s.Chunks[index];
        if (chunk.Time)
            return Modifiers(chunk, chunk.Last);
        var first = chunk.First;
        while (first < chunk.Last && (s.Tokens[first].Tag is Tag.Determiner or Tag.Quote or Tag.Possessive))
            first++;
        if (discourse.Resolve(s, chunk.First, chunk.Last) is { } referred)
            return referred;
        if (s.Tokens[chunk.Head].Tag == Tag.Pronoun)
            return [];
        var head = chunk.Head;
        if (IsQuantity(head) && Clauses.Skip(s, index + 1, 1) is var link && link + 1 < s.Chunks.Count && s.Chunks[link].Kind == ChunkKind.Preposition
            && s.Is(s.Chunks[link].First, "of") && s.Chunks[link + 1].Kind == ChunkKind.NounPhrase)
        {
            // "dozens of activists", "a group of Russian hackers": what is counted.
            var counted = Of(link + 1);
            return counted.Count == 1 && counted[0].First > first ? [counted[0] with { First = first }] : counted;
        }
        if (s.MentionAt[head] is var m and >= 0)
        {
            var mention = s.Mentions[m];
            if (IsAttribute(mention, chunk.Last))
                return Modifiers(chunk, chunk.Last);
            var party = Named(mention, first, chunk.Last, s.Mentions[m].Form.Entity.Sector);
            // "US-South Korea": both.
            if (mention.First > first + 1 && s.Tokens[mention.First - 1].Tag == Tag.Hyphen && s.MentionAt[mention.First - 2] is var other and >= 0)
                return [Named(s.Mentions[other], s.Mentions[other].First, s.Mentions[other].Last, Sector.Gov), party with { First = mention.First }];
            // "Seoul's Japan": a state that owns another name is not the party; the head is.
            return [party];
        }
        var word = s.Tokens[head].Word;
        var role = RoleOf(first, head, out var roleAt);
        if (role != Sector.Unspecified)
        {
            var owners = Modifiers(chunk, roleAt);
            if (owners.Count > 0)
                return owners.Count == 1
                    ? [Office(owners[0], first, chunk.Last, role)]
                    : [.. owners.Select(o => Office(o, o.First, o.Last, role))];
            if (Owner(index) is { Count: > 0 } following)
                return [.. following.Select(o => Office(o, first, following.Count == 1 ? o.Last : chunk.Last, role))];
            if (Apposition(index) is { } same)
                return [same with { First = first, Last = chunk.Last }];
            if (s.Is(chunk.First, "our") && discourse.Speaker is { } own)
                return [new Party(first, chunk.Last, own.Code, role, own.WikidataId, own.Name, PartyKind.Reference)];
            if (discourse.OnlyState is { } only && role is Sector.Gov or Sector.Mil or Sector.Cop or Sector.Jud or Sector.Leg or Sector.Opp or Sector.Spy && s.Is(chunk.First, "the"))
                return [new Party(first, chunk.Last, only.Code, role, only.WikidataId, only.Name, PartyKind.Reference)];
            return [new Party(first, chunk.Last, "", role, "", TextOf(first, chunk.Last), PartyKind.Role)];
        }
        if (s.Tokens[head].Tag == Tag.Proper && !word.Has(Kind.Time))
        {
            if (Apposition(index) is { } titled)
                return [titled with { First = first, Last = chunk.Last }];
            var states = Modifiers(chunk, head);
            // "Israel's Likud", "Russian Gazprom": named, of that state, but not the state itself.
            return states.Count > 0 && s.Tokens[head].Is(TokenFlags.Capital)
                ? states
                : [new Party(first, chunk.Last, "", Sector.Unspecified, "", TextOf(first, chunk.Last), PartyKind.Unknown)];
        }
        return Modifiers(chunk, head);
    }

    private bool IsQuantity(int head) =>
        s.Tokens[head].Tag == Tag.Number || s.IsAny(head, "dozens", "hundreds", "thousands", "tens", "scores", "number", "group", "groups", "handful", "majority", "couple", "pair",
            "millions", "crowds", "hundreds", "members", "some", "many", "most", "one", "lots", "half", "rest", "series");

    private string TextOf(int first, int last) => s.Text[s.Tokens[first].Start..s.Tokens[last].End];

    private static Party Office(Party owner, int first, int last, Sector role) =>
        owner with { First = first, Last = last, Sector = role, Modifier = false };

    private static Party Named(Mention mention, int first, int last, Sector sector)
    {
        var entity = mention.Form.Entity;
        return new Party(first, last, entity.Code, sector, entity.WikidataId, entity.Name, entity.Code.Length > 0 ? PartyKind.Named : PartyKind.Role);
    }

    // The role noun that makes the phrase a party: its head, or a title before a name ("Foreign Minister Choe Son Hui").
    private Sector RoleOf(int first, int head, out int at)
    {
        at = head;
        var word = s.Tokens[head].Word;
        if (word.Role != Sector.Unspecified && s.MentionAt[head] < 0 && s.Tokens[head].Tag is Tag.Noun or Tag.Proper)
            return Refine(first, head, word.Role);
        if (s.Tokens[head].Tag != Tag.Proper)
            return Sector.Unspecified;
        for (var i = head - 1; i >= first; i--)
            if (s.Tokens[i].Word.Role is Sector.Gov or Sector.Mil or Sector.Leg or Sector.Jud or Sector.Cop or Sector.Rel or Sector.Opp && s.MentionAt[i] < 0 && !s.IsAny(i, "military", "state", "capital", "country", "navy", "army"))
            {
                at = i;
                return Refine(first, i, s.Tokens[i].Word.Role);
            }
        return Sector.Unspecified;
    }

    // "defence ministry" and "military spokesman" are MIL, "police chief" COP, "opposition leader" OPP, "rebel commander" REB.
    private Sector Refine(int first, int head, Sector role)
    {
        for (var i = head - 1; i >= first; i--)
        {
            if (s.IsAny(i, "defence", "defense", "military", "army", "naval", "navy"))
                return Sector.Mil;
            var other = s.Tokens[i].Word.Role;
            if (s.MentionAt[i] < 0 && other is Sector.Opp or Sector.Reb or Sector.Cop or Sector.Uaf or Sector.Spy)
                return other;
        }
        return role;
    }

    // States named before token "before" in the phrase that own it: "South Korea's military", "US and ... officials".
    private List<Party> Modifiers(Chunk chunk, int before)
    {
        var parties = new List<Party>();
        for (var i = chunk.First; i <= Math.Min(before, chunk.Last); i++)
        {
            if (s.MentionAt[i] is not (var m and >= 0))
                continue;
            var mention = s.Mentions[m];
            i = mention.Last;
            if (IsAttribute(mention, chunk.Last))
                continue;
            // "Israel's Palestinian policy": the possessor owns the phrase, what follows is its content.
            if (parties.Count > 0 && s.Tokens[parties[0].Last + 1].Tag == Tag.Possessive)
                continue;
            var party = Named(mention, mention.First, mention.Last, mention.Form.Entity.Sector) with { Modifier = true };
            parties.Add(party);
        }
        return parties;
    }

    // "Iran-backed", "anti-US", "pro-Russian": an attribute, never the party.
    private bool IsAttribute(Mention mention, int last)
    {
        if (mention.Last + 2 <= last && s.Tokens[mention.Last + 1].Tag == Tag.Hyphen && AttributeSuffixes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(s.TextOf(mention.Last + 2)))
            return true;
        return mention.First >= 2 && s.Tokens[mention.First - 1].Tag == Tag.Hyphen && s.IsAny(mention.First - 2, "anti", "pro", "non", "ex", "trans");
    }

    // "president of South Korea", "army of Chad", "officials in Beijing".
    private List<Party>? Owner(int index)
    {
        var preposition = Clauses.Skip(s, index + 1, 1);
        if (preposition + 1 >= s.Chunks.Count || s.Chunks[preposition].Kind != ChunkKind.Preposition || !s.IsAny(s.Chunks[preposition].First, "of", "in", "from", "for"))
            return null;
        var next = preposition + 1;
        if (s.Chunks[next].Kind != ChunkKind.NounPhrase || s.Chunks[next].Time)
            return null;
        if (s.MentionAt[s.Chunks[next].Head] is var m and >= 0)
        {
            var of = s.Is(s.Chunks[preposition].First, "of");
            var group = of ? Clauses.Group(s, next, subject: false, owners: s.Tokens[s.Chunks[index].Head].Word.Has(Can.Plural)) : [next];
            var owners = new List<Party>();
            foreach (var g in group)
                if (s.MentionAt[s.Chunks[g].Head] is var n and >= 0)
                    owners.Add(Named(s.Mentions[n], s.Chunks[g].First, s.Mentions[n].Last, s.Mentions[n].Form.Entity.Sector));
            return owners;
        }
        if (s.IsAny(s.Chunks[preposition].First, "of", "from") && Modifiers(s.Chunks[next], s.Chunks[next].Last) is { Count: 1 } states)
            return states;
        return null;
    }

    // "Kenzo Oshima, the United Nations coordinator, ...": the office behind the comma.
    private Party? Apposition(int index)
    {
        var comma = Clauses.Skip(s, index + 1, 1);
        var next = comma + 1;
        if (next >= s.Chunks.Count || s.Chunks[comma].Kind != ChunkKind.Comma || s.Chunks[next].Kind != ChunkKind.NounPhrase || s.Chunks[next].Time)
            return null;
        var chunk = s.Chunks[next];
        var role = RoleOf(chunk.First, chunk.Head, out var at);
        if (role == Sector.Unspecified)
            return null;
        var states = Modifiers(chunk, at);
        if (states.Count == 0)
            states = Owner(next) ?? [];
        return states.Count == 1 ? Office(states[0], chunk.First, chunk.Last, role) : null;
    }
}
