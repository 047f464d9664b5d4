using System.Reflection;
using System.Runtime.InteropServices;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Actors;

/// <summary>What kind of phrase asks whom it stands for.</summary>
internal enum Referring : byte { Role, Pronoun, Thing, Name }

/// <summary>Somebody a phrase may stand for; an empty code is nobody known, several codes the parties that acted together ("the three ministers").</summary>
internal sealed record Antecedent(string Code, Sector Sector, string WikidataId, string Name)
{
    public IReadOnlyList<Party> Several { get; init; } = [];

    /// <summary>Whether the several are the ones named last, not those that acted together.</summary>
    public bool Pair { get; init; }
}

/// <summary>A phrase without a name of its own, whom it may stand for and the features of each; the first is nobody.</summary>
internal sealed record Asked(int Head, List<Antecedent> Options, uint[][] Features);

/// <summary>
/// Chooses whom a phrase without a name of its own stands for: "the police", "its troops", "he", "a hotel in the port". Of the parties that the sentence and the ones
/// before it name, and nobody, the one that a linear model over the tree finds likeliest (a conditional logit, Data/actors.model).
/// </summary>
internal sealed class References(Sentence s, Discourse discourse)
{
    private const int MaxOptions = 12;

    private static readonly Lazy<LinearModel> LazyDefault = new(Load);

    // Shared by the references of a thread: what is in them is used at once.
    [ThreadStatic]
    private static List<uint>? scratch;
    [ThreadStatic]
    private static FeatureBag? bag;

    private readonly List<uint> _features = scratch ??= new List<uint>(96);
    private readonly FeatureBag _hash = bag ??= new FeatureBag();
    private List<Occurrence>? _here;

    public static LinearModel Default => LazyDefault.Value;

    // Numbers of the templates; part of the trained weights.
    private enum T : byte
    {
        Nobody, NobodyNoun, NobodyDet, NobodyPlace, NobodyStates, NobodyNounDet, NobodyNumber, NobodyModifier, NobodyOf, NobodyVerb, NobodyOnly,
        Type, NounType, TypeSector, States, OnlyState, Order, Count, Recent, LastOne, Past, PastNoun, Absent, SectorDet, Several, SeveralNoun, SeveralCount,
        Role, RolePlace, TopNoun, TopRole, PastSector, SeveralKind, Prep, Relative, KindRelative, NounRelative, VerbRelative, Dateline, Writing, Distance, DetRelative, Attribute, PrepNoun, NearestBefore, NearestBeforePlace,
    }

    // A mention of this sentence: how its phrase hangs in the tree.
    private readonly record struct Occurrence(Mention Mention, int Token, Link Link);

    private readonly record struct Link(int Top, Relation Relation, int Verb, int Mode, ulong Preposition);

    /// <summary>Whom the phrase stands for; null for nobody known.</summary>
    public Antecedent? Choose(int head, int first, Referring kind, Sector role)
    {
        var options = Options(head);
        if (options.Count == 1)
            return null;
        var record = discourse.Recorder is null ? null : new uint[options.Count][];
        var (best, most) = (0, int.MinValue);
        Span<int> score = stackalloc int[1];
        for (var o = 0; o < options.Count; o++)
        {
            _features.Clear();
            Describe(head, first, kind, role, options, o);
            if (record is not null)
                record[o] = [.. _features];
            discourse.Model.Score(CollectionsMarshal.AsSpan(_features), score);
            if (score[0] > most)
                (best, most) = (o, score[0]);
        }
        if (record is not null)
            discourse.Recorder!(s, new Asked(head, options, record));
        return best == 0 ? null : options[best];
    }

    private List<Occurrence> Here
    {
        get
        {
            if (_here is not null)
                return _here;
            _here = new List<Occurrence>(s.Mentions.Count);
            foreach (var mention in s.Mentions)
                if (mention.Form.Entity.Code.Length > 0)
                {
                    var token = mention.Last;
                    for (var i = mention.First; i <= mention.Last; i++)
                        if (s.Head(i) < mention.First || s.Head(i) > mention.Last)
                            token = i;
                    _here.Add(new Occurrence(mention, token, LinkOf(token)));
                }
            return _here;
        }
    }

