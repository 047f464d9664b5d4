using RegionalSecurity.Fuzz;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;

namespace RegionalSecurity.Benchmarks;

/// <summary>How the time for one hostile text grows with its length.</summary>
/// <param name="Text">Its name.</param>
/// <param name="Length">UTF-16 units of the short text: as many as take a time that can be measured, 400,000 or a little more at most.</param>
/// <param name="Short">Milliseconds of processor time for it: the least of the tries.</param>
/// <param name="Long">The same for one eight times as long.</param>
/// <param name="Exponent">Of the length in the time: 1 is linear, 2 quadratic. Eight times apart, a disturbance that doubles one time moves it by a third only.</param>
internal sealed record GrowthFigures(string Text, int Length, double Short, double Long, double Exponent)
{
    private const int Times = 8;
    private const int LongestShort = 400_000;
    private const double LeastMilliseconds = 30;

    public static GrowthFigures Measure(ClaimExtractor extractor, HostileText hostile, int tries)
    {
        var length = hostile.Length / Times;
        var few = ExtractionCheck.Article(hostile.Make(length));
        while (length * 2 <= LongestShort && Milliseconds(extractor, few) < LeastMilliseconds)
            few = ExtractionCheck.Article(hostile.Make(length *= 2));
        var many = ExtractionCheck.Article(hostile.Make(length * Times));
        double leastFew = double.MaxValue, leastMany = double.MaxValue;
        for (var i = 0; i < tries; i++)
        {
            leastFew = Math.Min(leastFew, Milliseconds(extractor, few));
            leastMany = Math.Min(leastMany, Milliseconds(extractor, many));
        }
        return new GrowthFigures(hostile.Name, few.Text.Length, leastFew, leastMany, Math.Log(leastMany / leastFew, Times));
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
