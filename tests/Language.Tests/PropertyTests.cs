using RegionalSecurity.Contracts;
using RegionalSecurity.Fuzz;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Language.Tests;

public sealed class PropertyTests
{
    [Fact]
    public void Extract_AnyText_HoldsAllRules()
    {
        var check = new ExtractionCheck(Reading.Extractor);
        for (var number = 0UL; number < 400; number++)
        {
            var text = TextMaker.Make(1, number);
            if (check.Fault(text) is { } fault)
                Assert.Fail($"tests/Fuzz, run --seed 1 --from {number} --count 1: {fault}\n'{check.Shorten(text)}'");
        }
    }

    [Fact]
    public void Extract_SameText_GivesSameBytesOnAnyThread()
    {
        const string text = "China condemned Japan on Monday. Iran fired missiles at Iraq, killing 5 people, Baghdad said. The dispute could lead to an arms race between Iran and Iraq.";
        var expected = Bytes(Reading.Extractor.Extract(Reading.Article(text)));
        expected.Length.ShouldBeGreaterThan(100);
        var all = new string[32];
        Parallel.For(0, all.Length, i => all[i] = Bytes(new ClaimExtractor(Gazetteer.Default).Extract(Reading.Article(text))));
        all.ShouldAllBe(b => b == expected);
    }

    [Fact]
    public void Extract_ArticleFields_AreCopiedOnClaims()
    {
        var article = Reading.Article("China condemned Japan.");
        article.StoryId = "s1";
        article.Sample = true;
        article.Revision = 3;
        article.Publisher = new Publisher { PublisherId = "p", Name = "P" };
        article.IngestTime = article.PublishTime;
        var claim = Reading.Extractor.Extract(article).Claims.Single();
        (claim.ArticleId, claim.Revision, claim.StoryId, claim.Sample, claim.ExtractorVersion).ShouldBe(("atest", 3, "s1", true, ClaimExtractor.Version));
        claim.Publisher.ShouldBe(article.Publisher);
        claim.PublishTime.ShouldBe(article.PublishTime);
        claim.IngestTime.ShouldBe(article.IngestTime);
    }

    [Fact]
    public void Extract_TypoElsewhere_KeepsClaimId()
    {
        var before = Reading.Claims("It was a quiet day. China condemned Japan.").Single().ClaimId;
        Reading.Claims("It was quite a day! China condemned Japan.").Single().ClaimId.ShouldBe(before);
        Reading.Claims("It was a quiet day. China condemned India.").Single().ClaimId.ShouldNotBe(before);
        before.ShouldMatch("^c[a-z2-7]{26}$");
        var twice = Reading.Claims("China condemned Japan. China condemned Japan.");
        twice.Select(c => c.ClaimId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Extract_NonNormalisedText_PointsIntoTheTextAsReceived()
    {
        // The accent is a character of its own; a surrogate pair is one code point.
        const string text = "😀 Cafe\u0301 talk.\r\nChina condemned Japan.";
        var claim = Reading.Claims(text).Single();
        new TextSpans(text).Holds(claim.Actors[0].Span).ShouldBeTrue();
        claim.Actors[0].Span.Start.ShouldBe(text.IndexOf("China", StringComparison.Ordinal) - 1);
    }

    private static string Bytes(Extraction extraction) => string.Join('\n', extraction.Claims.Select(c => c.ToString())) + string.Join(' ', extraction.StatesNamed);
}
