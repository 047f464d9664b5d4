using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace RegionalSecurity.Web.StartPage;

/// <summary>The start page. Everything that is not written here is encoded.</summary>
internal static class StartPageHtml
{
    private static readonly string s_version = typeof(StartPageHtml).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>The page with the state as it is now; the script keeps it up to date.</summary>
    /// <param name="status">State of the stack.</param>
    /// <param name="grpc">Address of the gRPC port, for example http://127.0.0.1:5081.</param>
    /// <param name="http">Address of this page.</param>
    public static string Render(StackStatus status, string grpc, string http)
    {
        var authority = Uri.TryCreate(grpc, UriKind.Absolute, out var uri) ? uri.Authority : grpc;
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>RegionalSecurity</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/site.css">
            <script src="/status.js" defer></script>
            </head>
            <body>
            <header>
            <h1>RegionalSecurity</h1>
            <p>How tense the relations between states are, from the news, and why.
            Every number and every sentence leads to the words of a source.</p>
            </header>
            <main>
            <p id="sample" class="sample" role="note"{(status.Sample == true ? "" : " hidden")}><strong>Invented sample loaded.</strong>
            Its states, persons and events do not exist. It never mixes with real data; <code>regsec sample clear</code> withdraws it.</p>
            <section aria-labelledby="services">
            <h2 id="services">Services <small id="checked" aria-live="polite"></small></h2>
            <ol class="path">
            {Services(status)}</ol>
            </section>
            <section aria-labelledby="tour">
            <h2 id="tour">Five minutes</h2>
            <p><code>regsec</code> is <code>dotnet run --project src/Cli --</code> in the repository.</p>
            <dl>
            {Step("What the sample says", "regsec tension --sample --kind region\nregsec tension sarrow-sea")}
            {Step("A report with citations", "regsec report --region sarrow-sea -o report.html")}
            {Step("Your own articles", "regsec ingest news/ --publisher \"Your source\"\nregsec tension\nregsec watch PRK-USA")}
            {Step("Over gRPC", $"grpcurl -plaintext {authority} list\ngrpcurl -plaintext -d '{{\"subject\":{{\"region\":\"sarrow-sea\"}}}}' {authority} regionalsecurity.tension.v1.TensionService/GetTension")}
            {Step("Over REST", $"curl '{http}/api/v1/tension?subject.region=sarrow-sea'\ncurl '{http}/api/v1/claims?sample=true&pageSize=5'")}
            </dl>
            </section>
            <section aria-labelledby="links">
            <h2 id="links">Look</h2>
            <ul>
            <li><a href="/api/v1/tensions?kind=SUBJECT_KIND_REGION">Regions, ranked</a> (<a href="/api/v1/tensions?kind=SUBJECT_KIND_REGION&amp;sample=true">sample, invented</a>)</li>
            <li><a href="/api/v1/tensions">Pairs, ranked</a> (<a href="/api/v1/tensions?sample=true">sample, invented</a>)</li>
            <li><a href="/api/v1/claims">Latest claims</a> (<a href="/api/v1/claims?sample=true">sample, invented</a>)</li>
            <li><a href="/api/v1/articles">Latest articles</a> (<a href="/api/v1/articles?sample=true">sample, invented</a>)</li>
            <li><a href="/api/v1/reports">Reports</a> (<a href="/api/v1/reports?sample=true">sample, invented</a>)</li>
            <li><a href="/health">Health of this door</a></li>
            </ul>
            </section>
            </main>
            <footer>
            <p>Version {Encode(s_version)} on {Encode(RuntimeInformation.FrameworkDescription)}. gRPC at <code>{Encode(grpc)}</code>, REST and gRPC-Web at <code>{Encode(http)}</code>.</p>
            <p>Not for targeting, nor for automated decisions about persons. Reported tension is what sources report, not what is likely to happen.</p>
            </footer>
            </body>
            </html>

            """;
    }

    private static string Services(StackStatus status)
    {
        var list = new StringBuilder();
        foreach (var service in status.Services)
            list.Append("<li data-service=\"").Append(Encode(service.Name)).Append("\" data-state=\"").Append(Encode(service.State)).Append("\"><b>")
                .Append(Encode(service.Name)).Append("</b> <span class=\"state\">").Append(Encode(service.State)).Append("</span><br>")
                .Append(Encode(service.Purpose)).Append("<br><span class=\"detail\">").Append(Encode(service.Detail)).Append("</span></li>\n");
        return list.ToString();
    }

    private static string Step(string title, string commands) => $"<dt>{Encode(title)}</dt><dd><pre>{Encode(commands)}</pre></dd>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
