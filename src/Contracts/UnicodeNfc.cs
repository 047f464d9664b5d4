using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace RegionalSecurity.Contracts;

/// <summary>
/// Unicode normalisation form C. .NET leaves it to ICU and does nothing where ICU is turned off (InvariantGlobalization) or missing, but
/// offsets must mean the same on every machine.
/// </summary>
internal static class UnicodeNfc
{
    private const int HangulBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28;

    // Below this nothing combines and nothing decomposes in form C.
    private const char FirstOfInterest = '\u0300';

    private static readonly Tables Data = Tables.Read();

    /// <summary>The text in form C; the same instance where it is so already. Lone surrogates must be gone.</summary>
    public static string Normalize(string text)
    {
        if (IsNormalized(text))
            return text;
        var points = new List<(int Code, byte Class)>(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, points);
        Order(points);
        return Compose(points);
    }

    private static bool IsNormalized(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange(FirstOfInterest, char.MaxValue) < 0)
            return true;
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value >= FirstOfInterest && (Data.Unstable.Contains(rune.Value) || rune.Value is (>= VBase and < VBase + VCount) or (> TBase and < TBase + TCount)))
                return false;
        return true;
    }

    private static void Decompose(int code, List<(int, byte)> points)
    {
        if (code is >= HangulBase and < HangulBase + LCount * VCount * TCount)
        {
            var index = code - HangulBase;
            points.Add((LBase + index / (VCount * TCount), 0));
            points.Add((VBase + index % (VCount * TCount) / TCount, 0));
            if (index % TCount > 0)
                points.Add((TBase + index % TCount, 0));
        }
        else if (Data.Decompositions.TryGetValue(code, out var parts))
        {
            // At most four deep in the standard's data.
            Decompose(parts.First, points);
            if (parts.Second != 0)
                Decompose(parts.Second, points);
        }
        else
        {
            points.Add((code, Data.Classes.GetValueOrDefault(code)));
        }
    }

    // Marks after a base go by class, equal ones keep their order.
    private static void Order(List<(int Code, byte Class)> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            if (points[start].Class == 0)
                continue;
            var end = start;
            while (end < points.Count && points[end].Class != 0)
                end++;
            var marks = points.GetRange(start, end - start).OrderBy(point => point.Class).ToArray();
            for (var i = 0; i < marks.Length; i++)
                points[start + i] = marks[i];
            start = end;
        }
    }

    private static string Compose(List<(int Code, byte Class)> points)
    {
        var composed = new List<int>(points.Count);
        var starter = -1;
        var last = -1;
        foreach (var (code, combining) in points)
        {
            // A mark reaches its base unless one of its own class or higher, or another base, stands between.
            if (starter >= 0 && (last < combining || last < 0) && Join(composed[starter], code) is var joined and > 0)
            {
                composed[starter] = joined;
                continue;
            }
            if (combining == 0)
            {
                starter = composed.Count;
                last = -1;
            }
            else
            {
                last = combining;
            }
            composed.Add(code);
        }
        var text = new StringBuilder(composed.Count);
        foreach (var code in composed)
            text.Append(new Rune(code).ToString());
        return text.ToString();
    }

    private static int Join(int first, int second)
    {
        if (first is >= LBase and < LBase + LCount && second is >= VBase and < VBase + VCount)
            return HangulBase + ((first - LBase) * VCount + second - VBase) * TCount;
        if (first is >= HangulBase and < HangulBase + LCount * VCount * TCount && (first - HangulBase) % TCount == 0 && second is > TBase and < TBase + TCount)
            return first + second - TBase;
        return Data.Compositions.GetValueOrDefault((first, second));
    }

    private sealed record Tables(
        FrozenDictionary<int, (int First, int Second)> Decompositions, FrozenDictionary<(int, int), int> Compositions, FrozenDictionary<int, byte> Classes, FrozenSet<int> Unstable)
    {
        public static Tables Read()
        {
            var decompositions = new Dictionary<int, (int, int)>();
            var compositions = new Dictionary<(int, int), int>();
            var classes = new Dictionary<int, byte>();
            var unstable = new HashSet<int>();
            using var stream = typeof(UnicodeNfc).Assembly.GetManifestResourceStream("nfc.txt") ?? throw new InvalidOperationException("The resource nfc.txt is missing from the assembly. Rebuild it.");
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                var cells = line.Split(' ');
                switch (cells[0])
                {
                    case "+":
                        decompositions[Code(cells[1])] = (Code(cells[2]), Code(cells[3]));
                        compositions[(Code(cells[2]), Code(cells[3]))] = Code(cells[1]);
                        unstable.Add(Code(cells[3]));
                        break;
                    case "-":
                        decompositions[Code(cells[1])] = (Code(cells[2]), cells.Length > 3 ? Code(cells[3]) : 0);
                        unstable.Add(Code(cells[1]));
                        break;
                    case "c":
                        for (var code = Code(cells[1]); code <= Code(cells[2]); code++)
                        {
                            classes[code] = byte.Parse(cells[3], CultureInfo.InvariantCulture);
                            unstable.Add(code);
                        }
                        break;
                }
            }
            return new Tables(decompositions.ToFrozenDictionary(), compositions.ToFrozenDictionary(), classes.ToFrozenDictionary(), unstable.ToFrozenSet());
        }

        private static int Code(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
