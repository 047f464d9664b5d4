using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Events;

/// <summary>Actors and targets of an event, and the rules that turn plans into promises and threats.</summary>
internal sealed partial class EventReader
{
    // Where a party may hang on an object that is none itself, best first: "the attack by Israel on Gaza".
    private static readonly string[] Attachments = ["by", "of", "from", "against", "to", "with", "on", "at", "over", "among", "between", "in"];

    // Who owns an act that is the subject: "the launch by North Korea". A place is no actor.
    private static readonly string[] Owners = ["by", "of", "from"];

    private EventFrame? Add(int k, Surroundings around, LexiconRow row, int complement, double strength, Modality modality, int noun)
    {
        var chunk = s.Chunks[k];
        var frame = new EventFrame
        {
            Type = row.Type, Mode = row.Mode, Chunk = k, Modality = modality,
            TriggerFirst = noun >= 0 ? noun : chunk.Main, TriggerLast = noun >= 0 ? noun : chunk.Main,
            Strength = row.Strength * strength,
        };
        if (noun < 0 && row.Particle.Length > 0 && s.Is(chunk.Main + 1, row.Particle))
            frame.TriggerLast = chunk.Main + 1;
        frame.Actors = Actors(k, around, noun >= 0, frame);
        var targets = Targets(k, around, row, complement, frame);
        if (row.Type == EventType.Assault && chunk.Kind == ChunkKind.VerbGroup && chunk.Verb is "fire" or "launch" && noun < 0 && row.Mode == Mode.HeavyWeapons
            && !targets.Exists(t => t.Code.Length > 0 || t.Kind != PartyKind.Unknown))
        {
            // "fired a missile at dawn", "launched a rocket on schedule": nobody is hit.
            frame.Type = EventType.Mobilize;
            frame.Mode = Mode.XTest;
            targets = [];
        }
        if (row.Type == EventType.Mobilize && targets.Count == 0)
            targets = Adversaries(k, around, frame.Actors);
        frame.Mutual = row.Targets.Contains("mutual") || row.Type is EventType.Consult or EventType.Cooperate;
        // "labelling it", said by a state: a pronoun that resolves to the actor is not the target; one that resolves to a named target is not the actor.
        targets.RemoveAll(t => t.Kind == PartyKind.Reference && t.First == t.Last && frame.Actors.Exists(a => a.SameAs(t)));
        for (var i = 0; i < frame.Actors.Count; i++)
            if (frame.Actors[i] is { Kind: PartyKind.Reference, Code.Length: > 0 } actor && actor.First == actor.Last && s.IsAny(actor.First, "it", "he", "she", "they")
                && targets.Exists(t => t.Code == actor.Code))
                frame.Actors[i] = actor with { Code = "", WikidataId = "", Name = s.Text[s.Tokens[actor.First].Start..s.Tokens[actor.Last].End], Kind = PartyKind.Unknown };
        if (row.Type == EventType.Consult)
        {
            // One consults with parties: "it met our intention", "visited the palace" are none.
            targets.RemoveAll(t => t.Kind == PartyKind.Unknown && t.Sector == Sector.Unspecified && !s.Tokens[t.Last].Is(TokenFlags.Capital) || t.Generic);
            if (targets.Count == 0 && around.Object >= 0 && noun < 0 && frame.Actors.Select(a => a.Code).Distinct().Count() < 2)
                return null;
        }
        if (chunk.Kind == ChunkKind.VerbGroup && chunk.Verb == "defend" && around.Object >= 0 && s.IsAny(s.Chunks[around.Object].First, "its", "his", "their", "our", "her"))
            return null;
        targets.RemoveAll(t => frame.Actors.Exists(a => a.First == t.First && a.Last == t.Last || a.Kind == PartyKind.Reference && a.SameAs(t) && !t.Political));
        if (frame.Mutual && (targets.Count > 0 || frame.Actors.Count > 1))
        {
            var all = frame.Actors.Concat(targets.Where(t => !frame.Actors.Exists(a => a.SameAs(t)))).ToList();
            frame.Actors = all;
            frame.Targets = [.. all];
        }
        else
            frame.Targets = targets;
        if (row.Type == EventType.Agree && frame.Targets.Count == 0 && frame.Actors.Count > 1)
            frame.Targets = [.. frame.Actors];
        if (frame.Actors.Count == 0 && !(row.Type is EventType.Assault or EventType.Sanction or EventType.Coerce or EventType.Accuse && frame.Targets.Exists(t => t.Code.Length > 0)))
            return null;
        if (frame.Actors.Count == 0)
            frame.Strength *= 0.6;
        if (frame.Targets.Count == 0 && row.Type is not (EventType.Mobilize or EventType.Protest or EventType.Retreat or EventType.Concede))
            frame.Strength *= 0.75;
        if (row.Type == EventType.Assault && row.Mode == Mode.Unspecified)
            frame.Mode = ModeRules.MeansOf(s, Math.Max(0, s.Chunks[Math.Max(around.Subject, 0)].First), Math.Min(s.Tokens.Length - 1, chunk.Last + 12));
        if (complement < 0)
            Settle(frame, k);
        _frames.Add(frame);
        if (row.Type == EventType.Cooperate && around.Object >= 0 && IsExercise(around.Object))
            AddExercise(k, around, frame);
        return frame;
    }

