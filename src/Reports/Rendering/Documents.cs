using System.Globalization;
using Google.Protobuf;
using RegionalSecurity.Composition.Rendering;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Reports.Rendering;

/// <summary>A stored report as a file: bytes, media type and name.</summary>
internal static class Documents
{
    public static bool Knows(ReportFormat format) => format is ReportFormat.Unspecified or ReportFormat.Html or ReportFormat.Markdown or ReportFormat.Json;

    public static RenderReportResponse Render(Report report, ReportFormat format)
    {
        var (content, type, extension) = format switch
        {
            ReportFormat.Unspecified or ReportFormat.Html => (HtmlRenderer.Render(report), "text/html; charset=utf-8", "html"),
            ReportFormat.Markdown => (MarkdownRenderer.Render(report), "text/markdown; charset=utf-8", "md"),
            ReportFormat.Json => (JsonRenderer.Render(report), "application/json", "json"),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No renderer has this format."),
        };
        return new RenderReportResponse { Content = ByteString.CopyFromUtf8(content), ContentType = type, FileName = $"{Name(report)}.{extension}" };
    }

    // Subject and last day: letters, digits and hyphens only, whatever the store holds.
    private static string Name(Report report)
    {
        var subject = report.Subject.SubjectCase switch
        {
            Subject.SubjectOneofCase.Dyad => report.Subject.Dyad,
            Subject.SubjectOneofCase.Country => report.Subject.Country,
            _ => report.Subject.Region,
        };
        var safe = string.Concat(subject.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return string.Create(CultureInfo.InvariantCulture, $"{safe}-{report.ToTime.ToDateTimeOffset():yyyy-MM-dd}");
    }
}
