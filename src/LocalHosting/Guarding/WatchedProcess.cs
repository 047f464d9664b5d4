using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RegionalSecurity.LocalHosting.Guarding;

/// <summary>A process that is no child of this one, told from a later process of the same number by its start time.</summary>
internal sealed class WatchedProcess
{
    private readonly DateTime _startTime;

    private WatchedProcess(int id, DateTime startTime)
    {
        Id = id;
        _startTime = startTime;
    }

    public int Id { get; }

    // The system gives the time since boot; turned into a date it is not exact to the tick.
    public bool IsRunning => StartTimeOf(Id) is { } startTime && (startTime - _startTime).Duration() < TimeSpan.FromSeconds(1);

    /// <returns>The process, or null if there is none of that number.</returns>
    public static WatchedProcess? Find(int id) => StartTimeOf(id) is { } startTime ? new WatchedProcess(id, startTime) : null;

    /// <summary>The processes whose environment has one of the instance ids. Only Linux can tell; elsewhere none.</summary>
    public static IReadOnlyList<WatchedProcess> FindByInstanceId(IReadOnlySet<string> instanceIds)
    {
        if (!OperatingSystem.IsLinux() || instanceIds.Count == 0)
            return [];

        var found = new List<WatchedProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && InstanceIdOf(folder) is { } instance && instanceIds.Contains(instance) && Find(id) is { } process)
            {
                found.Add(process);
            }
        }

        return found;
    }

    /// <summary>Asks the process to end, where the system has a way to ask.</summary>
    public void Terminate()
    {
        if (IsRunning && !ProcessSignals.TryTerminate(Id))
            Kill();
    }

    public void Kill()
    {
        if (!IsRunning)
            return;

        try
        {
            using var process = Process.GetProcessById(Id);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended in between, or is another user's by now: nothing of ours is left to kill.
        }
    }

    private static DateTime? StartTimeOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static string? InstanceIdOf(string folder)
    {
        const string marker = "OTEL_RESOURCE_ATTRIBUTES=service.instance.id=";
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "environ")))
                .Split('\0')
                .FirstOrDefault(entry => entry.StartsWith(marker, StringComparison.Ordinal))?[marker.Length..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that just ended.
            return null;
        }
    }
}
