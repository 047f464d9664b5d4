using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Coding;

/// <summary>
/// A time the words give: days [Start, End), UTC. Background: "since 2006", "in the 1990s". Yearless: the words give no year; "December 30" of
/// what has happened is never to come.
/// </summary>
internal readonly record struct When(DateTime Start, DateTime End, int Token, bool Background, bool Yearless = false);

/// <summary>Resolves time words against the publication day. Without one only dates with a year are resolved.</summary>
internal static class EventTimes
{
    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>All times of the sentence, in order.</summary>
    public static List<When> Find(Sentence s, DateTime? published)
    {
        var found = new List<When>();
        for (var i = 0; i < s.Tokens.Length; i++)
            if (At(s, ref i, published?.Date) is { } when)
                found.Add(when);
        return found;
    }

    private static When? At(Sentence s, ref int i, DateTime? day)
    {
        var text = s.TextOf(i);
        if (s.Tokens[i].Is(TokenFlags.Number))
            return FromNumber(s, ref i, day);
        if (text.Length < 3 || !s.Tokens[i].Word.Has(Kind.Time))
            return null;
        var at = i;
        if (day is { } today)
        {
            if (s.IsAny(i, "today", "tonight"))
                return new When(today, today.AddDays(1), at, false);
            if (s.Is(i, "yesterday"))
                return new When(today.AddDays(-1), today, at, false);
            if (s.Is(i, "tomorrow"))
                return new When(today.AddDays(1), today.AddDays(2), at, false);
            if (s.IsAny(i, "week", "month", "year") && i > 0)
                return Relative(s, i, today);
            for (var d = 0; d < 7; d++)
                if (s.Is(i, Days[d]))
                {
                    var back = ((int)today.DayOfWeek - d + 7) % 7;
                    var next = s.Is(i - 1, "next") || s.Is(i - 1, "this") && back != 0;
                    var when = next ? today.AddDays(back == 0 ? 7 : 7 - back) : today.AddDays(-back - (s.Is(i - 1, "last") && back == 0 ? 7 : 0));
                    return new When(when, when.AddDays(1), at, false);
                }
            if (s.IsAny(i, "days", "weeks", "months", "years", "decades", "day", "decade") && s.IsAny(i + 1, "ago", "earlier"))
            {
                var n = i > 0 && Numbers.Value(s, i - 1) is { } value and < 1000 ? (int)value : 1;
                var start = s.TextOf(i)[0] switch
                {
                    'd' or 'D' when s.LowerStarts(i, "day") => today.AddDays(-n),
                    'w' or 'W' => today.AddDays(-7 * n),
                    'm' or 'M' => Safe(today, -n),
                    'y' or 'Y' => Safe(today, -12 * n),
                    _ => Safe(today, -120 * Math.Min(n, 10)),
                };
                return new When(start, start.AddDays(1), at, false);
            }
        }
        for (var m = 0; m < 12; m++)
            if (s.Is(i, Months[m]) && s.Tokens[i].Is(TokenFlags.Capital))
                return Month(s, ref i, m + 1, day);
        return null;
    }

