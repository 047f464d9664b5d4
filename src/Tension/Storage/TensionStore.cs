using System.Linq.Expressions;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Scoring;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Logs;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension.Storage;

/// <summary>Which entries of the log count, and from when on each is seen.</summary>
/// <param name="LogId">The log; empty while nothing was ever read.</param>
/// <param name="Sequence">Only entries up to this one count.</param>
/// <param name="Head">The last entry applied.</param>
/// <param name="Past">Which past.</param>
/// <param name="LatestMicros">When the latest of all entries became known: from then on nothing changes but age.</param>
internal sealed record Cut(string LogId, long Sequence, long Head, Past Past, long LatestMicros);

/// <summary>A claim of a pair and what coverage counts of it.</summary>
internal sealed record StoredClaim(PairClaim Claim, Dyad Dyad, string Country, long EffectiveMicros);

/// <summary>What coverage counts of an article.</summary>
internal readonly record struct NamingArticle(string Country, string Family, string[] States);

/// <summary>
/// Reads the store as of any sequence and time. Rows are only ever added and superseded, so no transaction is needed to read a consistent state; the sample's
/// alone are deleted, when it is withdrawn.
/// </summary>
internal sealed class TensionStore(IDbContextFactory<TensionDbContext> contexts)
{
    /// <summary>Reason of the error for a question that met the replacement of the log.</summary>
    public const string Rebuilding = "SCORES_REBUILDING";

    private const string Log = "claims";

