using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Reports.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>What moved the score: in words, by cause, and to the single event.</summary>
internal static class ScoreSection
{
    private const int MostEvents = 8;
    private const int MostPairs = 5;

    public static Section Compose(Material material, Writer writer)
    {
        var section = new Section { Kind = SectionKind.Score, Title = "What moved the score" };
        var tension = material.Input.Tension;
        var change = material.Input.Change;
        section.Blocks.Add(Writer.Paragraph(Level(material), Peak(material), Writer.Say(
            $"It rests on {Labels.Count(tension.EventCount, "event")}; weighted conflict is {Labels.Weight(tension.Conflict)}, weighted cooperation {Labels.Weight(tension.Cooperation)}. "
            + $"The highest rung of the last 30 days is “{Labels.Rung(tension.Rung)}”{(tension.RungOneSided ? ", reported by one side only" : "")}.")));
        if (tension.Pairs.Count > 0)
            section.Blocks.Add(Pairs(material));
        if (change is null || change.Parts.Count == 0)
        {
            section.Blocks.Add(Writer.Paragraph(change is null ? "What moved it over the period is not told." : "Nothing moved it over the period."));
            Events(section, material, writer, [.. tension.Contributions], [], "Points now");
            return section;
        }
        var causesInWords = change.Parts.Where(static p => Math.Abs(p.Points) >= 0.05).Select(Cause).ToList();
        section.Blocks.Add(Writer.Paragraph(
            Writer.Say(causesInWords.Count == 0 ? "No cause moved it by a tenth of a point." : Parties.Capital(string.Join("; ", causesInWords)) + ". The parts sum to the change."),
            change.Before is { EventCount: 0 } ? Writer.Say("At the start no event was known, so the whole level counts as change.") : null));
        var causes = new Table { Columns = { "Cause", "Points" } };
        foreach (var part in change.Parts)
            causes.Rows.Add(new TableRow
            {
                Cells = { Writer.Passage(Writer.Say(CauseName(part.Cause))), Writer.Passage(Writer.Say(Labels.Signed(part.Points))) },
            });
        section.Blocks.Add(new Block { Table = causes });
        Events(section, material, writer, [.. change.Parts.SelectMany(static p => p.Contributions)], [.. change.Parts.SelectMany(static p => p.Claims)], "Points of the change");
        return section;
    }

    /// <summary>Level, band and change of the reported tension in words.</summary>
    public static Sentence Level(Material material)
    {
        var tension = material.Input.Tension;
        var text = $"Reported tension {Titles.Of(material)} stood at {Labels.Number(tension.Level)} of 100 ({Labels.Band(tension.Band)}) on {Dates.Day(Dates.LastDay(material.Input.FromTime, material.Input.ToTime))}";
        return Writer.Say(text + Moved(material) + ".");
    }

    /// <summary>The highest day of the period, where it stands clear of the level at its end; null otherwise.</summary>
    public static Sentence? Peak(Material material)
    {
        var tension = material.Input.Tension;
        // MaxBy gives the first of equals: the earliest day.
        if (material.Input.Series.MaxBy(static p => p.Level) is not { } peak || (peak.Level - tension.Level < 5 && (peak.Band == tension.Band || peak.Level - tension.Level < 1)) || Day(peak.Date) is not { } day)
            return null;
        return Writer.Say($"It was highest on {day}, at {Labels.Number(peak.Level)} ({Labels.Band(peak.Band)}).");
    }

    // Under one point the method does not claim to see a difference.
    private static string Moved(Material material)
    {
        if (material.Input.Change is not { } change)
            return "";
        var from = Dates.Day(material.Input.FromTime);
        return Math.Abs(change.Change) < 1
            ? $": no clear change since {from}"
            : $", {Labels.Number(Math.Abs(change.Change))} points {(change.Change > 0 ? "above" : "below")} {from}";
    }

