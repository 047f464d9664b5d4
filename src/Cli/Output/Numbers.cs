using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace RegionalSecurity.Cli.Output;

/// <summary>Numbers and times as persons read them; --json carries them whole.</summary>
internal static class Numbers
{
    public static string Level(double level) => level.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Points(double points) => points.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    public static string Sum(double sum) => sum.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    public static string Share(double share) => share.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Day(Timestamp time) => time.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>To the minute, UTC.</summary>
    public static string Moment(Timestamp? time) =>
        time is null ? "now" : time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
