using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting.Tests;

/// <summary><see cref="TestAppHost"/> as a process.</summary>
internal sealed partial class AppHostProcess : IDisposable
{
    private readonly Process _process;

    public AppHostProcess(string work, params string[] args)
    {
        var start = new ProcessStartInfo(DotnetHost.Path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { typeof(AppHostProcess).Assembly.Location, $"--Work={work}" }.Concat(args))
            start.ArgumentList.Add(argument);
        start.Environment[TestProgram.ModeVariable] = "apphost";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Output.WriteLine(e.Data);
        _process.ErrorDataReceived += (_, e) => Error.WriteLine(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public CapturedOutput Output { get; } = new();

    public CapturedOutput Error { get; } = new();

    public int Id => _process.Id;

    public IReadOnlyList<int> Services => StartLine().Matches(Output.Text)
        .Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();

    public Task HealthyAsync() => Output.HasAsync("are healthy after");

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: it gets no chance to stop anything.</summary>
    public void Kill() => _process.Kill(entireProcessTree: false);

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    [GeneratedRegex(@"is starting \(process (\d+)\)")]
    private static partial Regex StartLine();
}
