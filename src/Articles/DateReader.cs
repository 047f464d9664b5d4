using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles;

/// <summary>A time as a source gave it.</summary>
/// <param name="Time">UTC; 00:00 where only a date was given.</param>
/// <param name="Precision">How exactly it is known.</param>
public readonly record struct SourceTime(DateTimeOffset Time, TimePrecision Precision)
{
    internal void Publish(Article article)
    {
        article.PublishTime = Timestamp.FromDateTimeOffset(Time);
        article.PublishPrecision = Precision;
    }
}

/// <summary>
/// Reads the dates of feeds and pages: ISO 8601 and W3C forms, RFC 822 and its variants with two-digit years and zone names, asctime, and
/// written English dates. A time without a zone is taken as UTC.
/// </summary>
public static partial class DateReader
{
    private const int LongestDate = 100;
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>The time, or null where the text is none or its year lies outside 1900 to 2200.</summary>
    public static SourceTime? Read(string? text)
    {
        var value = text?.Trim();
        if (string.IsNullOrEmpty(value) || value.Length > LongestDate)
            return null;
        var read = Iso().Match(value) is { Success: true } iso ? FromParts(iso, Number(iso, "month"))
            : Rfc().Match(value) is { Success: true } rfc ? FromParts(rfc, Month(rfc))
            : American().Match(value) is { Success: true } american ? FromParts(american, Month(american))
            : Asctime().Match(value) is { Success: true } asctime ? FromParts(asctime, Month(asctime))
            : Epoch().IsMatch(value) ? FromEpoch(value)
            : null;
        return read is { Time.Year: >= 1900 and <= 2200 } ? read : null;
    }

    /// <summary>The date that many news addresses hold as /2024/11/09/; null where there is none.</summary>
    internal static SourceTime? FromUrl(Uri? url)
    {
        if (url is null || !url.IsAbsoluteUri || UrlDate().Match(url.AbsolutePath) is not { Success: true } match)
            return null;
        return FromParts(match, Number(match, "month"));
    }

    private static SourceTime? FromParts(Match match, int month)
    {
        var year = Number(match, "year");
        if (match.Groups["year"].Length == 2)
            year += year < 70 ? 2000 : 1900;
        var day = match.Groups["day"].Success ? Number(match, "day") : 1;
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        var date = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero);
        if (!match.Groups["hour"].Success)
            return new SourceTime(date, TimePrecision.Day);
        int hour = Number(match, "hour"), minute = Number(match, "minute"), second = Number(match, "second");
        if (match.Groups["half"] is { Success: true } half)
            hour = hour % 12 + (half.Value[0] is 'p' or 'P' ? 12 : 0);
        // 24:00 ends a day, and a leap second reads as the second before.
        if (hour > 24 || minute > 59 || second > 60 || hour == 24 && (minute > 0 || second > 0))
            return null;
        var time = date.AddHours(hour).AddMinutes(minute).AddSeconds(Math.Min(second, 59));
        if (match.Groups["fraction"] is { Success: true } fraction)
            time = time.AddTicks(long.Parse(fraction.Value.PadRight(7, '0')[..7], CultureInfo.InvariantCulture));
        var offset = Offset(match.Groups["zone"].Value);
        return new SourceTime(time - offset, TimePrecision.Instant);
    }

    private static SourceTime? FromEpoch(string value)
    {
        var number = long.Parse(value, CultureInfo.InvariantCulture);
        var time = value.Length > 10 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
        return new SourceTime(time, TimePrecision.Instant);
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static int Month(Match match) => Array.IndexOf(Months, match.Groups["name"].Value[..3].ToLowerInvariant()) + 1;

    private static TimeSpan Offset(string zone)
    {
        var digits = ZoneOffset().Match(zone);
        if (digits.Success)
        {
            var offset = new TimeSpan(Number(digits, "hours"), Number(digits, "minutes"), 0);
            return offset > TimeSpan.FromHours(14) ? TimeSpan.Zero : digits.Groups["sign"].ValueSpan is "-" or "\u2212" ? -offset : offset;
        }
        return TimeSpan.FromHours(zone.ToUpperInvariant() switch
        {
            "EST" or "CDT" => -5,
            "EDT" => -4,
            "CST" or "MDT" => -6,
            "MST" or "PDT" => -7,
            "PST" => -8,
            "BST" or "CET" or "MEZ" or "WEST" => 1,
            "CEST" or "MESZ" or "EET" => 2,
            "EEST" or "MSK" => 3,
            "PKT" => 5,
            "IST" => 5.5,
            "HKT" or "SGT" => 8,
            "JST" or "KST" => 9,
            "AEST" => 10,
            "AEDT" => 11,
            _ => 0,
        });
    }

    private const string Clock =
        @"(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?\s*(?<half>[AaPp]\.?[Mm]\.?)?\s*(?<zone>Z|z|(?:GMT|UTC|UT)?\s*[+\-\u2212]\d{1,2}:?\d{2}|[A-Za-z]{1,5})?";

    private const string Weekday = @"(?:[A-Za-z]{3,9}\.?,?\s+)?";
    private const string MonthName = "(?<name>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})\\.?";

    [GeneratedRegex(@"^(?<year>\d{4})(?:[-/.]?(?<month>\d{2})(?:[-/.]?(?<day>\d{2})(?:(?:[Tt]|\s+|,\s*)" + Clock + ")?)?)(?:$|\\s)", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex("^" + Weekday + @"(?<day>\d{1,2})(?:st|nd|rd|th)?[\s\-]+" + MonthName + @"[\s\-,]+(?<year>\d{4}|\d{2})(?:[\s,]+(?:at\s+)?" + Clock + ")?(?:$|\\s)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rfc();

    [GeneratedRegex("^" + Weekday + MonthName + @"\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})(?:[\s,]+(?:at\s+)?" + Clock + ")?(?:$|\\s)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex American();

    [GeneratedRegex("^" + Weekday + MonthName + @"\s+(?<day>\d{1,2})\s+" + Clock + @"\s+(?<year>\d{4})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Asctime();

    [GeneratedRegex(@"^\d{9,10}$|^\d{13}$")]
    private static partial Regex Epoch();

    [GeneratedRegex(@"(?<sign>[+\-\u2212])(?<hours>\d{1,2}):?(?<minutes>\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneOffset();

    [GeneratedRegex(@"/(?<year>(?:19|20)\d{2})[/\-](?<month>\d{2})[/\-](?<day>\d{2})(?:/|[-_]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex UrlDate();
}
