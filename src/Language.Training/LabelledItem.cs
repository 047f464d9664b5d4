using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Training;

/// <summary>A range of UTF-16 offsets in the sentence.</summary>
internal readonly record struct Words(int Start, int End)
{
    public bool Overlaps(int start, int end) => Start < end && start < End;
}

/// <summary>A party of a labelled claim: where it is mentioned, and its code (may be empty).</summary>
internal readonly record struct LabelledParty(Words Mention, string Code);

/// <summary>A labelled EVENT claim.</summary>
internal sealed record LabelledClaim(EventType Type, Mode Mode, Modality Modality, List<LabelledParty> Actors, List<LabelledParty> Targets, Words Trigger)
{
    /// <summary>To whom the sentence attributes it, with the words that say so.</summary>
    public List<(Words Source, Words Cue)> Sources { get; init; } = [];
}

/// <summary>A labelled sentence with the sentences before it; Others counts the lines of kinds that are not trained here (OUTLOOK, RECOMMENDATION).</summary>
internal sealed record LabelledItem(string File, int Line, List<string> Context, string Sentence, List<LabelledClaim> Claims, int Others);
