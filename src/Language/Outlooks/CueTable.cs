using System.Collections.Frozen;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Outlooks;

/// <summary>Chooses a category by its cue words (Data/outlooks.tsv).</summary>
internal static class CueTable
{
    private sealed record Row(string Category, FrozenSet<string> Words, string[][] Combinations);

    private static readonly FrozenDictionary<string, Row[]> Kinds = Load();

    /// <summary>The category with most cues in the tokens, and the first cue's token; null when no cue stands there. A whole range may be given twice for weight.</summary>
    public static (string Category, int Token, int Score)? Best(string kind, Sentence s, int first, int last)
    {
        var lemmas = new HashSet<string>(StringComparer.Ordinal);
        for (var i = first; i <= last; i++)
        {
            lemmas.Add(s.LemmaOf(i));
            lemmas.Add(s.NounOf(i));
            lemmas.Add(Joined(s, i, i));
            if (s.Tokens[i].Word.Verb.Length > 0)
                lemmas.Add(s.Tokens[i].Word.Verb);
            // "arms-control", "back-channel", "people-to-people".
            if (i + 2 <= last && s.TextOf(i + 1) is "-")
            {
                lemmas.Add(Joined(s, i, i + 2));
                if (i + 4 <= last && s.TextOf(i + 3) is "-")
                    lemmas.Add(Joined(s, i, i + 4));
            }
        }
        (string, int, int)? best = null;
        var bestScore = 0;
        foreach (var row in Kinds[kind])
        {
            var score = row.Words.Count(lemmas.Contains) * 2 + row.Combinations.Sum(c => c.All(lemmas.Contains) ? c.Length + 1 : 0);
            if (score <= bestScore)
                continue;
            bestScore = score;
            var words = row.Words.Concat(row.Combinations.Where(c => c.All(lemmas.Contains)).SelectMany(c => c)).ToHashSet(StringComparer.Ordinal);
            var token = first;
            for (var i = first; i <= last; i++)
                if (words.Contains(s.LemmaOf(i)) || words.Contains(s.NounOf(i)) || words.Contains(s.Tokens[i].Word.Verb))
                {
                    token = i;
                    break;
                }
            best = (row.Category, token, score);
        }
        return best;
    }

    private static string Joined(Sentence s, int first, int last) =>
        s.Text[s.Tokens[first].Start..s.Tokens[last].End].ToLowerInvariant();

    private static FrozenDictionary<string, Row[]> Load() =>
        TableReader.Read("outlooks.tsv")
            .Select(r => (Kind: r[0], Row: new Row(r[1],
                r[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(c => !c.Contains('+')).ToFrozenSet(StringComparer.Ordinal),
                [.. r[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(c => c.Contains('+')).Select(c => c.Split('+'))])))
            .GroupBy(r => r.Kind, r => r.Row, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
}
