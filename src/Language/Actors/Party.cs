using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Actors;

internal enum PartyKind
{
    // A name of the gazetteer, or an office with one: "Iranian Foreign Minister Javad Zarif".
    Named,
    // A role without a state: "the police", "gunmen".
    Role,
    // A proper name that is not known.
    Unknown,
    // What a pronoun or description refers to.
    Reference,
}

/// <summary>Somebody who can act or be acted on. Token indexes are inclusive; -1 for a party that only the lead-in line names.</summary>
internal sealed record Party(int First, int Last, string Code, Sector Sector, string WikidataId, string Name, PartyKind Kind)
{
    /// <summary>Whether the party stands only as a modifier of the phrase ("an Israeli airstrike").</summary>
    public bool Modifier { get; init; }

    /// <summary>A party with a code, or a body or office that acts politically even where no state is named.</summary>
    public bool Political => Code.Length > 0 || Kind == PartyKind.Role && Sector is not (Sector.Cvl or Sector.Bus or Sector.Eli or Sector.Jrn or Sector.Rel or Sector.Ngo or Sector.Crm);

    public bool SameAs(Party other) => Code.Length > 0 ? Code == other.Code : other.Code.Length == 0 && First == other.First;
}