    private List<Antecedent> Options(int head)
    {
        var options = new List<Antecedent>(6) { new("", Sector.Unspecified, "", "") };
        foreach (var at in Here)
            Add(options, at.Mention.Form.Entity.Code, at.Mention.Form.Entity.Sector, at.Mention.Form.Entity.WikidataId, at.Mention.Form.Entity.Name);
        foreach (var party in discourse.Recent)
            Add(options, party.Code, party.Sector, party.WikidataId, party.Name);
        for (var i = discourse.Past.Count - 1; i >= 0; i--)
            Add(options, discourse.Past[i].Party.Code, discourse.Past[i].Party.Sector, discourse.Past[i].Party.WikidataId, discourse.Past[i].Party.Name);
        if (discourse.OnlyState is { } only)
            Add(options, only.Code, only.Sector, only.WikidataId, only.Name);
        if (discourse.LastTogether.Count > 1)
            options.Add(new Antecedent("", Sector.Unspecified, "", "") { Several = discourse.LastTogether });
        if (Pair(head) is { } pair && !(discourse.LastTogether.Count == 2 && discourse.LastTogether.TrueForAll(p => IsIn(pair, p.Code))))
            options.Add(new Antecedent("", Sector.Unspecified, "", "") { Several = pair, Pair = true });
        return options;
    }

    // The two states that the sentence names before the phrase, where it is just two; else the two that the sentences before it name.
    private List<Party>? Pair(int head)
    {
        var pair = new List<Party>(2);
        foreach (var at in Here)
            if (at.Token < head && at.Mention.Form.Entity is var entity && !IsIn(pair, entity.Code))
                pair.Add(new Party(-1, -1, entity.Code, entity.Sector, entity.WikidataId, entity.Name, PartyKind.Reference));
        if (pair.Count == 0)
            foreach (var past in discourse.Past)
                if (!IsIn(pair, past.Party.Code))
                    pair.Add(past.Party);
        return pair.Count == 2 ? pair : null;
    }

    private static bool IsIn(List<Party> parties, string code)
    {
        foreach (var party in parties)
            if (party.Code == code)
                return true;
        return false;
    }

    private void Add(List<Antecedent> options, string code, Sector sector, string wikidataId, string name)
    {
        // Where the article calls something an "Asian NATO", "this coalition" is that, never NATO.
        if (options.Count >= MaxOptions || code.Length == 0 || discourse.Labels.Contains(code))
            return;
        foreach (var option in options)
            if (option.Code == code)
                return;
        options.Add(new Antecedent(code, sector, wikidataId, name));
    }

    // How the phrase around a token hangs in the tree: the head of the outermost phrase, its relation, the word it hangs on, and how the token stands in the phrase.
    private Link LinkOf(int token)
    {
        var (at, mode) = (token, 0);
        var preposition = 0UL;
        for (var steps = 0; steps < 12 && s.Head(at) >= 0; steps++)
        {
            var relation = s.RelationOf(at);
            var deeper = relation switch
            {
                Relation.Compound or Relation.Amod or Relation.Flat or Relation.NmodDesc or Relation.Det or Relation.Nummod => 1,
                Relation.NmodPoss => 2,
                Relation.Nmod or Relation.NmodUnmarked => 3,
                Relation.Appos => 4,
                Relation.Conj when s.At(at).Pos is Pos.Noun or Pos.Propn or Pos.Pron => 5,
                _ => 0,
            };
            if (deeper == 0)
                break;
            if (mode == 0 || mode == 5)
                mode = deeper;
            if (deeper == 3 && preposition == 0 && s.PrepositionAt(at) is var p and >= 0)
                preposition = Hash(p);
            at = s.Head(at);
        }
        if (preposition == 0 && s.RelationOf(at) is Relation.Obl or Relation.OblAgent && s.PrepositionAt(at) is var q and >= 0)
            preposition = Hash(q);
        return new Link(at, s.RelationOf(at), s.Head(at), mode, preposition);
    }

    private ulong Hash(int token) => WordHash.Of(s.TextOf(token));

    private void Add(T template, ulong a = 0, ulong b = 0, ulong c = 0)
    {
        _hash.Clear();
        _hash.Add((F)template, a, b, c);
        var feature = _hash.Features[0];
        if (!CollectionsMarshal.AsSpan(_features).Contains(feature))
            _features.Add(feature);
    }

    private static ulong Pack(int a, int b = 0, int c = 0, int d = 0) => (ulong)(uint)a | (ulong)(uint)b << 16 | (ulong)(uint)c << 32 | (ulong)(uint)d << 48;

