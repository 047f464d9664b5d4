using System.Diagnostics;
using RegionalSecurity.Language;

namespace RegionalSecurity.Benchmarks;

/// <summary>What one corpus costs.</summary>
/// <param name="Corpus">Its name.</param>
/// <param name="Articles">Articles in it.</param>
/// <param name="Sentences">Sentences in it, by <see cref="Benchmarks.Corpus"/>'s count.</param>
/// <param name="Tokens">Tokens in it, by the same.</param>
/// <param name="Claims">Claims that were found.</param>
/// <param name="Ours">Sentences a second of processor time, all threads of the process together: median of the rounds.</param>
/// <param name="OursWall">Sentences a second on the clock: median of the rounds. Lower on a busy machine.</param>
/// <param name="Wink">The same of wink-nlp; null when it was not run.</param>
/// <param name="WinkWall">The same of wink-nlp; null when it was not run.</param>
/// <param name="Ratio">Ours / wink-nlp's in processor time: median of the ratios of each round. Above 1 ours is faster.</param>
/// <param name="BytesPerSentence">Bytes allocated a sentence.</param>
/// <param name="BytesPerToken">Bytes allocated a token.</param>
/// <param name="Collections">Garbage collections of generations 0, 1 and 2 per 100,000 sentences.</param>
internal sealed record SpeedFigures(
    string Corpus, int Articles, int Sentences, int Tokens, int Claims, double Ours, double OursWall, double? Wink, double? WinkWall, double? Ratio,
    double BytesPerSentence, double BytesPerToken, double[] Collections);

internal sealed record Passes(double Wall, double Cpu, long Bytes, int[] Collections, int Claims);

internal static class Speed
{
    /// <summary>Reads all articles of the corpus that often, on this thread.</summary>
    public static Passes Run(ClaimExtractor extractor, Corpus corpus, int passes)
    {
        var claims = 0;
        int[] before = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.GetTimestamp();
        for (var i = 0; i < passes; i++)
            foreach (var article in corpus.Articles)
                claims += extractor.Extract(article).Claims.Count;
        return new Passes(Stopwatch.GetElapsedTime(watch).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - bytes,
            [.. before.Select((count, generation) => GC.CollectionCount(generation) - count)], claims / passes);
    }

    /// <summary>
    /// Warms both up, then measures them in turns, so that whatever else the machine does meets both; the order changes from round to round.
    /// </summary>
    /// <param name="extractor">Ours.</param>
    /// <param name="corpus">What both read.</param>
    /// <param name="wink">Theirs, or null.</param>
    /// <param name="rounds">1 or more.</param>
    /// <param name="seconds">Length of one round of either, about, above 0; the warm-up is three times as long.</param>
    public static SpeedFigures Measure(ClaimExtractor extractor, Corpus corpus, Wink? wink, int rounds, double seconds)
    {
        var (sentences, tokens) = (corpus.Sentences, corpus.Tokens);
        wink?.Take(corpus.Texts);
        var ourPasses = WarmUp(n => Run(extractor, corpus, n).Wall, seconds);
        var theirPasses = wink is null ? 0 : WarmUp(n => wink.Run(n).Wall, seconds);
        List<Passes> ours = [];
        List<WinkPasses> theirs = [];
        for (var round = 0; round < rounds; round++)
            for (var turn = 0; turn < 2; turn++)
                if ((turn + round) % 2 == 0)
                    ours.Add(Run(extractor, corpus, ourPasses));
                else if (wink is not null)
                    theirs.Add(wink.Run(theirPasses));
        double Rate(double time, int passes) => (double)sentences * passes / time;
        var all = (double)sentences * ourPasses * rounds;
        return new SpeedFigures(corpus.Name, corpus.Articles.Count, sentences, tokens, ours[0].Claims,
            Median(ours.Select(p => Rate(p.Cpu, ourPasses))), Median(ours.Select(p => Rate(p.Wall, ourPasses))),
            wink is null ? null : Median(theirs.Select(p => Rate(p.Cpu, theirPasses))), wink is null ? null : Median(theirs.Select(p => Rate(p.Wall, theirPasses))),
            wink is null ? null : Median(ours.Zip(theirs, (a, b) => Rate(a.Cpu, ourPasses) / Rate(b.Cpu, theirPasses))),
            ours.Sum(p => p.Bytes) / all, ours.Sum(p => p.Bytes) / ((double)tokens * ourPasses * rounds),
            [.. Enumerable.Range(0, 3).Select(g => ours.Sum(p => p.Collections[g]) * 100_000 / all)]);
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // Passes that fill one round.
    private static int WarmUp(Func<int, double> run, double seconds)
    {
        var (passes, spent, last) = (0, 0.0, 0.0);
        for (; spent < 3 * seconds; passes++)
            spent += last = run(1);
        return Math.Max(1, (int)(seconds / last));
    }
}
