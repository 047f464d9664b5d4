using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace RegionalSecurity.LocalHosting;

/// <summary>Collects the declaration of an application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>AppHost's own configuration: appsettings files, environment, command line, later ones winning.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>AppHost's own environment, from DOTNET_ENVIRONMENT; Production when that is not set.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>The folder of AppHost's project file.</summary>
    string AppHostDirectory { get; }

    /// <summary>Adds a resource; its name must be new.</summary>
    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    DistributedApplication Build();
}

/// <summary>A resource while it is being declared.</summary>
public interface IResourceBuilder<out T> where T : IResource
{
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    T Resource { get; }
}

internal sealed class ResourceBuilder<T>(IDistributedApplicationBuilder applicationBuilder, T resource) : IResourceBuilder<T>
    where T : IResource
{
    public IDistributedApplicationBuilder ApplicationBuilder { get; } = applicationBuilder;

    public T Resource { get; } = resource;
}

/// <summary>What a callback sees while the environment of one process is put together.</summary>
public sealed class EnvironmentCallbackContext(Dictionary<string, object> environmentVariables, CancellationToken cancellationToken)
{
    /// <summary>Name to value; a value is a string or an <see cref="IValueProvider"/>. Names keep their casing.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables;

    public CancellationToken CancellationToken { get; } = cancellationToken;
}
