using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Tests;

public sealed class EventTests
{
    [Theory]
    // Verbal cooperation.
    [InlineData("Norway agreed to send doctors to Malta.", EventType.Agree, Mode.Unspecified, "NOR", "MLT")]
    [InlineData("Japan will meet India in Tokyo next week.", EventType.Agree, Mode.Unspecified, "JPN IND", "JPN IND")]
    [InlineData("Canada pledged 50 million dollars in aid to Haiti.", EventType.Agree, Mode.Unspecified, "CAN", "HTI")]
    [InlineData("Oman invited Yemen to the conference.", EventType.Agree, Mode.Unspecified, "OMN", "YEM")]
    [InlineData("Egypt held talks with Sudan on Sunday.", EventType.Consult, Mode.Unspecified, "EGY SDN", "EGY SDN")]
    [InlineData("The Kenyan foreign minister met Ugandan officials.", EventType.Consult, Mode.Unspecified, "KEN UGA", "KEN UGA")]
    [InlineData("French President Emmanuel Macron visited Morocco.", EventType.Consult, Mode.Visit, "FRA MAR", "FRA MAR")]
    [InlineData("Qatar mediated between Chad and Libya.", EventType.Consult, Mode.ThirdParty, "QAT TCD LBY", "QAT TCD LBY")]
    [InlineData("Putin telephoned Erdogan.", EventType.Consult, Mode.Phone, "RUS TUR", "RUS TUR")]
    [InlineData("Brazil praised Argentina.", EventType.Support, Mode.Unspecified, "BRA", "ARG")]
    [InlineData("Peru and Chile signed a border treaty.", EventType.Support, Mode.Unspecified, "PER CHL", "PER CHL")]
    [InlineData("Spain recognised Kosovo.", EventType.Support, Mode.Unspecified, "ESP", "XKX")]
    [InlineData("Pyongyang congratulated Moscow.", EventType.Support, Mode.Unspecified, "PRK", "RUS")]
    [InlineData("Pakistan apologised to Afghanistan for the shelling.", EventType.Concede, Mode.Unspecified, "PAK", "AFG")]
    [InlineData("Washington lifted sanctions on Cuba.", EventType.Concede, Mode.Unspecified, "USA", "CUB")]
    // Material cooperation.
    [InlineData("South Korea began sharing intelligence with Japan.", EventType.Cooperate, Mode.Unspecified, "KOR JPN", "KOR JPN")]
    [InlineData("Italy extradited the man to Albania.", EventType.Cooperate, Mode.Unspecified, "ITA ALB", "ITA ALB")]
    [InlineData("Poland sent tanks to Ukraine.", EventType.Aid, Mode.Unspecified, "POL", "UKR")]
    [InlineData("China gave Cambodia a loan.", EventType.Aid, Mode.Unspecified, "CHN", "KHM")]
    [InlineData("Ethiopia withdrew its troops from Somalia.", EventType.Retreat, Mode.Withdraw, "ETH", "SOM")]
    [InlineData("Hamas released four Israeli hostages on Monday.", EventType.Retreat, Mode.Release, "HAMAS", "ISR")]
    // Verbal conflict.
    [InlineData("India urged Pakistan to release the pilot.", EventType.Request, Mode.Yield, "IND", "PAK")]
    [InlineData("The UN asked Eritrea to resume talks.", EventType.Request, Mode.Meet, "UNO", "ERI")]
    [InlineData("Vietnam demanded that China withdraw the rig.", EventType.Request, Mode.Change, "VNM", "CHN")]
    [InlineData("Seoul and Tokyo condemned Pyongyang's launch.", EventType.Accuse, Mode.Disapprove, "KOR JPN", "PRK")]
    [InlineData("The Philippines accused China of ramming its boats.", EventType.Accuse, Mode.Allege, "PHL", "CHN")]
    [InlineData("Japan was condemned by China.", EventType.Accuse, Mode.Disapprove, "CHN", "JPN")]
    [InlineData("Thailand summoned the Cambodian ambassador.", EventType.Accuse, Mode.Investigate, "THA", "KHM")]
    [InlineData("Beijing refused to hold talks with Manila.", EventType.Reject, Mode.Meet, "CHN", "PHL")]
    [InlineData("Serbia rejected the EU's proposal.", EventType.Reject, Mode.Change, "SRB", "EU")]
    [InlineData("Greece vetoed a resolution by Turkey.", EventType.Reject, Mode.Unspecified, "GRC", "TUR")]
    [InlineData("Turkey threatened to expel the Greek ambassador.", EventType.Threaten, Mode.Expel, "TUR", "GRC")]
    [InlineData("Russia threatened to bomb Estonia.", EventType.Threaten, Mode.Violence, "RUS", "EST")]
    [InlineData("The US threatened to impose tariffs on Mexico.", EventType.Threaten, Mode.Restrict, "USA", "MEX")]
    // Material conflict.
    [InlineData("Protesters marched against the Iranian government in Tehran.", EventType.Protest, Mode.Demo, "IRN", "IRN")]
    [InlineData("The United States imposed new sanctions on Iran.", EventType.Sanction, Mode.Unspecified, "USA", "IRN")]
    [InlineData("Lithuania expelled three Russian diplomats.", EventType.Sanction, Mode.Expel, "LTU", "RUS")]
    [InlineData("Mali recalled its ambassador from France.", EventType.Sanction, Mode.Withdraw, "MLI", "FRA")]
    [InlineData("Colombia severed ties with Israel.", EventType.Sanction, Mode.Discontinue, "COL", "ISR")]
    [InlineData("North Korea fired two ballistic missiles into the sea.", EventType.Mobilize, Mode.XTest, "PRK", "")]
    [InlineData("India launched two ballistic missiles on September 18.", EventType.Mobilize, Mode.XTest, "IND", "")]
    [InlineData("India fired a missile at dawn.", EventType.Mobilize, Mode.XTest, "IND", "")]
    [InlineData("India fired a missile at Pakistan.", EventType.Assault, Mode.HeavyWeapons, "IND", "PAK")]
    [InlineData("The foreign ministers of Chad and Sudan signed a treaty.", EventType.Support, Mode.Unspecified, "TCD SDN", "TCD SDN")]
    [InlineData("Finland held a military exercise.", EventType.Mobilize, Mode.XExercise, "FIN", "")]
    [InlineData("Azerbaijan deployed troops against Armenia.", EventType.Mobilize, Mode.Troops, "AZE", "ARM")]
    [InlineData("Iran seized a Greek tanker.", EventType.Coerce, Mode.Seize, "IRN", "GRC")]
    [InlineData("Chinese hackers attacked Taiwanese computers.", EventType.Coerce, Mode.Cyber, "CHN", "TWN")]
    [InlineData("Myanmar police arrested three Thai journalists.", EventType.Coerce, Mode.Arrest, "MMR", "THA")]
    [InlineData("Norway intercepted Russian bombers.", EventType.Coerce, Mode.XInterception, "NOR", "RUS")]
    [InlineData("Rwanda attacked Burundi.", EventType.Assault, Mode.Unspecified, "RWA", "BDI")]
    [InlineData("Ethiopian artillery shelled Eritrea.", EventType.Assault, Mode.HeavyWeapons, "ETH", "ERI")]
    [InlineData("Israel launched an airstrike on Syria.", EventType.Assault, Mode.Aerial, "ISR", "SYR")]
    [InlineData("Two Turkish soldiers were killed by Syrian troops.", EventType.Assault, Mode.Unspecified, "SYR", "TUR")]
    public void Extract_PlainSentence_GivesTypeModeActorTarget(string text, EventType type, Mode mode, string actors, string targets)
    {
        var claim = Reading.Only(text, type);
        claim.Mode.ShouldBe(mode, Reading.Say(claim));
        Reading.Codes(claim.Actors).ShouldBe(actors);
        Reading.Codes(claim.Targets).ShouldBe(targets);
        claim.Confidence.ShouldBeInRange(0.3, 1);
    }

