using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

/// <summary>Whose voice an article is, and floods of one voice.</summary>
public sealed class VoiceTests
{
    private static readonly string Long = string.Join('\n', Enumerable.Range(1, 8).Select(Text));

    private static ArticleSubmission By(string publisher, string id, string text) => new() { Text = text, Title = $"Title {id}", Publisher = publisher, SourceId = id };

    private static async Task<Article> GetAsync(IngestionHost host, string articleId) =>
        (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = articleId }, cancellationToken: Token)).Article;

    private static async Task<Article> PutAsync(IngestionHost host, ArticleSubmission article) => await GetAsync(host, (await host.SubmitAsync(article)).ArticleId);

    [Fact]
    public async Task Submit_ReprintOfAnAgency_CountsToTheAgencysFamily()
    {
        await using var host = new IngestionHost();

        await host.SubmitAsync(By("Reuters", "1", Long));
        var reprint = await PutAsync(host, By("The Guardian", "2", Long.Replace("denied", "rejected")));
        var own = await PutAsync(host, By("The Guardian", "3", Text(500) + " It is a text of its own."));

        (reprint.Publisher.PublisherId, reprint.Publisher.Family, reprint.SourcePublisherId).ShouldBe(("guardian", "reuters", "reuters"));
        (own.Publisher.Family, own.SourcePublisherId).ShouldBe(("guardian", ""));
        var story = (await host.Client.GetStoryAsync(new GetStoryRequest { StoryId = reprint.StoryId }, cancellationToken: Token)).Story;
        (story.ArticleCount, story.FamilyCount).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Submit_AgencysTextAfterItsReprint_TellsTheReprintAnew()
    {
        await using var host = new IngestionHost();
        var reprint = await host.SubmitAsync(By("The Guardian", "1", Long));
        var second = await host.SubmitAsync(By("The Nowhere Gazette", "2", Long + "\nOur readers write."));
        (await GetAsync(host, second.ArticleId)).Publisher.Family.ShouldBe("guardian");

        // One write: what was put in by the same chunk is told anew as well.
        await host.SubmitAllAsync([By("Daily Telegraph", "3", Long), By("AFP", "4", Long)]);

        var log = await host.ReadLogAsync();
        log.Select(entry => entry.Header.Sequence).ShouldBe(Enumerable.Range(1, log.Count).Select(i => (long)i));
        var latest = log.Select(entry => entry.Article).GroupBy(article => article.SourceId).ToDictionary(group => group.Key, group => group.Last());
        latest.Values.ShouldAllBe(article => article.Publisher.Family == "afp" && article.Text.Length > 0);
        latest["1"].Revision.ShouldBe(2);
        latest["1"].ArticleId.ShouldBe(reprint.ArticleId);
        latest.Values.Select(article => article.SourcePublisherId).ShouldBe(["afp", "afp", "afp", ""], ignoreOrder: true);
        (await GetAsync(host, reprint.ArticleId)).ShouldBe(latest["1"]);
        (await host.Client.GetStoryAsync(new GetStoryRequest { StoryId = latest["1"].StoryId }, cancellationToken: Token)).Story.FamilyCount.ShouldBe(1);
        // Handed in again it is what it was: no revision goes back and forth.
        (await host.SubmitAsync(By("The Guardian", "1", Long))).ShouldBe(new SubmitArticleResponse { ArticleId = reprint.ArticleId, Revision = 2, Outcome = Outcome.Duplicate, Sequence = log.Last(e => e.Article.SourceId == "1").Header.Sequence });
    }

    [Fact]
    public async Task Submit_CreditedAgency_CountsToItWithoutItsText()
    {
        await using var host = new IngestionHost();

        var article = await PutAsync(host, By("The Guardian", "1", "SEOUL (Yonhap) - " + Long));
        var revised = await PutAsync(host, By("The Guardian", "1", "SEOUL (Yonhap) - " + Long + "\nMore was said."));

        (article.Publisher.Family, article.SourcePublisherId).ShouldBe(("yonhap", "yonhap"));
        (revised.Revision, revised.Publisher.Family).ShouldBe((2, "yonhap"));
    }

    [Fact]
    public async Task Submit_TenTimesTheNorm_IsSurplusBeyondTheCap()
    {
        await using var host = new IngestionHost();
        var texts = 0;
        // 20 articles a day for ten days: the cap is 200.
        await host.SubmitAllAsync(Enumerable.Range(0, 10).SelectMany(day => Enumerable.Range(0, 20).Select(_ => On(day))));
        var burst = await host.SubmitAllAsync(Enumerable.Range(0, 230).Select(_ => On(10)));
        await host.SubmitAsync(On(10, "Yonhap"));

        var log = await host.ReadLogAsync();
        log.Count.ShouldBe(431);
        log.Where(entry => entry.Article.Surplus).Select(entry => entry.Article.ArticleId).ShouldBe(burst.Skip(200).Select(answer => answer.ArticleId));

        ArticleSubmission On(int day, string publisher = "KCNA") => new()
        {
            Text = $"Note {texts} of {publisher}.",
            Publisher = publisher,
            SourceId = $"{texts++}",
            PublishTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2024, 11, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day)),
        };
    }
}
