using RegionalSecurity.Fuzz;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;

namespace RegionalSecurity.Benchmarks;

/// <summary>How the time for one hostile text grows with its length.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Length">UTF-16 units of the whole text.</param>
/// <param name="Half">Milliseconds of processor time for one of half the length: the least of the tries.</param>
/// <param name="Whole">The same for the whole text.</param>
/// <param name="Ratio">Whole / half: 2 is linear, 4 quadratic. Under a few milliseconds it is mostly noise.</param>
internal sealed record GrowthFigures(string Text, int Length, double Half, double Whole, double Ratio)
{
    public static GrowthFigures Measure(ClaimExtractor extractor, HostileText hostile, int tries)
    {
        var half = ExtractionCheck.Article(hostile.Make(hostile.Length / 2));
        var whole = ExtractionCheck.Article(hostile.Make(hostile.Length));
        double leastHalf = double.MaxValue, leastWhole = double.MaxValue;
        for (var i = 0; i < tries; i++)
        {
            leastHalf = Math.Min(leastHalf, Milliseconds(extractor, half));
            leastWhole = Math.Min(leastWhole, Milliseconds(extractor, whole));
        }
        return new GrowthFigures(hostile.Name, whole.Text.Length, leastHalf, leastWhole, leastWhole / leastHalf);
    }

    private static double Milliseconds(ClaimExtractor extractor, Article article)
    {
        // Garbage of the text before is not this one's work.
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        extractor.Extract(article);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