    private bool IsExercise(int phrase)
    {
        var chunk = s.Chunks[phrase];
        return lexicon.Set("n-exercise").Contains(s.NounOf(chunk.Head)) && !s.IsAny(chunk.First, "table");
    }

    // Codebook rule 2: a joint exercise is COOPERATE among the allies and MOBILIZE by all of them.
    private void AddExercise(int k, Surroundings around, EventFrame cooperation)
    {
        var exercise = new EventFrame
        {
            Type = EventType.Mobilize, Mode = Mode.XExercise, Chunk = k, Modality = cooperation.Modality == Modality.Occurred && cooperation.Type == EventType.Agree ? Modality.Announced : cooperation.Modality,
            TriggerFirst = s.Chunks[around.Object].Head, TriggerLast = s.Chunks[around.Object].Head,
            Strength = cooperation.Strength * 0.95, Actors = [.. cooperation.Actors],
        };
        exercise.Targets = Adversaries(k, around, exercise.Actors);
        _frames.Add(exercise);
    }

    // Whom a show of force is aimed at, if the text names it: "against X", "near X", "targeting X", "aimed at X", "anti-X drills".
    private List<Party> Adversaries(int k, Surroundings around, List<Party> actors)
    {
        var found = new List<Party>();
        for (var j = k + 1; j + 1 < s.Chunks.Count && j - k < 24; j++)
        {
            var chunk = s.Chunks[j];
            if (chunk.Kind is ChunkKind.Break or ChunkKind.Subordinator or ChunkKind.Relative || chunk.Finite && chunk.Verb is not ("aim" or "target"))
                break;
            var aimed = chunk.Kind == ChunkKind.Preposition && s.IsAny(chunk.First, "against", "near")
                || chunk.Kind == ChunkKind.VerbGroup && chunk.Gerund && chunk.Verb is "target" or "threaten" or "provoke"
                || chunk.Kind == ChunkKind.Preposition && s.Is(chunk.First, "at") && s.IsAny(chunk.First - 1, "aimed", "directed", "targeted");
            if (aimed && s.Chunks[j + 1].Kind == ChunkKind.NounPhrase)
                found.AddRange(_parties.OfGroup(j + 1, subject: false));
        }
        if (around.Object >= 0)
            for (var i = s.Chunks[around.Object].First; i + 2 <= s.Chunks[around.Object].Last; i++)
                if (s.Is(i, "anti") && s.MentionAt[i + 2] is var m and >= 0)
                    found.Add(new Party(s.Mentions[m].First, s.Mentions[m].Last, s.Mentions[m].Form.Entity.Code, s.Mentions[m].Form.Entity.Sector,
                        s.Mentions[m].Form.Entity.WikidataId, s.Mentions[m].Form.Entity.Name, PartyKind.Named));
        found.RemoveAll(p => p.Code.Length == 0 || actors.Exists(a => a.SameAs(p)));
        return found;
    }

    // What is still to come: cooperation promised is AGREE, withdrawal promised CONCEDE, an attack announced THREATEN (codebook rule 5 and 11).
    private void Settle(EventFrame frame, int k)
    {
        var chunk = s.Chunks[k];
        // "will not accept", "would not allow": a refusal.
        if (frame.Modality == Modality.Denied && chunk.Negated && (chunk.Future || chunk.Verb is "accept" or "agree" or "recognise" or "recognize" or "allow")
            && frame.Type is EventType.Agree or EventType.Concede or EventType.Support or EventType.Consult or EventType.Cooperate or EventType.Aid or EventType.Retreat)
        {
            frame.Mode = ModeRules.OfComplement(EventType.Reject, frame.Type, frame.Mode, s, k);
            frame.Type = EventType.Reject;
            frame.Modality = Modality.Occurred;
        }
        if (frame.Modality != Modality.Announced)
            return;
        switch (frame.Type)
        {
            case EventType.Assault:
                frame.Type = EventType.Threaten;
                frame.Mode = Mode.Violence;
                frame.Modality = Modality.Occurred;
                break;
            case EventType.Consult or EventType.Cooperate or EventType.Aid or EventType.Support:
                frame.Type = EventType.Agree;
                frame.Mode = Mode.Unspecified;
                frame.Modality = Modality.Occurred;
                break;
            case EventType.Retreat or EventType.Concede:
                frame.Type = EventType.Concede;
                frame.Mode = Mode.Unspecified;
                frame.Modality = Modality.Occurred;
                break;
            case EventType.Sanction or EventType.Coerce or EventType.Mobilize when HasCondition():
                frame.Mode = ModeRules.OfComplement(EventType.Threaten, frame.Type, frame.Mode, s, k);
                frame.Type = EventType.Threaten;
                frame.Modality = Modality.Occurred;
                break;
            default:
                break;
        }
    }

