using System.Net;
using System.Net.Sockets;
using RegionalSecurity.LocalHosting.Guarding;

namespace RegionalSecurity.LocalHosting.Tests;

/// <summary>What only shows with an AppHost in a process of its own.</summary>
public sealed class AppHostProcessTests
{
    [Fact]
    public async Task Kill_RunningAppHost_LeavesNoProcessBehind()
    {
        using var folder = new TestFolder();
        using var appHost = new AppHostProcess(folder.Path);
        await appHost.HealthyAsync();
        appHost.Services.Count.ShouldBe(2);

        appHost.Kill();

        foreach (var service in appHost.Services)
            await Eventually.GoneAsync(service);
    }

    [Fact]
    public async Task Terminate_RunningAppHost_StopsDependentsFirstAndEndsWithZero()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var folder = new TestFolder();
        using var appHost = new AppHostProcess(folder.Path);
        await appHost.HealthyAsync();

        ProcessSignals.TryTerminate(appHost.Id).ShouldBeTrue();

        (await appHost.ExitAsync()).ShouldBe(0, appHost.Output.Text);
        appHost.Services.ShouldAllBe(id => !Eventually.IsRunning(id));
        appHost.Error.Text.Trim().ShouldBeEmpty();
    }

    [Fact]
    public async Task Terminate_Twice_KillsWhatDoesNotListen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var folder = new TestFolder();
        using var appHost = new AppHostProcess(folder.Path, "--First:Mode=stubborn");
        await appHost.HealthyAsync();

        ProcessSignals.TryTerminate(appHost.Id).ShouldBeTrue();
        await appHost.Output.HasAsync("stopping");
        ProcessSignals.TryTerminate(appHost.Id).ShouldBeTrue();

        (await appHost.ExitAsync()).ShouldBe(0, appHost.Output.Text);
        appHost.Output.Text.ShouldContain("first is killed");
        appHost.Services.ShouldAllBe(id => !Eventually.IsRunning(id));
    }

    [Fact]
    public async Task Start_SameDataDirectory_IsRefusedInOneLine()
    {
        using var folder = new TestFolder();
        using var first = new AppHostProcess(folder.Path);
        await first.HealthyAsync();

        using var second = new AppHostProcess(folder.Path);

        (await second.ExitAsync()).ShouldBe(1);
        var line = second.Error.Text.Trim();
        line.Split('\n').Length.ShouldBe(1, line);
        line.ShouldContain(Path.Combine(folder.Path, "data"));
        line.ShouldContain($"process {first.Id}");
    }

    [Fact]
    public async Task Start_PortTaken_IsRefusedInOneLine()
    {
        using var folder = new TestFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        using var appHost = new AppHostProcess(folder.Path, $"--Second:HttpPort={port}");

        (await appHost.ExitAsync()).ShouldBe(1);
        appHost.Error.Text.ShouldContain($"Port {port}");
        appHost.Error.Text.ShouldContain("'second'");
        appHost.Services.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_SettingOfTheWrongType_IsRefusedInOneLine()
    {
        using var folder = new TestFolder();
        using var appHost = new AppHostProcess(folder.Path, "--Second:HttpPort=many");

        (await appHost.ExitAsync()).ShouldBe(1);
        appHost.Error.Text.Trim().Split('\n').Length.ShouldBe(1, appHost.Error.Text);
        appHost.Error.Text.ShouldContain("Second:HttpPort");
    }
}
