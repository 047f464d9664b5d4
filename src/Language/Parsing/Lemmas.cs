using System.Buffers;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// Base forms of verbs and nouns: "met" as VBD is "meet", "talks" as NNS is "talk". By the rules of English spelling, with a table of our own
/// (Data/lemmas.tsv) for what is irregular. Other words are their own base, in lower case.
/// </summary>
internal static class Lemmas
{
    // Longer words are their own base.
    private const int MaxLength = 40;

    private static readonly Lazy<Table> Read = new(Table.Load);
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Hash of the base form (<see cref="WordHash"/>); allocates nothing.</summary>
    public static ulong Hash(ReadOnlySpan<char> word, Penn tag)
    {
        Span<char> buffer = stackalloc char[MaxLength + 2];
        return WordHash.Of(Find(word, tag, buffer));
    }

    /// <summary>The base form: in lower case, but for proper nouns.</summary>
    public static string Of(ReadOnlySpan<char> word, Penn tag)
    {
        if (tag is Penn.NNP or Penn.NNPS && word.Length <= MaxLength)
            return tag == Penn.NNPS && word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? Plural(word) : word.ToString();
        Span<char> buffer = stackalloc char[MaxLength + 2];
        var found = Find(word, tag, buffer);
        return found == word ? word.ToString() : found.ToString().ToLowerInvariant();
    }

    private static string Plural(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[MaxLength + 2];
        word.CopyTo(buffer);
        return new string(buffer[..WithoutS(buffer, word.Length)]);
    }

    // The base form, in the buffer or in the table; the word itself where it is too long.
    private static ReadOnlySpan<char> Find(ReadOnlySpan<char> word, Penn tag, Span<char> buffer)
    {
        if (word.Length is 0 or > MaxLength)
            return word;
        var length = 0;
        foreach (var c in word)
            if (WordHash.Fold(c) is not '\0' and var folded)
                buffer[length++] = folded;
        var table = Read.Value;
        var form = buffer[..length];
        if (table.Words.TryGetValue(form, out var other))
            return tag is Penn.VBD or Penn.VBN && other == "would" ? "have" : other;
        switch (tag)
        {
            case Penn.VB or Penn.VBP or Penn.VBZ or Penn.VBD or Penn.VBN or Penn.VBG:
                if (table.Verbs.TryGetValue(form, out var verb))
                    return verb;
                if (tag == Penn.VBZ)
                    return buffer[..WithoutS(buffer, length)];
                if (tag == Penn.VBG && length > 4 && form.EndsWith("ing"))
                    return buffer[..Stem(table, buffer, length - 3)];
                if (tag is Penn.VBD or Penn.VBN && length > 3 && form.EndsWith("ed"))
                    return buffer[..Stem(table, buffer, length - 2)];
                return form;
            case Penn.NNS or Penn.NNPS:
                return table.Nouns.TryGetValue(form, out var noun) ? noun : buffer[..WithoutS(buffer, length)];
            default:
                return form;
        }
    }

    // Length without the ending of a plural or third person; the buffer gets the base form.
    private static int WithoutS(Span<char> word, int length)
    {
        if (char.IsAsciiDigit(word[0]))
            return length;
        if (length > 4 && word[..length].EndsWith("men"))
        {
            word[length - 2] = 'a';
            return length;
        }
        if (length < 3 || word[length - 1] is not ('s' or 'S') || word[length - 2] is 's' or '\'')
            return length - (length > 3 && word[length - 1] is 's' && word[length - 2] is '\'' ? 2 : 0);
        var form = word[..length];
        if (length > 4 && form.EndsWith("ies"))
        {
            word[length - 3] = 'y';
            return length - 2;
        }
        if (form.EndsWith("sses") || form.EndsWith("shes") || form.EndsWith("ches") || form.EndsWith("xes") || form.EndsWith("zzes") || form.EndsWith("oes"))
            return length - 2;
        return length - 1;
    }

