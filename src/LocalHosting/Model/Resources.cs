using Microsoft.Extensions.Configuration;

namespace RegionalSecurity.LocalHosting;

// The interfaces below have one implementation each, or none of their own members. They are here because the extension
// methods of Aspire.Hosting are constrained by them, and AppHost's Program.cs is compiled against either.

/// <summary>Something a declaration names: a project or a connection string.</summary>
public interface IResource
{
    /// <summary>Its name: unique, 1 to 64 ASCII letters, digits and hyphens, beginning with a letter.</summary>
    string Name { get; }
}

/// <summary>A resource whose processes get environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that listens.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource whose endpoints others find by service discovery.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

/// <summary>A resource that can be told to start after another.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that others reach by a connection string.</summary>
public interface IResourceWithConnectionString : IResource, IValueProvider;

/// <summary>Where a project is; its implementations are generated from the ProjectReference items of AppHost.</summary>
public interface IProjectMetadata
{
    /// <summary>Absolute path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Absolute path of the assembly that building the project gives. Aspire has no such member: it asks the SDK.</summary>
    string TargetPath { get; }
}

/// <summary>What projects and connection strings have in common.</summary>
public abstract class Resource : IResource
{
    private const int LongestName = 64;

    protected Resource(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > LongestName || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new ArgumentException(
                $"'{name}' cannot name a resource: it takes 1 to {LongestName} ASCII letters, digits and hyphens, a letter first.", nameof(name));
        }

        Name = name;
    }

    public string Name { get; }
}

/// <summary>A .NET project that runs as one or more processes.</summary>
public sealed class ProjectResource : Resource,
    IResourceWithEnvironment, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    internal ProjectResource(string name, ProjectDefinition definition) : base(name)
    {
        Definition = definition;
        foreach (var endpoint in definition.Endpoints)
            Endpoints.Add(endpoint);
    }

    internal ProjectDefinition Definition { get; }

    internal List<EndpointAnnotation> Endpoints { get; } = [];

    /// <summary>What the declaration says of the environment, in its order; later ones win.</summary>
    internal List<Func<EnvironmentCallbackContext, Task>> EnvironmentCallbacks { get; } = [];

    internal List<IResource> Dependencies { get; } = [];

    internal HttpHealthCheck? HealthCheck { get; set; }

    internal int Replicas { get; set; } = 1;

    internal EndpointAnnotation? FindEndpoint(string name) =>
        Endpoints.SingleOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A connection string: of the configuration, or put together from other resources.</summary>
public sealed class ConnectionStringResource : Resource, IResourceWithConnectionString, IResourceWithWaitSupport
{
    private readonly IConfiguration? _configuration;

    internal ConnectionStringResource(string name, IConfiguration configuration) : base(name) => _configuration = configuration;

    internal ConnectionStringResource(string name, ReferenceExpression expression) : base(name) => ConnectionStringExpression = expression;

    internal ReferenceExpression? ConnectionStringExpression { get; }

    internal IEnumerable<IResource> References => ConnectionStringExpression?.References ?? [];

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        ConnectionStringExpression is null
            ? _configuration!.GetConnectionString(Name)
            : await ConnectionStringExpression.GetValueAsync(cancellationToken);
}

/// <summary>When a resource counts as ready: GET of a path on an endpoint answers with a status.</summary>
/// <param name="EndpointName">Name of the endpoint.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="StatusCode">The status that means healthy.</param>
internal sealed record HttpHealthCheck(string EndpointName, string Path, int StatusCode);