    private static When? Relative(Sentence s, int i, DateTime today)
    {
        var unit = char.ToLowerInvariant(s.TextOf(i)[0]);
        var direction = s.IsAny(i - 1, "last", "past", "previous") ? -1 : s.IsAny(i - 1, "next", "coming") ? 1 : s.IsAny(i - 1, "this", "current") ? 0 : s.IsAny(i + 1, "ago", "earlier") ? -2 : 9;
        if (direction == 9)
            return null;
        if (direction == -2)
        {
            var start = unit == 'w' ? today.AddDays(-7) : Safe(today, unit == 'm' ? -1 : -12);
            return new When(start, start.AddDays(1), i, false);
        }
        var from = unit switch
        {
            'w' => today.AddDays(-(((int)today.DayOfWeek + 6) % 7) + 7 * direction),
            'm' => Safe(new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Utc), direction),
            _ => Safe(new DateTime(today.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc), 12 * direction),
        };
        return new When(from, unit switch { 'w' => from.AddDays(7), 'm' => Safe(from, 1), _ => Safe(from, 12) }, i, false);
    }

    // "July 4, 2006", "4 July 2006", "July 2006", "July 16", "in July".
    private static When? Month(Sentence s, ref int i, int month, DateTime? day)
    {
        var token = i;
        var number = DayAt(s, i + 1);
        var last = number > 0 ? i + 1 : i;
        if (number == 0)
            number = DayAt(s, i - 1);
        var yearAt = s.Is(last + 1, ",") ? last + 2 : last + 1;
        var year = YearAt(s, yearAt);
        if (year > 0)
            i = yearAt;
        else
            i = last;
        var yearless = year == 0;
        if (yearless)
        {
            if (day is not { } today)
                return null;
            // The nearest such date: the past up to nine months back, else the one to come.
            year = today.Year;
            var months = (today.Year - year) * 12 + today.Month - month;
            if (months < -3)
                year--;
            else if (months > 9)
                year++;
        }
        if (year is < 1 or > 9998)
            return null;
        if (number > 0 && number <= DateTime.DaysInMonth(year, month))
        {
            var start = new DateTime(year, month, number, 0, 0, 0, DateTimeKind.Utc);
            return new When(start, start.AddDays(1), token, s.Is(token - 1, "since"), yearless);
        }
        var first = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Utc);
        return new When(first, Safe(first, 1), token, s.Is(token - 1, "since"), yearless);
    }

    private static When? FromNumber(Sentence s, ref int i, DateTime? day)
    {
        // "in 2006", "since 2006", "the 1990s".
        var text = s.TextOf(i);
        if (text.Length == 5 && text[4] == 's' && int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var decade) && decade is >= 1500 and <= 2100)
            return new When(Year(decade), Year(decade + 10), i, true);
        var year = YearAt(s, i);
        if (year == 0 || !s.IsAny(i - 1, "in", "since", "of", "from", "until", "during", "the", "early", "late", "mid"))
            return null;
        var background = s.Is(i - 1, "since") || day is { } today && year < today.Year - 1;
        return new When(Year(year), Year(year + 1), i, background);
    }

    private static DateTime Year(int year) => new(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static int DayAt(Sentence s, int i)
    {
        if (i < 0 || i >= s.Tokens.Length || !s.Tokens[i].Is(TokenFlags.Number))
            return 0;
        var text = s.TextOf(i);
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits is 0 or > 2 || text.Length > digits && text[digits..] is not ("st" or "nd" or "rd" or "th"))
            return 0;
        return int.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture) is var n and >= 1 and <= 31 ? n : 0;
    }

    private static int YearAt(Sentence s, int i) =>
        i >= 0 && i < s.Tokens.Length && s.Tokens[i].Length == 4 && s.Tokens[i].Is(TokenFlags.Number)
        && int.TryParse(s.TextOf(i), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1500 and <= 2100 ? year : 0;

    // The last token at which a time still opens the sentence.
    private const int LastOpening = 3;

    private static DateTime Safe(DateTime from, int months)
    {
        var index = from.Year * 12 + from.Month - 1 + months;
        return index is < 12 or > 119_000 ? from : from.AddMonths(months);
    }

    /// <summary>The range of an event: the nearest fitting time of its clause, else the publication day; null when neither is known.</summary>
    public static TimeRange? Range(List<When> times, int first, int last, int trigger, Modality modality, DateTime? published, out bool historical)
    {
        historical = false;
        When? best = null;
        foreach (var time in times)
        {
            var when = time.Yearless && modality == Modality.Occurred && published is { } limit && time.Start > limit
                ? time with { Start = Safe(time.Start, -12), End = Safe(time.End, -12) } : time;
            // A time that opens the sentence ("Twelve years ago ...") dates all of it.
            if ((when.Token < first || when.Token > last) && when.Token > LastOpening)
                continue;
            // What has occurred did not happen in the future; an announced act is not dated by when it was announced.
            if (published is { } p && (modality == Modality.Occurred ? when.Start > p : modality is Modality.Announced && when.End <= p.Date))
                continue;
            if (best is null || Math.Abs(when.Token - trigger) < Math.Abs(best.Value.Token - trigger))
                best = when;
        }
        if (best is { } found)
        {
            historical = found.Background || published is { } p && found.End < p.AddDays(-90);
            var end = modality == Modality.Occurred && published is { } now && found.End > now.Date.AddDays(1) ? now.Date.AddDays(1) : found.End;
            return new TimeRange { StartTime = Stamp(found.Start), EndTime = Stamp(end > found.Start ? end : found.End) };
        }
        if (published is not { } day || modality is Modality.Announced)
            return published is { } from ? new TimeRange { StartTime = Stamp(from.Date) } : null;
        return new TimeRange { StartTime = Stamp(day.Date), EndTime = Stamp(day.Date.AddDays(1)) };
    }

    private static Timestamp Stamp(DateTime time) => Timestamp.FromDateTime(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
