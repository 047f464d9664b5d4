using Google.Protobuf;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Composition.Rendering;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Tests;

public sealed class ReportComposerTests
{
    private static readonly Report s_crisis = ReportComposer.Compose(Make.Crisis().Input());

    [Fact]
    public void Compose_Crisis_HasAllSectionsInOrder() =>
        s_crisis.Sections.Select(s => s.Kind).ShouldBe(
        [
            SectionKind.KeyJudgements, SectionKind.Chronology, SectionKind.Perspectives, SectionKind.Countermeasures, SectionKind.Responses, SectionKind.Implications,
            SectionKind.Consequences, SectionKind.Measures, SectionKind.Score, SectionKind.Disagreements, SectionKind.Unknowns, SectionKind.Summary, SectionKind.Method,
        ]);

    [Fact]
    public void Compose_Crisis_EveryFactLeadsToVerbatimWords()
    {
        var input = Make.Crisis().Input();
        var facts = s_crisis.Sentences().Where(s => s.Factual).ToList();
        facts.Count.ShouldBeGreaterThan(20);
        foreach (var fact in facts)
        {
            fact.ClaimIds.ShouldNotBeEmpty(fact.Text);
            fact.CitationNumbers.ShouldBe(fact.ClaimIds.Select(id => s_crisis.Citations.Single(c => c.ClaimId == id).Number));
        }
        foreach (var citation in s_crisis.Citations)
        {
            var source = s_crisis.Sources.Single(s => s.Number == citation.SourceNumber);
            new TextSpans(input.Articles[new ArticleKey(source.ArticleId, source.Revision)].Text).Holds(citation.Quote).ShouldBeTrue();
        }
        s_crisis.Citations.Select(c => c.Number).ShouldBe(Enumerable.Range(1, s_crisis.Citations.Count));
        s_crisis.Sentences().Where(s => !s.Factual).ShouldAllBe(s => s.ClaimIds.Count == 0 && s.CitationNumbers.Count == 0);
    }

    [Fact]
    public void Compose_ClaimsInAnyOrder_SameBytes()
    {
        var input = Make.Crisis().Input();
        var reversed = ReportComposer.Compose(input with { Claims = [.. input.Claims.Reverse()] });

        reversed.ToByteArray().ShouldBe(s_crisis.ToByteArray());
        HtmlRenderer.Render(reversed).ShouldBe(HtmlRenderer.Render(s_crisis));
    }

