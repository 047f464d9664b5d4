using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Composition;

/// <summary>Says who: the parties of a claim as a reader understands them.</summary>
internal sealed class Parties(Names names)
{
    public Names Names => names;

    /// <summary>"North Korea, South Korea’s military and “hostile forces”"; each party once, in the order of the text.</summary>
    public string List(IEnumerable<Participant> parties) => Join(Phrases(parties));

    /// <summary>One phrase a party, each once, in order. A branch is left out where its state stands in the list.</summary>
    /// <param name="parties">The parties in the order of the text.</param>
    /// <param name="plain">Name the state instead of its branch or people.</param>
    public List<string> Phrases(IEnumerable<Participant> parties, bool plain = false)
    {
        var all = parties.ToList();
        var states = all.Where(static p => p.Code.Length > 0 && IsState(p.Sector)).Select(static p => p.Code).ToHashSet(StringComparer.Ordinal);
        var phrases = new List<string>();
        foreach (var party in all)
        {
            if (IsBranch(party.Sector) && states.Contains(party.Code))
                continue;
            var phrase = plain && party.Code.Length > 0 ? names.Inline(party.Code) : Phrase(party);
            if (phrase.Length > 0 && !phrases.Contains(phrase, StringComparer.Ordinal))
                phrases.Add(phrase);
        }
        return phrases;
    }

    /// <summary>The party in the middle of a sentence.</summary>
    public string Phrase(Participant party)
    {
        if (party.Code.Length == 0)
            return Uncoded(party);
        var name = names.Inline(party.Code);
        return party.Sector switch
        {
            Sector.Mil => Possessive(name) + " military",
            Sector.Jud => "a court of " + name,
            Sector.Leg => Possessive(name) + " legislature",
            Sector.Cop => Possessive(name) + " police",
            Sector.Pty => "a party of " + name,
            Sector.Jrn => Possessive(name) + " media",
            Sector.Opp => "the opposition in " + name,
            Sector.Cvl => "citizens of " + name,
            Sector.Bus => "a firm of " + name,
            Sector.Ngo or Sector.Edu or Sector.Lab or Sector.Rel or Sector.Med or Sector.Crm or Sector.Res => "a group in " + name,
            Sector.Pre => "a breakaway authority in " + name,
            _ => name,
        };
    }

    /// <summary>The party has a code or a proper name; a bare noun ("ship", "government") says nothing as the object of a sentence that is not the
    /// source's own.</summary>
    public static bool Named(Participant party) => party.Code.Length > 0 || Proper(Words(party));

    /// <summary>Whether the verb of these parties is plural in the present tense.</summary>
    public static bool Plural(IReadOnlyList<string> phrases) =>
        phrases.Count > 1 || (phrases.Count == 1 && (phrases[0].StartsWith("citizens of ", StringComparison.Ordinal) || phrases[0].EndsWith("s”", StringComparison.Ordinal)));

    /// <summary>"A", "A and B", "A, B and C"; beyond five "A, B, C, D and 3 others".</summary>
    public static string Join(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        <= 5 => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
        _ => string.Join(", ", items.Take(4)) + $" and {items.Count - 4} others",
    };

    public static string Possessive(string name) => name.EndsWith('s') ? name + "’" : name + "’s";

    /// <summary>The text with a capital at its beginning.</summary>
    public static string Capital(string text) =>
        text.Length > 0 && char.IsLower(text[0]) ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    private static bool IsState(Sector sector) => sector is Sector.Unspecified or Sector.Gov or Sector.Spy or Sector.Igo or Sector.Eli or Sector.Uaf or Sector.Reb;

    private static bool IsBranch(Sector sector) => sector is Sector.Mil or Sector.Jud or Sector.Leg or Sector.Cop or Sector.Pty;

    // What a source calls a party without a code is the source's word: it stands in quotation marks unless it is a plain proper name.
    private static string Uncoded(Participant party)
    {
        var words = Words(party);
        if (words.Length == 0)
            return "";
        if (Proper(words))
            return string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var quote = Quotation.Inline(new TextSpan { Quote = words }, 80);
        return char.IsLower(words[0]) && !Determined(words) ? "the " + quote : quote;
    }

    private static string Words(Participant party) => party.Span is { Quote.Length: > 0 } span ? span.Quote : party.Name;

    private static bool Determined(string words) =>
        words.Split(' ', 2)[0] is "the" or "a" or "an" or "this" or "that" or "these" or "those" or "its" or "their" or "his" or "her" or "our" or "some" or "all";

    private static bool Proper(string words)
    {
        var parts = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length is > 0 and <= 6 && parts.All(static p => char.IsUpper(p[0]) || p is "of" or "the" or "and") && char.IsUpper(parts[^1][0])
            && !Wording.Forbidden.IsMatch(words) && words.All(static c => char.IsLetter(c) || c is ' ' or '-' or '.' or '’' or '\'');
    }
}
