using Google.Protobuf.Collections;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Coding;

/// <summary>Turns the events of one sentence into claims: attribution, modality, time, response, label, themes, qualifiers, confidence.</summary>
internal sealed class SentenceCoder(ArticleContext context)
{
    private readonly QuoteTrack _quotes = new();

    public void Code(Sentence s, EventReader reader)
    {
        _quotes.Next(s);
        var reports = new ReportFinder(reader.Candidates, _quotes);
        // All sentences are asked, those without an event too: a quotation runs on from them.
        _ = reports.All;
        var frames = reader.Read();
        frames.RemoveAll(f => !IsPolitical(f));
        if (frames.Count == 0)
            return;
        var times = EventTimes.Find(s, context.Published);
        var themes = Themes.Of(s);
        var response = ResponseFinder.Find(reader.Candidates);
        var label = LabelFinder.Find(s);
        if (response is not null)
            frames.RemoveAll(f => f.TriggerFirst > response.CueLast && f.TriggerFirst <= response.Last);
        Accuse(s, frames);
        Recall(s, frames);
        // Codebook rule 9: a report of speech gives STATEMENT only when its content gives nothing else.
        if (frames.Exists(f => f.Type != EventType.Statement))
            frames.RemoveAll(f => f.Type == EventType.Statement);
        var drafts = new List<(EventFrame Frame, Claim Claim)>();
        foreach (var frame in Merge(s, frames))
            drafts.Add((frame, Draft(s, frame, reports, times, themes)));
        foreach (var frame in frames.Where(f => f.Modality == Modality.Occurred && f.Actors.Exists(a => a.Code.Length > 0)))
            context.Discourse.Acts[frame.Type] = frame.Actors;
        foreach (var (frame, claim) in drafts)
        {
            if (response is not null && Answers(frame, response, drafts))
                claim.ResponseTo = response.Build(context, s);
            if (label is { } named)
                claim.Label = LabelFinder.Build(context, s, named, claim);
            context.Keep(claim);
        }
    }

    // Somebody acts or is acted on: a coded party, a role, a name; things alone do nothing.
    private static bool IsPolitical(EventFrame f) => f.Actors.Exists(IsSomebody) || f.Targets.Exists(IsSomebody);

    private static bool IsSomebody(Party p) => p.Code.Length > 0 || p.Kind is PartyKind.Named or PartyKind.Role;

    // "accused X of attacking", "claimed that X attacked": the act is the accuser's allegation.
    private static void Accuse(Sentence s, List<EventFrame> frames)
    {
        foreach (var accusation in frames.Where(f => f is { Type: EventType.Accuse, Mode: Mode.Allege }).ToList())
            foreach (var act in frames)
                if (act != accusation && act.Type != EventType.Statement && accusation.Trigger!.Predicate.Complement is var complement and >= 0 && s.Under(act.TriggerFirst, complement))
                {
                    act.Alleged = true;
                    act.Accusers = accusation.Actors;
                    if (act.Actors.Count == 0)
                        act.Actors = [.. accusation.Targets];
                }
    }

    // "condemned the attack": by whom, an earlier sentence said.
    private void Recall(Sentence s, List<EventFrame> frames)
    {
        foreach (var frame in frames)
        {
            if (frame.Type is not (EventType.Accuse or EventType.Reject) || frame.Targets.Exists(t => t.Code.Length > 0) || frame.Trigger!.Predicate.Object is not (var at and >= 0))
                continue;
            var (first, last) = s.Phrase(at);
            if (!s.IsAny(first, "the", "this", "these", "those") || Doers(s.At(at).Word.NounTypes) is not { } doers || doers.Exists(d => frame.Actors.Exists(a => a.SameAs(d))))
                continue;
            frame.Targets = [.. doers.Where(d => d.Code.Length > 0).Select(d => d with { First = first, Last = last, Kind = PartyKind.Reference, Modifier = false })];
        }
    }

    // Who did the latest act of a kind that the noun may mean.
    private List<Party>? Doers(uint types)
    {
        for (var type = EventType.Agree; type < EventType.Statement; type++)
            if ((types & 1u << (int)type) != 0 && context.Discourse.Acts.TryGetValue(type, out var doers))
                return doers;
        return null;
    }

