using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>A range of UTF-16 offsets in the sentence.</summary>
internal readonly record struct Words(int Start, int End)
{
    public bool Overlaps(int start, int end) => Start < end && start < End;
}

/// <summary>A party of a labelled claim: where it is mentioned, its code (may be empty) and its sector (unspecified where it is left out).</summary>
internal readonly record struct LabelledParty(Words Mention, string Code, Sector Sector = Sector.Unspecified);

/// <summary>A labelled EVENT claim; Sources are those it is attributed to, the nearest first.</summary>
internal sealed record LabelledClaim(EventType Type, Mode Mode, Modality Modality, List<LabelledParty> Actors, List<LabelledParty> Targets, Words Trigger)
{
    public List<LabelledParty> Sources { get; init; } = [];

    /// <summary>Sources with the words that say so, where these stand in the sentence.</summary>
    public List<(Words Source, Words Cue)> Cues { get; } = [];
}

/// <summary>A labelled sentence with the sentences before it; Others counts the lines of kinds that are not trained here (OUTLOOK, RECOMMENDATION).</summary>
internal sealed record LabelledItem(string File, int Line, List<string> Context, string Sentence, List<LabelledClaim> Claims, int Others)
{
    /// <summary>Whether the sentence, one of ten by its hash, is kept out of the training of actors and events: tests measure on these.</summary>
    public bool HeldOut => WordHash.Of(Sentence) % 10 == 7;
}
