using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>Trains the choices of the extractor on labelled sentences.</summary>
internal sealed class EventTrainer(Gazetteer gazetteer)
{
    // What a plain sentence made from the lexicon counts against a labelled one.
    private const float PlainWeight = 0.6f;

    private readonly SentenceReader _reader = new(gazetteer);

    /// <summary>A labelled sentence as the extractor sees it, with the trigger of each label (-1: the lexicon has none there).</summary>
    public sealed record Read(LabelledItem Item, Candidates Candidates, List<(LabelledClaim Claim, int Trigger)> Gold);

    public Read Prepare(LabelledItem item) => Prepare(item, References.Default, null);

    /// <summary>The same with other weights of references; <paramref name="recorder"/> hears of every choice of one.</summary>
    public Read Prepare(LabelledItem item, LinearModel references, Action<Sentence, Asked>? recorder)
    {
        // The states that the whole item names: what an article would name.
        var all = item.Context.Append(item.Sentence).Select(Sentences).ToList();
        var states = all.SelectMany(s => s).SelectMany(s => s.Mentions).Select(m => m.Form.Entity.Code).Where(gazetteer.IsState).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var discourse = new Discourse(gazetteer, null, states) { Model = references, Recorder = recorder };
        foreach (var before in all.SkipLast(1).SelectMany(s => s))
        {
            SentenceReader.Parse(before);
            _ = new Candidates(before, discourse, Lexicon.Default);
        }
        var s = _reader.Read(item.Sentence, new Segment { Kind = SegmentKind.Sentence, Start = 0, End = item.Sentence.Length, Line = 0 });
        SentenceReader.Parse(s);
        var candidates = new Candidates(s, discourse, Lexicon.Default);
        return new Read(item, candidates, [.. item.Claims.Select(c => (c, TriggerOf(c, candidates)))]);
    }

    private List<Sentence> Sentences(string text) => [.. Segmenter.Cut(text).Select(segment => _reader.Read(text, segment))];

    // The trigger in the labelled words: the one whose row has the type, else an event noun that a light verb carries, else the first verb, else any.
    private static int TriggerOf(LabelledClaim claim, Candidates candidates)
    {
        var inside = candidates.Triggers.Select((t, i) => (Trigger: t, Index: i))
            .Where(t => claim.Trigger.Overlaps(candidates.Sentence.At(t.Trigger.Token).Start, candidates.Sentence.At(t.Trigger.Token).End)).ToList();
        if (inside.Count == 0)
            return -1;
        return inside.OrderByDescending(t => (t.Trigger.Best?.Type == claim.Type ? 4 : 0) + (t.Trigger.Predicate.Light >= 0 ? 2 : 0) + (t.Trigger.Rows.Exists(r => r.Type == claim.Type) ? 2 : 0) + (t.Trigger.Predicate.IsNoun ? 0 : 1))
            .ThenBy(t => t.Index).First().Index;
    }

    /// <summary>
    /// The model of all sentences, and figures by five folds: each fold is read by choices learned on the other four; how sure those are is learned on the other
    /// folds' readings, too. <paramref name="plain"/> (made from the lexicon) is in every training and in no test.
    /// </summary>
    public static (EventModel Model, Dictionary<string, Evaluation> Figures, List<string> Reliability) Train(IReadOnlyList<Read> reads, IReadOnlyList<Read> plain, Func<Read, string> kind)
    {
        var folds = Folds(reads);
        var choices = new EventModel[folds.Count + 1];
        Parallel.For(0, folds.Count + 1, i => choices[i] = Choices([.. i < folds.Count ? reads.Except(folds[i]) : reads, .. plain]));
        var sure = folds.Select((fold, i) => fold.SelectMany(read => Sureness(read, choices[i])).ToList()).ToList();
        var figures = new Dictionary<string, Evaluation>(StringComparer.Ordinal);
        var all = figures["all"] = new Evaluation();
        for (var i = 0; i < folds.Count; i++)
        {
            var model = Sure(choices[i], [.. sure.Where((_, j) => j != i).SelectMany(s => s)]);
            foreach (var read in folds[i])
            {
                var frames = new EventReader(read.Candidates, model).Read();
                all.Add(read.Item, read.Candidates.Sentence, frames);
                if (!figures.TryGetValue(kind(read), out var part))
                    figures[kind(read)] = part = new Evaluation();
                part.Add(read.Item, read.Candidates.Sentence, frames);
            }
        }
        return (Sure(choices[^1], [.. sure.SelectMany(s => s)]), figures, [.. all.Reliability()]);
    }

