using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>A predicate that may report an event, with the lexicon's rows that hold at it, the best first.</summary>
internal sealed record Trigger(Predicate Predicate, List<LexiconRow> Rows, Speech Speech)
{
    public int Token => Predicate.Token;
    public LexiconRow? Best => Rows.Count > 0 ? Rows[0] : null;
}

/// <summary>Somebody who may act or be acted on: the parties of a nominal and of those coordinated with it, or a nominal that names no known party.</summary>
internal sealed record Group(int Head, List<Party> Parties, bool Bare)
{
    /// <summary>A pronoun that refers to nobody known.</summary>
    public bool Pronoun { get; init; }
}

/// <summary>Lists the triggers and parties of a sentence that the models choose from.</summary>
internal sealed class Candidates
{
    private const int MaxGroups = 32;
    private const int MaxTriggers = 32;

    public Candidates(Sentence s, Discourse discourse, Lexicon lexicon)
    {
        Sentence = s;
        discourse.Labels.UnionWith(s.Labels);
        Predicates = new PredicateReader(s);
        Parties = new PartyFinder(s, discourse);
        var matcher = new RowMatcher(s, Predicates, lexicon);
        for (var i = 0; i < s.Length && Triggers.Count < MaxTriggers; i++)
        {
            ref readonly var t = ref s.At(i);
            if (t.Is(TokenFlags.Punctuation) || s.MentionAt[i] >= 0)
                continue;
            if (t.Pos == Pos.Verb || t.Pos == Pos.Adj && s.Child(i, Relation.Cop) >= 0)
                Triggers.Add(new Trigger(Predicates.At(i), matcher.Match(Predicates.At(i)), SpeechVerbs.Of(t.Word.Verb)));
            else if (t.Pos == Pos.Noun && !t.Word.Has(Kind.Time) && lexicon.Noun(s.NounOf(i)).Length > 0 && t.Relation is not (Relation.Compound or Relation.Flat))
                Triggers.Add(new Trigger(Predicates.At(i), matcher.Match(Predicates.At(i)), Speech.None));
        }
        discourse.Quoted = Speaker(s);
        var taken = new HashSet<int>();
        for (var i = 0; i < s.Length && Groups.Count < MaxGroups; i++)
        {
            var nominal = s.IsNominal(i);
            // Members of a group come with its first.
            if (s.At(i).Relation == Relation.Conj && s.Head(i) is var first and >= 0 && taken.Contains(first))
            {
                taken.Add(i);
                continue;
            }
            // "officials in Seoul" holds "Seoul" already.
            if (nominal && s.RelationOf(i) is Relation.Nmod or Relation.NmodPoss or Relation.NmodDesc or Relation.Appos or Relation.Flat && IsHeld(i))
                continue;
            if (nominal && !s.IsTime(i) && Parties.OfGroup(i) is { Count: > 0 } found)
            {
                taken.Add(i);
                Groups.Add(new Group(i, found, false));
                if (s.RelationOf(i) is Relation.Nsubj or Relation.NsubjPass or Relation.OblAgent)
                    discourse.Subject(found);
            }
            else if (nominal && s.At(i).Pos == Pos.Pron && s.At(i).Fine == Penn.PRP && s.RelationOf(i) is not Relation.Expl)
            {
                Groups.Add(new Group(i, [new Party(i, i, "", Claims.V1.Sector.Unspecified, "", s.TextOf(i, i), PartyKind.Reference)], true) { Pronoun = true });
                taken.Add(i);
            }
            else if (nominal && (s.At(i).Pos is Pos.Noun or Pos.Propn or Pos.Num || s.At(i).Pos is Pos.Adj or Pos.Det or Pos.X && s.RelationOf(i) is Relation.Nsubj or Relation.NsubjPass or Relation.Obj) && !s.IsTime(i))
            {
                var (from, to) = s.Core(i);
                var thing = new Party(from, to, "", Claims.V1.Sector.Unspecified, "", s.TextOf(from, to), PartyKind.Unknown);
                if (Parties.PlaceOf(i) is { } place)
                    thing = thing with { Code = place.Code, WikidataId = place.WikidataId };
                Groups.Add(new Group(i, [thing], true));
                taken.Add(i);
            }
        }
        // Names that modify what is no party: "Japan's decision", "an Israeli airstrike".
        foreach (var mention in s.Mentions)
        {
            if (IsWithinParty(mention.First))
                continue;
            var at = mention.First;
            for (var j = mention.First; j <= mention.Last; j++)
                if (s.Head(j) < mention.First || s.Head(j) > mention.Last)
                    at = j;
            var entity = mention.Form.Entity;
            Groups.RemoveAll(g => g.Bare && g.Head == at);
            Groups.Add(new Group(at, [new Party(mention.First, mention.Last, entity.Code, entity.Sector, entity.WikidataId, entity.Name,
                entity.Code.Length > 0 ? PartyKind.Named : PartyKind.Role) { Modifier = true }], false));
        }
        Groups.Sort((a, b) => a.Head.CompareTo(b.Head));
    }

    /// <summary>
    /// The party that a pronoun stands for, as this sentence names it: before the pronoun, else after it (codebook: pronouns are what they refer to). Any other party as
    /// it is, and so where no name of it stands here.
    /// </summary>
    public Party AsNamed(Party party)
    {
        if (party.Kind != PartyKind.Reference || party.Code.Length == 0 || party.First < 0 || party.First != party.Last || Sentence.At(party.First).Pos != Pos.Pron)
            return party;
        Party? name = null;
        foreach (var group in Groups)
            foreach (var other in group.Parties)
                if (other.Code == party.Code && other is { Kind: PartyKind.Named, Modifier: false } && (name is null || other.First < party.First))
                    name = other;
        return name is null ? party : party with { First = name.First, Last = name.Last };
    }

    // Whether a group found already holds the nominal, which names nobody else.
    private bool IsHeld(int nominal)
    {
        foreach (var group in Groups)
            if (!group.Bare && Sentence.Under(nominal, group.Head))
                foreach (var party in group.Parties)
                    if (party.First <= nominal && party.Last >= nominal && party.Code.Length > 0 && NamesNoOther(nominal, party.Code))
                        return true;
        return false;
    }

    private bool NamesNoOther(int nominal, string code)
    {
        foreach (var party in Parties.OfGroup(nominal))
            if (party.Code.Length > 0 && party.Code != code)
                return false;
        return true;
    }

    private bool IsWithinParty(int token)
    {
        foreach (var group in Groups)
            if (!group.Bare)
                foreach (var party in group.Parties)
                    if (party.First <= token && party.Last >= token)
                        return true;
        return false;
    }

    // Whose words stand in quotation marks: the one party that a reporting verb has as its subject.
    private Party? Speaker(Sentence s)
    {
        foreach (var trigger in Triggers)
            if ((trigger.Speech & Speech.Say) != 0 && trigger.Predicate is { IsNoun: false, Subject: var subject and >= 0 } && !s.At(subject).Is(TokenFlags.Quoted)
                && Parties.OfGroup(subject) is [{ Code.Length: > 0, Modifier: false } speaker])
                return speaker;
        return null;
    }

    public Sentence Sentence { get; }
    public PredicateReader Predicates { get; }
    public PartyFinder Parties { get; }
    public List<Trigger> Triggers { get; } = [];
    public List<Group> Groups { get; } = [];
}
