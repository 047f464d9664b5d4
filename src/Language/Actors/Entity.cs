using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Actors;

/// <summary>A row of the gazetteer: a party, or (sector unspecified, no code) words that look like a party and are none, such as "South China Sea".</summary>
internal sealed record Entity(string Code, Sector Sector, string WikidataId, string Name)
{
    public bool Masked => Code.Length == 0 && Sector == Sector.Unspecified;
}

/// <summary>A surface form of an entity, as tokens.</summary>
/// <param name="Words">Its tokens, in the writing of the file.</param>
/// <param name="Entity">Whom it names.</param>
/// <param name="Adjective">"Iranian", "French": names the state's people or modifies a noun; it is a party itself only in the plural or before none.</param>
/// <param name="Strict">Only in the file's own capitals: "US" is not "us", "Turkey" is not "turkey".</param>
internal sealed record Form(string[] Words, Entity Entity, bool Adjective, bool Strict);
