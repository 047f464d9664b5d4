using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Scoring;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.ServiceDefaults.Storage;

namespace RegionalSecurity.Tension.Storage;

/// <summary>Writes entries of the claim log as rows. For use inside <see cref="CommitWriter{TContext}"/>.</summary>
internal static class EntryWriter
{
    /// <summary>
    /// Applies the entries and stores the cursor. Entries that were applied before are passed over, so that nothing counts twice. A batch of another log
    /// than the stored one is a rebuild from its beginning.
    /// </summary>
    public static async Task ApplyAsync(TensionDbContext context, string log, IReadOnlyList<ClaimEntry> entries, LogCursor cursor, CancellationToken cancellationToken)
    {
        var stored = await context.LoadCursorAsync(log, cancellationToken);
        if (stored is not null && stored.LogId.Length > 0 && stored.LogId != cursor.LogId)
        {
            await ForgetAsync(context, cancellationToken);
            stored = null;
        }
        var pending = new HashSet<string>(StringComparer.Ordinal);
        var latest = long.MinValue;
        foreach (var entry in entries)
        {
            if (entry.Header is null)
                throw new InvalidDataException("An entry of the claim log has no header.");
            if (entry.Header.Sequence <= (stored?.Sequence ?? 0))
                continue;
            latest = Math.Max(latest, await ApplyAsync(context, entry, pending, cancellationToken));
        }
        if (latest != long.MinValue)
        {
            if (await context.Horizons.FindAsync([0], cancellationToken) is { } horizon)
                horizon.LatestMicros = Math.Max(horizon.LatestMicros, latest);
            else
                context.Horizons.Add(new HorizonRow { Id = 0, LatestMicros = latest });
        }
        if (stored is null || cursor.Sequence > stored.Sequence)
            await context.SaveCursorAsync(log, cursor, cancellationToken);
    }

    /// <summary>Forgets everything that came from the log, and the cursor.</summary>
    public static async Task ForgetAsync(TensionDbContext context, CancellationToken cancellationToken)
    {
        await context.PairClaims.ExecuteDeleteAsync(cancellationToken);
        await context.Claims.ExecuteDeleteAsync(cancellationToken);
        await context.Articles.ExecuteDeleteAsync(cancellationToken);
        await context.Sources.ExecuteDeleteAsync(cancellationToken);
        await context.Horizons.ExecuteDeleteAsync(cancellationToken);
        await context.Set<StoredCursor>().ExecuteDeleteAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    // Returns when what the entry tells became known.
    private static async Task<long> ApplyAsync(TensionDbContext context, ClaimEntry entry, HashSet<string> pending, CancellationToken cancellationToken)
    {
        var recorded = entry.Header.RecordTime?.ToMicros() ?? throw new InvalidDataException($"Entry {entry.Header.Sequence} of the claim log has no record time.");
        switch (entry.ContentCase)
        {
            case ClaimEntry.ContentOneofCase.Coded:
                var known = entry.Coded.Article?.IngestTime?.ToMicros() ?? recorded;
                var rows = Rows(entry.Coded, entry.Header.Sequence, known);
                await SupersedeAsync(context, rows.Article.ArticleId, entry.Header.Sequence, known, pending, cancellationToken);
                pending.Add(rows.Article.ArticleId);
                context.Articles.Add(rows.Article);
                context.PairClaims.AddRange(rows.Pairs);
                context.Claims.AddRange(rows.Claims);
                return known;
            case ClaimEntry.ContentOneofCase.Withdrawal:
                var articleId = entry.Withdrawal.ArticleId;
                await SupersedeAsync(context, articleId, entry.Header.Sequence, recorded, pending, cancellationToken);
                if (entry.Withdrawal.Sample)
                {
                    // What was invented is not told again, of no time and no sequence.
                    await context.PairClaims.Where(c => c.ArticleId == articleId).ExecuteDeleteAsync(cancellationToken);
                    await context.Claims.Where(c => c.ArticleId == articleId).ExecuteDeleteAsync(cancellationToken);
                    await context.Articles.Where(a => a.ArticleId == articleId).ExecuteDeleteAsync(cancellationToken);
                    return recorded;
                }
                // The words go; what is left are numbers, by which an earlier answer can still be told again.
                await context.Claims.Where(c => c.ArticleId == articleId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Payload, Array.Empty<byte>()), cancellationToken);
                return recorded;
            case ClaimEntry.ContentOneofCase.SourceStatus:
                var status = entry.SourceStatus;
                context.Sources.Add(new SourceRow
                {
                    Sequence = entry.Header.Sequence,
                    SourceId = status.SourceId,
                    Name = status.Publisher?.Name ?? "",
                    Country = status.Publisher?.Country ?? "",
                    State = (int)status.State,
                    Detail = status.Detail,
                    KnownMicros = recorded,
                });
                return recorded;
            default:
                throw new InvalidDataException($"Entry {entry.Header.Sequence} of the claim log has no content this version knows.");
        }
    }

