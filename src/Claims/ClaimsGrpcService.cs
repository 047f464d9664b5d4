using System.Text;
using Grpc.Core;
using RegionalSecurity.Claims.Storage;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Logs;

namespace RegionalSecurity.Claims;

/// <summary>Adapter: validates, calls, answers.</summary>
internal sealed class ClaimsGrpcService(IClaimExtractor extractor, ClaimQueries queries, LogTail<ClaimsDbContext> tail, IHostApplicationLifetime lifetime) : ClaimsService.ClaimsServiceBase
{
    private const int MostTextBytes = 2 << 20;

    public override async Task<ExtractClaimsResponse> ExtractClaims(ExtractClaimsRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        if (validation.Required(request.Text, "text"))
        {
            var bytes = Encoding.UTF8.GetByteCount(request.Text);
            validation.Require(bytes <= MostTextBytes, "text", "TEXT_TOO_LARGE", $"has {bytes} bytes; at most {MostTextBytes} are taken: split it");
        }
        validation.AtMost(request.Title, 1024, "title");
        validation.AtMost(request.ArticleId, 64, "article_id");
        validation.Time(request.PublishTime, "publish_time");
        validation.ThrowIfAny();
        var article = new Article
        {
            ArticleId = request.ArticleId.Length == 0 ? "text" : request.ArticleId,
            Text = request.Text,
            Title = request.Title,
            PublishTime = request.PublishTime,
            PublishPrecision = request.PublishTime is null ? TimePrecision.Unspecified : TimePrecision.Instant,
            Publisher = request.Publisher,
        };
        var response = new ExtractClaimsResponse { ExtractorVersion = extractor.Version };
        response.Claims.AddRange((await extractor.ExtractAsync(article, context.CancellationToken)).Claims);
        return response;
    }

    public override async Task<GetClaimResponse> GetClaim(GetClaimRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.Required(request.ClaimId, "claim_id");
        validation.ThrowIfAny();
        return new GetClaimResponse { Claim = await queries.GetAsync(request.ClaimId, context.CancellationToken) };
    }

    public override Task<ListClaimsResponse> ListClaims(ListClaimsRequest request, ServerCallContext context) => queries.ListAsync(request, context.CancellationToken);

    public override async Task StreamClaims(StreamClaimsRequest request, IServerStreamWriter<StreamClaimsResponse> responseStream, ServerCallContext context)
    {
        var validation = new Validation();
        Partitions.Validate(request.Partitions, validation);
        validation.ThrowIfAny();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await context.WriteResponseHeadersAsync([]);
        await foreach (var batch in tail.ReadAsync(request.Cursor, request.Partitions, request.StopAtHead, ending.Token))
        {
            var response = new StreamClaimsResponse { Cursor = batch.Cursor };
            foreach (var stored in batch.Entries)
            {
                var entry = ClaimEntry.Parser.ParseFrom(stored.Payload);
                entry.Header = stored.Header(batch.Cursor.LogId);
                response.Entries.Add(entry);
            }
            await responseStream.WriteAsync(response, ending.Token);
        }
    }
}