    private void Describe(int head, int first, Referring kind, Sector role, List<Antecedent> options, int o)
    {
        var noun = s.Lemmas[head];
        var k = kind == Referring.Pronoun ? noun : Pack((int)kind + 1, (int)role);
        var determiner = Determiner(head, first);
        var link = LinkOf(head);
        var place = Pack((int)s.RelationOf(head), (int)link.Relation, link.Mode);
        var verb = link.Verb >= 0 ? s.Lemmas[link.Verb] : 1;
        var states = Math.Min(4, options.Count - 1);
        var option = options[o];
        if (o == 0)
        {
            Add(T.Nobody, k);
            Add(T.NobodyNoun, noun);
            Add(T.NobodyDet, k, determiner);
            Add(T.NobodyPlace, k, place);
            Add(T.NobodyStates, k, (ulong)states);
            Add(T.NobodyNounDet, noun, determiner);
            Add(T.NobodyNumber, k, s.At(head).Fine is Penn.NNS or Penn.NNPS ? 1UL : 0, s.At(head).Pos == Pos.Propn ? 1UL : 0);
            Add(T.NobodyVerb, verb, (ulong)link.Relation);
            Add(T.NobodyOnly, k, discourse.OnlyState is null ? 0UL : 1);
            foreach (var child in s.Children(head))
            {
                if (s.RelationOf(child) is Relation.Amod or Relation.Compound or Relation.Nummod)
                {
                    Add(T.NobodyModifier, s.Lemmas[child]);
                    if (s.At(child).Pos == Pos.Propn)
                        Add(T.NobodyModifier, k, 1, s.MentionAt[child] >= 0 ? 1UL : 0);
                }
                else if (s.RelationOf(child) == Relation.Nmod && s.PrepositionAt(child) is var p and >= 0)
                    Add(T.NobodyOf, k, Hash(p), s.MentionAt[child] >= 0 ? 1UL : 0);
            }
            return;
        }
        if (option.Several.Count > 0)
        {
            Add(T.Several, k, determiner);
            Add(T.SeveralNoun, noun, determiner);
            Add(T.SeveralKind, k, option.Pair ? 1UL : 0, noun);
            Add(T.SeveralKind, k, option.Pair ? 1UL : 2, determiner);
            Add(T.SeveralCount, Number(head, option.Several.Count), s.At(head).Fine is Penn.NNS or Penn.NNPS ? 1UL : 0);
            return;
        }
        var type = discourse.IsState(option.Code) ? 0 : option.Sector == Sector.Igo ? 1 : 2;
        Add(T.Type, k, (ulong)type);
        Add(T.NounType, noun, (ulong)type);
        Add(T.TypeSector, k, Pack(type, (int)option.Sector));
        Add(T.States, k, Pack(type, states));
        Add(T.SectorDet, k, determiner, (ulong)type);
        if (discourse.OnlyState?.Code == option.Code)
            Add(T.OnlyState, k);
        if (IsIn(discourse.Recent, option.Code))
            Add(T.Recent, k, (ulong)discourse.Recent.Count, determiner);
        if (discourse.LastOne is [var last] && last.Code == option.Code)
            Add(T.LastOne, k, (ulong)type, determiner);
        foreach (var past in discourse.Past)
            if (past.Party.Code == option.Code)
            {
                Add(T.Past, k, Pack(discourse.Ago(past), past.Subject ? 1 : 0));
                Add(T.PastSector, k, Pack(discourse.Ago(past), past.Subject ? 1 : 0), (ulong)past.Party.Sector);
                Add(T.PastNoun, noun, Pack(discourse.Ago(past), past.Subject ? 1 : 0));
            }
        var count = 0;
        Occurrence? nearest = null;
        foreach (var at in Here)
        {
            if (at.Token < head)
                nearest = at;
            if (at.Mention.Form.Entity.Code != option.Code)
                continue;
            count++;
            Pair(at, head, link, k, noun, determiner, place, verb, kind, type);
        }
        if (nearest is { } near && near.Mention.Form.Entity.Code == option.Code)
        {
            Add(T.NearestBefore, k, (ulong)type);
            Add(T.NearestBeforePlace, k, Pack((int)near.Link.Relation, near.Link.Mode), place);
        }
        if (count == 0)
            Add(T.Absent, k, (ulong)Math.Min(3, Here.Count));
        Add(T.Count, k, (ulong)Math.Min(3, count));
        Add(T.Order, k, Pack(o == 1 ? 1 : 2, states));
    }