    [Fact]
    public void Compose_SidesExchanged_MirrorsEverySentence()
    {
        var mirrored = ReportComposer.Compose(Make.Crisis(Make.B, Make.A).Input());

        mirrored.Sentences().Where(s => s.Factual).Select(s => Exchange(s.Text)).Order(StringComparer.Ordinal)
            .ShouldBe(s_crisis.Sentences().Where(s => s.Factual).Select(s => s.Text).Order(StringComparer.Ordinal));

        static string Exchange(string text) => text.Replace("Ardania", "\u0001", StringComparison.Ordinal).Replace("Bestria", "Ardania", StringComparison.Ordinal).Replace("\u0001", "Bestria", StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_Crisis_LoadedAndLikelihoodWordsOnlyInsideQuotes()
    {
        foreach (var sentence in s_crisis.Sentences())
            Wording.Forbidden.Match(sentence.Text.OutsideQuotes()).Value.ShouldBeEmpty(sentence.Text);
        s_crisis.Sentences().ShouldContain(s => s.Text.Contains("Reported tension", StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_LoadedNameOfParty_StandsInQuotes()
    {
        var make = new Make();
        var article = make.Article("a1", "The puppet regime threatened Ardania with war.");
        var claim = make.Event(article, article.Text, EventType.Threaten, "", "XAA XBB", Mode.Violence);
        claim.Actors.Add(new Participant { Name = "The puppet regime", Span = Make.Span(article, "The puppet regime") });
        make.Event(article, article.Text, EventType.Accuse, Make.A, Make.B);

        var report = ReportComposer.Compose(make.Input());

        report.Of(SectionKind.Consequences).Text().ShouldContain("“The puppet regime” threatened Ardania and Bestria with force");
        foreach (var sentence in report.Sentences())
            Wording.Forbidden.Match(sentence.Text.OutsideQuotes()).Value.ShouldBeEmpty(sentence.Text);
    }

    [Fact]
    public void Compose_Announcement_IsNeverToldAsDone()
    {
        var told = s_crisis.Sentences().Where(s => s.Factual && s.Text.Contains("deploy", StringComparison.Ordinal) && !s.Text.StartsWith("Deployment", StringComparison.Ordinal)).ToList();
        told.ShouldNotBeEmpty();
        told.ShouldAllBe(s => s.Text.Contains("announced that it would deploy", StringComparison.Ordinal));
        s_crisis.Of(SectionKind.Countermeasures).Column("Status").ShouldBe(["Announced", "Reported as done or under way", "Promised in words"]);
    }

    [Fact]
    public void Compose_AllegationAndDenial_StandSideBySide()
    {
        var section = s_crisis.Of(SectionKind.Disagreements);
        section.Column("Who says so").ShouldHaveSingleItem().ShouldStartWith("Ardania alleged that on 10 May 2031 Bestria had attacked computer systems of Ardania, Ardania Gazette reports");
        section.Column("Who denies it").ShouldHaveSingleItem().ShouldStartWith("On 11 May 2031 Bestria denied attacking computer systems of Ardania, Bestria Courier reports");
        s_crisis.Of(SectionKind.Chronology).Text().ShouldNotContain("computer systems");
    }

    [Fact]
    public void Compose_AllegationWithoutAnswer_SaysSo()
    {
        var input = Make.Crisis().Input();
        var report = ReportComposer.Compose(input with { Claims = [.. input.Claims.Where(c => c.Modality != Modality.Denied)] });

        report.Of(SectionKind.Disagreements).Column("Who denies it").ShouldBe(["No answer of Bestria was found in the sources read."]);
        report.Of(SectionKind.Unknowns).Text().ShouldContain("One allegation found no answer in the sources read.");
    }

    [Fact]
    public void Compose_StateOutletOnTheOtherSidesDeed_IsAnAllegation()
    {
        var make = new Make();
        var article = make.Article("a1", "Bestria crossed the border of Ardania. Ardania deployed troops.", "Ardania Herald", Make.A, Ownership.StateControlled);
        make.Event(article, "Bestria crossed the border of Ardania.", EventType.Coerce, Make.B, Make.A, Mode.XIncursion);
        make.Event(article, "Ardania deployed troops.", EventType.Mobilize, Make.A, Make.B, Mode.XDeployment);

        var report = ReportComposer.Compose(make.Input());

        var events = report.Of(SectionKind.Chronology).Column("Event");
        events.ShouldContain(e => e.StartsWith("Ardania Herald alleges that Bestria entered territory", StringComparison.Ordinal));
        events.ShouldContain(e => e.StartsWith("Ardania Herald reports that Ardania deployed forces", StringComparison.Ordinal));
        report.Of(SectionKind.Disagreements).Column("Who denies it").ShouldBe(["No answer of Bestria was found in the sources read."]);
        report.Of(SectionKind.Countermeasures).Column("Status").ShouldContain("Alleged by Ardania Herald");

        var confirmed = make.Article("b1", "Bestria crossed the border of Ardania.", "Bestria Courier", Make.B);
        make.Event(confirmed, "Bestria crossed the border of Ardania.", EventType.Coerce, Make.B, Make.A, Mode.XIncursion);
        ReportComposer.Compose(make.Input()).Of(SectionKind.Chronology).Column("Event")
            .ShouldContain(e => e.StartsWith("Ardania Herald and Bestria Courier report that Bestria entered territory", StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_QuoteNotInArticle_DropsSentenceAndCounts()
    {
        var make = Make.Crisis();
        var broken = make.Claims.Single(c => c.Evidence.Quote.StartsWith("Bestria held", StringComparison.Ordinal));
        broken.Evidence.Quote = broken.Evidence.Quote.Replace("naval", "nuclear", StringComparison.Ordinal);

        var report = ReportComposer.Compose(make.Input());

        report.DroppedSentenceCount.ShouldBeGreaterThan(0);
        report.Sentences().ShouldNotContain(s => s.Text.Contains("nuclear", StringComparison.Ordinal) || s.ClaimIds.Contains(broken.ClaimId));
        report.Of(SectionKind.Unknowns).Text().ShouldContain("withheld: the quote is not in the stored article");
    }

    [Fact]
    public void Compose_LabelNotInArticle_DropsItsClaim()
    {
        var make = Make.Crisis();
        make.Claims.Single(c => c.Label is not null).Label.Span.Quote = "Steel Ring";

        var report = ReportComposer.Compose(make.Input());

        report.Of(SectionKind.Perspectives).Text().ShouldNotContain("Steel Ring");
        report.DroppedSentenceCount.ShouldBe(1);
    }

    [Fact]
    public void CitedArticles_Crisis_AreAllThatComposeNeeds()
    {
        var input = Make.Crisis().Input();
        var asked = ReportComposer.CitedArticles(input with { Articles = new Dictionary<ArticleKey, Article>() });

        asked.ShouldBe([new("a1", 1), new("b1", 1), new("c1", 1)]);
    }

    [Fact]
    public void Compose_LikeClaimsOfSeveralOutlets_AreOneSentenceWithSeveralCitations()
    {
        var make = new Make();
        foreach (var (id, name) in new[] { ("a1", "Gazette"), ("a2", "Mirror"), ("a3", "Star") })
        {
            var article = make.Article(id, $"Ardania condemned Bestria, says the {name}.", name);
            make.Event(article, article.Text, EventType.Accuse, Make.A, Make.B, Mode.Disapprove);
        }

        var row = ReportComposer.Compose(make.Input()).Of(SectionKind.Chronology).Blocks.Single().Table.Rows.ShouldHaveSingleItem();

        row.Cells[1].Sentences.ShouldHaveSingleItem().CitationNumbers.Count.ShouldBe(3);
        row.Cells[1].Sentences[0].Text.ShouldStartWith("Ardania criticised Bestria, Gazette, Mirror and Star report: ");
        row.Cells[2].Sentences[0].Text.ShouldBe("Gazette (Ardania, private); Mirror (Ardania, private); Star (Ardania, private)");
    }

    [Fact]
    public void Compose_SideWithoutSource_GetsTheLineThatSaysSo()
    {
        var make = new Make();
        var article = make.Article("a1", "Ardania condemned Bestria.");
        make.Event(article, article.Text, EventType.Accuse, Make.A, Make.B);
        var report = ReportComposer.Compose(make.Input(t => t.Coverage = new Coverage
        {
            Sides = { new SideCoverage { Code = Make.A, State = CoverageState.Heard }, new SideCoverage { Code = Make.B, State = CoverageState.Failing } },
        }));

        report.Of(SectionKind.Perspectives).Text().ShouldContain("No source read speaks for Bestria: a source of its own is failing.");
        report.Of(SectionKind.Unknowns).Text().ShouldContain("No article from a publisher of Bestria came in during the last 30 days, and a source of it is failing.");
        var judgement = report.Of(SectionKind.KeyJudgements).Blocks[0].Judgement;
        judgement.Confidence.ShouldBe(JudgementConfidence.Low);
        judgement.ConfidenceReason.ShouldBe("One independent voice; Bestria not heard; a source is failing or behind.");
    }

    [Theory]
    [InlineData(CoverageState.Silent, "No article from a publisher of Bestria came in during the last 30 days. This is no sign of calm.")]
    [InlineData(CoverageState.Quiet, "Publishers of Bestria were read in the last 30 days (4 articles), and said nothing on the subject.")]
    public void Compose_SideNotHeard_TellsSilentFromQuiet(CoverageState state, string line)
    {
        var report = ReportComposer.Compose(Make.Crisis().Input(t => t.Coverage = new Coverage { Sides = { new SideCoverage { Code = Make.B, State = state, ArticleCount = 4 } } }));

        report.Of(SectionKind.Unknowns).Text().ShouldContain(line);
    }

    [Fact]
    public void Compose_NoClaims_EverySectionSaysSoInALine()
    {
        var report = ReportComposer.Compose(new Make().Input());

        report.Sections.Count.ShouldBe(13);
        report.Sections.ShouldAllBe(s => s.Blocks.Count > 0 && s.Text().Length > 0);
        report.Citations.ShouldBeEmpty();
        HtmlRenderer.Render(report).ShouldContain("This report cites nothing.");
    }

    [Theory]
    [InlineData(5, false, JudgementConfidence.High)]
    [InlineData(5, true, JudgementConfidence.Moderate)]
    [InlineData(3, false, JudgementConfidence.Moderate)]
    [InlineData(3, true, JudgementConfidence.Low)]
    [InlineData(2, false, JudgementConfidence.Low)]
    public void Assess_VoicesAndDispute_GiveConfidence(int voices, bool disputed, JudgementConfidence expected)
    {
        var make = new Make();
        for (var i = 0; i < voices; i++)
        {
            var article = make.Article($"a{i}", "Ardania condemned Bestria.", $"Outlet {i}", i % 2 == 0 ? Make.A : Make.B);
            make.Event(article, article.Text, EventType.Accuse, Make.A, Make.B);
        }
        var material = new Material(make.Input());

        Sections.KeyJudgementsSection.Assess(material, material.Claims, disputed).Confidence.ShouldBe(expected);
    }

    [Fact]
    public void Compose_Change_SaysWhatMovedTheScore()
    {
        var make = Make.Crisis();
        var input = make.Input();
        var change = new ExplainChangeResponse
        {
            Before = new Tension.V1.Tension { Level = 26.4, EventCount = 2 },
            After = input.Tension,
            Change = 5,
            Parts =
            {
                new ChangePart { Cause = ChangeCause.NewEvents, Points = 7, Contributions = { new Contribution { Points = 7, EventDate = "2031-05-09", OneSided = true, ClaimIds = { make.Claims.Single(c => c.Mode == Mode.XExercise).ClaimId } } } },
                new ChangePart { Cause = ChangeCause.Decay, Points = -2 },
            },
        };

        var section = ReportComposer.Compose(input with { Change = change }).Of(SectionKind.Score);

        section.Text().ShouldContain("stood at 31.4 of 100 (elevated) on 19 May 2031, 5.0 points above 1 May 2031.");
        section.Text().ShouldContain("New events added 7.0 points; the ageing of earlier events took 2.0 points away. The parts sum to the change.");
        section.Column("Points").ShouldBe(["+7.0", "−2.0"]);
        section.Column("Event").ShouldHaveSingleItem().ShouldBe("Bestria Courier reports that Bestria held a military exercise: “Bestria held a naval exercise on 9 May.” Reported by one side.");
    }

    [Theory]
    [InlineData(40, Band.Elevated, "It was highest on 3 May 2031, at 40.0 (elevated).")]
    [InlineData(32, Band.Elevated, null)]
    public void Compose_Series_NamesThePeakWhereItStandsClear(double level, Band band, string? expected)
    {
        var series = new[] { ("2031-05-02", 20.0), ("2031-05-03", level), ("2031-05-04", level) }.Select(p => new TensionPoint { Date = p.Item1, Level = p.Item2, Band = band });

        var text = ReportComposer.Compose(Make.Crisis().Input() with { Series = [.. series] }).Of(SectionKind.Score).Text();

        text.Contains("It was highest", StringComparison.Ordinal).ShouldBe(expected is not null);
        text.ShouldContain(expected ?? "stood at 31.4");
    }

    [Fact]
    public void Compose_DirectedPair_Throws() =>
        Should.Throw<ArgumentException>(() => ReportComposer.Compose(new Make().Input(t => t.Subject = new Subject { DirectedPair = "XAA:XBB" })));

    [Fact]
    public void Compose_ArticlesOnOtherMatters_AreLeftAside()
    {
        var make = Make.Crisis();
        var far = make.Article("z1", "Corvia praised Dalmor. Corvia arrested protesters. Trade could suffer.", "Corvia Herald", Make.C);
        make.Event(far, "Corvia praised Dalmor.", EventType.Support, Make.C, "XDD");
        make.Event(far, "Corvia arrested protesters.", EventType.Coerce, Make.A, Make.A, Mode.Arrest);
        make.Outlook(far, "Trade could suffer.", OutlookCategory.TradeRoute, "");

        var report = ReportComposer.Compose(make.Input());

        report.Sources.Select(s => s.ArticleId).ShouldNotContain("z1");
        report.Summary().ShouldContain("13 claims from 3 articles");
    }

    [Fact]
    public void ReportId_OtherKnowledge_IsAnother()
    {
        var input = Make.Crisis().Input();
        string[] ids =
        [
            s_crisis.ReportId,
            ReportComposer.Compose(input with { AsOfTime = input.AsOfTime.AddSeconds(-1) }).ReportId,
            ReportComposer.Compose(input with { Claims = [.. input.Claims.Skip(1)] }).ReportId,
            ReportComposer.Compose(input with { Past = Past.AsPublished }).ReportId,
            ReportComposer.Compose(Make.Crisis().Input(t => t.LogSequence = 8)).ReportId,
        ];

        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => id.Length == 27 && id[0] == 'r');
        ReportComposer.Compose(input with { CreateTime = input.CreateTime.AddHours(1) }).ReportId.ShouldBe(s_crisis.ReportId);
    }
}

internal static class ReportReading
{
    public static string Summary(this Report report) => report.Of(SectionKind.Summary).Text();
}