    private static EventModel Sure(EventModel choices, List<Example> examples)
    {
        var sure = new LogisticTrainer(1, 12, 1e-3).Train(examples);
        return new EventModel(choices.Type, choices.Modality, choices.Actor, choices.Target, sure, Calibrate(examples, sure));
    }

    /// <summary>Five parts of the sentences, by a hash of each.</summary>
    public static List<List<Read>> Folds(IReadOnlyList<Read> reads)
    {
        var folds = Enumerable.Range(0, 5).Select(_ => new List<Read>()).ToList();
        foreach (var read in reads)
            folds[Fold(read.Item)].Add(read);
        return folds;
    }

    /// <summary>The part of five that a sentence is in.</summary>
    public static int Fold(LabelledItem item) => (int)(Hash(item.Sentence) % 5);

    private static ulong Hash(string text)
    {
        var seed = 14695981039346656037ul;
        foreach (var c in text)
            seed = (seed ^ c) * 1099511628211;
        return new SplitMix(seed).Next();
    }

    /// <summary>The four choices, without how sure they are.</summary>
    public static EventModel Choices(IReadOnlyList<Read> reads)
    {
        var types = new List<Example>();
        var modalities = new List<Example>();
        var actors = new List<Choice>();
        var targets = new List<Choice>();
        var bag = new FeatureBag();
        foreach (var (item, candidates, gold) in reads)
        {
            var features = new Features(candidates);
            var weight = item.File == "events.tsv" ? PlainWeight : 1;
            for (var i = 0; i < candidates.Triggers.Count; i++)
            {
                var trigger = candidates.Triggers[i];
                var labels = gold.Where(g => g.Trigger == i).Select(g => g.Claim).ToList();
                // Another word of a labelled trigger is neither right nor wrong.
                var token = candidates.Sentence.At(trigger.Token);
                if (labels.Count == 0 && item.Claims.Exists(c => c.Trigger.Overlaps(token.Start, token.End)))
                    continue;
                bag.Clear();
                features.OfTrigger(trigger, bag);
                var seen = bag.Features.ToArray();
                types.Add(new Example(seen, labels.Count == 0 ? 0 : (int)labels[0].Type, weight));
                foreach (var label in labels)
                {
                    if (weight == 1)
                    {
                        // What is long past is told by its date, not by its grammar.
                        bag.Clear();
                        features.OfModality(trigger, label.Type, bag);
                        modalities.Add(new Example(bag.Features.ToArray(), (int)(label.Modality == Claims.V1.Modality.Historical ? Claims.V1.Modality.Occurred : label.Modality)));
                    }
                    if (GroupOf(label.Actors, candidates, -1, trigger) is not { } actor)
                        continue;
                    actors.Add(Option(features, trigger, label.Type, candidates, null, actor, weight));
                    int? target = IsMutual(label) ? GroupOf(label.Targets, candidates, actor, trigger) ?? (candidates.Groups[actor].Parties.Count > 1 ? actor : -1) : GroupOf(label.Targets, candidates, -1, trigger);
                    if (target is { } t && features.May(trigger.Predicate, t, actor))
                        targets.Add(Option(features, trigger, label.Type, candidates, actor, t, weight));
                }
            }
        }
        var none = new LinearModel(1, EventModel.Scale, [], []);
        return new EventModel(
            new LogisticTrainer(EventModel.Types, 8, 1e-1).Train(types), new LogisticTrainer(EventModel.Modalities, 8, 2e-2).Train(modalities),
            new LogisticTrainer(1, 10, 3e-2).Choose(actors), new LogisticTrainer(1, 10, 3e-2).Choose(targets), none, new byte[2 * EventModel.Half + 1]);
    }

    private static Choice Option(Features features, Trigger trigger, Claims.V1.EventType type, Candidates candidates, int? actor, int gold, float weight)
    {
        var bag = new FeatureBag();
        var options = new List<uint[]>();
        var right = -1;
        for (var g = -1; g < candidates.Groups.Count; g++)
        {
            if (!features.May(trigger.Predicate, g, actor))
                continue;
            bag.Clear();
            features.OfChoice(trigger, type, g, actor, bag);
            if (g == gold)
                right = options.Count;
            options.Add(bag.Features.ToArray());
        }
        return new Choice([.. options], right, weight);
    }

