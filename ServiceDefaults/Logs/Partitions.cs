using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.ServiceDefaults.Logs;

/// <summary>Partitions of the logs: fixed for ever, because replicas own them.</summary>
public static class Partitions
{
    /// <summary>How many there are.</summary>
    public const int Count = 64;

    /// <summary>SHA-256 of the UTF-8 bytes of the id, first 8 bytes big-endian, modulo 64.</summary>
    public static int Of(string id) => (int)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id))) % Count);

    /// <summary>Notes each number that is no partition as a violation of the field "partitions".</summary>
    public static void Validate(IEnumerable<int> partitions, Validation validation)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        ArgumentNullException.ThrowIfNull(validation);
        foreach (var partition in partitions)
            validation.Require(partition is >= 0 and < Count, "partitions", "PARTITION_OUT_OF_RANGE", $"{partition} is no partition; they are numbered 0 to {Count - 1}");
    }
}