    // Length of the verb whose past or -ing form has so many letters before its ending.
    private static int Stem(Table table, Span<char> word, int length)
    {
        var stem = word[..length];
        if (table.Keep.Contains(stem))
            return length;
        word[length] = 'e';
        if (table.Mute.Contains(word[..(length + 1)]))
            return length + 1;
        if (length < 2 || !stem.ContainsAny(Vowels))
            return length + 1;
        char last = stem[^1], before = stem[^2];
        if (last == before && last is not ('e' or 'o'))
            return last is 's' or 'z' or 'f' || length == 3 || last == 'l' && !table.Single.Contains(stem[..^1]) ? length : length - 1;
        if (last == 'i')
        {
            word[length - 1] = 'y';
            return length;
        }
        return EndsInE(stem, last, before) ? length + 1 : length;
    }

    // Whether the verb ends in a silent e, from the letters before it.
    private static bool EndsInE(ReadOnlySpan<char> stem, char last, char before)
    {
        var vowel = IsVowel(before);
        var pair = vowel && stem.Length > 2 && IsVowel(stem[^3]) && !(stem.Length > 3 && stem[^3] == 'u' && stem[^4] == 'q');
        switch (last)
        {
            case 'c' or 'v' or 'u':
                return true;
            case 's':
                return true;
            case 'z':
                return vowel;
            case 'e':
                return before != 'e';
            case 'g':
                return vowel && !pair || before is 'd' or 'r' or 'l';
            case 'l':
                return vowel ? !pair && (Short(stem) || before is 'i' or 'o' or 'u') : before is not ('r' or 'w');
            case 'y' or 'x' or 'w' or 'h' or 'o' or 'a' or 'i' or 'j' or 'q':
                return false;
        }
        if (pair && last == 't' && before == 'a' && stem[^3] is 'i' or 'u')
            return true;
        if (!vowel || pair)
            return false;
        if (Short(stem))
            return true;
        return last switch
        {
            'd' or 'k' or 'b' => true,
            'm' => before is 'a' or 'i' or 'u',
            'n' => before is 'a' or 'i' or 'u',
            'p' => before is 'a' or 'i',
            'r' => before is not 'e',
            't' => before is 'a' or 'u' or 'o',
            _ => false,
        };
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    // One syllable: one run of vowels.
    private static bool Short(ReadOnlySpan<char> stem)
    {
        var runs = 0;
        for (var i = 0; i < stem.Length; i++)
            if ((IsVowel(stem[i]) || stem[i] == 'y') && (i == 0 || !IsVowel(stem[i - 1])))
                runs++;
        return runs <= 1;
    }

    private sealed class Table
    {
        private readonly Dictionary<string, string> verbs = [], nouns = [], words = [];
        private readonly HashSet<string> keep = [], mute = [], single = [];

        public Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Verbs => verbs.GetAlternateLookup<ReadOnlySpan<char>>();
        public Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Nouns => nouns.GetAlternateLookup<ReadOnlySpan<char>>();
        public Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Words => words.GetAlternateLookup<ReadOnlySpan<char>>();
        public HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Keep => keep.GetAlternateLookup<ReadOnlySpan<char>>();
        public HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Mute => mute.GetAlternateLookup<ReadOnlySpan<char>>();
        public HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Single => single.GetAlternateLookup<ReadOnlySpan<char>>();

        public static Table Load()
        {
            var table = new Table();
            using var stream = typeof(Lemmas).Assembly.GetManifestResourceStream("lemmas.tsv")
                ?? throw new InvalidOperationException("The resource lemmas.tsv is not in the assembly.");
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith('#') || line.Split('\t') is not [var kind, var list])
                    continue;
                var forms = list.Split(' ');
                switch (kind)
                {
                    case "verb":
                        foreach (var form in forms)
                            table.verbs.TryAdd(form, forms[0]);
                        break;
                    case "noun":
                        table.nouns.TryAdd(forms[0], forms[1]);
                        break;
                    case "word":
                        table.words[forms[0]] = forms[1];
                        break;
                    case "keep":
                        table.keep.UnionWith(forms);
                        break;
                    case "mute":
                        table.mute.UnionWith(forms);
                        break;
                    case "single":
                        table.single.UnionWith(forms);
                        break;
                }
            }
            return table;
        }
    }
}
