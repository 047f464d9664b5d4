using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Events;

/// <summary>Reads the events of one sentence: chooses type, actor, target and modality of every trigger by the models.</summary>
internal sealed class EventReader
{
    // How far the type may be behind "no event" to be kept as a doubtful one, in units of the scores.
    private const int LeastMargin = -4 * EventModel.Scale;

    // Below this, in hundredths, a reading is noise.
    private const int LeastConfidence = 6;

    private readonly Sentence _s;
    private readonly EventModel _model;
    private readonly Features _features;
    // Shared by the readers of a thread: what is in them is used at once.
    [ThreadStatic]
    private static FeatureBag? one, several;

    private readonly FeatureBag _bag = one ??= new FeatureBag();
    // Features of every group as a party of one trigger, one behind the other, and where each group's end; nobody's come first.
    private readonly FeatureBag _choices = several ??= new FeatureBag();
    private int[] _ends = [];

    public EventReader(Sentence s, Discourse discourse, EventModel model)
        : this(new Candidates(s, discourse, Lexicon.Default), model)
    {
    }

    public EventReader(Candidates candidates, EventModel model)
    {
        _s = candidates.Sentence;
        _model = model;
        Candidates = candidates;
        _features = new Features(candidates);
    }

    public Candidates Candidates { get; }

    public PartyFinder Parties => Candidates.Parties;

    public List<EventFrame> Read()
    {
        var frames = new List<EventFrame>();
        foreach (var (frame, margin, actorScore, targetScore) in Choose())
        {
            frame.Confidence = Confidence(frame, margin, actorScore, targetScore);
            frames.Add(frame);
        }
        Joint(frames);
        // A game is no war, and a word of the market's or the weather's that the lexicon blocks is hardly an event.
        var play = Circumstances.IsPlay(_s) || Candidates.Triggers.Exists(t => t.Best is { Blocks: true } && IsNature(t.Predicate.Subject));
        frames.RemoveAll(f => f.Confidence < LeastConfidence || f.Confidence < 80 && (play || f.Trigger!.Best is { Blocks: true }) || IsNature(f.Trigger!.Predicate.Subject) || f.Actors.Exists(a => a.First >= 0 && IsNature(a.Last)));
        return frames;
    }

    /// <summary>The frames with how clear the choices of type, actor and target were, before confidence.</summary>
    public List<(EventFrame Frame, int Margin, int ActorScore, int TargetScore)> Choose()
    {
        var found = new List<(EventFrame, int, int, int)>();
        Span<int> scores = stackalloc int[EventModel.Types];
        Span<int> modalities = stackalloc int[EventModel.Modalities];
        foreach (var trigger in Candidates.Triggers)
        {
            // What an "if" only supposes is no claim.
            if (trigger.Predicate.Mark is var mark and >= 0 && _s.IsAny(mark, "if", "unless", "whether"))
                continue;
            _bag.Clear();
            _features.OfTrigger(trigger, _bag);
            _model.Type.Score(_bag.Features, scores);
            var best = Best(scores, from: 1, out var margin);
            margin = Math.Min(margin, scores[best] - scores[0]);
            if (margin < LeastMargin)
                continue;
            // What somebody should do is a measure proposed, no event.
            if (trigger.Predicate.Obliged && (EventType)best is not (EventType.Request or EventType.Accuse or EventType.Reject or EventType.Threaten or EventType.Statement))
                continue;
            _bag.Clear();
            _features.OfModality(trigger, (EventType)best, _bag);
            _model.Modality.Score(_bag.Features, modalities);
            var modality = (Modality)Best(modalities, from: 1, out _);
            var frame = Frame(trigger, (EventType)best, modality, out var actorScore, out var targetScore);
            found.Add((frame, margin, actorScore, targetScore));
        }
        return found;
    }

    /// <summary>The class of the highest score, the lowest number among equals, and how far the next is below it.</summary>
    public static int Best(ReadOnlySpan<int> scores, int from, out int margin)
    {
        var best = from;
        for (var c = from + 1; c < scores.Length; c++)
            if (scores[c] > scores[best])
                best = c;
        margin = int.MaxValue;
        for (var c = from; c < scores.Length; c++)
            if (c != best)
                margin = Math.Min(margin, scores[best] - scores[c]);
        return best;
    }

