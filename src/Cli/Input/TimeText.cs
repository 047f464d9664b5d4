using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Input;

/// <summary>A time as somebody wrote it, and how exactly.</summary>
internal readonly record struct GivenTime(DateTimeOffset Start, TimePrecision Precision)
{
    /// <summary>The moment, or the end (24:00) of the day.</summary>
    public DateTimeOffset End => Precision == TimePrecision.Day ? Start.AddDays(1) : Start;
}

/// <summary>Times as users and files write them; all are UTC unless they carry an offset.</summary>
internal static partial class TimeText
{
    public const string Forms = "2024-11-09, 2024-11-09T18:00Z, now, today, yesterday, or 7d for seven days ago";

    private static readonly DateTimeOffset s_earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A time of an option.</summary>
    /// <exception cref="CliException">It is none of <see cref="Forms"/>.</exception>
    public static GivenTime Parse(string option, string text, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        switch (text.Trim().ToLowerInvariant())
        {
            case "now":
                return new GivenTime(now, TimePrecision.Instant);
            case "today":
                return new GivenTime(today, TimePrecision.Day);
            case "yesterday":
                return new GivenTime(today.AddDays(-1), TimePrecision.Day);
        }
        if (DaysAgo().Match(text.Trim()) is { Success: true } ago)
            return new GivenTime(today.AddDays(-int.Parse(ago.Groups[1].ValueSpan, CultureInfo.InvariantCulture)), TimePrecision.Day);
        return TryParseIso(text) ?? throw CliException.BadInput($"{option}: '{Short(text)}' is not a time. Write {Forms}.");
    }

    /// <summary>The end of a day as the server takes it: the day that is not over yet ends now.</summary>
    public static Timestamp? AsOf(string option, string? text, TimeProvider clock)
    {
        if (text is null)
            return null;
        var given = Parse(option, text, clock);
        var now = clock.GetUtcNow();
        if (given.Precision == TimePrecision.Day && given.Start <= now && given.End > now)
            return Timestamp.FromDateTimeOffset(now);
        return Timestamp.FromDateTimeOffset(given.End);
    }

    /// <summary>The start of a period, inclusive.</summary>
    public static Timestamp? From(string option, string? text, TimeProvider clock) =>
        text is null ? null : Timestamp.FromDateTimeOffset(Parse(option, text, clock).Start);

    /// <summary>The end of a period, exclusive: a day counts to its end.</summary>
    public static Timestamp? To(string option, string? text, TimeProvider clock) =>
        text is null ? null : Timestamp.FromDateTimeOffset(Parse(option, text, clock).End);

    /// <summary>ISO 8601: a date, or a date and time (without an offset: UTC). Null when it is neither, or outside 1900 to 2200.</summary>
    public static GivenTime? TryParseIso(string text)
    {
        var trimmed = text.Trim();
        if (DateTimeOffset.TryParseExact(trimmed, "yyyy-MM-dd", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day))
            return Within(new GivenTime(day, TimePrecision.Day));
        if (!IsoInstant().IsMatch(trimmed)
            || !DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            return null;
        return Within(new GivenTime(instant, TimePrecision.Instant));
    }

    /// <summary>Seconds since 1970, or milliseconds from 10^11 on. Midnight is taken for a day: feeds write dates so.</summary>
    public static GivenTime? TryParseEpoch(double number)
    {
        var seconds = Math.Abs(number) >= 1e11 ? number / 1000 : number;
        if (!(seconds >= s_earliest.ToUnixTimeSeconds() && seconds < s_latest.ToUnixTimeSeconds()))
            return null;
        var time = DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(seconds * 1000));
        return new GivenTime(time, time.TimeOfDay == TimeSpan.Zero ? TimePrecision.Day : TimePrecision.Instant);
    }

    private static GivenTime? Within(GivenTime time) => time.Start >= s_earliest && time.Start < s_latest ? time : null;

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    [GeneratedRegex(@"^(\d{1,4})d$", RegexOptions.CultureInvariant)]
    private static partial Regex DaysAgo();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?\s*([Zz]|[+-]\d{2}:?\d{2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex IsoInstant();
}