    private static async Task SupersedeAsync(TensionDbContext context, string articleId, long sequence, long known, HashSet<string> pending, CancellationToken cancellationToken)
    {
        // An earlier revision in this very batch must be in the table before it can be superseded there.
        if (pending.Contains(articleId))
        {
            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
            pending.Clear();
        }
        var superseded = await context.Articles.Where(a => a.ArticleId == articleId && a.SupersededSequence == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SupersededSequence, sequence).SetProperty(a => a.SupersededMicros, known), cancellationToken);
        if (superseded > 0)
            await context.PairClaims.Where(c => c.ArticleId == articleId && c.SupersededSequence == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.SupersededSequence, sequence).SetProperty(c => c.SupersededMicros, known), cancellationToken);
    }

    private static (ArticleRow Article, List<PairClaimRow> Pairs, List<ClaimRow> Claims) Rows(CodedArticle coded, long sequence, long known)
    {
        var article = coded.Article ?? throw new InvalidDataException($"Entry {sequence} of the claim log names no article.");
        var effective = article.PublishTime?.ToMicros() ?? known;
        var row = new ArticleRow
        {
            Sequence = sequence,
            ArticleId = article.ArticleId,
            Country = article.Publisher?.Country ?? "",
            Family = article.Publisher is { Registered: true, Family.Length: > 0 } publisher ? publisher.Family : ClaimReading.Unregistered,
            States = article.StatesNamed.Count == 0 ? "" : $" {string.Join(' ', article.StatesNamed)} ",
            Sample = article.Sample,
            EffectiveMicros = effective,
            KnownMicros = known,
            PublishedMicros = Math.Min(effective, known),
        };
        var pairs = new List<PairClaimRow>();
        var claims = new Dictionary<string, ClaimRow>(StringComparer.Ordinal);
        var knownAt = DateTimeOffset.UnixEpoch.AddMicroseconds(known);
        foreach (var claim in coded.Claims)
        {
            // Whether it is of the sample is the article's to say.
            claim.Sample = article.Sample;
            foreach (var pair in ClaimReading.Read(claim, article.Publisher, knownAt))
            {
                pairs.Add(Row(pair, row));
                claims.TryAdd(claim.ClaimId, new ClaimRow { ClaimId = claim.ClaimId, Sequence = sequence, ArticleId = article.ArticleId, Payload = claim.ToByteArray() });
            }
        }
        return (row, pairs, [.. claims.Values]);
    }

    private static PairClaimRow Row(PairClaim claim, ArticleRow article)
    {
        var dyad = new Dyad(claim.Actor, claim.Receiver);
        return new PairClaimRow
        {
            A = dyad.A,
            B = dyad.B,
            Forward = claim.Actor == dyad.A,
            ClaimId = claim.ClaimId,
            ArticleId = article.ArticleId,
            EventType = (int)claim.Type,
            Mode = (int)claim.Mode,
            Severity = claim.Severity,
            Modality = (int)claim.Modality,
            FirstDay = claim.FirstDay,
            LastDay = claim.LastDay,
            Dated = claim.Dated,
            Probability = claim.Probability,
            Share = claim.Share,
            Voice = claim.Voice,
            Side = claim.Side,
            AllegedBy = claim.AllegedBy,
            FirstHand = claim.FirstHand,
            UnsignedCommentary = claim.UnsignedCommentary,
            Themes = claim.Themes,
            Sample = claim.Sample,
            Country = article.Country,
            EffectiveMicros = article.EffectiveMicros,
            KnownMicros = article.KnownMicros,
            PublishedMicros = article.PublishedMicros,
            Sequence = article.Sequence,
        };
    }
}
