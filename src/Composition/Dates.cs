using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Composition;

/// <summary>Dates as they stand in a sentence; UTC, days.</summary>
internal static class Dates
{
    /// <summary>"9 November 2024".</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"1 to 9 November 2024" for the days from the first to the last, both inclusive.</summary>
    public static string Range(DateTimeOffset first, DateTimeOffset last)
    {
        var (a, b) = (first.UtcDateTime.Date, last.UtcDateTime.Date);
        if (a >= b)
            return Day(last);
        var format = a.Year != b.Year ? "d MMMM yyyy" : a.Month != b.Month ? "d MMMM" : "%d";
        return $"{a.ToString(format, CultureInfo.InvariantCulture)} to {Day(last)}";
    }

    /// <summary>The last day that a period with an exclusive end touches.</summary>
    public static DateTimeOffset LastDay(DateTimeOffset from, DateTimeOffset toExclusive) => toExclusive > from ? toExclusive.AddTicks(-1) : from;

    /// <summary>First day of the event; null when it has no start.</summary>
    public static DateTimeOffset? Start(Claim claim) => Get(claim.EventTime?.StartTime);

    /// <summary>First and last day of a dated event; null where the range is open or wider than 31 days.</summary>
    public static (DateTimeOffset First, DateTimeOffset Last)? Span(Claim claim)
    {
        if (Get(claim.EventTime?.StartTime) is not { } start || Get(claim.EventTime?.EndTime) is not { } end || end < start || end - start > TimeSpan.FromDays(31))
            return null;
        return (start, LastDay(start, end));
    }

    /// <summary>When the claim became public: publication, else ingestion; null for neither.</summary>
    public static DateTimeOffset? Published(Claim claim) => Get(claim.PublishTime) ?? Get(claim.IngestTime);

    public static Timestamp Stamp(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    // Timestamps of other services may hold any 64-bit value; one that no calendar has is treated as absent.
    public static DateTimeOffset? Get(Timestamp? time) =>
        time is { Seconds: >= -62135596800 and <= 253402300799, Nanos: >= 0 and <= 999_999_999 } ? time.ToDateTimeOffset() : null;
}
