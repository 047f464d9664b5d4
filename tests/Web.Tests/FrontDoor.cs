using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.Tension.V1;
using RegionalSecurity.TestKit;

namespace RegionalSecurity.Web.Tests;

/// <summary>The front door on its two real ports, with services behind it that tell what they were asked. Reports is down: nobody listens there.</summary>
public sealed class FrontDoor : IAsyncLifetime
{
    private readonly List<FakeServer> _servers = [];
    private ServiceFixture<Program>? _web;

    internal FakeUpstream Upstream { get; } = new();

    public ServiceFixture<Program> Web => _web!;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new List<(string, string)>();
        foreach (var service in BackendService.All.Where(service => service.Name != "reports"))
        {
            var grpc = await FakeServer.StartAsync(services => services.AddSingleton(Upstream), app =>
            {
                app.MapGrpcService<FakeIngestion>();
                app.MapGrpcService<FakeClaims>();
                app.MapGrpcService<FakeTension>();
            });
            var http = await FakeServer.StartAsync(_ => { }, app =>
            {
                app.MapGet("/health", () => Results.Json(Upstream.Health(service.Name)));
                app.Map("/api/{**rest}", (HttpContext context) => $"{service.Name} {context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            }, HttpProtocols.Http1);
            _servers.AddRange([grpc, http]);
            settings.Add(($"services:{service.Name}:grpc:0", grpc.Address));
            settings.Add(($"services:{service.Name}:http:0", http.Address));
        }
        settings.Add(("services:reports:grpc:0", "http://127.0.0.1:1"));
        settings.Add(("services:reports:http:0", "http://127.0.0.1:1"));
        _web = new ServiceFixture<Program>([.. settings]);
        Http = new HttpClient { BaseAddress = _web.HttpAddress };
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_web is not null)
            await _web.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
    }
}

internal sealed class FakeUpstream
{
    public ConcurrentDictionary<string, object> HealthOf { get; } = new();

    public object Health(string service) => HealthOf.GetValueOrDefault(service, new { status = "Healthy", checks = new { } });
}

internal sealed class FakeClaims : ClaimsService.ClaimsServiceBase
{
    public override Task<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListClaimsResponse { Claims = { new Claim { ClaimId = "c-" + request.Actor } } });

    public override Task<GetClaimResponse> GetClaim(GetClaimRequest request, ServerCallContext context) =>
        throw DomainException.NotFound("claim", request.ClaimId).ToRpcException();
}

internal sealed class FakeTension : TensionService.TensionServiceBase
{
    public override async Task WatchTensions(WatchTensionsRequest request, IServerStreamWriter<WatchTensionsResponse> responseStream, ServerCallContext context)
    {
        foreach (var subject in request.Subjects)
            await responseStream.WriteAsync(new WatchTensionsResponse { Tension = new Tension.V1.Tension { Subject = subject } });
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}

internal sealed class FakeIngestion : IngestionService.IngestionServiceBase
{
    public override async Task SubmitArticles(IAsyncStreamReader<SubmitArticlesRequest> requestStream, IServerStreamWriter<SubmitArticlesResponse> responseStream, ServerCallContext context)
    {
        long index = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(new SubmitArticlesResponse { Index = index++, Tag = request.Tag, Outcome = Outcome.Created });
    }

    public override Task<ListArticlesResponse> ListArticles(ListArticlesRequest request, ServerCallContext context) =>
        Task.FromResult(request.Sample ? new ListArticlesResponse { Articles = { new Article { ArticleId = "a1", Sample = true } } } : new ListArticlesResponse());
}
