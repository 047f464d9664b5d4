using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RegionalSecurity.Composition.Sections;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition;

/// <summary>Composes a report from claims and scores. Pure: no clock, no I/O; the same input, in any order of its claims, gives the same bytes.</summary>
public static class ReportComposer
{
    /// <summary>Version of the text; a change of wording is a new version.</summary>
    public const string Version = "composer-1";

    /// <summary>What the head says until an analyst signs.</summary>
    public const string Authorship = "composed by machine from cited sources";

    /// <summary>Articles that <see cref="Compose"/> will cite: fetch these, put them in <see cref="ReportInput.Articles"/>, and compose.</summary>
    /// <returns>Article ids with revisions, in ordinal order.</returns>
    public static IReadOnlyList<ArticleKey> CitedArticles(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var material = new Material(input);
        var writer = new Writer(material.Parties, new Ledger(null));
        Write(material, writer);
        return [.. writer.Ledger.Asked.OrderBy(static k => k.ArticleId, StringComparer.Ordinal).ThenBy(static k => k.Revision)];
    }

    /// <summary>The report. Sentences whose quotes do not stand in the given articles are dropped and counted.</summary>
    /// <exception cref="ArgumentException">The subject is none of dyad, country and region, or the period ends before it starts.</exception>
    public static Report Compose(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.ToTime < input.FromTime)
            throw new ArgumentException("The period ends before it starts.", nameof(input));
        var material = new Material(input);
        var writer = new Writer(material.Parties, new Ledger(input.Articles));
        var sections = Write(material, writer);
        var balance = MethodSection.Balance(material, writer.Ledger.Cited).ToList();
        sections.Add(MethodSection.Compose(material, writer, balance));
        var report = new Report
        {
            ReportId = Id(input, material),
            Title = $"{Titles.Subject(material)}, {Dates.Range(input.FromTime, Dates.LastDay(input.FromTime, input.ToTime))}",
            Subject = input.Subject.Clone(),
            FromTime = Dates.Stamp(input.FromTime),
            ToTime = Dates.Stamp(input.ToTime),
            AsOfTime = Dates.Stamp(input.AsOfTime),
            Past = input.Past,
            Tension = input.Tension.Clone(),
            Authorship = Authorship,
            ComposerVersion = Version,
            CreateTime = Dates.Stamp(input.CreateTime),
            Sample = input.Sample,
            DroppedSentenceCount = writer.Ledger.Dropped,
        };
        report.Sections.AddRange(sections);
        report.Citations.AddRange(writer.Ledger.Citations);
        foreach (var source in writer.Ledger.Sources)
            source.CountryName = source.Publisher is { Country.Length: > 0 } publisher ? material.Names.Heading(publisher.Country) : "";
        report.Sources.AddRange(writer.Ledger.Sources);
        report.Balance.AddRange(balance);
        report.ArticleIds.AddRange(input.ArticleIds);
        report.Series.AddRange(input.Series);
        return report;
    }

    private static List<Section> Write(Material material, Writer writer)
    {
        List<Section> sections =
        [
            KeyJudgementsSection.Compose(material, writer),
            ChronologySection.Compose(material, writer),
            PerspectivesSection.Compose(material, writer),
            CountermeasuresSection.Compose(material, writer),
            ResponsesSection.Compose(material, writer),
            ImplicationsSection.Compose(material, writer),
            ConsequencesSection.Compose(material, writer),
            MeasuresSection.Compose(material, writer),
            ScoreSection.Compose(material, writer),
            DisagreementsSection.Compose(material, writer),
        ];
        // The summary is written before the section on what is not known, which counts the sentences that fell, and stands after it.
        var summary = SummarySection.Compose(material, writer);
        sections.Add(UnknownsSection.Compose(material, writer));
        sections.Add(summary);
        return sections;
    }

    // Scope, period, as-of time, past, log and versions; and the claims, because the claim log moves on between two requests.
    private static string Id(ReportInput input, Material material)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{input.Subject.SubjectCase}:{input.Subject.Dyad}{input.Subject.Country}{input.Subject.Region}");
        Add($"{input.FromTime.UtcTicks}-{input.ToTime.UtcTicks}-{input.AsOfTime.UtcTicks}-{(int)input.Past}-{input.OnlyLatestClaims}");
        Add($"{input.Tension.LogId}-{input.Tension.LogSequence}-{input.Tension.MethodVersion}-{Version}");
        foreach (var article in input.ArticleIds.Order(StringComparer.Ordinal))
            Add(article);
        foreach (var claim in material.Claims.Select(static c => c.ClaimId).Order(StringComparer.Ordinal))
            Add(claim);
        return "r" + Base32(hash.GetHashAndReset());

        void Add(string part)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }

    // The first 26 lower-case RFC 4648 base32 characters.
    private static string Base32(byte[] bytes)
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        var text = new StringBuilder(26);
        for (var bit = 0; text.Length < 26; bit += 5)
        {
            var window = (bytes[bit / 8] << 8) | bytes[bit / 8 + 1];
            text.Append(alphabet[(window >> (11 - bit % 8)) & 31]);
        }
        return text.ToString();
    }
}
