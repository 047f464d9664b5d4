using Google.Protobuf;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Rendering;

/// <summary>A report as the proto3 JSON of its message, indented, ended by a line feed.</summary>
public static class JsonRenderer
{
    private static readonly JsonFormatter s_formatter = new(JsonFormatter.Settings.Default.WithIndentation());

    public static string Render(Report report) => s_formatter.Format(report).ReplaceLineEndings("\n") + "\n";
}
