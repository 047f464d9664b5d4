using System.Globalization;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>What the supervisors of one run share.</summary>
internal sealed record RunContext(
    LocalHostingOptions Options,
    TimeProvider Time,
    HostConsole Console,
    Guarding.OrphanGuard Guard,
    HealthProbe Health,
    Action<ResourceInstance> StateChanged,
    CancellationToken Stopping);

/// <summary>Keeps one process of a resource running: waits for what it needs, starts it, watches its health, starts it again.</summary>
internal sealed class ResourceSupervisor(ResourceInstance instance, IReadOnlyDictionary<string, string> environment, RunContext run) : IDisposable
{
    private static readonly TimeSpan SayWhatIsWrongAfter = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private ChildProcess? _child;

    public ResourceInstance Instance { get; } = instance;

    /// <summary>Done when the resource was healthy for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The process that runs now, if one does.</summary>
    public int? ProcessId => _child is { Exited.IsCompleted: false } child ? child.Id : null;

    /// <summary>Ends when the resource was stopped.</summary>
    public async Task RunAsync(Task prerequisites)
    {
        try
        {
            await prerequisites.WaitAsync(_stopping.Token);
            for (var failures = 0; !_stopping.IsCancellationRequested;)
            {
                var started = run.Time.GetTimestamp();
                var exitCode = await RunOnceAsync();

                // Ctrl-C reaches every process of the terminal: one may have ended before it is its turn to be asked.
                if (_stopping.IsCancellationRequested || run.Stopping.IsCancellationRequested)
                    break;

                failures = run.Time.GetElapsedTime(started) >= run.Options.SteadyAfter ? 1 : failures + 1;
                var delay = run.Options.RestartDelay(failures);
                run.Console.Say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Instance.DisplayName} {ChildProcess.Describe(exitCode)}; it starts again in {delay.TotalSeconds:0.##} s"));
                SetState(ResourceState.Restarting);
                await Task.Delay(delay, run.Time, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested || prerequisites.IsCanceled)
        {
            // Stopped while waiting for others or for its next start.
        }
        finally
        {
            _ready.TrySetCanceled();
            SetState(ResourceState.Stopped);
        }
    }

    /// <summary>Asks the process to end and starts no other.</summary>
    public void RequestStop()
    {
        _stopping.Cancel();
        _child?.Terminate();
    }

    /// <summary>Ends the process by force.</summary>
    public void Kill()
    {
        _stopping.Cancel();
        _child?.Kill();
    }

    public void Dispose()
    {
        _child?.Dispose();
        _stopping.Dispose();
    }

    private async Task<int> RunOnceAsync()
    {
        SetState(ResourceState.Starting);
        _child?.Dispose();
        var child = _child = ChildProcess.Start(Instance, environment, run.Guard, run.Console);

        // A stop that came between the check and the start has found no process to ask.
        if (_stopping.IsCancellationRequested)
            child.Terminate();

        run.Console.Say(string.Create(CultureInfo.InvariantCulture, $"{Instance.DisplayName} is starting (process {child.Id})"));
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var watch = WatchHealthAsync(watching.Token);
        var exitCode = await child.Exited;
        await watching.CancelAsync();
        await watch;
        return exitCode;
    }

    private async Task WatchHealthAsync(CancellationToken cancellationToken)
    {
        var check = Instance.Project.HealthCheck;
        if (check is null)
        {
            BecomeHealthy();
            return;
        }

        var endpoint = Instance.Project.FindEndpoint(check.EndpointName)!;
        var url = new Uri(endpoint.UrlOf(Instance.Replica) + check.Path);
        var started = run.Time.GetTimestamp();
        var said = false;
        try
        {
            while (true)
            {
                var problem = await run.Health.ProblemAsync(url, check.StatusCode, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (problem is null)
                {
                    BecomeHealthy();
                }
                else if (Instance.State == ResourceState.Healthy)
                {
                    run.Console.Say($"{Instance.DisplayName} is no longer healthy: {problem}");
                    SetState(ResourceState.Unhealthy);
                }
                else if (!said && run.Time.GetElapsedTime(started) > SayWhatIsWrongAfter)
                {
                    said = true;
                    run.Console.Say($"{Instance.DisplayName} is not healthy yet: {problem}");
                }

                var healthy = Instance.State == ResourceState.Healthy;
                await Task.Delay(healthy ? run.Options.HealthyPollInterval : run.Options.StartingPollInterval, run.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ended, or everything stops.
        }
    }

    private void BecomeHealthy()
    {
        if (Instance.State == ResourceState.Healthy)
            return;

        SetState(ResourceState.Healthy);
        _ready.TrySetResult();
    }

    private void SetState(ResourceState state)
    {
        if (Instance.State == state)
            return;

        Instance.State = state;
        run.StateChanged(Instance);
    }
}
