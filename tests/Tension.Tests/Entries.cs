using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Tension.Tests;

/// <summary>Short ways to say entries of the claim log.</summary>
internal static class Entries
{
    public static readonly Publisher Paper = new() { PublisherId = "paper", Name = "The Paper", Family = "paper", Country = "USA", Ownership = Ownership.Private, Registered = true };
    public static readonly Publisher Agency = new() { PublisherId = "agency", Name = "Agency", Family = "agency", Country = "GBR", Ownership = Ownership.Private, Registered = true };
    public static readonly Publisher Kcna = new() { PublisherId = "kcna", Name = "KCNA", Family = "kcna", Country = "PRK", Ownership = Ownership.StateControlled, Registered = true };

    public static ClaimEntry Coded(string articleId, DateTimeOffset published, DateTimeOffset ingested, Publisher publisher, params IEnumerable<Claim> claims)
    {
        var coded = new CodedArticle
        {
            Article = new ArticleReference
            {
                ArticleId = articleId,
                Revision = 1,
                Publisher = publisher,
                PublishTime = Timestamp.FromDateTimeOffset(published),
                IngestTime = Timestamp.FromDateTimeOffset(ingested),
                Title = "Title",
            },
            ExtractorVersion = "test-1",
        };
        foreach (var claim in claims)
        {
            claim.ArticleId = articleId;
            claim.Publisher = publisher;
            claim.PublishTime = coded.Article.PublishTime;
            claim.IngestTime = coded.Article.IngestTime;
            claim.EventTime ??= Day(published);
            coded.Claims.Add(claim);
            foreach (var code in claim.Actors.Concat(claim.Targets).Select(p => p.Code))
                if (!coded.Article.StatesNamed.Contains(code))
                    coded.Article.StatesNamed.Add(code);
        }
        return new ClaimEntry { Coded = coded };
    }

    public static Claim Claim(string id, string actor, string target, EventType type = EventType.Accuse, Mode mode = Mode.Unspecified, double confidence = 0.85) => new()
    {
        ClaimId = id,
        Kind = ClaimKind.Event,
        EventType = type,
        Mode = mode,
        Modality = Modality.Occurred,
        Confidence = confidence,
        Actors = { new Participant { Code = actor } },
        Targets = { new Participant { Code = target } },
        Evidence = new TextSpan { Start = 0, End = 5, Quote = $"Words of {id}." },
    };

    public static ClaimEntry Withdrawn(string articleId) => new() { Withdrawal = new Withdrawal { ArticleId = articleId, Revision = 1, Reason = "wrong" } };

    public static ClaimEntry Status(string sourceId, Publisher publisher, SourceState state) =>
        new() { SourceStatus = new SourceStatus { SourceId = sourceId, Publisher = publisher, State = state, Detail = state == SourceState.Failing ? "404" : "" } };

    private static TimeRange Day(DateTimeOffset time) => new()
    {
        StartTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero)),
        EndTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(time.UtcDateTime.Date.AddDays(1), TimeSpan.Zero)),
    };
}
