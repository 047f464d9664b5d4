using System.Globalization;
using System.Text;
using RegionalSecurity.Composition.Sections;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Rendering;

/// <summary>Inline SVG with text alternatives: the level on its bands, and its course over the period.</summary>
internal static class Pictures
{
    private static readonly (string Name, double From, double To)[] s_bands =
        [("calm", 0, 10), ("guarded", 10, 25), ("elevated", 25, 50), ("high", 50, 75), ("severe", 75, 100)];

    /// <summary>A bar of the five bands with a mark at the level; each band is named, so colour is not needed to read it.</summary>
    public static string Level(double level, string band)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 420 44\" role=\"img\" aria-label=\"Level {Labels.Number(level)} of 100, band {band}\">\n");
        foreach (var (name, from, to) in s_bands)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{name}-f{(name == band ? "" : " faded")}\" x=\"{X(from):0.#}\" y=\"10\" width=\"{X(to) - X(from) - 2:0.#}\" height=\"12\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X((from + to) / 2):0.#}\" y=\"38\" text-anchor=\"middle\">{name}</text>\n");
        }
        var at = X(Math.Clamp(level, 0, 100));
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"needle\" d=\"M{at:0.#} 24 l-6 -20 h12 z\"/>\n</svg>\n");
        return svg.ToString();

        static double X(double value) => 5 + value * 4.1;
    }

    /// <summary>The level day by day; empty under two points.</summary>
    public static string Series(IReadOnlyList<TensionPoint> points)
    {
        if (points.Count < 2)
            return "";
        const double width = 420, height = 130, left = 26, bottom = 20, top = 8;
        var max = Math.Clamp(Math.Ceiling(points.Max(static p => p.Level) / 25) * 25, 25, 100);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {width:0} {height:0}\" role=\"img\" aria-label=\"Level from {Text(points[0])} ({Labels.Number(points[0].Level)}) to {Text(points[^1])} ({Labels.Number(points[^1].Level)})\">\n");
        for (var mark = 0.0; mark <= max; mark += 25)
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{left:0}\" x2=\"{width:0}\" y1=\"{Y(mark):0.#}\" y2=\"{Y(mark):0.#}\"/><text x=\"{left - 4:0}\" y=\"{Y(mark) + 4:0.#}\" text-anchor=\"end\">{mark:0}</text>\n");
        svg.Append("<polyline class=\"line\" points=\"");
        for (var i = 0; i < points.Count; i++)
            svg.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? " " : "")}{left + (width - left - 4) * i / (points.Count - 1):0.#},{Y(Math.Clamp(points[i].Level, 0, 100)):0.#}");
        svg.Append(CultureInfo.InvariantCulture, $"\"/>\n<text x=\"{left:0}\" y=\"{height - 4:0}\">{Text(points[0])}</text><text x=\"{width:0}\" y=\"{height - 4:0}\" text-anchor=\"end\">{Text(points[^1])}</text>\n</svg>\n");
        return svg.ToString();

        double Y(double level) => top + (height - bottom - top) * (1 - level / max);
    }

    // Only a day in the form of the contract is written into the picture.
    private static string Text(TensionPoint point) =>
        DateOnly.TryParseExact(point.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
            : "date unknown";
}
