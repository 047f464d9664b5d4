using System.Collections.Frozen;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>
/// Semantic classes of words (Data/classes.tsv), by the hash of their base form (<see cref="WordHash"/>): what the models know of words that they were not
/// trained on. A class is the number of its row.
/// </summary>
internal sealed class WordClasses
{
    private static readonly Lazy<WordClasses> LazyDefault = new(() => new WordClasses());

    private readonly FrozenDictionary<ulong, ushort[]> _verbs, _nouns, _adjectives;
    private readonly FrozenDictionary<ulong, ushort[]> _pairs;

    public static WordClasses Default => LazyDefault.Value;

    /// <summary>Class and its name, for people.</summary>
    public IReadOnlyList<string> Names { get; }

    public ReadOnlySpan<ushort> Verb(ulong lemma) => Find(_verbs, lemma);

    public ReadOnlySpan<ushort> Noun(ulong lemma) => Find(_nouns, lemma);

    public ReadOnlySpan<ushort> Adjective(ulong lemma) => Find(_adjectives, lemma);

    /// <summary>Of a verb with its particle or object: "call off", "take part".</summary>
    public ReadOnlySpan<ushort> Pair(ulong verb, ulong second) => Find(_pairs, Join(verb, second));

    private static ReadOnlySpan<ushort> Find(FrozenDictionary<ulong, ushort[]> classes, ulong key) => classes.TryGetValue(key, out var found) ? found : [];

    private static ulong Join(ulong verb, ulong second) => (verb ^ second >> 7) * 0x9E3779B97F4A7C15 ^ second;

    private WordClasses()
    {
        var names = new List<string>();
        var all = new Dictionary<string, Dictionary<ulong, List<ushort>>> { ["v"] = [], ["n"] = [], ["a"] = [], ["pair"] = [] };
        foreach (var row in TableReader.Read("classes.tsv"))
        {
            if (!all.TryGetValue(row[0], out var kind))
                throw new InvalidOperationException($"classes.tsv: a row is on '{row[0]}', not 'v', 'n' or 'a'.");
            names.Add(row[1]);
            foreach (var word in row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = word.Split('_');
                var (into, key) = parts.Length == 1 ? (kind, WordHash.Of(word)) : (all["pair"], Join(WordHash.Of(parts[0]), WordHash.Of(parts[^1])));
                if (!into.TryGetValue(key, out var list))
                    into[key] = list = [];
                if (!list.Contains((ushort)names.Count))
                    list.Add((ushort)names.Count);
            }
        }
        Names = names;
        _verbs = Freeze(all["v"]);
        _nouns = Freeze(all["n"]);
        _adjectives = Freeze(all["a"]);
        _pairs = Freeze(all["pair"]);
    }

    private static FrozenDictionary<ulong, ushort[]> Freeze(Dictionary<ulong, List<ushort>> classes) => classes.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray());
}
