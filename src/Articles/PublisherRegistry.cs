using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles;

/// <summary>
/// Who publishes, from a table: id, name, country, family (whose voice it is), ownership, domains, further names, kind, and what the ownership rests on.
/// Immutable.
/// </summary>
/// <remarks>
/// Files are UTF-8 with a header line, cells parted by tabs, alternatives by "|", comment lines by "#": publisher_id, name, country, family, ownership,
/// domains, names, kind, evidence, checked. The last three columns, and the last cells of any line, may be left out.
/// </remarks>
public sealed class PublisherRegistry
{
    /// <summary>Family of all publishers that no table names: together they are one voice.</summary>
    public const string UnregisteredFamily = "unregistered";

    private const int LongestId = 128;
    private const int LongestName = 256;
    private const int MostRows = 100_000;
    private const int LongestEvidence = 512;
    private static readonly string[] Header = ["publisher_id", "name", "country", "family", "ownership", "domains", "names", "kind", "evidence", "checked"];
    private const int FewestColumns = 7;
    private static readonly Lazy<PublisherRegistry> Embedded = new(ReadEmbedded);

    private readonly FrozenDictionary<string, PublisherRecord> _records;
    private readonly FrozenDictionary<string, Publisher> _byId;
    private readonly FrozenDictionary<string, Publisher> _byName;
    private readonly FrozenDictionary<string, Publisher> _byDomain;

