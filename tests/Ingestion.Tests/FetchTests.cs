using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RegionalSecurity.Ingestion.Feeds;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.TestKit;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

public sealed class FetchTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void IsPublic_Address_IsJudged(string address, bool expected) => AddressGuard.IsPublic(IPAddress.Parse(address)).ShouldBe(expected);

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://127.0.0.1:22/")]
    [InlineData("http://93.184.216.34:8080/")]
    [InlineData("http://user:secret@93.184.216.34/")]
    public async Task SubmitArticle_LocalOrOddAddress_IsRefused(string url)
    {
        await using var host = new IngestionHost();

        var (reason, fields, _) = await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(new ArticleSubmission { FetchUrl = url }));

        (reason, fields[0]).ShouldBe(("FETCH_REFUSED", "article.fetch_url"));
    }

    [Fact]
    public async Task SubmitArticle_AllowedHost_IsFetchedAndRead()
    {
        await using var server = await StartAsync(app => app.MapGet("/story", () => Results.Text(
            "<html lang=en><head><meta property='og:title' content='Fetched'><meta property='og:site_name' content='Local'></head><body><article>"
            + string.Concat(Enumerable.Range(1, 8).Select(i => $"<p>{Text(i)}</p>")) + "</article></body></html>", "text/html")));
        await using var host = new IngestionHost(Allow(server));

        var answer = await host.SubmitAsync(new ArticleSubmission { FetchUrl = server.Address + "/story?utm_source=a#top" });
        var article = (await host.Client.GetArticleAsync(new GetArticleRequest { ArticleId = answer.ArticleId }, cancellationToken: Token)).Article;

        (article.Title, article.Url).ShouldBe(("Fetched", server.Address + "/story"));
        article.Text.ShouldStartWith(Text(1));
    }

    [Theory]
    [InlineData("/loop", StatusCode.FailedPrecondition, "FETCH_REJECTED")]
    [InlineData("/inward", StatusCode.InvalidArgument, "FETCH_REFUSED")]
    [InlineData("/file", StatusCode.InvalidArgument, "FETCH_REFUSED")]
    [InlineData("/missing", StatusCode.FailedPrecondition, "FETCH_REJECTED")]
    [InlineData("/nowhere", StatusCode.FailedPrecondition, "FETCH_REJECTED")]
    [InlineData("/broken", StatusCode.Unavailable, "FETCH_FAILED")]
    [InlineData("/bomb", StatusCode.FailedPrecondition, "FETCH_TOO_LARGE")]
    [InlineData("/slow", StatusCode.Unavailable, "FETCH_FAILED")]
    [InlineData("/picture", StatusCode.InvalidArgument, "CONTENT_TYPE_NOT_SUPPORTED")]
    [InlineData("/deep", StatusCode.InvalidArgument, "DOCUMENT_TOO_COMPLEX")]
    [InlineData("/many", StatusCode.InvalidArgument, "DOCUMENT_TOO_COMPLEX")]
    public async Task SubmitArticle_HostileServer_IsRefusedInTime(string path, StatusCode code, string reason)
    {
        await using var server = await StartAsync(app =>
        {
            app.MapGet("/loop", () => Results.Redirect("/loop"));
            app.MapGet("/inward", () => Results.Redirect("http://127.0.0.1:1/admin"));
            app.MapGet("/file", () => Results.Redirect("file:///etc/passwd"));
            app.MapGet("/nowhere", (HttpContext context) =>
            {
                context.Response.Headers.Location = "//";
                return Results.StatusCode(302);
            });
            app.MapGet("/broken", () => Results.StatusCode(500));
            app.MapGet("/picture", () => Results.Bytes([0x89, 0x50, 0x4E, 0x47], "image/png"));
            app.MapGet("/deep", () => Results.Text("<html><body>" + string.Concat(Enumerable.Repeat("<div>", 100_000)) + Text(1), "text/html"));
            app.MapGet("/many", () => Results.Text("<html><body>" + string.Concat(Enumerable.Repeat("<br>", 400_000)) + Text(1), "text/html"));
            app.MapGet("/bomb", async context =>
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using var gzip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
                var zeros = new byte[1 << 16];
                // Ends when the fetcher hangs up.
                while (!context.RequestAborted.IsCancellationRequested)
                    await gzip.WriteAsync(zeros, context.RequestAborted);
            });
            app.MapGet("/slow", async context =>
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.WriteAsync("<", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(50, context.RequestAborted);
                }
            });
        });
        await using var host = new IngestionHost([.. Allow(server), ("Ingestion:Fetch:TimeoutSeconds", path == "/slow" ? "1" : "30")]);

        (await Errors.OfAsync(code, () => host.SubmitAsync(new ArticleSubmission { FetchUrl = server.Address + path }))).Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task SubmitArticle_ConnectTimesOut_IsFetchFailed()
    {
        await using var host = new IngestionHost(services: services => Answer(services, ConnectTimeout));

        (await Errors.OfAsync(StatusCode.Unavailable, () => host.SubmitAsync(new ArticleSubmission { FetchUrl = "http://www.example.com/" }))).Reason.ShouldBe("FETCH_FAILED");
    }

    [Fact]
    public async Task SubmitArticles_ItemsThatFail_AreRejectedAndTheStreamGoesOn()
    {
        await using var host = new IngestionHost(services: services => Answer(services, url =>
            url.AbsolutePath == "/dead" ? ConnectTimeout(url) : new InvalidOperationException("not foreseen")));

        var answers = await host.SubmitAllAsync(
            [Submission(1), new ArticleSubmission { FetchUrl = "http://www.example.com/dead" }, new ArticleSubmission { FetchUrl = "http://www.example.com/odd" }, Submission(2)]);

        answers.Select(answer => answer.Outcome).ShouldBe([Outcome.Created, Outcome.Rejected, Outcome.Rejected, Outcome.Created]);
        (answers[1].Rejection.Reason, answers[2].Rejection.Reason).ShouldBe(("FETCH_FAILED", "ARTICLE_UNREADABLE"));
        answers[2].Rejection.Message.ShouldNotContain("not foreseen");
    }

    // What SocketsHttpHandler throws where the connect timeout is over.
    internal static Exception ConnectTimeout(Uri url) => new TaskCanceledException("The operation was canceled.", new TimeoutException($"Connecting to {url.Host} timed out."));

    /// <summary>Replaces the network by one where every request fails so.</summary>
    internal static void Answer(IServiceCollection services, Func<Uri, Exception> failure) => services.Replace(ServiceDescriptor.Singleton(provider => new GuardedFetcher(
        provider.GetRequiredService<IOptions<IngestionOptions>>(), provider.GetRequiredService<IngestionTelemetry>(), TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8")]), new FailingHandler(failure))));

    private sealed class FailingHandler(Func<Uri, Exception> failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(failure(request.RequestUri!));
    }

    internal static (string Key, string Value)[] Allow(FakeServer server) => [("Ingestion:Fetch:AllowedHosts:0", new Uri(server.Address).Authority)];

    internal static Task<FakeServer> StartAsync(Action<WebApplication> map) => FakeServer.StartAsync(_ => { }, map, HttpProtocols.Http1);
}
