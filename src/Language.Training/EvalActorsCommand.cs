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
        var trainer = new EventTrainer(Gazetteer.Default);
        var shares = new ActorShares(Gazetteer.Default, print, step);
        foreach (var item in new LabelledReader().ReadFolder(folder).Where(i => i.Claims.Count > 0))
            shares.Add(item, trainer.Prepare(item).Candidates);
        shares.Write("");
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
        return ActorShares.PartiesAt(new Candidates(s, discourse, Lexicon.Default), 0, phrase.Length).FirstOrDefault();
    }
}
