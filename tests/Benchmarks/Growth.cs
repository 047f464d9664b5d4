using RegionalSecurity.Fuzz;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;

namespace RegionalSecurity.Benchmarks;

/// <summary>How the time for one hostile text grows with its length.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Length">UTF-16 units of the whole text: what the half needs to take a time that can be measured, 4,000,000 at most.</param>
/// <param name="Half">Milliseconds of processor time for one of half the length: the least of the tries.</param>
/// <param name="Whole">The same for the whole text.</param>
/// <param name="Ratio">Whole / half: 2 is linear, 4 quadratic.</param>
internal sealed record GrowthFigures(string Text, int Length, double Half, double Whole, double Ratio)
{
    private const int LongestHalf = 1_500_000;
    private const double LeastMilliseconds = 100;

    public static GrowthFigures Measure(ClaimExtractor extractor, HostileText hostile, int tries)
    {
        var length = hostile.Length / 2;
        var half = ExtractionCheck.Article(hostile.Make(length));
        while (length < LongestHalf && Milliseconds(extractor, half) < LeastMilliseconds)
            half = ExtractionCheck.Article(hostile.Make(length *= 2));
        var whole = ExtractionCheck.Article(hostile.Make(2 * length));
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
