using System.Globalization;

namespace RegionalSecurity.Cache;

/// <summary>What the embedded cache can be told.</summary>
/// <param name="Port">TCP port on 127.0.0.1 for the Redis protocol, 1 to 65535.</param>
/// <param name="MemoryMegabytes">Memory for keys and values in MiB, 16 to 65536. Beyond it the oldest entries go.</param>
internal sealed record CacheOptions(int Port, int MemoryMegabytes)
{
    /// <summary>
    /// Reads <c>CACHE_PORT</c> (set by the hosts; default 6390, which leaves Redis's own 6379 free) and
    /// <c>Cache:MemoryMegabytes</c> (default 128).
    /// </summary>
    /// <exception cref="CacheStartException">A value is no number or out of range; the message names it.</exception>
    public static CacheOptions Read(IConfiguration configuration) => new(
        Number(configuration, "CACHE_PORT", 6390, 1, 65535),
        Number(configuration, "Cache:MemoryMegabytes", 128, 16, 65536));

    private static int Number(IConfiguration configuration, string key, int otherwise, int least, int most)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
            return otherwise;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new CacheStartException($"{key} is '{text}'; it must be a whole number from {least} to {most}.");
    }
}
