using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Events;

/// <summary>Reads the events of one sentence: every verb and news-bearing noun of the lexicon with its actors, targets and modality.</summary>
internal sealed partial class EventReader(Sentence s, Discourse discourse, Lexicon lexicon)
{
    private readonly PartyFinder _parties = new(s, discourse);
    private readonly List<EventFrame> _frames = [];
    // Chunks that belong to another event already: complements, objects of light verbs.
    private readonly HashSet<int> _consumed = [];
    private readonly Dictionary<int, Surroundings> _surroundings = [];

    public PartyFinder Parties => _parties;

    public List<EventFrame> Read()
    {
        for (var k = 0; k < s.Chunks.Count; k++)
            if (s.Chunks[k].Kind == ChunkKind.VerbGroup && !_consumed.Contains(k))
                ReadVerb(k);
        for (var k = 0; k < s.Chunks.Count; k++)
            if (s.Chunks[k].Kind == ChunkKind.NounPhrase && !_consumed.Contains(k))
                ReadNoun(k);
        foreach (var frame in _frames)
            SetClause(frame);
        _frames.Sort((a, b) => a.TriggerFirst.CompareTo(b.TriggerFirst));
        return _frames;
    }

    public Surroundings Around(int k)
    {
        if (_surroundings.TryGetValue(k, out var known))
            return known;
        var chunk = s.Chunks[k];
        var second = -1;
        var target = Clauses.Object(s, k, out second);
        var subject = Clauses.Subject(s, k);
        var around = new Surroundings
        {
            Chunk = k,
            Passive = chunk.Passive,
            Subject = chunk.Passive ? -1 : subject,
            Object = chunk.Passive ? subject : target,
            Second = chunk.Passive ? target : second,
            After = chunk.Last + 1,
            Phrases = Clauses.Prepositions(s, k, []),
        };
        return _surroundings[k] = around;
    }

    private void ReadVerb(int k)
    {
        var chunk = s.Chunks[k];
        if (chunk.Copula)
        {
            Remember(k);
            return;
        }
        if (!Applies(k, out var strength, out var modality))
        {
            Remember(k);
            return;
        }
        var around = Around(k);
        var (row, complement) = Choose(k, around);
        if (row is null && s.Tokens[chunk.Main].Word.Has(Kind.Light) && around.Object >= 0 && NounRow(around.Object, out var trigger) is { } nounRow)
        {
            // "launched an attack on", "held talks with": the noun is the event, the verb gives the actor.
            if (nounRow.Type is EventType.Agree or EventType.Threaten or EventType.Accuse or EventType.Request && !s.IsAny(chunk.Main, "make", "issue", "made", "issued", "makes", "issues"))
            {
                Remember(k);
                return;
            }
            _consumed.Add(around.Object);
            Add(k, around, nounRow, -1, strength * 0.97, modality, trigger);
            Remember(k);
            return;
        }
        if (row is null || row.Blocks)
        {
            if (row is not null && around.Object >= 0)
                _consumed.Add(around.Object);
            Remember(k);
            return;
        }
        if (complement >= 0)
            ReadComplement(k, around, row, complement, strength, modality);
        else
            Add(k, around, row, -1, strength, modality, -1);
        if (around.Object >= 0)
            _consumed.Add(around.Object);
        Remember(k);
    }

    // Remembers who acted, for pronouns of later sentences.
    private void Remember(int k)
    {
        var chunk = s.Chunks[k];
        if (!chunk.Finite)
            return;
        var subject = chunk.Passive ? Around(k).Object : Around(k).Subject;
        if (subject >= 0)
            discourse.Subject(_parties.OfGroup(subject, subject: true));
    }

    /// <summary>The row of the verb at chunk k that fits best, with the complement it needs (-1 when it needs none).</summary>
    private (LexiconRow? Row, int Complement) Choose(int k, Surroundings around)
    {
        LexiconRow? best = null;
        var bestScore = -1;
        var bestComplement = -1;
        var complement = -2;
        foreach (var row in lexicon.Verb(s.Chunks[k].Verb))
        {
            var score = row.Conditions.Length * 2 + (row.Particle.Length > 0 ? 3 : 0) + (row.Control != Control.None ? 1 : 0);
            if (score <= bestScore || row.Particle.Length > 0 && !HasParticle(k, around, row.Particle) || !around.Satisfies(s, row))
                continue;
            if (row.Control != Control.None)
            {
                if (complement == -2)
                    complement = Complement(k, row.Control);
                var found = row.Control == Control.ObjectOf ? Complement(k, row.Control) : complement;
                if (found < 0)
                    continue;
                bestComplement = found;
            }
            else
                bestComplement = -1;
            best = row;
            bestScore = score;
        }
        return (best, bestComplement);
    }

    private bool HasParticle(int k, Surroundings around, string particle)
    {
        var after = s.Chunks[k].Last + 1;
        if (s.Is(after, particle))
            return true;
        var end = around.Object >= 0 && around.Object > k ? s.Chunks[around.Object].Last + 1 : -1;
        return end > 0 && s.Is(end, particle) && (end + 1 >= s.Tokens.Length || particle is not ("on" or "for") );
    }