    private static Block Pairs(Material material)
    {
        var tension = material.Input.Tension;
        var table = new Table { Columns = { "Pair", "Level", "Band" } };
        foreach (var pair in tension.Pairs.Take(MostPairs))
            table.Rows.Add(new TableRow
            {
                Cells =
                {
                    Writer.Passage(Writer.Say(Titles.Pair(material.Names, pair.Dyad))),
                    Writer.Passage(Writer.Say(Labels.Number(pair.Level))),
                    Writer.Passage(Writer.Say(Parties.Capital(Labels.Band(pair.Band)))),
                },
            });
        return new Block { Table = table };
    }

    private static void Events(Section section, Material material, Writer writer, List<Contribution> contributions, List<Claim> resolved, string column)
    {
        var claims = resolved.Concat(material.Claims).DistinctBy(static c => c.ClaimId).ToDictionary(static c => c.ClaimId, StringComparer.Ordinal);
        var table = new Table { Columns = { "Event", "Day", column } };
        foreach (var contribution in contributions.OrderByDescending(static c => Math.Abs(c.Points)).ThenBy(static c => c.EventDate, StringComparer.Ordinal)
            .ThenBy(static c => $"{c.Actor}:{c.Receiver}:{c.EventType}", StringComparer.Ordinal).Where(static c => Math.Abs(c.Points) >= 0.05).Take(MostEvents))
        {
            var known = contribution.ClaimIds.Select(id => claims.GetValueOrDefault(id)).OfType<Claim>().Where(static c => Material.Readable(c) && Verbs.Knows(c.EventType)).ToList();
            if (known.Count == 0 || writer.Ledger.Fact(known, cited => Writer.Stop(Parties.Capital(writer.Clause(cited, dated: false)) + $": {Quotation.Inline(cited[0], 160)}")) is not { } sentence)
                continue;
            table.Rows.Add(new TableRow
            {
                Cells =
                {
                    Writer.Passage(sentence, contribution.OneSided ? Writer.Say("Reported by one side.") : null),
                    Writer.Passage(Writer.Say(Day(contribution.EventDate) ?? "Not given")),
                    Writer.Passage(Writer.Say(Labels.Signed(contribution.Points))),
                },
            });
        }
        if (table.Rows.Count > 0)
            section.Blocks.Add(new Block { Table = table });
    }

    private static string? Day(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
            : null;

    private static string Cause(ChangePart part)
    {
        var points = $"{Labels.Number(Math.Abs(part.Points))} points";
        var added = part.Points >= 0;
        return part.Cause switch
        {
            ChangeCause.NewEvents => added ? $"new events added {points}" : $"new events took {points} away",
            ChangeCause.Decay => added ? $"the ageing of earlier cooperation added {points}" : $"the ageing of earlier events took {points} away",
            ChangeCause.Corroboration => added ? $"firmer reports of known events added {points}" : $"weaker reports of known events took {points} away",
            ChangeCause.Revision => $"revised or withdrawn articles {(added ? "added" : "took")} {points}{(added ? "" : " away")}",
            ChangeCause.Sources => $"sources that came or went {(added ? "added" : "took")} {points}{(added ? "" : " away")}",
            ChangeCause.Method => $"a new version of the method {(added ? "added" : "took")} {points}{(added ? "" : " away")}",
            ChangeCause.LeadingPair => $"another pair now leads, which {(added ? "added" : "took")} {points}{(added ? "" : " away")}",
            _ => $"other causes {(added ? "added" : "took")} {points}{(added ? "" : " away")}",
        };
    }

    private static string CauseName(ChangeCause cause) => cause switch
    {
        ChangeCause.NewEvents => "New events",
        ChangeCause.Decay => "Ageing of earlier events",
        ChangeCause.Corroboration => "Firmer or weaker reports of known events",
        ChangeCause.Revision => "Revised or withdrawn articles",
        ChangeCause.Sources => "Sources added or removed",
        ChangeCause.Method => "New version of the method",
        ChangeCause.LeadingPair => "Another pair leads",
        _ => "Other",
    };
}
