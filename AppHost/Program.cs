var builder = DistributedApplication.CreateBuilder(args);
var data = Path.GetFullPath(builder.Configuration["Storage:Directory"] ?? Path.Combine(builder.AppHostDirectory, "..", "data"));
var sample = Path.Combine(builder.AppHostDirectory, "Sample");
var withSample = builder.Environment.IsDevelopment() && builder.Configuration.GetValue("Sample:Load", true);

var cache = builder.Configuration.GetConnectionString("cache") is null ? EmbeddedCache() : builder.AddConnectionString("cache");

var ingestion = AddService<Projects.RegionalSecurity_Ingestion>("ingestion");

var claims = AddService<Projects.RegionalSecurity_Claims>("claims")
    .WithReference(cache, connectionName: "cache")
    .WithReference(ingestion).WaitFor(ingestion);

var tension = AddService<Projects.RegionalSecurity_Tension>("tension")
    .WithReference(cache, connectionName: "cache")
    .WithReference(claims).WaitFor(claims)
    .WithReference(ingestion);

var reports = AddService<Projects.RegionalSecurity_Reports>("reports")
    .WithReference(cache, connectionName: "cache")
    .WithReference(tension).WaitFor(tension)
    .WithReference(claims)
    .WithReference(ingestion);

builder.AddProject<Projects.RegionalSecurity_Web>("web")
    .WithReference(reports).WaitFor(reports)
    .WithReference(tension)
    .WithReference(claims)
    .WithReference(ingestion)
    .WithEndpoint("http", endpoint => endpoint.Port = builder.Configuration.GetValue("Web:HttpPort", endpoint.Port))
    .WithEndpoint("grpc", endpoint => endpoint.Port = builder.Configuration.GetValue("Web:GrpcPort", endpoint.Port))
    .WithHttpHealthCheck("/health", endpointName: "http")
    .WithExternalHttpEndpoints();

if (withSample)
{
    // Its publishers stay in that folder: in Ingestion:Publishers they would be publishers of real articles too.
    ingestion.WithEnvironment("Sample__Directory", sample);
    // Its files have an index of their own beside those of the user's, which are numbers.
    foreach (var service in new[] { claims, tension, reports })
    {
        service.WithEnvironment("Language__Gazetteers__sample", Path.Combine(sample, "gazetteer.tsv"))
            .WithEnvironment("Tension__Regions__sample", Path.Combine(sample, "regions.tsv"));
    }
}

builder.Build().Run();

IResourceBuilder<ProjectResource> AddService<TProject>(string name) where TProject : IProjectMetadata, new() =>
    builder.AddProject<TProject>(name)
        .WithEnvironment("Storage__Directory", data)
        .WithHttpHealthCheck("/health", endpointName: "http");

// An accelerator beside the services that compute what they answer (docs/adr/0003): nothing waits for it. ConnectionStrings:cache of the user's own replaces it.
IResourceBuilder<IResourceWithConnectionString> EmbeddedCache()
{
    var redis = builder.AddProject<Projects.RegionalSecurity_Cache>("cache")
        .WithEndpoint(name: "redis", scheme: "tcp", env: "CACHE_PORT")
        .WithHttpHealthCheck("/health", endpointName: "http")
        .GetEndpoint("redis");
    return builder.AddConnectionString("cache-address", ReferenceExpression.Create($"{redis.Property(EndpointProperty.HostAndPort)}"));
}