    /// <summary>The parties that act and are acted on, for a type already chosen; -1 for nobody; the same group twice where its members act on each other.</summary>
    public (int Actor, int Target, int ActorScore, int TargetScore) Arguments(Trigger trigger, EventType type)
    {
        // A group shows the same as actor and as target, but for what the chosen actor adds.
        _choices.Clear();
        if (_ends.Length != Candidates.Groups.Count + 1)
            _ends = new int[Candidates.Groups.Count + 1];
        for (var g = -1; g < Candidates.Groups.Count; g++)
        {
            _features.OfChoice(trigger, type, g, null, _choices);
            _ends[g + 1] = _choices.Features.Length;
        }
        var actor = Pick(_model.Actor, trigger, type, null, out var actorScore);
        var target = Pick(_model.Target, trigger, type, actor, out var targetScore);
        return (actor, target, actorScore, targetScore);
    }

    // The group (or nobody) of the highest score, and how far the next is behind.
    private int Pick(LinearModel model, Trigger trigger, EventType type, int? actor, out int margin)
    {
        Span<int> part = stackalloc int[1];
        var (best, most, next) = (-1, int.MinValue, int.MinValue);
        for (var g = -1; g < Candidates.Groups.Count; g++)
        {
            if (!_features.May(trigger.Predicate, g, actor))
                continue;
            model.Score(_choices.Features[(g < 0 ? 0 : _ends[g]).._ends[g + 1]], part);
            var score = part[0];
            if (actor is { } a)
            {
                _bag.Clear();
                _features.OfActor(a, g, type, _bag);
                model.Score(_bag.Features, part);
                score += part[0];
            }
            if (score > most)
                (best, most, next) = (g, score, most);
            else
                next = Math.Max(next, score);
        }
        margin = next == int.MinValue ? 4 * EventModel.Scale : most - next;
        return best;
    }

    private EventFrame Frame(Trigger trigger, EventType type, Modality modality, out int actorScore, out int targetScore)
    {
        var p = trigger.Predicate;
        (type, modality) = Told(trigger, type, modality);
        (var actor, var target, actorScore, targetScore) = Arguments(trigger, type);
        var frame = new EventFrame
        {
            Type = type,
            Trigger = trigger,
            TriggerFirst = p.Token,
            TriggerLast = p.Particle == p.Token + 1 ? p.Particle : p.Token,
            Modality = modality,
            // A thing acts for nobody, wherever it stands: "a bomb in Manila".
            Actors = actor < 0 ? [] : Candidates.Groups[actor] is { Bare: true, Pronoun: false } thing ? [thing.Parties[0] with { Code = "", WikidataId = "" }] : [.. Candidates.Groups[actor].Parties],
            Targets = target < 0 ? [] : [.. Candidates.Groups[target].Parties],
            Nominal = p.IsNoun && p.Light < 0,
        };
        frame.Mode = ModeRules.Of(_s, Candidates, trigger, type);
        if (type is EventType.Consult or EventType.Cooperate || actor == target || type == EventType.Agree && trigger.Rows.Exists(r => r.Type is EventType.Consult or EventType.Cooperate) || trigger.Best is { } row && row.Type == type && row.Targets.Contains("mutual"))
        {
            // Mutual: every party is actor and target.
            frame.Actors = [.. frame.Actors, .. frame.Targets.Where(t => !frame.Actors.Exists(a => a.SameAs(t)))];
            frame.Targets = frame.Actors.Count > 1 ? [.. frame.Actors] : [];
        }
        else
            frame.Targets.RemoveAll(t => t.Kind == PartyKind.Reference && t.First == t.Last && frame.Actors.Exists(a => a.SameAs(t)));
        if (!frame.Targets.Exists(t => t.Code.Length > 0) && type is EventType.Accuse or EventType.Reject or EventType.Request or EventType.Threaten && Doers(p, frame) is { Count: > 0 } doers)
            frame.Targets = doers;
        // Police and courts act on those of their own state, where no other is named.
        if (frame.Actors is [{ Sector: Sector.Cop or Sector.Jud, Code: { Length: > 0 } code }])
            frame.Targets = [.. frame.Targets.Select(t => t.Code.Length > 0 && t.Code != code && !IsNamed(t) ? t with { Code = code, WikidataId = frame.Actors[0].WikidataId } : t)];
        frame.Actors = frame.Actors.ConvertAll(Candidates.AsNamed);
        frame.Targets = frame.Targets.ConvertAll(Candidates.AsNamed);
        (frame.ClauseFirst, frame.ClauseLast) = Clause(p);
        return frame;
    }

    // Whose doing a speech act's object is: "voiced its concerns over the collaboration between X and Y", "rejected a proposal from Z".
    private List<Party> Doers(Predicate p, EventFrame frame)
    {
        if (p.IsNoun)
            return [];
        foreach (var group in Candidates.Groups)
        {
            if (group.Bare || !group.Parties.TrueForAll(IsNamed) || group.Parties.Exists(g => frame.Actors.Exists(a => a.SameAs(g)))
                || _s.PrepositionAt(group.Head) is not (var at and >= 0) || !_s.IsAny(at, "between", "among", "by", "from"))
                continue;
            if (p.Object >= 0 && group.Head != p.Object && WithinNouns(group.Head, p.Object)
                || p.Obliques.Exists(o => o.Head != group.Head && o.Preposition is "over" or "about" or "at" && WithinNouns(group.Head, o.Head)))
                return [.. group.Parties];
        }
        return [];
    }

