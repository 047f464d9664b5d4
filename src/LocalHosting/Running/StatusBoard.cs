using System.Globalization;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>Shows the table when everything became healthy, and when something healthy no longer is or does not start.</summary>
internal sealed class StatusBoard(IReadOnlyList<ResourceInstance> instances, HostConsole console, TimeProvider time, TimeSpan alreadyPassed)
{
    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private readonly HashSet<ResourceInstance> _failed = [];
    private bool _complete;
    private bool _completeBefore;
    private bool _stopping;

    /// <summary>From here on changes of state are wanted and not shown.</summary>
    public void Close()
    {
        lock (_gate)
            _stopping = true;
    }

    public void Changed(ResourceInstance instance)
    {
        lock (_gate)
        {
            if (_stopping)
                return;

            if (instance.State is ResourceState.Restarting or ResourceState.Unhealthy)
            {
                _complete = false;
                if (_failed.Add(instance))
                    console.Table($"{instance.DisplayName} has failed.", instances);
            }
            else if (instance.State == ResourceState.Healthy)
            {
                _failed.Remove(instance);
                if (!_complete && instances.All(i => i.State == ResourceState.Healthy))
                    Complete();
            }
        }
    }

    private void Complete()
    {
        var seconds = (alreadyPassed + time.GetElapsedTime(_started)).TotalSeconds;
        console.Table(
            _completeBefore
                ? "All resources are healthy again."
                : string.Create(CultureInfo.InvariantCulture, $"All {instances.Count} resources are healthy after {seconds:0.0} s. Ctrl-C stops them."),
            instances);
        foreach (var url in instances.SelectMany(i => i.FrontDoors))
            console.Say($"Open {url} in a browser");
        _complete = _completeBefore = true;
    }
}
