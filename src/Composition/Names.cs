using System.Collections.Frozen;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Composition;

/// <summary>Names of parties as they stand in a sentence ("the United States") and in a heading ("United States").</summary>
internal sealed class Names
{
    private static readonly FrozenDictionary<string, string> s_published = ReadPublished();
    private static readonly string[] s_articleWords =
        ["Republic", "Kingdom", "Federation", "United", "Union", "League", "Emirates", "Confederation", "Commonwealth", "Principality", "Sultanate",
        "Front", "Movement", "Army", "Party", "Council", "Group", "Alliance", "Forces", "Guard"];

    private readonly Dictionary<string, string> _names;

    public Names(IReadOnlyDictionary<string, string> given, IEnumerable<Claim> claims)
    {
        _names = new(given, StringComparer.Ordinal);
        // A code that nobody names is called what most claims call its government, or the group itself; the shorter, then the first in ordinal
        // order breaks a tie.
        var seen = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        foreach (var claim in claims)
            foreach (var party in claim.Actors.Concat(claim.Targets).Concat(claim.Attributions.Select(static a => a.Source)))
                if (party is { Code.Length: > 0, Name.Length: > 0, Sector: Sector.Gov or Sector.Igo or Sector.Reb or Sector.Uaf or Sector.Unspecified }
                    && !s_published.ContainsKey(party.Code) && !given.ContainsKey(party.Code))
                {
                    if (!seen.TryGetValue(party.Code, out var counts))
                        seen[party.Code] = counts = new(StringComparer.Ordinal);
                    counts[party.Name] = counts.GetValueOrDefault(party.Name) + 1;
                }
        foreach (var (code, counts) in seen)
            _names[code] = counts.OrderByDescending(static c => c.Value).ThenBy(static c => c.Key.Length)
                .ThenBy(static c => c.Key, StringComparer.Ordinal).First().Key;
    }

    /// <summary>For headings and cells: without article; the code itself where nobody names it.</summary>
    public string Heading(string code) => Raw(code).TrimStart('+');

    /// <summary>For the middle of a sentence.</summary>
    public string Inline(string code)
    {
        var raw = Raw(code);
        if (raw.StartsWith('+'))
            return "the " + raw[1..];
        var space = raw.IndexOf(' ', StringComparison.Ordinal);
        var first = space < 0 ? raw : raw[..space];
        var last = raw[(raw.LastIndexOf(' ') + 1)..];
        return !s_published.ContainsKey(code) && space > 0
            && (s_articleWords.Contains(first, StringComparer.Ordinal) || s_articleWords.Contains(last, StringComparer.Ordinal))
            ? "the " + raw
            : raw;
    }

    private string Raw(string code) =>
        s_published.TryGetValue(code, out var name) || _names.TryGetValue(code, out name) ? name : code;

    private static FrozenDictionary<string, string> ReadPublished() =>
        Resources.Lines("names.tsv").Select(static line => line.Split('\t')).ToFrozenDictionary(static c => c[0], static c => c[1]);
}
