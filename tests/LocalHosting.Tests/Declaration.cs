using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting.Tests;

/// <summary>A declaration under test, with projects whose files are made for it.</summary>
internal sealed class Declaration : IDisposable
{
    private const string TwoEndpoints =
        """{ "Kestrel": { "Endpoints": { "http": { "Url": "http://127.0.0.1:0" }, "grpc": { "Url": "http://127.0.0.1:0", "Protocols": "Http2" } } } }""";

    public Declaration(params string[] args) =>
        Builder = DistributedApplication.CreateBuilder([.. args]);

    public TestFolder Folder { get; } = new();

    public IDistributedApplicationBuilder Builder { get; }

    public ApplicationModel Model => Builder.Build().Model;

    /// <summary>Adds a project with endpoints http and grpc, unless other files are given for it.</summary>
    public IResourceBuilder<ProjectResource> Add(string name, string settings = TwoEndpoints, string? launchSettings = null)
    {
        Folder.Write($"{name}/appsettings.json", settings);
        if (launchSettings is not null)
            Folder.Write($"{name}/Properties/launchSettings.json", launchSettings);
        var metadata = new TestMetadata(Path.Combine(Folder.Path, name, $"{name}.csproj"), typeof(Declaration).Assembly.Location);
        return Builder.AddResource(new ProjectResource(name, ProjectDefinition.Read(metadata, Builder.Configuration)));
    }

    /// <summary>The environment that one process would get, without what it inherits.</summary>
    public async Task<Dictionary<string, string>> EnvironmentAsync(IResourceBuilder<ProjectResource> project, int replica = 0, params (string, string)[] inherited)
    {
        PortAllocator.Allocate(Model.Projects);
        return await EnvironmentContract.BuildAsync(
            Model,
            new ResourceInstance(project.Resource, replica, "abcd1234"),
            inherited.ToDictionary(v => v.Item1, v => v.Item2),
            TestContext.Current.CancellationToken);
    }

    public void Dispose() => Folder.Dispose();
}
