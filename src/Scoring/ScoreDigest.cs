using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RegionalSecurity.Scoring;

/// <summary>
/// A hash of a score's integers: two stores that give the same digests give the same scores, to the last bit. SHA-256 over P forward, P backward and Q (units of 2^-40,
/// 128 bits each), rung and whether one-sided, number of events and, for each, its amount (64 bits): all little-endian, in the order of <see cref="PairScore.Events"/>.
/// </summary>
public static class ScoreDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>The digest; empty where no event counts.</summary>
    public static byte[] Of(PairScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (score.Events.Count == 0)
            return [];
        var bytes = new byte[3 * 16 + 3 * 4 + score.Events.Count * 8];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, score.ConflictForward);
        BinaryPrimitives.WriteInt128LittleEndian(bytes.AsSpan(16), score.ConflictBackward);
        BinaryPrimitives.WriteInt128LittleEndian(bytes.AsSpan(32), score.Cooperation);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(48), score.Rung);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(52), score.RungOneSided ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(56), score.Events.Count);
        for (var i = 0; i < score.Events.Count; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(60 + 8 * i), score.Events[i].Amount);
        return SHA256.HashData(bytes);
    }
}
