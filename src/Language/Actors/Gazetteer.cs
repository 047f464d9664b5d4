using System.Reflection;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language;

/// <summary>
/// The parties the extractor knows by name: states with capitals, adjectives and seats of government, organisations, armed groups, offices
/// and office-holders. Immutable; safe to share between threads.
/// </summary>
public sealed class Gazetteer
{
    private static readonly (string Name, RowSource Source)[] BuiltIn =
    [
        ("states.tsv", RowSource.States), ("organisations.tsv", RowSource.Parties), ("groups.tsv", RowSource.Parties), ("persons.tsv", RowSource.Persons),
        ("masks.tsv", RowSource.Parties),
    ];

    private static readonly Lazy<Gazetteer> LazyDefault = new(LoadDefault);

    private readonly Dictionary<string, Entity> _byCode = new(StringComparer.Ordinal);
    private readonly HashSet<string> _states = new(StringComparer.Ordinal);
    // Hash of the first word of a form -> its forms, longest first.
    private readonly Dictionary<ulong, Form[]> _forms;
    // Hash of a surname -> those who hold or held office under it.
    private readonly Dictionary<ulong, List<Form>> _surnames = [];
    // The built-in rows and then those of each user file: a later layer takes a form over.
    private readonly GazetteerRow[][] _layers;

    private Gazetteer(GazetteerRow[][] layers)
    {
        _layers = layers;
        var pool = new HashSet<string>(StringComparer.Ordinal);
        var byForm = new Dictionary<string, (Form Form, int Layer)>(StringComparer.Ordinal);
        for (var layer = 0; layer < layers.Length; layer++)
            foreach (var row in layers[layer])
            {
                // The first row of a code is its main one; bodies and ministers of a state follow it under the same code.
                var main = row.Entity.Code.Length > 0 && _byCode.TryAdd(row.Entity.Code, row.Entity);
                if (row.Source == RowSource.States || CodeRules.IsInvented(row.Entity.Code))
                    _states.Add(row.Entity.Code);
                var adjectives = row.Source switch { RowSource.States => main, RowSource.Persons => false, _ => true };
                foreach (var text in row.Forms)
                {
                    var form = FormRules.Build(text, Words(text, pool), row.Entity, row.Forms, adjectives);
                    byForm[text] = (byForm.TryGetValue(text, out var other) && other.Layer == layer ? Join(other.Form, form) : form, layer);
                    // "al-Shabaab" is written "al Shabaab" as well.
                    if (text.StartsWith("al-", StringComparison.OrdinalIgnoreCase) && text.Replace('-', ' ') is var apart && !byForm.ContainsKey(apart))
                        byForm[apart] = (FormRules.Build(apart, Words(apart, pool), row.Entity, row.Forms, adjectives), layer);
                }
                if (row.Source == RowSource.Persons && byForm.TryGetValue(row.Forms[0], out var person))
                    AddSurnames(row, person.Form);
            }
        _forms = ByFirstWord(byForm.Values);
    }

    // The last word of a name, of Chinese, Korean and Vietnamese names the first.
    private void AddSurnames(GazetteerRow row, Form form)
    {
        if (form.Words.Length < 2)
            return;
        var hash = WordHash.Of(row.Entity.Code is "CHN" or "TWN" or "PRK" or "KOR" or "VNM" ? form.Words[0] : form.Words[^1]);
        if (!_surnames.TryGetValue(hash, out var forms))
            _surnames[hash] = forms = [];
        forms.Add(form with { Entity = row.Entity });
    }

    /// <summary>The gazetteer that ships with the library.</summary>
    public static Gazetteer Default => LazyDefault.Value;

