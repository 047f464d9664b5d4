using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

using Lexicon = RegionalSecurity.Language.Events.Lexicon;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// eval-attribution: who says what, measured on PolNeAR (brat files of Source, Cue and Content) and on the attributions of the labelled sentences.
/// PolNeAR: of the attributions whose source names a political party, how many are found (source and cue overlap), and how many of ours match none.
/// </summary>
internal static class EvalAttributionCommand
{
    private sealed record Gold(List<Words> Source, List<Words> Cue, string Text);

    private sealed class Cost
    {
        public int Tokens { get; private set; }
        public TimeSpan Time { get; private set; }

        public void Add(int tokens, TimeSpan time) => (Tokens, Time) = (Tokens + tokens, Time + time);
    }

    private sealed class Count
    {
        public int Gold, Hits, Ours, Wrong;

        public override string ToString()
        {
            var (recall, precision) = (Hits / (double)Math.Max(1, Gold), (Ours - Wrong) / (double)Math.Max(1, Ours));
            return string.Create(CultureInfo.InvariantCulture, $"precision {precision:F3} ({Ours - Wrong} of {Ours}), recall {recall:F3} ({Hits} of {Gold}), F1 {2 * precision * recall / Math.Max(1e-9, precision + recall):F3}");
        }
    }

    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "A part of PolNeAR: a folder with text/ and attributions/.", DefaultValueFactory = _ => "../shared/data/polnear/dev" };
        var folder = TrainEventsCommand.Folder();
        var list = new Option<int>("--list") { Description = "List that many missed and that many wrong ones, evenly spread.", DefaultValueFactory = _ => 0 };
        var command = new Command("eval-attribution", "Measures attribution on PolNeAR and on the labelled sentences.") { data, folder, list };
        command.SetAction(parse =>
        {
            var output = parse.InvocationConfiguration.Output;
            if (Directory.Exists(parse.GetValue(data)))
                Polnear(parse.GetRequiredValue(data), parse.GetValue(list), output);
            else
                output.WriteLine($"PolNeAR is not measured: there is no folder {parse.GetValue(data)}");
            Labelled(parse.GetRequiredValue(folder), parse.GetValue(list), output);
            return 0;
        });
        return command;
    }

    // ---- PolNeAR

    private static void Polnear(string folder, int list, TextWriter output)
    {
        Count named = new(), resolved = new(), outside = new();
        var kinds = new SortedDictionary<string, Count>(StringComparer.Ordinal);
        List<string> missed = [], wrong = [];
        var texts = 0;
        var cost = new Cost();
        var reader = new SentenceReader(Gazetteer.Default);
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "text")).Order(StringComparer.Ordinal))
        {
            // "text_4b22.ann": one for each annotator; the first counts.
            if (Directory.GetFiles(Path.Combine(folder, "attributions"), Path.GetFileNameWithoutExtension(file) + "_????.ann").Order(StringComparer.Ordinal).FirstOrDefault() is not { } annotations)
                continue;
            texts++;
            var text = File.ReadAllText(file);
            var golds = ReadGold(annotations);
            var hit = new HashSet<Gold>();
            var (isNamed, isResolved, isOutside) = (new HashSet<Gold>(), new HashSet<Gold>(), new HashSet<Gold>());
            foreach (var (s, reports, parties) in Read(reader, text, DateOf(file), cost))
            {
                foreach (var gold in golds)
                    if (PartiesOf(s, parties, gold.Source) is { Count: > 0 } known)
                    {
                        isResolved.Add(gold);
                        if (!known.Exists(p => p.Kind != PartyKind.Reference))
                            continue;
                        isNamed.Add(gold);
                        if (!Array.Exists(s.Tokens, t => t.Is(TokenFlags.Quoted) && gold.Cue.Exists(w => w.Overlaps(t.Start, t.End))))
                            isOutside.Add(gold);
                    }
                foreach (var report in reports)
                {
                    if (report.SourceAt < 0)
                        continue;
                    var matches = golds.Where(g => Overlap(s, g.Cue, report.CueFirst, report.CueLast)
                        && (Overlap(s, g.Source, report.SourceAt, report.SourceAt) || report.Sources.Exists(p => p.First >= 0 && Overlap(s, g.Source, p.First, p.Last)))).ToList();
                    hit.UnionWith(matches);
                    var political = report.Sources.Where(IsKnown).ToList();
                    if (political.Count == 0)
                        continue;
                    var name = $"{report.Telling} {report.Take}";
                    if (!kinds.TryGetValue(name, out var kind))
                        kinds[name] = kind = new Count();
                    var quoted = s.At(report.CueFirst).Is(TokenFlags.Quoted);
                    foreach (var count in !political.Exists(p => p.Kind != PartyKind.Reference) ? [resolved] : quoted ? [named, resolved, kind] : (Count[])[named, resolved, kind, outside])
                    {
                        count.Ours++;
                        count.Wrong += matches.Count == 0 ? 1 : 0;
                    }
                    if (matches.Count == 0)
                        wrong.Add($"wrong: {report.Telling} {report.Take} [{s.TextOf(report.SourceAt, report.SourceAt)} | {s.TextOf(report.CueFirst, report.CueLast)}] {s.Text[s.Segment.Start..s.Segment.End]}");
                }
            }
            named.Gold += isNamed.Count;
            named.Hits += isNamed.Count(hit.Contains);
            outside.Gold += isOutside.Count;
            outside.Hits += isOutside.Count(hit.Contains);
            resolved.Gold += isResolved.Count;
            resolved.Hits += isResolved.Count(hit.Contains);
            missed.AddRange(golds.Where(g => isNamed.Contains(g) && !hit.Contains(g)).Select(g => $"missed: {g.Text} | {Around(text, g.Cue[0])}"));
        }
        output.WriteLine($"PolNeAR, {texts} texts, sources that a name or office tells: {named}");
        output.WriteLine($"PolNeAR, of these with the cue outside of quotation marks (it seldom marks sources within a quotation): {outside}");
        output.WriteLine($"PolNeAR, pronouns and descriptions that we resolve among them: {resolved}");
        foreach (var (name, count) in kinds)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {count.Ours}, {(count.Ours - count.Wrong) / (double)Math.Max(1, count.Ours):F2} of them right"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PolNeAR, the finder alone: {cost.Time.TotalMicroseconds / Math.Max(1, cost.Tokens):F2} microseconds a token"));
        Show(missed, list, output);
        Show(wrong, list, output);
    }

    private static void Show(List<string> lines, int count, TextWriter output)
    {
        for (var i = 0; i < count && i < lines.Count; i++)
            output.WriteLine(lines[(int)((long)i * lines.Count / Math.Min(count, lines.Count))]);
    }

    private static string Around(string text, Words at) => text[Math.Max(0, at.Start - 120)..Math.Min(text.Length, at.End + 120)].ReplaceLineEndings(" ");

    private static IEnumerable<(Sentence Sentence, List<Report> Reports, PartyFinder Parties)> Read(SentenceReader reader, string text, DateOnly? day, Cost cost)
    {
        var sentences = Segmenter.Cut(text).Select(segment => reader.Read(text, segment, day)).ToList();
        var states = sentences.SelectMany(s => s.Mentions).Select(m => m.Form.Entity.Code).Where(Gazetteer.Default.IsState).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var discourse = new Discourse(Gazetteer.Default, null, states);
        var track = new QuoteTrack();
        foreach (var s in sentences)
        {
            SentenceReader.Parse(s);
            var candidates = new Candidates(s, discourse, Lexicon.Default);
            track.Next(s);
            var from = Stopwatch.GetTimestamp();
            var reports = new ReportFinder(candidates, track).All;
            cost.Add(s.Length, Stopwatch.GetElapsedTime(from));
            yield return (s, Prefilter.Passes(s) ? reports : [], candidates.Parties);
        }
    }

    // "nyt_2016-09-12_...".
    private static DateOnly? DateOf(string file) =>
        Path.GetFileName(file).Split('_') is [_, var day, ..] && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    // The political parties of the heads of the words that stand in the sentence.
    private static List<Party> PartiesOf(Sentence s, PartyFinder finder, List<Words> words)
    {
        var found = new List<Party>();
        for (var i = 0; i < s.Length; i++)
            if (Within(s, words, i) && (s.Head(i) < 0 || !Within(s, words, s.Head(i))) && !s.At(i).Is(TokenFlags.Punctuation))
                found.AddRange(finder.OfGroup(i).Where(IsKnown));
        return found;
    }

    // "North Korea's missile test" names no party, it is only modified by one.
    private static bool IsKnown(Party party) => party.Political && !party.Modifier;

    private static bool Within(Sentence s, List<Words> words, int token) => words.Exists(w => w.Overlaps(s.Tokens[token].Start, s.Tokens[token].End));

    private static bool Overlap(Sentence s, List<Words> words, int first, int last) => words.Exists(w => w.Overlaps(s.Tokens[first].Start, s.Tokens[last].End));

    // brat: "T1<tab>Source 217 220<tab>she", "E1<tab>Attribution:T4 Content:T3 Cue:T2 Source:T1"; a span may be of several ranges, "10 12;15 20".
    private static List<Gold> ReadGold(string file)
    {
        var spans = new Dictionary<string, (List<Words> Words, string Text)>(StringComparer.Ordinal);
        var golds = new List<Gold>();
        foreach (var line in File.ReadLines(file))
        {
            var cells = line.Split('\t');
            if (cells.Length == 3 && cells[0].StartsWith('T'))
            {
                var space = cells[1].IndexOf(' ', StringComparison.Ordinal);
                spans[cells[0]] = ([.. cells[1][(space + 1)..].Split(';').Select(range => range.Split(' ')).Select(r =>
                    new Words(int.Parse(r[0], CultureInfo.InvariantCulture), int.Parse(r[1], CultureInfo.InvariantCulture)))], cells[2]);
            }
            else if (cells.Length == 2 && cells[0].StartsWith('E'))
            {
                List<Words> Of(string role, List<string> texts)
                {
                    var words = new List<Words>();
                    foreach (var part in cells[1].Split(' '))
                        if (part.Split(':') is [var name, var id] && name.TrimEnd('1', '2', '3', '4', '5', '6', '7', '8', '9') == role && spans.TryGetValue(id, out var span))
                        {
                            words.AddRange(span.Words);
                            texts.Add(span.Text);
                        }
                    return words;
                }

                var texts = new List<string>();
                var gold = new Gold(Of("Source", texts), Of("Cue", texts), string.Join(" | ", texts));
                if (gold.Source.Count > 0 && gold.Cue.Count > 0)
                    golds.Add(gold);
            }
        }
        return golds;
    }

    // ---- labelled sentences

    private static void Labelled(string folder, int list, TextWriter output)
    {
        var groups = new SortedDictionary<string, Count>(StringComparer.Ordinal);
        var all = new Count();
        List<string> lines = [];
        var trainer = new EventTrainer(Gazetteer.Default);
        foreach (var item in new LabelledReader().ReadFolder(folder))
        {
            var read = trainer.Prepare(item);
            var candidates = read.Candidates;
            var s = candidates.Sentence;
            var finder = new ReportFinder(candidates);
            var name = item.File[..1];
            if (!groups.TryGetValue(name, out var group))
                groups[name] = group = new Count();
            foreach (var (claim, at) in read.Gold)
            {
                var trigger = at >= 0 ? candidates.Triggers[at].Token : Array.FindIndex(s.Tokens, t => claim.Trigger.Overlaps(t.Start, t.End));
                if (trigger < 0)
                    continue;
                var found = new List<Party>();
                var cues = new List<string>();
                foreach (var report in finder.Of(candidates.Predicates.At(trigger)))
                {
                    var own = report.Sources.Exists(p => claim.Actors.Exists(a => a.Code.Length > 0 ? a.Code == p.Code : p.First >= 0 && a.Mention.Overlaps(s.Tokens[p.First].Start, s.Tokens[p.Last].End)));
                    if (ReportFinder.Counts(report, claim.Type, candidates.Predicates.At(trigger), own))
                    {
                        found.AddRange(report.Sources);
                        cues.Add($"{report.Telling} {report.Take} {s.TextOf(report.CueFirst, report.CueLast)}");
                    }
                }
                var hits = claim.Sources.Count(g => found.Exists(p => Same(s, p, g)));
                var wrong = found.Where(p => !claim.Sources.Exists(g => Same(s, p, g))).ToList();
                foreach (var count in (Count[])[all, group])
                {
                    count.Gold += claim.Sources.Count;
                    count.Hits += hits;
                    count.Ours += found.Count;
                    count.Wrong += wrong.Count;
                }
                if (hits < claim.Sources.Count)
                    lines.Add($"missed: {claim.Type} '{s.TextOf(trigger)}' {string.Join('+', claim.Sources.Select(g => item.Sentence[g.Mention.Start..g.Mention.End]))} | {item.Sentence}");
                if (wrong.Count > 0)
                    lines.Add($"wrong: {claim.Type} '{s.TextOf(trigger)}' {string.Join('+', wrong.Select(p => p.Name))} ({string.Join(", ", cues)}) | {item.Sentence}");
            }
        }
        foreach (var (name, count) in groups)
            output.WriteLine($"labelled {name}: {count}");
        output.WriteLine($"labelled, all: {all}");
        Show([.. lines.Where(l => l[0] == 'm')], list, output);
        Show([.. lines.Where(l => l[0] == 'w')], list, output);
    }

    // The same words; or the same code, where the words are a description of it.
    private static bool Same(Sentence s, Party ours, LabelledParty gold) =>
        ours.First >= 0 && gold.Mention.Overlaps(s.Tokens[ours.First].Start, s.Tokens[ours.Last].End) || ours.Code.Length > 0 && ours.Code == gold.Code;
}