    [Fact]
    public void Extract_JointExercise_GivesCooperationAndMobilization()
    {
        const string text = "The United States, South Korea and Japan held a joint exercise near North Korea.";
        Reading.Codes(Reading.Only(text, EventType.Cooperate).Targets).ShouldBe("USA KOR JPN");
        var drill = Reading.Only(text, EventType.Mobilize);
        Reading.Codes(drill.Actors).ShouldBe("USA KOR JPN");
        Reading.Codes(drill.Targets).ShouldBe("PRK");
        drill.Mode.ShouldBe(Mode.XExercise);
        drill.Qualifiers.ShouldContain(Qualifier.Joint);
    }

    [Theory]
    [InlineData("Japan and India staged a combined air drill targeting China.", "CHN")]
    [InlineData("Japan and India staged anti-Chinese joint military exercises.", "CHN")]
    [InlineData("Japan and India staged a joint drill aimed at Russia.", "RUS")]
    [InlineData("Japan and India staged a joint drill in Kerala.", "")]
    public void Extract_ShowOfForce_TargetsOnlyTheNamedAdversary(string text, string targets) =>
        Reading.Codes(Reading.Only(text, EventType.Mobilize).Targets).ShouldBe(targets);

    [Fact]
    public void Extract_Place_IsNoActor() =>
        Reading.Codes(Reading.Events("A bomb in Manila killed two people, Peru said.").Where(c => c.EventType == EventType.Assault).SelectMany(c => c.Actors)).ShouldBe("");

