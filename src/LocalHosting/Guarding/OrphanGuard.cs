using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting.Guarding;

/// <summary>AppHost's end of the <see cref="Guard"/>: starts it, keeps it informed, and starts it again should it die.</summary>
internal sealed class OrphanGuard : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _expected = [];
    private readonly HashSet<int> _watched = [];
    private Process _process = Start();
    private bool _disposed;

    /// <summary>The guard's process number.</summary>
    public int ProcessId
    {
        get
        {
            lock (_gate)
                return _process.Id;
        }
    }

    /// <summary>Call before starting a process with this instance id.</summary>
    public void Expect(string instanceId)
    {
        lock (_gate)
        {
            _expected.Add(instanceId);
            Send($"expect {instanceId}");
        }
    }

    public void Watch(int processId)
    {
        lock (_gate)
        {
            _watched.Add(processId);
            Send(string.Create(CultureInfo.InvariantCulture, $"watch {processId}"));
        }
    }

    public void Forget(int processId)
    {
        lock (_gate)
        {
            _watched.Remove(processId);
            Send(string.Create(CultureInfo.InvariantCulture, $"forget {processId}"));
        }
    }

    /// <summary>Lets the guard end. Whatever is still watched is then stopped by it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            if (_watched.Count == 0)
                Send("done");
            _disposed = true;
            _process.StandardInput.Close();
            if (_watched.Count == 0)
                _process.WaitForExit(Farewell);
            _process.Dispose();
        }
    }

    private void Send(string line)
    {
        if (_disposed)
            return;

        if (TryWrite(line))
            return;

        // It was killed. A new one is told all that stands.
        _process.Dispose();
        _process = Start();
        foreach (var id in _expected)
            TryWrite($"expect {id}");
        foreach (var id in _watched)
            TryWrite(string.Create(CultureInfo.InvariantCulture, $"watch {id}"));
    }

    private bool TryWrite(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "RegionalSecurity.LocalHosting.dll"), "guard" },
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new DistributedApplicationException($"{DotnetHost.Path} cannot be started: {e.Message}", e);
        }
    }
}