    /// <summary>The cut at the pinned sequence, or at the head where it is 0. OUT_OF_RANGE beyond the head.</summary>
    public async Task<Cut> CutAsync(long pinned, Past past, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var cursor = await context.LoadCursorAsync(Log, cancellationToken);
        var head = cursor?.Sequence ?? 0;
        if (pinned > head)
            throw new DomainException(StatusCode.OutOfRange, "LOG_SEQUENCE_BEYOND_HEAD",
                $"log_sequence: {pinned} is beyond {head}, the last entry of the claim log applied here. Leave it at 0 for the latest, or wait until it is applied.",
                ("head", head.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var horizon = await context.Horizons.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return new Cut(cursor?.LogId ?? "", pinned == 0 ? head : pinned, head, past, horizon?.LatestMicros ?? long.MinValue);
    }

    /// <summary>Refuses an answer that was read while the log was being replaced.</summary>
    public async Task StillAsync(Cut cut, CancellationToken cancellationToken)
    {
        // Before the first entry there is nothing that could be mixed.
        if (cut.LogId.Length == 0)
            return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var cursor = await context.LoadCursorAsync(Log, cancellationToken);
        if (cursor?.LogId != cut.LogId)
            throw new DomainException(StatusCode.Unavailable, Rebuilding, "The claim log was replaced and the scores are being rebuilt; call again.");
    }

    /// <summary>
    /// Claims of the dyads that <paramref name="which"/> selects, with the times between which each is seen. Left out is what can neither score (older than
    /// the horizon of decay) nor count for coverage at <paramref name="fromDay"/> or later.
    /// </summary>
    public async Task<List<StoredClaim>> ClaimsAsync(Cut cut, bool sample, Expression<Func<PairClaimRow, bool>>? which, int fromDay, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var oldestDay = fromDay - Method.HorizonDays;
        var oldestMicros = Days.Start(fromDay - Method.RungDays + 1);
        var rows = context.PairClaims.AsNoTracking()
            .Where(c => c.Sample == sample && c.Sequence <= cut.Sequence && (c.LastDay >= oldestDay || c.EffectiveMicros >= oldestMicros));
        if (cut.Past == Past.AsPublished)
            rows = rows.Where(c => c.SupersededSequence == null || c.SupersededSequence > cut.Sequence);
        if (which is not null)
            rows = rows.Where(which);
        var claims = new List<StoredClaim>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string Shared(string text)
        {
            if (!names.TryGetValue(text, out var known))
                names.Add(text, known = text);
            return known;
        }
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            claims.Add(Read(row, cut, Shared));
        return claims;
    }

    /// <summary>Articles of the 30 days to <paramref name="day"/> that are seen at <paramref name="time"/>, and that <paramref name="which"/> selects.</summary>
    public async Task<List<NamingArticle>> ArticlesAsync(Cut cut, bool sample, long time, int day, Expression<Func<ArticleRow, bool>>? which, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (from, to) = (Days.Start(day - Method.RungDays + 1), Days.Start(day + 1));
        var rows = Seen(context.Articles.AsNoTracking(), cut, time).Where(a => a.EffectiveMicros >= from && a.EffectiveMicros < to && a.Sample == sample);
        if (which is not null)
            rows = rows.Where(which);
        var articles = new List<NamingArticle>();
        await foreach (var row in rows.Select(a => new { a.Country, a.Family, a.States }).AsAsyncEnumerable().WithCancellation(cancellationToken))
            articles.Add(new NamingArticle(row.Country, row.Family, row.States.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        return articles;
    }

    private static IQueryable<ArticleRow> Seen(IQueryable<ArticleRow> articles, Cut cut, long time)
    {
        var rows = articles.Where(a => a.Sequence <= cut.Sequence);
        return cut.Past == Past.AsPublished
            ? rows.Where(a => a.PublishedMicros <= time && (a.SupersededSequence == null || a.SupersededSequence > cut.Sequence))
            : rows.Where(a => a.KnownMicros <= time && (a.SupersededSequence == null || a.SupersededSequence > cut.Sequence || a.SupersededMicros > time));
    }

    /// <summary>UTC days from <paramref name="fromDay"/> to <paramref name="day"/> with an article, seen at <paramref name="time"/>, that names both parties.</summary>
    public async Task<int> NamingDaysAsync(Cut cut, bool sample, Dyad dyad, long time, int fromDay, int day, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (one, other) = ($" {dyad.A} ", $" {dyad.B} ");
        var (from, to) = (Days.Start(fromDay), Days.Start(day + 1));
        var rows = Seen(context.Articles.AsNoTracking(), cut, time)
            .Where(a => a.Sample == sample && a.EffectiveMicros >= from && a.EffectiveMicros < to && a.States.Contains(one) && a.States.Contains(other));
        var days = new HashSet<int>();
        await foreach (var effective in rows.Select(a => a.EffectiveMicros).AsAsyncEnumerable().WithCancellation(cancellationToken))
            days.Add(Days.Of(effective));
        return days.Count;
    }

    /// <summary>Publisher of each of these claims; those whose words were withdrawn are missing.</summary>
    public async Task<Dictionary<string, Publisher>> PublishersAsync(Cut cut, IReadOnlyCollection<string> claimIds, CancellationToken cancellationToken)
    {
        var publishers = new Dictionary<string, Publisher>(StringComparer.Ordinal);
        // A statement holds only so many parameters.
        foreach (var some in claimIds.Chunk(500))
            foreach (var (id, claim) in await WordsAsync(cut, some, cancellationToken))
                publishers[id] = claim.Publisher ?? new Publisher();
        return publishers;
    }

    /// <summary>Sources whose last state at that time was failing.</summary>
    public async Task<List<SourceRow>> FailingSourcesAsync(Cut cut, long time, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Sources.AsNoTracking().Where(s => s.Sequence <= cut.Sequence && s.KnownMicros <= time).OrderBy(s => s.Sequence).ToListAsync(cancellationToken);
        return [.. rows.GroupBy(s => s.SourceId, StringComparer.Ordinal).Select(g => g.Last()).Where(s => s.State == (int)SourceState.Failing).OrderBy(s => s.SourceId, StringComparer.Ordinal)];
    }

    /// <summary>The claims with these ids, as last known at the cut; those whose words were withdrawn are missing.</summary>
    public async Task<Dictionary<string, Claim>> WordsAsync(Cut cut, IReadOnlyCollection<string> claimIds, CancellationToken cancellationToken)
    {
        var claims = new Dictionary<string, Claim>(StringComparer.Ordinal);
        if (claimIds.Count == 0)
            return claims;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.Claims.AsNoTracking().Where(c => claimIds.Contains(c.ClaimId) && c.Sequence <= cut.Sequence).OrderBy(c => c.Sequence);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            if (row.Payload.Length > 0)
                claims[row.ClaimId] = Claim.Parser.ParseFrom(row.Payload);
        return claims;
    }

    /// <summary>Whether any claim names the code.</summary>
    public async Task<bool> NamesAsync(string code, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.PairClaims.AnyAsync(c => c.A == code, cancellationToken) || await context.PairClaims.AnyAsync(c => c.B == code, cancellationToken);
    }

    private static StoredClaim Read(PairClaimRow row, Cut cut, Func<string, string> shared)
    {
        var (a, b) = (shared(row.A), shared(row.B));
        var published = cut.Past == Past.AsPublished;
        var claim = new PairClaim
        {
            ClaimId = row.ClaimId,
            Actor = row.Forward ? a : b,
            Receiver = row.Forward ? b : a,
            Type = (EventType)row.EventType,
            Mode = (Mode)row.Mode,
            Severity = row.Severity,
            Modality = (Modality)row.Modality,
            FirstDay = row.FirstDay,
            LastDay = row.LastDay,
            Dated = row.Dated,
            Probability = row.Probability,
            Share = row.Share,
            Voice = shared(row.Voice),
            Side = shared(row.Side),
            AllegedBy = row.AllegedBy is null ? null : shared(row.AllegedBy),
            FirstHand = row.FirstHand,
            UnsignedCommentary = row.UnsignedCommentary,
            Themes = row.Themes,
            Sample = row.Sample,
            VisibleFrom = published ? row.PublishedMicros : row.KnownMicros,
            VisibleUntil = !published && row.SupersededSequence <= cut.Sequence && row.SupersededMicros is { } until ? until : long.MaxValue,
        };
        return new StoredClaim(claim, new Dyad(a, b), shared(row.Country), row.EffectiveMicros);
    }
}

/// <summary>Days by <see cref="DateOnly.DayNumber"/>, times in microseconds since 1970.</summary>
internal static class Days
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The UTC day of the time.</summary>
    public static int Of(long micros)
    {
        var days = Math.DivRem(micros, MicrosecondsPerDay, out var rest);
        return (int)(rest < 0 ? days - 1 : days) + Epoch;
    }

    /// <summary>00:00 UTC of the day.</summary>
    public static long Start(int day) => (day - Epoch) * MicrosecondsPerDay;

    /// <summary>The last microsecond of the day.</summary>
    public static long End(int day) => Start(day + 1) - 1;
}
