using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension.Tests;

/// <summary>Scores over a real channel, from a claim log in memory.</summary>
public sealed class TensionServiceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Stack.Now;
    private Stack _stack = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stack = await Stack.StartAsync();

    public ValueTask DisposeAsync() => _stack.DisposeAsync();

    [Fact]
    public async Task GetTension_OneStrikeByFourVoices_IsTheWorkedExample()
    {
        await StrikeAsync();
        var tension = await _stack.GetAsync("PRK-USA");
        tension.Level.ShouldBe(59.613179);
        tension.Band.ShouldBe(Band.High);
        (tension.Conflict, tension.ConflictForward, tension.ConflictBackward).ShouldBe((2.72, 2.72, 0));
        (tension.Rung, tension.RungOneSided, tension.EventCount).ShouldBe((7, false, 1));
        (tension.MethodVersion, tension.LogId, tension.LogSequence).ShouldBe(("method-1", "log-one", 4));
        tension.AsOfTime.ToDateTimeOffset().ShouldBe(Now);
        tension.Past.ShouldBe(Past.AsKnown);
        tension.Degraded.ShouldBeFalse();
        tension.HasAsymmetry.ShouldBeFalse();
        var contribution = tension.Contributions.ShouldHaveSingleItem();
        contribution.Points.ShouldBe(tension.Level, 1e-6);
        contribution.ClaimIds.Count.ShouldBe(4);
        contribution.Quote.ShouldBe("Words of c0.");
        contribution.ArticleId.ShouldBe("a0");
        contribution.Publisher.PublisherId.ShouldBe("p0");
    }

    [Fact]
    public async Task GetTension_EverySubjectOfADyad_ShowsItsLevel()
    {
        await StrikeAsync();
        (await _stack.GetAsync(new Subject { DirectedPair = "PRK:USA" })).Level.ShouldBe(59.613179);
        (await _stack.GetAsync(new Subject { DirectedPair = "USA:PRK" })).Level.ShouldBe(0);
        var country = await _stack.GetAsync(new Subject { Country = "USA" });
        country.Level.ShouldBe(59.613179);
        country.Pairs.ShouldHaveSingleItem().Dyad.ShouldBe("PRK-USA");
        var region = await _stack.GetAsync(new Subject { Region = "korean-peninsula" });
        (region.Level, region.RegionName, region.ElevatedPairCount).ShouldBe((59.613179, "Korean Peninsula", 1));
        (await _stack.GetAsync(new Subject { Region = "gulf" })).Level.ShouldBe(0);
    }

    [Fact]
    public async Task GetTension_InvolvedPairOfSouthChinaSea_NeedsItsThemes()
    {
        var claim = Entries.Claim("c1", "CHN", "USA", EventType.Mobilize);
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, claim));
        (await _stack.GetAsync(new Subject { Region = "south-china-sea" })).Level.ShouldBe(0);
        (await _stack.GetAsync(new Subject { Region = "taiwan-strait" })).Level.ShouldBeGreaterThan(0);
        var themed = Entries.Claim("c2", "CHN", "USA", EventType.Mobilize);
        themed.Themes.Add(Theme.MilitaryExercise);
        await _stack.AppendAsync(Entries.Coded("a2", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, themed));
        (await _stack.GetAsync(new Subject { Region = "south-china-sea" })).Level.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task GetTension_BothPasts_DifferByWhatWasIngestedLate()
    {
        // Published on the 1st, ingested on the 8th.
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-8), Now.AddDays(-1), Entries.Paper, Entries.Claim("c1", "PRK", "USA")));
        var asOf = Now.AddDays(-4);
        (await _stack.GetAsync("PRK-USA", asOf)).Level.ShouldBe(0);
        (await _stack.GetAsync("PRK-USA", asOf, Past.AsPublished)).Level.ShouldBeGreaterThan(0);
        (await _stack.GetAsync("PRK-USA", Now.AddDays(-9), Past.AsPublished)).Level.ShouldBe(0);
        (await _stack.GetAsync("PRK-USA")).Level.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task GetTension_RevisedArticle_IsSeenAsItWasInThePastAsKnown()
    {
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-6), Now.AddDays(-6), Entries.Paper, Entries.Claim("c1", "PRK", "USA", EventType.Assault)), Now.AddDays(-6));
        var wrong = (await _stack.GetAsync("PRK-USA", Now.AddDays(-5))).Level;
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-6), Now.AddDays(-2), Entries.Paper, Entries.Claim("c2", "PRK", "USA")), Now.AddDays(-2));
        (await _stack.GetAsync("PRK-USA", Now.AddDays(-5))).Level.ShouldBe(wrong);
        (await _stack.GetAsync("PRK-USA")).Level.ShouldBeLessThan(5);
        // As published is what the store tells today.
        (await _stack.GetAsync("PRK-USA", Now.AddDays(-5), Past.AsPublished)).Level.ShouldBeLessThan(5);
        (await _stack.GetAsync("PRK-USA", Now.AddDays(-5), Past.AsPublished, sequence: 1)).Level.ShouldBe(wrong);
    }

    [Fact]
    public async Task GetTension_PinnedSequence_AnswersAsThenForEver()
    {
        var first = await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c1", "PRK", "USA")));
        var before = await _stack.GetAsync("PRK-USA");
        await _stack.AppendAsync(Entries.Coded("a2", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c2", "PRK", "USA", EventType.Assault)));
        await _stack.AppendAsync(Entries.Withdrawn("a1"));
        var pinned = await _stack.GetAsync("PRK-USA", sequence: first);
        (pinned.Level, pinned.LogSequence).ShouldBe((before.Level, first));
        // The same question was answered with its words before: the withdrawal takes them from there too.
        before.Contributions.ShouldHaveSingleItem().Quote.ShouldNotBeEmpty();
        pinned.Contributions.ShouldHaveSingleItem().Quote.ShouldBeEmpty();
        (await _stack.GetAsync("PRK-USA")).Level.ShouldBeGreaterThan(before.Level);
    }

    [Fact]
    public async Task GetTension_WithdrawnArticle_NoLongerCountsAndItsWordsAreGone()
    {
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-4), Now.AddDays(-4), Entries.Paper, Entries.Claim("c1", "PRK", "USA")), Now.AddDays(-4));
        await _stack.AppendAsync(Entries.Withdrawn("a1"), Now.AddDays(-1));
        var now = await _stack.GetAsync("PRK-USA");
        (now.Level, now.EventCount, now.Coverage.ArticleCount).ShouldBe((0, 0, 0));
        var then = await _stack.GetAsync("PRK-USA", Now.AddDays(-2));
        then.Level.ShouldBeGreaterThan(0);
        then.Contributions.ShouldHaveSingleItem().Quote.ShouldBeEmpty();
    }

    [Fact]
    public async Task Restart_GoesOnFromItsCursor_WithoutCountingTwice()
    {
        await StrikeAsync();
        await _stack.RestartAsync();
        await _stack.AppendAsync(Entries.Coded("a9", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c9", "KOR", "PRK")));
        _stack.Log.Cursors.ShouldBe([0, 4]);
        var tension = await _stack.GetAsync("PRK-USA");
        (tension.Level, tension.EventCount).ShouldBe((59.613179, 1));
        (await _stack.GetAsync("KOR-PRK")).EventCount.ShouldBe(1);
    }

    [Fact]
    public async Task ReplacedLog_IsRebuiltFromItsBeginning()
    {
        await StrikeAsync();
        _stack.Log.Replace("log-two");
        await _stack.AppendAsync(Entries.Coded("b1", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c1", "PRK", "USA")));
        var tension = await _stack.GetAsync("PRK-USA");
        (tension.LogId, tension.LogSequence, tension.EventCount).ShouldBe(("log-two", 1, 1));
        tension.Level.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task PoisonEntry_IsQuarantinedAndTheRestFlowsOn()
    {
        _stack.Log.Append(new ClaimEntry(), Now);
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c1", "PRK", "USA")));
        var tension = await _stack.GetAsync("PRK-USA");
        (tension.EventCount, tension.LogSequence).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Coverage_Sides_AreHeardQuietSilentOrFailing()
    {
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-2), Now.AddDays(-1), Entries.Kcna, Entries.Claim("c1", "USA", "PRK")));
        await _stack.AppendAsync(Entries.Coded("a2", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c2", "USA", "CHN")));
        await _stack.AppendAsync(Entries.Coded("a3", Now.AddDays(-2), Now.AddDays(-1), Entries.Agency, Entries.Claim("c3", "PRK", "USA")));
        var coverage = (await _stack.GetAsync("PRK-USA")).Coverage;
        coverage.Sides.Select(s => (s.Code, s.State, s.ArticleCount, s.ClaimCount, s.FamilyCount)).ShouldBe(
            [("PRK", CoverageState.Heard, 1, 1, 1), ("USA", CoverageState.Quiet, 1, 0, 1)]);
        (coverage.ThirdPartyClaimCount, coverage.VoiceCount, coverage.ArticleCount).ShouldBe((1, 2, 2));

        var russia = await _stack.GetAsync("PRK-RUS");
        russia.Coverage.Sides[1].State.ShouldBe(CoverageState.Silent);
        russia.Degraded.ShouldBeFalse();
        await _stack.AppendAsync(Entries.Status("tass", new Publisher { Name = "TASS", Country = "RUS" }, SourceState.Failing));
        russia = await _stack.GetAsync("PRK-RUS");
        russia.Coverage.Sides[1].State.ShouldBe(CoverageState.Failing);
        russia.DegradedReasons.ShouldHaveSingleItem().ShouldBe("The source TASS (RUS) is failing: 404.");
        await _stack.AppendAsync(Entries.Status("tass", new Publisher { Name = "TASS", Country = "RUS" }, SourceState.Ok));
        (await _stack.GetAsync("PRK-RUS")).Coverage.Sides[1].State.ShouldBe(CoverageState.Silent);
    }

    [Fact]
    public async Task ListTensions_Pages_AreRankedAndPinned()
    {
        await StrikeAsync();
        await _stack.AppendAsync(Entries.Coded("b1", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c1", "KOR", "PRK"), Entries.Claim("c2", "CHN", "JPN", EventType.Threaten)));
        var request = new ListTensionsRequest { PageSize = 2 };
        var first = await _stack.Client.ListTensionsAsync(request, cancellationToken: Token);
        first.Tensions.Select(t => t.Subject.Dyad).ShouldBe(["PRK-USA", "CHN-JPN"]);
        // What comes in between the pages does not move them.
        await _stack.AppendAsync(Entries.Coded("b2", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c3", "IND", "PAK", EventType.Assault)));
        request.PageToken = first.NextPageToken;
        var second = await _stack.Client.ListTensionsAsync(request, cancellationToken: Token);
        second.Tensions.ShouldHaveSingleItem().Subject.Dyad.ShouldBe("KOR-PRK");
        second.Tensions[0].LogSequence.ShouldBe(first.Tensions[0].LogSequence);
        second.NextPageToken.ShouldBeEmpty();
        first.Tensions[0].Level.ShouldBe((await _stack.GetAsync("PRK-USA")).Level);

        (await _stack.Client.ListTensionsAsync(new ListTensionsRequest { Kind = SubjectKind.Country }, cancellationToken: Token)).Tensions.Count.ShouldBe(7);
        (await _stack.Client.ListTensionsAsync(new ListTensionsRequest { Kind = SubjectKind.DirectedPair }, cancellationToken: Token)).Tensions[0].Subject.DirectedPair.ShouldBe("PRK:USA");
        (await _stack.Client.ListTensionsAsync(new ListTensionsRequest { Kind = SubjectKind.Region }, cancellationToken: Token)).Tensions.Count.ShouldBe(17);
    }

    [Fact]
    public async Task Sample_NeverStandsInOneRankingWithRealData()
    {
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c1", "PRK", "USA")));
        var invented = Entries.Coded("s1", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c2", "XOR", "XTA"), Entries.Claim("c3", "XOR", "USA"));
        invented.Coded.Article.Sample = true;
        await _stack.AppendAsync(invented);
        (await _stack.Client.ListTensionsAsync(new ListTensionsRequest(), cancellationToken: Token)).Tensions.Select(t => t.Subject.Dyad).ShouldBe(["PRK-USA"]);
        var sample = (await _stack.Client.ListTensionsAsync(new ListTensionsRequest { Sample = true }, cancellationToken: Token)).Tensions.ShouldHaveSingleItem();
        (sample.Subject.Dyad, sample.Sample).ShouldBe(("XOR-XTA", true));
        (await _stack.GetAsync("XOR-XTA")).Sample.ShouldBeTrue();
        (await _stack.GetAsync(new Subject { Country = "USA" })).Pairs.Select(p => p.Dyad).ShouldBe(["PRK-USA"]);
    }

    [Fact]
    public async Task GetTension_WithdrawnSample_IsNotToldOfAnyTimeOrSequence()
    {
        var invented = Entries.Coded("s1", Now.AddDays(-4), Now.AddDays(-4), Entries.Paper, Entries.Claim("c2", "XOR", "XTA"));
        invented.Coded.Article.Sample = true;
        var first = await _stack.AppendAsync(invented, Now.AddDays(-4));
        (await _stack.GetAsync("XOR-XTA", Now.AddDays(-2))).Level.ShouldBeGreaterThan(0);
        (await _stack.GetAsync("XOR-XTA", sequence: first)).Level.ShouldBeGreaterThan(0);
        var cleared = Entries.Withdrawn("s1");
        cleared.Withdrawal.Sample = true;
        await _stack.AppendAsync(cleared, Now.AddDays(-1));
        (await _stack.GetAsync("XOR-XTA", Now.AddDays(-2))).Level.ShouldBe(0);
        (await _stack.GetAsync("XOR-XTA", sequence: first)).Level.ShouldBe(0);
        (await _stack.Client.ListTensionsAsync(new ListTensionsRequest { Sample = true, AsOfTime = At(Now.AddDays(-2)) }, cancellationToken: Token)).Tensions.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetTensionSeries_EachDay_IsTheScoreOfItsEnd()
    {
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-5), Now.AddDays(-5), Entries.Paper, Entries.Claim("c1", "PRK", "USA", EventType.Sanction)));
        await _stack.AppendAsync(Entries.Coded("a2", Now.AddDays(-2), Now.AddDays(-2), Entries.Paper, Entries.Claim("c2", "USA", "PRK", EventType.Threaten)));
        var series = await _stack.Client.GetTensionSeriesAsync(new GetTensionSeriesRequest { Subject = new Subject { Dyad = "PRK-USA" }, FromTime = At(Now.AddDays(-9)) }, cancellationToken: Token);
        series.Points.Select(p => p.Date).ShouldBe(Enumerable.Range(0, 10).Select(i => Now.AddDays(i - 9).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var point in series.Points)
        {
            var end = DateTimeOffset.ParseExact(point.Date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal).AddDays(1).AddMicroseconds(-1);
            point.Level.ShouldBe((await _stack.GetAsync("PRK-USA", end < Now ? end : null)).Level);
        }
        series.Points.Count(p => p.Level > 0).ShouldBe(6);
        (await _stack.Client.GetTensionSeriesAsync(new GetTensionSeriesRequest { Subject = new Subject { Dyad = "PRK-USA" } }, cancellationToken: Token)).Points.Count.ShouldBe(90);
    }

    [Fact]
    public async Task ExplainChange_PartsSumToTheChange_AndCarryTheirClaims()
    {
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-8), Now.AddDays(-8), Entries.Paper, Entries.Claim("c1", "PRK", "USA", EventType.Sanction)));
        await _stack.AppendAsync(Entries.Coded("a2", Now.AddDays(-8), Now.AddDays(-2), Entries.Agency, Entries.Claim("c2", "PRK", "USA", EventType.Sanction)));
        await _stack.AppendAsync(Entries.Coded("a3", Now.AddDays(-1), Now.AddDays(-1), Entries.Agency, Entries.Claim("c3", "USA", "PRK", EventType.Threaten)));
        var explained = await ExplainAsync(new Subject { Dyad = "PRK-USA" }, Now.AddDays(-5));
        explained.Change.ShouldBe(explained.After.Level - explained.Before.Level);
        explained.Parts.Sum(p => p.Points).ShouldBe(explained.Change, 1e-9);
        var byCause = explained.Parts.ToDictionary(p => p.Cause);
        byCause.Keys.ShouldBe([ChangeCause.NewEvents, ChangeCause.Corroboration, ChangeCause.Decay], ignoreOrder: true);
        byCause[ChangeCause.Decay].Points.ShouldBeLessThan(0);
        byCause[ChangeCause.NewEvents].Claims.ShouldHaveSingleItem().ClaimId.ShouldBe("c3");
        byCause[ChangeCause.Corroboration].Contributions.ShouldHaveSingleItem().VoiceCount.ShouldBe(2);

        await _stack.AppendAsync(Entries.Withdrawn("a3"), Now.AddHours(-1));
        explained = await ExplainAsync(new Subject { Dyad = "PRK-USA" }, Now.AddHours(-2));
        explained.Parts.ShouldHaveSingleItem().Cause.ShouldBe(ChangeCause.Revision);
    }

    [Fact]
    public async Task ExplainChange_AnotherPairLeads_IsAPartOfItsOwn()
    {
        await _stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-8), Now.AddDays(-8), Entries.Paper, Entries.Claim("c1", "PRK", "USA", EventType.Sanction)));
        await _stack.AppendAsync(Entries.Coded("a2", Now.AddDays(-1), Now.AddDays(-1), Entries.Agency, Entries.Claim("c2", "PRK", "KOR", EventType.Assault)));
        var explained = await ExplainAsync(new Subject { Region = "korean-peninsula" }, Now.AddDays(-5));
        explained.Parts.Select(p => p.Cause).ShouldBe([ChangeCause.LeadingPair, ChangeCause.Decay]);
        explained.Parts.Sum(p => p.Points).ShouldBe(explained.Change, 1e-9);
        (await ExplainAsync(new Subject { Country = "JPN" }, Now.AddDays(-5))).Parts.ShouldBeEmpty();
    }

    [Fact]
    public async Task WatchTensions_ManyCommitsAtOnce_AreToldTogetherWhenTheTimeHasPassed()
    {
        var clock = new FakeTimeProvider(Now);
        await using var stack = await Stack.StartAsync(clock);
        using var watch = stack.Client.WatchTensions(new WatchTensionsRequest { Subjects = { new Subject { Dyad = "PRK-USA" } } }, cancellationToken: Token);
        (await watch.ResponseStream.MoveNext(Token)).ShouldBeTrue();
        watch.ResponseStream.Current.Tension.EventCount.ShouldBe(0);
        var next = watch.ResponseStream.MoveNext(Token);

        // One transaction each; a watch that begins meanwhile is told at once.
        var last = 0L;
        for (var i = 0; i < 5; i++)
            last = await stack.AppendAsync(Entries.Coded($"a{i}", Now.AddDays(-2 - i), Now.AddDays(-1), Entries.Paper, Entries.Claim($"c{i}", "PRK", "USA")));
        next.IsCompleted.ShouldBeFalse();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!next.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(200));
            await tick.WaitForNextTickAsync(limit.Token);
        }

        watch.ResponseStream.Current.Tension.LogSequence.ShouldBe(last);
        watch.ResponseStream.Current.Tension.EventCount.ShouldBe(5);
        watch.ResponseStream.Current.PreviousLevel.ShouldBe(0);
    }

    [Fact]
    public async Task GetTension_CacheStopped_IsComputedAllTheSame()
    {
        // Nothing listens there.
        await using var stack = await Stack.StartAsync(("ConnectionStrings:cache", "127.0.0.1:1"));
        await stack.AppendAsync(Entries.Coded("a1", Now.AddDays(-2), Now.AddDays(-1), Entries.Paper, Entries.Claim("c1", "PRK", "USA")));
        var first = await stack.GetAsync("PRK-USA");
        first.Level.ShouldBeGreaterThan(0);
        (await stack.GetAsync("PRK-USA")).ShouldBe(first);
    }

    [Fact]
    public async Task Regions_AndGazetteers_OfTheUserAndOfTheSample_AreBothKnown()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("regsec-files-").FullName;
        try
        {
            string Write(string name, string text)
            {
                var path = Path.Combine(directory, name);
                File.WriteAllText(path, text);
                return path;
            }
            const string Regions = "region_id\tname\tcore\tinvolved\n", Names = "code\tsector\twikidata_id\tname\tforms\n";
            // As AppHost gives the sample's beside what the user numbers.
            await using var stack = await Stack.StartAsync(
                ("Tension:Regions:0", Write("mine.tsv", Regions + "mine\tMine\tPRK\tUSA\n")), ("Tension:Regions:sample", Write("sample.tsv", Regions + "theirs\tTheirs\tXOR XTA\t\n")),
                ("Language:Gazetteers:0", Write("names.tsv", Names + "QQA\tGOV\t\tQuarl\tQuarl\n")), ("Language:Gazetteers:sample", Write("names2.tsv", Names + "QQB\tGOV\t\tQuist\tQuist\n")));

            (await stack.GetAsync(new Subject { Region = "mine" })).RegionName.ShouldBe("Mine");
            (await stack.GetAsync(new Subject { Region = "theirs" })).RegionName.ShouldBe("Theirs");
            (await stack.GetAsync("QQA-QQB")).Level.ShouldBe(0);
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task WatchTensions_EachChange_IsToldOnce()
    {
        using var watch = _stack.Client.WatchTensions(new WatchTensionsRequest { Subjects = { new Subject { Dyad = "PRK-USA" }, new Subject { Country = "JPN" } } }, cancellationToken: Token);
        (await NextAsync()).HasPreviousLevel.ShouldBeFalse();
        (await NextAsync()).Tension.Subject.Country.ShouldBe("JPN");
        _stack.Log.Append(Entries.Coded("a1", Now.AddDays(-1), Now.AddDays(-1), Entries.Paper, Entries.Claim("c1", "PRK", "USA")), Now);
        var changed = await NextAsync();
        (changed.Tension.Subject.Dyad, changed.PreviousLevel, changed.Tension.LogSequence).ShouldBe(("PRK-USA", 0, 1));
        changed.Tension.Level.ShouldBeGreaterThan(0);
        _stack.Log.Append(Entries.Coded("a2", Now.AddDays(-1), Now.AddDays(-1), Entries.Paper, Entries.Claim("c2", "JPN", "CHN")), Now);
        (await NextAsync()).Tension.Subject.Country.ShouldBe("JPN");

        async Task<WatchTensionsResponse> NextAsync()
        {
            (await watch.ResponseStream.MoveNext(Token)).ShouldBeTrue();
            return watch.ResponseStream.Current;
        }
    }

    [Fact]
    public async Task Rest_GetTension_IsTheSameNumber()
    {
        await StrikeAsync();
        using var http = new HttpClient { BaseAddress = _stack.HttpAddress };
        var json = await http.GetFromJsonAsync<JsonElement>("/api/v1/tension?subject.dyad=PRK-USA", Token);
        json.GetProperty("tension").GetProperty("level").GetDouble().ShouldBe(59.613179);
    }

    private async Task<ExplainChangeResponse> ExplainAsync(Subject subject, DateTimeOffset from) =>
        await _stack.Client.ExplainChangeAsync(new ExplainChangeRequest { Subject = subject, FromTime = At(from) }, cancellationToken: Token);

    // One artillery strike of today in four papers.
    [Fact]
    public async Task GetTension_DecayPreview_IsTheLevelOfThatDay()
    {
        await StrikeAsync();
        var tension = await _stack.GetAsync("PRK-USA");
        tension.DecayPreview.Select(p => p.Days).ShouldBe([7, 30, 90]);
        // P = 2.72 2^(-7/14), and so on.
        tension.DecayPreview[0].Level.ShouldBe(100 * (1 - Math.Exp(-2.72 * Math.Pow(2, -0.5) / 3)), 1e-5);
        tension.DecayPreview.Select(p => p.Level).ShouldBe(tension.DecayPreview.Select(p => p.Level).OrderDescending());
        tension.DecayPreview[2].Level.ShouldBe(100 * (1 - Math.Exp(-2.72 * Math.Pow(2, -90.0 / 14) / 3)), 1e-5);
        tension.HasMomentum.ShouldBeFalse();
        // The same four voices tell all there is: whichever of them are drawn, it weighs the same.
        (tension.IntervalLow, tension.IntervalHigh).ShouldBe((tension.Level, tension.Level));
        // A strike that one of them alone tells comes and goes with it.
        await _stack.AppendAsync(Entries.Coded("b0", Now, Now, Entries.Agency, Entries.Claim("d0", "USA", "PRK", EventType.Assault)));
        tension = await _stack.GetAsync("PRK-USA");
        tension.IntervalLow.ShouldBeLessThan(tension.Level);
        tension.IntervalHigh.ShouldBeGreaterThan(tension.Level);
    }

    [Fact]
    public async Task GetTension_NinetyQuietDaysNamingBoth_TellsMomentum()
    {
        for (var i = 0; i < 89; i++)
            await _stack.AppendAsync(Named(i));
        await StrikeAsync();
        (await _stack.GetAsync("PRK-USA")).HasMomentum.ShouldBeFalse();
        await _stack.AppendAsync(Named(89));
        var tension = await _stack.GetAsync("PRK-USA");
        // Median and MAD of a quiet year are 0: 2.72 / 0.05, clipped.
        tension.Momentum.ShouldBe(4);

        static ClaimEntry Named(int i)
        {
            var day = Now.AddDays(-10 - i);
            var entry = Entries.Coded($"n{i}", day, day, Entries.Paper);
            entry.Coded.Article.StatesNamed.Add(["PRK", "USA"]);
            return entry;
        }
    }

    [Fact]
    public async Task ExploreTension_WithoutAFamily_IsTheScoreWithoutItsClaims()
    {
        await _stack.AppendAsync(Entries.Coded("k1", Now.AddDays(-1), Now.AddDays(-1), Entries.Kcna, Entries.Claim("c1", "PRK", "USA", EventType.Threaten)));
        await _stack.AppendAsync(Entries.Coded("k2", Now.AddDays(-1), Now.AddDays(-1), Entries.Agency, Entries.Claim("c2", "PRK", "USA", EventType.Threaten), Entries.Claim("c3", "USA", "PRK")));
        var all = await _stack.GetAsync("PRK-USA");
        var answer = await ExploreAsync(r => r.WithoutFamilies.Add("kcna"));
        answer.Actual.Level.ShouldBe(all.Level);
        answer.LeftOutClaimCount.ShouldBe(1);
        answer.Change.ShouldBe(answer.Supposed.Level - answer.Actual.Level);
        answer.Change.ShouldBeLessThan(0);
        (await ExploreAsync(r => r.WithoutPublishers.Add("kcna"))).Supposed.Level.ShouldBe(answer.Supposed.Level);
        (await ExploreAsync(r => r.WithoutClaimIds.Add("c1"))).Supposed.Level.ShouldBe(answer.Supposed.Level);
        // KCNA speaks for PRK; the agency is no side.
        answer.Perspectives.Select(p => (p.Side, p.ClaimCount)).ShouldBe([("PRK", 1), ("USA", 0), ("", 2)]);
        answer.HasPerceptionGap.ShouldBeFalse();
        (await _stack.GetAsync("PRK-USA")).Level.ShouldBe(all.Level);
    }

    [Fact]
    public async Task ExploreTension_SupposedStrikeByFourVoices_AddsWhatAReportedOneWould()
    {
        var answer = await ExploreAsync(r => r.Events.Add(new HypotheticalEvent { Actor = "PRK", Receiver = "USA", EventType = EventType.Assault, Date = "2024-11-09" }));
        answer.Actual.Level.ShouldBe(0);
        // p = 1, four voices: P = 3.2.
        answer.Supposed.Level.ShouldBe(100 * (1 - Math.Exp(-3.2 / 3)), 1e-5);
        answer.Supposed.Contributions.ShouldHaveSingleItem().Quote.ShouldBe("");
    }

    [Fact]
    public async Task ExploreTension_BadSuppositions_AreNamedAtOnce()
    {
        var error = await Should.ThrowAsync<RpcException>(() => ExploreAsync(r =>
        {
            r.Events.Add(new HypotheticalEvent { Actor = "PRK", Receiver = "CHN", EventType = EventType.Assault });
            r.Events.Add(new HypotheticalEvent { Actor = "PRK", Receiver = "USA", EventType = EventType.Statement });
            r.Events.Add(new HypotheticalEvent { Actor = "PRK", Receiver = "USA", EventType = EventType.Assault, Date = "yesterday", VoiceCount = 99 });
        }));
        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        var fields = error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field);
        fields.ShouldBe(["events[0]", "events[1].event_type", "events[2].date", "events[2].voice_count"], ignoreOrder: true);
        (await Should.ThrowAsync<RpcException>(() => ExploreAsync(r => r.WithoutClaimIds.Add("nothing")))).Status.Detail.ShouldContain("nothing");
    }

    private async Task<ExploreTensionResponse> ExploreAsync(Action<ExploreTensionRequest> ask)
    {
        var request = new ExploreTensionRequest { Subject = new Subject { Dyad = "PRK-USA" } };
        ask(request);
        return await _stack.Client.ExploreTensionAsync(request, cancellationToken: Token);
    }

    private async Task StrikeAsync()
    {
        for (var i = 0; i < 4; i++)
            _stack.Log.Append(Entries.Coded($"a{i}", Now.AddHours(-3), Now.AddHours(-2), new Publisher { PublisherId = $"p{i}", Family = $"p{i}", Registered = true },
                Entries.Claim($"c{i}", "PRK", "USA", EventType.Assault, Mode.HeavyWeapons)), Now.AddHours(-2));
        await _stack.AppliedAsync(4);
    }

    private static Timestamp At(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);
}