    // Codebook rule 10: several acts of one type towards one target in one sentence are one claim.
    private static List<EventFrame> Merge(Sentence s, List<EventFrame> frames)
    {
        var merged = new List<EventFrame>();
        foreach (var frame in frames)
        {
            var same = merged.Find(f => f.Type == frame.Type && f.Alleged == frame.Alleged && Codes(f.Actors) == Codes(frame.Actors)
                && (f.Modality == frame.Modality && (Within(frame.Targets, f.Targets) || Within(f.Targets, frame.Targets)) || Linked(s, f, frame)));
            if (same is null)
            {
                merged.Add(frame);
                continue;
            }
            if (same.Mode == Mode.Unspecified)
                same.Mode = frame.Mode;
            // "may launch an attack": the verb tells whether it is so; "denied attacking": the verb that depends on the other.
            if (frame.Trigger!.Predicate.IsNoun ? s.Under(same.TriggerFirst, frame.TriggerFirst) : s.Under(frame.TriggerFirst, same.TriggerFirst))
                same.Modality = frame.Modality;
            if (!same.Targets.Exists(t => t.Code.Length > 0) && frame.Targets.Count > 0)
                same.Targets = frame.Targets;
            same.Confidence = Math.Max(same.Confidence, frame.Confidence);
        }
        // "threatened to impose", "urged X to free": what is threatened, asked, promised or refused is no act of its own.
        merged.RemoveAll(f => merged.Exists(v => v != f && v.Type is EventType.Threaten or EventType.Request or EventType.Reject or EventType.Agree or EventType.Concede
            && v.Trigger!.Predicate is { Clausal: false, Complement: var complement } && complement == f.TriggerFirst && v.Confidence >= f.Confidence));
        // "condemned X over the drills" (rule 4): what a speech act is about is a claim of its own only where the text reports it.
        merged.RemoveAll(f => f.Nominal && f.Confidence < 50 && merged.Exists(v => v != f && !v.Nominal && v.Confidence > f.Confidence
            && v.Type is EventType.Accuse or EventType.Request or EventType.Reject or EventType.Support or EventType.Threaten && HangsOn(s, f.TriggerFirst, v.TriggerFirst)));
        // "would send aid", "imposed tariffs": the object of an act is no act of its own by the same party.
        merged.RemoveAll(f => f.Nominal && merged.Exists(v => v != f && !v.Nominal && v.Confidence >= f.Confidence && s.Head(f.TriggerFirst) == v.TriggerFirst
            && s.RelationOf(f.TriggerFirst) == Parsing.Relation.Obj && Codes(v.Actors) == Codes(f.Actors)));
        // Where the attack is told, the deployment that served it is not told again.
        merged.RemoveAll(f => f.Type == EventType.Mobilize && f.Mode is not Mode.XExercise
            && merged.Exists(a => a.Type == EventType.Assault && a.Modality == f.Modality && Codes(a.Actors) == Codes(f.Actors)));
        return merged;
    }

    // Below the verb with nothing but nouns between.
    private static bool HangsOn(Sentence s, int noun, int verb)
    {
        for (var steps = 0; noun >= 0 && steps < 5; steps++)
        {
            noun = s.Head(noun);
            if (noun == verb)
                return true;
            if (noun >= 0 && s.At(noun).Pos is Parsing.Pos.Verb or Parsing.Pos.Aux)
                return false;
        }
        return false;
    }

    private static bool Within(List<Party> some, List<Party> all) => some.TrueForAll(p => p.Code.Length == 0 || all.Exists(q => q.Code == p.Code));

    // Two words for one act: a verb and its object, or a verb and what follows from it ("shelled Chad, wounding 30").
    private static bool Linked(Sentence s, EventFrame a, EventFrame b) =>
        s.Head(b.TriggerFirst) == a.TriggerFirst && s.RelationOf(b.TriggerFirst) is Parsing.Relation.Obj or Parsing.Relation.Xcomp or Parsing.Relation.Advcl or Parsing.Relation.Ccomp
        || s.Head(a.TriggerFirst) == b.TriggerFirst && s.RelationOf(a.TriggerFirst) is Parsing.Relation.Obj or Parsing.Relation.Xcomp or Parsing.Relation.Advcl;

