using System.Collections.Frozen;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Events;

/// <summary>How a verb takes the verb that follows it.</summary>
internal enum Control
{
    None,
    // "agreed to send": its subject acts.
    Subject,
    // "urged X to send": its object acts.
    Object,
    // "accused X of sending".
    ObjectOf,
}

/// <summary>A condition on the words around a trigger: one of the words must stand in that place.</summary>
internal sealed record Condition(string Place, FrozenSet<string> Words);

/// <summary>A row of events.tsv.</summary>
internal sealed class LexiconRow
{
    public required string[] Lemmas { get; init; }
    public required string Particle { get; init; }
    public required Condition[] Conditions { get; init; }
    public required Control Control { get; init; }
    public required bool Blocks { get; init; }
    public required EventType Type { get; init; }
    public required Mode Mode { get; init; }
    public required bool ModeOfComplement { get; init; }
    /// <summary>Places of the target in order: obj, second, comp, that, sub, mutual, none, or a preposition.</summary>
    public required string[] Targets { get; init; }
    public required double Strength { get; init; }
    public required int Line { get; init; }
}

/// <summary>The event lexicon (Data/events.tsv, sets in Data/sets.tsv), indexed by lemma.</summary>
internal sealed class Lexicon
{
    private static readonly Lazy<Lexicon> LazyDefault = new(() => new Lexicon());

    private readonly FrozenDictionary<string, LexiconRow[]> _verbs;
    private readonly FrozenDictionary<string, LexiconRow[]> _nouns;
    private readonly FrozenDictionary<string, FrozenSet<string>> _sets;

    public static Lexicon Default => LazyDefault.Value;

    private readonly FrozenDictionary<string, ushort[]> _setsOf;

    /// <summary>Numbers (order of sets.tsv) of the sets that hold a word; few sets name most words.</summary>
    public ushort[] SetsOf(string word) => _setsOf.TryGetValue(word, out var found) ? found : [];

    public IEnumerable<string> VerbLemmas => _verbs.Keys;

    public IEnumerable<string> NounLemmas { get; }

    public IReadOnlyList<LexiconRow> Rows { get; }

    public LexiconRow[] Verb(string lemma) => _verbs.TryGetValue(lemma, out var rows) ? rows : [];

    public LexiconRow[] Noun(string lemma) => _nouns.TryGetValue(lemma, out var rows) ? rows : [];

    /// <summary>The words of a named set of sets.tsv.</summary>
    public FrozenSet<string> Set(string name) =>
        _sets.TryGetValue(name, out var set) ? set : throw new InvalidOperationException($"sets.tsv has no set '{name}'.");

    private Lexicon()
    {
        var sets = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var row in TableReader.Read("sets.tsv"))
        {
            if (!sets.TryGetValue(row[0], out var words))
                sets[row[0]] = words = new HashSet<string>(StringComparer.Ordinal);
            foreach (var word in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                if (word[0] == '@')
                    words.UnionWith(sets[word[1..]]);
                else
                    words.Add(word);
        }
        _sets = sets.ToFrozenDictionary(p => p.Key, p => p.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
        _setsOf = sets.SelectMany((set, i) => set.Value.Where(w => w != "*").Select(word => (word, Number: (ushort)i))).GroupBy(p => p.word, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Number).Order().ToArray(), StringComparer.Ordinal);
        var verbs = new Dictionary<string, List<LexiconRow>>(StringComparer.Ordinal);
        var nouns = new Dictionary<string, List<LexiconRow>>(StringComparer.Ordinal);
        var all = new List<LexiconRow>();
        var line = 0;
        foreach (var cells in TableReader.Read("events.tsv"))
        {
            var row = Parse(cells, ++line);
            all.Add(row);
            var index = cells[0] switch
            {
                "v" => verbs,
                "n" => nouns,
                _ => throw new InvalidOperationException($"events.tsv: a row is on '{cells[0]}', not 'v' or 'n'."),
            };
            foreach (var lemma in row.Lemmas)
                if (index.TryGetValue(lemma, out var list))
                    list.Add(row);
                else
                    index[lemma] = [row];
        }
        Rows = all;
        _verbs = verbs.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal);
        _nouns = nouns.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal);
        // The words of conditions must be known as nouns, or "concerns" would not be found as "concern".
        string[] places = ["obj", "sub", "mod", "to", "from", "with", "of", "for", "in", "at", "on", "into", "against", "as", "by"];
        var asked = all.SelectMany(r => r.Conditions).Where(c => places.Contains(c.Place)).SelectMany(c => c.Words).Where(w => w is not ("*" or "that" or "how"));
        NounLemmas = asked.Concat(_nouns.Keys).Concat(sets.Where(p => p.Key.StartsWith("n-", StringComparison.Ordinal)).SelectMany(p => p.Value)).Distinct(StringComparer.Ordinal).ToArray();
    }

    private LexiconRow Parse(string[] cells, int line)
    {
        var trigger = cells[1].Split(' ');
        var control = Control.None;
        var conditions = new List<Condition>();
        foreach (var when in cells[2].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = when.IndexOf(':', StringComparison.Ordinal);
            var (place, words) = (when[..colon], when[(colon + 1)..]);
            if (place == "comp")
                control = words switch { "s" => Control.Subject, "o" => Control.Object, "of" => Control.ObjectOf, _ => throw Bad(cells, "comp") };
            else
                conditions.Add(new Condition(place, Expand(words)));
        }
        var blocks = cells[3] == "-";
        return new LexiconRow
        {
            Lemmas = trigger[0].Split('|'),
            Particle = trigger.Length > 1 ? trigger[1] : "",
            Conditions = [.. conditions],
            Control = control,
            Blocks = blocks,
            Type = blocks ? EventType.Unspecified : Enum.TryParse<EventType>(cells[3], ignoreCase: true, out var type) ? type : throw Bad(cells, "type"),
            Mode = cells[4] is "" or "comp" ? Mode.Unspecified : ModeOf(cells),
            ModeOfComplement = cells[4] == "comp",
            Targets = cells[5].Split(',', StringSplitOptions.RemoveEmptyEntries),
            Strength = cells[6].Length == 0 ? 0.75 : double.Parse(cells[6], System.Globalization.CultureInfo.InvariantCulture),
            Line = line,
        };
    }

    private FrozenSet<string> Expand(string words)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words.Split('|'))
            if (word[0] == '@')
                all.UnionWith(Set(word[1..]));
            else
                all.Add(word);
        return all.ToFrozenSet(StringComparer.Ordinal);
    }

    // "x-test" is XTest, "martial-law" MartialLaw.
    private static Mode ModeOf(string[] cells) =>
        Enum.TryParse<Mode>(cells[4].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode) ? mode : throw Bad(cells, "mode");

    private static InvalidOperationException Bad(string[] cells, string what) =>
        new($"events.tsv: the {what} is not known in the row: {string.Join('\t', cells)}");
}
