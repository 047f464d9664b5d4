using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Events;

/// <summary>Tells how a sentence was read: its parse, each trigger tried with the lexicon's rows, what the models weighed, and why a trigger gave no event.</summary>
internal static class Explanation
{
    private const int Reasons = 5;

    public static void Write(EventReader reader, EventModel model, TextWriter to)
    {
        var candidates = reader.Candidates;
        var s = candidates.Sentence;
        to.WriteLine($"> {s.Text[s.Segment.Start..s.Segment.End]}");
        for (var i = 0; i < s.Length; i++)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {i,3} {s.TextOf(i),-18} {UdNames.Of(s.At(i).Pos),-6} {UdNames.Of(s.At(i).Fine),-5} {UdNames.Of(s.At(i).Relation),-12} {(s.Head(i) < 0 ? "" : s.TextOf(s.Head(i), s.Head(i)))}"));
        to.WriteLine("  parties: " + string.Join("; ", candidates.Groups.Where(g => !g.Bare).Select(g => string.Join(" + ", g.Parties.Select(p => $"{p.Name} ({(p.Code.Length > 0 ? p.Code : "no code")})")))));
        foreach (var report in new Coding.ReportFinder(candidates).All)
            to.WriteLine($"  report: {Names(report.Sources)} '{(report.CueFirst < 0 ? "" : s.TextOf(report.CueFirst, report.CueLast))}' ({report.Telling}, {report.Take}{(report.Asserted ? "" : ", not asserted")}): {(report.Content.Size > 0 ? s.TextOf(report.Content.First, report.Content.Last) : "")}");
        var features = new Features(candidates);
        var bag = new FeatureBag(named: true);
        Span<int> scores = stackalloc int[EventModel.Types];
        foreach (var trigger in candidates.Triggers)
        {
            bag.Clear();
            features.OfTrigger(trigger, bag);
            model.Type.Score(bag.Features, scores);
            var best = EventReader.Best(scores, 0, out var margin);
            to.WriteLine($"  trigger '{s.TextOf(trigger.Token)}': {Row(trigger)}");
            if (best == 0)
            {
                var type = EventReader.Best(scores, 1, out _);
                to.WriteLine($"    no event (next {Name(type)}, {Odds(margin)} behind), for {Why(s, model.Type, bag, 0, type)}");
                continue;
            }
            to.WriteLine($"    {Name(best)}, {Odds(margin)} ahead, for {Why(s, model.Type, bag, best, -1)}");
            var (actor, target, actorScore, targetScore) = reader.Arguments(trigger, (EventType)best);
            to.WriteLine($"    actor {Group(candidates, actor)} ({Odds(actorScore)} ahead), target {Group(candidates, target)} ({Odds(targetScore)} ahead)");
        }
        foreach (var frame in reader.Read())
            to.WriteLine($"  = {frame.Type}{(frame.Mode == Mode.Unspecified ? "" : " " + frame.Mode)} {Names(frame.Actors)} -> {Names(frame.Targets)}, {frame.Modality}, confidence 0.{frame.Confidence:00}");
    }

    private static string Row(Trigger trigger) =>
        trigger.Best is not { } row ? "no row of events.tsv holds"
            : string.Create(CultureInfo.InvariantCulture, $"row {row.Line} of events.tsv ({string.Join('|', row.Lemmas.Take(3))}{(row.Particle.Length > 0 ? " " + row.Particle : "")}{string.Concat(row.Conditions.Select(c => $" with {c.Place}"))}) proposes {(row.Blocks ? "no event" : row.Type.ToString())}; {trigger.Rows.Count} rows hold");

    private static string Group(Candidates candidates, int group) => group < 0 ? "nobody" : string.Join(" + ", candidates.Groups[group].Parties.Select(p => $"'{candidates.Sentence.TextOf(p.First, p.Last)}'"));

    private static string Names(List<Actors.Party> parties) => parties.Count == 0 ? "-" : string.Join('+', parties.Select(p => p.Code.Length > 0 ? p.Code : p.Name));

    private static string Name(int type) => ((EventType)type).ToString();

    private static string Odds(int score) => (score / (double)EventModel.Scale).ToString("F1", CultureInfo.InvariantCulture);

    // The features that spoke most for one class (against another, where given).
    private static string Why(Sentence s, LinearModel model, FeatureBag bag, int c, int against)
    {
        var weights = new List<(int Weight, string Name)>();
        for (var i = 0; i < bag.Features.Length; i++)
        {
            var (template, a, b, d) = bag.PartsOf(i);
            weights.Add((model.Weight(bag.Features[i], c) - (against >= 0 ? model.Weight(bag.Features[i], against) : 0), $"{template}{Part(s, a)}{Part(s, b)}{Part(s, d)}"));
        }
        return string.Join(", ", weights.OrderByDescending(w => w.Weight).ThenBy(w => w.Name, StringComparer.Ordinal).Take(Reasons).Select(w => $"{w.Name} {Odds(w.Weight)}"));
    }

    // A value of a feature: the word whose base form it is, else its number.
    private static string Part(Sentence s, ulong value)
    {
        if (value == 0)
            return "";
        var at = Array.IndexOf(s.Lemmas, value);
        return at >= 0 ? $":{s.LemmaOf(at)}" : value < 1000 ? string.Create(CultureInfo.InvariantCulture, $":{value}") : ":…";
    }
}
