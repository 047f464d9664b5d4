using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RegionalSecurity.Ingestion.Feeds;

/// <summary>Tells public addresses from those that reach into the network this runs in.</summary>
internal static partial class AddressGuard
{
    // https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry: all that is not globally reachable, and multicast.
    private static readonly IPNetwork[] Refused = Array.ConvertAll(
        (string[])
        [
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ],
        IPNetwork.Parse);

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether the address is one of the public internet. Addresses that carry an IPv4 address inside are judged by that.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && Nat64.Contains(address))
            address = new IPAddress(address.GetAddressBytes().AsSpan(12));
        return Array.TrueForAll(Refused, network => network.BaseAddress.AddressFamily != address.AddressFamily || !network.Contains(address));
    }

    /// <summary>
    /// Whether the host stands in the address as it is meant. Numbers that only resolvers read as IPv4 addresses (2130706433, 0x7f.1, 0177.0.0.1) are not: nobody writes them
    /// but to get around a check.
    /// </summary>
    /// <param name="url">The address; its original text is looked at.</param>
    public static bool IsPlain(Uri url)
    {
        if (url.HostNameType != UriHostNameType.IPv4)
            return true;
        var written = Authority().Match(url.OriginalString);
        return !written.Success || written.Groups["host"].Value == url.Host;
    }

    [GeneratedRegex(@"^\s*(?:[A-Za-z][A-Za-z0-9+.\-]*:)?[/\\]{2,}(?:[^/\\?#@]*@)?(?<host>[^/\\?#:]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Authority();
}
