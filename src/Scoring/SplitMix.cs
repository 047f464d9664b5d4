using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RegionalSecurity.Scoring;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014), seeded by a text through SHA-256: small, well mixed, the same on every machine.</summary>
internal sealed class SplitMix(string seed)
{
    private ulong _state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));

    /// <summary>A whole number from 0 to below <paramref name="count"/>; the bias of the product is under count / 2^64.</summary>
    public int Below(int count)
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return (int)Math.BigMul(mixed, (ulong)count, out _);
    }
}
