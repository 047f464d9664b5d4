using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Coding;

/// <summary>Words that report what somebody says, and the stretch of the sentence that is theirs. Token indexes are inclusive.</summary>
internal sealed record Report(int ScopeFirst, int ScopeLast, List<Party> Sources, int CueFirst, int CueLast, Speech Speech, int Chunk);

/// <summary>Finds reporting words: "X said that ...", "..., X said", "..., said X", "according to X".</summary>
internal static class ReportFinder
{
    public static List<Report> Find(Sentence s, EventReader reader)
    {
        var reports = new List<Report>();
        for (var k = 0; k < s.Chunks.Count; k++)
        {
            var chunk = s.Chunks[k];
            if (chunk.Kind == ChunkKind.NounPhrase && s.Is(chunk.First - 1, "to") && s.Is(chunk.First - 2, "according"))
                reports.Add(new Report(0, s.Tokens.Length - 1, reader.Parties.OfGroup(k, subject: false), chunk.First - 2, chunk.First - 1, Speech.Say, k));
            if (chunk.Kind != ChunkKind.VerbGroup || chunk.Copula)
                continue;
            var speech = SpeechVerbs.Of(chunk.Verb) & (Speech.Say | Speech.Allege | Speech.Deny | Speech.Expect);
            if (speech == Speech.None || chunk.Infinitive || chunk.Participle || chunk.Passive || chunk.Negated && (speech & Speech.Deny) == 0)
                continue;
            if (Read(s, reader, k, speech) is { } report)
                reports.Add(report);
        }
        return reports;
    }

    private static Report? Read(Sentence s, EventReader reader, int k, Speech speech)
    {
        var chunk = s.Chunks[k];
        var next = k + 1;
        var inverted = k > 0 && s.Chunks[k - 1].Kind is ChunkKind.Comma or ChunkKind.Quote or ChunkKind.Break && next < s.Chunks.Count && s.Chunks[next].Kind == ChunkKind.NounPhrase
            && !s.Chunks[next].Time && !chunk.Gerund && s.Tokens[s.Chunks[next].First].Tag != Tag.Pronoun;
        if (inverted)
            return new Report(0, s.Chunks[k - 1].Last, reader.Parties.OfGroup(next, subject: false), chunk.Main, chunk.Main, speech, k);
        var subject = Clauses.Subject(s, k);
        if (subject < 0)
            return null;
        var sources = reader.Parties.OfGroup(subject, subject: true);
        var start = Content(s, k);
        if (start >= 0)
            return new Report(s.Chunks[start].First, s.Tokens.Length - 1, sources, chunk.Main, chunk.Main, speech, k);
        // ", X said" behind what is said.
        var group = Clauses.Group(s, subject, subject: true)[0];
        var before = Clauses.Skip(s, group - 1, -1);
        if (before < 1 || subject > k || s.Chunks[before].Kind != ChunkKind.Comma && !(group > 0 && s.Chunks[group - 1].Kind == ChunkKind.Quote))
            return chunk.Verb is "announce" or "declare" or "confirm" or "admit" or "reveal" or "stress" or "emphasize" or "emphasise" or "underline" or "reiterate" or "state" or "explain"
                or "say" or "acknowledge" or "disclose" or "insist" ? new Report(s.Tokens.Length, s.Tokens.Length, sources, chunk.Main, chunk.Main, speech, k) : null;
        return new Report(0, s.Chunks[before].Last, sources, chunk.Main, chunk.Main, speech, k);
    }

    // Where the reported clause begins behind the verb: at "that", a quotation, a colon, or a phrase with a verb of its own; -1 when nothing follows.
    private static int Content(Sentence s, int k)
    {
        for (var j = k + 1; j < s.Chunks.Count && j - k < 16; j++)
        {
            var chunk = s.Chunks[j];
            switch (chunk.Kind)
            {
                case ChunkKind.Subordinator:
                    return s.IsAny(chunk.First, "that", "if", "while", "although") ? j : -1;
                case ChunkKind.Quote:
                    return j;
                case ChunkKind.Break:
                    return s.TextOf(chunk.First)[0] == ':' && j + 1 < s.Chunks.Count ? j + 1 : -1;
                case ChunkKind.NounPhrase:
                    for (var m = j + 1; m < s.Chunks.Count && m - j < 14; m++)
                        if (s.Chunks[m].Kind is ChunkKind.VerbGroup && s.Chunks[m].Finite)
                            return Clauses.Subject(s, m) is var subject && subject >= j && subject > k ? Math.Min(j, Clauses.Group(s, subject, subject: true)[0]) : -1;
                        else if (s.Chunks[m].Kind is ChunkKind.Break or ChunkKind.Relative)
                            break;
                        else if (s.Chunks[m].Kind is ChunkKind.Subordinator)
                            return s.Is(s.Chunks[m].First, "that") ? m : -1;
                    break;
                case ChunkKind.VerbGroup when chunk.Finite:
                    return -1;
                default:
                    break;
            }
        }
        return -1;
    }
}
