using System.Globalization;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Training;

/// <summary>Shares of labelled parties whose code and sector the extractor tells once the phrase is chosen.</summary>
internal sealed class ActorShares(Gazetteer gazetteer, int print, int step)
{
    private readonly Share _named = new(print, step), _empty = new(print, step), _sectors = new(print / 4, step);

    public void Add(LabelledItem item, Candidates candidates)
    {
        foreach (var mention in item.Claims.SelectMany(c => c.Actors.Concat(c.Targets)).GroupBy(p => p.Mention))
        {
            // One mention may stand for several parties ("both sides"): any of them is right, each is counted.
            var found = PartiesAt(candidates, mention.Key.Start, mention.Key.End);
            foreach (var gold in mention.DistinctBy(p => p.Code))
            {
                var right = gold.Code.Length == 0 ? found.TrueForAll(p => p.Code.Length == 0) : found.Exists(p => p.Code == gold.Code);
                string Say() => $"  {item.Sentence[mention.Key.Start..mention.Key.End]}={gold.Code}/{gold.Sector} got {string.Join("+", found.Select(p => $"{p.Code}/{p.Sector}"))} | {string.Join(" < ", item.Context)} > {item.Sentence}";
                (gold.Code.Length > 0 ? _named : _empty).Add(right, Say);
                if (right && gold.Code.Length > 0)
                    _sectors.Add(found.Find(p => p.Code == gold.Code)!.Sector == SectorOf(gold), Say);
            }
        }
    }

    public void Write(string title)
    {
        Console.WriteLine($"{title}labelled parties: code right {new Share(_named, _empty)}; with a code {_named}; without one {_empty}; sector where the code is right {_sectors}");
        _named.Print("with a code");
        _empty.Print("without a code");
        _sectors.Print("another sector");
    }

    private Sector SectorOf(LabelledParty party) =>
        party.Sector != Sector.Unspecified ? party.Sector : gazetteer.IsState(party.Code) ? Sector.Gov : gazetteer.EntityOf(party.Code)?.Sector ?? Sector.Unspecified;

    /// <summary>The parties of the nominal that heads the words: known ones before bare nominals, the highest head first.</summary>
    public static List<Party> PartiesAt(Candidates candidates, int start, int end)
    {
        var s = candidates.Sentence;
        bool Within(Party p) => p.First >= 0 && s.At(p.First).Start < end && start < s.At(p.Last).End;
        var group = candidates.Groups.Where(g => g.Parties.Exists(Within))
            .OrderByDescending(g => s.At(g.Head).Start >= start && s.At(g.Head).End <= end && Heads(s, g.Head, start, end))
            .ThenBy(g => g.Bare && !g.Pronoun).ThenBy(g => g.Parties.TrueForAll(p => p.Modifier)).ThenBy(g => Depth(s, g.Head)).FirstOrDefault();
        return group is null ? [] : [.. group.Parties.Where(Within)];
    }

    // Whether the token hangs on a word outside of the words.
    private static bool Heads(Sentence s, int token, int start, int end) => s.Head(token) is var head && (head < 0 || s.At(head).Start >= end || s.At(head).End <= start);

    private static int Depth(Sentence s, int token)
    {
        var depth = 0;
        for (var at = s.Head(token); at >= 0 && depth < s.Length; at = s.Head(at))
            depth++;
        return depth;
    }
}

/// <summary>How many of how many are right, and the first wrong ones in words.</summary>
internal sealed class Share(int print, int step)
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
