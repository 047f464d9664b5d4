using System.CommandLine;
using RegionalSecurity.Articles.Tests;

namespace RegionalSecurity.Benchmarks;

/// <summary>The commands that measure src/Articles and src/Ingestion.</summary>
internal static class IngestCommands
{
    public static IEnumerable<Command> All()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds, in each of which all are measured.", DefaultValueFactory = _ => 7 };
        var pages = new Command("pages", "Pages read to articles on one thread, with SmartReader alone in the same run.") { rounds };
        pages.SetAction(parsed =>
        {
            if (PageFigures.Measure(parsed.GetValue(rounds)) is { } f)
                Console.WriteLine($"{f.Pages} pages: ours {f.Ours:N1}/s of processor time, SmartReader alone {f.Theirs:N1}/s, ratio {f.Ratio:N2}; parsing alone {f.Parsing:N1}/s");
            else
                Console.WriteLine("left out: ../shared/data/readability-test-pages is not on this machine");
        });

        var articles = new Option<int>("--articles") { Description = "Articles in the index.", DefaultValueFactory = _ => 1_000_000 };
        var seeds = new Option<int[]>("--seed") { Description = "Seeds of the corpora of reprints.", DefaultValueFactory = _ => [1, 2, 3], AllowMultipleArgumentsPerToken = true };
        var near = new Command("near", "Near-duplicates: precision and recall on made reprints, memory and time of a full index.") { articles, seeds };
        near.SetAction(parsed =>
        {
            foreach (var seed in parsed.GetValue(seeds)!)
                Console.WriteLine($"seed {seed}: {ReprintFigures.Measure(seed, 3000)}");
            if (parsed.GetValue(articles) == 0)
                return;
            var f = NearFigures.Measure(parsed.GetValue(articles));
            Console.WriteLine($"{f.Articles:N0} articles: {f.Megabytes:N0} MiB; sketch {f.SketchMicroseconds:N1} us, add {f.AddMicroseconds:N1} us, "
                + $"look-up {f.FindMicroseconds:N1} us (99 % within {f.FindP99:N0}, slowest {f.FindSlowest:N0}); {f.Found:P1} of reprints found");
        });

        var items = new Option<int>("--articles") { Description = "Articles of 2.5 KB a round.", DefaultValueFactory = _ => 30_000 };
        var times = new Option<int>("--rounds") { Description = "Rounds, each with a new store.", DefaultValueFactory = _ => 3 };
        var bulk = new Command("bulk", "SubmitArticles: durable acknowledgements a second, one client, the service as a process of its own.") { items, times };
        bulk.SetAction(async (parsed, _) =>
        {
            var f = await BulkFigures.MeasureAsync(parsed.GetValue(items), parsed.GetValue(times));
            Console.WriteLine($"{f.Articles:N0} articles: {string.Join(", ", f.Rates.Select(r => $"{r:N0}/s"))}; sent again {string.Join(", ", f.Again.Select(r => $"{r:N0}/s"))}; "
                + $"service {f.ServiceSeconds / f.Articles * 1e6:N0} us of processor time an article");
        });
        return [pages, near, bulk];
    }
}
