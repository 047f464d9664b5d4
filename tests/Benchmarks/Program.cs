using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using RegionalSecurity.Benchmarks;
using RegionalSecurity.Fuzz;
using RegionalSecurity.Language;

if (args is [LoadingFigures.Argument])
    return LoadingFigures.Once();
if (typeof(ClaimExtractor).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
{
    Console.Error.WriteLine("This is a debug build, whose figures say nothing: dotnet run -c Release --project tests/Benchmarks");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var json = new Option<bool>("--json") { Description = "JSON instead of a table." };
var corpora = new Option<string[]>("--corpus") { Description = "kcna, feeds, polnear: which, all by default.", DefaultValueFactory = _ => [.. Corpus.Names], AllowMultipleArgumentsPerToken = true };
corpora.AcceptOnlyFromAmong([.. Corpus.Names]);
var rounds = new Option<int>("--rounds") { Description = "Rounds, in each of which both are measured.", DefaultValueFactory = _ => 7 };
var seconds = new Option<double>("--seconds") { Description = "Length of one round of either, about; the warm-up is three times as long.", DefaultValueFactory = _ => 2 };
var noWink = new Option<bool>("--no-wink") { Description = "Leaves wink-nlp out." };
var run = new Command("run", "Speed, memory and loading, with wink-nlp in the same run on the same text.") { corpora, rounds, seconds, noWink, json };
run.SetAction(parsed =>
{
    List<string> skipped = [];
    var present = Read(parsed.GetValue(corpora)!, skipped);
    var reason = parsed.GetValue(noWink) ? "--no-wink" : Wink.Install();
    if (reason is not null)
        skipped.Add($"wink-nlp: {reason}");
    var loading = LoadingFigures.Measure(7);
    using var wink = reason is null ? new Wink() : null;
    var winkLoading = wink?.Loading;
    var extractor = new ClaimExtractor(Gazetteer.Default);
    List<SpeedFigures> speed = [];
    foreach (var corpus in present)
        speed.Add(Speed.Measure(extractor, corpus, wink, parsed.GetValue(rounds), parsed.GetValue(seconds)));
    if (parsed.GetValue(json))
        Write(new { extractor = ClaimExtractor.Version, loading, winkLoading, speed, skipped });
    else
        Table.Write(loading, winkLoading, speed, skipped);
});

var only = new Option<string[]>("--text") { Description = "Names of hostile texts, all by default.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
var tries = new Option<int>("--tries") { Description = "Times that each length is read; the least counts.", DefaultValueFactory = _ => 3 };
var growth = new Command("growth", "How the time for hostile texts grows with their length: exponent 1 is linear, 2 quadratic.") { only, tries, json };
growth.SetAction(parsed =>
{
    var names = parsed.GetValue(only)!;
    var extractor = new ClaimExtractor(Gazetteer.Default);
    // What compiles at first use belongs to no text.
    GrowthFigures.Measure(extractor, HostileText.All.Single(t => t.Name == "references"), 2);
    List<GrowthFigures> all = [];
    foreach (var hostile in HostileText.All.Where(t => names.Length == 0 || names.Contains(t.Name, StringComparer.Ordinal)))
    {
        all.Add(GrowthFigures.Measure(extractor, hostile, parsed.GetValue(tries)));
        if (!parsed.GetValue(json))
            Table.Write(all[^1], first: all.Count == 1);
    }
    if (parsed.GetValue(json))
        Write(all);
});

var passes = new Option<int>("--passes") { Description = "Times that the corpus is read.", DefaultValueFactory = _ => 20 };
var types = new Option<bool>("--types") { Description = "Samples which types the bytes go to." };
var profile = new Command("profile", "Only the pipeline, again and again: for a profiler to watch. Says what it allocated.") { corpora, passes, types };
profile.SetAction(parsed =>
{
    var present = Read(parsed.GetValue(corpora)!, []);
    var extractor = new ClaimExtractor(Gazetteer.Default);
    Console.WriteLine($"process {Environment.ProcessId}");
    using var sampler = parsed.GetValue(types) ? new AllocationSampler() : null;
    foreach (var corpus in present)
    {
        var n = parsed.GetValue(passes);
        Table.Write(corpus, Speed.Run(extractor, corpus, n), n);
    }
    if (sampler is not null)
        Table.Write(sampler.Shares);
});

var root = new RootCommand("Measures src/Language, src/Articles and src/Ingestion. Not a test: run it by hand, on a machine that does nothing else.") { run, growth, profile };
foreach (var command in IngestCommands.All())
    root.Add(command);
return await root.Parse(args).InvokeAsync();

static List<Corpus> Read(string[] names, List<string> skipped)
{
    List<Corpus> present = [];
    foreach (var name in names)
    {
        if (Corpus.Read(name) is { } corpus)
            present.Add(corpus);
        else
            skipped.Add($"{name}: its folder of ../shared/data is not on this machine");
    }
    return present;
}

static void Write(object figures) => Console.WriteLine(JsonSerializer.Serialize(figures, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
