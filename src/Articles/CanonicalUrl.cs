using System.Text;

namespace RegionalSecurity.Articles;

/// <summary>One form for the many addresses of one page: host in lower case, default port, fragment and trackers gone, query sorted.</summary>
public static class CanonicalUrl
{
    private static readonly HashSet<string> Trackers = new(StringComparer.OrdinalIgnoreCase)
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi",
        "vero_id", "vero_conv", "oly_anon_id", "oly_enc_id", "wickedid", "twclid", "ttclid", "li_fat_id", "s_cid", "ns_mchannel", "ns_source",
        "ns_campaign", "ns_linkname", "ns_fee", "at_medium", "at_campaign", "at_format", "at_link_id", "at_link_type", "at_link_origin", "at_bbc_team",
        "at_ptr_name", "at_campaign_type", "cmpid", "ocid", "smid", "smtyp", "ref_src", "ref_url", "partner", "rss", "feedtype", "feedname",
        "ftag", "ncid", "sr_share", "soc_src", "soc_trk", "guccounter", "guce_referrer", "guce_referrer_sig", "spm", "xtor", "campaign_id",
        "traffic_source", "cid_source", "emc", "nl", "amp",
    };

    /// <summary>The canonical form, or null where the text is no absolute http or https address of at most 2,048 characters.</summary>
    public static string? TryParse(string? text)
    {
        var value = text?.Trim();
        if (string.IsNullOrEmpty(value) || value.Length > ArticleLimits.UrlLength || !Uri.TryCreate(value, UriKind.Absolute, out var url))
            return null;
        if (url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return null;
        var canonical = new StringBuilder(url.Scheme).Append("://").Append(url.IdnHost.TrimEnd('.').ToLowerInvariant());
        if (!url.IsDefaultPort)
            canonical.Append(':').Append(url.Port);
        canonical.Append(url.AbsolutePath);
        var query = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(IsKept).Order(StringComparer.Ordinal);
        canonical.AppendJoin('&', query.Select((pair, i) => i == 0 ? "?" + pair : pair));
        // User names and passwords have no place in a store: only host, path and query are taken.
        return canonical.Length > ArticleLimits.UrlLength ? null : canonical.ToString();
    }

    /// <summary>The host without "www.", in lower case; empty where the address is none.</summary>
    public static string Domain(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
            return "";
        var host = parsed.IdnHost.TrimEnd('.').ToLowerInvariant();
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    private static bool IsKept(string pair)
    {
        var name = pair.Split('=')[0];
        return !Trackers.Contains(name) && !name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith("pk_", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("mtm_", StringComparison.OrdinalIgnoreCase);
    }
}
