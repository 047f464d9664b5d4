using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using RegionalSecurity.Claims.Storage;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Paging;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Claims;

/// <summary>Answers questions from the stored claims. Answers are cached under the log's head, so they are never stale.</summary>
internal sealed class ClaimQueries(IDbContextFactory<ClaimsDbContext> contexts, LogTail<ClaimsDbContext> tail, HybridCache cache)
{
    private const int StandardPage = 50, LargestPage = 1000, MostParties = 64;

    // A page ends early rather than outgrow a message.
    private const int MostPageBytes = 4 << 20;

    // Pages quote articles. After a withdrawal none of them is read again, and none stays longer than this.
    private static readonly HybridCacheEntryOptions s_kept = new() { Expiration = TimeSpan.FromMinutes(10), LocalCacheExpiration = TimeSpan.FromMinutes(10) };

    public async Task<Claim> GetAsync(string claimId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Claims.AsNoTracking().Where(c => c.ClaimId == claimId).OrderBy(c => c.SupersededMicros != null).ThenByDescending(c => c.Id).FirstOrDefaultAsync(cancellationToken)
            ?? throw DomainException.NotFound("claim", claimId);
        if (row.SupersededMicros is not null)
            throw new DomainException(StatusCode.FailedPrecondition, "CLAIM_SUPERSEDED", $"The article of claim {claimId} was revised and no longer makes it; list the claims of article {row.ArticleId}.", ("article_id", row.ArticleId));
        return Claim.Parser.ParseFrom(row.Payload);
    }