    private void Pair(Occurrence at, int head, Link link, ulong k, ulong noun, ulong determiner, ulong place, ulong verb, Referring kind, int type)
    {
        var other = at.Link;
        var before = at.Token < head ? 1 : 0;
        // Where the mention stands to the phrase.
        var relative = at.Token == head ? 0
            : s.Under(at.Token, head) ? 1
            : s.Under(head, at.Token) ? 2
            : other.Top == link.Top ? 3
            : other.Verb == link.Verb ? 4
            : other.Verb >= 0 && s.Under(head, other.Verb) ? 5
            : link.Verb >= 0 && s.Under(at.Token, link.Verb) ? 6
            : 7;
        var role = Pack((int)other.Relation, other.Mode, relative);
        Add(T.Role, k, role, (ulong)before);
        Add(T.RolePlace, k, role, place);
        if (other.Top != at.Token)
        {
            Add(T.TopNoun, k, s.Lemmas[other.Top], (ulong)relative);
            Add(T.TopRole, k, (ulong)s.At(other.Top).Word.Role, Pack(relative, (int)other.Relation));
        }
        if (other.Preposition != 0)
        {
            Add(T.Prep, k, other.Preposition, (ulong)relative);
            Add(T.PrepNoun, noun, other.Preposition, (ulong)relative);
        }
        Add(T.Relative, (ulong)kind, role, (ulong)link.Relation);
        Add(T.KindRelative, k, Pack(relative, type), (ulong)link.Relation);
        Add(T.NounRelative, noun, Pack(relative, other.Mode));
        Add(T.VerbRelative, verb, role, (ulong)link.Relation);
        Add(T.DetRelative, determiner, role, (ulong)kind);
        var form = at.Mention.Form;
        var writing = form.Adjective ? 1 : form.Entity.Terms.Length > 0 ? 2 : 3;
        Add(T.Writing, k, Pack(writing, relative));
        Add(T.Distance, k, Pack(before, Apart(at.Token, head) switch { < 3 => 0, < 7 => 1, < 16 => 2, _ => 3 }), (ulong)relative);
        if (at.Mention.Last + 1 < s.Length && at.Mention.First < 4 && s.Segment.Kind == SegmentKind.Sentence && (s.TextOf(at.Mention.Last + 1) is "-" or "–" or "—" or "(" || s.Is(at.Mention.Last + 1, "(")))
            Add(T.Dateline, k, (ulong)type);
        if (at.Mention.Last + 2 < s.Length && s.TextOf(at.Mention.Last + 1) is "-" or "–")
            Add(T.Attribute, Hash(at.Mention.Last + 2), (ulong)relative);
    }

    // Words from one token to another, where a name counts as one and articles do not count: who is named must not matter.
    private int Apart(int a, int b)
    {
        var count = 0;
        for (var i = Math.Min(a, b) + 1; i <= Math.Max(a, b); i++)
            if (s.At(i).Fine != Penn.DT && (s.MentionAt[i] is not (var m and >= 0) || i == s.Mentions[m].Last))
                count++;
        return count;
    }

    // The word that opens the phrase: "the", "a", "its", "several", a number; 0 where none does.
    private ulong Determiner(int head, int first)
    {
        foreach (var child in s.Children(head))
            if (child < head && s.RelationOf(child) is Relation.Det or Relation.NmodPoss && s.At(child).Pos is Pos.Det or Pos.Pron)
                return Hash(child);
            else if (child < head && s.RelationOf(child) == Relation.Nummod)
                return 2;
        return first >= 0 && first < head && s.At(first).Is(TokenFlags.Number) ? 2UL : 0;
    }

    // Whether the number before a plural is that of the parties: 0 without one, 1 as many, 2 another.
    private ulong Number(int head, int parties)
    {
        foreach (var child in s.Children(head))
            if (child < head && (s.IsAny(child, "both", "two") || s.Is(child, "three") || s.Is(child, "four")))
                return parties == (s.IsAny(child, "both", "two") ? 2 : s.Is(child, "three") ? 3 : 4) ? 1UL : 2;
        return 0;
    }

    private static LinearModel Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("actors.model")
            ?? throw new InvalidOperationException("The embedded weights actors.model are missing from the assembly.");
        using var reader = new BinaryReader(stream);
        return LinearModel.Read(reader);
    }
}
