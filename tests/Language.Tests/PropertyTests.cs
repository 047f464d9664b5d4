using CsCheck;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Language.Tests;

public sealed class PropertyTests
{
    // Pieces that the rules look for, and characters that break naive scanners.
    private static readonly string[] Pieces =
    [
        "China", "Japan", "the US", "North Korea", "Kim Jong Un", "ComradeKim Jong Unto", "U.S.", "South Korea's military", "said", "attacked", "condemned", "will", "not", "that",
        "to", "in response to", "according to", "if", ",", ".", " and ", ":", "\n", "\n- ", " | ", "---|---|\n", "“", "”", "\"", "(", ")", "'s", "-", "2006", "on Monday", "last week",
        "killed 12 people", "missile", "sanctions", "talks", "could lead to an arms race", "should", "Potential outcomes include:\n", "\u202e", "\0", "\ud800", "\udc00", "😀", "é", "e\u0301",
        "İ", "ß", "…", "。", "1.", "a)", "*", "0", "9999999999999999999999", "since", "the 1990s", "February 31", "\t", "\r\n", "\u2028", "which", "who", "by", "of", "with", "against",
    ];

    private static readonly Gen<string> Texts = Gen.Frequency(
        (3, Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(picks => string.Join(' ', picks.Select(i => Pieces[i])))),
        (1, Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(picks => string.Concat(picks.Select(i => Pieces[i])))),
        (1, Gen.String));

    [Fact]
    public void Extract_AnyString_SpansHoldAndIdsAreDistinct() => Texts.Sample(text =>
    {
        var claims = Reading.Extractor.Extract(Reading.Article(text)).Claims;
        var spans = new TextSpans(text);
        foreach (var claim in claims)
            foreach (var span in SpansOf(claim))
                if (!spans.Holds(span) || span.Start < claim.Evidence.Start || span.End > claim.Evidence.End)
                    throw new InvalidOperationException($"[{span.Start}, {span.End}) '{span.Quote}' is not in the evidence of '{text}'");
        return claims.Select(c => c.ClaimId).Distinct().Count() == claims.Count
            && claims.All(c => c.Evidence is not null && c.Trigger is not null && c.Kind != ClaimKind.Unspecified && c.Confidence is > 0 and <= 1);
    }, iter: 1500);

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

    [Theory]
    [InlineData('(')]
    [InlineData('"')]
    [InlineData('.')]
    [InlineData('x')]
    [InlineData(',')]
    [InlineData('|')]
    [InlineData('\ud83d')]
    public void Extract_HugeMonotony_EndsInTime(char c)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Reading.Extractor.Extract(Reading.Article("China " + new string(c, 1_000_000) + " attacked Japan.")).ShouldNotBeNull();
        Reading.Extractor.Extract(Reading.Article("China " + string.Concat(Enumerable.Repeat(c + " said Japan ", 60_000)))).ShouldNotBeNull();
        // Linear work takes a second or two; anything quadratic would take minutes.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
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

    private static IEnumerable<TextSpan> SpansOf(Claim claim) =>
        new[] { claim.Evidence, claim.Trigger, claim.ResponseTo?.Span, claim.Label?.Span, claim.Outlook?.Condition, claim.Outlook?.Horizon, claim.Outlook?.Likelihood, claim.Recommendation?.Description }
            .Concat(claim.Actors.Concat(claim.Targets).Concat(claim.Attributions.Select(a => a.Source)).Select(p => p.Span))
            .Concat(claim.Attributions.Select(a => a.Cue)).OfType<TextSpan>();

    private static string Bytes(Extraction extraction) => string.Join('\n', extraction.Claims.Select(c => c.ToString())) + string.Join(' ', extraction.StatesNamed);
}
