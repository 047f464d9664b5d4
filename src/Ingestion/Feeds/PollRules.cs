using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>When a feed is polled next, and when it is given up. Pure; what is left to chance is drawn from the feed's id and the time, so a replay draws the same.</summary>
internal static class PollRules
{
    /// <summary>So many polls in a row that say 404 turn a feed off: with the back-off about three days of them.</summary>
    public const int MostNotFound = 8;

    /// <summary>No wait is longer, but for its spread.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // A feed that seldom brings anything is still asked so often.
    private const int MostStretch = 8;

    /// <summary>
    /// The interval after a poll that was answered: half of the last one where it brought something, half as much again where not; from the feed's poll_interval to
    /// eight times that. A feed shows only its latest items, so it is asked four times in the time that they span.
    /// </summary>
    /// <param name="feed">The feed with its last interval.</param>
    /// <param name="brought">Whether the poll brought something new.</param>
    /// <param name="span">From its oldest item to its latest; null where unknown.</param>
    public static TimeSpan Interval(Feed feed, bool brought, TimeSpan? span)
    {
        var shortest = feed.PollInterval.ToTimeSpan();
        var last = feed.CurrentInterval?.ToTimeSpan() ?? shortest;
        var longest = Min(Longest, shortest * MostStretch);
        if (span is { } known)
            longest = Max(shortest, Min(longest, known / 4));
        return Min(longest, Max(shortest, brought ? last / 2 : last * 1.5));
    }

    /// <summary>The wait after so many failures in a row: poll_interval, doubled with each, at most a day.</summary>
    public static TimeSpan BackOff(Feed feed, int failures) => Min(Longest, feed.PollInterval.ToTimeSpan() * Math.Pow(2, Math.Clamp(failures - 1, 0, 16)));

    /// <summary>The wait lengthened by up to a share of itself, so that feeds added or failing together do not come back together.</summary>
    /// <param name="wait">The least wait.</param>
    /// <param name="share">0 to 1.</param>
    /// <param name="feedId">The feed.</param>
    /// <param name="now">The time of the poll.</param>
    public static TimeSpan Spread(TimeSpan wait, double share, string feedId, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(feedId), hash);
        var x = BinaryPrimitives.ReadUInt64LittleEndian(hash) ^ (ulong)now.UtcTicks;
        // SplitMix64.
        x += 0x9E3779B97F4A7C15;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        x ^= x >> 31;
        return wait + wait * (share * ((x >> 11) * (1.0 / (1UL << 53))));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
