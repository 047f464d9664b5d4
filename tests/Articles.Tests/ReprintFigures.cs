using System.Globalization;

namespace RegionalSecurity.Articles.Tests;

/// <summary>How well reprints are told from what is like them.</summary>
/// <param name="Precision">Of the texts that were joined to another, the share that is a reprint of it.</param>
/// <param name="Recall">Of the reprints, the share that was joined to its original.</param>
/// <param name="Right">Reprints joined to their originals.</param>
/// <param name="Missed">Reprints that were not.</param>
/// <param name="Wrong">Wrong joins by kind.</param>
public sealed record ReprintFigures(double Precision, double Recall, int Right, int Missed, IReadOnlyDictionary<string, int> Wrong)
{
    /// <summary>Reads a made corpus in one stream, as the store does: originals, two reports of one event, follow-ups and bulletins, with reprints among them.</summary>
    public static ReprintFigures Measure(int seed, int originals)
    {
        var corpus = new ReprintCorpus(seed);
        var index = new NearDuplicates<int>(originals * 10);
        var wrong = new Dictionary<string, int>(StringComparer.Ordinal);
        int right = 0, missed = 0, number = 0;
        for (var i = 0; i < originals; i++)
        {
            var article = corpus.Article();
            var original = Put("article", article, null);
            Put("reprint", corpus.Reprint(article), original);
            if (i % 3 == 0)
                Put("reprint", corpus.Reprint(article), original);
            var (one, other) = (i % 3) switch
            {
                0 => corpus.TwoReports(),
                1 => corpus.FollowUp(),
                _ => corpus.Bulletins(),
            };
            var kind = ((string[])["two reports", "follow-up", "bulletin"])[i % 3];
            Put(kind, one, null);
            Put(kind, other, null);
        }
        var joins = right + wrong.Values.Sum();
        return new ReprintFigures(joins == 0 ? 1 : right / (double)joins, right / (double)(right + missed), right, missed, wrong);

        // A text that is joined takes the number of what it was joined to, as an article takes the story of its original.
        int Put(string kind, string text, int? expected)
        {
            var signature = TextSignature.Of(text)!;
            var own = number++;
            if (index.TryFind(signature, out var found))
            {
                if (found == expected)
                    right++;
                else
                    wrong[kind] = wrong.GetValueOrDefault(kind) + 1;
            }
            if (expected is not null && found != expected)
                missed++;
            index.Add(signature, expected ?? own);
            return own;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"precision {Precision:0.0000}, recall {Recall:0.0000}: {Right} right, {Missed} missed, wrong: {string.Join(", ", Wrong.Select(w => $"{w.Key} {w.Value}"))}");
}
