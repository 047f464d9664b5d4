using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>Whether a verb reports something at all, and how real; events that nouns report; clause bounds.</summary>
internal sealed partial class EventReader
{
    /// <summary>
    /// Whether the verb at chunk k asserts its event. <paramref name="strength"/> falls where the clause only recalls it; modality as the
    /// auxiliaries and governing verbs give it.
    /// </summary>
    private bool Applies(int k, out double strength, out Modality modality, int depth = 0)
    {
        var chunk = s.Chunks[k];
        strength = 1;
        modality = chunk.Negated ? Modality.Denied : chunk.Future ? Modality.Announced : chunk.Possible ? Modality.Possible : Modality.Occurred;
        if (depth > 5 || chunk.Obliged)
            return false;
        if (chunk.Infinitive)
            return ByGovernor(k, ref strength, ref modality, depth);
        if (chunk.Gerund)
            return GerundApplies(k, ref strength, ref modality, depth);
        if (chunk.Participle)
            strength = 0.7;
        var opener = Opener(k);
        if (opener >= 0)
        {
            var word = s.Chunks[opener].First;
            if (s.IsAny(word, "if", "unless", "whether", "lest", "until", "before", "than"))
                return false;
            if (s.Chunks[opener].Kind == ChunkKind.Relative)
                strength = Math.Min(strength, 0.75);
            else if (s.IsAny(word, "after", "since", "because", "when", "as", "although", "though"))
                strength = Math.Min(strength, 0.8);
        }
        if (chunk.Future && HasCondition() && s.Is(chunk.First, "would"))
            modality = Modality.Conditional;
        return true;
    }

    // The word that opens the clause of k: a subordinator, relative or clause-opening preposition; -1 for a main clause.
    private int Opener(int k)
    {
        for (var j = k - 1; j >= 0 && k - j < 30; j--)
        {
            var chunk = s.Chunks[j];
            switch (chunk.Kind)
            {
                case ChunkKind.Subordinator or ChunkKind.Relative:
                    return j;
                case ChunkKind.Preposition when s.IsAny(chunk.First, "after", "before", "since", "until", "as") && j + 1 < k && s.Chunks[j + 1].Kind == ChunkKind.NounPhrase && !s.Chunks[j + 1].Time
                    && Clauses.Skip(s, j + 2, 1) == k:
                    return j;
                case ChunkKind.Break or ChunkKind.Comma:
                    return -1;
                case ChunkKind.VerbGroup when chunk.Finite:
                    return -1;
                default:
                    break;
            }
        }
        return -1;
    }

    private bool ByGovernor(int k, ref double strength, ref Modality modality, int depth)
    {
        var governor = s.Chunks[k].Governor;
        if (governor < 0)
            return false;
        var ruler = s.Chunks[governor];
        if (!Applies(governor, out var outer, out var outerModality, depth + 1))
            return false;
        strength = Math.Min(strength, outer);
        if (ruler.Copula)
        {
            // "is to visit", "is due to visit", "is likely to attack", "is ready to talk".
            for (var i = ruler.Last + 1; i < s.Chunks[k].First; i++)
                if (s.IsAny(i, "likely", "able", "ready", "willing", "unlikely", "possible"))
                {
                    modality = s.Is(i, "unlikely") ? Modality.Denied : Modality.Possible;
                    return true;
                }
                else if (!s.IsAny(i, "due", "set", "about"))
                    return false;
            modality = outerModality == Modality.Denied ? Modality.Denied : Modality.Announced;
            return ruler.Verb == "be";
        }
        var speech = SpeechVerbs.Of(ruler.Verb);
        if (ruler.Passive && (speech & (Speech.Expect | Speech.Say | Speech.Allege)) != 0 && (speech & Speech.Plan) == 0)
            modality = Modality.Possible;
        else if ((speech & Speech.Plan) != 0)
            modality = outerModality is Modality.Denied or Modality.Possible ? outerModality : Modality.Announced;
        else if ((speech & Speech.Fail) != 0)
            modality = Modality.Denied;
        else if ((speech & Speech.Aspect) != 0 && !s.IsAny(ruler.Main, "stop", "stopped", "cease", "ceased"))
            modality = outerModality;
        else if ((speech & (Speech.Seek | Speech.Consider | Speech.Expect)) != 0)
        {
            modality = Modality.Possible;
            strength *= 0.8;
        }
        else
            return false;
        return true;
    }

