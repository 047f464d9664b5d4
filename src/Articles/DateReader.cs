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
/// Reads the dates of feeds and pages: ISO 8601 and W3C forms, RFC 822 and its variants with two-digit years and zone names, asctime, written
/// dates with the months of several languages, and Korean ones. A time without a zone is taken as UTC, a Korean one as Korea's.
/// </summary>
public static partial class DateReader
{
    private const int LongestDate = 100;

    // The beginnings of the months' names in English, German, French, Spanish, Italian, Portuguese, Dutch, Hungarian, Greek and Russian, without accents.
    private static readonly string[][] Months = Array.ConvertAll(
        (string[])
        [
            "jan jän ene gen ιαν янв", "feb fev fév φεβ фев", "mar mär mrt μαρ мар", "apr avr abr ápr απρ апр", "may mai mag máj mei μαι μάι μαϊ мая май", "jun juin giu jún ιουν ιούν июн",
            "jul juil lug júl ιουλ ιούλ июл", "aug aoû aou ago αυγ αύγ авг", "sep set szep σεπ сен", "oct okt ott out οκτ окт", "nov νοε νοέ ноя", "dec dez déc dic δεκ дек",
        ],
        names => names.Split(' '));

    /// <summary>The time, or null where the text is none or its year lies outside 1900 to 2200.</summary>
    public static SourceTime? Read(string? text)
    {
        var value = text?.Trim();
        if (string.IsNullOrEmpty(value) || value.Length > LongestDate)
            return null;
        var read = Korean().Match(value) is { Success: true } korean ? InKorea(FromParts(korean, Number(korean, "month")))
            : Iso().Match(value) is { Success: true } iso ? FromParts(iso, Number(iso, "month"))
            : Rfc().Match(value) is { Success: true } rfc ? FromParts(rfc, Month(rfc))
            : American().Match(value) is { Success: true } american ? FromParts(american, Month(american))
            : Asctime().Match(value) is { Success: true } asctime ? FromParts(asctime, Month(asctime))
            : NamedIso().Match(value) is { Success: true } named ? FromParts(named, Month(named))
            : Epoch().IsMatch(value) ? FromEpoch(value)
            : null;
        return read is { Time.Year: >= 1900 and <= 2200 } ? read : null;
    }

    /// <summary>As <see cref="Read"/>, and the shortened forms of ISO 8601:1988 that old feeds use (031231, 03-12-31, -0312, 03335, 2003), which elsewhere mean too many things.</summary>
    internal static SourceTime? ReadFeed(string? text)
    {
        if (Read(text) is { } read)
            return read;
        if (Short().Match(text?.Trim() ?? "") is not { Success: true } date)
            return null;
        var known = date.Groups["ordinal"].Success ? FromOrdinal(date) : FromParts(date, date.Groups["month"].Success ? Number(date, "month") : 1);
        return known is { Time.Year: >= 1900 and <= 2200 } ? known : null;
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
            hour = hour % 12 + (half.Value[0] is 'p' or 'P' || half.Value == Afternoon ? 12 : 0);
        // 24:00 ends a day, and a leap second reads as the second before.
        if (hour > 24 || minute > 59 || second > 60 || hour == 24 && (minute > 0 || second > 0))
            return null;
        var time = date.AddHours(hour).AddMinutes(minute).AddSeconds(Math.Min(second, 59));
        if (match.Groups["fraction"] is { Success: true } fraction)
            time = time.AddTicks(long.Parse(fraction.Value.PadRight(7, '0')[..7], CultureInfo.InvariantCulture));
        return Offset(match.Groups["zone"].Value) is { } offset ? new SourceTime(time - offset, TimePrecision.Instant) : null;
    }

