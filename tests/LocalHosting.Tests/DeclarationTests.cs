using System.Net;
using System.Net.Sockets;
using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting.Tests;

public sealed class DeclarationTests
{
    [Fact]
    public void StartOrder_Graph_PutsEachAfterWhatItWaitsFor()
    {
        using var declaration = new Declaration();
        var web = declaration.Add("web");
        var claims = declaration.Add("claims");
        var ingestion = declaration.Add("ingestion");
        web.WaitFor(claims).WaitFor(ingestion);
        claims.WaitFor(ingestion);

        declaration.Model.StartOrder().Select(p => p.Name).ShouldBe(["ingestion", "claims", "web"]);
    }

    [Fact]
    public void StartOrder_ConnectionString_StandsForWhatItIsMadeOf()
    {
        using var declaration = new Declaration();
        var claims = declaration.Add("claims");
        var cache = declaration.Add("cache");
        claims.WaitFor(declaration.Builder.AddConnectionString("address", ReferenceExpression.Create($"{cache.GetEndpoint("http")}")));

        declaration.Model.StartOrder().Select(p => p.Name).ShouldBe(["cache", "claims"]);
    }

    [Fact]
    public void StartOrder_Circle_IsNamed()
    {
        using var declaration = new Declaration();
        var a = declaration.Add("a");
        var b = declaration.Add("b").WaitFor(a);
        a.WaitFor(b);

        Should.Throw<DistributedApplicationException>(declaration.Model.StartOrder).Message.ShouldContain("a -> b -> a");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("a__b")]
    public void AddResource_BadName_IsRefused(string name)
    {
        using var declaration = new Declaration();
        Should.Throw<ArgumentException>(() => declaration.Add(name));
    }

    [Fact]
    public void AddResource_NameTwice_IsRefused()
    {
        using var declaration = new Declaration();
        declaration.Add("claims");
        Should.Throw<DistributedApplicationException>(() => declaration.Add("Claims")).Message.ShouldContain("'Claims'");
    }

    [Fact]
    public void Allocate_Replicas_HaveOnePortEach()
    {
        using var declaration = new Declaration();
        var claims = declaration.Add("claims").WithReplicas(3);

        PortAllocator.Allocate(declaration.Model.Projects);

        claims.Resource.Endpoints.SelectMany(e => e.AllocatedPorts).Distinct().Count().ShouldBe(6);
        new ResourceInstance(claims.Resource, 2, "x").DisplayName.ShouldBe("claims-2");
    }

    [Fact]
    public void Allocate_FixedPortWithReplicas_IsRefused()
    {
        using var declaration = new Declaration();
        declaration.Add("web").WithEndpoint("http", e => e.Port = 5080).WithReplicas(2);

        var error = Should.Throw<DistributedApplicationException>(() => PortAllocator.Allocate(declaration.Model.Projects));

        error.Message.ShouldContain("5080");
        error.Message.ShouldContain("'web'");
    }

    [Fact]
    public void Allocate_OneFixedPortTwice_NamesBoth()
    {
        using var declaration = new Declaration();
        declaration.Add("web").WithEndpoint("http", e => e.Port = 5080);
        declaration.Add("admin").WithEndpoint("http", e => e.Port = 5080);

        var error = Should.Throw<DistributedApplicationException>(() => PortAllocator.Allocate(declaration.Model.Projects));

        error.Message.ShouldContain("'web'");
        error.Message.ShouldContain("'admin'");
    }

    [Fact]
    public void RequireFree_PortTaken_NamesPortResourceAndRemedy()
    {
        using var declaration = new Declaration();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        declaration.Add("web").WithEndpoint("http", e => e.Port = port);

        var error = Should.Throw<DistributedApplicationException>(() => PortAllocator.RequireFree(declaration.Model.Projects));

        error.Message.ShouldContain($"Port {port}");
        error.Message.ShouldContain("'http' of 'web'");
        error.Message.ShouldContain("--Web:HttpPort=");
    }