    private static string Codes(List<Party> parties) =>
        string.Join(' ', parties.Select(p => p.Code.Length > 0 ? p.Code : p.First.ToString(System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order(StringComparer.Ordinal));

    private Claim Draft(Sentence s, EventFrame frame, ReportFinder finder, List<When> times, List<Theme> themes)
    {
        var claim = context.New(ClaimKind.Event, s);
        claim.EventType = frame.Type;
        claim.Mode = frame.Mode;
        claim.QuadClass = QuadClasses.Of(frame.Type);
        claim.Trigger = context.Span(s, frame.TriggerFirst, frame.TriggerLast);
        claim.Themes.AddRange(themes);
        Add(claim.Actors, s, frame.Actors);
        Add(claim.Targets, s, frame.Targets);
        var reports = finder.Of(frame.Trigger!.Predicate);
        Attribute(s, claim, frame, reports);
        var range = EventTimes.Range(times, frame.ClauseFirst, frame.ClauseLast, frame.TriggerFirst, frame.Modality, context.Published, out var historical);
        claim.Modality = historical && frame.Modality is Modality.Occurred ? Modality.Historical : frame.Modality;
        claim.EventTime = range;
        Circumstances.Qualify(s, frame, claim);
        claim.FirstHand = IsSpeech(frame.Type) && FirstHand(s, frame, reports);
        claim.Confidence = frame.Confidence / 100.0;
        return claim;
    }

    private void Add(RepeatedField<Participant> list, Sentence s, List<Party> parties)
    {
        foreach (var party in parties)
        {
            var participant = context.Participant(s, party);
            if (!list.Any(p => p.Code == participant.Code && (p.Code.Length > 0 || Equals(p.Span, participant.Span))))
                list.Add(participant);
        }
    }

    private void Attribute(Sentence s, Claim claim, EventFrame frame, List<Report> reports)
    {
        claim.Alleged = frame.Alleged;
        foreach (var accuser in frame.Accusers)
            claim.Attributions.Add(new Attribution { Source = context.Participant(s, accuser) });
        foreach (var report in reports)
        {
            var own = report.Sources.Exists(r => frame.Actors.Exists(a => a.SameAs(r)));
            if (!ReportFinder.Counts(report, frame.Type, frame.Trigger!.Predicate, own))
                continue;
            if (!own && report.Telling == Telling.Allege)
                claim.Alleged = true;
            foreach (var source in report.Sources)
                if (!claim.Attributions.Any(a => a.Source.Code.Length > 0 && a.Source.Code == source.Code))
                    claim.Attributions.Add(new Attribution { Source = context.Participant(s, source), Cue = report.CueFirst < 0 ? null : context.Span(s, report.CueFirst, report.CueLast) });
        }
        // "denied attacking": attributed to who denies.
        if (frame.Modality == Modality.Denied && claim.Attributions.Count == 0 && frame.Trigger!.Predicate.Gerund)
            foreach (var actor in frame.Actors)
                claim.Attributions.Add(new Attribution { Source = context.Participant(s, actor) });
        for (var i = frame.ClauseFirst; i <= frame.ClauseLast; i++)
            claim.Alleged |= s.IsAny(i, "allegedly", "alleged") && Math.Abs(i - frame.TriggerFirst) < 6;
    }

    private static bool IsSpeech(EventType type) =>
        type is EventType.Agree or EventType.Support or EventType.Concede or EventType.Request or EventType.Accuse or EventType.Reject or EventType.Threaten or EventType.Statement;

    // Said by the state's own outlet, or quoted at some length from its speaker.
    private bool FirstHand(Sentence s, EventFrame frame, List<Report> reports)
    {
        if (context.StateMedia && frame.Actors.Exists(a => a.Code == context.Article.Publisher.Country))
            return true;
        return Circumstances.QuotedWords(s) >= 4
            && (reports.Exists(r => r.Sources.Exists(x => frame.Actors.Exists(a => a.SameAs(x)))) || frame.Type is EventType.Accuse or EventType.Threaten or EventType.Reject or EventType.Request);
    }

    private static bool Answers(EventFrame frame, ResponseFinder.Found response, List<(EventFrame Frame, Claim Claim)> drafts)
    {
        if (frame.TriggerFirst >= response.First && frame.TriggerFirst <= response.Last)
            return false;
        // Of several acts the last one before the words, or the first one after them.
        var before = drafts.Where(d => d.Frame.TriggerFirst < response.First).Select(d => d.Frame.TriggerFirst).DefaultIfEmpty(-1).Max();
        return before >= 0 ? frame.TriggerFirst == before : frame.TriggerFirst == drafts.Where(d => d.Frame.TriggerFirst > response.Last).Select(d => d.Frame.TriggerFirst).DefaultIfEmpty(-1).Min();
    }
}
