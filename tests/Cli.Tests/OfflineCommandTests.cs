using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace RegionalSecurity.Cli.Tests;

public sealed class OfflineCommandTests
{
    private const string Sentence = "North Korea condemned the United States on Monday.";

    [Fact]
    public async Task Extract_BadLinesAmongGood_ReportsThemByLineAndGoesOn()
    {
        var input = string.Join('\n', Line("a", Sentence), "nonsense", """{"articleId":"b","text":""}""", """{"articleId":"c","text":"\ud800"}""", Line("d", "China threatened Japan."));
        var answer = await CommandLine.RunAsync(["extract", "--format", "jsonl", "-"], input);
        answer.Code.ShouldBe(ExitCode.SomeRejected);
        answer.ErrLines.Select(line => line.Split(' ')[1]).Take(3).ShouldBe(["stdin:2:", "stdin:3:", "stdin:4:"]);
        answer.Err.ShouldNotContain("   at ");
        Ids(answer).Except(["a", "d"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Extract_ManyLines_ClaimsComeInInputOrderAndPointIntoTheText()
    {
        var texts = Enumerable.Range(0, 300).ToDictionary(i => $"id-{i:000}", i => $"Item 🇰🇵 {i}: {Sentence}");
        var answer = await CommandLine.RunAsync(["extract", "--format", "jsonl"], string.Join('\n', texts.Select(pair => Line(pair.Key, pair.Value))));
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        answer.Err.ShouldBeEmpty();
        var ids = Ids(answer);
        ids.Distinct().ShouldBe(texts.Keys);
        ids.ShouldBeInOrder();
        foreach (var line in answer.OutLines)
        {
            using var claim = JsonDocument.Parse(line);
            var evidence = claim.RootElement.GetProperty("evidence");
            var runes = texts[claim.RootElement.GetProperty("articleId").GetString()!].EnumerateRunes().ToArray();
            var start = evidence.TryGetProperty("start", out var first) ? first.GetInt32() : 0;
            string.Concat(runes[start..evidence.GetProperty("end").GetInt32()]).ShouldBe(evidence.GetProperty("quote").GetString());
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task Extract_OpenPipe_AnswersBeforeTheInputEnds()
    {
        var input = new Pipe();
        var output = new Pipe();
        using var host = new CliHost
        {
            Input = input.Reader.AsStream(),
            Output = new StreamWriter(output.Writer.AsStream(), new UTF8Encoding(false)),
            OutputBytes = output.Writer.AsStream(),
            Error = new StringWriter(),
        };
        var run = CliApplication.RunAsync(["extract", "--format", "jsonl"], host, TestContext.Current.CancellationToken);
        await input.Writer.WriteAsync(Encoding.UTF8.GetBytes(Line("first", Sentence) + "\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(output.Reader.AsStream());
        var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        line.ShouldNotBeNull().ShouldContain("first");
        await input.Writer.CompleteAsync();
        (await run).ShouldBe(ExitCode.Ok);
    }

    [Fact]
    public async Task Extract_TextAndHtmlFiles_AreNamedByTheirFile()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("plain.txt", Sentence);
        var html = folder.Write("page.html", $"<html><head><title>T</title></head><body><article><h1>T</h1><p>{Sentence} {Sentence}</p><p>{Sentence}</p></article></body></html>");
        var answer = await CommandLine.RunAsync("extract", text, html, "--json");
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        Ids(answer).Distinct().ShouldBe(["plain.txt", "page.html"]);
    }

    [Fact]
    public async Task Extract_Table_ShowsTheWords()
    {
        using var folder = new TemporaryFolder();
        var answer = await CommandLine.RunAsync("extract", folder.Write("plain.txt", Sentence));
        answer.Code.ShouldBe(ExitCode.Ok);
        answer.Out.ShouldContain("PRK");
        answer.Out.ShouldContain("ACCUSE");
        answer.Out.ShouldNotContain("\u001b");
    }

    [Theory]
    [InlineData("missing.txt", "no such file")]
    [InlineData("missing.jsonl", "no such file")]
    public async Task Extract_MissingFile_IsBadInput(string file, string words)
    {
        var answer = await CommandLine.RunAsync("extract", file);
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain($"regsec: {file}: {words}");
    }

    [Fact]
    public async Task Extract_NotUtf8_NamesTheRemedy()
    {
        using var folder = new TemporaryFolder();
        var answer = await CommandLine.RunAsync("extract", folder.Write("latin.txt", [0x43, 0xE9, 0x21]));
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain("iconv");
    }

    [Fact]
    public async Task Extract_TextOverTwoMebibytes_NamesTheField()
    {
        var answer = await CommandLine.RunAsync(["extract", "-"], Line("big", new string('x', (2 << 20) + 1)));
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain("stdin:1: text: over 2,097,152 bytes");
    }

    [Fact]
    public async Task Extract_OwnGazetteer_FindsItsParties()
    {
        using var folder = new TemporaryFolder();
        var gazetteer = folder.Write("g.tsv", "code\tsector\twikidata_id\tname\tforms\nXOR\tGOV\t\tOrduvia\tOrduvia|Orduvian\nXTA\tGOV\t\tTarsela\tTarsela|Tarselan\n");
        var text = folder.Write("plain.txt", "Orduvia condemned Tarsela on Monday.");
        var answer = await CommandLine.RunAsync("extract", "--json", "--gazetteer", gazetteer, text);
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        answer.Out.ShouldContain("\"XOR\"");
    }

    [Fact]
    public async Task Extract_BrokenGazetteer_NamesFileAndLine()
    {
        using var folder = new TemporaryFolder();
        var gazetteer = folder.Write("g.tsv", "code\tsector\twikidata_id\tname\tforms\nTOO\tFEW\n");
        var answer = await CommandLine.RunAsync(["extract", "--gazetteer", gazetteer], Line("a", Sentence));
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldContain("line 2");
        answer.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Article_Page_GivesOneDocument()
    {
        using var folder = new TemporaryFolder();
        var page = folder.Write("p.html", "<html lang=en><head><title>Talks resume</title></head><body><article><h1>Talks resume</h1><p>The ministers met in Geneva on Friday to discuss the border.</p>"
            + "<p>They agreed to meet again next month, officials of both sides said.</p></article></body></html>");
        var answer = await CommandLine.RunAsync("article", page, "--url", "https://example.org/a");
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err);
        using var article = JsonDocument.Parse(answer.Out);
        article.RootElement.GetProperty("title").GetString().ShouldBe("Talks resume");
        article.RootElement.GetProperty("url").GetString().ShouldBe("https://example.org/a");
        article.RootElement.GetProperty("text").GetString()!.ShouldContain("met in Geneva");
    }

    [Fact]
    public async Task Article_SeveralFiles_KeepOrderAndReportTheBadOne()
    {
        using var folder = new TemporaryFolder();
        string[] files = [folder.Write("1.txt", "First text of all."), folder.Write("2.txt", ""), folder.Write("3.txt", "Third text of all.")];
        var lines = await CommandLine.RunAsync(["article", "--format", "jsonl", .. files]);
        lines.Code.ShouldBe(ExitCode.SomeRejected);
        lines.OutLines.Length.ShouldBe(2);
        lines.OutLines[0].ShouldContain("First");
        lines.OutLines[1].ShouldContain("Third");
        lines.Err.ShouldContain("2.txt: empty");

        var array = await CommandLine.RunAsync(["article", .. files]);
        using var document = JsonDocument.Parse(array.Out);
        document.RootElement.GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Article_UrlForSeveralFiles_IsBadInput()
    {
        var answer = await CommandLine.RunAsync("article", "a.html", "b.html", "--url", "https://example.org/");
        answer.Code.ShouldBe(ExitCode.BadInput);
        answer.Err.ShouldStartWith("regsec: --url: ");
    }

    [Fact]
    public async Task Extract_RealArticles_HasNoFailure()
    {
        var answer = await CommandLine.RunAsync("extract", "--format", "jsonl", SharedData.Path("wcep-2003-2013/articles.jsonl"));
        answer.Code.ShouldBe(ExitCode.Ok, answer.Err.Length > 500 ? answer.Err[..500] : answer.Err);
    }

    private static string Line(string id, string text) => JsonSerializer.Serialize(new { articleId = id, text });

    private static List<string> Ids(Answer answer) => [.. answer.OutLines.Select(line =>
    {
        using var claim = JsonDocument.Parse(line);
        return claim.RootElement.GetProperty("articleId").GetString()!;
    })];
}
