using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Reports.Storage;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Paging;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Reports;

/// <summary>Keeps reports. A stored report is never changed: the same scope and knowledge have the same id and give the report that was stored.</summary>
internal sealed class ReportStore(IDbContextFactory<ReportsDbContext> contexts, CommitWriter<ReportsDbContext> writer, TimeProvider time)
{
    private const string Method = "GenerateReport";
    private const int StandardPage = 50, LargestPage = 500;

    /// <summary>The report that this request_id was answered with in the last 7 days; null when it is new or empty.</summary>
    public async Task<Report?> FindAnswerAsync(GenerateReportRequest request, CancellationToken cancellationToken)
    {
        if (request.RequestId.Length == 0)
            return null;
        var key = $"{Method}/{request.RequestId.ToLowerInvariant()}";
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await context.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.RequestId == key, cancellationToken);
        if (known is null || time.GetUtcNow().ToMicros() - known.RecordTimeMicros >= (long)TimeSpan.FromDays(7).TotalMicroseconds)
            return null;
        if (!known.RequestHash.AsSpan().SequenceEqual(SHA256.HashData(request.ToByteArray())))
            throw DomainException.Invalid("request_id", "REQUEST_ID_REUSED", "was used for another request in the last 7 days; give each request its own UUID");
        return await GetAsync(GetReportRequest.Parser.ParseFrom(known.Response).ReportId, cancellationToken);
    }

    /// <summary>How many withdrawals are known: a number that grows with each. Taken before a report's material is read.</summary>
    public async Task<long> WithdrawalsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Withdrawals.MaxAsync(w => (long?)w.Id, cancellationToken) ?? 0;
    }

    /// <summary>Stores the report and the answer to its request in one transaction; gives the report that is stored.</summary>
    /// <param name="request">The request that is answered with it.</param>
    /// <param name="report">The report as composed.</param>
    /// <param name="withdrawals">What <see cref="WithdrawalsAsync"/> gave before its material was read.</param>
    /// <param name="cancellationToken">Ends the wait, not the write.</param>
    /// <exception cref="DomainException">ABORTED (ARTICLE_WITHDRAWN): an article that it cites was withdrawn while it was composed; nothing is stored.</exception>
    public async Task<Report> KeepAsync(GenerateReportRequest request, Report report, long withdrawals, CancellationToken cancellationToken)
    {
        var cited = report.Sources.Select(s => s.ArticleId).Distinct().ToArray();
        var kept = await writer.WriteAsync((context, token) => context.AnswerOnceAsync(Method, request.RequestId, request, time, async () =>
        {
            // Withdrawals that are read after this transaction find the report; those read before it are found here.
            if (await context.Withdrawals.AsNoTracking().Where(w => cited.Contains(w.ArticleId) || (report.Sample && w.Sample && w.Id > withdrawals))
                .Select(w => w.ArticleId).FirstOrDefaultAsync(token) is { } gone)
                throw new DomainException(StatusCode.Aborted, "ARTICLE_WITHDRAWN",
                    $"Article {gone} was withdrawn while the report was composed from it. Nothing was stored; generate the report again.", ("article_id", gone));
            if (!await context.Reports.AnyAsync(r => r.ReportId == report.ReportId, token))
                context.Reports.Add(Row(report));
            return new GetReportRequest { ReportId = report.ReportId };
        }, token), cancellationToken);
        return await GetAsync(kept.ReportId, cancellationToken);
    }

    /// <summary>One report; NOT_FOUND when there is none, FAILED_PRECONDITION when an article that it cites was withdrawn.</summary>
    public async Task<Report> GetAsync(string reportId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.ReportId == reportId, cancellationToken) ?? throw DomainException.NotFound("report", reportId);
        if (row.WithdrawnArticleId is { } article)
            throw Withdrawn(reportId, article);
        return Report.Parser.ParseFrom(row.Payload);
    }

    /// <summary>The report must be there and be shown; else what <see cref="GetAsync"/> throws. Reads no text.</summary>
    public async Task RequireShownAsync(string reportId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Reports.AsNoTracking().Where(r => r.ReportId == reportId).Select(r => new { r.WithdrawnArticleId }).SingleOrDefaultAsync(cancellationToken)
            ?? throw DomainException.NotFound("report", reportId);
        if (row.WithdrawnArticleId is { } article)
            throw Withdrawn(reportId, article);
    }

    /// <summary>A page of heads, latest first.</summary>
    public async Task<ListReportsResponse> ListAsync(ListReportsRequest request, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var size = validation.PageSize(request.PageSize, StandardPage, LargestPage);
        var position = PageToken.Decode(request, 2, validation);
        long micros = 0, id = 0;
        if (position is not null)
            validation.Require(long.TryParse(position[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out micros) & long.TryParse(position[1], NumberStyles.None, CultureInfo.InvariantCulture, out id),
                "page_token", "PAGE_TOKEN_INVALID", "is no token of this query; leave it empty for the first page");
        validation.ThrowIfAny();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var reports = context.Reports.AsNoTracking().Where(r => r.Sample == request.Sample && r.WithdrawnArticleId == null);
        if (position is not null)
            reports = reports.Where(r => r.CreateMicros < micros || (r.CreateMicros == micros && r.Id < id));
        var rows = await reports.OrderByDescending(r => r.CreateMicros).ThenByDescending(r => r.Id).Take(size + 1)
            .Select(r => new { r.Id, r.CreateMicros, r.Head }).ToListAsync(cancellationToken);
        var response = new ListReportsResponse();
        response.Reports.AddRange(rows.Take(size).Select(r => Report.Parser.ParseFrom(r.Head)));
        if (rows.Count > size)
            response.NextPageToken = PageToken.Encode(request, rows[size - 1].CreateMicros.ToString(CultureInfo.InvariantCulture), rows[size - 1].Id.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    private static DomainException Withdrawn(string reportId, string article) =>
        new(StatusCode.FailedPrecondition, "REPORT_WITHDRAWN", $"Report {reportId} quoted article {article}, which was withdrawn; generate the report again.", ("article_id", article));

    private static ReportRow Row(Report report)
    {
        var head = report.Clone();
        head.Sections.Clear();
        head.Citations.Clear();
        head.Sources.Clear();
        head.Series.Clear();
        return new ReportRow
        {
            ReportId = report.ReportId,
            Sample = report.Sample,
            CreateMicros = report.CreateTime.ToMicros(),
            Head = head.ToByteArray(),
            Payload = report.ToByteArray(),
            Articles = [.. report.Sources.Select(s => s.ArticleId).Distinct().Select(id => new ReportArticleRow { ArticleId = id })],
        };
    }
}
