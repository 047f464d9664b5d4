using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Actors;

/// <summary>A party that an earlier sentence named, in which one, and whether it was a subject there.</summary>
internal readonly record struct Past(Party Party, int Sentence, bool Subject);

/// <summary>What the article has said so far, as far as references need it: who spoke or acted last, which states it names.</summary>
internal sealed class Discourse(Gazetteer gazetteer, Entity? speaker, IReadOnlyList<string> states)
{
    // How many sentences back a phrase may refer.
    private const int Memory = 3;

    private Party? _lastSingle;
    private Sentence? _sentence;
    private int _number;

    /// <summary>The weights that choose whom a phrase stands for.</summary>
    public LinearModel Model { get; init; } = References.Default;

    /// <summary>Hears of each such choice; null but in training.</summary>
    public Action<Sentence, Asked>? Recorder { get; init; }

    /// <summary>The state that "we" and "our" speak for; null when the publisher is no state's own voice.</summary>
    public Entity? Speaker { get; } = speaker;

    /// <summary>Codes of the organisations whose names the article uses in labels ("Asian NATO"): nothing stands for these but their names.</summary>
    public HashSet<string> Labels { get; } = new(StringComparer.Ordinal);

    /// <summary>Whose words the sentence quotes: whom "we" and "our" mean inside quotation marks; null when it does not say.</summary>
    public Party? Quoted { get; set; }

    /// <summary>Parties of a lead-in line, which list items and table rows inherit; empty outside of lists.</summary>
    public List<Party> Inherited { get; set; } = [];

    /// <summary>The coded parties that acted last; empty before any has.</summary>
    public List<Party> Recent { get; private set; } = [];

    /// <summary>The one state the article names, for "the government", "the army"; null when it names none or several.</summary>
    public Entity? OnlyState { get; } = states.Count == 1 ? gazetteer.EntityOf(states[0]) : null;

    /// <summary>Who did the latest act of each type, in earlier sentences: for "condemned the attack".</summary>
    public Dictionary<EventType, List<Party>> Acts { get; } = [];

    /// <summary>The one party that acted last; empty before any has.</summary>
    public List<Party> LastOne => _lastSingle is null ? [] : [_lastSingle];

    /// <summary>The parties that acted together last, two or more; empty before any have.</summary>
    public List<Party> LastTogether { get; private set; } = [];

    /// <summary>Parties of the sentences before this one, the earliest first.</summary>
    public List<Past> Past { get; } = [];

    public bool Names(string code) => states.Contains(code);

    public bool IsState(string code) => gazetteer.IsState(code);

    /// <summary>How many sentences back that was, one at least.</summary>
    public int Ago(Past past) => _number - past.Sentence;

    /// <summary>Begins a sentence: what the one before named is past. Again with the same sentence changes nothing.</summary>
    public References Enter(Sentence s)
    {
        if (ReferenceEquals(s, _sentence))
            return new References(s, this);
        if (_sentence is { } before)
            foreach (var mention in before.Mentions)
                if (mention.Form.Entity is { Code.Length: > 0 } entity)
                    Past.Add(new Past(new Party(-1, -1, entity.Code, entity.Sector, entity.WikidataId, entity.Name, PartyKind.Reference), _number, false));
        _sentence = s;
        _number++;
        Past.RemoveAll(p => Ago(p) > Memory);
        return new References(s, this);
    }

    /// <summary>Remembers the subjects of a finite verb.</summary>
    public void Subject(List<Party> parties)
    {
        var coded = parties.Where(p => p.Code.Length > 0 && !p.Modifier).DistinctBy(p => p.Code).ToList();
        if (coded.Count == 0)
            return;
        Recent = coded;
        foreach (var party in coded)
            Past.Add(new Past(party with { First = -1, Last = -1, Kind = PartyKind.Reference }, _number, true));
        if (coded.Count == 1)
            _lastSingle = coded[0];
        else
            LastTogether = coded;
    }

    /// <summary>What a pronoun or description stands for where its words alone tell; null when they do not.</summary>
    public List<Party>? Resolve(Sentence s, int first, int last)
    {
        if (first == last)
            return s.IsAny(first, "we", "our", "ours", "us", "i", "my") && !s.TextOf(first).SequenceEqual("US") ? Own(s, first, last) : null;
        if (last - first > 4)
            return null;
        var head = s.NounOf(last);
        if (s.Is(first, "our") && head is "republic" or "state" or "country" or "nation" or "people" or "army" or "force" or "forces" or "government" or "side" or "party" or "homeland" or "motherland")
            return Own(s, first, last);
        if (s.Is(first, "the") && last == first + 1 && Names("PRK") | Names("KOR"))
        {
            if (s.Is(last, "north"))
                return [Reference(gazetteer.EntityOf("PRK")!, first, last, Sector.Gov)];
            if (s.Is(last, "south"))
                return [Reference(gazetteer.EntityOf("KOR")!, first, last, Sector.Gov)];
        }
        if (head is "country" or "nation" or "side" or "state" or "neighbour" or "neighbor" or "ally" or "government" or "leader" or "party" or "trio" or "partner"
            && s.IsAny(first, "both", "these", "the", "all") && LastTogether.Count > 1
            && (s.IsAny(first, "both", "these") || head is "trio" || s.IsAny(first + 1, "two", "three", "trio", "allies", "four") || head is "side" or "ally" or "party"))
        {
            var wanted = s.IsAny(first, "both") || s.IsAny(first + 1, "two") ? 2 : s.IsAny(first + 1, "three") || head == "trio" ? 3 : 0;
            if (wanted == 0 || wanted == LastTogether.Count)
                return [.. LastTogether.Select(p => Again(p, first, last))];
        }
        return null;
    }

    // The first person: of the quoted speaker inside quotation marks, of a state's own medium outside of them.
    private List<Party>? Own(Sentence s, int first, int last) =>
        s.Tokens[first].Is(Text.TokenFlags.Quoted) && Quoted is not null ? [Again(Quoted, first, last)]
            : Speaker is not null ? [Reference(Speaker, first, last, Sector.Gov)] : null;

    public static Party Again(Party party, int first, int last) => party with { First = first, Last = last, Kind = PartyKind.Reference, Modifier = false };

    private static Party Reference(Entity entity, int first, int last, Sector sector) =>
        new(first, last, entity.Code, sector, entity.WikidataId, entity.Name, PartyKind.Reference);
}
