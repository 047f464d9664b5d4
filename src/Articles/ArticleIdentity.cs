using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RegionalSecurity.Articles;

/// <summary>Ids made from what a thing is, so that the same thing handed in twice is one.</summary>
public static class ArticleIdentity
{
    /// <summary>Number of partitions of the article log, fixed.</summary>
    public const int Partitions = 64;

    private const int IdCharacters = 26;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>
    /// The article's id: "a" and 26 base32 characters over publisher and source id; where there is no source id over the canonical URL; where
    /// there is neither over the text.
    /// </summary>
    /// <param name="publisherId">Stable id of the publisher.</param>
    /// <param name="sourceId">Id that the source gives; may be empty.</param>
    /// <param name="url">Canonical URL; may be empty.</param>
    /// <param name="textSha256">Hash of the text.</param>
    /// <param name="sample">Whether it belongs to the invented sample, which shares no id with real data.</param>
    public static string ArticleId(string publisherId, string sourceId, string url, string textSha256, bool sample)
    {
        var world = sample ? "sample" : "real";
        if (!string.IsNullOrEmpty(sourceId))
            return Id('a', world, "source", publisherId, sourceId);
        // The scheme is no part of the identity: sites move from http to https.
        return !string.IsNullOrEmpty(url) ? Id('a', world, "url", url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..])
            : Id('a', world, "text", textSha256);
    }

    /// <summary>The story's id from its first article's.</summary>
    public static string StoryId(string firstArticleId) => Id('s', firstArticleId);

    /// <summary>The feed's id from the URL it was created with.</summary>
    public static string FeedId(string url) => Id('f', url);

    /// <summary>First 8 bytes of SHA-256 of the id, big-endian, modulo 64.</summary>
    public static int Partition(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % Partitions);
    }

    // Parts are length-prefixed, so no two lists of parts run together to the same bytes.
    private static string Id(char prefix, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        var digest = hash.GetHashAndReset();
        Span<char> id = stackalloc char[1 + IdCharacters];
        id[0] = prefix;
        for (var i = 0; i < IdCharacters; i++)
        {
            var bit = i * 5;
            var pair = digest[bit / 8] << 8 | (bit / 8 + 1 < digest.Length ? digest[bit / 8 + 1] : 0);
            id[1 + i] = Alphabet[(pair >> (11 - bit % 8)) & 31];
        }
        return new string(id);
    }
}