    /// <summary>All codes it knows, in ordinal order.</summary>
    public IReadOnlyList<string> Codes => [.. _byCode.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// This gazetteer with a user's rows added. Format: UTF-8 TSV, header <c>code sector wikidata_id name forms</c>, <c>#</c> comment lines,
    /// <c>|</c> between forms; an empty <c>forms</c> means the name, a leading <c>+</c> the name and what follows. Two more columns, <c>from to</c>, may give
    /// terms of office: years or months (<c>2009-03</c>), empty for open, <c>|</c> between several; with them a form may name several codes in turn.
    /// A form that is known already goes to the user's row. At most 200,000 lines of 16,384 characters.
    /// </summary>
    /// <exception cref="GazetteerException">The file breaks a rule; names file, line, problem and remedy.</exception>
    public Gazetteer Merge(TextReader userFile, string fileName)
    {
        ArgumentNullException.ThrowIfNull(userFile);
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        return new Gazetteer([.. _layers, [.. GazetteerReader.Read(userFile, fileName, RowSource.User)]]);
    }

    /// <summary>Display name of a code, for example "North Korea" for PRK; the code itself when it is not known.</summary>
    public string NameOf(string code) => _byCode.TryGetValue(code, out var entity) ? entity.Name : code;

    /// <summary>Whether the code is a state's, an organisation's, an armed group's, or one of the user's files.</summary>
    public bool IsKnownCode(string code) => code is not null && _byCode.ContainsKey(code);

    /// <summary>Whether the code is a state's: ISO 3166-1 alpha-3 with TWN, PSE, XKX, or an invented state of the sample that a user file defines.</summary>
    public bool IsState(string code) => code is not null && _states.Contains(code);

    internal Entity? EntityOf(string code) => _byCode.GetValueOrDefault(code);

    internal IEnumerable<GazetteerRow> Rows => _layers.SelectMany(l => l);

    /// <summary>The forms whose first word has that hash, longest first. <see cref="Form.On"/> tells whom one meant on a day.</summary>
    internal Form[] FormsStartingWith(ulong word) => _forms.TryGetValue(word, out var forms) ? forms : [];

    /// <summary>
    /// The office-holder meant by a title and a surname ("President Lai"): the one in office on that day, without a day the one there is; null where there are several.
    /// </summary>
    internal Form? HolderOf(ulong surname, DateOnly? on)
    {
        if (!_surnames.TryGetValue(surname, out var forms))
            return null;
        Form? found = null;
        foreach (var form in forms)
        {
            if (on is { } day && form.Entity.Terms.Length > 0 && !form.Entity.Holds(day))
                continue;
            if (found is not null && found.Entity.Code != form.Entity.Code)
                return null;
            found = form;
        }
        return found;
    }

    // Two rows of one layer share a form: one party's two rows (the later counts), or office-holders in turn (the later term counts without a date).
    private static Form Join(Form earlier, Form later)
    {
        if (earlier.Entity.Code == later.Entity.Code && earlier.Holders.Length == 0 || later.Entity.Terms.Length == 0 || earlier.Entity.Terms.Length == 0)
            return later;
        var all = earlier.Holders.Length == 0 ? [earlier, later] : (Form[])[.. earlier.Holders, later];
        foreach (var form in all)
            form.Holders = all;
        return later.Entity.Terms[^1].From >= earlier.Entity.Terms[^1].From ? later : earlier;
    }

    private static Dictionary<ulong, Form[]> ByFirstWord(IEnumerable<(Form Form, int Layer)> all)
    {
        var lists = new Dictionary<ulong, List<Form>>();
        foreach (var (form, _) in all)
        {
            if (form.Words.Length == 0)
                continue;
            if (!lists.TryGetValue(form.Hashes[0], out var list))
                lists[form.Hashes[0]] = list = new List<Form>(1);
            list.Add(form);
        }
        var forms = new Dictionary<ulong, Form[]>(lists.Count);
        foreach (var (word, list) in lists)
        {
            if (list.Count > 1)
                list.Sort(LongestFirst);
            forms[word] = [.. list];
        }
        return forms;
    }

    // An order that does not hang on the files' order: by length, then word by word.
    private static int LongestFirst(Form a, Form b)
    {
        var order = b.Words.Length.CompareTo(a.Words.Length);
        for (var i = 0; order == 0 && i < a.Words.Length; i++)
            order = string.CompareOrdinal(a.Words[i], b.Words[i]);
        return order;
    }

    // The tokens of a form; equal ones are one string ("Mohammed" stands in a hundred names).
    private static string[] Words(string text, HashSet<string> pool)
    {
        var lookup = pool.GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new List<string>(4);
        var at = 0;
        while (Tokenizer.Next(text, ref at, text.Length, out var start, out var stop))
        {
            var span = text.AsSpan(start, stop - start);
            if (!lookup.TryGetValue(span, out var word))
                pool.Add(word = span.Length == text.Length ? text : span.ToString());
            words.Add(word);
        }
        return [.. words];
    }

    private static Gazetteer LoadDefault()
    {
        var rows = new List<GazetteerRow>();
        foreach (var (name, source) in BuiltIn)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The embedded gazetteer file {name} is missing from the assembly.");
            using var reader = new StreamReader(stream);
            rows.AddRange(GazetteerReader.Read(reader, name, source));
        }
        return new Gazetteer([[.. rows]]);
    }
}
