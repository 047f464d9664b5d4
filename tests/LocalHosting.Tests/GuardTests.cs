using System.Diagnostics;
using RegionalSecurity.LocalHosting.Guarding;
using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting.Tests;

public sealed class GuardTests
{
    [Fact]
    public async Task InputEnds_WatchedProcess_IsStopped()
    {
        using var service = StartService("guard001");
        using var guard = StartGuard();

        guard.StandardInput.WriteLine($"watch {service.Id}");
        guard.StandardInput.Close();

        await Eventually.TrueAsync(() => service.HasExited, () => "the watched process still runs");
        await Eventually.TrueAsync(() => guard.HasExited, () => "the guard still runs");
    }

    [Fact]
    public async Task InputEnds_ProcessNotYetReported_IsFoundByItsInstanceId()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the environment of a process.");
        using var service = StartService("guard002");
        using var other = StartService("guard003");
        using var guard = StartGuard();

        guard.StandardInput.WriteLine("expect guard002");
        guard.StandardInput.Close();

        await Eventually.TrueAsync(() => service.HasExited, () => "the expected process still runs");
        await Eventually.TrueAsync(() => guard.HasExited, () => "the guard still runs");
        other.HasExited.ShouldBeFalse();
        other.Kill();
    }

    [Fact]
    public async Task InputEnds_StubbornProcess_IsKilled()
    {
        using var service = StartService("guard004", "stubborn");
        using var guard = StartGuard();

        guard.StandardInput.WriteLine($"watch {service.Id}");
        guard.StandardInput.Close();

        await Eventually.TrueAsync(() => service.HasExited, () => "the watched process still runs");
    }

    [Fact]
    public async Task Done_WatchedProcess_GoesOn()
    {
        using var service = StartService("guard005");
        using var guard = StartGuard();

        guard.StandardInput.WriteLine($"watch {service.Id}");
        guard.StandardInput.WriteLine($"forget {service.Id}");
        guard.StandardInput.WriteLine("done");

        await Eventually.TrueAsync(() => guard.HasExited, () => "the guard still runs");
        service.HasExited.ShouldBeFalse();
        service.Kill();
    }

    [Fact]
    public async Task Watch_GuardWasKilled_StartsAnotherThatKnowsTheRest()
    {
        using var service = StartService("guard006");
        using var guard = new OrphanGuard();
        guard.Watch(service.Id);
        var first = guard.ProcessId;
        using (var process = Process.GetProcessById(first))
            process.Kill();
        await Eventually.GoneAsync(first);

        guard.Expect("unused");
        guard.ProcessId.ShouldNotBe(first);
        guard.Dispose();

        await Eventually.TrueAsync(() => service.HasExited, () => "the watched process still runs");
    }

    private static Process StartGuard() =>
        Start("RegionalSecurity.LocalHosting.dll", start => start.ArgumentList.Add("guard"));

    private static Process StartService(string instanceId, string mode = "service") => Start(
        Path.GetFileName(typeof(GuardTests).Assembly.Location),
        start =>
        {
            start.Environment[TestProgram.ModeVariable] = mode;
            start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
            start.Environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instanceId}";
        });

    private static Process Start(string assembly, Action<ProcessStartInfo> configure)
    {
        var start = new ProcessStartInfo(DotnetHost.Path) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        configure(start);
        return Process.Start(start)!;
    }
}
