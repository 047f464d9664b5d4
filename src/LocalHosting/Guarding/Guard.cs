using System.Globalization;
using System.Runtime.InteropServices;

namespace RegionalSecurity.LocalHosting.Guarding;

/// <summary>
/// The program of this project: a small process beside AppHost that stops AppHost's children when AppHost can no longer do so,
/// because it was killed or crashed. AppHost tells it on standard input what runs, and the end of that input, however it comes
/// about, is the signal. One line a message:
/// <list type="bullet">
///   <item><c>expect ID</c>: a process with this instance id is about to start;</item>
///   <item><c>watch PID</c>, <c>forget PID</c>: it started, it ended;</item>
///   <item><c>done</c>: AppHost has stopped everything itself.</item>
/// </list>
/// A process that was started but not yet reported is found by its instance id on Linux; elsewhere that gap, of less than a
/// millisecond, stays.
/// </summary>
internal static class Guard
{
    /// <summary>From asking the children to end until the rest is killed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public static async Task<int> Main(string[] args)
    {
        if (args is not ["guard"])
        {
            await Console.Error.WriteLineAsync("This is a part of AppHost. Start the stack with: dotnet run --project AppHost");
            return 2;
        }

        // Ctrl-C reaches the whole terminal group; this process must outlive it for as long as AppHost takes to stop the rest.
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        var registrations = signals.Select(s => PosixSignalRegistration.Create(s, context => context.Cancel = true)).ToList();
        try
        {
            return await WatchAsync(Console.In);
        }
        finally
        {
            registrations.ForEach(r => r.Dispose());
        }
    }

    private static async Task<int> WatchAsync(TextReader input)
    {
        var watched = new Dictionary<int, WatchedProcess>();
        var expected = new HashSet<string>();
        while (await input.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["expect", var id]:
                    expected.Add(id);
                    break;
                case ["watch", var number] when Number(number) is { } pid && WatchedProcess.Find(pid) is { } process:
                    watched[pid] = process;
                    break;
                case ["forget", var number] when Number(number) is { } pid:
                    watched.Remove(pid);
                    break;
                case ["done"]:
                    return 0;
            }
        }

        foreach (var found in WatchedProcess.FindByInstanceId(expected))
            watched.TryAdd(found.Id, found);
        await StopAsync(watched.Values);

        // A child that was between fork and exec a moment ago shows its environment only now.
        await StopAsync(WatchedProcess.FindByInstanceId(expected));
        return 0;
    }

    private static async Task StopAsync(IReadOnlyCollection<WatchedProcess> processes)
    {
        foreach (var process in processes)
            process.Terminate();

        var deadline = TimeProvider.System.GetTimestamp();
        while (processes.Any(p => p.IsRunning) && TimeProvider.System.GetElapsedTime(deadline) < Grace)
            await Task.Delay(Poll);

        foreach (var process in processes)
            process.Kill();
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