    private static SourceTime? FromOrdinal(Match match)
    {
        var year = Number(match, "year") + (Number(match, "year") < 70 ? 2000 : 1900);
        var day = Number(match, "ordinal");
        return day < 1 || day > (DateTime.IsLeapYear(year) ? 366 : 365) ? null : new SourceTime(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day - 1), TimePrecision.Day);
    }

    private static SourceTime? InKorea(SourceTime? time) =>
        time is { Precision: TimePrecision.Instant } known ? known with { Time = known.Time.AddHours(-9) } : time;

    private static SourceTime? FromEpoch(string value)
    {
        var number = long.Parse(value, CultureInfo.InvariantCulture);
        var time = value.Length > 10 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : DateTimeOffset.FromUnixTimeSeconds(number);
        return new SourceTime(time, TimePrecision.Instant);
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static int Month(Match match) => Array.FindIndex(Months, names => Array.Exists(names, name => match.Groups["name"].Value.StartsWith(name, StringComparison.OrdinalIgnoreCase))) + 1;

    // Null where the zone is a number that no zone has.
    private static TimeSpan? Offset(string zone)
    {
        var digits = ZoneOffset().Match(zone);
        if (digits.Success)
        {
            var offset = new TimeSpan(Number(digits, "hours"), Number(digits, "minutes"), 0);
            return offset > TimeSpan.FromHours(14) ? null : digits.Groups["sign"].ValueSpan is "-" or "\u2212" ? -offset : offset;
        }
        return TimeSpan.FromHours(zone.ToUpperInvariant() switch
        {
            "AT" or "AST" or "EDT" => -4,
            "ET" or "EST" or "CDT" => -5,
            "CT" or "CST" or "MDT" => -6,
            "MT" or "MST" or "PDT" => -7,
            "PT" or "PST" => -8,
            "BST" or "CET" or "MET" or "MEZ" or "WEST" => 1,
            "CEST" or "MEST" or "MESZ" or "EET" => 2,
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

    private const string Afternoon = "\uC624\uD6C4";

    // A number behind the seconds, or a zone that is half a number, is no time of day.
    private const string Clock =
        @"(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?!\d|:)\s*(?<half>[AaPp]\.?[Mm]\.?)?\s*(?<zone>Z|z|(?:GMT|UTC|UT)?\s*[+\-\u2212]\d{1,2}:?\d{2}|(?:Etc/)?[A-Za-z]{1,5})?(?!\s*[+\-][\dA-Za-z]*:?[A-Za-z])";

    private const string Weekday = @"(?:\p{L}{2,9}\.?(?:,\s*|\s+))?";
    private const string MonthName = @"(?<name>\p{L}{3,12})\.?";

    [GeneratedRegex(@"^(?:" + Weekday + @")(?<year>\d{4})(?:[-/.]?0?(?<month>\d{2})(?:[-/.]?(?<day>\d{2})(?:(?:[Tt]|\s+|,\s*)" + Clock + ")?)?)?(?:$|\\s)", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex("^" + Weekday + @"(?<day>\d{1,2})(?:st|nd|rd|th)?\.?(?:[\s\-]+|\s+de\s+)" + MonthName + @"(?:[\s\-,]+|\s+de\s+)(?<year>\d{4}|\d{2})(?:[\s,]+(?:at\s+)?" + Clock + ")?(?:$|\\s(?!\\s*\\d))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rfc();

    [GeneratedRegex("^" + Weekday + MonthName + @"\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})(?:[\s,]+(?:at\s+)?" + Clock + ")?(?:$|\\s(?!\\s*\\d))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex American();

    [GeneratedRegex("^" + Weekday + MonthName + @"\s+(?<day>\d{1,2})\s+" + Clock + @"\s+(?<year>\d{4})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Asctime();

    [GeneratedRegex(@"^(?<year>\d{4})[-\s.]+" + MonthName + @"[-\s.]+(?<day>\d{1,2})\.?(?:(?:[Tt]|\s+)" + Clock + ")?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedIso();

    // "2004년 05월 28일 01:31:15" and "2004-05-25 오후 11:23:17".
    [GeneratedRegex(@"^(?=.*[\uB144\uC624])(?<year>\d{4})(?:\uB144\s*|-)(?<month>\d{1,2})(?:\uC6D4\s*|-)(?<day>\d{1,2})\uC77C?(?:\s+(?<half>\uC624\uC804|\uC624\uD6C4)?\s*(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Korean();

    [GeneratedRegex(@"^(?:(?<year>\d{2})(?<ordinal>\d{3})|(?<year>\d{2})-?(?<month>\d{2})-?(?<day>\d{2})|-(?<year>\d{2})-?(?<month>\d{2})|(?<year>\d{4}))$", RegexOptions.CultureInvariant)]
    private static partial Regex Short();

    [GeneratedRegex(@"^\d{9,10}$|^\d{13}$")]
    private static partial Regex Epoch();

    [GeneratedRegex(@"(?<sign>[+\-\u2212])(?<hours>\d{1,2}):?(?<minutes>\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneOffset();

    [GeneratedRegex(@"/(?<year>(?:19|20)\d{2})[/\-](?<month>\d{2})[/\-](?<day>\d{2})(?:/|[-_]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex UrlDate();
}
