using AngleSharp.Html.Dom;

namespace RegionalSecurity.Articles;

/// <summary>Chooses an article's title among what a page offers, without the site's name.</summary>
internal static class TitleReader
{
    private static readonly string[] Separators = [" | ", " - ", " \u2013 ", " \u2014 ", " \u00BB ", " :: ", " / ", " > "];

    /// <param name="document">The page.</param>
    /// <param name="jsonLd">Headline of its JSON-LD; may be empty.</param>
    /// <param name="meta">Title of its meta tags; null where there is none.</param>
    /// <param name="siteName">Its site's name; may be empty.</param>
    public static string Choose(IHtmlDocument document, string jsonLd, string? meta, string siteName)
    {
        if (jsonLd.Length > 0)
            return WithoutSite(jsonLd, siteName);
        return WithoutSite(meta ?? document.Title?.Trim() ?? "", siteName) is var title && (meta is not null || title != document.Title?.Trim()) ? title : "";
    }

    // "West Ham stuns giants | Example.com" of the site Example.com is "West Ham stuns giants".
    private static string WithoutSite(string title, string siteName)
    {
        foreach (var separator in Separators)
        {
            var at = title.LastIndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && siteName.Length > 0 && title[(at + separator.Length)..].Trim().Equals(siteName, StringComparison.OrdinalIgnoreCase))
                return title[..at].Trim();
        }
        return title;
    }
}