    private bool WithinNouns(int from, int to)
    {
        for (var steps = 0; from != to && steps < 6; steps++)
        {
            from = _s.Head(from);
            if (from < 0 || _s.At(from).Pos is Pos.Verb or Pos.Aux)
                return false;
        }
        return from == to;
    }

    // Whether a name within its words gives the party its code, rather than what it was taken to refer to.
    private bool IsNamed(Party party)
    {
        foreach (var mention in _s.Mentions)
            if (mention.First >= party.First && mention.Last <= party.Last && mention.Form.Entity.Code == party.Code)
                return party.Code.Length > 0;
        return false;
    }

    // What the codebook makes of an act that is still to come (AGREE, CONCEDE; rules 5 and 11) or that may come.
    private (EventType, Modality) Told(Trigger trigger, EventType type, Modality modality)
    {
        var p = trigger.Predicate;
        if (modality == Modality.Conditional && !Supposes())
            modality = p.Would ? Modality.Possible : Modality.Occurred;
        if (p.Possible)
            // "may impose": the act's own type (rule 11).
            return (type == EventType.Threaten && trigger.Best is { Type: EventType.Sanction or EventType.Coerce or EventType.Assault or EventType.Mobilize } own ? own.Type : type,
                modality == Modality.Occurred ? Modality.Possible : modality);
        if (!p.Future)
            return (type, modality);
        if (p.Negated)
            return type is EventType.Agree or EventType.Support or EventType.Consult or EventType.Cooperate or EventType.Aid or EventType.Concede or EventType.Retreat && modality is Modality.Occurred or Modality.Announced
                ? (EventType.Reject, Modality.Occurred) : (type, modality);
        return type switch
        {
            EventType.Consult or EventType.Support or EventType.Cooperate or EventType.Aid when modality is Modality.Occurred or Modality.Announced => (EventType.Agree, Modality.Occurred),
            EventType.Retreat when modality is Modality.Occurred or Modality.Announced => (EventType.Concede, Modality.Occurred),
            EventType.Assault when modality is Modality.Occurred or Modality.Conditional => (EventType.Threaten, Modality.Occurred),
            EventType.Sanction or EventType.Coerce or EventType.Mobilize when modality == Modality.Occurred => (type, Modality.Announced),
            _ => (type, modality),
        };
    }

    private bool Supposes()
    {
        for (var i = 0; i < _s.Length; i++)
            if (_s.IsAny(i, "if", "unless", "provided", "once", "until", "condition", "conditional", "depending"))
                return true;
        return false;
    }

    private int Confidence(EventFrame frame, int margin, int actorScore, int targetScore)
    {
        _bag.Clear();
        SureFeatures(frame, frame.Trigger!, margin, actorScore, targetScore, _bag);
        Span<int> score = stackalloc int[1];
        _model.Sure.Score(_bag.Features, score);
        return _model.Confidence(score[0]);
    }

    /// <summary>What tells whether type, actor and target are all right: how clear each choice was, and what the parties are.</summary>
    public static void SureFeatures(EventFrame frame, Trigger trigger, int margin, int actorScore, int targetScore, FeatureBag bag)
    {
        bag.Add(F.Bias);
        Steps(F.Margin, margin, 0, bag);
        var actor = frame.Actors.Count == 0 ? 9UL : (ulong)frame.Actors[0].Kind;
        var target = frame.Targets.Count == 0 ? 9UL : (ulong)frame.Targets[0].Kind;
        Steps(F.ActorMargin, actorScore, frame.Actors.Count == 0 ? 1UL : 0UL, bag);
        Steps(F.TargetMargin, targetScore, frame.Targets.Count == 0 ? 1UL : 0UL, bag);
        bag.Add(F.SureActor, actor, frame.Actors.Count > 0 && frame.Actors[0].Code.Length > 0 ? 1UL : 0UL);
        bag.Add(F.SureTarget, target, frame.Targets.Count > 0 && frame.Targets[0].Code.Length > 0 ? 1UL : 0UL);
        bag.Add(F.SureType, (ulong)frame.Type);
        bag.Add(F.SureRow, trigger.Best is null ? 0UL : trigger.Best.Type == frame.Type ? 1UL : 2UL);
        bag.Add(F.SureNoun, trigger.Predicate.IsNoun ? trigger.Predicate.Light >= 0 ? 2UL : 1UL : 0UL);
        bag.Add(F.SureForm, (ulong)frame.Modality);
    }