    // Whether the sentence states a condition: "if", "unless".
    private bool HasCondition()
    {
        foreach (var chunk in s.Chunks)
            if (chunk.Kind == ChunkKind.Subordinator && s.IsAny(chunk.First, "if", "unless"))
                return true;
        return false;
    }

    private List<Party> Actors(int k, Surroundings around, bool light, EventFrame frame)
    {
        if (around.Passive)
        {
            foreach (var (preposition, phrase) in around.Phrases)
                if (s.Is(s.Chunks[preposition].First, "by") && _parties.OfGroup(phrase, subject: false) is { Count: > 0 } agents)
                    return agents;
            // "killed in an Israeli airstrike", "hit during US raids".
            foreach (var (preposition, phrase) in around.Phrases)
                if (s.IsAny(s.Chunks[preposition].First, "in", "during", "after", "by", "as") && lexicon.Noun(s.NounOf(s.Chunks[phrase].Head)).Length > 0
                    && _parties.Of(phrase) is { Count: > 0 } doers)
                {
                    _consumed.Add(phrase);
                    frame.Strength *= 0.9;
                    return doers;
                }
            if (light && around.Object >= 0 && _parties.Of(around.Object) is { Count: > 0 } owners)
                return owners;
            return [];
        }
        if (around.Subject >= 0)
        {
            var found = _parties.OfGroup(around.Subject, subject: true);
            // "an Israeli airstrike", "a Russian decision" act for the state; "a British academic", "a Swiss company" do not.
            if (found.Count > 0 && found[0].Modifier)
                frame.Strength *= ActsForState(around.Subject) ? 0.9 : 0.5;
            // "A spokesman for Hamas", "troops from Chad", "forces of X" are resolved by PartyFinder; what is left may be owned: "the launch by North Korea".
            if (found.Count == 0)
                found = Attached(around.Subject, frame, Owners);
            return found;
        }
        return s.Chunks[k].Finite || s.Chunks[k].Gerund || s.Chunks[k].Infinitive ? [.. discourse.Inherited] : [];
    }

    private bool ActsForState(int phrase)
    {
        var head = s.NounOf(s.Chunks[phrase].Head);
        return lexicon.Noun(head).Length > 0 || lexicon.Set("n-weapon").Contains(head) || lexicon.Set("n-force").Contains(head) || lexicon.Set("n-act").Contains(head);
    }

    private List<Party> Attached(int phrase, EventFrame frame) => Attached(phrase, frame, Attachments);

    private List<Party> Attached(int phrase, EventFrame frame, string[] words)
    {
        var attached = Clauses.Prepositions(s, phrase, [], phraseOnly: true);
        // "arrested reporters during a rally by teachers": what follows an adverbial phrase does not belong to the object.
        var end = attached.FindIndex(a => !Attachments.Contains(s.TextOf(s.Chunks[a.Preposition].First).ToString(), StringComparer.OrdinalIgnoreCase));
        if (end >= 0)
            attached.RemoveRange(end, attached.Count - end);
        foreach (var word in words)
            foreach (var (preposition, inner) in attached)
                if (s.Is(s.Chunks[preposition].First, word) && _parties.OfGroup(inner, subject: false) is { Count: > 0 } found && found.Exists(p => p.Code.Length > 0))
                {
                    frame.Strength *= 0.85;
                    return found;
                }
        return [];
    }

    private List<Party> Targets(int k, Surroundings around, LexiconRow row, int complement, EventFrame frame)
    {
        List<Party>? weak = null;
        foreach (var place in row.Targets)
        {
            var found = place switch
            {
                "obj" => OfObject(around, frame),
                "second" => around.Second >= 0 && around.Object >= 0 ? _parties.OfGroup(around.Object, subject: false) : [],
                "comp" => complement >= 0 ? OfComplement(complement, frame) : [],
                "sub" or "that" => OfClause(k),
                "mutual" or "none" => [],
                _ => OfPreposition(around, place, frame),
            };
            if (found.Count == 0)
                continue;
            if (found.Exists(p => p.Code.Length > 0 || p.Kind == PartyKind.Role && !p.Generic))
                return found;
            weak ??= found;
        }
        return weak ?? Recalled(around, frame) ?? Bare(around, row, frame);
    }

