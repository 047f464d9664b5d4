using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;

namespace RegionalSecurity.Language.Events;

/// <summary>An event as read from one sentence, before it becomes a claim. Token indexes are inclusive.</summary>
internal sealed class EventFrame
{
    public EventType Type;
    public Mode Mode;
    public Trigger? Trigger;
    public int TriggerFirst, TriggerLast;
    public List<Party> Actors = [];
    public List<Party> Targets = [];
    public Modality Modality = Modality.Occurred;
    public bool Alleged, Nominal;
    // Probability that type, actor and target are all right, in hundredths.
    public int Confidence;
    // Source of an accusation that carries this act ("accused X of attacking").
    public List<Party> Accusers = [];
    // First and last token of its clause, for times and places.
    public int ClauseFirst, ClauseLast;

    /// <summary>Another event that the same words report.</summary>
    public EventFrame Copy(EventType type, Mode mode, List<Party> actors, List<Party> targets)
    {
        var copy = (EventFrame)MemberwiseClone();
        (copy.Type, copy.Mode, copy.Actors, copy.Targets) = (type, mode, [.. actors], targets);
        return copy;
    }
}