    private bool GerundApplies(int k, ref double strength, ref Modality modality, int depth)
    {
        var before = Clauses.Skip(s, k - 1, -1);
        if (before < 0)
        {
            strength = 0.7;
            return true;
        }
        switch (s.Chunks[before].Kind)
        {
            case ChunkKind.Preposition:
                strength = 0.8;
                return s.IsAny(s.Chunks[before].First, "by", "after", "while");
            case ChunkKind.VerbGroup:
                var speech = SpeechVerbs.Of(s.Chunks[before].Verb);
                if (!Applies(before, out strength, out var outer, depth + 1))
                    return false;
                if ((speech & Speech.Deny) != 0)
                    modality = outer == Modality.Denied ? Modality.Occurred : Modality.Denied;
                else if ((speech & Speech.Consider) != 0)
                    modality = Modality.Possible;
                else if ((speech & Speech.Aspect) != 0 && !s.IsAny(s.Chunks[before].Main, "stop", "stopped", "stops", "cease", "ceased"))
                    modality = outer;
                else
                    return false;
                return true;
            case ChunkKind.Comma:
                strength = 0.85;
                return true;
            case ChunkKind.NounPhrase:
                strength = 0.65;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The row of the noun that heads a phrase, and its token.</summary>
    private LexiconRow? NounRow(int phrase, out int trigger)
    {
        var chunk = s.Chunks[phrase];
        trigger = chunk.Head;
        // A capital makes it a name: "the London Agreement".
        if (s.MentionAt[chunk.Head] >= 0 || chunk.Time || s.Tokens[chunk.Head].Is(TokenFlags.Capital) && !s.Tokens[chunk.Head].Is(TokenFlags.SentenceStart) && s.Segment.Kind == SegmentKind.Sentence)
            return null;
        LexiconRow? best = null;
        var rows = lexicon.Noun(s.NounOf(chunk.Head));
        if (rows.Length == 0)
            return null;
        var around = new Surroundings { Chunk = phrase };
        foreach (var row in rows)
            if ((best is null || row.Conditions.Length > best.Conditions.Length) && around.Satisfies(s, row))
                best = row;
        return best;
    }

    // A noun is a claim when it is the news itself: it says who, and is the subject of its sentence or stands without a verb.
    private void ReadNoun(int k)
    {
        var chunk = s.Chunks[k];
        if (NounRow(k, out var trigger) is not { Blocks: false } row)
            return;
        var before = Clauses.Skip(s, k - 1, -1);
        if (before >= 0 && s.Chunks[before].Kind is not (ChunkKind.Comma or ChunkKind.Break or ChunkKind.Subordinator or ChunkKind.Coordinator))
            return;
        var verb = SubjectOf(k);
        var verbless = s.Segment.Kind is SegmentKind.Bullet or SegmentKind.TableRow && !s.Chunks.Exists(c => c.Finite);
        if (verb < 0 && !verbless || verb >= 0 && !TellsNews(verb))
            return;
        if (verb >= 0 && _frames.Exists(f => f.Chunk == verb && f.Type == row.Type))
            return;
        var phrases = Clauses.Prepositions(s, k, [], phraseOnly: true);
        var around = new Surroundings { Chunk = k, Phrases = phrases };
        var frame = new EventFrame
        {
            Type = row.Type, Mode = row.Mode, Chunk = k, TriggerFirst = trigger, TriggerLast = trigger, Nominal = true,
            Strength = row.Strength * 0.85, Modality = verb >= 0 ? NominalModality(verb) : Modality.Announced,
        };
        frame.Actors = _parties.Of(k);
        frame.Mutual = row.Targets.Contains("mutual");
        var targets = Targets(k, around, row, -1, frame);
        foreach (var (preposition, phrase) in phrases)
            if (s.Is(s.Chunks[preposition].First, "by") && _parties.OfGroup(phrase, subject: false) is { Count: > 0 } agents)
                frame.Actors = agents;
        if (frame.Actors.Count == 0 && frame.Mutual)
            frame.Actors = targets;
        if (frame.Actors.Count == 0 && verbless)
            frame.Actors = [.. discourse.Inherited];
        if (frame.Actors.Count == 0 || !verbless && frame.Actors.TrueForAll(a => a.Code.Length == 0))
            return;
        targets.RemoveAll(t => frame.Actors.Exists(a => a.SameAs(t)));
        if (frame.Mutual)
        {
            frame.Actors = [.. frame.Actors, .. targets];
            targets = frame.Actors.Count > 1 ? [.. frame.Actors] : [];
        }
        frame.Targets = targets;
        if (row.Type == EventType.Assault && row.Mode == Mode.Unspecified)
            frame.Mode = ModeRules.MeansOf(s, chunk.First, Math.Min(chunk.Last + 6, s.Tokens.Length - 1));
        if (verbless)
            Settle(frame, k);
        _frames.Add(frame);
    }

    // "The strike killed", "talks were held", "the launch drew condemnation": what happens to an event that is news. "The drills are a threat" is not.
    private bool TellsNews(int verb)
    {
        var chunk = s.Chunks[verb];
        return chunk.Verb is "draw" or "begin" or "start" or "take" or "end" or "kill" or "hit" or "follow" or "continue" or "trigger" or "spark" or "prompt" or "provoke" or "resume" or "open"
            or "conclude" or "collapse" or "come" or "occur" or "happen" or "erupt" or "break" or "leave" or "wound" or "injure" or "destroy" or "target" or "strike" or "involve" or "run"
            or "last" or "go" or "intensify" or "escalate" or "fail" or "stall" or "coincide" or "enter" or "focus" or "cause"
            || chunk.Passive && (s.Tokens[chunk.Main].Word.Has(Kind.Light) || chunk.Verb is "schedule" or "plan" or "report" or "expect" or "set" or "condemn");
    }

    // The finite verb that this phrase is the subject of; -1 when it is none.
    private int SubjectOf(int phrase)
    {
        for (var j = phrase + 1; j < s.Chunks.Count && j - phrase < 12; j++)
            switch (s.Chunks[j].Kind)
            {
                case ChunkKind.VerbGroup when s.Chunks[j].Finite:
                    var around = Around(j);
                    return around.Subject == phrase || around.Passive && around.Object == phrase ? j : -1;
                case ChunkKind.Break or ChunkKind.Subordinator:
                    return -1;
                default:
                    break;
            }
        return -1;
    }

    private Modality NominalModality(int verb)
    {
        var chunk = s.Chunks[verb];
        return chunk.Possible ? Modality.Possible : chunk.Future ? Modality.Announced : Modality.Occurred;
    }

    private void SetClause(EventFrame frame)
    {
        var first = frame.Chunk;
        while (first > 0 && s.Chunks[first - 1].Kind is not (ChunkKind.Break or ChunkKind.Subordinator or ChunkKind.Relative)
            && !(s.Chunks[first - 1].Kind == ChunkKind.VerbGroup && s.Chunks[first - 1].Finite && first - 1 != frame.Chunk))
            first--;
        var last = frame.Chunk;
        while (last + 1 < s.Chunks.Count && s.Chunks[last + 1].Kind is not (ChunkKind.Break or ChunkKind.Subordinator or ChunkKind.Relative)
            && !(s.Chunks[last + 1].Kind == ChunkKind.VerbGroup && s.Chunks[last + 1].Finite))
            last++;
        frame.ClauseFirst = s.Chunks[first].First;
        frame.ClauseLast = s.Chunks[last].Last;
    }
}
