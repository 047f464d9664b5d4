namespace RegionalSecurity.Language.Text;

/// <summary>Cuts an article into segments, line by line: list items and table rows keep the sentence that introduces them.</summary>
internal static class Segmenter
{
    public static List<Segment> Cut(string text)
    {
        var segments = new List<Segment>();
        Segment? leadIn = null, heading = null, header = null;
        var line = 0;
        for (var at = 0; at < text.Length; line++)
        {
            var stop = text.IndexOfAny(LineEnds, at);
            if (stop < 0)
                stop = text.Length;
            var (start, end) = Trim(text, at, stop);
            at = stop + 1;
            if (start == end)
                continue;
            if (IsTableRow(text, start, end))
            {
                if (IsRule(text, start, end))
                    continue;
                var row = new Segment
                {
                    Kind = SegmentKind.TableRow, Start = start, End = end, Line = line, LeadIn = leadIn, Heading = heading,
                    Cells = TableCells(text, start, end), TableHeader = header is null, Header = header,
                };
                header ??= row;
                segments.Add(row);
                continue;
            }
            header = null;
            if (Bullet(text, start, end) is var body && body > start)
            {
                segments.Add(new Segment
                {
                    Kind = SegmentKind.Bullet, Start = body, End = end, Line = line, LeadIn = leadIn, Heading = heading,
                    Cells = BulletCells(text, body, end),
                });
                continue;
            }
            leadIn = null;
            if (IsHeading(text, start, end))
            {
                heading = new Segment { Kind = SegmentKind.Heading, Start = start, End = end, Line = line };
                segments.Add(heading);
                continue;
            }
            foreach (var (from, to) in SentenceSplitter.Split(text, start, end))
                segments.Add(new Segment { Kind = SegmentKind.Sentence, Start = from, End = to, Line = line, Heading = heading });
            if (segments.Count > 0 && text[end - 1] == ':')
                leadIn = segments[^1];
        }
        return segments;
    }

    private static readonly char[] LineEnds = ['\n', '\r', '\u2028', '\u2029', '\u0085'];

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && Tokenizer.IsSpace(text[start]))
            start++;
        while (end > start && Tokenizer.IsSpace(text[end - 1]))
            end--;
        return (start, end);
    }

    // "- x", "* x", "• x", "1. x", "a) x"; returns where the body starts, or start when it is no bullet.
    private static int Bullet(string text, int start, int end)
    {
        var i = start;
        if (text[i] is '-' or '*' or '•' or '–' or '·' or '◦' or '▪')
            i++;
        else
        {
            while (i < end && i - start < 3 && char.IsAsciiDigit(text[i]))
                i++;
            if (i == start || i >= end || text[i] is not ('.' or ')'))
                return start;
            i++;
        }
        if (i >= end || !Tokenizer.IsSpace(text[i]))
            return start;
        return Trim(text, i, end).Start is var body && body < end ? body : start;
    }

    // "Name: description": two cells where the colon comes early.
    private static (int, int)[] BulletCells(string text, int start, int end)
    {
        var colon = text.IndexOf(':', start, Math.Min(end - start, 80));
        if (colon <= start || colon + 1 >= end || !Tokenizer.IsSpace(text[colon + 1]))
            return [];
        return [(start, colon), Trim(text, colon + 1, end)];
    }

    private static bool IsTableRow(string text, int start, int end)
    {
        var bar = text.IndexOf('|', start, end - start);
        return bar > start && (bar == end - 1 || Tokenizer.IsSpace(text[bar - 1]) || text[bar - 1] == '-');
    }

    // "---|---|"
    private static bool IsRule(string text, int start, int end)
    {
        for (var i = start; i < end; i++)
            if (text[i] is not ('-' or '|' or ':' or ' ' or '='))
                return false;
        return true;
    }

    private static (int, int)[] TableCells(string text, int start, int end)
    {
        var cells = new List<(int, int)>();
        for (var at = start; at < end && cells.Count < 32;)
        {
            var bar = text.IndexOf('|', at, end - at);
            var stop = bar < 0 ? end : bar;
            var cell = Trim(text, at, stop);
            if (cell.Start < cell.End)
                cells.Add(cell);
            at = stop + 1;
        }
        return [.. cells];
    }

    // A short line that ends without a sentence's mark and does not begin in lower case.
    private static bool IsHeading(string text, int start, int end)
    {
        if (end - start > 110 || char.IsLower(text[start]))
            return false;
        var last = text[end - 1];
        if (last is '.' or '!' or '?' or ':' or ';' or ',' or '"' or '”' or '’' or ')' or ']' or '…' or '-')
            return false;
        // A heading capitalises most of its long words; a headline-like sentence without a full stop does not.
        int words = 0, capitals = 0;
        for (var at = start; Tokenizer.Next(text, ref at, end, out var from, out var to);)
            if (to - from > 3 && char.IsLetter(text[from]))
            {
                words++;
                if (char.IsUpper(text[from]))
                    capitals++;
            }
        return words > 0 && capitals * 4 >= words * 3;
    }
}
