using System.Globalization;
using System.Net.Sockets;

namespace RegionalSecurity.LocalHosting;

/// <summary>An address a resource listens on.</summary>
public sealed class EndpointAnnotation
{
    public EndpointAnnotation(
        ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null, int? port = null,
        int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? (protocol == ProtocolType.Udp ? "udp" : "tcp");
        Transport = transport ?? UriScheme;
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied ?? true;
    }

    public string Name { get; set; }

    public ProtocolType Protocol { get; set; }

    /// <summary>The port others use, 1 to 65535; null or 0 lets the host choose.</summary>
    public int? Port { get; set; }

    /// <summary>The port the process listens on. Nothing stands between here, so it must be <see cref="Port"/> where both are given.</summary>
    public int? TargetPort { get; set; }

    public string UriScheme { get; set; }

    /// <summary>The address the process listens on. Only loopback addresses are accepted at start.</summary>
    public string TargetHost { get; set; } = "localhost";

    public string Transport { get; set; }

    /// <summary>Meant for people outside the application. It changes nothing here: everything stays on loopback.</summary>
    public bool IsExternal { get; set; }

    public bool IsProxied { get; set; }

    /// <summary>Leaves the endpoint out of WithReference of its whole resource.</summary>
    public bool ExcludeReferenceEndpoint { get; set; }

    /// <summary>The variable that tells the process its port.</summary>
    internal string? TargetPortEnvironmentVariable { get; set; }

    /// <summary>Set when the endpoint stands in the project's Kestrel configuration, which then needs overriding.</summary>
    internal bool FromKestrel { get; set; }

    internal int? RequestedPort => (Port, TargetPort) switch
    {
        (> 0, _) => Port,
        (_, > 0) => TargetPort,
        _ => null,
    };

    /// <summary>One port a replica, in order; empty before the host has allocated them.</summary>
    internal IReadOnlyList<int> AllocatedPorts { get; set; } = [];

    internal bool IsHttp => UriScheme is "http" or "https";

    internal string UrlOf(int replica) =>
        string.Create(CultureInfo.InvariantCulture, $"{UriScheme}://{TargetHost}:{AllocatedPorts[replica]}");
}

/// <summary>The parts of an endpoint's address.</summary>
public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
    TlsEnabled,
}

/// <summary>An endpoint of a resource, by name. Its values are there once the application starts.</summary>
public sealed class EndpointReference : IValueProvider
{
    private readonly ProjectResource _owner;

    internal EndpointReference(ProjectResource owner, string endpointName)
    {
        _owner = owner;
        EndpointName = endpointName;
    }

    public IResourceWithEndpoints Resource => _owner;

    public string EndpointName { get; }

    public bool Exists => _owner.FindEndpoint(EndpointName) is not null;

    /// <exception cref="InvalidOperationException">The resource has no endpoint of that name.</exception>
    public EndpointAnnotation EndpointAnnotation => _owner.FindEndpoint(EndpointName)
        ?? throw new InvalidOperationException($"The endpoint `{EndpointName}` is not defined for the resource `{_owner.Name}`.");

    public bool IsAllocated => EndpointAnnotation.AllocatedPorts.Count > 0;

    public string Scheme => EndpointAnnotation.UriScheme;

    public string Host => EndpointAnnotation.TargetHost;

    public int Port => IsAllocated
        ? EndpointAnnotation.AllocatedPorts[0]
        : throw new InvalidOperationException($"The endpoint `{EndpointName}` is not allocated for the resource `{_owner.Name}`.");

    public int? TargetPort => EndpointAnnotation.TargetPort;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}");

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Url);

    internal ProjectResource Owner => _owner;
}

/// <summary>One part of an endpoint's address.</summary>
public sealed class EndpointReferenceExpression(EndpointReference endpointReference, EndpointProperty property) : IValueProvider
{
    public EndpointReference Endpoint { get; } = endpointReference;

    public EndpointProperty Property { get; } = property;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(Property switch
    {
        EndpointProperty.Url => Endpoint.Url,
        EndpointProperty.Host => Endpoint.Host,
        EndpointProperty.IPV4Host => "127.0.0.1",
        EndpointProperty.Port or EndpointProperty.TargetPort => Endpoint.Port.ToString(CultureInfo.InvariantCulture),
        EndpointProperty.Scheme => Endpoint.Scheme,
        EndpointProperty.HostAndPort => string.Create(CultureInfo.InvariantCulture, $"{Endpoint.Host}:{Endpoint.Port}"),
        EndpointProperty.TlsEnabled => Endpoint.Scheme == "https" ? bool.TrueString : bool.FalseString,
        _ => throw new InvalidOperationException($"The property '{Property}' is not supported for the endpoint '{Endpoint.EndpointName}'."),
    });
}
