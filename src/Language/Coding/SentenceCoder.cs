using Google.Protobuf.Collections;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Coding;

/// <summary>Turns the events of one sentence into claims: attribution, modality, time, response, label, themes, qualifiers, confidence.</summary>
internal sealed class SentenceCoder(ArticleContext context)
{
    private static readonly Lexicon Lexicon = Lexicon.Default;

    // The only attacks a sentence about sport or entertainment may report.
    private static readonly HashSet<string> RealViolence = new(StringComparer.Ordinal)
    {
        "kill", "murder", "bomb", "explode", "assassinate", "arrest", "detain", "kidnap", "abduct", "boycott", "condemn", "sanction", "bombing", "ban", "jail", "sentence", "convict", "imprison",
    };

    public void Code(Sentence s)
    {
        var reader = new EventReader(s, context.Discourse, Lexicon);
        var frames = reader.Read();
        var reports = ReportFinder.Find(s, reader);
        var play = Circumstances.IsPlay(s);
        frames.RemoveAll(f => play && !RealViolence.Contains(s.LemmaOf(f.TriggerFirst)) || !IsPolitical(f));
        Demands(s, reader, reports, frames);
        Namings(s, reader, frames);
        if (frames.Count == 0 && reports.Count == 0)
            return;
        var times = EventTimes.Find(s, context.Published);
        var themes = Themes.Of(s);
        var response = ResponseFinder.Find(s, reader);
        var label = LabelFinder.Find(s);
        if (response is not null)
            frames.RemoveAll(f => f.TriggerFirst >= response.First && f.TriggerFirst <= response.Last && f.TriggerFirst > response.CueLast);
        var drafts = new List<(EventFrame Frame, Claim Claim)>();
        foreach (var frame in Merge(frames))
            drafts.Add((frame, Draft(s, frame, reports, times, themes)));
        foreach (var frame in frames.Where(f => f.Modality == Modality.Occurred && f.Actors.Exists(a => a.Code.Length > 0)))
            context.Discourse.Acts[frame.Type] = frame.Actors;
        foreach (var report in reports)
            Charge(s, report, drafts, times, themes);
        foreach (var (frame, claim) in drafts)
        {
            if (response is not null && Answers(frame, response, drafts))
                claim.ResponseTo = response.Build(context, s);
            if (label is { } named)
                claim.Label = LabelFinder.Build(context, s, named, claim);
            context.Keep(claim);
        }
        Statements(s, reports, drafts, themes, label);
    }

    // At least one coded party, or two bodies that act politically.
    private static bool IsPolitical(EventFrame f) =>
        f.Actors.Exists(a => a.Code.Length > 0)
        || f.Targets.Exists(t => t.Code.Length > 0) && f.Actors.Exists(a => a.Political || a.Kind is PartyKind.Role or PartyKind.Named && a.Sector is not (Sector.Bus or Sector.Jrn))
        || f.Targets.Exists(t => t.Code.Length > 0) && f.Type is EventType.Assault or EventType.Coerce or EventType.Sanction or EventType.Protest or EventType.Accuse or EventType.Threaten
        || f.Actors.Exists(a => a.Political) && (f.Targets.Exists(t => t.Kind is PartyKind.Role or PartyKind.Named) || f.Type is EventType.Protest or EventType.Mobilize);

    // Codebook rule 10: several acts of one type towards one target in one sentence are one claim.
    private static List<EventFrame> Merge(List<EventFrame> frames)
    {
        var merged = new List<EventFrame>();
        foreach (var frame in frames)
        {
            var same = merged.Find(f => f.Type == frame.Type && f.Modality == frame.Modality && f.Alleged == frame.Alleged
                && Codes(f.Actors) == Codes(frame.Actors) && (Codes(f.Targets) == Codes(frame.Targets) || frame.Targets.TrueForAll(t => t.Code.Length == 0)));
            if (same is null)
                merged.Add(frame);
            else if (same.Mode == Mode.Unspecified)
                same.Mode = frame.Mode;
        }
        // Where the attack is told, the deployment that served it is not told again.
        merged.RemoveAll(f => f.Type == EventType.Mobilize && f.Mode is not Mode.XExercise
            && merged.Exists(a => a.Type == EventType.Assault && a.Modality == f.Modality && Codes(a.Actors) == Codes(f.Actors)));
        return merged;
    }

