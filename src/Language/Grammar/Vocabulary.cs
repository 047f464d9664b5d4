using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Events;

namespace RegionalSecurity.Language.Grammar;

/// <summary>All words the rules know, from the data files; words it does not know are classed by their ending.</summary>
internal sealed class Vocabulary
{
    private static readonly Lazy<Vocabulary> LazyDefault = new(() => new Vocabulary(Lexicon.Default));

    private readonly Dictionary<string, Word>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private static readonly Word Unknown = new("") { Can = Can.Noun | Can.Adjective };
    private static readonly Word UnknownPlural = new("") { Can = Can.Noun | Can.Plural | Can.VerbS };
    private static readonly Word UnknownPast = new("") { Can = Can.VerbPast | Can.VerbParticiple | Can.Adjective };
    private static readonly Word UnknownIng = new("") { Can = Can.VerbIng | Can.Noun | Can.Adjective };
    private static readonly Word UnknownAdverb = new("") { Can = Can.Adverb };
    private static readonly Word UnknownAdjective = new("") { Can = Can.Adjective };
    public static readonly Word Number = new("") { Can = Can.Number };
    public static readonly Word Symbol = new("");

    public static Vocabulary Default => LazyDefault.Value;

    private readonly Dictionary<string, (string Past, string Participle)> _irregular = new(StringComparer.Ordinal);

    /// <summary>Past (<see cref="Can.VerbPast"/>) or participle of a verb.</summary>
    public string Form(string verb, Can form) =>
        _irregular.TryGetValue(verb, out var forms) ? form == Can.VerbPast ? forms.Past : forms.Participle : Inflection.Past(verb);