    // The first group that names one of the parties (but for one group); -1 where nobody is labelled; null where the candidates have none of them.
    private static int? GroupOf(List<LabelledParty> parties, Candidates candidates, int but, Trigger trigger)
    {
        if (parties.Count == 0)
            return -1;
        // A label has the name ("Jakarta said it would ..."), the verb the pronoun that stands for it.
        for (var g = 0; g < candidates.Groups.Count; g++)
            if (g != but && candidates.Groups[g] is { Parties: [{ Kind: PartyKind.Reference } pronoun] } group && (group.Head == trigger.Predicate.Subject || group.Head == trigger.Predicate.Object)
                && candidates.AsNamed(pronoun) is var name && name != pronoun && parties.Exists(p => Stands(p, name, candidates.Sentence)))
                return g;
        for (var g = 0; g < candidates.Groups.Count; g++)
            if (g != but && Names(parties, candidates, g))
                return g;
        return null;
    }

    private static bool Stands(LabelledParty label, Party party, Sentence s) => label.Mention.Overlaps(s.At(party.First).Start, s.At(party.Last).End);

    // Both sides of a meeting are actors and targets; in training one group is the actor and the other the target.
    private static bool IsMutual(LabelledClaim claim) => claim.Actors.Count > 0 && claim.Actors.Count == claim.Targets.Count && claim.Actors.TrueForAll(a => claim.Targets.Exists(t => t.Mention == a.Mention));

    private static bool Names(List<LabelledParty> parties, Candidates candidates, int group)
    {
        var s = candidates.Sentence;
        var head = s.At(candidates.Groups[group].Head);
        foreach (var party in parties)
        {
            if (!party.Mention.Overlaps(head.Start, head.End))
            {
                // A thing that a party owns ("Russian actions") stands for the party.
                if (candidates.Groups[group].Parties.Exists(p => p.Modifier && p.First >= 0 && party.Mention.Overlaps(s.At(p.First).Start, s.At(p.Last).End)))
                    return true;
                continue;
            }
            // Of the nominals inside a mention only its head, or the name that modifies a head that is no party of its own.
            var parent = s.Head(candidates.Groups[group].Head);
            var inner = parent >= 0 && party.Mention.Overlaps(s.At(parent).Start, s.At(parent).End) && candidates.Groups.Exists(o => o.Head == parent && !o.Bare);
            if (!inner)
                return true;
        }
        return false;
    }

    private static IEnumerable<Example> Sureness(Read read, EventModel model)
    {
        var reader = new EventReader(read.Candidates, model);
        var bag = new FeatureBag();
        foreach (var (frame, margin, actorScore, targetScore) in reader.Choose())
        {
            bag.Clear();
            EventReader.SureFeatures(frame, frame.Trigger!, margin, actorScore, targetScore, bag);
            yield return new Example(bag.Features.ToArray(), read.Gold.Exists(g => Fits(g.Claim, frame, read.Candidates.Sentence)) ? 1 : 0);
        }
    }

    /// <summary>Whether type, actor and target of the frame are the label's.</summary>
    public static bool Fits(LabelledClaim claim, EventFrame frame, Sentence s) =>
        claim.Type == frame.Type && Side(claim.Actors, frame.Actors, s) && Side(claim.Targets, frame.Targets, s);

    private static bool Side(List<LabelledParty> gold, List<Party> found, Sentence s) =>
        gold.Count == 0 ? found.Count == 0 || found.TrueForAll(f => f.Code.Length == 0)
            : found.Exists(f => f.First >= 0 && gold.Exists(g => g.Mention.Overlaps(s.At(f.First).Start, s.At(f.Last).End) && (g.Code.Length == 0 || g.Code == f.Code)));

    // Share of right ones by score, made monotone (pool adjacent violators), in hundredths.
    private static byte[] Calibrate(List<Example> examples, LinearModel model)
    {
        var right = new double[2 * EventModel.Half + 1];
        var all = new double[right.Length];
        Span<int> score = stackalloc int[1];
        foreach (var example in examples)
        {
            model.Score(example.Features, score);
            var bin = EventModel.Bin(score[0]);
            right[bin] += example.Class;
            all[bin]++;
        }
        var blocks = new List<(double Right, double All, int Bins)>();
        for (var i = 0; i < right.Length; i++)
        {
            // A prior of two examples keeps empty ends sane.
            var prior = 1 / (1 + Math.Exp(-(i - EventModel.Half + 0.5) / 4));
            blocks.Add((right[i] + 2 * prior, all[i] + 2, 1));
            while (blocks.Count > 1 && blocks[^2].Right / blocks[^2].All > blocks[^1].Right / blocks[^1].All)
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add((a.Right + b.Right, a.All + b.All, a.Bins + b.Bins));
            }
        }
        return [.. blocks.SelectMany(b => Enumerable.Repeat((byte)Math.Clamp(Math.Round(100 * b.Right / b.All), 5, 99), b.Bins))];
    }
}
