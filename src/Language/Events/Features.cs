using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>Says what the models see of a trigger, and of a trigger and a party.</summary>
internal sealed partial class Features
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
}
