using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Tests;

/// <summary>The article the project began with; it lies beside the repository and is not part of it.</summary>
public sealed class SeedArticleTests
{
    [Fact]
    public void Extract_SeedArticle_YieldsCountermeasuresImplicationsConsequencesAndMeasures()
    {
        var claims = Reading.Claims(Text(), new DateTime(2024, 11, 10, 0, 0, 0, DateTimeKind.Utc));

        var accusation = claims.First(c => c.EventType == EventType.Accuse);
        Reading.Codes(accusation.Actors).ShouldBe("PRK");
        Reading.Codes(accusation.Targets).ShouldBe("USA KOR JPN");
        accusation.Label.Span.Quote.ShouldBe("Asian NATO");
        claims.ShouldAllBe(c => c.Kind != ClaimKind.Event || c.Actors.All(a => a.Code != "NATO"));

        var countermeasures = claims.Where(c => c.Kind == ClaimKind.Event && c.Actors.Count == 1 && c.Actors[0] is { Code: "PRK", Span: null }).ToList();
        countermeasures.Select(c => c.EventType).ShouldBe([EventType.Mobilize, EventType.Agree, EventType.Mobilize]);

        var outlooks = claims.Where(c => c.Kind == ClaimKind.Outlook).Select(c => c.Outlook.Category).ToList();
        foreach (var category in (OutlookCategory[])
            [
                OutlookCategory.MilitaryBuildup, OutlookCategory.DefenceSpending, OutlookCategory.StrainedRelations, OutlookCategory.WiderWar, OutlookCategory.ArmsRace,
                OutlookCategory.Miscalculation, OutlookCategory.TradeRoute, OutlookCategory.AllianceStrain, OutlookCategory.Humanitarian, OutlookCategory.PublicOpinion,
            ])
            outlooks.ShouldContain(category);

        claims.Where(c => c.Kind == ClaimKind.Recommendation && c.Recommendation.Description is not null).Select(c => c.Recommendation.Category).ShouldBe(
        [
            RecommendationCategory.Backchannel, RecommendationCategory.RegionalDialogue, RecommendationCategory.PeopleToPeople, RecommendationCategory.MultilateralForum,
            RecommendationCategory.ExerciseTransparency, RecommendationCategory.Humanitarian, RecommendationCategory.RegularMeetings,
        ]);
    }

    private static string Text()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "seed-article", "asian-nato.txt") is var path && File.Exists(path))
                return File.ReadAllText(path);
        Assert.Skip("../shared/data/seed-article is not there: the article is not part of the repository");
        return "";
    }
}
