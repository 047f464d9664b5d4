using System.Diagnostics;
using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Microsoft.Extensions.Caching.Hybrid;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Scoring;
using RegionalSecurity.ServiceDefaults.Storage;
using RegionalSecurity.Tension.Storage;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension;

/// <summary>
/// Answers from the store. Every answer is a function of subject, time, past, log and sequence, method and regions; cache keys hold all of them, so nothing
/// is ever stale. What changes besides is added to each answer afresh and never cached: whether the log is being read, and the words of claims, which a
/// withdrawal takes back from the answers of earlier sequences too. Of the sample nothing is left once it is withdrawn: its keys hold the head as well.
/// </summary>
internal sealed class TensionQueries(TensionStore store, Catalog catalog, ClaimReader reader, HybridCache cache, TensionTelemetry telemetry)
{
    private const int MostItems = 20;
    private static readonly int[] PreviewDays = [7, 30, 90];
    private const int MostQuoteCharacters = 300;

    /// <summary>The score of one subject.</summary>
    public async Task<V1.Tension> GetAsync(KnownSubject subject, long time, Cut cut, bool contributions, CancellationToken cancellationToken)
    {
        var bytes = await CachedAsync($"get:{(contributions ? 1 : 0)}:{subject.Kind}:{subject.Name}:{TimeKey(time, cut)}", subject.IsSample, cut,
            async token => await ComputeAsync("get", 1, () => ScoreAsync(subject, time, cut, contributions, token)), cancellationToken);
        var message = V1.Tension.Parser.ParseFrom(bytes);
        await AddWordsAsync(message.Contributions, cut, cancellationToken);
        return Finished(message, time, cut);
    }

    /// <summary>All subjects of a kind, highest level first, ties in ordinal order.</summary>
    public async Task<IReadOnlyList<V1.Tension>> RankAsync(SubjectKind kind, bool sample, long time, Cut cut, CancellationToken cancellationToken)
    {
        var bytes = await CachedAsync($"list:{kind}:{(sample ? 1 : 0)}:{TimeKey(time, cut)}", sample, cut,
            async token => await ComputeAsync("list", 1, () => ComputeRankAsync(kind, sample, time, cut, token)), cancellationToken);
        return [.. ListTensionsResponse.Parser.ParseFrom(bytes).Tensions.Select(t => Finished(t, time, cut))];
    }

    /// <summary>One point a day; the last day's is of <paramref name="now"/> where that is earlier than its end.</summary>
    public async Task<GetTensionSeriesResponse> SeriesAsync(KnownSubject subject, int firstDay, int lastDay, long now, Cut cut, CancellationToken cancellationToken)
    {
        var bytes = await CachedAsync($"series:{subject.Kind}:{subject.Name}:{firstDay}:{lastDay}:{TimeKey(Math.Min(now, Days.End(lastDay)), cut)}", subject.IsSample, cut,
            async token => await ComputeAsync("series", lastDay - firstDay + 1, async () =>
            {
                var timeline = await TimelineAsync(subject, cut, firstDay, token);
                var response = new GetTensionSeriesResponse { Subject = subject.Subject, MethodVersion = Method.Version, LogId = cut.LogId, LogSequence = cut.Sequence, Sample = subject.IsSample };
                for (var day = firstDay; day <= lastDay; day++)
                    response.Points.Add(timeline.At(Math.Min(now, Days.End(day)), day).ToPoint());
                return response;
            }), cancellationToken);
        return GetTensionSeriesResponse.Parser.ParseFrom(bytes);
    }

