using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Actors;

/// <summary>A term of office in months (year * 12 + month - 1): from the first on, until the second begins.</summary>
internal readonly record struct Term(int From, int Until)
{
    public bool Overlaps(Term other) => From < other.Until && other.From < Until;

    public static int Month(DateOnly date) => date.Year * 12 + date.Month - 1;
}

/// <summary>A row of the gazetteer: a party, or (sector unspecified, no code) words that look like a party and are none, such as "South China Sea".</summary>
internal sealed record Entity(string Code, Sector Sector, string WikidataId, string Name)
{
    public bool Masked => Code.Length == 0 && Sector == Sector.Unspecified;

    /// <summary>Terms of office, earliest first; none for what has no terms.</summary>
    public Term[] Terms { get; init; } = [];

    /// <summary>Whether a term covers that day's month, or the one after: news calls who has just gone by his title.</summary>
    public bool Holds(DateOnly day)
    {
        var month = Term.Month(day);
        foreach (var term in Terms)
            if (term.From <= month && month <= (long)term.Until + 1)
                return true;
        return false;
    }
}

/// <summary>A surface form of an entity, as tokens.</summary>
/// <param name="Words">Its tokens, in the writing of the file.</param>
/// <param name="Entity">Whom it names; of several office-holders the one whose term began last.</param>
/// <param name="Adjective">"Iranian", "French": names the state's people or modifies a noun; it is a party itself only in the plural or before none.</param>
/// <param name="Strict">Only in the file's own capitals: "US" is not "us", "Turkey" is not "turkey".</param>
internal sealed record Form(string[] Words, Entity Entity, bool Adjective, bool Strict)
{
    /// <summary>The hash of each word, case and accents left out: what a text's tokens are compared with.</summary>
    public ulong[] Hashes { get; } = Array.ConvertAll(Words, w => WordHash.Of(w));

    /// <summary>"Iranians", "Frenchmen": people of a state, not its government.</summary>
    public bool People { get; init; }

    /// <summary>The form for each party it has named in turn (this one among them); empty when it names one only.</summary>
    public Form[] Holders { get; set; } = [];

    /// <summary>
    /// This form as it was meant on that day: "Mark Rutte" is the Netherlands' until 2024 and NATO's after. Whose term began last by then; before all
    /// terms, whose began first. Without a day the latest. Allocates nothing.
    /// </summary>
    public Form On(DateOnly? date)
    {
        if (Holders.Length == 0 || date is not { } day)
            return this;
        var month = Term.Month(day);
        var found = Holders[0];
        var (began, first) = (int.MinValue, int.MaxValue);
        foreach (var holder in Holders)
            foreach (var term in holder.Entity.Terms)
            {
                if (term.From <= month ? term.From >= began : began == int.MinValue && term.From < first)
                    found = holder;
                if (term.From <= month)
                    began = Math.Max(began, term.From);
                first = Math.Min(first, term.From);
            }
        return found;
    }
}
