using System.Collections.Frozen;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Coding;

/// <summary>Themes of a sentence by their cue words (Data/themes.tsv).</summary>
internal static class Themes
{
    private static readonly (FrozenDictionary<string, Theme[]> Words, FrozenDictionary<string, (string Other, Theme Theme)[]> Pairs) Table = Load();

    /// <summary>Distinct themes of the sentence in the order of the contract.</summary>
    public static List<Theme> Of(Sentence s)
    {
        var found = 0L;
        for (var i = 0; i < s.Tokens.Length; i++)
        {
            var lemma = s.LemmaOf(i);
            if (Table.Words.TryGetValue(lemma, out var themes))
                foreach (var theme in themes)
                    found |= 1L << (int)theme;
            if (Table.Pairs.TryGetValue(lemma, out var pairs))
                foreach (var (other, theme) in pairs)
                    // Either order, at most one word between: "military exercise", "exercises by the military".
                    for (var j = Math.Max(0, i - 2); j <= Math.Min(s.Tokens.Length - 1, i + 2); j++)
                        if (j != i && s.LemmaOf(j) == other)
                            found |= 1L << (int)theme;
        }
        var list = new List<Theme>();
        foreach (var theme in Enum.GetValues<Theme>())
            if (theme != Theme.Unspecified && (found & 1L << (int)theme) != 0)
                list.Add(theme);
        return list;
    }

    private static (FrozenDictionary<string, Theme[]>, FrozenDictionary<string, (string, Theme)[]>) Load()
    {
        var words = new Dictionary<string, List<Theme>>(StringComparer.Ordinal);
        var pairs = new Dictionary<string, List<(string, Theme)>>(StringComparer.Ordinal);
        foreach (var row in TableReader.Read("themes.tsv"))
        {
            var theme = Enum.Parse<Theme>(row[0]);
            foreach (var word in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                if (word.Split('+') is [var first, var second])
                    Add(pairs, first, (second, theme));
                else
                    Add(words, word, theme);
        }
        return (words.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal),
            pairs.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal));
    }

    private static void Add<T>(Dictionary<string, List<T>> index, string key, T value)
    {
        if (index.TryGetValue(key, out var list))
            list.Add(value);
        else
            index[key] = [value];
    }
}
