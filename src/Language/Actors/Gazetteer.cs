using System.Collections.Frozen;
using System.Reflection;
using RegionalSecurity.Language.Actors;

namespace RegionalSecurity.Language;

/// <summary>
/// The parties the extractor knows by name: states with capitals, adjectives and seats of government, organisations, armed groups, offices
/// and office-holders. Immutable; safe to share between threads.
/// </summary>
public sealed class Gazetteer
{
    private static readonly string[] BuiltIn = ["states.tsv", "organisations.tsv", "groups.tsv", "persons.tsv", "masks.tsv"];
    private static readonly Lazy<Gazetteer> LazyDefault = new(LoadDefault);

    private readonly FrozenDictionary<string, Entity> _byCode;
    private readonly FrozenSet<string> _states;
    // First word of a form -> its forms, longest first.
    private readonly FrozenDictionary<string, Form[]> _forms;
    private readonly FrozenDictionary<string, Form[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly GazetteerRow[] _rows;

    private Gazetteer(GazetteerRow[] rows)
    {
        _rows = rows;
        var byCode = new Dictionary<string, Entity>(StringComparer.Ordinal);
        var states = new HashSet<string>(StringComparer.Ordinal);
        var byForm = new Dictionary<string, Form>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            // The first row of a code is its main one; ministers and ministries of a state follow it under the same code.
            if (row.Entity.Code.Length > 0)
                byCode.TryAdd(row.Entity.Code, row.Entity);
            if (row.FromStates || CodeRules.IsInvented(row.Entity.Code))
                states.Add(row.Entity.Code);
            foreach (var form in row.Forms)
                byForm[form] = FormRules.Build(form, row.Entity, row.Forms);
        }
        _byCode = byCode.ToFrozenDictionary(StringComparer.Ordinal);
        _states = states.ToFrozenSet(StringComparer.Ordinal);
        _forms = byForm.Values
            .Where(f => f.Words.Length > 0)
            .GroupBy(f => f.Words[0], StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(
                g => g.Key,
                g => g.OrderByDescending(f => f.Words.Length).ThenBy(f => string.Join(' ', f.Words), StringComparer.Ordinal).ToArray(),
                StringComparer.OrdinalIgnoreCase);
        _lookup = _forms.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The gazetteer that ships with the library.</summary>
    public static Gazetteer Default => LazyDefault.Value;

    /// <summary>All codes it knows, in ordinal order.</summary>
    public IReadOnlyList<string> Codes => [.. _byCode.Keys.Order(StringComparer.Ordinal)];

    /// <summary>
    /// This gazetteer with a user's rows added. Format: UTF-8 TSV, header <c>code sector wikidata_id name forms</c>, <c>#</c> comment lines,
    /// <c>|</c> between forms. A form that is known already goes to the user's row. At most 200,000 lines of 16,384 characters.
    /// </summary>
    /// <exception cref="GazetteerException">The file breaks a rule; names file, line, problem and remedy.</exception>
    public Gazetteer Merge(TextReader userFile, string fileName)
    {
        ArgumentNullException.ThrowIfNull(userFile);
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        return new Gazetteer([.. _rows, .. GazetteerReader.Read(userFile, fileName, fromStates: false)]);
    }

    /// <summary>Display name of a code, for example "North Korea" for PRK; the code itself when it is not known.</summary>
    public string NameOf(string code) => _byCode.TryGetValue(code, out var entity) ? entity.Name : code;

    /// <summary>Whether the code is a state's, an organisation's, an armed group's, or one of the user's files.</summary>
    public bool IsKnownCode(string code) => code is not null && _byCode.ContainsKey(code);

    /// <summary>Whether the code is a state's: ISO 3166-1 alpha-3 with TWN, PSE, XKX, or an invented state of the sample that a user file defines.</summary>
    public bool IsState(string code) => code is not null && _states.Contains(code);

    internal Entity? EntityOf(string code) => _byCode.GetValueOrDefault(code);

    internal IReadOnlyList<GazetteerRow> Rows => _rows;

    internal Form[] FormsStartingWith(ReadOnlySpan<char> word) => _lookup.TryGetValue(word, out var forms) ? forms : [];

    private static Gazetteer LoadDefault()
    {
        var rows = new List<GazetteerRow>();
        foreach (var name in BuiltIn)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The embedded gazetteer file {name} is missing from the assembly.");
            using var reader = new StreamReader(stream);
            rows.AddRange(GazetteerReader.Read(reader, name, fromStates: name == "states.tsv"));
        }
        return new Gazetteer([.. rows]);
    }
}
