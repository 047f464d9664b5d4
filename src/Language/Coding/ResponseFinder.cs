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

    public static Found? Find(Sentence s, EventReader reader)
    {
        for (var i = 0; i < s.Tokens.Length; i++)
            foreach (var cue in Cues)
                if (Starts(s, i, cue) && Read(s, reader, i, i + cue.Length - 1) is { } found)
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

    private static Found? Read(Sentence s, EventReader reader, int first, int cueLast)
    {
        var last = cueLast;
        var actors = new List<Party>();
        var type = EventType.Unspecified;
        for (var k = 0; k < s.Chunks.Count; k++)
        {
            var chunk = s.Chunks[k];
            if (chunk.Last <= cueLast)
                continue;
            if (chunk.Kind is ChunkKind.Break or ChunkKind.Subordinator || chunk.Kind == ChunkKind.Comma && last > cueLast || chunk.Kind is ChunkKind.VerbGroup && chunk.Finite && !s.Is(first, "unless") && chunk.First > cueLast)
                break;
            if (chunk.Kind == ChunkKind.NounPhrase && !chunk.Time)
            {
                foreach (var party in reader.Parties.Of(k).Where(p => p.Code.Length > 0 && p.First > cueLast))
                    if (actors.Count == 0 || !actors.Exists(a => a.Code == party.Code) && (s.Is(chunk.First - 1, "and") || s.Is(chunk.First - 1, "by") || s.Is(chunk.First - 1, ",")))
                        actors.Add(party);
                for (var i = Math.Max(chunk.First, cueLast + 1); i <= chunk.Last && type == EventType.Unspecified; i++)
                    type = TypeOf(s, k, i);
            }
            last = chunk.Last;
        }
        return last > cueLast ? new Found(first, cueLast, last, actors, type) : null;
    }

    private static EventType TypeOf(Sentence s, int phrase, int token)
    {
        if (s.MentionAt[token] >= 0)
            return EventType.Unspecified;
        LexiconRow? best = null;
        var around = new Surroundings { Chunk = phrase };
        foreach (var row in Lexicon.Default.Noun(s.NounOf(token)))
            if ((best is null || row.Conditions.Length > best.Conditions.Length) && around.Satisfies(s, row))
                best = row;
        return best?.Type ?? EventType.Unspecified;
    }
}
