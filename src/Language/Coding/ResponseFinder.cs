using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Coding;

/// <summary>Finds the act that the text gives as the reason: "in response to", "to counter", "because of", "in retaliation for", "unless".</summary>
internal static class ResponseFinder
{
    private static readonly string[][] Cues =
    [
        ["in", "response", "to"], ["in", "retaliation", "for"], ["in", "retaliation", "to"], ["in", "reaction", "to"], ["in", "answer", "to"], ["in", "protest", "at"],
        ["in", "protest", "of"], ["in", "protest", "against"], ["in", "protest", "over"], ["in", "revenge", "for"], ["in", "the", "face", "of"], ["as", "a", "response", "to"],
        ["as", "a", "countermeasure", "against"], ["because", "of"], ["to", "counter"], ["to", "counteract"], ["to", "cope", "with"], ["responding", "to"], ["unless"], ["to", "protest"],
        ["to", "retaliate", "for"], ["to", "avenge"], ["aimed", "at", "countering"], ["countering"], ["in", "light", "of"],
    ];

    /// <summary>Token range of the words with their cue.</summary>
    internal sealed record Found(int First, int CueLast, int Last, List<Party> Actors, EventType Type)
    {
        public ResponseTo Build(ArticleContext context, Sentence s)
        {
            var response = new ResponseTo { Span = context.Span(s, First, Last), EventType = Type };
            response.Actors.AddRange(Actors.Select(a => context.Participant(s, a)));
            return response;
        }
    }

    public static Found? Find(Candidates candidates)
    {
        var s = candidates.Sentence;
        for (var i = 0; i < s.Tokens.Length; i++)
            foreach (var cue in Cues)
                if (Starts(s, i, cue) && Read(candidates, i, i + cue.Length - 1) is { } found)
                    return found;
        return null;
    }

    private static bool Starts(Sentence s, int at, string[] cue)
    {
        for (var i = 0; i < cue.Length; i++)
            if (!s.Is(at + i, cue[i]))
                return false;
        return true;
    }

    // The words that the cue governs: the subtree of what stands behind it, up to a comma.
    private static Found? Read(Candidates candidates, int first, int cueLast)
    {
        var s = candidates.Sentence;
        if (cueLast + 1 >= s.Length)
            return null;
        var node = cueLast + 1;
        while (s.Head(node) > cueLast && s.RelationOf(node) is not Parsing.Relation.Root)
            node = s.Head(node);
        var last = Math.Max(node, s.Subtree(node).Last);
        for (var i = cueLast + 2; i <= last; i++)
            if (s.TextOf(i) is "," or ";" or "." or "—" or ":" && i > node)
                last = i - 1;
        while (last > cueLast && s.At(last).Is(Text.TokenFlags.Punctuation))
            last--;
        if (last <= cueLast)
            return null;
        var actors = candidates.Groups.Find(g => !g.Bare && g.Head > cueLast && g.Head <= last && g.Parties.Exists(p => p.Code.Length > 0))?.Parties.Where(p => p.Code.Length > 0 && p.First > cueLast).ToList() ?? [];
        var type = candidates.Triggers.Find(t => t.Token > cueLast && t.Token <= last && t.Best is { Blocks: false })?.Best?.Type ?? EventType.Unspecified;
        return new Found(first, cueLast, last, actors, type);
    }
}