    public async Task<ListClaimsResponse> ListAsync(ListClaimsRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var size = validation.PageSize(request.PageSize, StandardPage, LargestPage);
        foreach (var (value, field) in (ReadOnlySpan<(string, string)>)[(request.Actor, "actor"), (request.Target, "target"), (request.Party, "party")])
            if (value.Length > 0)
                RequireCode(value, field, validation);
        foreach (var code in request.Parties)
            RequireCode(code, "parties", validation);
        validation.Require(request.Parties.Count <= MostParties, "parties", "TOO_MANY", $"has {request.Parties.Count} codes; at most {MostParties} are taken");
        var dyad = request.Dyad.Length == 0 ? null : SubjectNames.ParseDyad(request.Dyad);
        validation.Require(request.Dyad.Length == 0 || dyad is not null, "dyad", "DYAD_INVALID", "is no pair of two different codes joined by \"-\", such as PRK-USA");
        if (validation.Time(request.FromTime, "from_time") & validation.Time(request.ToTime, "to_time") && request.FromTime is { } from && request.ToTime is { } to)
            validation.Require(from.ToMicros() <= to.ToMicros(), "from_time", "RANGE_INVERTED", "is after to_time; exchange them");
        validation.Time(request.KnownAt, "known_at");
        var position = PageToken.Decode(request, 2, validation);
        long time = 0, id = 0;
        if (position is not null)
            validation.Require(long.TryParse(position[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out time) & long.TryParse(position[1], NumberStyles.None, CultureInfo.InvariantCulture, out id),
                "page_token", "PAGE_TOKEN_INVALID", "is no token of this query; leave it empty for the first page");
        validation.ThrowIfAny();

        var head = await tail.HeadAsync(cancellationToken);
        var key = $"claims:{ClaimsKey(request)}:{head.LogId}:{head.Sequence}";
        var bytes = await cache.GetOrCreateAsync(key, async token => (await QueryAsync(request, size, dyad, position is null ? null : (time, id), token)).ToByteArray(), s_kept, cancellationToken: cancellationToken);
        return ListClaimsResponse.Parser.ParseFrom(bytes);
    }

    private static string ClaimsKey(ListClaimsRequest request) => Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()).AsSpan(0, 16));

    private static void RequireCode(string code, string field, Validation validation) =>
        validation.Require(SubjectNames.IsCode(code), field, "CODE_INVALID", $"\"{(code.Length > 32 ? code[..32] : code)}\" is no code: 2 to 16 upper-case letters or digits, such as PRK or NATO");

    private async Task<ListClaimsResponse> QueryAsync(ListClaimsRequest request, int size, (string A, string B)? dyad, (long Time, long Id)? after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sample = request.Sample || new[] { request.Actor, request.Target, request.Party, dyad?.A ?? "" }.Concat(request.Parties).Any(SubjectNames.IsInvented);
        var claims = context.Claims.AsNoTracking().Where(c => c.Sample == sample || (request.ArticleId != "" && c.ArticleId == request.ArticleId));
        if (request.KnownAt is { } known)
        {
            var micros = known.ToMicros();
            claims = claims.Where(c => c.IngestMicros <= micros && (c.SupersededMicros == null || c.SupersededMicros > micros));
        }
        else
        {
            claims = claims.Where(c => c.SupersededMicros == null);
        }
        if (request.Actor.Length > 0)
            claims = claims.Where(c => c.Parties.Any(p => p.Code == request.Actor && p.Role == PartyRole.Actor));
        if (request.Target.Length > 0)
            claims = claims.Where(c => c.Parties.Any(p => p.Code == request.Target && p.Role == PartyRole.Target));
        if (dyad is { A: var a, B: var b })
            claims = claims.Where(c =>
                (c.Parties.Any(p => p.Code == a && p.Role == PartyRole.Actor) && c.Parties.Any(p => p.Code == b && p.Role == PartyRole.Target))
                || (c.Parties.Any(p => p.Code == b && p.Role == PartyRole.Actor) && c.Parties.Any(p => p.Code == a && p.Role == PartyRole.Target)));
        if (request.Party.Length > 0)
            claims = claims.Where(c => c.Parties.Any(p => p.Code == request.Party && p.Role != PartyRole.Voice));
        if (request.Parties.Count > 0)
        {
            var codes = request.Parties.ToArray();
            claims = claims.Where(c => c.Parties.Any(p => codes.Contains(p.Code)));
        }
        if (request.EventTypes.Count > 0)
        {
            var types = request.EventTypes.Select(t => (int)t).ToArray();
            claims = claims.Where(c => types.Contains(c.EventType));
        }
        if (request.Theme != Theme.Unspecified)
        {
            var bit = ClaimRows.ThemeBit(request.Theme);
            claims = claims.Where(c => (c.Themes & bit) != 0);
        }
        if (request.Kind != ClaimKind.Unspecified)
            claims = claims.Where(c => c.Kind == (int)request.Kind);
        if (request.Modality != Modality.Unspecified)
            claims = claims.Where(c => c.Modality == (int)request.Modality);
        if (request.FromTime?.ToMicros() is { } from)
            claims = claims.Where(c => c.TimeMicros >= from);
        if (request.ToTime?.ToMicros() is { } to)
            claims = claims.Where(c => c.TimeMicros < to);
        if (request.ArticleId.Length > 0)
            claims = claims.Where(c => c.ArticleId == request.ArticleId);
        if (after is { Time: var time, Id: var id })
            claims = claims.Where(c => c.TimeMicros < time || (c.TimeMicros == time && c.Id < id));
        var rows = claims.OrderByDescending(c => c.TimeMicros).ThenByDescending(c => c.Id).Take(size + 1).Select(c => new { c.TimeMicros, c.Id, c.Payload });
        var response = new ListClaimsResponse();
        var (lastTime, lastId, bytes) = (0L, 0L, 0);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            bytes += row.Payload.Length;
            if (response.Claims.Count == size || (bytes > MostPageBytes && response.Claims.Count > 0))
            {
                response.NextPageToken = PageToken.Encode(request, lastTime.ToString(CultureInfo.InvariantCulture), lastId.ToString(CultureInfo.InvariantCulture));
                break;
            }
            response.Claims.Add(Claim.Parser.ParseFrom(row.Payload));
            (lastTime, lastId) = (row.TimeMicros, row.Id);
        }
        return response;
    }
}
