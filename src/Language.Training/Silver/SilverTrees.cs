using System.Globalization;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// Trees of the labelled sentences, by a model that is to be made better: those of its parses that satisfy every label, at once or with some tags repaired. What
/// the treebank (web text) does not show of news, they do; "silver", as no one has checked them but the labels.
/// </summary>
internal sealed class SilverTrees
{
    private const int MaxTokens = 70;

    public List<TreebankSentence> Trees { get; } = [];
    public int AtOnce { get; private set; }
    public int Repaired { get; private set; }
    public int GivenUp { get; private set; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"silver trees: {AtOnce} right at once, {Repaired} repaired, {GivenUp} given up");

    /// <summary>Every fifth sentence, by a hash of its text, is kept for measuring: never trained on.</summary>
    public static bool IsHeldOut(LabelledItem item) => WordHash.Of(item.Sentence) % 5 == 0;

    public static SilverTrees From(EnglishModel model, IReadOnlyList<LabelledItem> items)
    {
        var reader = new SentenceReader(Gazetteer.Default);
        var done = new (bool AtOnce, TreebankSentence? Tree)[items.Count];
        Parallel.For(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            if (items[i].Claims.Count == 0 || IsHeldOut(items[i]))
                return;
            var start = Dateline.Length(items[i].Sentence);
            var s = Read(reader, items[i], start);
            if (s.Length > MaxTokens)
                return;
            var repair = new TagRepair(model, s, items[i]);
            var plain = repair.Plain();
            if (!plain.Full && !repair.Repair(plain).Full)
                return;
            var tokens = s.Tokens;
            if (start > 0)
                Dateline.Attach(s.Text, tokens = Read(reader, items[i]).Tokens, s.Tokens);
            done[i] = (plain.Full, new TreebankSentence(s.Text, s.Text, tokens, []));
        });
        var silver = new SilverTrees();
        for (var i = 0; i < items.Count; i++)
            if (done[i].Tree is { } tree)
            {
                silver.Trees.Add(tree);
                (silver.AtOnce, silver.Repaired) = done[i].AtOnce ? (silver.AtOnce + 1, silver.Repaired) : (silver.AtOnce, silver.Repaired + 1);
            }
            else if (items[i].Claims.Count > 0 && !IsHeldOut(items[i]))
                silver.GivenUp++;
        return silver;
    }

    /// <summary>Of the sentences held out: the share whose labels are all satisfied without any help, and the share of all their labels.</summary>
    public static (double Sentences, double Labels, int Count) Measure(EnglishModel model, IReadOnlyList<LabelledItem> items)
    {
        var reader = new SentenceReader(Gazetteer.Default);
        int full = 0, right = 0, all = 0, count = 0;
        foreach (var item in items.Where(i => i.Claims.Count > 0 && IsHeldOut(i)))
        {
            var score = new TagRepair(model, Read(reader, item), item).Plain();
            (full, right, all, count) = (full + (score.Full ? 1 : 0), right + score.Right, all + score.All, count + 1);
        }
        return (full / (double)Math.Max(1, count), right / (double)Math.Max(1, all), count);
    }

    private static Sentence Read(SentenceReader reader, LabelledItem item, int start = 0) =>
        reader.Read(item.Sentence, new Segment { Kind = SegmentKind.Sentence, Start = start, End = item.Sentence.Length, Line = 0 });
}
