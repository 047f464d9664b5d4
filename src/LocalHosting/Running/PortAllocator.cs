using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>
/// Finds a port for every endpoint before anything starts. Chosen ports come from 20000 to 32767: below what Linux, macOS and
/// Windows hand out to outgoing connections, which could otherwise take the port of a service while it restarts.
/// </summary>
internal static class PortAllocator
{
    private const int First = 20000;
    private const int Last = 32767;

    /// <exception cref="DistributedApplicationException">A port is asked for twice, or cannot be shared as asked.</exception>
    public static void Allocate(IEnumerable<ProjectResource> projects)
    {
        var taken = new Dictionary<int, string>();
        var all = projects.SelectMany(p => p.Endpoints.Select(e => (Project: p, Endpoint: e))).ToList();
        foreach (var (project, endpoint) in all.Where(x => x.Endpoint.RequestedPort is not null))
        {
            var port = endpoint.RequestedPort!.Value;
            var owner = $"endpoint '{endpoint.Name}' of '{project.Name}'";
            if (endpoint is { Port: > 0, TargetPort: > 0 } && endpoint.Port != endpoint.TargetPort)
            {
                throw new DistributedApplicationException(
                    $"The {owner} has port {endpoint.Port} and target port {endpoint.TargetPort}; without a proxy they must be the same.");
            }

            if (project.Replicas > 1)
            {
                throw new DistributedApplicationException(
                    $"The {owner} has the fixed port {port}, which {project.Replicas} replicas cannot share. Remove the port or the replicas.");
            }

            if (port > IPEndPoint.MaxPort)
                throw new DistributedApplicationException($"The {owner} has port {port}; ports end at {IPEndPoint.MaxPort}.");

            if (!taken.TryAdd(port, owner))
                throw new DistributedApplicationException($"Port {port} is given to the {taken[port]} and the {owner}. Change one of them.");

            endpoint.AllocatedPorts = [port];
        }

        var next = Random.Shared.Next(First, Last + 1);
        foreach (var (project, endpoint) in all.Where(x => x.Endpoint.RequestedPort is null))
        {
            var ports = new int[project.Replicas];
            for (var replica = 0; replica < ports.Length; replica++)
                ports[replica] = Next(taken, ref next);

            endpoint.AllocatedPorts = ports;
        }
    }

    /// <summary>Looks whether the fixed ports can be had; the chosen ones were looked at when chosen.</summary>
    /// <exception cref="DistributedApplicationException">One cannot; the message names it, its endpoint and what to do.</exception>
    public static void RequireFree(IEnumerable<ProjectResource> projects)
    {
        foreach (var project in projects)
        {
            foreach (var endpoint in project.Endpoints.Where(e => e.RequestedPort is not null && !IsFree(e.RequestedPort.Value)))
            {
                throw new DistributedApplicationException(
                    $"Port {endpoint.RequestedPort}, wanted by the endpoint '{endpoint.Name}' of '{project.Name}', is taken by another process. "
                    + $"Stop that process, or choose another port with --{Capital(project.Name)}:{Capital(endpoint.Name)}Port=N.");
            }
        }
    }

    private static int Next(Dictionary<int, string> taken, ref int next)
    {
        for (var tries = 0; tries <= Last - First; tries++)
        {
            var port = next;
            next = next == Last ? First : next + 1;
            if (!taken.ContainsKey(port) && IsFree(port))
            {
                taken.Add(port, "chosen");
                return port;
            }
        }

        throw new DistributedApplicationException(
            string.Create(CultureInfo.InvariantCulture, $"No free port of 127.0.0.1 was found from {First} to {Last}. Stop some of what listens there."));
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // On Unix .NET binds TCP with SO_REUSEADDR, here as in Kestrel: connections of an earlier run in TIME_WAIT are no obstacle.
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
