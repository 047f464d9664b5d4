using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class SampleTests
{
    private static string SampleFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "RegionalSecurity.sln")))
                return Path.Combine(at.FullName, "AppHost", "Sample");
        throw new InvalidOperationException("RegionalSecurity.sln was not found above the test's folder.");
    }

    [Fact]
    public async Task Start_EmptyLog_LoadsTheSampleApartFromRealData()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 23, 59, 0, TimeSpan.Zero));
        await using var host = new IngestionHost([("Sample:Directory", SampleFolder())], time: time);
        var lines = await File.ReadAllLinesAsync(Path.Combine(SampleFolder(), "articles.jsonl"), Token);

        var sample = (await host.Client.ListArticlesAsync(new ListArticlesRequest { Sample = true, PageSize = 500 }, cancellationToken: Token)).Articles;

        // One of them comes again corrected: a revision.
        sample.Count.ShouldBe(lines.Where(line => line.Length > 0).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("sourceId").GetString()).Distinct().Count());
        sample.ShouldAllBe(article => article.Sample && article.Publisher.Registered && (article.Publisher.Country.Length == 0 || article.Publisher.Country.StartsWith('X')) && article.Language == "en");
        sample.Max(article => article.PublishTime.ToDateTime()).Date.ShouldBe(new DateTime(2026, 3, 4));
        (await host.Client.ListArticlesAsync(new ListArticlesRequest(), cancellationToken: Token)).Articles.ShouldBeEmpty();
        (await host.Client.ListStoriesAsync(new ListStoriesRequest(), cancellationToken: Token)).Stories.ShouldBeEmpty();
        (await host.ReadLogAsync()).ShouldAllBe(entry => entry.Article.Sample);

        // The same text as real data is another article of another story.
        var text = (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = sample[0].ArticleId }, cancellationToken: Token)).Article.Text;
        var real = await host.SubmitAsync(new ArticleSubmission { Text = text });
        real.Outcome.ShouldBe(Outcome.Created);
        (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = real.ArticleId }, cancellationToken: Token)).Article.StoryId.ShouldNotBe(sample[0].StoryId);
    }

    [Fact]
    public async Task Start_SampleWithdrawn_DoesNotComeBack()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("regsec-").FullName;
        try
        {
            await using (var host = new IngestionHost([("Sample:Directory", SampleFolder())], directory))
                foreach (var article in (await host.Client.ListArticlesAsync(new ListArticlesRequest { Sample = true, PageSize = 500 }, cancellationToken: Token)).Articles)
                    await host.Client.DeleteArticleAsync(new DeleteArticleRequest { ArticleId = article.ArticleId }, cancellationToken: Token);
            await using (var host = new IngestionHost([("Sample:Directory", SampleFolder())], directory))
            {
                (await host.Client.ListArticlesAsync(new ListArticlesRequest { Sample = true }, cancellationToken: Token)).Articles.ShouldBeEmpty();
                (await host.Client.ListStoriesAsync(new ListStoriesRequest { Sample = true }, cancellationToken: Token)).Stories.ShouldBeEmpty();
                (await host.ReadLogAsync()).Where(entry => entry.Withdrawal is not null).ShouldAllBe(entry => entry.Withdrawal.Sample);
            }
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }
}
