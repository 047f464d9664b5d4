using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Language.Tests;

public sealed class AttributionTests
{
    [Theory]
    [InlineData("North Korea fired a missile into the sea, South Korea's military said.", EventType.Mobilize, "KOR", "said")]
    [InlineData("South Korea's military said North Korea fired a missile into the sea.", EventType.Mobilize, "KOR", "said")]
    [InlineData("According to Seoul, the North deployed troops at the border.", EventType.Mobilize, "KOR", "According to")]
    [InlineData("Ukraine reported that Russia shelled Kharkiv.", EventType.Assault, "UKR", "reported")]
    [InlineData("Tokyo said it had scrambled jets against Chinese bombers.", EventType.Coerce, "JPN", "said")]
    public void Extract_ReportedAct_IsAttributed(string text, EventType type, string source, string cue)
    {
        var claim = Reading.Only(text, type);
        claim.Attributions.Count.ShouldBe(1);
        claim.Attributions[0].Source.Code.ShouldBe(source);
        claim.Attributions[0].Cue.Quote.ShouldBe(cue);
        claim.Alleged.ShouldBeFalse();
    }

    [Fact]
    public void Extract_OwnReport_HasNoAttribution() => Reading.Only("Rwanda attacked Burundi.", EventType.Assault).Attributions.ShouldBeEmpty();

    [Fact]
    public void Extract_SpeechAct_IsNotAttributedToItsSpeaker() =>
        Reading.Only("Iran condemned Israel, saying it violated the truce.", EventType.Accuse).Attributions.ShouldBeEmpty();

    [Fact]
    public void Extract_Accusation_GivesChargeAndAllegedAct()
    {
        const string text = "Azerbaijan accused Armenia of shelling its villages.";
        var charge = Reading.Only(text, EventType.Accuse);
        Reading.Codes(charge.Actors).ShouldBe("AZE");
        Reading.Codes(charge.Targets).ShouldBe("ARM");
        charge.Alleged.ShouldBeFalse();
        var act = Reading.Only(text, EventType.Assault);
        Reading.Codes(act.Actors).ShouldBe("ARM");
        act.Alleged.ShouldBeTrue();
        act.Attributions[0].Source.Code.ShouldBe("AZE");
    }

    [Fact]
    public void Extract_Claimed_GivesChargeAndAllegedAct()
    {
        const string text = "Sudan claimed that Chad attacked its base.";
        Reading.Codes(Reading.Only(text, EventType.Accuse).Targets).ShouldBe("TCD");
        Reading.Only(text, EventType.Assault).Alleged.ShouldBeTrue();
    }

    [Fact]
    public void Extract_SpeechWithoutEvent_IsStatement()
    {
        var claim = Reading.Only("Japan said the weather was pleasant.", EventType.Statement);
        Reading.Codes(claim.Actors).ShouldBe("JPN");
        Reading.Events("Japan said it condemned Iran.").ShouldNotContain(c => c.EventType == EventType.Statement);
    }

    [Fact]
    public void Extract_StateMedia_IsFirstHandForItsOwnState()
    {
        var kcna = new Publisher { PublisherId = "kcna", Country = "PRK", Ownership = Ownership.StateControlled };
        var own = Reading.Claims("We strongly condemn Japan. Japan condemned China.", publisher: kcna);
        own.Count.ShouldBe(2);
        Reading.Codes(own[0].Actors).ShouldBe("PRK");
        own[0].FirstHand.ShouldBeTrue();
        own[1].FirstHand.ShouldBeFalse();
        own[0].UnsignedCommentary.ShouldBeFalse();
        Reading.Claims("KCNA commentary: we condemn Japan.", publisher: kcna)[0].UnsignedCommentary.ShouldBeTrue();
    }

    [Fact]
    public void Extract_WeOfAnyOtherPublisher_HasNoCode() =>
        Reading.Claims("We strongly condemn Japan.").ShouldNotContain(c => c.Actors.Any(a => a.Code == "JPN"));

    [Theory]
    [InlineData("North Korea put its army on alert in response to the exercise by the United States.", "in response to the exercise by the United States", "USA", EventType.Mobilize)]
    [InlineData("Russia expelled two diplomats in retaliation for the sanctions.", "in retaliation for the sanctions", "", EventType.Sanction)]
    public void Extract_Reason_IsResponseTo(string text, string quote, string actors, EventType type)
    {
        var claim = Reading.Events(text).First(c => c.ResponseTo is not null);
        claim.ResponseTo.Span.Quote.ShouldBe(quote);
        Reading.Codes(claim.ResponseTo.Actors).ShouldBe(actors);
        claim.ResponseTo.EventType.ShouldBe(type);
    }

    [Fact]
    public void Extract_QuotedName_IsLabel()
    {
        var claim = Reading.Events("Pyongyang condemned the United States, calling the alliance an “Asian NATO.”").First(c => c.EventType == EventType.Accuse);
        claim.Label.Span.Quote.ShouldBe("Asian NATO");
        claim.Label.UsedBy.ShouldBe("PRK");
        Reading.Codes(claim.Targets).ShouldBe("USA");
    }

    [Theory]
    [InlineData("North Korea tested a missile. It condemned Japan.", "PRK", "JPN")]
    [InlineData("Seoul and Pyongyang met. The North condemned Japan.", "PRK", "JPN")]
    [InlineData("Iran attacked Iraq. Kuwait condemned the attack.", "KWT", "IRN")]
    [InlineData("Egypt and Jordan met on Monday. Both countries condemned Israel.", "EGY JOR", "ISR")]
    public void Extract_Reference_IsResolved(string text, string actors, string targets)
    {
        var claim = Reading.Only(text, EventType.Accuse);
        Reading.Codes(claim.Actors).ShouldBe(actors);
        Reading.Codes(claim.Targets).ShouldBe(targets);
    }
}
