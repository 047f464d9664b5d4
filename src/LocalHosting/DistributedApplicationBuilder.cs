using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace RegionalSecurity.LocalHosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    /// <summary>The assembly attribute that the build of AppHost writes, under the name Aspire uses.</summary>
    internal const string ProjectPathMetadata = "apphostprojectpath";

    private readonly HostApplicationBuilder _host;
    private readonly List<IResource> _resources = [];

    public DistributedApplicationBuilder(string[] args, Assembly? appHost)
    {
        AppHostDirectory = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key.Equals(ProjectPathMetadata, StringComparison.OrdinalIgnoreCase))?.Value
            ?? Directory.GetCurrentDirectory();
        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            ApplicationName = appHost?.GetName().Name,
            // The project folder may be gone where built binaries were moved elsewhere.
            ContentRootPath = Directory.Exists(AppHostDirectory) ? AppHostDirectory : null,
        });
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public IHostEnvironment Environment => _host.Environment;

    public string AppHostDirectory { get; }

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (_resources.Any(r => string.Equals(r.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{typeof(T).Name}' with name '{resource.Name}': a resource of that name exists. Names ignore case.");
        }

        _resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build() => new(_resources, Configuration, Environment, TimeProvider.System);

    /// <summary>True for what a user's configuration can cause while Program.cs declares: those end in one line, not a stack trace.</summary>
    internal static bool IsUsersMistake(Exception exception) => exception switch
    {
        DistributedApplicationException => true,
        // A value that does not convert (ConfigurationBinder) and a settings file that is no JSON.
        InvalidOperationException { InnerException: ArgumentException or FormatException } => true,
        InvalidDataException or JsonException => true,
        FormatException { TargetSite.DeclaringType.Namespace: "Microsoft.Extensions.Configuration.CommandLine" } => true,
        _ => false,
    };
}
