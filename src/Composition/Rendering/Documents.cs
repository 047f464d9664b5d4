using System.Globalization;
using RegionalSecurity.Reports.V1;

namespace RegionalSecurity.Composition.Rendering;

/// <summary>What the renderers share.</summary>
internal static class Documents
{
    /// <summary>The address when it is an absolute http or https one; null otherwise.</summary>
    public static string? SafeUrl(string url) =>
        url.Length is > 0 and <= 2048 && Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri.AbsoluteUri
            : null;

    public static string Confidence(JudgementConfidence confidence) => confidence switch
    {
        JudgementConfidence.High => "high",
        JudgementConfidence.Moderate => "moderate",
        _ => "low",
    };

    /// <summary>"9 November 2024" or "date unknown".</summary>
    public static string Date(Source source) => source.PublishTime is null ? "date unknown" : Dates.Day(source.PublishTime.ToDateTimeOffset());

    /// <summary>Anchor of a section: "key-judgements".</summary>
    public static string Anchor(SectionKind kind) =>
        string.Concat(kind.ToString().Select(static (c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString(CultureInfo.InvariantCulture)));
}