    [Fact]
    public void Read_KestrelEndpoints_HaveTheirNamesPortsAndTransports()
    {
        using var declaration = new Declaration();
        var web = declaration.Add("web", """
            { "Kestrel": { "Endpoints": {
                "http": { "Url": "http://127.0.0.1:5080", "Protocols": "Http1" },
                "grpc": { "Url": "http://127.0.0.1:5081", "Protocols": "Http2" } } } }
            """).Resource;

        web.Endpoints.Select(e => (e.Name, e.Port, e.Transport)).ShouldBe([("grpc", 5081, "http2"), ("http", 5080, "http")]);
    }

    [Fact]
    public void Read_OnlyEndpointOfItsScheme_IsNamedByTheScheme()
    {
        using var declaration = new Declaration();
        declaration.Add("x", """{ "Kestrel": { "Endpoints": { "main": { "Url": "http://127.0.0.1:0" } } } }""")
            .Resource.Endpoints.ShouldHaveSingleItem().Name.ShouldBe("http");
    }

    [Theory]
    [InlineData("http://0.0.0.0:80", "loopback")]
    [InlineData("http://*:80", "http address")]
    [InlineData("nonsense", "http address")]
    public void Read_AddressNotOnLoopback_NamesTheFile(string url, string reason)
    {
        using var declaration = new Declaration();

        var error = Should.Throw<DistributedApplicationException>(
            () => declaration.Add("x", $$"""{ "Kestrel": { "Endpoints": { "http": { "Url": "{{url}}" } } } }"""));

        error.Message.ShouldContain("appsettings.json");
        error.Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("{ not json", "{}", "appsettings.json")]
    [InlineData("{}", "{ not json", "launchSettings.json")]
    public void Read_BrokenFile_IsNamed(string settings, string launchSettings, string file)
    {
        using var declaration = new Declaration();
        Should.Throw<DistributedApplicationException>(() => declaration.Add("x", settings, launchSettings)).Message.ShouldContain(file);
    }

    [Fact]
    public void Read_ProfileOfAppHostsName_GoesBeforeTheFirst()
    {
        using var declaration = new Declaration("--AppHost:DefaultLaunchProfileName=second");
        declaration.Add("x", "{}", """{ "profiles": { "first": { "commandName": "Project" }, "second": { "commandName": "Project" } } }""")
            .Resource.Definition.LaunchProfileName.ShouldBe("second");
    }

    [Fact]
    public void RestartDelay_Failures_DoublesUpToTheLongest()
    {
        var options = new LocalHostingOptions { FirstRestartDelay = TimeSpan.FromSeconds(1), LongestRestartDelay = TimeSpan.FromSeconds(5) };

        Enumerable.Range(1, 5).Select(n => options.RestartDelay(n).TotalSeconds).ShouldBe([1, 2, 4, 5, 5]);
        options.RestartDelay(int.MaxValue).TotalSeconds.ShouldBe(5);
    }

    [Fact]
    public void Acquire_HeldDirectory_IsRefusedUntilReleased()
    {
        using var folder = new TestFolder();
        var directory = Path.Combine(folder.Path, "data");
        var held = DataDirectoryLock.Acquire(directory);

        var error = Should.Throw<DistributedApplicationException>(() => DataDirectoryLock.Acquire(directory));
        held.Dispose();

        error.Message.ShouldContain(directory);
        error.Message.ShouldContain($"process {Environment.ProcessId}");
        error.Message.ShouldContain("--Storage:Directory=");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(directory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DataDirectoryLock.Acquire(directory).Dispose();
    }

    [Fact]
    public void Acquire_DirectoryIsAFile_SaysSo()
    {
        using var folder = new TestFolder();
        var file = folder.Write("data", "x");
        Should.Throw<DistributedApplicationException>(() => DataDirectoryLock.Acquire(file)).Message.ShouldContain(file);
    }
}
