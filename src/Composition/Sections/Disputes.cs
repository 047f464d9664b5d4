using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Composition.Sections;

/// <summary>An act that some affirm or allege and its actor, or others, deny or leave unanswered.</summary>
internal sealed record Dispute(string Actor, EventType Type, IReadOnlyList<Claim> Affirmed, IReadOnlyList<Claim> Denied, IReadOnlyList<Claim> Others)
{
    /// <summary>Both sides of it stand in the sources.</summary>
    public bool Answered => Denied.Count > 0;

    /// <summary>Acts that are alleged or denied, those with an answer first.</summary>
    public static IReadOnlyList<Dispute> Find(Material material)
    {
        var found = new List<Dispute>();
        var groups = material.Events.Where(static c => c.Actors.Count > 0 && c.Actors[0].Code.Length > 0 && !Writer.Verbal(c.EventType)
                && c.EventType is not (EventType.Statement or EventType.Consult))
            .GroupBy(c => (Actor: c.Actors[0].Code, c.EventType, Target: string.Join('+', c.Targets.Select(static t => t.Code).Where(static t => t.Length > 0).Order(StringComparer.Ordinal))));
        foreach (var group in groups)
        {
            var alleged = group.Where(static c => c.Alleged || Alleges(c)).ToList();
            var denied = group.Where(static c => c.Modality == Modality.Denied).ToList();
            var told = group.Where(static c => !c.Alleged && !Alleges(c) && c.Modality == Modality.Occurred).ToList();
            if (alleged.Count > 0)
                found.Add(new Dispute(group.Key.Actor, group.Key.EventType, Order(alleged), Order(denied),
                    Order([.. told.Where(t => alleged.Exists(a => Verbs.Noun(a) == Verbs.Noun(t)))])));
            // A denied request or refusal is no denial of a deed, and a plan ruled out contradicts nobody unless somebody tells the deed.
            else if (told.Where(t => denied.Any(d => Same(t, d))).ToList() is { Count: > 0 } contradicted)
                found.Add(new Dispute(group.Key.Actor, group.Key.EventType, Order(contradicted), Order([.. denied.Where(d => contradicted.Exists(t => Same(t, d)))]), []));
        }
        return [.. found.OrderByDescending(static d => d.Answered).ThenByDescending(static d => Act.Weight(d.Affirmed[0])).ThenByDescending(static d => d.Affirmed.Count)
            .ThenBy(static d => d.Affirmed[0].ClaimId, StringComparer.Ordinal)];
    }

    // What a state-controlled outlet tells of another's hostile deed towards somebody who is named.
    private static bool Alleges(Claim claim) =>
        Material.OfOthers(claim) && claim.Modality == Modality.Occurred && claim.Targets.Any(static t => t.Code.Length > 0) && Material.HostileDeed(claim.EventType);

    // A deed that is told and one that is denied are the same where kind and time agree: within a week, the time a denial takes.
    private static bool Same(Claim told, Claim denied) =>
        Verbs.Noun(told) == Verbs.Noun(denied) && Dates.Span(told) is { } a && Dates.Span(denied) is { } b && (a.First - b.First).Duration() <= TimeSpan.FromDays(7);

    private static List<Claim> Order(List<Claim> claims) =>
        [.. claims.OrderByDescending(Act.Information).ThenBy(static c => c.ClaimId, StringComparer.Ordinal)];
}
