using System.Collections.Frozen;

namespace RegionalSecurity.Language.Events;

[Flags]
internal enum Speech
{
    None = 0, Say = 1, Allege = 2, Deny = 4, Expect = 8, Plan = 16, Consider = 32, Seek = 64, Fail = 128, Aspect = 256,
}

/// <summary>How a governing verb bears on what it governs (Data/speech.tsv).</summary>
internal static class SpeechVerbs
{
    private static readonly FrozenDictionary<string, Speech> Verbs = Load();

    public static Speech Of(string verb) => Verbs.GetValueOrDefault(verb);

    private static FrozenDictionary<string, Speech> Load()
    {
        var verbs = new Dictionary<string, Speech>(StringComparer.Ordinal);
        foreach (var row in TableReader.Read("speech.tsv"))
            foreach (var verb in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                verbs[verb] = verbs.GetValueOrDefault(verb) | Enum.Parse<Speech>(row[0], ignoreCase: true);
        return verbs.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