    [Fact]
    public void Extract_Deaths_AreCounted()
    {
        var claim = Reading.Events("Israel bombed Syria, killing at least twelve people.").First(c => c.EventType == EventType.Assault);
        claim.Deaths.ShouldBe(12);
        Reading.Only("Sudan shelled Chad, wounding 30 people.", EventType.Assault).Deaths.ShouldBe(0);
    }

    [Fact]
    public void Extract_QuadClass_FollowsFromType()
    {
        Reading.Only("Brazil praised Argentina.", EventType.Support).QuadClass.ShouldBe(QuadClass.VerbalCooperation);
        Reading.Only("Poland sent tanks to Ukraine.", EventType.Aid).QuadClass.ShouldBe(QuadClass.MaterialCooperation);
        Reading.Only("Japan was condemned by China.", EventType.Accuse).QuadClass.ShouldBe(QuadClass.VerbalConflict);
        Reading.Only("Rwanda attacked Burundi.", EventType.Assault).QuadClass.ShouldBe(QuadClass.MaterialConflict);
    }

    [Theory]
    [InlineData("Thailand beat Vietnam 2-0 in the football championship.")]
    [InlineData("Spain defeated Germany in the World Cup final.")]
    [InlineData("Hurricane Maria killed 60 people in Dominica.")]
    [InlineData("An earthquake struck Peru on Tuesday.")]
    [InlineData("Japanese stocks fell as the market attacked new lows.")]
    [InlineData("The government declared war on inflation.")]
    [InlineData("The new album by the French singer was released on Friday.")]
    [InlineData("It rained heavily over Belgium.")]
    [InlineData("")]
    public void Extract_NoPolitics_GivesNoConflict(string text) =>
        Reading.Events(text).Where(c => c.EventType is not (EventType.Statement or EventType.Unspecified)).Select(Reading.Say).ShouldBeEmpty();

    [Fact]
    public void Extract_ArmedGroupBackedByState_IsNotTheState()
    {
        var claim = Reading.Only("Iran-backed Houthis attacked Israel.", EventType.Assault);
        Reading.Codes(claim.Actors).ShouldBe("HOUTHI");
        Reading.Codes(Reading.Only("Gunmen attacked an Egyptian checkpoint.", EventType.Assault).Actors).ShouldBe("?");
    }

    [Fact]
    public void Extract_PoliceAtHome_ActsWithinItsState() =>
        Reading.Say(Reading.Events("Peru accused Chile of spying. Peruvian police arrested eleven people near the border.").Single(c => c.EventType == EventType.Coerce))
            .ShouldBe("Coerce/Arrest PER -> PER Occurred");

    [Theory]
    [InlineData("Japan condemned China over the drills.")]
    [InlineData("Jordan criticised Iran for the missile strike.")]
    public void Extract_WhatIsCriticised_IsNoClaimOfItsOwn(string text) => Reading.Events(text).Select(c => c.EventType).ShouldBe([EventType.Accuse]);

    [Fact]
    public void Extract_WhoseDoingIsCriticised_IsTheTarget() =>
        Reading.Codes(Reading.Only("Iran voiced concern over the growing cooperation between Israel and Jordan.", EventType.Accuse).Targets).ShouldBe("ISR JOR");
}
