using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;

namespace RegionalSecurity.Composition.Tests;

public sealed class QuotationTests
{
    [Fact]
    public void Inline_ShortQuote_IsWhole() => Quotation.Inline(Of("Ardania condemned the drills.", "condemned")).ShouldBe("“Ardania condemned the drills.”");

    [Theory]
    [InlineData("Ardania", true)]
    [InlineData("border", false)]
    public void Inline_LongSentence_BeginsAtTheTellingWordWhereItsActorStandsBefore(string actor, bool cut)
    {
        var claim = Of($"The foreign minister of Ardania, who had come back the night before, condemned the drills of Bestria {string.Concat(Enumerable.Repeat("near the border ", 5))}today.", "condemned");
        claim.Actors.Add(new Participant { Span = claim.Evidence.Quote.IndexOf(actor, StringComparison.Ordinal) is var at ? new TextSpan { Start = at, End = at + actor.Length, Quote = actor } : null });

        Quotation.Inline(claim).StartsWith("“condemned the drills", StringComparison.Ordinal).ShouldBe(cut);
    }

    [Fact]
    public void Inline_NegationBefore_KeepsIt()
    {
        var claim = Of($"Ardania has not condemned the drills of Bestria {string.Concat(Enumerable.Repeat("near the border ", 8))}today.", "condemned");
        claim.Actors.Add(new Participant { Span = new TextSpan { Start = 0, End = 7, Quote = "Ardania" } });

        Quotation.Inline(claim).ShouldStartWith("“Ardania has not condemned");
    }

    [Fact]
    public void Inline_LongQuote_IsCutAtWordsAndMarked()
    {
        var text = "Ardania condemned " + string.Concat(Enumerable.Repeat("the very long drills ", 30)) + "of Bestria.";
        var quote = Quotation.Inline(Of(text, "condemned"));

        quote.Length.ShouldBeLessThanOrEqualTo(206);
        quote.ShouldEndWith(" …”");
        text.ShouldContain(quote.Trim('“', '”', '…', ' '));
    }

    [Theory]
    [InlineData("“Iron Ring,”", "“Iron Ring”")]
    [InlineData("Iron Ring.", "“Iron Ring”")]
    [InlineData("to counter the “Iron Ring”", "“to counter the “Iron Ring””")]
    [InlineData("to counter the Iron Ring”", "“to counter the Iron Ring”")]
    [InlineData("“to counter", "“to counter”")]
    [InlineData("\"Iron Ring\"", "“Iron Ring”")]
    public void Inline_Span_HasOnePairOfMarksAround(string words, string expected) => Quotation.Inline(new TextSpan { Quote = words }).ShouldBe(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(560)]
    public void Cited_LongEvidence_IsAtMost300CharactersVerbatimAroundTheTrigger(int before)
    {
        var text = "Prelude. " + string.Concat(Enumerable.Repeat("🚀 word ", before / 8)) + "Ardania condemned the drills " + string.Concat(Enumerable.Repeat("again 🚢 ", 60)) + "End.";
        var claim = Of(text, "condemned");

        var cited = Quotation.Cited(claim);

        cited.Quote.Length.ShouldBeLessThanOrEqualTo(300);
        new TextSpans(text).Holds(cited).ShouldBeTrue();
        cited.Quote.ShouldContain("condemned");
    }

    [Fact]
    public void Context_AtTheEdges_IsShortAndWhole()
    {
        var text = string.Concat(Enumerable.Repeat("before ", 60)) + "QUOTE" + string.Concat(Enumerable.Repeat(" after", 60));
        var spans = new TextSpans(text);
        var at = text.IndexOf("QUOTE", StringComparison.Ordinal);

        var (before, after) = Quotation.Context(spans, text, spans.Span(at, at + 5));

        before.Length.ShouldBeLessThanOrEqualTo(200);
        before.ShouldStartWith("before ");
        after.Length.ShouldBeLessThanOrEqualTo(200);
        after.ShouldEndWith("after");
        text.ShouldContain(before + "QUOTE" + after);
    }

    private static Claim Of(string text, string trigger)
    {
        var spans = new TextSpans(text);
        var at = text.IndexOf(trigger, StringComparison.Ordinal);
        return new Claim { Kind = ClaimKind.Event, Modality = Modality.Occurred, Evidence = spans.Span(0, text.Length), Trigger = spans.Span(at, at + trigger.Length) };
    }
}
