using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class SubmitTests
{
    [Fact]
    public async Task SubmitArticle_Text_IsStoredWithPublisherAndHash()
    {
        await using var host = new IngestionHost(time: new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        var submission = Submission(1, "Line one\r\ncafe\u0301");
        submission.PublishTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

        var answer = await host.SubmitAsync(submission);
        var article = (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = answer.ArticleId }, cancellationToken: Token)).Article;

        answer.Outcome.ShouldBe(Outcome.Created);
        answer.Revision.ShouldBe(1);
        article.Text.ShouldBe("Line one\ncaf\u00E9");
        article.TextSha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("Line one\ncaf\u00E9"u8)));
        article.Publisher.ShouldBe(new Publisher { PublisherId = "kcna", Name = "Korean Central News Agency", Country = "PRK", Family = "prk-state", Ownership = Ownership.StateControlled, Registered = true });
        article.IngestTime.ToDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        article.PublishTime.ShouldBe(article.IngestTime);
        article.StoryId.ShouldMatch("^s[a-z2-7]{26}$");
    }

    [Fact]
    public async Task SubmitArticle_Again_IsADuplicateThenARevision()
    {
        await using var host = new IngestionHost();

        var first = await host.SubmitAsync(Submission(1));
        var again = await host.SubmitAsync(Submission(1));
        var changed = await host.SubmitAsync(Submission(1, Text(2)));

        again.ShouldBe(new SubmitArticleResponse { ArticleId = first.ArticleId, Revision = 1, Outcome = Outcome.Duplicate, Sequence = first.Sequence });
        (changed.ArticleId, changed.Revision, changed.Outcome).ShouldBe((first.ArticleId, 2, Outcome.Revised));
        (await host.ReadLogAsync()).Select(entry => entry.Article.Revision).ShouldBe([1, 2]);
        (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = first.ArticleId, Revision = 1 }, cancellationToken: Token)).Article.Text.ShouldBe(Text(1));
        (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = first.ArticleId }, cancellationToken: Token)).Article.Text.ShouldBe(Text(2));
        (await Errors.OfAsync(StatusCode.NotFound, async () => await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = first.ArticleId, Revision = 3 }, cancellationToken: Token)))
            .Reason.ShouldBe("REVISION_NOT_FOUND");
    }

    [Fact]
    public async Task SubmitArticle_SameRequestId_GetsTheFirstAnswerAgain()
    {
        await using var host = new IngestionHost();
        var id = Guid.NewGuid().ToString();

        var first = await host.SubmitAsync(Submission(1), id);

        (await host.SubmitAsync(Submission(1), id)).ShouldBe(first);
        (await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(Submission(2), id))).Reason.ShouldBe("REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task SubmitArticle_Html_IsExtracted()
    {
        await using var host = new IngestionHost();
        var html = "<html><head><title>T</title><meta property='og:title' content='Talks resume'></head><body><article>"
            + string.Concat(Enumerable.Range(1, 8).Select(i => $"<p>{Text(i)}</p>")) + "</article></body></html>";

        var answer = await host.SubmitAsync(new ArticleSubmission
        {
            Document = new Document { Content = ByteString.CopyFromUtf8(html), ContentType = "text/html" },
            Url = "https://www.bbc.co.uk/news/1?utm_source=x",
        });
        var article = (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = answer.ArticleId }, cancellationToken: Token)).Article;

        (article.Title, article.Url, article.Publisher.PublisherId).ShouldBe(("Talks resume", "https://www.bbc.co.uk/news/1", "bbc"));
        article.Text.ShouldBe(string.Join('\n', Enumerable.Range(1, 8).Select(Text)));
    }

    [Fact]
    public async Task SubmitArticle_ManyBadFields_AreNamedAtOnce()
    {
        await using var host = new IngestionHost();

        var (_, fields, message) = await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(new ArticleSubmission
        {
            Text = " ",
            Url = "ftp://x",
            Title = new string('t', 1025),
            Byline = new string('b', 257),
            Language = "no language",
            PublishTime = new Timestamp { Seconds = 99_999_999_999 },
            PublishPrecision = (TimePrecision)9,
        }));

        fields.ShouldBe(["article.title", "article.byline", "article.publish_time", "article.publish_precision", "article.language", "article.url", "article.text"]);
        message.ShouldContain("1024");
    }

    [Fact]
    public async Task SubmitArticle_NoArticleOrTooLarge_IsRefusedByField()
    {
        await using var host = new IngestionHost();

        (await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(null!))).Fields.ShouldBe(["article"]);
        (await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(new ArticleSubmission()))).Fields.ShouldBe(["article.text"]);
        var (reason, fields, _) = await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(new ArticleSubmission { Text = new string('a', (2 << 20) + 1) }));
        (reason, fields[0]).ShouldBe(("TEXT_TOO_LARGE", "article.text"));
        (await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(new ArticleSubmission { Document = new Document { Content = ByteString.CopyFromUtf8("PK"), ContentType = "application/zip" } })))
            .Fields.ShouldBe(["article.document.content_type"]);
        (await host.ReadLogAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task SubmitArticles_BadItemsBetween_AreRejectedAndTheStreamGoesOn()
    {
        await using var host = new IngestionHost();
        var articles = Enumerable.Range(0, 600).Select(i => i % 7 == 3 ? Submission(i, " ") : Submission(i)).ToArray();

        var answers = await host.SubmitAllAsync(articles);

        answers.Select(answer => answer.Index).ShouldBe(Enumerable.Range(0, 600).Select(i => (long)i));
        answers.Select(answer => answer.Tag).ShouldBe(articles.Select(article => article.SourceId));
        answers.Where(answer => answer.Index % 7 == 3).ShouldAllBe(answer => answer.Outcome == Outcome.Rejected && answer.Rejection.Field == "text" && answer.Rejection.Reason == "TEXT_EMPTY");
        answers.Where(answer => answer.Index % 7 != 3).ShouldAllBe(answer => answer.Outcome == Outcome.Created && answer.Revision == 1);
        var log = await host.ReadLogAsync();
        log.Select(entry => entry.Article.SourceId).ShouldBe(answers.Where(answer => answer.Outcome == Outcome.Created).Select(answer => answer.Tag));
        (await host.SubmitAllAsync(articles)).ShouldAllBe(answer => answer.Outcome == Outcome.Duplicate || answer.Outcome == Outcome.Rejected);
        (await host.ReadLogAsync()).Count.ShouldBe(log.Count);
    }

    [Fact]
    public async Task SubmitArticles_TextsOverTwoMebibytes_AreRejectedByFieldAndTheRestGoOn()
    {
        await using var host = new IngestionHost();
        var large = new string('a', (2 << 20) + 1);
        var document = new ArticleSubmission { Document = new Document { Content = ByteString.CopyFromUtf8(large), ContentType = "text/plain" }, SourceId = "document" };

        var answers = await host.SubmitAllAsync([Submission(1), Submission(2, large), document, Submission(3)]);

        answers.Select(answer => answer.Outcome).ShouldBe([Outcome.Created, Outcome.Rejected, Outcome.Rejected, Outcome.Created]);
        answers.Where(answer => answer.Rejection is not null).Select(answer => (answer.Rejection.Field, answer.Rejection.Reason))
            .ShouldBe([("text", "TEXT_TOO_LARGE"), ("document.content", "TEXT_TOO_LARGE")]);
    }

    [Fact]
    public async Task SubmitArticles_InvalidUtf8_EndsTheStreamAfterWhatCameBefore()
    {
        await using var host = new IngestionHost();
        var raw = Marshallers.Create((byte[] bytes) => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, "regionalsecurity.ingestion.v1.IngestionService", "SubmitArticles", raw, raw);
        using var call = host.CallInvoker.AsyncDuplexStreamingCall(method, null, new CallOptions(cancellationToken: Token));
        var answers = new List<SubmitArticlesResponse>();

        var (reason, fields, _) = await Errors.OfAsync(StatusCode.InvalidArgument, async () =>
        {
            await call.RequestStream.WriteAsync(new SubmitArticlesRequest { Article = Submission(1) }.ToByteArray(), Token);
            // Field 1 (article) of 6 bytes: its field 1 (text) of 4 bytes with a broken sequence.
            await call.RequestStream.WriteAsync([0x0A, 6, 0x0A, 4, (byte)'a', 0xC3, 0x28, (byte)'b'], Token);
            await call.RequestStream.CompleteAsync();
            await foreach (var answer in call.ResponseStream.ReadAllAsync(Token))
                answers.Add(SubmitArticlesResponse.Parser.ParseFrom(answer));
        });

        (reason, fields[0]).ShouldBe(("MESSAGE_INVALID", "article"));
        answers.ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Created);
    }

    [Fact]
    public async Task SubmitArticles_SameArticleTwiceInOneChunk_IsOneArticle()
    {
        await using var host = new IngestionHost();

        var answers = await host.SubmitAllAsync([Submission(1), Submission(1), Submission(1, Text(2)), Submission(1, Text(2))]);

        answers.Select(answer => (answer.Outcome, answer.Revision)).ShouldBe([(Outcome.Created, 1), (Outcome.Duplicate, 1), (Outcome.Revised, 2), (Outcome.Duplicate, 2)]);
    }

    [Fact]
    public async Task SubmitArticles_Acknowledged_IsOnDisk()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("regsec-").FullName;
        try
        {
            long sequence;
            await using (var host = new IngestionHost(directory: directory))
                sequence = (await host.SubmitAllAsync([Submission(1), Submission(2)]))[1].Sequence;
            await using (var host = new IngestionHost(directory: directory))
            {
                (await host.ReadLogAsync()).Select(entry => entry.Header.Sequence).Last().ShouldBe(sequence);
                (await host.SubmitAsync(Submission(2))).Outcome.ShouldBe(Outcome.Duplicate);
                // The signatures in the store find the story again after a start.
                var reprint = await host.SubmitAsync(new ArticleSubmission { Text = "SEOUL \u2013 " + Text(1), Publisher = "Yonhap" });
                (await host.ReadLogAsync()).Single(entry => entry.Header.Sequence == reprint.Sequence).Article.StoryId
                    .ShouldBe((await host.ReadLogAsync())[0].Article.StoryId);
            }
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Start_DamagedStore_NamesTheFile()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("regsec-").FullName;
        try
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(directory, "ingestion.db"), string.Concat(Enumerable.Repeat("no database at all ", 600)), Token);

            var start = new ProcessStartInfo(Environment.ProcessPath!.Contains("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet",
                [typeof(IngestionOptions).Assembly.Location])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                Environment = { ["Storage__Directory"] = directory, ["DOTNET_ENVIRONMENT"] = "Development" },
            };
            using var service = Process.Start(start).ShouldNotBeNull();
            var output = service.StandardOutput.ReadToEndAsync(Token);
            var errors = await service.StandardError.ReadToEndAsync(Token);
            await service.WaitForExitAsync(Token);
            await output;

            service.ExitCode.ShouldBe(1);
            errors.ShouldContain(Path.Combine(directory, "ingestion.db"));
            errors.ShouldContain("Restore it from a backup");
        }
        finally
        {
            System.IO.Directory.Delete(directory, recursive: true);
        }
    }
}
