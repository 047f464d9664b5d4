using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RegionalSecurity.ServiceDefaults.Storage;

/// <summary>Ids: a letter and the first 26 characters (130 bits) of lower-case RFC 4648 base32 of a SHA-256.</summary>
public static class Ids
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The id of the parts, each length-prefixed so that no two lists of parts read alike.</summary>
    public static string Of(char prefix, params ReadOnlySpan<string> parts)
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
        return prefix + Base32(hash.GetHashAndReset());
    }

    /// <summary>The first 26 base32 characters of at least 17 bytes.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[26];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var two = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Alphabet[(two >> (11 - bit % 8)) & 31];
        }
        return new string(text);
    }
}
