using CsCheck;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Tests;

public sealed class NormalTextTests
{
    [Theory]
    [InlineData("North\u00AD Korea", "North Korea")]
    [InlineData("Tu\u0308rkiye", "Turkiye")]
    [InlineData("\uFF35\uFF2E", "UN")]
    [InlineData("o\uFB03ce", "office")]
    [InlineData("US\u2011led", "US-led")]
    [InlineData("\u202Eabc\u202C", "abc")]
    [InlineData("plain “text” – as it is, naïve", "plain “text” – as it is, naïve")]
    public void Of_Text_IsReadPlainly(string given, string read) => NormalText.Of(given).Text.ShouldBe(read);

    [Fact]
    public void Given_AccentAtTheEnd_BelongsToItsLetter()
    {
        var text = NormalText.Of("cafe\u0301 x");
        text.Text.ShouldBe("cafe x");
        text.Given(0, 4).ShouldBe((0, 5));
        text.Given(5, 6).ShouldBe((6, 7));
    }

    [Fact]
    public void Given_AnyString_LeadsBackInOrder() => Gen.String.Sample(given =>
    {
        var text = NormalText.Of(given);
        var last = 0;
        for (var i = 0; i < text.Text.Length; i++)
        {
            var (start, end) = text.Given(i, i + 1);
            if (start < last - 1 || end <= start || end > given.Length)
                return false;
            last = end;
        }
        return true;
    }, iter: 5000);

    [Fact]
    public void Extract_HiddenCharacters_ClaimsAsWithoutThemAndQuotesAsGiven()
    {
        const string plain = "North Korea fired two missiles towards Japan on Monday.";
        const string hidden = "Nor\u00ADth Kore\u0301a \uFF46ired two mis\u2060siles towards \u202EJapan\u202C on Monday.";
        var (expected, actual) = (Reading.Events(plain).Single(), Reading.Events(hidden).Single());
        Reading.Say(actual).ShouldBe(Reading.Say(expected));
        actual.Evidence.Quote.ShouldBe(hidden);
        actual.Actors.Single().Span.Quote.ShouldBe("Nor\u00ADth Kore\u0301a");
        hidden[actual.Trigger.Start..actual.Trigger.End].ShouldBe(actual.Trigger.Quote);
        actual.EventType.ShouldBe(EventType.Mobilize);
    }
}
