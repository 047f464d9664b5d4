using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Storage;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>
/// What each feed has shown already. An item that stands in the feed as it did before is neither prepared nor fetched again; so a full text that was fetched once is not
/// replaced by the teaser at the next poll.
/// </summary>
internal static class FeedItems
{
    /// <summary>An item that is new, changed, or whose full text could not be had yet.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Key">What it is known by.</param>
    /// <param name="Hash">Hash of all it says.</param>
    /// <param name="Tries">Times that its full text was asked for in vain.</param>
    public sealed record Fresh(FeedItem Item, byte[] Key, byte[] Hash, int Tries);

    /// <summary>An item's full text is asked for at so many polls.</summary>
    public const int MostTries = 3;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30), Noted = TimeSpan.FromDays(1);

    /// <summary>The items to work on, in the feed's order, and whether what is noted of the others is out of date. Of several items with one id the first counts: some feeds repeat their latest.</summary>
    public static async Task<(List<Fresh> Fresh, bool IsOutOfDate)> FindFreshAsync(
        IngestionDbContext context, string feedId, IReadOnlyList<FeedItem> items, long nowMicros, CancellationToken cancellationToken)
    {
        var known = await context.FeedItems.AsNoTracking().Where(row => row.FeedId == feedId).ToDictionaryAsync(row => Convert.ToHexString(row.ItemKey), cancellationToken);
        var fresh = new List<Fresh>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var key = KeyOf(item);
            if (!seen.Add(Convert.ToHexString(key)))
                continue;
            var hash = Hash(item.Title, item.Link, item.Summary, item.Content);
            var row = known.GetValueOrDefault(Convert.ToHexString(key));
            var same = row is not null && row.ItemHash.AsSpan().SequenceEqual(hash);
            if (!same || row!.Tries is > 0 and < MostTries)
                fresh.Add(new Fresh(item, key, hash, same ? row!.Tries : 0));
        }
        return (fresh, known.Any(row => nowMicros - row.Value.SeenMicros > (seen.Contains(row.Key) ? Noted : Kept).TotalMicroseconds));
    }

    /// <summary>Notes what was stored, and forgets what the feed has not shown for a month.</summary>
    /// <param name="context">Of the writer.</param>
    /// <param name="feedId">The feed.</param>
    /// <param name="items">All items of the answer.</param>
    /// <param name="stored">Those that were stored, with the tries they have had by now; 0 where nothing is left to ask for.</param>
    /// <param name="nowMicros">The time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task NoteAsync(IngestionDbContext context, string feedId, IReadOnlyList<FeedItem> items, IEnumerable<(Fresh Item, int Tries)> stored, long nowMicros, CancellationToken cancellationToken)
    {
        var rows = await context.FeedItems.Where(row => row.FeedId == feedId).ToDictionaryAsync(row => Convert.ToHexString(row.ItemKey), cancellationToken);
        foreach (var (item, tries) in stored)
        {
            var key = Convert.ToHexString(item.Key);
            if (!rows.TryGetValue(key, out var row))
                context.FeedItems.Add(rows[key] = row = new FeedItemRow { FeedId = feedId, ItemKey = item.Key, ItemHash = item.Hash, Tries = tries, SeenMicros = nowMicros });
            row.ItemHash = item.Hash;
            row.Tries = tries;
            row.SeenMicros = nowMicros;
        }
        var shown = items.Select(item => Convert.ToHexString(KeyOf(item))).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, row) in rows)
        {
            if (shown.Contains(key))
            {
                // Once a day is exact enough, and saves writes.
                if (nowMicros - row.SeenMicros > Noted.TotalMicroseconds)
                    row.SeenMicros = nowMicros;
            }
            else if (nowMicros - row.SeenMicros > Kept.TotalMicroseconds)
            {
                context.FeedItems.Remove(row);
            }
        }
    }

    private static byte[] KeyOf(FeedItem item) => item.Id.Length > 0 ? Hash("id", item.Id) : Hash("text", item.Title, item.Summary, item.Content);

    private static byte[] Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }
        return hash.GetHashAndReset()[..16];
    }
}
