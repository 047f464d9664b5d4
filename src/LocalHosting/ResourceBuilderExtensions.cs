using System.Globalization;
using System.Net.Sockets;

namespace RegionalSecurity.LocalHosting;

/// <summary>The verbs of a declaration; see the Aspire methods of the same names.</summary>
public static class ResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ProjectResource(name, ProjectDefinition.Read(new TProject(), builder.Configuration)));
    }

    /// <summary>A connection string that the configuration has under <c>ConnectionStrings:{name}</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return environmentVariableName is null
            ? builder.AddResource(new ConnectionStringResource(name, builder.Configuration))
            : throw new NotSupportedException("A connection string with a variable name of its own is not supported here.");
    }

    /// <summary>A connection string put together from other resources.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionStringExpression);
        return builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));
    }

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        builder.Resource.Replicas = replicas;
        return builder;
    }

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = value ?? string.Empty);

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment => builder.WithEnvironment(name, value.GetExpression());

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = value);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, Func<string> callback)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = callback());

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[name] = endpointReference);

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string envVarName, IResourceBuilder<IResourceWithConnectionString> resource)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context => context.EnvironmentVariables[envVarName] = resource.Resource);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Action<EnvironmentCallbackContext> callback)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, Func<EnvironmentCallbackContext, Task> callback)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(callback);
        Project(builder).EnvironmentCallbacks.Add(callback);
        return builder;
    }

    /// <summary>Gives <c>ConnectionStrings__{name}</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        var name = source.Resource.Name;
        return builder.WithEnvironment(async context =>
        {
            var value = await source.Resource.GetValueAsync(context.CancellationToken);
            if (!string.IsNullOrEmpty(value))
            {
                context.EnvironmentVariables[$"ConnectionStrings__{connectionName ?? name}"] = value;
            }
            else if (!optional)
            {
                throw new DistributedApplicationException(
                    $"'{builder.Resource.Name}' needs the connection string '{name}', which is not configured. Set ConnectionStrings:{name}.");
            }
        });
    }

    /// <summary>Gives <c>services__{name}__{endpoint}__{i}</c> for every endpoint and replica of the source.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var project = Project(source);
        return builder.WithEnvironment(context =>
        {
            foreach (var endpoint in project.Endpoints.Where(e => !e.ExcludeReferenceEndpoint))
                AddService(context, project, endpoint);
        });
    }

    /// <summary>Gives <c>services__{name}__{endpoint}__{i}</c> for one endpoint.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context => AddService(context, endpointReference.Owner, endpointReference.EndpointAnnotation));

    /// <summary>Starts the resource only once the other is healthy, or runs if it has no health check.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(dependency);
        Project(builder).Dependencies.Add(dependency.Resource);
        return builder;
    }

    /// <param name="builder">The resource.</param>
    /// <param name="path">Absolute path; <c>/</c> by default.</param>
    /// <param name="statusCode">The status that means healthy; 200 by default.</param>
    /// <param name="endpointName">Name of the endpoint; <c>http</c> by default.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        Project(builder).HealthCheck = new HttpHealthCheck(endpointName ?? "http", path ?? "/", statusCode ?? 200);
        return builder;
    }

    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? scheme = null, string? name = null,
        string? env = null, bool isProxied = true, bool? isExternal = null, ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(
            protocol ?? ProtocolType.Tcp, scheme, name: name, port: port, targetPort: targetPort, isExternal: isExternal, isProxied: isProxied)
        {
            // Names would give ::1 on some machines, where nothing listens.
            TargetHost = "127.0.0.1",
            TargetPortEnvironmentVariable = env,
        };
        var project = Project(builder);
        if (project.FindEndpoint(endpoint.Name) is not null)
        {
            throw new DistributedApplicationException(
                $"Endpoint with name '{endpoint.Name}' already exists for resource '{project.Name}'. Endpoint names ignore case.");
        }

        project.Endpoints.Add(endpoint);
        if (env is not null)
        {
            project.EnvironmentCallbacks.Add(context =>
            {
                context.EnvironmentVariables[env] = new EndpointReference(project, endpoint.Name).Property(EndpointProperty.TargetPort);
                return Task.CompletedTask;
            });
        }

        return builder;
    }

    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(callback);
        var project = Project(builder);
        var endpoint = project.FindEndpoint(endpointName);
        if (endpoint is not null)
        {
            callback(endpoint);
        }
        else if (createIfNotExists)
        {
            endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: endpointName) { TargetHost = "127.0.0.1" };
            callback(endpoint);
            project.Endpoints.Add(endpoint);
        }

        return builder;
    }

    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        foreach (var endpoint in Project(builder).Endpoints.Where(e => e.IsHttp))
            endpoint.IsExternal = true;

        return builder;
    }

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints =>
        new(Project(builder), name);

    private static void AddService(EnvironmentCallbackContext context, ProjectResource project, EndpointAnnotation endpoint)
    {
        // As Aspire names them: http and https by scheme, all others by endpoint.
        var key = endpoint.Name.ToLowerInvariant() is "http" or "https" ? endpoint.UriScheme : endpoint.Name;
        for (var replica = 0; replica < endpoint.AllocatedPorts.Count; replica++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"services__{project.Name}__{key}__{replica}");
            context.EnvironmentVariables[name] = endpoint.UrlOf(replica);
        }

        context.EnvironmentVariables[$"{EncodeName(project.Name)}_{EncodeName(endpoint.Name)}"] = endpoint.UrlOf(0);
    }

    private static string EncodeName(string name) => name.Replace('-', '_').ToUpperInvariant();

    private static ProjectResource Project<T>(IResourceBuilder<T> builder) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Resource as ProjectResource
            ?? throw new NotSupportedException($"'{builder.Resource.Name}' is no project; only projects run here.");
    }
}
