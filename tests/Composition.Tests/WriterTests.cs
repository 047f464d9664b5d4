using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Composition.Tests;

public sealed class WriterTests
{
    [Theory]
    [InlineData(Modality.Occurred, "", "Gazette reports that on 10 May 2031 Ardania tested weapons, aimed at Bestria")]
    [InlineData(Modality.Occurred, "XAA", "Ardania said that on 10 May 2031 it had tested weapons, aimed at Bestria, Gazette reports")]
    [InlineData(Modality.Occurred, "XBB", "Bestria said that on 10 May 2031 Ardania had tested weapons, aimed at Bestria, Gazette reports")]
    [InlineData(Modality.Announced, "", "Gazette reports that Ardania plans to test weapons, aimed at Bestria")]
    [InlineData(Modality.Announced, "XAA", "Ardania announced that it would test weapons, aimed at Bestria, Gazette reports")]
    [InlineData(Modality.Announced, "XCC", "Corvia said that Ardania planned to test weapons, aimed at Bestria, Gazette reports")]
    [InlineData(Modality.Possible, "", "Gazette leaves open whether Ardania will test weapons, aimed at Bestria")]
    [InlineData(Modality.Conditional, "XAA", "Ardania said that on a condition it would test weapons, aimed at Bestria, Gazette reports")]
    [InlineData(Modality.Denied, "", "Gazette reports that on 10 May 2031 Ardania did not test weapons, aimed at Bestria")]
    [InlineData(Modality.Denied, "XAA", "On 10 May 2031 Ardania denied testing weapons, aimed at Bestria, Gazette reports")]
    [InlineData(Modality.Historical, "", "Gazette recalls that Ardania tested weapons, aimed at Bestria")]
    public void Clause_EachModalityAndVoice_IsWordedAsTheClaimHasIt(Modality modality, string by, string expected)
    {
        var make = new Make();
        var article = make.Article("a1", "Words.", "Gazette");
        var claim = make.Event(article, "Words.", EventType.Mobilize, Make.A, Make.B, Mode.XTest, modality, by.Length > 0 ? by : null);

        Parties.Capital(Write(make, claim)).ShouldBe(expected);
    }

    [Fact]
    public void Clause_Alleged_IsTheWordOfWhoAlleges()
    {
        var make = new Make();
        var article = make.Article("a1", "Words.", "Gazette");
        var claim = make.Event(article, "Words.", EventType.Assault, Make.A, Make.B, Mode.HeavyWeapons, by: Make.B);
        claim.Alleged = true;

        Write(make, claim).ShouldBe("Bestria alleged that on 10 May 2031 Ardania had shelled Bestria, Gazette reports");
    }

    [Fact]
    public void Clause_SpeechAct_IsItsSpeakersOwn()
    {
        var make = new Make();
        var article = make.Article("a1", "Words.", "Gazette");

        Write(make, make.Event(article, "Words.", EventType.Request, Make.A, Make.B, Mode.Yield)).ShouldBe("On 10 May 2031 Ardania demanded that Bestria stop or yield, Gazette reports");
    }

    [Fact]
    public void Clause_Position_IsNotToldAsSpeech()
    {
        var make = new Make();
        var article = make.Article("a1", "Words.", "Gazette");

        Write(make, make.Event(article, "Words.", EventType.Statement, Make.A)).ShouldBe("the position of Ardania on 10 May 2031 as Gazette tells it");
    }

    [Fact]
    public void Clause_MutualAct_IsTowardsEachOther()
    {
        var make = new Make();
        var article = make.Article("a1", "Words.", "Gazette");

        Write(make, make.Event(article, "Words.", EventType.Consult, "XAA XBB", "XAA XBB")).ShouldBe("Gazette reports that on 10 May 2031 Ardania and Bestria held talks");
    }

    [Fact]
    public void Clause_AnnouncedForALaterDay_NamesIt()
    {
        var make = new Make();
        var article = make.Article("a1", "Words.", "Gazette");

        Write(make, make.Event(article, "Words.", EventType.Mobilize, Make.A, "", Mode.XExercise, Modality.Announced, day: 15)).ShouldBe("Gazette reports that Ardania plans to hold a military exercise on 15 May 2031");
    }

    [Fact]
    public void Clause_Branches_AreNamed()
    {
        var make = new Make();
        var article = make.Article("a1", "Words.", "Gazette");
        var claim = make.Event(article, "Words.", EventType.Mobilize, Make.A, "USA", Mode.Troops);
        claim.Actors[0].Sector = Sector.Mil;
        make.Event(article, "Words.", EventType.Accuse, Make.A);

        Write(make, claim).ShouldBe("Gazette reports that on 10 May 2031 Ardania’s military moved troops towards the United States");
    }

    [Fact]
    public void Phrase_EveryTypeAndMode_HasWordsWithoutLoad()
    {
        foreach (var type in Enum.GetValues<EventType>().Where(static t => t != EventType.Unspecified))
            foreach (var mode in Enum.GetValues<Mode>())
            {
                var claim = new Claim { EventType = type, Mode = mode };
                foreach (var form in Enum.GetValues<VerbForm>())
                    foreach (var target in new[] { "", "Bestria" })
                    {
                        var phrase = Verbs.Phrase(claim, form, target);
                        phrase.ShouldNotContain("{");
                        phrase.Contains("Bestria", StringComparison.Ordinal).ShouldBe(target.Length > 0, phrase);
                        Wording.Forbidden.IsMatch(phrase).ShouldBeFalse(phrase);
                    }
                char.IsUpper(Verbs.Noun(claim)[0]).ShouldBeTrue();
            }
    }

    [Fact]
    public void Phrase_Forms_AreConjugated()
    {
        Forms(EventType.Accuse, Mode.Unspecified).ShouldBe(["criticise Bestria", "criticised Bestria", "criticised Bestria", "criticising Bestria"]);
        Forms(EventType.Consult, Mode.Phone).ShouldBe(["speak by telephone with Bestria", "spoke by telephone with Bestria", "spoken by telephone with Bestria", "speaking by telephone with Bestria"]);
        Forms(EventType.Mobilize, Mode.XDeployment).ShouldBe(["deploy forces facing Bestria", "deployed forces facing Bestria", "deployed forces facing Bestria", "deploying forces facing Bestria"]);

        static string[] Forms(EventType type, Mode mode) => [.. Enum.GetValues<VerbForm>().Select(f => Verbs.Phrase(new Claim { EventType = type, Mode = mode }, f, "Bestria"))];
    }

    [Fact]
    public void Catalogue_EveryCategory_HasANameOfItsOwn()
    {
        Enum.GetValues<RecommendationCategory>().Skip(1).Select(c => Catalogue.Measure(c)).ShouldAllBe(m => m.Name != "Other measure" && m.Description.EndsWith('.'));
        Enum.GetValues<OutlookCategory>().Skip(1).Select(c => Catalogue.Outcome(c).Name).Distinct().Count().ShouldBe(25);
    }

    private static string Write(Make make, Claim claim)
    {
        var input = make.Input();
        return new Writer(new Parties(new Names(input.Names, input.Claims)), new Ledger(input.Articles)).Clause([claim], dated: true);
    }
}
