using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using Google.Api;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;
using RegionalSecurity.Web.Proxy;

namespace RegionalSecurity.Web.Tests;

public sealed class ProxyTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grpc_Unary_ReachesTheService()
    {
        var answer = await new ClaimsService.ClaimsServiceClient(door.Web.Channel).ListClaimsAsync(new ListClaimsRequest { Actor = "PRK" }, cancellationToken: Cancel);
        answer.Claims.ShouldHaveSingleItem().ClaimId.ShouldBe("c-PRK");
    }

    [Fact]
    public async Task Grpc_ErrorOfAService_PassesWithItsDetails()
    {
        var error = await Should.ThrowAsync<RpcException>(async () => await new ClaimsService.ClaimsServiceClient(door.Web.Channel).GetClaimAsync(new GetClaimRequest { ClaimId = "c1" }, cancellationToken: Cancel));
        error.StatusCode.ShouldBe(Grpc.Core.StatusCode.NotFound);
        error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason.ShouldBe("CLAIM_NOT_FOUND");
    }

    [Fact(Timeout = 30_000)]
    public async Task Grpc_ServerStream_ArrivesWhileItIsOpen()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var call = new TensionService.TensionServiceClient(door.Web.Channel)
            .WatchTensions(new WatchTensionsRequest { Subjects = { new Subject { Dyad = "PRK-USA" }, new Subject { Region = "gulf" } } }, cancellationToken: cancel);
        (await call.ResponseStream.MoveNext(cancel)).ShouldBeTrue();
        call.ResponseStream.Current.Tension.Subject.Dyad.ShouldBe("PRK-USA");
        (await call.ResponseStream.MoveNext(cancel)).ShouldBeTrue();
        call.ResponseStream.Current.Tension.Subject.Region.ShouldBe("gulf");
    }

    [Fact(Timeout = 60_000)]
    public async Task Grpc_BidirectionalStream_AnswersItemByItemBeyondAnyBodyLimit()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var call = new IngestionService.IngestionServiceClient(door.Web.Channel).SubmitArticles(cancellationToken: cancel);
        var text = new string('x', 2 << 20);
        // 40 MiB in all: more than any request body that the door's HTTP/1.1 side takes.
        for (var i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync(new SubmitArticlesRequest { Tag = $"t{i}", Article = new ArticleSubmission { Text = text } }, cancel);
            (await call.ResponseStream.MoveNext(cancel)).ShouldBeTrue();
            call.ResponseStream.Current.Index.ShouldBe(i);
            call.ResponseStream.Current.Tag.ShouldBe($"t{i}");
        }
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(cancel)).ShouldBeFalse();
    }

    [Fact]
    public void Clusters_Grpc_NeverCutASilentStream()
    {
        foreach (var service in BackendService.All)
            ProxyRoutes.Clusters(service).Single(cluster => cluster.ClusterId.EndsWith("-grpc", StringComparison.Ordinal))
                .HttpRequest!.ActivityTimeout!.Value.ShouldBeGreaterThan(TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task Grpc_ServiceDown_IsUnavailableWithReasonAndRemedy()
    {
        var error = await Should.ThrowAsync<RpcException>(async () => await new ReportsService.ReportsServiceClient(door.Web.Channel).GetReportAsync(new GetReportRequest { ReportId = "r1" }, cancellationToken: Cancel));
        error.StatusCode.ShouldBe(Grpc.Core.StatusCode.Unavailable);
        error.Status.Detail.ShouldContain("service reports cannot be reached");
        var info = error.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        info.Reason.ShouldBe("SERVICE_UNREACHABLE");
        info.Metadata["service"].ShouldBe("reports");
    }

    [Fact]
    public async Task Rest_ServiceDown_IsAStatusInJson()
    {
        using var answer = await door.Http.GetAsync("/api/v1/reports", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        using var status = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        status.RootElement.GetProperty("code").GetInt32().ShouldBe(14);
        status.RootElement.GetProperty("details")[0].GetProperty("reason").GetString().ShouldBe("SERVICE_UNREACHABLE");
    }

    public static TheoryData<string, string, string> Annotated
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var service in BackendService.All.Where(service => service.Name != "reports"))
                foreach (var method in service.Descriptor.Methods)
                    if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule)
                        data.Add(service.Name, rule.PatternCase.ToString().ToUpperInvariant(), $"{rule.Get}{rule.Post}{rule.Patch}{rule.Delete}");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Annotated))]
    public async Task Rest_EachAnnotatedCall_ReachesItsService(string service, string method, string pattern)
    {
        var path = pattern.Replace("{", "id-", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), path + "?a=b%20c&a=d");
        using var answer = await door.Http.SendAsync(request, Cancel);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldBe($"{service} {method} {path}?a=b%20c&a=d");
    }

    [Fact]
    public async Task Rest_UnknownPath_IsNotFound()
    {
        using var answer = await door.Http.GetAsync("/api/v1/nothing", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task GrpcWeb_Unary_IsAnsweredOverHttp1WithTrailersInTheBody()
    {
        var message = new ListClaimsRequest { Actor = "CHN" }.ToByteArray();
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        using var content = new ByteArrayContent(frame);
        content.Headers.ContentType = new("application/grpc-web");
        using var answer = await door.Http.PostAsync("/regionalsecurity.claims.v1.ClaimsService/ListClaims", content, Cancel);

        answer.Version.ShouldBe(HttpVersion.Version11);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/grpc-web");
        var body = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(1));
        ListClaimsResponse.Parser.ParseFrom(body, 5, length).Claims[0].ClaimId.ShouldBe("c-CHN");
        body[5 + length].ShouldBe((byte)0x80);
        Encoding.ASCII.GetString(body.AsSpan(10 + length)).ShouldContain("grpc-status: 0");
    }

    [Fact]
    public async Task Reflection_List_NamesAllServicesBehindTheDoor()
    {
        using var call = new ServerReflection.ServerReflectionClient(door.Web.Channel).ServerReflectionInfo(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, Cancel);
        (await call.ResponseStream.MoveNext(Cancel)).ShouldBeTrue();
        var names = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToList();
        BackendService.All.Select(service => service.Descriptor.FullName).ShouldBeSubsetOf(names);
        names.ShouldContain("grpc.health.v1.Health");

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "regionalsecurity.tension.v1.TensionService" }, Cancel);
        (await call.ResponseStream.MoveNext(Cancel)).ShouldBeTrue();
        call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto.Count.ShouldBeGreaterThan(0);
        await call.RequestStream.CompleteAsync();
    }

    [Fact]
    public async Task Health_OfTheDoor_IsServingThoughAServiceIsDown()
    {
        (await new Health.HealthClient(door.Web.Channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancel)).Status
            .ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
        (await door.Http.GetAsync("/health", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await door.Http.GetAsync("/alive", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
