using System.Text.Json;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.EndToEnd.Tests;

/// <summary>The tour of the README: the stack starts, the sample is in, a report on its region leads back to the words, clearing it leaves nothing.</summary>
[Collection(Stack.OneAtATime)]
public sealed class SampleTests
{
    [Fact]
    public async Task Sample_FromFirstStartToClear_EverySentenceLeadsToItsWords()
    {
        // Files of the user's own, numbered as documented, stand beside those of the sample.
        var files = Directory.CreateTempSubdirectory("regsec-e2e-").FullName;
        var (names, regions) = (Path.Combine(files, "names.tsv"), Path.Combine(files, "regions.tsv"));
        await File.WriteAllTextAsync(names, "code\tsector\twikidata_id\tname\tforms\nQQA\tGOV\t\tQuarland\tQuarland\n");
        await File.WriteAllTextAsync(regions, "region_id\tname\tcore\tinvolved\nmine\tMine\tPRK\tQQA\n");
        await using var stack = await Stack.StartAsync(withSample: true, ("Language__Gazetteers__0", names), ("Tension__Regions__0", regions));
        var ingestion = new IngestionService.IngestionServiceClient(stack.Channel);
        var claims = new ClaimsService.ClaimsServiceClient(stack.Channel);
        var tension = new TensionService.TensionServiceClient(stack.Channel);
        var reports = new ReportsService.ReportsServiceClient(stack.Channel);
        var region = new Subject { Region = "sarrow-sea" };

        await stack.UntilAsync(async () => (await tension.GetTensionAsync(new GetTensionRequest { Subject = region })).Tension is { Level: > 1, Degraded: false }, "the sample's region to have a level");

        (await tension.GetTensionAsync(new GetTensionRequest { Subject = new Subject { Region = "mine" } })).Tension.RegionName.ShouldBe("Mine");
        (await claims.ExtractClaimsAsync(new ExtractClaimsRequest { Text = "Quarland condemned Orduvia over the drills." })).Claims.ShouldHaveSingleItem()
            .Actors.ShouldHaveSingleItem().Code.ShouldBe("QQA");

        // One truth: the ranking and the single call tell the same number, and real rankings hold nothing invented.
        var ranked = await tension.ListTensionsAsync(new ListTensionsRequest { Sample = true, Kind = SubjectKind.Dyad });
        var first = ranked.Tensions[0];
        first.Sample.ShouldBeTrue();
        var pinned = await tension.GetTensionAsync(new GetTensionRequest { Subject = first.Subject, AsOfTime = first.AsOfTime, LogSequence = first.LogSequence });
        pinned.Tension.Level.ShouldBe(first.Level);
        (await tension.ListTensionsAsync(new ListTensionsRequest())).Tensions.ShouldBeEmpty();
        (await claims.ListClaimsAsync(new ListClaimsRequest())).Claims.ShouldBeEmpty();
        (await ingestion.ListArticlesAsync(new ListArticlesRequest())).Articles.ShouldBeEmpty();

        // The log scored anew, beside the store, gives the same bits.
        var replay = await stack.RegsecAsync("replay", "--as-published", "--json");
        replay.ExitCode.ShouldBe(0, replay.Error);
        JsonDocument.Parse(replay.Out).RootElement.GetProperty("scores").GetInt64().ShouldBeGreaterThan(50);

        var path = Path.Combine(Path.GetTempPath(), $"regsec-e2e-{stack.GrpcAddress.Port}.html");
        try
        {
            var run = await stack.RegsecAsync("report", "--region", "sarrow-sea", "-o", path);
            run.ExitCode.ShouldBe(0, run.Error);
            var html = await File.ReadAllTextAsync(path);
            html.ShouldContain("invented", Case.Insensitive);
            html.ShouldNotContain("src=\"http");
        }
        finally
        {
            File.Delete(path);
        }
        var summary = (await reports.ListReportsAsync(new ListReportsRequest { Sample = true })).Reports.Single();
        var report = (await reports.GetReportAsync(new GetReportRequest { ReportId = summary.ReportId })).Report;
        await EveryFactualSentenceIsCitedAsync(report, ingestion);
        report.Tension.Level.ShouldBeGreaterThan(1);

        var cleared = await stack.RegsecAsync("sample", "clear");
        cleared.ExitCode.ShouldBe(0, cleared.Error);
        await stack.UntilAsync(async () => (await claims.ListClaimsAsync(new ListClaimsRequest { Sample = true })).Claims.Count == 0, "the claims of the sample to go");
        await stack.UntilAsync(async () => (await tension.ListTensionsAsync(new ListTensionsRequest { Sample = true })).Tensions.Count == 0, "the scores of the sample to go");
        (await ingestion.ListArticlesAsync(new ListArticlesRequest { Sample = true })).Articles.ShouldBeEmpty();
        (await reports.ListReportsAsync(new ListReportsRequest { Sample = true })).Reports.ShouldBeEmpty();
        Directory.Delete(files, recursive: true);
    }

