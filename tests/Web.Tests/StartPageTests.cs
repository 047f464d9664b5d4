using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RegionalSecurity.Web.Tests;

public sealed partial class StartPageTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_ServicesInSeveralStates_ShowsEach()
    {
        door.Upstream.HealthOf["claims"] = new { status = "Degraded", checks = new Dictionary<string, object> { ["article-log"] = new { status = "Degraded", description = "behind by <b>7</b>" } } };
        var page = await door.Http.GetStringAsync("/", Cancel);
        page.ShouldContain("data-service=\"ingestion\" data-state=\"healthy\"");
        page.ShouldContain("data-service=\"claims\" data-state=\"degraded\"");
        page.ShouldContain("data-service=\"reports\" data-state=\"unreachable\"");
        // What a service says is text, never markup.
        page.ShouldContain("article-log: behind by &lt;b&gt;7&lt;/b&gt;");
        page.ShouldContain($"grpcurl -plaintext {door.Web.GrpcAddress.Authority} list");
    }

    [Fact]
    public async Task Page_SampleLoaded_IsMarkedAsInvented()
    {
        var page = await door.Http.GetStringAsync("/", Cancel);
        SampleNote().Match(page).Value.ShouldNotContain("hidden");
        page.ShouldContain("Invented sample loaded");
    }

    [Fact]
    public async Task Page_Policy_AllowsNothingFromElsewhere()
    {
        using var answer = await door.Http.GetAsync("/", Cancel);
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        foreach (Match match in Reference().Matches(page))
            match.Groups[1].Value.ShouldMatch("^(/|data:,)");
        page.ShouldNotContain("<style");
        page.ShouldNotContain(" style=");
        page.ShouldNotContain(" onclick");
    }

    [Theory]
    [InlineData("/site.css", "text/css")]
    [InlineData("/status.js", "text/javascript")]
    public async Task Asset_OfThePage_IsServed(string path, string type)
    {
        using var answer = await door.Http.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
    }

    [Fact]
    public async Task Status_ServiceDown_IsToldLive()
    {
        using var status = JsonDocument.Parse(await door.Http.GetStringAsync("/status", Cancel));
        var states = status.RootElement.GetProperty("services").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("state").GetString());
        states["tension"].ShouldBe("healthy");
        states["reports"].ShouldBe("unreachable");
        status.RootElement.GetProperty("sample").GetBoolean().ShouldBeTrue();

        door.Upstream.HealthOf["tension"] = new { status = "Unhealthy", checks = new { } };
        using var later = JsonDocument.Parse(await door.Http.GetStringAsync("/status", Cancel));
        later.RootElement.GetProperty("services")[2].GetProperty("state").GetString().ShouldBe("unhealthy");
        door.Upstream.HealthOf.TryRemove("tension", out _);
    }

    [Fact]
    public async Task Request_ForAnotherHost_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "rebound.example";
        using var answer = await door.Http.SendAsync(request, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("<p id=\"sample\"[^>]*>")]
    private static partial Regex SampleNote();
}