    /// <summary>What moved a score between two times.</summary>
    public async Task<ExplainChangeResponse> ExplainAsync(KnownSubject subject, long from, long to, Cut cut, CancellationToken cancellationToken)
    {
        var bytes = await CachedAsync($"explain:{subject.Kind}:{subject.Name}:{from}:{TimeKey(to, cut)}", subject.IsSample, cut,
            async token => await ComputeAsync("explain", 2, () => ComputeChangeAsync(subject, from, to, cut, token)), cancellationToken);
        var response = ExplainChangeResponse.Parser.ParseFrom(bytes);
        var shown = response.Before.Contributions.Concat(response.After.Contributions).Concat(response.Parts.SelectMany(p => p.Contributions)).ToList();
        var words = await AddWordsAsync(shown, cut, cancellationToken);
        foreach (var part in response.Parts)
            part.Claims.AddRange(part.Contributions.SelectMany(c => c.ClaimIds).Distinct(StringComparer.Ordinal).Select(words.GetValueOrDefault).OfType<Claim>().Take(MostItems));
        Finished(response.Before, from, cut);
        Finished(response.After, to, cut);
        return response;
    }

    private async Task<V1.Tension> ScoreAsync(KnownSubject subject, long time, Cut cut, bool contributions, CancellationToken cancellationToken)
    {
        var day = Days.Of(time);
        var withMomentum = contributions && subject.Kind == SubjectKind.Dyad;
        var timeline = await TimelineAsync(subject, cut, withMomentum ? day - Momentum.YearDays + 1 : day, cancellationToken);
        var counter = await CoverageAsync(subject, time, cut, cancellationToken);
        var message = Message(subject, timeline, counter, time, contributions);
        if (contributions)
            message.DecayPreview.AddRange(PreviewDays.Select(days => (Days: days, timeline.At(time, day + days).Level)).Select(p => new DecayPoint { Days = p.Days, Level = p.Level, Band = Method.BandOf(p.Level) }));
        if (withMomentum && await MomentumAsync(subject, timeline, time, cut, cancellationToken) is { } momentum)
            message.Momentum = momentum;
        return message;
    }

    private async Task<double?> MomentumAsync(KnownSubject subject, SubjectTimeline timeline, long time, Cut cut, CancellationToken cancellationToken)
    {
        var day = Days.Of(time);
        var dyad = new Dyad(subject.Codes[0], subject.Codes[1]);
        var (first, last) = (day - Momentum.YearDays + 1, day - Momentum.WeekDays);
        if (await store.NamingDaysAsync(cut, subject.IsSample, dyad, time, first, last, cancellationToken) < Momentum.LeastDays)
            return null;
        // A pair that is named and of which nothing is claimed has a past of zeros.
        var pair = timeline.Pair(dyad) ?? new PairTimeline(dyad, []);
        var past = new List<PairScore>(last - first + 1);
        for (var d = first; d <= last; d++)
            past.Add(pair.At(Days.End(d), d));
        return Momentum.Of(past, pair.At(time, day));
    }

    private async Task<ListTensionsResponse> ComputeRankAsync(SubjectKind kind, bool sample, long time, Cut cut, CancellationToken cancellationToken)
    {
        var day = Days.Of(time);
        var claims = await store.ClaimsAsync(cut, sample, null, day, cancellationToken);
        var counter = new CoverageCounter(await store.ArticlesAsync(cut, sample, time, day, null, cancellationToken), await store.FailingSourcesAsync(cut, time, cancellationToken));
        IEnumerable<(KnownSubject Subject, IEnumerable<StoredClaim> Claims)> subjects = kind switch
        {
            SubjectKind.Dyad => claims.GroupBy(c => c.Dyad).Select(g => (KnownSubject.OfDyad(g.Key), g.AsEnumerable())),
            SubjectKind.DirectedPair => claims.GroupBy(c => (c.Claim.Actor, c.Claim.Receiver)).Select(g => (KnownSubject.OfDirected(g.Key.Actor, g.Key.Receiver), g.AsEnumerable())),
            SubjectKind.Country => claims.SelectMany(c => new[] { (Code: c.Dyad.A, Claim: c), (Code: c.Dyad.B, Claim: c) })
                .GroupBy(c => c.Code, c => c.Claim, StringComparer.Ordinal).Select(g => (KnownSubject.OfCountry(g.Key), g.AsEnumerable())),
            SubjectKind.Region => catalog.Regions.All.Where(r => r.IsSample == sample).Select(r => (KnownSubject.OfRegion(r), claims.AsEnumerable())),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of the contract"),
        };
        var response = new ListTensionsResponse();
        response.Tensions.AddRange(subjects
            .Select(s => (s.Subject.Name, Message: Message(s.Subject, new SubjectTimeline(s.Subject, s.Claims), counter, time, contributions: false)))
            .Where(s => kind == SubjectKind.Region || s.Message.EventCount > 0)
            .OrderByDescending(s => s.Message.Level).ThenBy(s => s.Name, StringComparer.Ordinal).Select(s => s.Message));
        return response;
    }

