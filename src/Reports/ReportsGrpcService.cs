using Grpc.Core;
using RegionalSecurity.Reports.Rendering;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Reports;

/// <summary>Adapter: validates, calls, answers.</summary>
internal sealed class ReportsGrpcService(ReportGenerator generator, ReportStore store, DocumentCache documents, IHostApplicationLifetime lifetime) : ReportsService.ReportsServiceBase
{
    public override async Task GenerateReport(GenerateReportRequest request, IServerStreamWriter<GenerateReportResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var report = await generator.GenerateAsync(request, progress => responseStream.WriteAsync(new GenerateReportResponse { Progress = progress }, ending.Token), ending.Token);
        await responseStream.WriteAsync(new GenerateReportResponse { Report = report }, ending.Token);
    }

    public override async Task<GetReportResponse> GetReport(GetReportRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.Required(request.ReportId, "report_id");
        validation.ThrowIfAny();
        return new GetReportResponse { Report = await store.GetAsync(request.ReportId, context.CancellationToken) };
    }

    public override Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context) => store.ListAsync(request, context.CancellationToken);

    public override async Task<RenderReportResponse> RenderReport(RenderReportRequest request, ServerCallContext context)
    {
        var validation = new Validation();
        validation.Required(request.ReportId, "report_id");
        validation.Require(Documents.Knows(request.Format), "format", "ENUM_UNKNOWN", "is no value of ReportFormat; leave it out for HTML");
        validation.ThrowIfAny();
        return await documents.RenderAsync(request.ReportId, request.Format, context.CancellationToken);
    }
}
