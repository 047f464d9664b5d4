using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Coding;

/// <summary>Finds the name an actor puts on another's act: short quoted words behind a naming cue ("labeling it as an “Asian NATO”").</summary>
internal static class LabelFinder
{
    private const int MaxWords = 8;

    /// <summary>Tokens of the label without its marks, inclusive.</summary>
    internal readonly record struct Found(int First, int Last, int Cue);

    public static Found? Find(Sentence s)
    {
        var cue = -1;
        for (var i = 0; i < s.Tokens.Length; i++)
        {
            if (IsCue(s, i))
                cue = i;
            if (cue < 0 || !s.IsQuote(i) || !Opens(s, i))
                continue;
            var close = i + 1;
            while (close < s.Tokens.Length && !s.IsQuote(close) && close - i <= MaxWords + 1)
                close++;
            if (close >= s.Tokens.Length || !s.IsQuote(close) || i - cue > 14)
                continue;
            var last = close - 1;
            while (last > i && s.Tokens[last].Is(Text.TokenFlags.Punctuation))
                last--;
            if (last > i)
                return new Found(i + 1, last, cue);
            i = close;
        }
        return null;
    }

    private static bool IsCue(Sentence s, int i) =>
        s.Tokens[i].Word.Verb is "label" or "brand" or "dub" or "call" or "describe" or "term" or "name" or "denounce" or "characterise" or "characterize" or "decry" or "condemn"
        || s.IsAny(i, "labelling", "labeling", "label", "termed", "terming", "concept", "formation", "development", "characterization", "characterisation", "called", "allegations", "so");

    private static bool Opens(Sentence s, int i) =>
        i + 1 < s.Tokens.Length && s.Tokens[i + 1].Is(Text.TokenFlags.Joined) && !s.Tokens[i].Is(Text.TokenFlags.Joined) && s.TextOf(i)[0] is not '”';

    public static Label Build(ArticleContext context, Sentence s, Found found, Claim claim)
    {
        // Who uses it: the speaker it is attributed to, else the actor.
        var user = claim.Attributions.Select(a => a.Source.Code).FirstOrDefault(c => c.Length > 0)
            ?? (claim.Actors.Count == 1 ? claim.Actors[0].Code : "");
        return new Label { Span = context.Span(s, found.First, found.Last), UsedBy = user };
    }
}
