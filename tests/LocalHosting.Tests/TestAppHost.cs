using Microsoft.Extensions.Configuration;

namespace RegionalSecurity.LocalHosting.Tests;

/// <summary>An AppHost of two services, as a process of its own; its work folder is <c>--Work</c>.</summary>
internal static class TestAppHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(args);
        var work = builder.Configuration["Work"]!;
        var first = Add(builder, work, "first", builder.Configuration["First:Mode"] ?? "service");
        var second = Add(builder, work, "second");
        second.WithReference(first).WaitFor(first)
            .WithEndpoint("http", endpoint => endpoint.Port = builder.Configuration.GetValue("Second:HttpPort", 0));
        await builder.Build().RunAsync();
        return Environment.ExitCode;
    }

    /// <summary>A service with one http endpoint that runs this program.</summary>
    /// <param name="builder">The declaration.</param>
    /// <param name="work">Folder for the files of its project.</param>
    /// <param name="name">Resource name.</param>
    /// <param name="mode">What the program is to be; see <see cref="TestProgram"/>.</param>
    public static IResourceBuilder<ProjectResource> Add(IDistributedApplicationBuilder builder, string work, string name, string mode = "service")
    {
        var folder = Path.Combine(work, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "appsettings.json"), """{ "Kestrel": { "Endpoints": { "http": { "Url": "http://127.0.0.1:0" } } } }""");
        var metadata = new TestMetadata(Path.Combine(folder, $"{name}.csproj"), typeof(TestAppHost).Assembly.Location);
        return builder.AddResource(new ProjectResource(name, ProjectDefinition.Read(metadata, builder.Configuration)))
            .WithEnvironment(TestProgram.ModeVariable, mode)
            .WithEnvironment("Storage__Directory", Path.Combine(work, "data"))
            .WithHttpHealthCheck("/health");
    }
}

/// <summary>A project that is wherever a test says.</summary>
internal sealed record TestMetadata(string ProjectPath, string TargetPath) : IProjectMetadata;
