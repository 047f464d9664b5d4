using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;

namespace RegionalSecurity.Language.Events;

/// <summary>Reads the events of one sentence: chooses type, actor, target and modality of every trigger by the models.</summary>
internal sealed class EventReader
{
    private readonly Sentence _s;
    private readonly EventModel _model;
    private readonly Features _features;
    private readonly FeatureBag _bag = new();

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
            _bag.Clear();
            _features.OfTrigger(trigger, _bag);
            _model.Type.Score(_bag.Features, scores);
            var best = Best(scores, from: 0, out var margin);
            if (best == 0)
                continue;
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

    /// <summary>The parties that act and are acted on, for a type already chosen; -1 for nobody.</summary>
    public (int Actor, int Target, int ActorScore, int TargetScore) Arguments(Trigger trigger, EventType type)
    {
        var n = Candidates.Groups.Count;
        var actors = new int[n];
        var targets = new int[n];
        Span<int> score = stackalloc int[1];
        for (var i = 0; i < n; i++)
        {
            _bag.Clear();
            _features.OfArgument(trigger, type, i, _bag);
            _model.Actor.Score(_bag.Features, score);
            actors[i] = score[0];
            _model.Target.Score(_bag.Features, score);
            targets[i] = score[0];
        }
        // The best pair; nobody scores 0 on either side.
        var (actor, target, sum) = (-1, -1, 0);
        for (var a = -1; a < n; a++)
            for (var t = -1; t < n; t++)
            {
                if (a == t && a >= 0)
                    continue;
                var pair = (a < 0 ? 0 : actors[a]) + (t < 0 ? 0 : targets[t]);
                if (pair > sum)
                    (actor, target, sum) = (a, t, pair);
            }
        return (actor, target, Sureness(actors, actor), Sureness(targets, target));
    }

    // How far the choice is from the next best: nobody, or another party.
    private static int Sureness(int[] scores, int chosen)
    {
        var other = chosen < 0 ? int.MinValue : 0;
        for (var i = 0; i < scores.Length; i++)
            if (i != chosen)
                other = Math.Max(other, scores[i]);
        return other == int.MinValue ? 4 * EventModel.Scale : (chosen < 0 ? 0 : scores[chosen]) - other;
    }

    private EventFrame Frame(Trigger trigger, EventType type, Modality modality, out int actorScore, out int targetScore)
    {
        var p = trigger.Predicate;
        (var actor, var target, actorScore, targetScore) = Arguments(trigger, type);
        var frame = new EventFrame
        {
            Type = type,
            Trigger = trigger,
            TriggerFirst = p.Token,
            TriggerLast = p.Particle == p.Token + 1 ? p.Particle : p.Token,
            Modality = modality,
            Actors = actor < 0 ? [] : [.. Candidates.Groups[actor].Parties],
            Targets = target < 0 ? [] : [.. Candidates.Groups[target].Parties],
            Nominal = p.IsNoun && p.Light < 0,
        };
        frame.Mode = ModeRules.Of(_s, Candidates, trigger, type);
        if (type is EventType.Consult or EventType.Cooperate || type == EventType.Agree && frame.Targets.Count == 0 && frame.Actors.Count > 1)
        {
            // Mutual: every party is actor and target.
            frame.Actors = [.. frame.Actors, .. frame.Targets.Where(t => !frame.Actors.Exists(a => a.SameAs(t)))];
            frame.Targets = frame.Actors.Count > 1 || type == EventType.Cooperate ? [.. frame.Actors] : [];
        }
        else
            frame.Targets.RemoveAll(t => t.Kind == PartyKind.Reference && t.First == t.Last && frame.Actors.Exists(a => a.SameAs(t)));
        (frame.ClauseFirst, frame.ClauseLast) = Clause(p);
        return frame;
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
        bag.Add("bias");
        bag.Add("margin", Step(margin));
        bag.Add("actor", Step(actorScore), frame.Actors.Count == 0 ? "none" : frame.Actors[0].Kind.ToString());
        bag.Add("target", Step(targetScore), frame.Targets.Count == 0 ? "none" : frame.Targets[0].Kind.ToString());
        bag.Add("type", frame.Type.ToString());
        bag.Add("row", trigger.Best is null ? "none" : trigger.Best.Type == frame.Type ? "same" : "other");
        bag.Add("noun", trigger.Predicate.IsNoun ? trigger.Predicate.Light >= 0 ? "light" : "y" : "n");
    }

    private static string Step(int score) => Math.Clamp(score / (EventModel.Scale / 2), -6, 10).ToString(System.Globalization.CultureInfo.InvariantCulture);

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
            if (frame.Type is not (EventType.Cooperate or EventType.Mobilize) || !frame.Trigger!.Rows.Exists(r => r.Mode == Mode.XExercise) && !IsExercise(frame)
                || frame.Actors.Select(a => a.Code).Where(c => c.Length > 0).Distinct().Count() < 2 || frames.Exists(f => f != frame && f.Type is EventType.Cooperate or EventType.Mobilize))
                continue;
            frames.Add(frame.Type == EventType.Cooperate
                ? frame.Copy(EventType.Mobilize, Mode.XExercise, frame.Actors, [])
                : frame.Copy(EventType.Cooperate, Mode.Unspecified, frame.Actors, [.. frame.Actors]));
        }
    }

    private bool IsExercise(EventFrame frame)
    {
        for (var i = frame.ClauseFirst; i <= frame.ClauseLast; i++)
            if (Lexicon.Default.Set("n-exercise").Contains(_s.NounOf(i)) && !_s.IsAny(i - 1, "top") && Math.Abs(i - frame.TriggerFirst) < 8)
                return true;
        return false;
    }
}
