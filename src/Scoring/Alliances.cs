using System.Collections.Frozen;

namespace RegionalSecurity.Scoring;

/// <summary>Who is bound to whom by a treaty of mutual defence (Data/alliances.tsv).</summary>
public static class Alliances
{
    private static readonly FrozenSet<(string, string)> Bonds = Read();

    /// <summary>Whether the party's word is the word of the side: it is that side, or its treaty ally. False for the empty code.</summary>
    public static bool SameSide(string party, string side) =>
        party.Length > 0 && (string.Equals(party, side, StringComparison.Ordinal) || Bonds.Contains((party, side)));

    private static FrozenSet<(string, string)> Read()
    {
        var table = DataTable.Embedded("alliances.tsv", "alliance", "members");
        var bonds = new HashSet<(string, string)>();
        for (var row = 0; row < table.Count; row++)
        {
            var members = table.Words(row, "members");
            foreach (var one in members)
                foreach (var other in members)
                    if (!string.Equals(one, other, StringComparison.Ordinal))
                        bonds.Add((one, other));
        }
        return bonds.ToFrozenSet();
    }
}
