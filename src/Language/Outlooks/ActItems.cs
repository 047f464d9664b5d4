using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Grammar;

namespace RegionalSecurity.Language.Outlooks;

/// <summary>Reads list items that name what the party of the lead-in line does or announces ("several countermeasures: - Increased readiness").</summary>
internal sealed class ActItems(ArticleContext context)
{
    public void Read(Sentence s, List<Party> actors)
    {
        if (actors.Count == 0 || CueTable.Best("EVENT", s, 0, s.Tokens.Length - 1) is not { } best)
            return;
        var parts = best.Category.Split(',');
        var type = Enum.Parse<EventType>(parts[0], ignoreCase: true);
        var mode = parts.Length > 1 && parts[1].Length > 0 ? Enum.Parse<Mode>(parts[1]) : Mode.Unspecified;
        if (type == EventType.Cooperate)
        {
            // An exercise among allies is still to come: AGREE among them and MOBILIZE by all (codebook rule 15).
            Keep(s, actors, EventType.Agree, Mode.Unspecified, Modality.Occurred, best.Token, mutual: actors.Count > 1);
            if (mode == Mode.XExercise)
                Keep(s, actors, EventType.Mobilize, Mode.XExercise, Modality.Announced, best.Token, mutual: false);
            return;
        }
        Keep(s, actors, type, mode, type == EventType.Mobilize ? Modality.Announced : Modality.Occurred, best.Token, mutual: type == EventType.Agree && actors.Count > 1);
    }

    private void Keep(Sentence s, List<Party> actors, EventType type, Mode mode, Modality modality, int trigger, bool mutual)
    {
        var claim = context.New(ClaimKind.Event, s);
        claim.EventType = type;
        claim.Mode = mode;
        claim.QuadClass = QuadClasses.Of(type);
        claim.Modality = modality;
        claim.Trigger = context.Span(s, trigger, trigger);
        claim.Themes.AddRange(Themes.Of(s));
        foreach (var actor in actors)
        {
            claim.Actors.Add(context.Participant(s, actor));
            if (mutual)
                claim.Targets.Add(context.Participant(s, actor));
            // The plan is told by its own actor, in the lead-in line: no cue of its own.
            if (modality == Modality.Announced || type == EventType.Agree)
                claim.Attributions.Add(new Attribution { Source = context.Participant(s, actor) });
        }
        claim.EventTime = EventTimes.Range([], 0, 0, 0, modality, context.Published, out _);
        claim.FirstHand = context.StateMedia && actors.Exists(a => a.Code == context.Article.Publisher.Country);
        claim.Confidence = 0.55;
        context.Keep(claim);
    }
}
