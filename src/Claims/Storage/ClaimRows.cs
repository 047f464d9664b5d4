using Google.Protobuf;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Claims.Storage;

/// <summary>A claim as a row, and the spans that it quotes.</summary>
internal static class ClaimRows
{
    public static ClaimRow Of(Claim claim, ArticleReference article)
    {
        var row = new ClaimRow
        {
            ClaimId = claim.ClaimId,
            ArticleId = article.ArticleId,
            Kind = (int)claim.Kind,
            EventType = (int)claim.EventType,
            Modality = (int)claim.Modality,
            Themes = claim.Themes.Aggregate(0L, (bits, theme) => bits | ThemeBit(theme)),
            Sample = article.Sample,
            TimeMicros = (article.PublishTime ?? article.IngestTime).ToMicros(),
            IngestMicros = article.IngestTime.ToMicros(),
            Payload = claim.ToByteArray(),
        };
        AddParties(row, PartyRole.Actor, claim.Actors);
        AddParties(row, PartyRole.Target, claim.Targets);
        if (claim.Kind != ClaimKind.Event)
            AddParties(row, PartyRole.Voice, claim.Attributions.Where(a => a.Source is not null).Select(a => a.Source));
        return row;
    }

    /// <summary>The theme's bit in <see cref="ClaimRow.Themes"/>.</summary>
    public static long ThemeBit(Theme theme) => 1L << (int)theme;

    /// <summary>Every span of the claim.</summary>
    public static IEnumerable<TextSpan> Spans(this Claim claim)
    {
        IEnumerable<TextSpan?> spans =
        [
            claim.Evidence, claim.Trigger, claim.ResponseTo?.Span, claim.Label?.Span, claim.Outlook?.Horizon, claim.Outlook?.Condition,
            claim.Outlook?.Likelihood, claim.Recommendation?.Description,
            .. claim.Actors.Select(a => a.Span), .. claim.Targets.Select(t => t.Span), .. claim.ResponseTo?.Actors.Select(a => a.Span) ?? [],
            .. claim.Attributions.Select(a => a.Cue), .. claim.Attributions.Select(a => a.Source?.Span),
        ];
        return spans.OfType<TextSpan>();
    }

    private static void AddParties(ClaimRow row, PartyRole role, IEnumerable<Participant> participants)
    {
        foreach (var code in participants.Select(p => p.Code).Where(c => c.Length > 0).Distinct())
            row.Parties.Add(new PartyRow { Role = role, Code = code });
    }
}
