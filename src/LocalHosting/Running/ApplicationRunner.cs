using System.Diagnostics;
using System.Runtime.InteropServices;
using RegionalSecurity.LocalHosting.Guarding;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>Runs a declaration from its check to the end of its last process.</summary>
internal static class ApplicationRunner
{
    /// <summary>The variable that names a service's data directory; AppHost keeps every such directory to itself while it runs.</summary>
    internal const string StorageVariable = "Storage__Directory";

    /// <returns>The exit code: 0 after a wanted stop, 1 when the application could not be started.</returns>
    public static async Task<int> RunAsync(
        ApplicationModel model, LocalHostingOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var locks = new List<DataDirectoryLock>();
        try
        {
            var order = Check(model);
            PortAllocator.Allocate(order);
            var environments = await EnvironmentsAsync(model, order, cancellationToken);

            // Before the ports: of two AppHosts on one directory the second is told of the directory.
            foreach (var directory in DataDirectories(environments.Values))
                locks.Add(DataDirectoryLock.Acquire(directory));
            PortAllocator.RequireFree(order);

            await RunProcessesAsync(model, options, environments, output, cancellationToken);
            return 0;
        }
        catch (DistributedApplicationException e)
        {
            await error.WriteLineAsync($"AppHost: {e.Message}");
            return 1;
        }
        finally
        {
            locks.ForEach(l => l.Dispose());
        }
    }

    private static IReadOnlyList<ProjectResource> Check(ApplicationModel model)
    {
        var order = model.StartOrder();
        foreach (var project in order)
        {
            if (!File.Exists(project.Definition.TargetPath))
            {
                throw new DistributedApplicationException(
                    $"'{project.Name}' is not built: {project.Definition.TargetPath} is missing. Run: dotnet build AppHost");
            }

            if (project.HealthCheck is { } check && project.FindEndpoint(check.EndpointName) is not { IsHttp: true })
            {
                throw new DistributedApplicationException(
                    $"'{project.Name}' is to be asked for its health at the endpoint '{check.EndpointName}', but has no http endpoint of that name. "
                    + $"Add Kestrel:Endpoints:{check.EndpointName}:Url to {Path.Combine(project.Definition.Directory, "appsettings.json")}.");
            }
        }

        return order;
    }

    private static async Task<Dictionary<ResourceInstance, Dictionary<string, string>>> EnvironmentsAsync(
        ApplicationModel model, IReadOnlyList<ProjectResource> order, CancellationToken cancellationToken)
    {
        // The table and the colours go by the order of declaration, which reads as the map.
        var environments = new Dictionary<ResourceInstance, Dictionary<string, string>>();
        var inherited = Environment.GetEnvironmentVariables();
        foreach (var project in model.Projects.Where(order.Contains))
        {
            for (var replica = 0; replica < project.Replicas; replica++)
            {
                var instance = new ResourceInstance(project, replica, NewInstanceId());
                environments.Add(instance, await EnvironmentContract.BuildAsync(model, instance, inherited, cancellationToken));
            }
        }

        return environments;
    }

    private static IEnumerable<string> DataDirectories(IEnumerable<Dictionary<string, string>> environments) => environments
        .Select(variables => variables.GetValueOrDefault(StorageVariable))
        .Where(directory => !string.IsNullOrWhiteSpace(directory))
        .Select(directory => Path.GetFullPath(directory!))
        .Distinct(StringComparer.Ordinal);

    private static async Task RunProcessesAsync(
        ApplicationModel model, LocalHostingOptions options, Dictionary<ResourceInstance, Dictionary<string, string>> environments,
        TextWriter output, CancellationToken cancellationToken)
    {
        var instances = environments.Keys.ToList();
        var console = new HostConsole(output, HostConsole.WantsColour(options.Colour), instances.Select(i => i.DisplayName).ToList());
        var board = new StatusBoard(instances, console, model.Time, SinceProcessStart(model.Time));
        using var health = new HealthProbe(options.HealthTimeout);
        using var guard = new OrphanGuard();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var killing = new CancellationTokenSource();
        var context = new RunContext(options, model.Time, console, guard, health, board.Changed, stopping.Token);
        var supervisors = instances.Select(i => new ResourceSupervisor(i, environments[i], context)).ToList();

        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        var registrations = signals.Select(s => PosixSignalRegistration.Create(s, OnSignal)).ToList();
        try
        {
            var runs = supervisors.ToDictionary(s => s, s => s.RunAsync(Task.WhenAll(
                supervisors.Where(other => ApplicationModel.Prerequisites(s.Instance.Project).Contains(other.Instance.Project)).Select(other => other.Ready))));
            var stopRequested = Task.Delay(Timeout.Infinite, stopping.Token);

            // A supervisor ends by itself only when its process cannot be started at all.
            await Task.WhenAny([stopRequested, .. runs.Values]);
            board.Close();
            if (stopping.IsCancellationRequested)
                console.Say("stopping");
            await StopAsync(runs, options.StopTimeout, console, killing.Token);
            await Task.WhenAll(runs.Values);
            console.Say("stopped");
        }
        finally
        {
            registrations.ForEach(r => r.Dispose());
            supervisors.ForEach(s => s.Dispose());
        }

        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true;

            // The second Ctrl-C has no patience left.
            if (stopping.IsCancellationRequested)
                killing.Cancel();
            stopping.Cancel();
        }
    }

    /// <summary>Stops what depends on others before those, so that nobody loses a service it still uses.</summary>
    private static async Task StopAsync(
        Dictionary<ResourceSupervisor, Task> runs, TimeSpan timeout, HostConsole console, CancellationToken killing)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(killing);
        deadline.CancelAfter(timeout);
        var stops = new Dictionary<ResourceSupervisor, Task>();
        await Task.WhenAll(runs.Keys.Select(Stop));

        Task Stop(ResourceSupervisor supervisor) =>
            stops.TryGetValue(supervisor, out var stop) ? stop : stops[supervisor] = StopOneAsync(supervisor);

        async Task StopOneAsync(ResourceSupervisor supervisor)
        {
            var dependents = runs.Keys.Where(other => ApplicationModel.Prerequisites(other.Instance.Project).Contains(supervisor.Instance.Project));
            await Task.WhenAll(dependents.Select(Stop).ToList());
            supervisor.RequestStop();
            await Task.WhenAny(runs[supervisor], Task.Delay(Timeout.Infinite, deadline.Token));
            if (!runs[supervisor].IsCompleted)
            {
                console.Say(killing.IsCancellationRequested
                    ? $"{supervisor.Instance.DisplayName} is killed"
                    : $"{supervisor.Instance.DisplayName} does not stop by itself and is killed");
                supervisor.Kill();
            }
        }
    }

    private static TimeSpan SinceProcessStart(TimeProvider time)
    {
        using var self = Process.GetCurrentProcess();
        var passed = time.GetUtcNow() - self.StartTime.ToUniversalTime();
        return passed > TimeSpan.Zero ? passed : TimeSpan.Zero;
    }

    private static string NewInstanceId() =>
        string.Concat(Enumerable.Range(0, 8).Select(_ => "abcdefghijklmnopqrstuvwxyz0123456789"[Random.Shared.Next(36)]));
}
