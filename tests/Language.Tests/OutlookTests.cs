using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Tests;

public sealed class OutlookTests
{
    private const string ListText = """
        North Korea has announced several countermeasures against Japan:
        - Increased military readiness: more drills for its army.
        - Development of advanced weaponry: new missiles.

        Analysts see these risks for Japan. Potential outcomes include:
        Outcome | Implications |
        ---|---|
        Arms Race | Both sides may buy more weapons. |
        Global Trade Routes | Shipping could be disrupted. |

        Recommendations for Diplomacy
        To lower the tension, steps should include:
        - Setting up a hotline: Generals could call each other.
        - Regular Meetings: Ministers meet twice a year.
        - Humanitarian Initiatives: food for the poor.
        """;

    [Theory]
    [InlineData("The dispute could lead to an arms race between China and Japan.", OutlookCategory.ArmsRace, "CHN JPN", "could", OutlookDirection.Worse)]
    [InlineData("Analysts said tension in the Gulf may disrupt shipping to Iran within months.", OutlookCategory.TradeRoute, "IRN", "may", OutlookDirection.Worse)]
    [InlineData("The treaty could ease tension between Egypt and Sudan.", OutlookCategory.Stabilisation, "EGY SDN", "could", OutlookDirection.Better)]
    [InlineData("A miscalculation might trigger a wider war between India and Pakistan.", OutlookCategory.WiderWar, "IND PAK", "might", OutlookDirection.Worse)]
    public void Extract_ExpectedConsequence_IsOutlook(string text, OutlookCategory category, string affected, string likelihood, OutlookDirection direction)
    {
        var claim = Reading.Claims(text).Single(c => c.Kind == ClaimKind.Outlook);
        claim.Outlook.Category.ShouldBe(category);
        claim.Outlook.Likelihood.Quote.ShouldBe(likelihood);
        claim.Outlook.Direction.ShouldBe(direction);
        Reading.Codes(claim.Actors).ShouldBe(affected);
        claim.EventType.ShouldBe(EventType.Unspecified);
        claim.Modality.ShouldBe(Modality.Unspecified);
    }

    [Fact]
    public void Extract_OutlookWithHorizonAndCondition_KeepsTheWords()
    {
        var claim = Reading.Claims("If talks fail, the dispute could lead to an arms race between Iran and Israel in the coming months.").Single(c => c.Kind == ClaimKind.Outlook);
        claim.Outlook.Condition.Quote.ShouldBe("If talks fail");
        claim.Outlook.Horizon.Quote.ShouldBe("in the coming months");
    }

    [Theory]
    [InlineData("China and India should set up a hotline between their armies.", RecommendationCategory.Hotline)]
    [InlineData("It is essential to suspend exercises near North Korea.", RecommendationCategory.ExerciseRestraint)]
    [InlineData("The UN envoy called for the release of prisoners by Yemen.", RecommendationCategory.Detainees)]
    public void Extract_ProposedMeasure_IsRecommendation(string text, RecommendationCategory category) =>
        Reading.Claims(text).Single(c => c.Kind == ClaimKind.Recommendation).Recommendation.Category.ShouldBe(category);

    [Fact]
    public void Extract_ListsAndTables_AreReadItemByItem()
    {
        var claims = Reading.Claims(ListText);
        var acts = claims.Where(c => c.Kind == ClaimKind.Event && c.Mode == Mode.XBuildUp).ToList();
        acts.Count.ShouldBe(2);
        acts.ShouldAllBe(c => Reading.Codes(c.Actors) == "PRK" && c.Actors[0].Span == null && c.Modality == Modality.Announced);
        claims.Where(c => c.Kind == ClaimKind.Outlook && c.Evidence.Quote.Contains('|')).Select(c => c.Outlook.Category)
            .ShouldBe([OutlookCategory.ArmsRace, OutlookCategory.TradeRoute]);
        claims.Where(c => c.Kind == ClaimKind.Recommendation).Select(c => c.Recommendation.Category)
            .ShouldBe([RecommendationCategory.Hotline, RecommendationCategory.RegularMeetings, RecommendationCategory.Humanitarian]);
        claims.First(c => c.Recommendation is not null).Recommendation.Description.Quote.ShouldBe("Generals could call each other.");
    }
}
