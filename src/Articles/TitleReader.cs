using AngleSharp.Html.Dom;

namespace RegionalSecurity.Articles;

/// <summary>Chooses an article's title among what a page offers.</summary>
internal static class TitleReader
{
    private static readonly string[] Separators = [" | ", " - ", " \u2013 ", " \u2014 ", " \u00BB ", " :: ", " / ", " > "];

    /// <summary>What the page states as the article's title, as stated; else the window's title where the site's name can be told off it.</summary>
    /// <param name="document">The page.</param>
    /// <param name="jsonLd">Headline of its JSON-LD; may be empty.</param>
    /// <param name="meta">Title of its meta tags; null where there is none.</param>
    /// <param name="siteName">Its site's name; may be empty.</param>
    /// <returns>The title; empty where only a look at the page's headings can tell.</returns>
    public static string Choose(IHtmlDocument document, string jsonLd, string? meta, string siteName)
    {
        if (jsonLd.Length > 0)
            return jsonLd;
        if (meta is not null)
            return meta;
        var title = document.Title?.Trim() ?? "";
        foreach (var separator in Separators)
        {
            var at = title.LastIndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && siteName.Length > 0 && title[(at + separator.Length)..].Contains(siteName, StringComparison.OrdinalIgnoreCase))
                return title[..at].Trim();
        }
        return "";
    }
}