    private Vocabulary(Lexicon lexicon)
    {
        var irregular = _irregular;
        var words = new Dictionary<string, Word>(StringComparer.OrdinalIgnoreCase);
        var verbs = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in TableReader.Read("verbs.tsv"))
        {
            var list = row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (row[0] == "irregular")
                irregular[list[0]] = (list[1], list[2]);
            verbs.UnionWith(row[0] == "irregular" ? [list[0]] : list);
        }
        verbs.UnionWith(lexicon.VerbLemmas);
        foreach (var verb in verbs)
            AddVerb(words, verb, irregular);
        foreach (var row in TableReader.Read("roles.tsv"))
            foreach (var noun in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                AddNoun(words, noun, Enum.Parse<Sector>(row[0], ignoreCase: true));
        foreach (var noun in lexicon.NounLemmas)
            AddNoun(words, noun, Sector.Unspecified);
        foreach (var row in TableReader.Read("words.tsv"))
            foreach (var text in row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                AddClass(words, row[0], text);
        foreach (var word in words.Values)
        {
            word.Sets = lexicon.SetsOf(word.Noun.Length > 0 ? word.Noun : word.Text);
            word.VerbTypes = Types(word.Verb.Length > 0 ? lexicon.Verb(word.Verb) : []);
            word.NounTypes = Types(word.Noun.Length > 0 ? lexicon.Noun(word.Noun) : []);
        }
        _lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public Word Find(ReadOnlySpan<char> text)
    {
        if (_lookup.TryGetValue(text, out var word))
            return word;
        if (text.Length < 4 || text.Length > 30)
            return Unknown;
        if (text.EndsWith("ly", StringComparison.OrdinalIgnoreCase))
            return UnknownAdverb;
        if (text.EndsWith("ed", StringComparison.OrdinalIgnoreCase))
            return UnknownPast;
        if (text.EndsWith("ing", StringComparison.OrdinalIgnoreCase))
            return UnknownIng;
        if (text.EndsWith("ous", StringComparison.OrdinalIgnoreCase) || text.EndsWith("ful", StringComparison.OrdinalIgnoreCase)
            || text.EndsWith("ive", StringComparison.OrdinalIgnoreCase) || text.EndsWith("able", StringComparison.OrdinalIgnoreCase))
            return UnknownAdjective;
        if (text[^1] is 's' or 'S' && text[^2] is not ('s' or 'S' or 'u' or 'i'))
            return UnknownPlural;
        return Unknown;
    }

    private static uint Types(LexiconRow[] rows)
    {
        var mask = 0u;
        foreach (var row in rows)
            mask |= 1u << (row.Blocks ? 0 : (int)row.Type);
        return mask;
    }

    private static Word Get(Dictionary<string, Word> words, string text)
    {
        if (!words.TryGetValue(text, out var word))
            words[text] = word = new Word(text);
        return word;
    }

    private static void AddVerb(Dictionary<string, Word> words, string verb, Dictionary<string, (string Past, string Participle)> irregular)
    {
        var (past, participle) = irregular.TryGetValue(verb, out var forms) ? forms : (Inflection.Past(verb), Inflection.Past(verb));
        Mark(words, verb, verb, Can.VerbBase);
        Mark(words, Inflection.S(verb), verb, Can.VerbS);
        Mark(words, past, verb, Can.VerbPast);
        Mark(words, participle, verb, Can.VerbParticiple);
        Mark(words, Inflection.Ing(verb), verb, Can.VerbIng);
        // "cancelled", "travelled" in British, "canceled" in American writing.
        if (verb is "cancel" or "label" or "travel" or "signal" or "model")
        {
            Mark(words, verb + "ed", verb, Can.VerbPast | Can.VerbParticiple);
            Mark(words, verb + "ing", verb, Can.VerbIng);
        }
        if (verb is "burn")
            Mark(words, "burned", verb, Can.VerbPast | Can.VerbParticiple);
        if (verb is "strike" or "hang")
            Mark(words, verb is "strike" ? "stricken" : "hung", verb, Can.VerbParticiple);
    }

    private static void Mark(Dictionary<string, Word> words, string form, string verb, Can can)
    {
        var word = Get(words, form);
        // "found" is find's past before it is a verb of its own: the base form does not take an inflected one over.
        if (word.Verb.Length == 0 || can == Can.VerbBase && !word.Has(Can.Verb))
            word.Verb = verb;
        word.Can |= can;
    }

    private static void AddNoun(Dictionary<string, Word> words, string noun, Sector role)
    {
        var singular = Get(words, noun);
        singular.Noun = noun;
        singular.Can |= Can.Noun;
        var plural = Get(words, Inflection.Plural(noun));
        plural.Noun = noun;
        plural.Can |= Can.Noun | Can.Plural;
        if (role == Sector.Unspecified)
            return;
        singular.Role = role;
        plural.Role = role;
    }

    private static void AddClass(Dictionary<string, Word> words, string name, string text)
    {
        var word = Get(words, text);
        switch (name)
        {
            case "time": word.Kind |= Kind.Time; word.Can |= Can.Noun; break;
            case "light": word.Kind |= Kind.Light; break;
            case "aspect": word.Kind |= Kind.Aspect; break;
            case "noun": word.Can |= Can.Noun; word.Can &= ~Can.VerbS; if (word.Noun.Length == 0) word.Noun = text; break;
            case "plural": word.Can |= Can.Plural | Can.Noun; break;
            case "both": AddNoun(words, text, word.Role); break;
            case "det": word.Can |= Can.Determiner; break;
            case "prep": word.Can |= Can.Preposition; break;
            case "cc": word.Can |= Can.Coordinator; break;
            case "sub": word.Can |= Can.Subordinator; break;
            case "rel": word.Can |= Can.Relative; break;
            case "pron": word.Can |= Can.Pronoun; break;
            case "modal": word.Can |= Can.Modal; break;
            case "be": word.Can |= Can.Be; break;
            case "have": word.Can |= Can.Have; break;
            case "do": word.Can |= Can.Do; break;
            case "to": word.Can |= Can.To; break;
            case "neg": word.Can |= Can.Negation; break;
            case "adv": word.Can |= Can.Adverb; break;
            case "num": word.Can |= Can.Number; break;
            case "adj": word.Can |= Can.Adjective; break;
            default: throw new InvalidOperationException($"words.tsv: there is no word class '{name}'.");
        }
    }
}
