namespace RegionalSecurity.LocalHosting.Tests;

public sealed class ApplicationRunnerTests
{
    private static readonly LocalHostingOptions Quick = new()
    {
        StartingPollInterval = TimeSpan.FromMilliseconds(20),
        HealthyPollInterval = TimeSpan.FromMilliseconds(50),
        FirstRestartDelay = TimeSpan.FromMilliseconds(20),
        Colour = false,
    };

    [Fact]
    public async Task Run_WaitFor_StartsTheSecondOnceTheFirstIsHealthy()
    {
        await using var application = new RunningApplication(Quick);
        var first = application.Add("first");
        application.Add("second").WithReference(first).WaitFor(first);

        await application.StartAsync();
        await application.Output.HasAsync("All 2 resources are healthy after");
        (await application.StopAsync()).ShouldBe(0);

        var lines = application.Output.Text.Split('\n').Select(l => l.Trim()).ToList();
        var secondStarts = lines.FindIndex(l => l.Contains("second is starting", StringComparison.Ordinal));
        var firstSays = lines.IndexOf("first   | service says hello");
        firstSays.ShouldBeInRange(0, secondStarts);
        lines.ShouldContain("second  | service says hello");
        application.Ports.ShouldAllBe(port => !RunningApplication.Answers(port));
    }

    [Fact]
    public async Task Run_Replicas_HaveDistinctInstancesAndNames()
    {
        await using var application = new RunningApplication(Quick);
        application.Add("claims").WithReplicas(2);

        await application.StartAsync();
        await application.Output.HasAsync("All 2 resources are healthy after");

        var instances = await Task.WhenAll(application.Ports.Select(port => application.GetAsync(port, "/env/OTEL_RESOURCE_ATTRIBUTES")));
        instances.Distinct().Count().ShouldBe(2);
        instances.ShouldAllBe(i => i.StartsWith("service.instance.id=", StringComparison.Ordinal));
        application.Output.Text.ShouldContain("claims-0 | service says hello");
        application.Output.Text.ShouldContain("claims-1 | service says hello");
    }

    [Fact]
    public async Task Run_ServiceCrashes_IsStartedAgainOnTheSamePort()
    {
        await using var application = new RunningApplication(Quick);
        application.Add("claims");
        await application.StartAsync();
        await application.Output.HasAsync("are healthy after");

        await application.TryGetAsync(application.Ports[0], "/crash");

        await application.Output.HasAsync("claims has failed.");
        await application.Output.HasAsync("All resources are healthy again.");
        application.Output.Text.ShouldContain("claims ended with code 3; it starts again in 0.02 s");
        (await application.GetAsync(application.Ports[0], "/env/OTEL_SERVICE_NAME")).ShouldBe("claims");
    }

    [Fact]
    public async Task Run_ServiceKilled_IsStartedAgain()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        await using var application = new RunningApplication(Quick);
        application.Add("claims");
        await application.StartAsync();
        await application.Output.HasAsync("are healthy after");

        using (var process = System.Diagnostics.Process.GetProcessById(application.ProcessIds[0]))
            process.Kill();

        await application.Output.HasAsync("claims was ended by signal 9");
        await application.Output.HasAsync("All resources are healthy again.");
    }

    [Fact]
    public async Task Run_ServiceBecomesSick_IsShownAsUnhealthy()
    {
        await using var application = new RunningApplication(Quick);
        application.Add("claims");
        await application.StartAsync();
        await application.Output.HasAsync("are healthy after");

        await application.GetAsync(application.Ports[0], "/sick");

        await application.Output.HasAsync("claims is no longer healthy");
        await application.Output.HasAsync(text => text.Contains("Unhealthy", StringComparison.Ordinal), "Unhealthy");
        application.Output.Text.ShouldContain("answers 503");
    }

    [Fact]
    public async Task Stop_ServiceThatDoesNotListen_IsKilled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        await using var application = new RunningApplication(Quick with { StopTimeout = TimeSpan.FromMilliseconds(200) });
        application.Add("claims", "stubborn");
        await application.StartAsync();
        await application.Output.HasAsync("are healthy after");

        (await application.StopAsync()).ShouldBe(0);

        application.Output.Text.ShouldContain("claims does not stop by itself and is killed");
        Eventually.IsRunning(application.ProcessIds[0]).ShouldBeFalse();
    }

    [Fact]
    public async Task Stop_WhileOthersStillWait_EndsEverything()
    {
        await using var application = new RunningApplication(Quick);
        var never = application.Add("never").WithHttpHealthCheck("/health", statusCode: 418);
        application.Add("waiting").WaitFor(never);
        await application.StartAsync();
        await application.Output.HasAsync("never   | service says hello");

        (await application.StopAsync()).ShouldBe(0);

        application.Output.Text.ShouldNotContain("waiting is starting");
        application.ProcessIds.ShouldAllBe(id => !Eventually.IsRunning(id));
    }

    [Fact]
    public async Task Run_ProjectNotBuilt_SaysHow()
    {
        await using var application = new RunningApplication(Quick);
        var missing = new TestMetadata(Path.Combine(application.Folder.Path, "x.csproj"), Path.Combine(application.Folder.Path, "x.dll"));
        application.Builder.AddResource(new ProjectResource("x", ProjectDefinition.Read(missing, application.Builder.Configuration)));

        await application.StartAsync();

        (await application.ExitAsync()).ShouldBe(1);
        application.Error.Text.ShouldContain("'x' is not built");
        application.Error.Text.ShouldContain("dotnet build AppHost");
    }

    [Fact]
    public async Task Run_HealthEndpointMissing_NamesItAndTheFile()
    {
        await using var application = new RunningApplication(Quick);
        application.Add("claims").WithHttpHealthCheck("/health", endpointName: "admin");

        await application.StartAsync();

        (await application.ExitAsync()).ShouldBe(1);
        application.Error.Text.ShouldContain("'admin'");
        application.Error.Text.ShouldContain("appsettings.json");
    }
}
