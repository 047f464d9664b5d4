using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;
namespace RegionalSecurity.Language.Training;
internal static class TimeCommand
{
    public static Command Create()
    {
        var command = new Command("time", "x");
        command.SetAction(_ =>
        {
            var texts = JsonDocument.Parse(File.ReadAllText("/work/shared/data/kcna-articles/kcna_2024_selected.json")).RootElement.EnumerateArray().Select(e => e.GetProperty("story_text").GetString()!).Take(120).ToList();
            var reader = new SentenceReader(Gazetteer.Default);
            for (var round = 0; round < 4; round++)
            {
                long read = 0, parse = 0, cand = 0, rest = 0; var n = 0; var tok = 0; var trig = 0; var fr = 0;
                var alloc = GC.GetAllocatedBytesForCurrentThread();
                foreach (var text in texts)
                {
                    var discourse = new Discourse(Gazetteer.Default, null, ["PRK", "USA", "KOR"]);
                    foreach (var seg in Segmenter.Cut(text))
                    {
                        var t0 = Stopwatch.GetTimestamp();
                        var s = reader.Read(text, seg);
                        var t1 = Stopwatch.GetTimestamp();
                        read += t1 - t0;
                        n++; tok += s.Length;
                        if (!Prefilter.Passes(s)) continue;
                        SentenceReader.Parse(s);
                        var t2 = Stopwatch.GetTimestamp();
                        parse += t2 - t1;
                        var c = new Candidates(s, discourse, Lexicon.Default);
                        var t3 = Stopwatch.GetTimestamp();
                        cand += t3 - t2;
                        trig += c.Triggers.Count;
                        var er = new EventReader(c, EventModel.Default);
                        fr += er.Read().Count;
                        rest += Stopwatch.GetTimestamp() - t3;
                    }
                }
                double us(long t) => t * 1e6 / Stopwatch.Frequency / n;
                Console.WriteLine($"{n} sentences {tok / (double)n:F1} tokens {trig / (double)n:F1} triggers {fr / (double)n:F1} frames: read {us(read):F0} parse {us(parse):F0} candidates {us(cand):F0} events {us(rest):F0} us; {(GC.GetAllocatedBytesForCurrentThread() - alloc) / n} bytes");
            }
            return 0;
        });
        return command;
    }
}
