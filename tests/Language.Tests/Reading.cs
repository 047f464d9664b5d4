using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Language.Tests;

/// <summary>Extracts from short texts and says in short what came out.</summary>
internal static class Reading
{
    public static readonly ClaimExtractor Extractor = new(Gazetteer.Default);

    // A Wednesday.
    public static readonly DateTime Day = new(2024, 11, 6, 0, 0, 0, DateTimeKind.Utc);

    public static Article Article(string text, DateTime? published = null, Publisher? publisher = null) => new()
    {
        ArticleId = "atest", Revision = 1, Text = text, PublishTime = Timestamp.FromDateTime(published ?? Day), Publisher = publisher,
    };

    public static IReadOnlyList<Claim> Claims(string text, DateTime? published = null, Publisher? publisher = null) =>
        Extractor.Extract(Article(text, published, publisher)).Claims;

    public static IReadOnlyList<Claim> Events(string text) => [.. Claims(text).Where(c => c.Kind == ClaimKind.Event)];

    /// <summary>The one claim of that type.</summary>
    public static Claim Only(string text, EventType type)
    {
        var claims = Claims(text).Where(c => c.EventType == type).ToList();
        claims.Count.ShouldBe(1, $"{text} gave: {string.Join("; ", Claims(text).Select(Say))}");
        return claims[0];
    }

    public static string Codes(IEnumerable<Participant> parties) => string.Join(' ', parties.Select(p => p.Code.Length > 0 ? p.Code : "?"));

    public static string Say(Claim c) => $"{c.EventType}/{c.Mode} {Codes(c.Actors)} -> {Codes(c.Targets)} {c.Modality}";
}
