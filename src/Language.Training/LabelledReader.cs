using System.Globalization;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Training;

/// <summary>Reads the files of Labelled/ (format: Labelled/README.md). Collects every error, with file and line, instead of stopping at the first.</summary>
internal sealed class LabelledReader
{
    public List<string> Errors { get; } = [];

    /// <summary>All items of a folder's .txt files, in the order of their names.</summary>
    public List<LabelledItem> ReadFolder(string folder) =>
        [.. Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(file => Read(Path.GetFileName(file), File.ReadLines(file)))];

    public List<LabelledItem> Read(string file, IEnumerable<string> lines)
    {
        var items = new List<LabelledItem>();
        var context = new List<string>();
        LabelledItem? item = null;
        var number = 0;
        var closed = false;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0)
            {
                if (item is { Claims.Count: 0, Others: 0 } && !closed)
                    Error(file, item.Line, "the sentence has no claim and no line 'none'");
                (item, closed) = (null, false);
                context = [];
                continue;
            }
            switch (line[0])
            {
                case '#' or '@':
                    break;
                case '<':
                    context.Add(line[1..].Trim());
                    break;
                case '>':
                    item = new LabelledItem(file, number, context, line[1..].Trim(), [], 0);
                    items.Add(item);
                    break;
                default:
                    if (item is null)
                        Error(file, number, "a claim without a sentence; the sentence begins with '>'");
                    else if (line == "none")
                        closed = true;
                    else if (line.StartsWith("OUTLOOK ", StringComparison.Ordinal) || line.StartsWith("RECOMMENDATION ", StringComparison.Ordinal))
                        items[^1] = item = item with { Others = item.Others + 1 };
                    else if (Claim(item, number, line) is { } claim)
                        item.Claims.Add(claim);
                    break;
            }
        }
        return items;
    }

    private void Error(string file, int line, string what) => Errors.Add($"{file}:{line.ToString(CultureInfo.InvariantCulture)}: {what}");

    private LabelledClaim? Claim(LabelledItem item, int number, string line)
    {
        var parts = line.Split(" | ", StringSplitOptions.TrimEntries);
        if (parts.Length < 4)
        {
            Error(item.File, number, "a claim needs: TYPE mode | actors | targets | trigger");
            return null;
        }
        var head = parts[0].Split(' ');
        if (!Enum.TryParse<EventType>(head[0], ignoreCase: true, out var type))
        {
            Error(item.File, number, $"there is no type '{head[0]}'");
            return null;
        }
        var mode = Mode.Unspecified;
        if (head.Length > 1 && !Enum.TryParse(head[1].Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out mode))
            Error(item.File, number, $"there is no mode '{head[1]}'");
        var modality = Modality.Occurred;
        foreach (var part in parts.Skip(4))
            if (part.StartsWith("mod=", StringComparison.Ordinal) && !Enum.TryParse(part[4..], ignoreCase: true, out modality))
                Error(item.File, number, $"there is no modality '{part[4..]}'");
        return Find(item.Sentence, parts[3]) is { } trigger
            ? Attributed(item, number, parts, new LabelledClaim(type, mode, modality, Parties(item, number, parts[1]), Parties(item, number, parts[2]), trigger))
            : Missing(item, number, parts[3]);
    }

    // "attr=words=CODE/SECTOR:cue".
    private LabelledClaim Attributed(LabelledItem item, int number, string[] parts, LabelledClaim claim)
    {
        foreach (var part in parts.Skip(4).Where(p => p.StartsWith("attr=", StringComparison.Ordinal)))
        {
            var colon = part.LastIndexOf(':') is var at and > 0 && at > part.LastIndexOf('=') ? at : part.Length;
            var sources = Parties(item, number, part[5..colon]);
            claim.Sources.AddRange(sources);
            if (sources.Count > 0 && colon + 1 < part.Length && Find(item.Sentence, part[(colon + 1)..]) is { } cue)
                claim.Cues.Add((sources[0].Mention, cue));
        }
        return claim;
    }

    private LabelledClaim? Missing(LabelledItem item, int number, string words)
    {
        Error(item.File, number, $"'{words}' does not stand in the sentence");
        return null;
    }

    private List<LabelledParty> Parties(LabelledItem item, int number, string side)
    {
        var parties = new List<LabelledParty>();
        if (side == "-")
            return parties;
        foreach (var party in side.Split(" + ", StringSplitOptions.TrimEntries))
        {
            var at = party.LastIndexOf('=');
            var words = at < 0 ? party : party[..at];
            var (code, name) = at < 0 ? ("", "") : Halves(party[(at + 1)..]);
            var sector = Sector.Unspecified;
            if (name.Length > 0 && !Enum.TryParse(name, ignoreCase: true, out sector))
                Error(item.File, number, $"there is no sector '{name}'");
            if (Find(item.Sentence, words) is { } mention)
                parties.Add(new LabelledParty(mention, code, sector));
            else
                Missing(item, number, words);
        }
        return parties;
    }

    private static (string Code, string Sector) Halves(string party) => party.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? (party[..at], party[(at + 1)..]) : (party, "");

    // The words at a word's bounds; "words#2" for the second time they stand there.
    private static Words? Find(string sentence, string words)
    {
        var times = 1;
        if (words.LastIndexOf('#') is var mark and > 0 && int.TryParse(words[(mark + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            (words, times) = (words[..mark], n);
        Words? any = null;
        for (var at = sentence.IndexOf(words, StringComparison.Ordinal); at >= 0 && words.Length > 0; at = sentence.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            var end = at + words.Length;
            any ??= new Words(at, end);
            var whole = (at == 0 || !char.IsLetterOrDigit(sentence[at - 1]) || !char.IsLetterOrDigit(sentence[at])) && (end == sentence.Length || !char.IsLetterOrDigit(sentence[end]) || !char.IsLetterOrDigit(sentence[end - 1]));
            if (whole && --times == 0)
                return new Words(at, end);
        }
        return any;
    }
}
