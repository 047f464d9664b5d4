using System.CommandLine;
using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// `eval-actors`: whether the code of a party is right once its phrase is chosen, on the labelled sentences and on the country cases of NGEC's tests.
/// </summary>
internal static class EvalActorsCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--labelled") { Description = "Folder of labelled sentences.", DefaultValueFactory = _ => "src/Language.Training/Labelled" };
        var cases = new Option<string>("--cases") { Description = "NGEC's actor_resolution_cases.tsv.", DefaultValueFactory = _ => "../shared/data/ngec-actor-tests/actor_resolution_cases.tsv" };
        var misses = new Option<int>("--misses") { Description = "How many wrong ones to print of each measure." };
        var every = new Option<int>("--every") { Description = "Print only every n-th miss.", DefaultValueFactory = _ => 1 };
        var command = new Command("eval-actors", "Measures who a phrase names: code and sector.") { folder, cases, misses, every };
        command.SetAction(parsed =>
        {
            var print = parsed.GetValue(misses);
            var step = Math.Max(1, parsed.GetValue(every));
            Labelled(parsed.GetValue(folder)!, print, step);
            if (File.Exists(parsed.GetValue(cases)))
                Countries(File.ReadLines(parsed.GetValue(cases)!), print, step);
            else
                Console.WriteLine($"country cases: skipped, there is no {parsed.GetValue(cases)}");
            return 0;
        });
        return command;
    }

    private static void Labelled(string folder, int print, int step)
    {
        var gazetteer = Gazetteer.Default;
        var trainer = new EventTrainer(gazetteer);
        var (named, empty, sectors) = (new Share(print, step), new Share(print, step), new Share(0, 1));
        foreach (var item in new LabelledReader().ReadFolder(folder).Where(i => i.Claims.Count > 0))
        {
            var candidates = trainer.Prepare(item).Candidates;
            foreach (var mention in item.Claims.SelectMany(c => c.Actors.Concat(c.Targets)).GroupBy(p => p.Mention))
            {
                // One mention may stand for several parties ("both sides"): any of them is right, each is counted.
                var found = PartiesAt(candidates, mention.Key.Start, mention.Key.End);
                foreach (var gold in mention.DistinctBy(p => p.Code))
                {
                    var right = gold.Code.Length == 0 ? found.TrueForAll(p => p.Code.Length == 0) : found.Exists(p => p.Code == gold.Code);
                    (gold.Code.Length > 0 ? named : empty).Add(right, () =>
                        $"  {item.Sentence[mention.Key.Start..mention.Key.End]}={gold.Code}/{gold.Sector} got {string.Join("+", found.Select(p => $"{p.Code}/{p.Sector}"))} | {string.Join(" < ", item.Context)} > {item.Sentence}");
                    if (right && gold.Code.Length > 0)
                        sectors.Add(found.Find(p => p.Code == gold.Code)!.Sector == SectorOf(gold, gazetteer), () => "");
                }
            }
        }
        Console.WriteLine($"labelled parties: code right {new Share(named, empty)}; with a code {named}; without one {empty}; sector where the code is right {sectors}");
        named.Print("with a code");
        empty.Print("without a code");
    }

    private static Sector SectorOf(LabelledParty party, Gazetteer gazetteer) =>
        party.Sector != Sector.Unspecified ? party.Sector : gazetteer.IsState(party.Code) ? Sector.Gov : gazetteer.EntityOf(party.Code)?.Sector ?? Sector.Unspecified;

    // The parties of the nominal that heads the words: of those whose mention overlaps them, the ones of the highest head; known parties before bare nominals.
    private static List<Party> PartiesAt(Candidates candidates, int start, int end)
    {
        var s = candidates.Sentence;
        bool Within(Party p) => p.First >= 0 && s.At(p.First).Start < end && start < s.At(p.Last).End;
        var group = candidates.Groups.Where(g => g.Parties.Exists(Within))
            .OrderBy(g => g.Bare && !g.Pronoun).ThenBy(g => g.Parties.TrueForAll(p => p.Modifier))
            .ThenByDescending(g => s.At(g.Head).Start >= start && s.At(g.Head).End <= end).ThenBy(g => Depth(s, g.Head)).FirstOrDefault();
        return group is null ? [] : [.. group.Parties.Where(Within)];
    }

    private static int Depth(Sentence s, int token)
    {
        var depth = 0;
        for (var at = s.Head(token); at >= 0 && depth < s.Length; at = s.Head(at))
            depth++;
        return depth;
    }

    // Columns: test, function, input (phrase | context | date), kwargs, field, op, expected.
    private static void Countries(IEnumerable<string> lines, int print, int step)
    {
        var gazetteer = Gazetteer.Default;
        var reader = new SentenceReader(gazetteer);
        var (all, groups) = (new Share(print, step), new Share(0, 1));
        foreach (var line in lines)
        {
            var cells = line.Split('\t');
            if (cells.Length < 7 || cells[4] is not ("cc" or "country") || cells[5] != "Eq")
                continue;
            var parts = cells[2].Split(" | ", StringSplitOptions.TrimEntries);
            var date = DateIn(parts.Length > 2 ? parts[2] : cells[3]);
            var party = PartyOf(parts[0].Trim('|', ' '), parts.Length > 1 ? parts[1] : "", reader, gazetteer, date);
            // An armed group has its own code or none (codebook rule 17), theirs is the state's where it lives: told apart, for neither is an error.
            if (party is { Sector: Sector.Reb or Sector.Uaf or Sector.Crm } && !gazetteer.IsState(party.Code) && gazetteer.IsState(cells[6]))
            {
                groups.Add(true, () => "");
                continue;
            }
            var code = party?.Code ?? "";
            var country = gazetteer.IsState(code) ? code : code switch { "UNO" => "UNO", "EU" => "EUR", _ => party?.Sector is Sector.Igo ? "IGO" : "" };
            all.Add(country == cells[6], () => $"  {cells[2]} {cells[3]}: {cells[6]} got {country}");
        }
        Console.WriteLine($"country cases: {all}, without {groups.Count} armed groups that the codebook codes otherwise");
        all.Print("country cases");
    }

    private static DateOnly? DateIn(string text)
    {
        foreach (var part in text.Split('"', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (DateOnly.TryParse(part, CultureInfo.InvariantCulture, out var date))
                return date;
        return null;
    }

    // The phrase as the subject of a sentence, behind its context.
    private static Party? PartyOf(string phrase, string context, SentenceReader reader, Gazetteer gazetteer, DateOnly? date)
    {
        var text = $"{phrase} criticised the decision.";
        var before = Text.Segmenter.Cut(context).Select(segment => reader.Read(context, segment, date)).ToList();
        var s = reader.Read(text, new Text.Segment { Kind = Text.SegmentKind.Sentence, Start = 0, End = text.Length, Line = 0 }, date);
        var states = before.Append(s).SelectMany(b => b.Mentions).Select(m => m.Form.Entity.Code).Where(gazetteer.IsState).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var discourse = new Discourse(gazetteer, null, states);
        foreach (var b in before)
        {
            SentenceReader.Parse(b);
            _ = new Candidates(b, discourse, Lexicon.Default);
        }
        SentenceReader.Parse(s);
        return PartiesAt(new Candidates(s, discourse, Lexicon.Default), 0, phrase.Length).FirstOrDefault();
    }

    /// <summary>How many of how many are right, and the first wrong ones in words.</summary>
    private sealed class Share(int print, int step)
    {
        private readonly List<string> _misses = [];
        private int _right;
        private int _wrong;

        /// <summary>Two shares as one.</summary>
        public Share(Share one, Share other) : this(0, 1)
        {
            Count = one.Count + other.Count;
            _right = one._right + other._right;
        }

        public int Count { get; private set; }

        public void Add(bool right, Func<string> words)
        {
            Count++;
            if (right)
                _right++;
            else if (_misses.Count < print && _wrong++ % step == 0)
                _misses.Add(words());
        }

        public void Print(string title)
        {
            if (_misses.Count == 0)
                return;
            Console.WriteLine(title + ":");
            foreach (var miss in _misses)
                Console.WriteLine(miss);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_right / (double)Math.Max(1, Count):F3} of {Count}");
    }
}
