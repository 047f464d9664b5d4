using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Composition;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Reports;

/// <summary>Reads what a report is made from: scores of Tension, claims of Claims, and the texts of cited articles from Ingestion.</summary>
internal sealed class MaterialReader(
    TensionService.TensionServiceClient tensions,
    ClaimsService.ClaimsServiceClient claims,
    IngestionService.IngestionServiceClient ingestion,
    IOptions<ReportsOptions> options,
    ILogger<MaterialReader> logger)
{
    private const int PageSize = 500;
    private const int MostSeriesDays = 3_660;
    private const int MostParties = 64;
    private const int ArticlesAtOnce = 8;
    private const int MostNamed = 10;

    /// <summary>The score at the end of the period, what moved it, and its course; all from one sequence of the claim log.</summary>
    public async Task<(Tension.V1.Tension Tension, ExplainChangeResponse Change, IReadOnlyList<TensionPoint> Series)> ReadScoreAsync(ReportScope scope, CancellationToken cancellationToken)
    {
        var at = Timestamp.FromDateTimeOffset(scope.ScoreTime);
        var current = await Upstream.CallAsync("tension", () => tensions.GetTensionAsync(
            new GetTensionRequest { Subject = scope.Subject, AsOfTime = at, Past = scope.ScorePast }, cancellationToken: cancellationToken), cancellationToken);
        var start = scope.From < scope.ScoreTime ? scope.From : scope.ScoreTime;
        var change = await Upstream.CallAsync("tension", () => tensions.ExplainChangeAsync(new ExplainChangeRequest
        {
            Subject = scope.Subject,
            FromTime = Timestamp.FromDateTimeOffset(start),
            ToTime = at,
            Past = scope.ScorePast,
            LogSequence = current.Tension.LogSequence,
        }, cancellationToken: cancellationToken), cancellationToken);
        var first = scope.ScoreTime - start > TimeSpan.FromDays(MostSeriesDays) ? scope.ScoreTime.AddDays(-MostSeriesDays) : start;
        var series = await Upstream.CallAsync("tension", () => tensions.GetTensionSeriesAsync(new GetTensionSeriesRequest
        {
            Subject = scope.Subject,
            FromTime = Timestamp.FromDateTimeOffset(first),
            ToTime = at,
            Past = scope.ScorePast,
            LogSequence = current.Tension.LogSequence,
        }, cancellationToken: cancellationToken), cancellationToken);
        return (current.Tension, change, series.Points);
    }

    /// <summary>The articles that the request names must be there, and be of the same world as its subject: the invented sample or the real one.</summary>
    /// <exception cref="DomainException">NOT_FOUND (ARTICLE_NOT_FOUND) naming the ids; INVALID_ARGUMENT (SAMPLE_MIXED).</exception>
    public async Task RequireArticlesAsync(ReportScope scope, bool sample, CancellationToken cancellationToken)
    {
        var found = await FetchAsync([.. scope.ArticleIds.Select(static id => new ArticleKey(id, 0))], cancellationToken);
        string[] missing = [.. scope.ArticleIds.Where(id => !found.ContainsKey(new ArticleKey(id, 0)))];
        if (missing.Length > 0)
            throw new DomainException(StatusCode.NotFound, "ARTICLE_NOT_FOUND",
                $"There is no article with the id {Named(missing)}: unknown or withdrawn. List the articles, and give ids that are there.", ("article_id", missing[0]));
        string[] other = [.. scope.ArticleIds.Where(id => found[new ArticleKey(id, 0)].Sample != sample)];
        if (other.Length > 0)
            throw DomainException.Invalid("article_ids", "SAMPLE_MIXED",
                $"holds {Named(other)}, {(sample ? "not of the invented sample, which the subject is of" : "of the invented sample, which the subject is not of")}; a report keeps them apart");
    }

    private static string Named(string[] ids) => string.Join(", ", ids.Take(MostNamed).Select(static id => $"\"{id}\"")) + (ids.Length > MostNamed ? $" and {ids.Length - MostNamed} more" : "");

    /// <summary>Claims that may concern the subject, and whether there were more than are read.</summary>
    public async Task<(List<Claim> Claims, bool More)> ReadClaimsAsync(ReportScope scope, Tension.V1.Tension tension, CancellationToken cancellationToken)
    {
        var found = new List<Claim>();
        var more = false;
        if (scope.ArticleIds.Count > 0)
        {
            foreach (var article in scope.ArticleIds)
                more |= await ReadPagesAsync(new ListClaimsRequest { ArticleId = article, KnownAt = KnownAt(scope), Sample = tension.Sample }, found, cancellationToken);
            return (found, more);
        }
        // What is expected and proposed often names no party: it is read whole, and the composer keeps what stands in articles on the subject.
        ListClaimsRequest[] requests =
        [
            Query(scope, tension, ClaimKind.Event),
            Query(scope, tension, ClaimKind.Outlook),
            Query(scope, tension, ClaimKind.Recommendation),
        ];
        requests[0].Parties.AddRange(PartiesOf(scope.Subject, tension).Take(MostParties));
        foreach (var request in requests)
            more |= await ReadPagesAsync(request, found, cancellationToken);
        return (found, more);
    }

    /// <summary>The texts of the articles; those that are gone are left out.</summary>
    public async Task<IReadOnlyDictionary<ArticleKey, Article>> ReadArticlesAsync(IReadOnlyList<ArticleKey> keys, CancellationToken cancellationToken)
    {
        var found = await FetchAsync(keys, cancellationToken);
        foreach (var key in keys.Where(key => !found.ContainsKey(key)))
            logger.ArticleMissing(key.ArticleId, key.Revision);
        return found;
    }

    private async Task<ConcurrentDictionary<ArticleKey, Article>> FetchAsync(IReadOnlyList<ArticleKey> keys, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<ArticleKey, Article>();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = ArticlesAtOnce, CancellationToken = cancellationToken }, async (key, token) =>
        {
            try
            {
                var response = await Upstream.CallAsync("ingestion", () => ingestion.GetArticleAsync(
                    new GetArticleRequest { ArticleId = key.ArticleId, Revision = key.Revision }, cancellationToken: token), token);
                found[key] = response.Article;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
            {
                // Unknown or withdrawn: what that means is the caller's.
            }
        });
        return found;
    }

    /// <summary>Codes of the subject: a dyad's two, a country, the core and all paired parties of a region.</summary>
    private static IEnumerable<string> PartiesOf(Subject subject, Tension.V1.Tension tension) => (subject.SubjectCase switch
    {
        Subject.SubjectOneofCase.Dyad => subject.Dyad.Split('-'),
        Subject.SubjectOneofCase.Country => [subject.Country],
        _ => (tension.Coverage?.Sides.Select(static s => s.Code) ?? []).Concat(tension.Pairs.SelectMany(static p => p.Dyad.Split('-'))),
    }).Where(SubjectNames.IsCode).Distinct(StringComparer.Ordinal);

    private static ListClaimsRequest Query(ReportScope scope, Tension.V1.Tension tension, ClaimKind kind) => new()
    {
        Kind = kind,
        FromTime = Timestamp.FromDateTimeOffset(scope.From < scope.ScoreTime ? scope.From : scope.ScoreTime),
        // Nothing that was published after the as-of time was known by then.
        ToTime = Timestamp.FromDateTimeOffset(scope.ScoreTime),
        KnownAt = KnownAt(scope),
        Sample = tension.Sample,
    };

    private static Timestamp? KnownAt(ReportScope scope) =>
        scope.Past == Past.AsKnown && scope.AsOfGiven ? Timestamp.FromDateTimeOffset(scope.AsOf) : null;

    private async Task<bool> ReadPagesAsync(ListClaimsRequest request, List<Claim> found, CancellationToken cancellationToken)
    {
        request.PageSize = PageSize;
        var read = 0;
        do
        {
            var page = await Upstream.CallAsync("claims", () => claims.ListClaimsAsync(request, cancellationToken: cancellationToken), cancellationToken);
            found.AddRange(page.Claims.Take(options.Value.MaxClaims - read));
            read += page.Claims.Count;
            if (read > options.Value.MaxClaims || (read == options.Value.MaxClaims && page.NextPageToken.Length > 0))
                return true;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return false;
    }
}
