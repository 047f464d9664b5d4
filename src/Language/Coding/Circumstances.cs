using System.Collections.Frozen;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;

using Lexicon = RegionalSecurity.Language.Events.Lexicon;

namespace RegionalSecurity.Language.Coding;

/// <summary>Circumstances of an event from the words around it: deaths, qualifiers, quotation; and sentences that are play, not politics.</summary>
internal static class Circumstances
{
    private static readonly FrozenSet<string> Play = Lexicon.Default.Set("play");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PlaySpans = Play.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string> People = Lexicon.Default.Set("n-people");

    /// <summary>Whether the sentence is about sport or entertainment.</summary>
    public static bool IsPlay(Sentence s)
    {
        for (var i = 0; i < s.Tokens.Length; i++)
        {
            var lemma = s.NounOf(i);
            if (Play.Contains(lemma) || lemma.Length > 4 && lemma[^1] == 's' && PlaySpans.Contains(lemma.AsSpan(0, lemma.Length - 1)) || i + 1 < s.Tokens.Length && s.Tokens[i].Length < 9 && Play.Contains(Pair(s, i)))
                return true;
        }
        return false;
    }

    // "world cup", "grand prix": two words as one entry with an underscore.
    private static string Pair(Sentence s, int i) =>
        s.Tokens[i].Is(Text.TokenFlags.Capital) && s.Tokens[i + 1].Is(Text.TokenFlags.Capital)
            ? string.Concat(s.TextOf(i), "_", s.TextOf(i + 1)).ToLowerInvariant() : "";

    public static void Qualify(Sentence s, EventFrame frame, Claim claim)
    {
        var first = Math.Max(0, Math.Min(frame.ClauseFirst, frame.TriggerFirst));
        var last = Math.Min(s.Tokens.Length - 1, Math.Max(frame.ClauseLast, frame.TriggerLast));
        if (frame.Type is EventType.Mobilize or EventType.Cooperate or EventType.Assault or EventType.Coerce)
        {
            var found = new SortedSet<Qualifier>();
            for (var i = first; i <= last; i++)
            {
                if (s.IsAny(i, "annual", "regular", "scheduled", "annually", "regularly", "planned", "yearly") && !s.Is(i - 1, "not"))
                    found.Add(Qualifier.Scheduled);
                if (s.IsAny(i, "snap", "unscheduled", "unannounced", "surprise"))
                    found.Add(Qualifier.Unscheduled);
                if (s.Is(i, "live") && (s.Is(i + 1, "fire") || s.Is(i + 2, "fire")))
                    found.Add(Qualifier.LiveFire);
                if (s.Is(i, "warning") && s.IsAny(i + 1, "shot", "shots"))
                    found.Add(Qualifier.WarningShots);
                if (s.IsAny(i, "routine", "routinely"))
                    found.Add(Qualifier.Routine);
                if (frame.Type is EventType.Mobilize or EventType.Cooperate && s.IsAny(i, "joint", "trilateral", "jointly", "combined"))
                    found.Add(Qualifier.Joint);
                if (frame.Type == EventType.Mobilize && s.IsAny(i, "nuclear", "atomic") && s.IsAny(i + 1, "test", "tests", "device", "explosion", "bomb") && !s.Is(i + 1, "powered"))
                    found.Add(Qualifier.NuclearTest);
            }
            if (frame.Type == EventType.Mobilize && frame.Actors.Select(a => a.Code).Where(c => c.Length > 0).Distinct().Count() > 1)
                found.Add(Qualifier.Joint);
            claim.Qualifiers.AddRange(found);
        }
        if (frame.Type == EventType.Assault && claim.Modality is not Modality.Denied)
            claim.Deaths = Deaths(s);
    }

    // The largest number of deaths the sentence gives: "killed 12", "12 people were killed", "at least 12 dead", "death toll of 12", "killing a woman".
    private static int Deaths(Sentence s)
    {
        long most = 0;
        for (var i = 0; i < s.Tokens.Length; i++)
        {
            if (s.Tokens[i].Word.Verb is "kill" or "murder" or "assassinate" or "execute" or "massacre" or "slay" or "behead")
            {
                most = Math.Max(most, Near(s, i + 1, 1, 7));
                if (s.Tokens[i].Fine is Penn.VBD or Penn.VBN)
                    most = Math.Max(most, Near(s, i - 1, -1, 8));
            }
            else if (s.IsAny(i, "dead", "deaths", "death", "die", "died", "dies"))
                most = Math.Max(most, Math.Max(Near(s, i - 1, -1, 7), s.IsAny(i, "deaths", "death") ? Near(s, i + 1, 1, 6) : 0));
        }
        return (int)Math.Min(most, 10_000_000);
    }

    // A count of people in the next tokens; "a woman" is one.
    private static long Near(Sentence s, int from, int step, int reach)
    {
        for (int i = from, n = 0; i >= 0 && i < s.Tokens.Length && n < reach; i += step, n++)
        {
            if (s.Tokens[i].Is(Text.TokenFlags.Punctuation) && !s.IsQuote(i) || s.Tokens[i].Word.Verb is "injure" or "wound" or "hurt")
                return 0;
            if (Numbers.Value(s, i) is not { } value)
            {
                if (step > 0 && s.IsAny(i, "a", "an") && People.Contains(s.NounOf(Math.Min(i + 1, s.Tokens.Length - 1))))
                    return 1;
                continue;
            }
            // "killed and eight wounded": not its count.
            if (s.Tokens[Math.Min(i + 1, s.Tokens.Length - 1)].Word.Verb is "injure" or "wound" or "hurt" || s.Tokens[Math.Min(i + 2, s.Tokens.Length - 1)].Word.Verb is "injure" or "wound" or "hurt" && step > 0)
                return 0;
            // Years, ages and days are no counts.
            if (value is >= 1900 and <= 2100 && s.Tokens[i].Length == 4 || s.IsAny(i + 1, "year", "years", "km", "days", "hours", "-", "per", "percent", "miles") || s.IsAny(i - 1, "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "in", "of") && step < 0)
                continue;
            if (s.IsAny(i + 1, "hundred", "thousand", "million"))
                value *= s.Is(i + 1, "hundred") ? 100 : s.Is(i + 1, "thousand") ? 1000 : 1_000_000;
            return Math.Max(0, value);
        }
        return 0;
    }

    /// <summary>Number of words inside quotation marks, the longest quotation.</summary>
    public static int QuotedWords(Sentence s)
    {
        int open = -1, most = 0;
        for (var i = 0; i < s.Tokens.Length; i++)
        {
            var c = s.TextOf(i)[0];
            if (c is '“' || c is '"' && open < 0)
                open = i;
            else if (c is '”' or '"' && open >= 0)
            {
                most = Math.Max(most, i - open - 1);
                open = -1;
            }
        }
        return open >= 0 ? Math.Max(most, s.Tokens.Length - open - 1) : most;
    }
}
