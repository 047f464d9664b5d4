using System.CommandLine;
using System.Diagnostics;
using RegionalSecurity.Fuzz;
using RegionalSecurity.Language;
using SharpFuzz;

// An assembly that sharpfuzz has instrumented must not run before Fuzzer has set up what it writes to.
var lazy = new Lazy<ExtractionCheck>(() => new ExtractionCheck(new ClaimExtractor(Gazetteer.Default)));

var seed = new Option<ulong>("--seed") { Description = "Which run of texts.", DefaultValueFactory = _ => 1 };
var from = new Option<ulong>("--from") { Description = "Number of its first text.", DefaultValueFactory = _ => 0 };
var count = new Option<int>("--count") { Description = "Texts at most.", DefaultValueFactory = _ => 100_000 };
var seconds = new Option<int>("--seconds") { Description = "Seconds at most.", DefaultValueFactory = _ => 60 };
var run = new Command("run", "Extracts from made texts, and from the hostile ones in full length, until the count or the time is up.") { seed, from, count, seconds };
run.SetAction(parsed =>
{
    var check = lazy.Value;
    var (runSeed, first, limit) = (parsed.GetValue(seed), parsed.GetValue(from), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
    var watch = Stopwatch.StartNew();
    var faults = 0;
    foreach (var hostile in HostileText.All.TakeWhile(_ => first == 0 && watch.Elapsed < limit))
        if (check.Fault(hostile.Make(hostile.Length)) is { } fault)
            Report($"hostile text {hostile.Name}: {fault}");
    var number = first;
    for (; number < first + (ulong)parsed.GetValue(count) && watch.Elapsed < limit && faults < 10; number++)
    {
        var text = TextMaker.Make(runSeed, number);
        if (check.Fault(text) is { } fault)
            Report($"--seed {runSeed} --from {number} --count 1: {fault}\n{Escaped(check.Shorten(text))}");
    }
    Console.WriteLine($"{number - first} texts in {watch.Elapsed.TotalSeconds:F0} s, {faults} faults");
    return faults == 0 ? 0 : 1;

    void Report(string line)
    {
        faults++;
        Console.WriteLine(line);
    }
});

var file = new Argument<FileInfo>("file") { Description = "A text in UTF-8." };
var text = new Command("text", "Checks one text, such as a crash that afl-fuzz has kept.") { file };
text.SetAction(parsed =>
{
    var check = lazy.Value;
    var content = File.ReadAllText(parsed.GetValue(file)!.FullName);
    Console.WriteLine(check.Fault(content) is { } fault ? $"{fault}\n{Escaped(check.Shorten(content))}" : "no fault");
});

var afl = new Command("afl", "The target for afl-fuzz: one text from standard input at a time. See README.md.");
afl.SetAction(_ => Fuzzer.OutOfProcess.Run(content =>
{
    if (lazy.Value.Fault(content) is { } fault)
        throw new InvalidOperationException(fault);
}));

return await new RootCommand("Looks for texts that src/Language cannot take.") { run, text, afl }.Parse(args).InvokeAsync();

// As it stands in C#, so that it can be pasted into a test.
static string Escaped(string text) => '"' + string.Concat(text.Select(c => c is >= ' ' and <= '~' and not ('"' or '\\') ? c.ToString() : $"\\u{(int)c:x4}")) + '"';
