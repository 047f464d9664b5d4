using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using RegionalSecurity.LocalHosting.Guarding;

namespace RegionalSecurity.LocalHosting.Running;

/// <summary>A started process of a resource, its output going to the console.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>How long the output of an ended process may still come; a process it left behind can hold it open for ever.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly OrphanGuard _guard;

    private ChildProcess(Process process, OrphanGuard guard, HostConsole console, string name)
    {
        _process = process;
        _guard = guard;
        Id = process.Id;
        Exited = RunAsync(console, name);
    }

    public int Id { get; }

    /// <summary>Gives the exit code once the process has ended and its output is read.</summary>
    public Task<int> Exited { get; }

    /// <exception cref="DistributedApplicationException">The system does not start it.</exception>
    public static ChildProcess Start(ResourceInstance instance, IReadOnlyDictionary<string, string> environment, OrphanGuard guard, HostConsole console)
    {
        var definition = instance.Project.Definition;
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Directory.Exists(definition.Directory) ? definition.Directory : Path.GetDirectoryName(definition.TargetPath)!,
            ArgumentList = { definition.TargetPath },
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        guard.Expect(instance.InstanceId);
        try
        {
            var process = Process.Start(start)!;
            guard.Watch(process.Id);
            return new ChildProcess(process, guard, console, instance.DisplayName);
        }
        catch (Win32Exception e)
        {
            throw new DistributedApplicationException($"'{instance.DisplayName}' cannot be started by {DotnetHost.Path}: {e.Message}", e);
        }
    }

    /// <summary>Asks the process to end.</summary>
    public void Terminate()
    {
        if (!Exited.IsCompleted && !ProcessSignals.TryTerminate(Id))
            Kill();
    }

    /// <summary>Ends the process and what it started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }
    }

    public void Dispose() => _process.Dispose();

    /// <summary>In words: the signal that killed it, or its code.</summary>
    public static string Describe(int exitCode) => exitCode > 128 && !OperatingSystem.IsWindows()
        ? string.Create(CultureInfo.InvariantCulture, $"was ended by signal {exitCode - 128}")
        : string.Create(CultureInfo.InvariantCulture, $"ended with code {exitCode}");

    private async Task<int> RunAsync(HostConsole console, string name)
    {
        _process.StandardInput.Close();
        var output = Task.WhenAll(
            LogLines.ReadAsync(_process.StandardOutput, line => console.Child(name, line)),
            LogLines.ReadAsync(_process.StandardError, line => console.Child(name, line)));
        await _process.WaitForExitAsync();
        _guard.Forget(Id);
        await Task.WhenAny(output, Task.Delay(LastWords));
        return _process.ExitCode;
    }
}