    // One feature for every half log-odds reached, so that what holds for a margin holds for a larger one.
    private static void Steps(F template, int score, ulong kind, FeatureBag bag)
    {
        var steps = Math.Clamp(score / (EventModel.Scale / 2), -4, 12);
        for (var i = -4; i <= steps; i++)
            bag.Add(template, (ulong)(i + 4), kind);
    }

    // The words of the predicate's own clause: its subtree without other clauses' subtrees, as a range around the trigger.
    private (int First, int Last) Clause(Predicate p)
    {
        var top = p.Light >= 0 ? p.Light : p.Token;
        for (var i = 0; i < 3 && _s.Head(top) is var head and >= 0 && _s.RelationOf(top) is Relation.Xcomp or Relation.Obj or Relation.Nsubj or Relation.NsubjPass or Relation.Obl or Relation.Nmod; i++)
            top = head;
        var (first, last) = (Math.Min(p.Token, top), Math.Max(p.Token, top));
        Extend(top, ref first, ref last, 0);
        return (first, last);
    }

    private void Extend(int node, ref int first, ref int last, int depth)
    {
        if (depth > 12)
            return;
        foreach (var child in _s.Children(node))
        {
            if (_s.RelationOf(child) is Relation.Ccomp or Relation.Advcl or Relation.AclRelcl or Relation.Parataxis or Relation.Conj && _s.At(child).Pos == Pos.Verb)
                continue;
            first = Math.Min(first, child);
            last = Math.Max(last, child);
            Extend(child, ref first, ref last, depth + 1);
        }
    }

    // Codebook rule 2: a joint exercise is COOPERATE among the allies and MOBILIZE by all of them.
    private void Joint(List<EventFrame> frames)
    {
        foreach (var frame in frames.ToArray())
        {
            if (frame.Type == EventType.Mobilize && !frame.Targets.Exists(p => p.Code.Length > 0) && Adversary(frame) is { Count: > 0 } adversary)
                frame.Targets = adversary;
            if (frame.Type is not (EventType.Cooperate or EventType.Mobilize) || !frame.Trigger!.Rows.Exists(r => r.Mode == Mode.XExercise) && !IsExercise(frame)
                || frame.Actors.Select(a => a.Code).Where(c => c.Length > 0).Distinct().Count() < 2 || frames.Exists(f => f.Type == (frame.Type == EventType.Cooperate ? EventType.Mobilize : EventType.Cooperate)))
                continue;
            frames.Add(frame.Type == EventType.Cooperate
                ? frame.Copy(EventType.Mobilize, Mode.XExercise, frame.Actors, Adversary(frame))
                : frame.Copy(EventType.Cooperate, Mode.Unspecified, frame.Actors, [.. frame.Actors]));
        }
    }

    // Markets, weather and disasters act on nobody.
    private bool IsNature(int subject)
    {
        if (subject < 0 || _s.MentionAt[subject] >= 0)
            return false;
        if (Lexicon.Default.Set("n-market").Contains(_s.NounOf(subject)))
            return true;
        foreach (var c in WordClasses.Default.Noun(_s.Lemmas[subject]))
            if (WordClasses.Default.Names[c - 1] is "weather" or "disaster-accident" or "market-index" or "disease")
                return true;
        return false;
    }

    // Whom a show of force is meant for, where the sentence names it: "aimed at X", "against X", "near X", "anti-X".
    private List<Party> Adversary(EventFrame frame)
    {
        foreach (var group in Candidates.Groups)
        {
            var party = group.Parties[0];
            if (party.Code.Length == 0 || frame.Actors.Exists(a => a.SameAs(party)))
                continue;
            var head = _s.Head(group.Head);
            if (_s.PrepositionAt(group.Head) is var prep and >= 0 && (_s.IsAny(prep, "against", "near", "off") || _s.Is(prep, "at") && head >= 0 && _s.IsAny(head, "aimed", "directed", "targeted"))
                || head >= 0 && _s.RelationOf(group.Head) == Relation.Obj && _s.IsAny(head, "targeting", "simulating", "targets", "targeted", "target")
                || party.First >= 2 && _s.Is(party.First - 2, "anti"))
                return [.. group.Parties];
        }
        return [];
    }

    private bool IsExercise(EventFrame frame)
    {
        for (var i = frame.ClauseFirst; i <= frame.ClauseLast; i++)
            if (Lexicon.Default.Set("n-exercise").Contains(_s.NounOf(i)) && !_s.IsAny(i - 1, "top") && Math.Abs(i - frame.TriggerFirst) < 8)
                return true;
        return false;
    }
}
