using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class LogTests
{
    [Fact]
    public async Task StreamArticles_WritersRacingATail_LosesAndDoublesNothing()
    {
        await using var host = new IngestionHost();
        const int writers = 8, each = 150;
        var seen = new List<ArticleEntry>();
        using var tail = host.Client.StreamArticles(new StreamArticlesRequest(), cancellationToken: Token);
        var reading = Task.Run(async () =>
        {
            while (seen.Count < writers * each && await tail.ResponseStream.MoveNext(Token))
                seen.AddRange(tail.ResponseStream.Current.Entries);
        }, Token);

        var written = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var numbers = Enumerable.Range(writer * each, each).ToArray();
            // Half of them one call an article, half of them one stream.
            if (writer % 2 == 0)
                return (await host.SubmitAllAsync(numbers.Select(number => Submission(number)))).Select(answer => answer.Sequence).ToArray();
            var sequences = new List<long>();
            foreach (var number in numbers)
                sequences.Add((await host.SubmitAsync(Submission(number))).Sequence);
            return sequences.ToArray();
        }, Token)));
        await reading;

        seen.Select(entry => entry.Header.Sequence).ShouldBe(written.SelectMany(sequences => sequences).Order());
        seen.Select(entry => entry.Article.ArticleId).Distinct().Count().ShouldBe(writers * each);
        seen.Zip(seen.Skip(1)).ShouldAllBe(pair => pair.First.Header.RecordTime <= pair.Second.Header.RecordTime);
    }

    [Fact]
    public async Task StreamArticles_Cursor_GoesOnAfterIt()
    {
        await using var host = new IngestionHost();
        await host.SubmitAllAsync(Enumerable.Range(0, 20).Select(number => Submission(number)));
        var all = await host.ReadLogAsync();
        var cursor = new LogCursor { LogId = all[9].Header.LogId, Sequence = all[9].Header.Sequence };

        (await host.ReadLogAsync(cursor)).ShouldBe(all.Skip(10));
        (await host.ReadLogAsync(null, all[3].Header.Partition)).ShouldBe(all.Where(entry => entry.Header.Partition == all[3].Header.Partition));
        (await host.ReadLogAsync(new LogCursor { LogId = cursor.LogId, Sequence = all[^1].Header.Sequence })).ShouldBeEmpty();
    }

    [Fact]
    public async Task StreamArticles_WrongCursor_IsOutOfRange()
    {
        await using var host = new IngestionHost();
        await host.SubmitAsync(Submission(1));
        var id = (await host.ReadLogAsync())[0].Header.LogId;

        (await Errors.OfAsync(StatusCode.OutOfRange, () => host.ReadLogAsync(new LogCursor { LogId = new string('a', 26), Sequence = 1 }))).Reason.ShouldBe("LOG_REPLACED");
        (await Errors.OfAsync(StatusCode.OutOfRange, () => host.ReadLogAsync(new LogCursor { LogId = id, Sequence = 99 }))).Reason.ShouldBe("CURSOR_BEYOND_HEAD");
        (await Errors.OfAsync(StatusCode.InvalidArgument, () => host.ReadLogAsync(null, 64))).Fields.ShouldBe(["partitions"]);
    }

    [Fact]
    public async Task DeleteArticle_Withdrawn_LeavesNoTextAnywhere()
    {
        await using var host = new IngestionHost();
        var secret = "unmistakable words about a person who wants to be forgotten by everyone";
        var first = await host.SubmitAsync(Submission(1, secret + " one"));
        await host.SubmitAsync(Submission(1, secret + " two"));
        await host.SubmitAsync(Submission(2));

        var answer = await host.Client.DeleteArticleAsync(new DeleteArticleRequest { ArticleId = first.ArticleId, Reason = "asked for" }, cancellationToken: Token);

        var log = await host.ReadLogAsync();
        log.Select(entry => entry.ContentCase).ShouldBe([ArticleEntry.ContentOneofCase.Article, ArticleEntry.ContentOneofCase.Article, ArticleEntry.ContentOneofCase.Article, ArticleEntry.ContentOneofCase.Withdrawal]);
        log[3].ShouldSatisfyAllConditions(
            entry => entry.Header.Sequence.ShouldBe(answer.Sequence),
            entry => entry.Header.Partition.ShouldBe(log[0].Header.Partition),
            entry => entry.Withdrawal.ShouldBe(new Withdrawal { ArticleId = first.ArticleId, Revision = 2, Reason = "asked for" }));
        log.Take(2).ShouldAllBe(entry => entry.Article.Text.Length == 0 && entry.Article.Title.Length == 0 && entry.Article.ArticleId == first.ArticleId);
        log.ToString()!.ShouldNotContain("unmistakable");
        foreach (var call in (Func<Task>[])[
            async () => await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = first.ArticleId }, cancellationToken: Token),
            async () => await host.Client.DeleteArticleAsync(new DeleteArticleRequest { ArticleId = first.ArticleId }, cancellationToken: Token)])
            (await Errors.OfAsync(StatusCode.NotFound, call)).Reason.ShouldBe("ARTICLE_NOT_FOUND");
        (await host.Client.ListArticlesAsync(new ListArticlesRequest(), cancellationToken: Token)).Articles.Select(article => article.SourceId).ShouldBe(["id-2"]);
        (await Errors.OfAsync(StatusCode.FailedPrecondition, () => host.SubmitAsync(Submission(1)))).Reason.ShouldBe("ARTICLE_WITHDRAWN");
        var rejected = (await host.SubmitAllAsync([Submission(1), Submission(3)]));
        rejected.Select(item => item.Outcome).ShouldBe([Outcome.Rejected, Outcome.Created]);
        rejected[0].Rejection.Reason.ShouldBe("ARTICLE_WITHDRAWN");
    }

    [Fact]
    public async Task DeleteArticle_Withdrawn_LeavesNoBytesInTheFile()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("regsec-").FullName;
        try
        {
            await using (var host = new IngestionHost(directory: directory))
            {
                var answer = await host.SubmitAsync(Submission(1, string.Concat(Enumerable.Repeat("unmistakable words. ", 2000))));
                await host.SubmitAsync(Submission(2, "words that stay. " + Text(2)));
                await host.Client.DeleteArticleAsync(new DeleteArticleRequest { ArticleId = answer.ArticleId }, cancellationToken: Token);
            }
            var bytes = new List<byte>();
            foreach (var file in System.IO.Directory.EnumerateFiles(directory))
                bytes.AddRange(await File.ReadAllBytesAsync(file, Token));
            var content = bytes.ToArray();

            content.AsSpan().IndexOf("words that stay"u8).ShouldBeGreaterThan(0);
            content.AsSpan().IndexOf("unmistakable"u8).ShouldBe(-1);
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task ListArticles_LargeTexts_EndThePageEarly()
    {
        await using var host = new IngestionHost();
        for (var i = 0; i < 5; i++)
            await host.SubmitAsync(Submission(i, i + string.Concat(Enumerable.Repeat(" and more words", 130_000))));
        var request = new ListArticlesRequest { IncludeText = true };
        var sizes = new List<int>();
        do
        {
            var page = await host.Client.ListArticlesAsync(request, cancellationToken: Token);
            sizes.Add(page.Articles.Count);
            page.CalculateSize().ShouldBeLessThan(8 << 20);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        sizes.Sum().ShouldBe(5);
        sizes.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task ListArticles_Pages_HoldEachArticleOnce()
    {
        await using var host = new IngestionHost();
        await host.SubmitAllAsync(Enumerable.Range(0, 25).Select(number => Submission(number)));
        var ids = new List<string>();
        var request = new ListArticlesRequest { PageSize = 10 };
        ListArticlesResponse page;
        do
        {
            page = await host.Client.ListArticlesAsync(request, cancellationToken: Token);
            ids.AddRange(page.Articles.Select(article => article.SourceId));
            page.Articles.ShouldAllBe(article => article.Text.Length == 0 && article.TextSha256.Length == 64);
            request.PageToken = page.NextPageToken;
            // A revision meanwhile neither hides an article nor shows it twice.
            await host.SubmitAsync(Submission(3, Text(1000 + ids.Count)));
        }
        while (page.NextPageToken.Length > 0);

        ids.ShouldBe(Enumerable.Range(0, 25).Reverse().Select(number => $"id-{number}"));
    }

    [Fact]
    public async Task ListArticles_Filters_AllHold()
    {
        await using var host = new IngestionHost();
        for (var day = 1; day <= 5; day++)
        {
            var submission = Submission(day);
            submission.Publisher = day % 2 == 0 ? "Yonhap" : "The Nowhere Gazette";
            submission.PublishTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2024, 11, day, 12, 0, 0, TimeSpan.Zero));
            await host.SubmitAsync(submission);
        }

        async Task<string[]> Ask(ListArticlesRequest request) =>
            (await host.Client.ListArticlesAsync(request, cancellationToken: Token)).Articles.Select(article => article.SourceId).ToArray();

        (await Ask(new ListArticlesRequest { Publisher = "yonhap" })).ShouldBe(["id-4", "id-2"]);
        (await Ask(new ListArticlesRequest { Publisher = "The Nowhere Gazette" })).ShouldBe(["id-5", "id-3", "id-1"]);
        (await Ask(new ListArticlesRequest { Publisher = "x-the-nowhere-gazette" })).ShouldBe(["id-5", "id-3", "id-1"]);
        (await Ask(new ListArticlesRequest { FromTime = Day(2), ToTime = Day(4) })).ShouldBe(["id-3", "id-2"]);
        (await Ask(new ListArticlesRequest { Sample = true })).ShouldBeEmpty();

        static Timestamp Day(int day) => Timestamp.FromDateTimeOffset(new DateTimeOffset(2024, 11, day, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task ListArticles_BadPaging_IsRefusedByField()
    {
        await using var host = new IngestionHost();
        await host.SubmitAllAsync(Enumerable.Range(0, 3).Select(number => Submission(number)));
        var token = (await host.Client.ListArticlesAsync(new ListArticlesRequest { PageSize = 1 }, cancellationToken: Token)).NextPageToken;

        foreach (var request in (ListArticlesRequest[])[
            new() { PageToken = token, Publisher = "KCNA" }, new() { PageToken = "garbage" }, new() { PageToken = token + "x" }])
            (await Errors.OfAsync(StatusCode.InvalidArgument, async () => await host.Client.ListArticlesAsync(request, cancellationToken: Token))).Fields.ShouldBe(["page_token"]);
        (await Errors.OfAsync(StatusCode.InvalidArgument, async () => await host.Client.ListArticlesAsync(new ListArticlesRequest { PageSize = -1 }, cancellationToken: Token))).Fields.ShouldBe(["page_size"]);
        (await Errors.OfAsync(StatusCode.InvalidArgument, async () => await host.Client.ListArticlesAsync(
            new ListArticlesRequest { FromTime = new Timestamp { Seconds = 2 }, ToTime = new Timestamp { Seconds = 1 } }, cancellationToken: Token))).Fields.ShouldBe(["from_time"]);
    }

    [Fact]
    public async Task Rest_ListArticles_AnswersJson()
    {
        await using var host = new IngestionHost();
        await host.SubmitAsync(Submission(1));
        using var http = new HttpClient { BaseAddress = host.HttpAddress };

        (await http.GetStringAsync("/api/v1/articles", Token)).ShouldContain("\"publisherId\":\"kcna\"", Case.Sensitive);
        (await http.GetAsync("/health", Token)).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Stories_NearIdenticalTexts_AreOneStory()
    {
        await using var host = new IngestionHost();
        var text = string.Join(' ', Enumerable.Range(1, 5).Select(Text));
        var original = await host.SubmitAsync(new ArticleSubmission { Text = text, Title = "Original", Publisher = "Reuters", SourceId = "1" });
        var reprint = await host.SubmitAsync(new ArticleSubmission { Text = "LONDON (Reuters) " + text, Title = "Reprint", Publisher = "BBC", SourceId = "2" });
        var same = await host.SubmitAsync(new ArticleSubmission { Text = text, Title = "Again", Publisher = "Reuters", SourceId = "3" });
        await host.SubmitAsync(Submission(77));

        var story = (await host.Client.ListStoriesAsync(new ListStoriesRequest { MinArticleCount = 2 }, cancellationToken: Token)).Stories.ShouldHaveSingleItem();

        story.ArticleIds.ShouldBe([original.ArticleId, reprint.ArticleId, same.ArticleId]);
        (story.Title, story.ArticleCount, story.FamilyCount).ShouldBe(("Original", 3, 1));
        // The reprint is Reuters' voice, as it says and as its text shows.
        (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = reprint.ArticleId }, cancellationToken: Token)).Article.Publisher.ShouldSatisfyAllConditions(
            publisher => publisher.PublisherId.ShouldBe("bbc"), publisher => publisher.Family.ShouldBe("reuters"));
        (await host.Client.GetStoryAsync(new GetStoryRequest { StoryId = story.StoryId }, cancellationToken: Token)).Story.ShouldBe(story);
        (await host.Client.ListArticlesAsync(new ListArticlesRequest { StoryId = story.StoryId }, cancellationToken: Token)).Articles.Count.ShouldBe(3);
        var pages = await host.Client.ListStoriesAsync(new ListStoriesRequest { PageSize = 1 }, cancellationToken: Token);
        (await host.Client.ListStoriesAsync(new ListStoriesRequest { PageSize = 1, PageToken = pages.NextPageToken }, cancellationToken: Token)).Stories[0].StoryId.ShouldNotBe(pages.Stories[0].StoryId);

        await host.Client.DeleteArticleAsync(new DeleteArticleRequest { ArticleId = original.ArticleId }, cancellationToken: Token);
        var left = (await host.Client.GetStoryAsync(new GetStoryRequest { StoryId = story.StoryId }, cancellationToken: Token)).Story;
        (left.Title, left.ArticleCount, left.FamilyCount).ShouldBe(("Reprint", 2, 1));
    }
}
