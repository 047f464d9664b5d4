using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace RegionalSecurity.LocalHosting;

/// <summary>What the files of a project say of how it runs: its settings' Kestrel endpoints and its launch profile.</summary>
internal sealed record ProjectDefinition(
    string ProjectPath,
    string TargetPath,
    IReadOnlyList<EndpointAnnotation> Endpoints,
    string? LaunchProfileName,
    IReadOnlyDictionary<string, string> LaunchProfileVariables)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public string Directory => Path.GetDirectoryName(ProjectPath)!;

    public bool HasKestrelEndpoints => Endpoints.Any(e => e.FromKestrel);

    /// <exception cref="DistributedApplicationException">A file of the project cannot be used; the message names it.</exception>
    public static ProjectDefinition Read(IProjectMetadata metadata, IConfiguration appHost)
    {
        var directory = Path.GetDirectoryName(metadata.ProjectPath)!;
        var (profileName, profile) = LaunchProfile(
            Path.Combine(directory, "Properties", "launchSettings.json"),
            appHost["AppHost:DefaultLaunchProfileName"] ?? appHost["DOTNET_LAUNCH_PROFILE"]);
        var endpoints = KestrelEndpoints(directory).ToList();

        // As Kestrel itself does, endpoints of the settings go before the profile's applicationUrl.
        if (endpoints.Count == 0)
            endpoints = ProfileEndpoints(Text(profile?["applicationUrl"]), directory).ToList();

        var variables = (profile?["environmentVariables"] as JsonObject ?? [])
            .ToDictionary(v => v.Key, v => Environment.ExpandEnvironmentVariables(Text(v.Value) ?? string.Empty));
        return new ProjectDefinition(metadata.ProjectPath, metadata.TargetPath, endpoints, profileName, variables);
    }

    private static IEnumerable<EndpointAnnotation> KestrelEndpoints(string directory)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");
        var settings = Path.Combine(directory, "appsettings.json");
        IConfigurationSection kestrel;
        try
        {
            kestrel = new ConfigurationBuilder()
                .AddJsonFile(settings, optional: true)
                .AddJsonFile(Path.Combine(directory, $"appsettings.{environment}.json"), optional: true)
                .Build()
                .GetSection("Kestrel");
        }
        catch (InvalidDataException e)
        {
            throw new DistributedApplicationException($"{e.Message} {e.InnerException?.Message}".TrimEnd(), e);
        }

        var configured = kestrel.GetSection("Endpoints").GetChildren()
            .Where(section => section["Url"] is not null)
            .Select(section => (Section: section, Url: Parse(section["Url"]!, settings)))
            .ToList();
        foreach (var (section, url) in configured)
        {
            // As Aspire does: the only endpoint of its scheme is named by the scheme.
            var alone = configured.Count(other => other.Url.Scheme == url.Scheme) == 1;
            var protocols = section["Protocols"] ?? kestrel["EndpointDefaults:Protocols"];
            yield return Endpoint(alone ? url.Scheme : section.Key, url, protocols == "Http2" ? "http2" : "http", fromKestrel: true);
        }
    }

    private static IEnumerable<EndpointAnnotation> ProfileEndpoints(string? applicationUrl, string directory)
    {
        var counts = new Dictionary<string, int>();
        foreach (var text in (applicationUrl ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var url = Parse(text, Path.Combine(directory, "Properties", "launchSettings.json"));
            var count = counts[url.Scheme] = counts.GetValueOrDefault(url.Scheme) + 1;
            yield return Endpoint(count == 1 ? url.Scheme : $"{url.Scheme}{count}", url, "http", fromKestrel: false);
        }
    }

    private static EndpointAnnotation Endpoint(string name, Uri url, string transport, bool fromKestrel) =>
        new(ProtocolType.Tcp, url.Scheme, transport, name, port: url.Port)
        {
            TargetHost = url.Host,
            FromKestrel = fromKestrel,
        };

    private static Uri Parse(string text, string file)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new DistributedApplicationException($"{file}: '{text}' is no http address such as http://127.0.0.1:5080.");

        return url.IsLoopback && (url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out _))
            ? url
            : throw new DistributedApplicationException(
                $"{file}: '{text}' is not on this machine's loopback; AppHost starts services only there. Write 127.0.0.1 for its host.");
    }

    private static (string? Name, JsonObject? Profile) LaunchProfile(string file, string? wanted)
    {
        if (!File.Exists(file))
            return (null, null);

        try
        {
            var profiles = JsonNode.Parse(File.ReadAllText(file), documentOptions: Lenient)?["profiles"] as JsonObject ?? [];
            var chosen = wanted is not null && profiles[wanted] is JsonObject named
                ? (wanted, named)
                : profiles.Where(p => Text((p.Value as JsonObject)?["commandName"]) == "Project").Select(p => (p.Key, p.Value!.AsObject())).FirstOrDefault();
            return chosen;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DistributedApplicationException($"{file} cannot be read: {e.Message}", e);
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