    private PublisherRegistry(IEnumerable<PublisherRecord> rows)
    {
        var byId = new Dictionary<string, Publisher>(StringComparer.Ordinal);
        var byName = new Dictionary<string, Publisher>(StringComparer.Ordinal);
        var byDomain = new Dictionary<string, Publisher>(StringComparer.Ordinal);
        var kept = rows.ToArray();
        foreach (var row in kept)
        {
            // A later row wins, so a user's file corrects the table that ships.
            byId[row.Publisher.PublisherId] = row.Publisher;
            foreach (var name in row.Names.Append(row.Publisher.Name).Append(row.Publisher.PublisherId))
                byName[Key(name)] = row.Publisher;
            foreach (var domain in row.Domains)
                byDomain[domain] = row.Publisher;
        }
        Rows = kept;
        _records = kept.GroupBy(row => row.Publisher.PublisherId, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        _byId = byId.ToFrozenDictionary(StringComparer.Ordinal);
        _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        _byDomain = byDomain.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The table that ships with the project.</summary>
    public static PublisherRegistry Default => Embedded.Value;

    /// <summary>A registry of a user's file alone.</summary>
    /// <param name="content">The file's text.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <exception cref="ArticleException">A bad header, cell or code; the message names file, line and column.</exception>
    public static PublisherRegistry Read(string content, string file) => new(Parse(content, file));

    /// <summary>All publishers, in order of their ids.</summary>
    public IEnumerable<Publisher> Publishers => _byId.Values.OrderBy(publisher => publisher.PublisherId, StringComparer.Ordinal);

    /// <summary>The lines of the table with all that they say, in order of their ids.</summary>
    public IEnumerable<PublisherRecord> Records => _records.Values.OrderBy(record => record.Publisher.PublisherId, StringComparer.Ordinal);

    private PublisherRecord[] Rows { get; }

    /// <summary>Whether the publisher is a wire agency, whose texts other outlets print.</summary>
    public bool IsAgency(string publisherId) => _records.TryGetValue(publisherId, out var record) && record.Kind == PublisherRecord.Agency;

    /// <summary>This registry with a user's file over it: rows of the file win by id, name and domain.</summary>
    /// <exception cref="ArticleException">As <see cref="Read"/>.</exception>
    public PublisherRegistry Merge(string content, string file)
    {
        var added = Parse(content, file).ToArray();
        var ids = added.Select(row => row.Publisher.PublisherId).ToHashSet(StringComparer.Ordinal);
        return new PublisherRegistry(Rows.Where(row => !ids.Contains(row.Publisher.PublisherId)).Concat(added));
    }

    /// <summary>
    /// The publisher of a name, id or domain; where that is empty, of the URL's domain. Unknown ones are given back as registered = false with
    /// the id "x-" and a slug, of the family "unregistered"; with neither name nor URL that is "x-unknown".
    /// </summary>
    public Publisher Resolve(string? nameOrIdOrDomain, string? url)
    {
        var name = DocumentReader.OneLine(nameOrIdOrDomain, LongestName);
        if (name.Length > 0)
            return Find(name)?.Clone() ?? Unregistered(name);
        var domain = CanonicalUrl.Domain(url);
        return domain.Length == 0 ? Unregistered("unknown") : FindDomain(domain)?.Clone() ?? Unregistered(domain);
    }

    /// <summary>The registered publisher of a name, id or domain, or null. Not to be changed.</summary>
    public Publisher? Find(string nameOrIdOrDomain)
    {
        ArgumentNullException.ThrowIfNull(nameOrIdOrDomain);
        return _byId.GetValueOrDefault(nameOrIdOrDomain) ?? _byName.GetValueOrDefault(Key(nameOrIdOrDomain))
            ?? (nameOrIdOrDomain.Contains('.', StringComparison.Ordinal) ? FindDomain(DomainOf(nameOrIdOrDomain)) : null);
    }

    private static string DomainOf(string text)
    {
        var domain = text.Contains("://", StringComparison.Ordinal) ? CanonicalUrl.Domain(text) : text.ToLowerInvariant();
        return domain.StartsWith("www.", StringComparison.Ordinal) ? domain[4..] : domain;
    }

    // news.example.com belongs to example.com unless it has a row of its own.
    private Publisher? FindDomain(string domain)
    {
        for (var rest = domain; rest.Contains('.', StringComparison.Ordinal); rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
            if (_byDomain.TryGetValue(rest, out var publisher))
                return publisher;
        return null;
    }

    private static Publisher Unregistered(string name) => new()
    {
        PublisherId = "x-" + Slug(name),
        Name = name,
        Family = UnregisteredFamily,
        Ownership = Ownership.Unknown,
    };

    // Letters and digits of any script; names that have none share one id.
    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
            if (slug.Length >= LongestId - 2)
                break;
        }
        return slug.ToString().Trim('-') is { Length: > 0 } text ? text : "unknown";
    }

    private static string Key(string name)
    {
        var key = Slug(name);
        return key.StartsWith("the-", StringComparison.Ordinal) ? key[4..] : key;
    }

    private static PublisherRegistry ReadEmbedded()
    {
        using var stream = typeof(PublisherRegistry).Assembly.GetManifestResourceStream("publishers.tsv")
            ?? throw new InvalidOperationException("The resource publishers.tsv is missing from the assembly. Rebuild it.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new PublisherRegistry(Parse(reader.ReadToEnd(), "publishers.tsv"));
    }

    private static List<PublisherRecord> Parse(string content, string file)
    {
        var rows = new List<PublisherRecord>();
        var header = false;
        var number = 0;
        foreach (var line in TextSpans.Normalize(content).TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
                continue;
            var cells = line.Split('\t');
            if (!header)
            {
                header = cells.Length >= FewestColumns && cells.Length <= Header.Length && cells.Select(cell => cell.Trim()).SequenceEqual(Header.Take(cells.Length), StringComparer.Ordinal);
                if (!header)
                    throw Bad(file, number, $"the first line must name the columns, parted by tabs: {string.Join(", ", Header)}; the last three may be left out");
                continue;
            }
            if (cells.Length > Header.Length || cells.Length < 5)
                throw Bad(file, number, $"the line has {cells.Length} cells instead of {Header.Length}; part them by tabs");
            if (rows.Count == MostRows)
                throw Bad(file, number, $"the file has more than {MostRows:N0} rows");
            rows.Add(ParseRow(Array.ConvertAll(cells, cell => cell.Trim()), file, number));
        }
        return header ? rows : throw Bad(file, number, "the file is empty; its first line must name the columns");
    }

    private static PublisherRecord ParseRow(string[] cells, string file, int number)
    {
        if (cells[0].Length is 0 or > LongestId || cells[0].StartsWith("x-", StringComparison.Ordinal) || !cells[0].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw Bad(file, number, "publisher_id must be lower-case letters, digits and hyphens, and not begin with 'x-'");
        if (cells[1].Length is 0 or > LongestName)
            throw Bad(file, number, $"name must have 1 to {LongestName} characters");
        if (cells[2].Length > 0 && (cells[2].Length != 3 || !cells[2].All(char.IsAsciiLetterUpper)))
            throw Bad(file, number, $"country '{cells[2]}' must be three capital letters (ISO 3166-1 alpha-3) or empty");
        var publisher = new Publisher
        {
            PublisherId = cells[0],
            Name = cells[1],
            Country = cells[2],
            Family = cells[3].Length > 0 ? cells[3] : cells[0],
            Ownership = cells[4] switch
            {
                "state-controlled" => Ownership.StateControlled,
                "public-service" => Ownership.PublicService,
                "state-funded-abroad" => Ownership.StateFundedAbroad,
                "private" => Ownership.Private,
                "unknown" or "" => Ownership.Unknown,
                var other => throw Bad(file, number, $"ownership '{other}' must be state-controlled, public-service, state-funded-abroad, private or unknown"),
            },
            Registered = true,
        };
        var kind = cells.Length > 7 ? cells[7] : "";
        if (kind is not ("" or PublisherRecord.Agency))
            throw Bad(file, number, $"kind '{kind}' must be {PublisherRecord.Agency} (a wire agency, whose texts others print) or empty");
        var evidence = cells.Length > 8 ? cells[8] : "";
        if (evidence.Length > LongestEvidence)
            throw Bad(file, number, $"evidence has {evidence.Length} characters; at most {LongestEvidence} are taken");
        DateOnly? day = null;
        if (cells.Length > 9 && cells[9].Length > 0)
            day = DateOnly.TryParseExact(cells[9], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed
                : throw Bad(file, number, $"checked '{cells[9]}' must be a date such as 2026-11-25");
        return new PublisherRecord(publisher, List(cells, 5).Select(DomainOf).ToArray(), List(cells, 6), kind, evidence, day);
    }

    private static string[] List(string[] cells, int column) =>
        cells.Length > column ? cells[column].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    private static ArticleException Bad(string file, int line, string what) =>
        new("publishers", ArticleReasons.PublishersInvalid, $"{file}, line {line}: {what}.");
}

/// <summary>A line of the table.</summary>
/// <param name="Publisher">Not to be changed.</param>
/// <param name="Domains">Its domains, without "www.".</param>
/// <param name="Names">Further names.</param>
/// <param name="Kind"><see cref="Agency"/>, or empty.</param>
/// <param name="Evidence">What the ownership rests on; empty where nothing is stated.</param>
/// <param name="Checked">When that was looked at last.</param>
public sealed record PublisherRecord(Publisher Publisher, IReadOnlyList<string> Domains, IReadOnlyList<string> Names, string Kind, string Evidence, DateOnly? Checked)
{
    /// <summary>The kind of a wire agency.</summary>
    public const string Agency = "agency";
}
