using System.Globalization;

namespace RegionalSecurity.Scoring;

/// <summary>
/// The 80 % interval of a level by bootstrap over voices: how much it depends on who happens to have told. Each of 200 draws takes as many voices as there are, with
/// replacement; an event weighs by how many of its voices were drawn, and is gone when none was. Seeded by pair, day and method, so it is the same everywhere.
/// </summary>
public static class VoiceInterval
{
    private const int Draws = 200;
    private const int LeastVoices = 3;

    /// <summary>The 10th and the 90th percentile of the draws, never leaving out the level itself; null under 3 voices, of which no interval can be told.</summary>
    public static (double Low, double High)? Of(PairScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        var voices = score.Events.SelectMany(e => e.Event.Voices).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (voices.Count < LeastVoices)
            return null;
        var index = voices.Select((voice, at) => (voice, at)).ToDictionary(v => v.voice, v => v.at, StringComparer.Ordinal);
        var groups = score.Events
            .GroupBy(e => (e.Event.Actor, e.Event.Type, Week: e.Event.Day / 7))
            .Select(g => g.Select(e => new Item(e.Event.AmountOn(score.Day), e.Event.Corroboration, [.. e.Event.Voices.Select(v => index[v])], e.Event.Type.IsCooperative())).ToArray())
            .ToArray();
        var random = new SplitMix(string.Create(CultureInfo.InvariantCulture, $"{score.Dyad}|{DateOnly.FromDayNumber(score.Day):yyyy-MM-dd}|{Method.Version}"));
        var levels = new double[Draws];
        var drawn = new int[voices.Count];
        for (var draw = 0; draw < Draws; draw++)
        {
            Array.Clear(drawn);
            for (var i = 0; i < voices.Count; i++)
                drawn[random.Below(voices.Count)]++;
            levels[draw] = Level(score, groups, drawn);
        }
        Array.Sort(levels);
        return (Math.Min(levels[Draws / 10 - 1], score.Level), Math.Max(levels[Draws - Draws / 10], score.Level));
    }

    private static double Level(PairScore score, Item[][] groups, int[] drawn)
    {
        Int128 conflict = 0, cooperation = 0;
        foreach (var group in groups)
        {
            var amounts = new long[group.Length];
            for (var i = 0; i < group.Length; i++)
                amounts[i] = group[i].With(group[i].Voices.Sum(v => drawn[v]));
            Array.Sort(amounts);
            Int128 sum = 0;
            for (var k = 1; k <= amounts.Length; k++)
                sum += Fixed.Divide(amounts[^k], k);
            if (group[0].Cooperative)
                cooperation += sum;
            else
                conflict += sum;
        }
        return score.LevelOf(conflict, cooperation);
    }

    private sealed record Item(long Amount, long Corroboration, int[] Voices, bool Cooperative)
    {
        // A speech act that is proved by its words (w = 1 with one voice) weighs the same with any voice; else w follows the voices.
        public long With(int count)
        {
            if (count == 0)
                return 0;
            return Corroboration == Fixed.One && Voices.Length < 4
                ? Amount
                : (long)Fixed.DivideRounded((Int128)Amount * Method.Corroboration(count), Corroboration);
        }
    }
}