    private async Task<ExplainChangeResponse> ComputeChangeAsync(KnownSubject subject, long from, long to, Cut cut, CancellationToken cancellationToken)
    {
        var (firstDay, lastDay) = (Days.Of(from), Days.Of(to));
        var timeline = await TimelineAsync(subject, cut, firstDay, cancellationToken);
        var before = timeline.At(from, firstDay);
        var after = timeline.At(to, lastDay);
        var response = new ExplainChangeResponse
        {
            Before = Message(subject, timeline, await CoverageAsync(subject, from, cut, cancellationToken), from, contributions: true),
            After = Message(subject, timeline, await CoverageAsync(subject, to, cut, cancellationToken), to, contributions: true),
            Change = after.Level - before.Level,
        };
        // The change within the pair that led before; where another leads now, the step from the one to the other is a part of its own.
        if ((before.Leading ?? after.Leading)?.Dyad is { } dyad)
        {
            var (then, now) = (timeline.PairAt(dyad, from, firstDay)!, timeline.PairAt(dyad, to, lastDay)!);
            response.Parts.AddRange(Change.Explain(then, now, timeline.Seen(from), timeline.Seen(to)).GroupBy(i => i.Cause).Select(g => Part(g.Key, [.. g], now)));
            if (after.Leading is { } leading && leading.Dyad != dyad && leading.Level != now.Level)
            {
                var part = new ChangePart { Cause = ChangeCause.LeadingPair, Points = leading.Level - now.Level };
                part.Contributions.AddRange(Contributions.Top(leading, MostItems));
                response.Parts.Add(part);
            }
        }
        var ordered = response.Parts.Where(p => p.Points != 0).OrderByDescending(p => Math.Abs(p.Points)).ThenBy(p => p.Cause).ToList();
        response.Parts.Clear();
        response.Parts.AddRange(ordered);
        return response;
    }

    private static ChangePart Part(ChangeCause cause, List<ChangeItem> items, PairScore now)
    {
        var part = new ChangePart { Cause = cause, Points = items.Sum(i => i.Points) };
        part.Contributions.AddRange(items.Take(MostItems).Select(i => Contributions.Of(i.Event, i.Points, now)));
        return part;
    }

    private static V1.Tension Message(KnownSubject subject, SubjectTimeline timeline, CoverageCounter counter, long time, bool contributions)
    {
        var day = Days.Of(time);
        var message = timeline.At(time, day).ToMessage(contributions);
        message.Coverage = counter.Of(subject, timeline.Covered(time, day));
        message.DegradedReasons.AddRange(counter.Reasons(subject));
        return message;
    }

    private async Task<SubjectTimeline> TimelineAsync(KnownSubject subject, Cut cut, int fromDay, CancellationToken cancellationToken) =>
        new(subject, await store.ClaimsAsync(cut, subject.IsSample, Rows(subject), fromDay, cancellationToken));