    // The verb group that chunk k governs as its complement: an infinitive, "of" + gerund, or the verb of its that-clause.
    private int Complement(int k, Control control)
    {
        for (var j = k + 1; j < s.Chunks.Count && j - k < 24; j++)
        {
            var chunk = s.Chunks[j];
            if (chunk.Kind is ChunkKind.Break or ChunkKind.Relative)
                return -1;
            if (chunk.Kind == ChunkKind.Subordinator)
            {
                // "threatened that it would", "promised that it will": a promise in a clause has a future of its own speaker.
                if (!s.Is(chunk.First, "that") || control != Control.Subject)
                    return -1;
                for (var m = j + 1; m < s.Chunks.Count && m - j < 16; m++)
                    if (s.Chunks[m].Kind == ChunkKind.VerbGroup && !s.Chunks[m].Participle)
                        return s.Chunks[m].Future && Clauses.Subject(s, m) is var self and >= 0 && s.Tokens[s.Chunks[self].Head].Tag == Tag.Pronoun ? m : -1;
                return -1;
            }
            if (chunk.Kind != ChunkKind.VerbGroup || chunk.Participle)
                continue;
            if (control == Control.ObjectOf)
                return chunk.Gerund && j > 0 && s.Chunks[Clauses.Skip(s, j - 1, -1)].Kind == ChunkKind.Preposition
                    && s.IsAny(s.Chunks[Clauses.Skip(s, j - 1, -1)].First, "of", "for", "with") ? j : -1;
            if (chunk.Infinitive)
                return j;
            // "demanded China withdraw", "said it would": a clause without "that".
            return control == Control.Object && chunk.Finite && j - k <= 4 && s.Tokens[chunk.Main].Tag == Tag.VerbBase ? j : -1;
        }
        return -1;
    }

    private void ReadComplement(int k, Surroundings around, LexiconRow row, int complement, double strength, Modality modality)
    {
        var inner = Around(complement);
        var (innerRow, innerComplement) = Choose(complement, inner);
        if (innerRow is null && s.Tokens[s.Chunks[complement].Main].Word.Has(Kind.Light) && inner.Object >= 0)
            innerRow = NounRow(inner.Object, out _);
        if (innerRow is { Blocks: true })
            innerRow = null;
        _consumed.Add(complement);
        // "agreed to meet and to send": what is coordinated belongs to the promise too.
        for (var j = complement + 1; j < s.Chunks.Count && j - complement < 16; j++)
            if (s.Chunks[j].Kind == ChunkKind.VerbGroup && s.Chunks[j].Infinitive && (s.Chunks[j].Governor == k || s.Chunks[j].Governor == complement))
                _consumed.Add(j);
        var frame = Add(k, around, row, complement, strength, modality, -1);
        if (frame is null)
            return;
        if (row.ModeOfComplement)
            frame.Mode = ModeRules.OfComplement(frame.Type, innerRow?.Type ?? EventType.Unspecified, innerRow?.Mode ?? Mode.Unspecified, s, complement);
        if (row.Control == Control.ObjectOf && innerRow is not null)
        {
            // The act complained of: by the accused, alleged by the accuser.
            var act = Add(complement, inner, innerRow, innerComplement, strength * 0.85, Modality.Occurred, -1);
            if (act is not null)
            {
                act.Actors = [.. frame.Targets];
                act.Alleged = true;
                act.Accusers = frame.Actors;
                act.Targets.RemoveAll(t => act.Actors.Exists(a => a.SameAs(t)));
            }
        }
        switch (frame.Type)
        {
            case EventType.Agree when innerRow is not null:
                frame.Mode = Mode.Unspecified;
                Promise(frame, innerRow, complement);
                break;
            case EventType.Agree when row.Strength < 0.7:
                // "vowed to continue": a promise of nothing the codebook knows.
                _frames.Remove(frame);
                break;
            default:
                break;
        }
    }

    // "vowed to attack" is a threat, "pledged to strengthen its deterrent" a build-up, "agreed to withdraw" a concession.
    private void Promise(EventFrame frame, LexiconRow inner, int complement)
    {
        switch (inner.Type)
        {
            case EventType.Assault:
                frame.Type = EventType.Threaten;
                frame.Mode = Mode.Violence;
                break;
            case EventType.Sanction or EventType.Coerce:
                frame.Type = EventType.Threaten;
                frame.Mode = ModeRules.OfComplement(EventType.Threaten, inner.Type, inner.Mode, s, complement);
                break;
            case EventType.Mobilize:
                frame.Type = EventType.Mobilize;
                frame.Mode = inner.Mode;
                frame.Modality = frame.Modality == Modality.Occurred ? Modality.Announced : frame.Modality;
                frame.Targets.RemoveAll(t => t.Modifier);
                // It names nobody, as it should: no penalty for the missing target.
                frame.Strength = Math.Max(frame.Strength, 0.6);
                break;
            case EventType.Retreat or EventType.Concede:
                frame.Type = EventType.Concede;
                break;
            case EventType.Reject or EventType.Accuse or EventType.Protest:
                frame.Type = inner.Type;
                frame.Mode = inner.Mode;
                break;
            default:
                break;
        }
    }
}