    /// <summary>Another implementation of gRPC and of server reflection, which knows this contract from the running server alone.</summary>
    [Fact]
    public async Task BufCurl_ByServerReflection_ListsTheServicesAndCallsThem()
    {
        if (Stack.Buf is not { } buf)
        {
            Assert.Skip("buf is not installed: npm install --prefix artifacts/buf @bufbuild/buf@1.75.0");
            return;
        }
        await using var stack = await Stack.StartAsync(withSample: true);
        string[] plain = ["curl", "--http2-prior-knowledge", "--protocol", "grpc"];

        var listed = await Stack.RunAsync(buf, [.. plain, "--list-services", stack.GrpcAddress.ToString()]);
        listed.ExitCode.ShouldBe(0, listed.Error);
        listed.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(service => service.StartsWith("regionalsecurity.", StringComparison.Ordinal)).Order().ShouldBe(
        [
            "regionalsecurity.claims.v1.ClaimsService", "regionalsecurity.ingestion.v1.IngestionService",
            "regionalsecurity.reports.v1.ReportsService", "regionalsecurity.tension.v1.TensionService",
        ]);

        var extracted = await Stack.RunAsync(buf, [.. plain, "-d", """{"text":"Japan condemned China over the drills."}""", $"{stack.GrpcAddress}regionalsecurity.claims.v1.ClaimsService/ExtractClaims"]);
        extracted.ExitCode.ShouldBe(0, extracted.Error);
        using var answer = System.Text.Json.JsonDocument.Parse(extracted.Out);
        answer.RootElement.GetProperty("claims")[0].GetProperty("eventType").GetString().ShouldBe("EVENT_TYPE_ACCUSE");

        var missing = await Stack.RunAsync(buf, [.. plain, "-d", """{"claimId":"cnone"}""", $"{stack.GrpcAddress}regionalsecurity.claims.v1.ClaimsService/GetClaim"]);
        missing.ExitCode.ShouldNotBe(0);
        missing.Error.ShouldContain("not_found");
    }

    [Fact]
    public async Task StartPage_InABrowser_ShowsTheHealthOfEveryService()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/chromium"))
            Assert.Skip("Chromium is not installed as /usr/bin/chromium.");
        await using var stack = await Stack.StartAsync(withSample: true);
        var profile = Directory.CreateTempSubdirectory("regsec-e2e-");
        try
        {
            var start = new System.Diagnostics.ProcessStartInfo("/usr/bin/chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--virtual-time-budget=10000", "--timeout=20000", $"--user-data-dir={profile.FullName}", "--dump-dom", stack.HttpAddress.ToString(),
            ]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var browser = System.Diagnostics.Process.Start(start)!;
            _ = browser.StandardError.ReadToEndAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var dom = await browser.StandardOutput.ReadToEndAsync(patience.Token);
            await browser.WaitForExitAsync(patience.Token);

            foreach (var service in new[] { "ingestion", "claims", "tension", "reports" })
                dom.ShouldContain(service);
            (dom.Split(">healthy<", StringSplitOptions.None).Length - 1).ShouldBe(4, dom);
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    private static async Task EveryFactualSentenceIsCitedAsync(Report report, IngestionService.IngestionServiceClient ingestion)
    {
        var factual = report.Sections.SelectMany(s => s.Blocks).SelectMany(Sentences).Where(s => s.Factual).ToList();
        factual.Count.ShouldBeGreaterThan(10);
        foreach (var sentence in factual)
        {
            sentence.ClaimIds.ShouldNotBeEmpty(sentence.Text);
            sentence.CitationNumbers.ShouldNotBeEmpty(sentence.Text);
        }
        var texts = new Dictionary<string, TextSpans>();
        foreach (var source in report.Sources)
            texts[source.ArticleId] = new TextSpans((await ingestion.GetArticleAsync(new GetArticleRequest { ArticleId = source.ArticleId, Revision = source.Revision })).Article.Text);
        foreach (var citation in report.Citations)
        {
            var source = report.Sources.Single(s => s.Number == citation.SourceNumber);
            texts[source.ArticleId].Holds(citation.Quote).ShouldBeTrue(citation.Quote.Quote);
        }
        var numbers = report.Citations.Select(c => c.Number).ToHashSet();
        factual.SelectMany(s => s.CitationNumbers).ShouldAllBe(n => numbers.Contains(n));
    }

    private static IEnumerable<Sentence> Sentences(Block block) => (block.BlockCase switch
    {
        Block.BlockOneofCase.Paragraph => [block.Paragraph],
        Block.BlockOneofCase.Bullets => block.Bullets.Items,
        Block.BlockOneofCase.Table => block.Table.Rows.SelectMany(r => r.Cells),
        Block.BlockOneofCase.Judgement => [block.Judgement.Statement],
        _ => Enumerable.Empty<Passage>(),
    }).SelectMany(p => p.Sentences);
}