    // "condemned the attack": by whom, an earlier sentence said.
    private List<Party>? Recalled(Surroundings around, EventFrame frame)
    {
        if (frame.Type is not (EventType.Accuse or EventType.Reject) || around.Object < 0 || !s.IsAny(s.Chunks[around.Object].First, "the", "this", "these", "those")
            || NounRow(around.Object, out _) is not { } row || !discourse.Acts.TryGetValue(row.Type, out var doers) || doers.Exists(d => frame.Actors.Exists(a => a.SameAs(d))))
            return null;
        var chunk = s.Chunks[around.Object];
        frame.Strength *= 0.9;
        return [.. doers.Where(d => d.Code.Length > 0).Select(d => d with { First = chunk.First, Last = chunk.Last, Kind = PartyKind.Reference, Modifier = false })];
    }

    // Deeds have an object even where it is no party the lexicon knows: "freed a former candidate", "an attack on a depot".
    private List<Party> Bare(Surroundings around, LexiconRow row, EventFrame frame)
    {
        if (frame.Type is not (EventType.Assault or EventType.Coerce or EventType.Retreat or EventType.Aid or EventType.Sanction or EventType.Threaten) || frame.Mode is Mode.Resign)
            return [];
        foreach (var place in row.Targets)
        {
            var phrase = place == "obj" ? around.Object
                : around.Phrases.Where(a => s.Is(s.Chunks[a.Preposition].First, place)).Select(a => a.Phrase).FirstOrDefault(-1);
            if (phrase < 0 || s.Chunks[phrase].Time || s.Tokens[s.Chunks[phrase].Head].Tag is not (Tag.Noun or Tag.Proper) || lexicon.Noun(s.NounOf(s.Chunks[phrase].Head)).Length > 0)
                continue;
            var chunk = s.Chunks[phrase];
            var first = chunk.First;
            while (first < chunk.Head && s.Tokens[first].Tag is Tag.Determiner or Tag.Quote)
                first++;
            return [new Party(first, chunk.Last, "", Sector.Unspecified, "", s.Text[s.Tokens[first].Start..s.Tokens[chunk.Last].End], PartyKind.Unknown)];
        }
        return [];
    }

    private List<Party> OfObject(Surroundings around, EventFrame frame)
    {
        if (around.Object < 0)
            return [];
        var found = _parties.OfGroup(around.Object, subject: around.Passive);
        if (found.Exists(p => p.Code.Length > 0 && !p.Modifier) || found.Count > 0 && !found[0].Modifier && found[0].Kind != PartyKind.Unknown)
            return found;
        if (found.Count > 0)
        {
            frame.Strength *= 0.95;
            return found;
        }
        return Attached(around.Object, frame);
    }

    private List<Party> OfComplement(int complement, EventFrame frame)
    {
        var inner = Around(complement);
        var (row, deeper) = Choose(complement, inner);
        if (row is { Blocks: false } && Targets(complement, inner, row, deeper, frame) is { Count: > 0 } found)
            return found;
        if (inner.Object >= 0)
            return OfObject(inner, frame);
        foreach (var (preposition, phrase) in inner.Phrases)
            if (s.IsAny(s.Chunks[preposition].First, "with", "to", "against", "from", "on") && _parties.OfGroup(phrase, subject: false) is { Count: > 0 } found2)
                return found2;
        return [];
    }

    // "demanded that China withdraw": the subject of the clause.
    private List<Party> OfClause(int k)
    {
        for (var j = k + 1; j < s.Chunks.Count && j - k < 20; j++)
            if (s.Chunks[j].Kind == ChunkKind.VerbGroup && !s.Chunks[j].Participle && !s.Chunks[j].Gerund)
            {
                var subject = s.Chunks[j].Infinitive ? -1 : Clauses.Subject(s, j);
                return subject > k ? _parties.OfGroup(subject, subject: true) : [];
            }
        return [];
    }

    private List<Party> OfPreposition(Surroundings around, string place, EventFrame frame)
    {
        foreach (var (preposition, phrase) in around.Phrases)
        {
            if (!s.Is(s.Chunks[preposition].First, place) || s.Chunks[phrase].Time)
                continue;
            var found = _parties.OfGroup(phrase, subject: false);
            if (found.Count == 0 && place is not "in")
                found = Attached(phrase, frame);
            if (found.Count > 0)
                return found;
        }
        return [];
    }
}
