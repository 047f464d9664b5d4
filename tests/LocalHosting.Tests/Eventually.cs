using System.Diagnostics;

namespace RegionalSecurity.LocalHosting.Tests;

/// <summary>Waits for what other processes do by looking again and again, up to a limit far beyond what it takes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="TimeoutException">It never came true; the message has what <paramref name="otherwise"/> says.</exception>
    public static async Task TrueAsync(Func<bool> condition, Func<string> otherwise)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
                throw new TimeoutException(otherwise());
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }

    public static Task GoneAsync(int processId) =>
        TrueAsync(() => !IsRunning(processId), () => $"process {processId} still runs");

    public static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>Collects output that is still being written.</summary>
internal sealed class CapturedOutput : StringWriter
{
    private readonly Lock _gate = new();

    public string Text
    {
        get
        {
            lock (_gate)
                return base.ToString();
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_gate)
            base.WriteLine(value);
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public Task HasAsync(string text) => HasAsync(t => t.Contains(text, StringComparison.Ordinal), text);

    public Task HasAsync(Func<string, bool> condition, string what) =>
        Eventually.TrueAsync(() => condition(Text), () => $"'{what}' was not written; this was:\n{Text}");
}
