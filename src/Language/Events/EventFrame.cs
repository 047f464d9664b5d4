using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;

namespace RegionalSecurity.Language.Events;

/// <summary>An event as read from one sentence, before it becomes a claim. Token indexes are inclusive.</summary>
internal sealed class EventFrame
{
    public EventType Type;
    public Mode Mode;
    public int TriggerFirst, TriggerLast;
    // The verb group's chunk, or the noun phrase's for nominal events.
    public int Chunk;
    public List<Party> Actors = [];
    public List<Party> Targets = [];
    public Modality Modality = Modality.Occurred;
    public bool Alleged, Mutual, Nominal;
    // Strength of the lexicon row, lowered by every guess made on the way.
    public double Strength;
    // Source of an accusation that carries this act ("accused X of attacking").
    public List<Party> Accusers = [];
    // Its own actor is the one who tells it, in the same words ("plans to", "said it had").
    public bool Planned;
    // First and last token of its clause, for times and places.
    public int ClauseFirst, ClauseLast;
}