    private static string Codes(List<Party> parties) =>
        string.Join(' ', parties.Select(p => p.Code.Length > 0 ? p.Code : p.First.ToString(System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order(StringComparer.Ordinal));

    // "said Iran must stop": a demand of the speaker.
    private static void Demands(Sentence s, EventReader reader, List<Report> reports, List<EventFrame> frames)
    {
        for (var k = 0; k < s.Chunks.Count; k++)
        {
            var chunk = s.Chunks[k];
            if (chunk.Kind != ChunkKind.VerbGroup || !chunk.Obliged || chunk.Passive)
                continue;
            var report = reports.Find(r => chunk.First >= r.ScopeFirst && chunk.First <= r.ScopeLast && r.Sources.Exists(p => p.Political));
            var subject = report is null ? -1 : Clauses.Subject(s, k);
            if (subject < 0)
                continue;
            var targets = reader.Parties.OfGroup(subject, subject: true).Where(p => p.Code.Length > 0 && !p.Modifier && !report!.Sources.Exists(r => r.SameAs(p))).ToList();
            if (targets.Count == 0 || frames.Exists(f => f.Type == EventType.Request))
                continue;
            frames.Add(new EventFrame
            {
                Type = EventType.Request, Mode = Mode.Change, Chunk = k, TriggerFirst = chunk.First, TriggerLast = chunk.Last, Strength = 0.6,
                Actors = report!.Sources, Targets = targets, ClauseFirst = chunk.First, ClauseLast = chunk.Last,
            });
        }
    }

    // "called the drills a provocation": criticism, where the name is no praise.
    private static void Namings(Sentence s, EventReader reader, List<EventFrame> frames)
    {
        for (var k = 0; k < s.Chunks.Count; k++)
        {
            var chunk = s.Chunks[k];
            if (chunk.Kind != ChunkKind.VerbGroup || chunk.Verb is not ("call" or "describe" or "term" or "characterise" or "characterize" or "name" or "see" or "view")
                || chunk.Infinitive || chunk.Future || frames.Exists(f => f.Chunk == k))
                continue;
            var around = reader.Around(k);
            if (around.Object < 0 || around.Subject < 0 || !Insults(s, s.Chunks[around.Object].Last + 1))
                continue;
            var actors = reader.Parties.OfGroup(around.Subject, subject: true).Where(p => !p.Modifier).ToList();
            if (actors.Count == 0)
                continue;
            var targets = reader.Parties.OfGroup(around.Object, subject: false).Where(t => !actors.Exists(a => a.SameAs(t))).ToList();
            frames.Add(new EventFrame
            {
                Type = EventType.Accuse, Mode = Mode.Disapprove, Chunk = k, TriggerFirst = chunk.Main, TriggerLast = chunk.Main, Strength = targets.Count > 0 ? 0.65 : 0.5,
                Actors = actors, Targets = targets, ClauseFirst = chunk.First, ClauseLast = chunk.Last,
            });
        }
    }

    private static bool Insults(Sentence s, int from)
    {
        for (var i = from; i < s.Tokens.Length && i - from < 12; i++)
            if (Lexicon.Set("n-insult").Contains(s.NounOf(i)))
                return true;
        return false;
    }

    private Claim Draft(Sentence s, EventFrame frame, List<Report> reports, List<When> times, List<Theme> themes)
    {
        var claim = context.New(ClaimKind.Event, s);
        claim.EventType = frame.Type;
        claim.Mode = frame.Mode;
        claim.QuadClass = QuadClasses.Of(frame.Type);
        claim.Trigger = context.Span(s, frame.TriggerFirst, frame.TriggerLast);
        claim.Themes.AddRange(themes);
        Add(claim.Actors, s, frame.Actors);
        Add(claim.Targets, s, frame.Targets);
        Attribute(s, claim, frame, reports);
        var range = EventTimes.Range(times, frame.ClauseFirst, frame.ClauseLast, frame.TriggerFirst, frame.Modality, context.Published, out var historical);
        claim.Modality = historical && frame.Modality is Modality.Occurred ? Modality.Historical : frame.Modality;
        claim.EventTime = range;
        Circumstances.Qualify(s, frame, claim);
        claim.FirstHand = IsSpeech(frame.Type) && FirstHand(s, frame, reports);
        claim.Confidence = Confidence.Of(frame, claim);
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
        if (frame.Accusers.Count > 0)
        {
            claim.Alleged = frame.Alleged;
            foreach (var accuser in frame.Accusers)
                claim.Attributions.Add(new Attribution { Source = context.Participant(s, accuser) });
        }
        foreach (var report in Around(frame, reports))
        {
            var own = report.Sources.Exists(r => frame.Actors.Exists(a => a.SameAs(r)));
            // A speech act is not attributed to its own speaker; a deed or a plan is.
            if (own && IsSpeech(frame.Type) && frame.Type is not (EventType.Agree or EventType.Concede))
                continue;
            if (!own && (report.Speech & Speech.Allege) != 0 && (report.Speech & Speech.Say) == 0)
                claim.Alleged = true;
            if ((report.Speech & Speech.Deny) != 0)
                frame.Modality = frame.Modality == Modality.Denied ? Modality.Occurred : Modality.Denied;
            foreach (var source in report.Sources)
                claim.Attributions.Add(new Attribution { Source = context.Participant(s, source), Cue = context.Span(s, report.CueFirst, report.CueLast) });
        }
        // "denied attacking": attributed to who denies.
        if (frame.Modality == Modality.Denied && claim.Attributions.Count == 0 && s.Chunks[frame.Chunk] is { Gerund: true })
            foreach (var actor in frame.Actors)
                claim.Attributions.Add(new Attribution { Source = context.Participant(s, actor) });
        for (var i = frame.ClauseFirst; i <= frame.ClauseLast; i++)
            claim.Alleged |= s.IsAny(i, "allegedly", "alleged") && Math.Abs(i - frame.TriggerFirst) < 6;
    }

    // Reports whose words hold the event, the innermost first.
    private static IEnumerable<Report> Around(EventFrame frame, List<Report> reports) =>
        reports.Where(r => r.Chunk != frame.Chunk && frame.TriggerFirst >= r.ScopeFirst && frame.TriggerFirst <= r.ScopeLast && r.Sources.Count > 0)
            .OrderBy(r => r.ScopeLast - r.ScopeFirst);

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

    // Codebook rule 6: "claimed that Y attacked Z" is ACCUSE allege by who says so, beside the alleged act.
    private void Charge(Sentence s, Report report, List<(EventFrame Frame, Claim Claim)> drafts, List<When> times, List<Theme> themes)
    {
        if ((report.Speech & Speech.Allege) == 0 || (report.Speech & Speech.Say) != 0 || !report.Sources.Exists(p => p.Code.Length > 0))
            return;
        foreach (var (frame, _) in drafts.ToArray())
        {
            var hostile = frame.Type is EventType.Assault or EventType.Coerce or EventType.Mobilize or EventType.Sanction or EventType.Threaten;
            if (!hostile || frame.TriggerFirst < report.ScopeFirst || frame.TriggerFirst > report.ScopeLast || !frame.Actors.Exists(a => a.Code.Length > 0)
                || frame.Actors.Exists(a => report.Sources.Exists(r => r.SameAs(a))) || drafts.Exists(d => d.Frame.Type == EventType.Accuse && d.Frame.Chunk == report.Chunk))
                continue;
            var charge = new EventFrame
            {
                Type = EventType.Accuse, Mode = Mode.Allege, Chunk = report.Chunk, TriggerFirst = report.CueFirst, TriggerLast = report.CueLast,
                Actors = report.Sources, Targets = frame.Actors, Strength = 0.75, ClauseFirst = report.CueFirst, ClauseLast = report.CueLast,
            };
            drafts.Add((charge, Draft(s, charge, [], times, themes)));
        }
    }

    private static bool Answers(EventFrame frame, ResponseFinder.Found response, List<(EventFrame Frame, Claim Claim)> drafts)
    {
        if (frame.TriggerFirst >= response.First && frame.TriggerFirst <= response.Last)
            return false;
        // Of several acts the last one before the words, or the first one after them.
        var before = drafts.Where(d => d.Frame.TriggerFirst < response.First).Select(d => d.Frame.TriggerFirst).DefaultIfEmpty(-1).Max();
        return before >= 0 ? frame.TriggerFirst == before : frame.TriggerFirst == drafts.Where(d => d.Frame.TriggerFirst > response.Last).Select(d => d.Frame.TriggerFirst).DefaultIfEmpty(-1).Min();
    }

    // Codebook rule 9: a report of speech gives STATEMENT only when its content gives nothing else.
    private void Statements(Sentence s, List<Report> reports, List<(EventFrame Frame, Claim Claim)> drafts, List<Theme> themes, LabelFinder.Found? label)
    {
        if (drafts.Count > 0)
            return;
        foreach (var report in reports)
        {
            var sources = report.Sources.Where(p => p.Code.Length > 0 && !p.Modifier).ToList();
            if (sources.Count == 0)
                continue;
            var frame = new EventFrame
            {
                Type = EventType.Statement, Chunk = report.Chunk, TriggerFirst = report.CueFirst, TriggerLast = report.CueLast, Actors = sources, Strength = 0.75,
                ClauseFirst = report.CueFirst, ClauseLast = report.CueLast,
            };
            var claim = Draft(s, frame, [], [], themes);
            if (label is { } named)
                claim.Label = LabelFinder.Build(context, s, named, claim);
            context.Keep(claim);
            return;
        }
    }
}
