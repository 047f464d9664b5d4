using System.Diagnostics;
using RegionalSecurity.Articles;
using RegionalSecurity.Articles.Tests;

namespace RegionalSecurity.Benchmarks;

/// <summary>The index of near-duplicates, full.</summary>
/// <param name="Articles">Articles in it.</param>
/// <param name="Megabytes">Memory of the index alone, in MiB of live objects.</param>
/// <param name="SketchMicroseconds">Processor time to sketch one article of 2.5 KB.</param>
/// <param name="AddMicroseconds">Time to add one.</param>
/// <param name="FindMicroseconds">Time to look one up: the mean of reprints and new articles.</param>
/// <param name="FindSlowest">The slowest of all look-ups, in microseconds: collections of garbage and what else the machine does are in it.</param>
/// <param name="FindP99">99 of 100 look-ups took at most this, in microseconds.</param>
/// <param name="Found">Share of the reprints that were found.</param>
internal sealed record NearFigures(int Articles, double Megabytes, double SketchMicroseconds, double AddMicroseconds, double FindMicroseconds, double FindP99, double FindSlowest, double Found)
{
    private const int LookUps = 20_000;
    private const int Kept = 5_000;

    public static NearFigures Measure(int articles)
    {
        var corpus = new ReprintCorpus(21);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new NearDuplicates<string>(articles);
        var kept = new List<(string Text, string Story)>();
        double sketching = 0, adding = 0;
        for (var i = 0; i < articles; i++)
        {
            var text = corpus.ArticleOf(2500);
            var began = Stopwatch.GetTimestamp();
            var signature = TextSignature.Of(text)!;
            sketching += Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            // Ids as long as those of stories, none of them shared.
            var story = $"s{i:D26}";
            began = Stopwatch.GetTimestamp();
            index.Add(signature, story);
            adding += Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            if (i % Math.Max(1, articles / Kept) == 0)
                kept.Add((text, story));
        }
        var times = new double[LookUps];
        int reprints = 0, found = 0;
        for (var i = 0; i < LookUps; i++)
        {
            var (text, story) = kept[i % kept.Count];
            var reprint = i % 2 == 0;
            var signature = TextSignature.Of(reprint ? corpus.Reprint(text) : corpus.ArticleOf(2500))!;
            var began = Stopwatch.GetTimestamp();
            var known = index.TryFind(signature, out var value);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
            reprints += reprint ? 1 : 0;
            found += reprint && known && value == story ? 1 : 0;
        }
        kept.Clear();
        var memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        GC.KeepAlive(index);
        Array.Sort(times);
        return new NearFigures(articles, memory, sketching / articles, adding / articles, times.Average(), times[LookUps * 99 / 100], times[^1], found / (double)reprints);
    }
}
