using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RegionalSecurity.Ingestion.V1;
using static RegionalSecurity.Ingestion.Tests.IngestionHost;

namespace RegionalSecurity.Ingestion.Tests;

/// <summary>What a server, a name or a document may try against the service and the network that it runs in.</summary>
public sealed class HostileServerTests
{
    private static async Task<string> RefusedAsync(IngestionHost host, string url, StatusCode code) =>
        (await Errors.OfAsync(code, () => host.SubmitAsync(new ArticleSubmission { FetchUrl = url }))).Reason;

    private static (string, string)[] Allow(string address, string seconds = "30") =>
        [("Ingestion:Fetch:AllowedHosts:0", new Uri(address).Authority), ("Ingestion:Fetch:TimeoutSeconds", seconds)];

    [Fact]
    public async Task Fetch_NameThatChangesBetweenCheckAndConnect_IsRefused()
    {
        var reached = 0;
        await using var server = await FetchTests.StartAsync(app => app.MapGet("/", () =>
        {
            reached++;
            return Results.Text("secret of the inner network, which nobody outside may read", "text/plain");
        }));
        var asked = 0;
        // Public when it is checked, this machine when it is connected to.
        await using var host = new IngestionHost(services: services => Web.Resolve(services, _ => ++asked % 2 == 1 ? "93.184.216.34" : "127.0.0.1"));

        var (reason, _, message) = await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(new ArticleSubmission { FetchUrl = "http://rebind.example/" }));

