namespace RegionalSecurity.Cli.Output;

/// <summary>A series in one line of block characters.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// One character a value, from 0 at the lowest block to <paramref name="top"/> at the full one; where there are more values than
    /// <paramref name="width"/>, each character shows the highest value of its share, so that no peak is lost.
    /// </summary>
    public static string Draw(IReadOnlyList<double> values, double top, int width)
    {
        if (values.Count == 0 || width < 1)
            return "";
        var columns = Math.Min(values.Count, width);
        return string.Create(columns, (values, top), static (line, state) =>
        {
            var (values, top) = state;
            for (var column = 0; column < line.Length; column++)
            {
                var first = (int)((long)column * values.Count / line.Length);
                var end = Math.Max(first + 1, (int)((long)(column + 1) * values.Count / line.Length));
                var highest = double.MinValue;
                for (var i = first; i < end; i++)
                    highest = Math.Max(highest, values[i]);
                var step = top <= 0 ? 0 : (int)Math.Floor(highest / top * Blocks.Length);
                line[column] = Blocks[Math.Clamp(step, 0, Blocks.Length - 1)];
            }
        });
    }
}
