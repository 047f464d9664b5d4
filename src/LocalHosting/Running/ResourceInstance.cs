using System.Globalization;

namespace RegionalSecurity.LocalHosting.Running;

internal enum ResourceState
{
    Waiting,
    Starting,
    Healthy,
    Unhealthy,
    Restarting,
    Stopped,
}

/// <summary>One process of a project.</summary>
internal sealed class ResourceInstance(ProjectResource project, int replica, string instanceId)
{
    private volatile ResourceState _state = ResourceState.Waiting;

    public ProjectResource Project { get; } = project;

    /// <summary>0 for the first.</summary>
    public int Replica { get; } = replica;

    /// <summary>Eight lower-case letters and digits, new for each run: OpenTelemetry's service.instance.id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The resource's name; with replicas, its name and number.</summary>
    public string DisplayName { get; } = project.Replicas == 1
        ? project.Name
        : string.Create(CultureInfo.InvariantCulture, $"{project.Name}-{replica}");

    public ResourceState State
    {
        get => _state;
        set => _state = value;
    }

    public IEnumerable<string> Urls => Project.Endpoints
        .OrderBy(e => e.Name == "http" ? 0 : 1)
        .Select(e => e.Name == e.UriScheme ? e.UrlOf(Replica) : $"{e.Name}: {e.UrlOf(Replica)}");

    /// <summary>The addresses meant for people: declared external, and what a browser speaks.</summary>
    public IEnumerable<string> FrontDoors => Project.Endpoints
        .Where(e => e.IsExternal && e.IsHttp && e.Transport != "http2")
        .Select(e => e.UrlOf(Replica));
}
