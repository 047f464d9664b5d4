namespace RegionalSecurity.LocalHosting.Tests;

public sealed class EnvironmentContractTests
{
    private const string LaunchSettings = """
        {
          // A comment, as editors write them.
          "profiles": {
            "iis": { "commandName": "IISExpress" },
            "Work": { "commandName": "Project", "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development", "FROM_PROFILE": "profile" } },
          }
        }
        """;

    [Fact]
    public async Task Build_KestrelEndpoints_AreOverriddenByTheirOwnNames()
    {
        using var declaration = new Declaration();
        var project = declaration.Add("ingestion");

        var environment = await declaration.EnvironmentAsync(project);

        var http = project.Resource.FindEndpoint("http")!.AllocatedPorts.ShouldHaveSingleItem();
        var grpc = project.Resource.FindEndpoint("grpc")!.AllocatedPorts.ShouldHaveSingleItem();
        http.ShouldNotBe(grpc);
        environment["Kestrel__Endpoints__http__Url"].ShouldBe($"http://127.0.0.1:{http}");
        environment["Kestrel__Endpoints__grpc__Url"].ShouldBe($"http://127.0.0.1:{grpc}");
        environment.ShouldNotContainKey("ASPNETCORE_URLS");
    }

    [Fact]
    public async Task Build_OnlyApplicationUrl_GivesAspNetCoreUrls()
    {
        using var declaration = new Declaration();
        var project = declaration.Add("plain", "{}", """
            { "profiles": { "p": { "commandName": "Project", "applicationUrl": "http://localhost:0" } } }
            """);

        var environment = await declaration.EnvironmentAsync(project);

        environment["ASPNETCORE_URLS"].ShouldBe($"http://localhost:{project.Resource.FindEndpoint("http")!.AllocatedPorts[0]}");
        environment.Keys.ShouldNotContain(k => k.StartsWith("Kestrel__", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_ReferenceToProject_GivesEveryEndpointByName()
    {
        using var declaration = new Declaration();
        var ingestion = declaration.Add("ingestion");
        var claims = declaration.Add("claims").WithReference(ingestion);

        var environment = await declaration.EnvironmentAsync(claims);

        environment["services__ingestion__http__0"].ShouldBe(ingestion.GetEndpoint("http").Url);
        environment["services__ingestion__grpc__0"].ShouldBe(ingestion.GetEndpoint("grpc").Url);
        environment["INGESTION_HTTP"].ShouldBe(ingestion.GetEndpoint("http").Url);
        environment["INGESTION_GRPC"].ShouldBe(ingestion.GetEndpoint("grpc").Url);
    }

    [Fact]
    public async Task Build_ReferenceToReplicas_CountsThemUp()
    {
        using var declaration = new Declaration();
        var claims = declaration.Add("claims").WithReplicas(3);
        var tension = declaration.Add("tension").WithReference(claims);

        var environment = await declaration.EnvironmentAsync(tension);

        var urls = Enumerable.Range(0, 3).Select(i => environment[$"services__claims__grpc__{i}"]).ToList();
        urls.Distinct().Count().ShouldBe(3);
        environment.ShouldNotContainKey("services__claims__grpc__3");
    }

    [Fact]
    public async Task Build_Replica_ListensOnItsOwnPorts()
    {
        using var declaration = new Declaration();
        var claims = declaration.Add("claims").WithReplicas(2).WithEndpoint(name: "extra", scheme: "tcp", env: "EXTRA_PORT");

        var environment = await declaration.EnvironmentAsync(claims, replica: 1);

        environment["Kestrel__Endpoints__grpc__Url"].ShouldBe($"http://127.0.0.1:{claims.Resource.FindEndpoint("grpc")!.AllocatedPorts[1]}");
        environment["EXTRA_PORT"].ShouldBe($"{claims.Resource.FindEndpoint("extra")!.AllocatedPorts[1]}");
        environment.ShouldNotContainKey("Kestrel__Endpoints__extra__Url");
    }

    [Fact]
    public async Task Build_ConnectionStringOfEndpoint_IsHostAndPort()
    {
        using var declaration = new Declaration();
        var redis = declaration.Add("cache").WithEndpoint(name: "redis", scheme: "tcp", env: "CACHE_PORT").GetEndpoint("redis");
        var address = declaration.Builder.AddConnectionString("address", ReferenceExpression.Create($"{redis.Property(EndpointProperty.HostAndPort)},ssl=False"));
        var claims = declaration.Add("claims").WithReference(address, connectionName: "cache");

        var environment = await declaration.EnvironmentAsync(claims);

        environment["ConnectionStrings__cache"].ShouldBe($"127.0.0.1:{redis.Port},ssl=False");
        environment.Keys.ShouldNotContain(k => k.StartsWith("services__", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_ConnectionStringOfConfiguration_IsPassedOn()
    {
        using var declaration = new Declaration("--ConnectionStrings:cache=10.0.0.1:6379,password=x");
        var claims = declaration.Add("claims").WithReference(declaration.Builder.AddConnectionString("cache"));

        (await declaration.EnvironmentAsync(claims))["ConnectionStrings__cache"].ShouldBe("10.0.0.1:6379,password=x");
    }

    [Fact]
    public async Task Build_ConnectionStringMissing_NamesTheSetting()
    {
        using var declaration = new Declaration();
        var claims = declaration.Add("claims").WithReference(declaration.Builder.AddConnectionString("cache"));

        var error = await Should.ThrowAsync<DistributedApplicationException>(() => declaration.EnvironmentAsync(claims));

        error.Message.ShouldContain("ConnectionStrings:cache");
    }

    [Fact]
    public async Task Build_Production_HasTelemetryNamesButNoDevelopmentOnes()
    {
        using var declaration = new Declaration("--environment=Production");

        var environment = await declaration.EnvironmentAsync(declaration.Add("claims"));

        environment["OTEL_SERVICE_NAME"].ShouldBe("claims");
        environment["OTEL_RESOURCE_ATTRIBUTES"].ShouldBe("service.instance.id=abcd1234");
        environment.ShouldNotContainKey("OTEL_BSP_SCHEDULE_DELAY");
        environment.ShouldNotContainKey("OTEL_TRACES_SAMPLER");
        environment.ShouldNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    [Fact]
    public async Task Build_Development_ExportsAtOnce()
    {
        using var declaration = new Declaration("--environment=Development");

        var environment = await declaration.EnvironmentAsync(declaration.Add("claims"));

        environment["OTEL_BLRP_SCHEDULE_DELAY"].ShouldBe("1000");
        environment["OTEL_BSP_SCHEDULE_DELAY"].ShouldBe("1000");
        environment["OTEL_METRIC_EXPORT_INTERVAL"].ShouldBe("1000");
        environment["OTEL_TRACES_SAMPLER"].ShouldBe("always_on");
    }

    [Fact]
    public async Task Build_OtlpEndpointOfAppHost_IsPassedOnWithProtocolAndHeaders()
    {
        using var declaration = new Declaration("--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317", "--OTEL_EXPORTER_OTLP_HEADERS=x-otlp-api-key=k");

        var environment = await declaration.EnvironmentAsync(declaration.Add("claims"));

        environment["OTEL_EXPORTER_OTLP_ENDPOINT"].ShouldBe("http://127.0.0.1:4317");
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"].ShouldBe("grpc");
        environment["OTEL_EXPORTER_OTLP_HEADERS"].ShouldBe("x-otlp-api-key=k");
    }

    [Fact]
    public async Task Build_LaunchProfile_GivesItsVariablesUnlessDeclaredOtherwise()
    {
        using var declaration = new Declaration();
        var project = declaration.Add("claims", launchSettings: LaunchSettings).WithEnvironment("FROM_PROFILE", "declared");

        var environment = await declaration.EnvironmentAsync(project);

        environment["DOTNET_LAUNCH_PROFILE"].ShouldBe("Work");
        environment["ASPNETCORE_ENVIRONMENT"].ShouldBe("Development");
        environment["FROM_PROFILE"].ShouldBe("declared");
    }

    [Fact]
    public async Task Build_Inherited_DropsWhatDescribesAppHostItself()
    {
        using var declaration = new Declaration();

        var environment = await declaration.EnvironmentAsync(
            declaration.Add("claims"), 0, ("PATH", "/bin"), ("DOTNET_ENVIRONMENT", "Development"), ("DOTNET_LAUNCH_PROFILE", "http"), ("ASPNETCORE_URLS", "http://x"));

        environment["PATH"].ShouldBe("/bin");
        environment.ShouldNotContainKey("DOTNET_ENVIRONMENT");
        environment.ShouldNotContainKey("DOTNET_LAUNCH_PROFILE");
        environment.ShouldNotContainKey("ASPNETCORE_URLS");
    }

    [Fact]
    public async Task WithEnvironment_InterpolatedEndpoint_IsFilledInAtStart()
    {
        using var declaration = new Declaration();
        var ingestion = declaration.Add("ingestion");
        var claims = declaration.Add("claims").WithEnvironment("SOURCE", $"{{{ingestion.GetEndpoint("grpc")}}}/feed");

        (await declaration.EnvironmentAsync(claims))["SOURCE"].ShouldBe($"{{{ingestion.GetEndpoint("grpc").Url}}}/feed");
    }
}
