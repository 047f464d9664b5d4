using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Composition.Rendering;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Tests;

/// <summary>Claims of every shape the contract allows, and some it does not.</summary>
public sealed class AnyClaimsTests
{
    private const string Letters = "Ardania condemned the “drills” of Bestria – 北韓은 🚀 may\nprovoke | <b>war</b> \\ * _ ‘label’ \"x\" e\u0301 regime \u202e end. ";

    [Fact]
    public void Compose_AnyClaims_AnswersAndEveryFactIsVerbatim()
    {
        var facts = 0;
        for (var seed = 1; seed <= 150; seed++)
        {
            var input = Any(new Random(seed));

            var report = ReportComposer.Compose(input);

            foreach (var citation in report.Citations)
            {
                var source = report.Sources.Single(s => s.Number == citation.SourceNumber);
                new TextSpans(input.Articles[new ArticleKey(source.ArticleId, source.Revision)].Text).Holds(citation.Quote).ShouldBeTrue($"seed {seed}");
                citation.Quote.Quote.Length.ShouldBeLessThanOrEqualTo(300);
                citation.ContextBefore.Length.ShouldBeLessThanOrEqualTo(200);
                citation.ContextAfter.Length.ShouldBeLessThanOrEqualTo(200);
            }
            facts += report.Sentences().Count(s => s.Factual);
            report.Sentences().Where(s => s.Factual).ShouldAllBe(s => s.ClaimIds.Count > 0 && s.CitationNumbers.Count > 0);
            ReportComposer.CitedArticles(input).ShouldNotBeNull();
            HtmlRenderer.Render(report).ShouldNotContain("<b>war");
            MarkdownRenderer.Render(report).ShouldNotContain(" <b>war");
            Reports.V1.Report.Parser.ParseJson(JsonRenderer.Render(report)).ShouldBe(report);
        }
        facts.ShouldBeGreaterThan(3000);
    }

    private static ReportInput Any(Random random)
    {
        var make = new Make();
        var articles = Enumerable.Range(0, 4).Select(i => make.Article($"a{i}", Text(random, 1 + random.Next(1200)), $"P{i}", Pick(random, Make.A, Make.B, ""), Pick(random, System.Enum.GetValues<Ownership>()), 1 + random.Next(20))).ToList();
        var claims = Enumerable.Range(0, 60).Select(i => AnyClaim(random, articles[random.Next(articles.Count)], i)).ToList();
        var input = make.Input();
        return input with
        {
            Claims = claims,
            Change = new ExplainChangeResponse
            {
                Before = new Tension.V1.Tension(),
                Change = random.NextDouble() * 20 - 10,
                Parts = { new ChangePart { Cause = (ChangeCause)random.Next(9), Points = 1, Contributions = { new Contribution { Points = 1, EventDate = "no day", ClaimIds = { "c1", "c2", "none" } } }, Claims = { claims.Take(2) } } },
            },
        };
    }

    private static Claim AnyClaim(Random random, Article article, int number)
    {
        var claim = new Claim
        {
            ClaimId = $"c{number}",
            ArticleId = article.ArticleId,
            Revision = 1,
            Publisher = random.Next(5) == 0 ? null : article.Publisher,
            Kind = (ClaimKind)random.Next(4),
            Evidence = random.Next(20) == 0 ? null : Span(random, article),
            EventType = (EventType)random.Next(20),
            Mode = (Mode)random.Next(72),
            Modality = (Modality)random.Next(8),
            Trigger = random.Next(3) == 0 ? null : Span(random, article),
            Alleged = random.Next(6) == 0,
            FirstHand = random.Next(6) == 0,
            Confidence = random.NextDouble(),
            PublishTime = random.Next(10) == 0 ? new Timestamp { Seconds = long.MaxValue } : article.PublishTime,
            EventTime = random.Next(3) == 0 ? null : new TimeRange { StartTime = article.PublishTime, EndTime = random.Next(4) == 0 ? null : new Timestamp { Seconds = article.PublishTime.Seconds + random.Next(-100_000, 4_000_000) } },
            Label = random.Next(6) == 0 ? new Label { Span = random.Next(4) == 0 ? null : Span(random, article), UsedBy = Pick(random, "", Make.A, Make.B) } : null,
            ResponseTo = random.Next(5) == 0 ? new ResponseTo { Span = random.Next(4) == 0 ? null : Span(random, article) } : null,
            Outlook = random.Next(2) == 0 ? new Outlook { Category = (OutlookCategory)random.Next(28), Likelihood = Span(random, article) } : null,
            Recommendation = random.Next(2) == 0 ? new Recommendation { Category = (RecommendationCategory)random.Next(30) } : null,
        };
        if (claim.Evidence is not null && claim.Trigger is not null && random.Next(2) == 0)
            claim.Trigger = Span(random, article, claim.Evidence);
        claim.Actors.AddRange(Enumerable.Range(0, random.Next(4)).Select(_ => Party(random, article)));
        claim.Targets.AddRange(Enumerable.Range(0, random.Next(4)).Select(_ => Party(random, article)));
        if (random.Next(3) == 0)
            claim.Attributions.Add(new Attribution { Source = random.Next(10) == 0 ? null : Party(random, article) });
        claim.Themes.Add((Theme)random.Next(18));
        return claim;
    }

    private static Participant Party(Random random, Article article) => new()
    {
        Code = Pick(random, "", Make.A, Make.B, Make.C, "USA"),
        Name = Pick(random, "", "The Regime", "Ardania"),
        Sector = (Sector)random.Next(25),
        Span = random.Next(3) == 0 ? null : Span(random, article),
    };

    // Mostly true spans; now and then one that lies.
    private static TextSpan Span(Random random, Article article, TextSpan? within = null)
    {
        var spans = new TextSpans(article.Text);
        var (low, high) = within is null ? (0, spans.Length) : (Math.Clamp(within.Start, 0, spans.Length - 1), Math.Clamp(within.End, 1, spans.Length));
        var start = random.Next(low, Math.Max(low + 1, high));
        var end = Math.Min(spans.Length, start + 1 + random.Next(500));
        var quote = spans.Slice(start, end) ?? "?";
        return random.Next(30) == 0
            ? new TextSpan { Start = start, End = end + random.Next(9), Quote = quote[..Math.Max(1, quote.Length / 2)] }
            : new TextSpan { Start = start, End = end, Quote = quote };
    }

    private static string Text(Random random, int length)
    {
        var words = Letters.Split(' ');
        return string.Join(' ', Enumerable.Range(0, 1 + length / 5).Select(_ => words[random.Next(words.Length)])) + "x";
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
