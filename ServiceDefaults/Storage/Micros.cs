using Google.Protobuf.WellKnownTypes;

namespace RegionalSecurity.ServiceDefaults.Storage;

/// <summary>Times as stored: microseconds since 1970-01-01T00:00Z.</summary>
public static class Micros
{
    public static long ToMicros(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static long ToMicros(this Timestamp time) => checked(time.Seconds * 1_000_000) + time.Nanos / 1000;

    public static Timestamp ToTimestamp(long micros)
    {
        var (seconds, rest) = Math.DivRem(micros, 1_000_000);
        return rest < 0 ? new Timestamp { Seconds = seconds - 1, Nanos = (int)(rest + 1_000_000) * 1000 } : new Timestamp { Seconds = seconds, Nanos = (int)rest * 1000 };
    }
}
