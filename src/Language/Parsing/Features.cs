using System.Runtime.CompilerServices;

namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// Hashes of features, 32 bits. The high bits choose the bucket of a table, the low 16 bits are kept as a fingerprint, see <see cref="WeightTable"/>.
/// </summary>
internal static class Features
{
    private const ulong K1 = 0x9E3779B97F4A7C15, K2 = 0xD6E8FEB86659FD93;

    /// <summary>A feature of small values: <paramref name="packed"/> holds them, its top 8 bits are the template.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ulong packed)
    {
        var x = packed * K1;
        x ^= x >> 32;
        return (uint)(x * K2 >> 32);
    }

    /// <summary>A feature of one word and small values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ulong packed, uint word)
    {
        var x = (packed * K2 ^ word) * K1;
        x ^= x >> 32;
        return (uint)(x * K2 >> 32);
    }

    /// <summary>A feature of two words and small values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ulong packed, uint word, uint other)
    {
        var x = (packed * K2 ^ ((ulong)word << 32 | other)) * K1;
        x ^= x >> 32;
        return (uint)(x * K2 >> 32);
    }
}
