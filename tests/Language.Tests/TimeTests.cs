using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Tests;

public sealed class TimeTests
{
    [Theory]
    // The articles are of Wednesday 6 November 2024.
    [InlineData("Rwanda attacked Burundi.", "2024-11-06", "2024-11-07")]
    [InlineData("Rwanda attacked Burundi yesterday.", "2024-11-05", "2024-11-06")]
    [InlineData("Rwanda attacked Burundi on Monday.", "2024-11-04", "2024-11-05")]
    [InlineData("On Sunday, Rwanda attacked Burundi.", "2024-11-03", "2024-11-04")]
    [InlineData("Rwanda attacked Burundi last week.", "2024-10-28", "2024-11-04")]
    [InlineData("Rwanda attacked Burundi three days ago.", "2024-11-03", "2024-11-04")]
    [InlineData("Rwanda attacked Burundi on October 20.", "2024-10-20", "2024-10-21")]
    [InlineData("Rwanda attacked Burundi on December 30.", "2023-12-30", "2023-12-31")]
    [InlineData("Rwanda attacked Burundi on 3 May 2019.", "2019-05-03", "2019-05-04")]
    [InlineData("Rwanda attacked Burundi in 2006.", "2006-01-01", "2007-01-01")]
    public void Extract_TimeWords_AreResolved(string text, string start, string end)
    {
        var time = Reading.Only(text, EventType.Assault).EventTime;
        time.StartTime.ToDateTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(start);
        time.EndTime.ToDateTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(end);
    }

    [Fact]
    public void Extract_AnnouncedAct_HasItsOwnTime()
    {
        var time = Reading.Only("Latvia will expel two Russian diplomats next month.", EventType.Sanction).EventTime;
        time.StartTime.ToDateTime().ShouldBe(new DateTime(2024, 12, 1, 0, 0, 0, DateTimeKind.Utc));
        time.EndTime.ToDateTime().ShouldBe(new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public void Extract_WithoutPublicationTime_LeavesTimeOpen()
    {
        var article = Reading.Article("Rwanda attacked Burundi yesterday.");
        article.PublishTime = null;
        var claim = Reading.Extractor.Extract(article).Claims.Single();
        claim.EventTime.ShouldBeNull();
        claim.PublishTime.ShouldBeNull();
        claim.Modality.ShouldBe(Modality.Occurred);
    }
}