        reason.ShouldBe("FETCH_REFUSED");
        message.ShouldContain("private or local");
        asked.ShouldBe(2);
        reached.ShouldBe(0);
    }

    [Theory]
    [InlineData("http://10.0.0.1.example/", "10.0.0.1")]
    [InlineData("http://metadata.example/latest/", "169.254.169.254")]
    [InlineData("http://cgnat.example/", "100.100.100.200")]
    [InlineData("http://mapped.example/", "::ffff:127.0.0.1")]
    [InlineData("http://nat64.example/", "64:ff9b::a9fe:a9fe")]
    [InlineData("http://nat64local.example/", "64:ff9b:1::7f00:1")]
    [InlineData("http://sixtofour.example/", "2002:7f00:1::1")]
    [InlineData("http://teredo.example/", "2001:0:7f00:1::1")]
    [InlineData("http://compatible.example/", "::127.0.0.1")]
    [InlineData("http://multicast.example/", "239.255.255.250")]
    [InlineData("http://link.example/", "fe80::1")]
    [InlineData("http://unique.example/", "fd00:ec2::254")]
    public async Task Fetch_NameOfAnInnerAddress_IsRefused(string url, string address)
    {
        await using var host = new IngestionHost(services: services => Web.Resolve(services, _ => address));

        (await RefusedAsync(host, url, StatusCode.InvalidArgument)).ShouldBe("FETCH_REFUSED");
    }

    [Theory]
    [InlineData("http://1572395042/")]
    [InlineData("http://0x5db8d822/")]
    [InlineData("http://0135.0270.0330.042/")]
    [InlineData("http://93.184.55330/")]
    public async Task Fetch_PublicAddressWrittenOddly_IsRefused(string url)
    {
        await using var host = new IngestionHost();

        var (reason, _, message) = await Errors.OfAsync(StatusCode.InvalidArgument, () => host.SubmitAsync(new ArticleSubmission { FetchUrl = url }));

        reason.ShouldBe("FETCH_REFUSED");
        message.ShouldContain("in an odd way");
    }

    [Theory]
    [InlineData("http://1572395042/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://[::1]/")]
    [InlineData("gopher://example.org/")]
    [InlineData("http://user@example.org/")]
    public async Task Fetch_RedirectInward_IsRefusedAsIfGiven(string target)
    {
        await using var server = await FetchTests.StartAsync(app => app.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.Location = target;
            return Results.StatusCode(301);
        }));
        await using var host = new IngestionHost(Allow(server.Address));

        (await RefusedAsync(host, server.Address + "/", StatusCode.InvalidArgument)).ShouldBe("FETCH_REFUSED");
    }

    [Fact]
    public async Task Fetch_TenThousandRedirects_AreNotFollowed()
    {
        var asked = 0;
        await using var server = await FetchTests.StartAsync(app => app.MapGet("/{n:int}", (int n) =>
        {
            asked++;
            return n < 10_000 ? Results.Redirect($"/{n + 1}") : Results.Text("the end");
        }));
        await using var host = new IngestionHost(Allow(server.Address));

        (await RefusedAsync(host, server.Address + "/0", StatusCode.FailedPrecondition)).ShouldBe("FETCH_REJECTED");

        asked.ShouldBe(6);
    }

    [Fact]
    public async Task Fetch_HeadersThatTrickle_EndInTime()
    {
        await using var server = new Web.RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nX-Slow: "u8.ToArray(), stop);
            while (true)
            {
                await stream.WriteAsync("a"u8.ToArray(), stop);
                await Task.Delay(20, stop);
            }
        });
        await using var host = new IngestionHost(Allow(server.Address, "1"));

        (await RefusedAsync(host, server.Address + "/", StatusCode.Unavailable)).ShouldBe("FETCH_FAILED");
    }

    [Fact]
    public async Task Fetch_HeadersWithoutEnd_EndEarly()
    {
        var sent = 0L;
        await using var server = new Web.RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), stop);
            var line = Encoding.ASCII.GetBytes("X-Much: " + new string('a', 1000) + "\r\n");
            while (true)
            {
                await stream.WriteAsync(line, stop);
                sent += line.Length;
            }
        });
        await using var host = new IngestionHost(Allow(server.Address));

        (await RefusedAsync(host, server.Address + "/", StatusCode.Unavailable)).ShouldBe("FETCH_FAILED");

        // What the two sockets hold between them is sent too.
        sent.ShouldBeLessThan(32 << 20);
    }

    [Fact]
    public async Task Fetch_BodyWithoutEnd_EndsAtTheBound()
    {
        await using var server = new Web.RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), stop);
            while (true)
                await stream.WriteAsync(Encoding.ASCII.GetBytes("1000\r\n" + new string('a', 4096) + "\r\n"), stop);
        });
        await using var host = new IngestionHost([.. Allow(server.Address), ("Ingestion:Fetch:MostBytes", "65536")]);

        (await RefusedAsync(host, server.Address + "/", StatusCode.FailedPrecondition)).ShouldBe("FETCH_TOO_LARGE");
    }

    [Fact]
    public async Task Fetch_FileNameOfTheServer_NamesNoFile()
    {
        await using var server = await FetchTests.StartAsync(app => app.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentDisposition = "attachment; filename=\"../../../evil.sh\"";
            return Results.Text($"<p>{Text(1)}</p>", "text/html");
        }));
        await using var host = new IngestionHost(Allow(server.Address));

        await host.SubmitAsync(new ArticleSubmission { FetchUrl = server.Address + "/" });

        Directory.EnumerateFiles(Directory.GetParent(host.Directory)!.FullName, "evil*").ShouldBeEmpty();
        Directory.EnumerateFiles(host.Directory, "*", SearchOption.AllDirectories).ShouldAllBe(file => Path.GetFileName(file).StartsWith("ingestion.db", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deep-xml", "FEED_INVALID")]
    [InlineData("many-nodes", "FEED_INVALID")]
    [InlineData("deep-json", "FEED_INVALID")]
    [InlineData("binary", "TEXT_NOT_DECODABLE")]
    public async Task Poll_DocumentMeantToExhaust_FailsTheFeedOnly(string kind, string reason)
    {
        byte[] body = kind switch
        {
            "deep-xml" => Encoding.ASCII.GetBytes("<rss><channel>" + string.Concat(Enumerable.Repeat("<a>", 100_000))),
            "many-nodes" => Encoding.ASCII.GetBytes("<rss><channel>" + string.Concat(Enumerable.Repeat("<a/>", 300_000))),
            "deep-json" => Encoding.ASCII.GetBytes("{\"items\":" + new string('[', 100_000)),
            _ => [0x50, 0x4B, 3, 4, .. new byte[4000]],
        };
        await using var server = await FetchTests.StartAsync(app => app.MapGet("/", () => Results.Bytes(body, "application/xml")));
        await using var host = new IngestionHost(Allow(server.Address));
        var feed = (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = server.Address + "/" } }, cancellationToken: Token)).Feed;

        (await Errors.OfAsync(StatusCode.FailedPrecondition, async () => await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token))).Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task Poll_EntitiesAndScripts_AreNeitherExpandedNorStored()
    {
        var secret = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(secret, "the secret of a file", Token);
            await using var server = await FetchTests.StartAsync(app => app.MapGet("/", () => Results.Text(
                $"""
                <!DOCTYPE rss [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file://{secret}">]>
                <rss><channel><item><guid>1</guid><title>&lt;b onclick="evil()"&gt;Talks&lt;/b&gt; &b;&x;</title><description>&lt;p&gt;{Text(1)}&lt;script&gt;evil()&lt;/script&gt;&lt;img src=x onerror="evil()"&gt;&lt;/p&gt;
                &lt;iframe src="http://evil.example/"&gt;&lt;/iframe&gt;&lt;style&gt;evil&lt;/style&gt;</description></item></channel></rss>
                """, "application/xml")));
            await using var host = new IngestionHost(Allow(server.Address));
            var feed = (await host.Client.CreateFeedAsync(new CreateFeedRequest { Feed = new Feed { Url = server.Address + "/" } }, cancellationToken: Token)).Feed;

            await host.Client.PollFeedAsync(new PollFeedRequest { FeedId = feed.FeedId }, cancellationToken: Token);

            var article = (await host.Client.ListArticlesAsync(new ListArticlesRequest { IncludeText = true }, cancellationToken: Token)).Articles.ShouldHaveSingleItem();
            article.Title.ShouldBe("Talks &b;&x;");
            article.Text.ShouldBe(Text(1));
        }
        finally
        {
            File.Delete(secret);
        }
    }
}
