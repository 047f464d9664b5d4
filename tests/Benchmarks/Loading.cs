using System.Diagnostics;
using System.Text.Json;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language;

namespace RegionalSecurity.Benchmarks;

/// <summary>What a process pays before its first claim.</summary>
/// <param name="Construct">Milliseconds from the first use of the library to a constructed extractor.</param>
/// <param name="FirstClaim">Milliseconds from the first use of the library to its first claim.</param>
/// <param name="WorkingSet">Bytes of memory of the process then.</param>
/// <param name="Before">Bytes of memory of the process before the first use of the library.</param>
/// <param name="Managed">Bytes of live objects after a full collection then.</param>
internal sealed record LoadingFigures(double Construct, double FirstClaim, long WorkingSet, long Before, long Managed)
{
    /// <summary>The one argument with which this program is its own fresh process.</summary>
    public const string Argument = "load-once";

    /// <summary>The middle one of several fresh processes, by time to the first claim.</summary>
    public static LoadingFigures Measure(int processes)
    {
        List<LoadingFigures> all = [];
        for (var i = 0; i < processes; i++)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Argument) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"The process that loads ended with {process.ExitCode}.");
            all.Add(JsonSerializer.Deserialize<LoadingFigures>(output)!);
        }
        return all.OrderBy(f => f.FirstClaim).ElementAt(processes / 2);
    }

    /// <summary>What the fresh process does.</summary>
    public static int Once()
    {
        var before = Environment.WorkingSet;
        var watch = Stopwatch.StartNew();
        var extractor = new ClaimExtractor(Gazetteer.Default);
        var construct = watch.Elapsed.TotalMilliseconds;
        var claims = extractor.Extract(new Article { ArticleId = "abenchmark", Revision = 1, Text = "China condemned Japan on Monday." }).Claims.Count;
        var first = watch.Elapsed.TotalMilliseconds;
        var workingSet = Environment.WorkingSet;
        if (claims == 0)
            throw new InvalidOperationException("The plainest sentence gave no claim.");
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(extractor);
        Console.WriteLine(JsonSerializer.Serialize(new LoadingFigures(construct, first, workingSet, before, managed)));
        return 0;
    }
}