    /// <summary>Dyads in ordinal order with a digest a day; those in which nothing ever scores are left out.</summary>
    public async IAsyncEnumerable<(Dyad Dyad, List<byte[]> Digests)> DigestAsync(int firstDay, int lastDay, Cut cut, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var sample in (bool[])[false, true])
            foreach (var pair in (await store.ClaimsAsync(cut, sample, null, firstDay, cancellationToken)).GroupBy(c => c.Dyad).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var timeline = new PairTimeline(pair.Key, pair.Select(c => c.Claim));
                var digests = new List<byte[]>(lastDay - firstDay + 1);
                for (var day = firstDay; day <= lastDay; day++)
                    digests.Add(ScoreDigest.Of(timeline.At(Days.End(day), day)));
                if (digests.Exists(d => d.Length > 0))
                    yield return (pair.Key, digests);
            }
        await store.StillAsync(cut, cancellationToken);
    }

    /// <summary>The score if claims were left out or events added, and as each side alone tells it.</summary>
    public async Task<ExploreTensionResponse> ExploreAsync(KnownSubject subject, long time, Cut cut, Supposition supposition, CancellationToken cancellationToken)
    {
        var message = await ComputeAsync("explore", 2, async () =>
        {
            var claims = new SubjectTimeline(subject, await store.ClaimsAsync(cut, subject.IsSample, Rows(subject), Days.Of(time), cancellationToken)).Claims;
            var seen = claims.Where(c => c.Claim.VisibleFrom <= time && time < c.Claim.VisibleUntil).Select(c => c.Claim.ClaimId).ToHashSet(StringComparer.Ordinal);
            supposition.Check(seen);
            var publishers = supposition.AsksPublishers ? await store.PublishersAsync(cut, seen, cancellationToken) : [];
            var counter = await CoverageAsync(subject, time, cut, cancellationToken);
            var response = new ExploreTensionResponse
            {
                Actual = Message(subject, new SubjectTimeline(subject, claims), counter, time, contributions: true),
                Supposed = Message(subject, new SubjectTimeline(subject, supposition.Apply(claims, publishers)), counter, time, contributions: true),
                LeftOutClaimCount = seen.Count(id => supposition.LeavesOut(id, publishers)),
            };
            response.Change = response.Supposed.Level - response.Actual.Level;
            foreach (var side in subject.Sides.Distinct(StringComparer.Ordinal).Append(""))
            {
                var told = claims.Where(c => side.Length > 0 ? c.Claim.Side == side : !subject.Sides.Contains(c.Claim.Side)).ToList();
                var level = new SubjectTimeline(subject, told).At(time, Days.Of(time)).Level;
                response.Perspectives.Add(new Perspective
                {
                    Side = side, Level = level, Band = Method.BandOf(level), ClaimCount = told.Select(c => c.Claim.ClaimId).Distinct(StringComparer.Ordinal).Count(seen.Contains),
                });
            }
            if (subject.Kind is SubjectKind.Dyad or SubjectKind.DirectedPair && response.Perspectives is [{ ClaimCount: > 0 } one, { ClaimCount: > 0 } other, ..])
                response.PerceptionGap = one.Level - other.Level;
            return response;
        });
        await store.StillAsync(cut, cancellationToken);
        var explored = (ExploreTensionResponse)message;
        await AddWordsAsync([.. explored.Actual.Contributions, .. explored.Supposed.Contributions], cut, cancellationToken);
        Finished(explored.Actual, time, cut);
        Finished(explored.Supposed, time, cut);
        return explored;
    }

    private async Task<CoverageCounter> CoverageAsync(KnownSubject subject, long time, Cut cut, CancellationToken cancellationToken)
    {
        var sides = subject.Sides.ToArray();
        Expression<Func<ArticleRow, bool>>? which = null;
        if (sides.Length <= 2)
        {
            var (one, other) = ($" {sides[0]} ", $" {sides[^1]} ");
            which = a => sides.Contains(a.Country) || (a.States.Contains(one) && a.States.Contains(other));
        }
        return new CoverageCounter(await store.ArticlesAsync(cut, subject.IsSample, time, Days.Of(time), which, cancellationToken), await store.FailingSourcesAsync(cut, time, cancellationToken));
    }

    private static Expression<Func<PairClaimRow, bool>> Rows(KnownSubject subject)
    {
        if (subject.Region is { } region)
        {
            var codes = region.Core.Concat(region.Involved).Distinct(StringComparer.Ordinal).ToArray();
            return c => codes.Contains(c.A) && codes.Contains(c.B);
        }
        if (subject.Kind == SubjectKind.Country)
        {
            var code = subject.Codes[0];
            return c => c.A == code || c.B == code;
        }
        var dyad = new Dyad(subject.Codes[0], subject.Codes[1]);
        var (a, b) = (dyad.A, dyad.B);
        if (subject.Kind == SubjectKind.Dyad)
            return c => c.A == a && c.B == b;
        var forward = subject.Codes[0] == a;
        return c => c.A == a && c.B == b && c.Forward == forward;
    }

    private async Task<Dictionary<string, Claim>> AddWordsAsync(IReadOnlyCollection<Contribution> contributions, Cut cut, CancellationToken cancellationToken)
    {
        var words = await store.WordsAsync(cut, [.. contributions.SelectMany(c => c.ClaimIds).Distinct(StringComparer.Ordinal)], cancellationToken);
        foreach (var contribution in contributions)
        {
            if (contribution.ClaimIds.Count == 0 || !words.TryGetValue(contribution.ClaimIds[0], out var claim))
                continue;
            contribution.Quote = Shortened(claim.Evidence?.Quote ?? "");
            contribution.ArticleId = claim.ArticleId;
            contribution.Publisher = claim.Publisher;
        }
        return words;
    }

    // Exports hold at most 300 characters of a quote; a surrogate pair is not cut in two.
    private static string Shortened(string quote)
    {
        if (quote.Length <= MostQuoteCharacters)
            return quote;
        var end = char.IsHighSurrogate(quote[MostQuoteCharacters - 2]) ? MostQuoteCharacters - 2 : MostQuoteCharacters - 1;
        return quote[..end] + "…";
    }

    // From the latest time known on, answers of one day are the same whenever in it they are asked for.
    private static string TimeKey(long time, Cut cut) =>
        time >= cut.LatestMicros ? string.Create(CultureInfo.InvariantCulture, $"day{Days.Of(time)}") : time.ToString(CultureInfo.InvariantCulture);

    private async Task<byte[]> CachedAsync(string question, bool sample, Cut cut, Func<CancellationToken, Task<IMessage>> compute, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"tension:{Method.Version}:{catalog.Fingerprint}:{cut.LogId}:{cut.Sequence}:{(sample ? cut.Head : 0)}:{(int)cut.Past}:{question}");
        return await cache.GetOrCreateAsync(key, async token =>
        {
            var message = await compute(token);
            await store.StillAsync(cut, token);
            return message.ToByteArray();
        }, cancellationToken: cancellationToken);
    }

    private async Task<IMessage> ComputeAsync<TMessage>(string question, int scores, Func<Task<TMessage>> compute) where TMessage : IMessage
    {
        using var activity = telemetry.StartComputation(question);
        var began = Stopwatch.GetTimestamp();
        var message = await compute();
        telemetry.Computed(question, scores, Stopwatch.GetElapsedTime(began));
        return message;
    }

    private V1.Tension Finished(V1.Tension message, long time, Cut cut)
    {
        message.AsOfTime = Micros.ToTimestamp(time);
        message.Past = cut.Past;
        message.LogId = cut.LogId;
        message.LogSequence = cut.Sequence;
        if (reader.Degradation is { Length: > 0 } reason)
            message.DegradedReasons.Insert(0, reason);
        message.Degraded = message.DegradedReasons.Count > 0;
        return message;
    }
}
