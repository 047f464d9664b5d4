using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace RegionalSecurity.Web.StartPage;

internal static class StartPageExtensions
{
    private static readonly string s_style = Asset("site.css");
    private static readonly string s_script = Asset("status.js");

    /// <summary>The page at /, what it is made of, and the state it asks for every few seconds.</summary>
    public static void MapStartPage(this WebApplication app)
    {
        app.MapGet("/", async (HttpContext context, ServiceStatusReader reader, IServer server, CancellationToken cancel) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var page = StartPageHtml.Render(await reader.ReadAsync(cancel), GrpcAddress(server, app.Configuration), $"{context.Request.Scheme}://{context.Request.Host}");
            return Results.Content(page, "text/html; charset=utf-8", Encoding.UTF8);
        });
        app.MapGet("/status", async (HttpContext context, ServiceStatusReader reader, CancellationToken cancel) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Json(await reader.ReadAsync(cancel));
        });
        app.MapGet("/site.css", () => Results.Content(s_style, "text/css; charset=utf-8", Encoding.UTF8));
        app.MapGet("/status.js", () => Results.Content(s_script, "text/javascript; charset=utf-8", Encoding.UTF8));
    }

    // What was configured may say port 0; what the server listens on is the truth. Endpoints start in the order of their names.
    private static string GrpcAddress(IServer server, IConfiguration configuration)
    {
        var configured = configuration["Kestrel:Endpoints:grpc:Url"];
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        if (configured is not null && listening?.Contains(configured, StringComparer.OrdinalIgnoreCase) == true)
            return configured;
        return listening?.FirstOrDefault() ?? configured ?? "";
    }

    private static string Asset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"StartPage.{name}")
            ?? throw new InvalidOperationException($"The asset {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
