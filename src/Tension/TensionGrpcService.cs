using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RegionalSecurity.ServiceDefaults.Errors;
using RegionalSecurity.ServiceDefaults.Paging;
using RegionalSecurity.ServiceDefaults.Storage;
using RegionalSecurity.Tension.Storage;
using RegionalSecurity.Tension.V1;
using Enum = System.Enum;

namespace RegionalSecurity.Tension;

/// <summary>Adapter: validates, calls, answers.</summary>
internal sealed class TensionGrpcService(
    TensionQueries queries, TensionStore store, SubjectParser subjects, CommitWriter<TensionDbContext> writer, TimeProvider time, IHostApplicationLifetime lifetime)
    : TensionService.TensionServiceBase
{
    private const int StandardPage = 50, LargestPage = 500, MostDays = 3660, StandardDays = 90, MostWatched = 100;

    // Commits come many a second while a backlog is read: what they change together is told together.
    private static readonly TimeSpan WatchPause = TimeSpan.FromSeconds(1);

    public override async Task<GetTensionResponse> GetTension(GetTensionRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNow().ToMicros();
        var validation = new Validation();
        var subject = await subjects.ParseAsync(request.Subject, "subject", validation, context.CancellationToken);
        var asOf = PastTime(request.AsOfTime, "as_of_time", now, validation);
        var past = PastOf(request.Past, validation);
        Sequence(request.LogSequence, validation);
        validation.ThrowIfAny();
        var cut = await store.CutAsync(request.LogSequence, past, context.CancellationToken);
        return new GetTensionResponse { Tension = await queries.GetAsync(subject!, asOf, cut, contributions: true, context.CancellationToken) };
    }

    public override async Task<ListTensionsResponse> ListTensions(ListTensionsRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNow().ToMicros();
        var validation = new Validation();
        var size = validation.PageSize(request.PageSize, StandardPage, LargestPage);
        validation.Require(Enum.IsDefined(request.Kind), "kind", "ENUM_UNKNOWN", $"{(int)request.Kind} is no SubjectKind");
        var asOf = PastTime(request.AsOfTime, "as_of_time", now, validation);
        var past = PastOf(request.Past, validation);
        Sequence(request.LogSequence, validation);
        var offset = 0;
        var sequence = request.LogSequence;
        string? logId = null;
        if (PageToken.Decode(request, 4, validation) is { } position)
        {
            logId = position[2];
            validation.Require(
                long.TryParse(position[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out asOf) & long.TryParse(position[1], NumberStyles.None, CultureInfo.InvariantCulture, out sequence)
                & int.TryParse(position[3], NumberStyles.None, CultureInfo.InvariantCulture, out offset), "page_token", "PAGE_TOKEN_INVALID", "is no token of this query; leave it empty for the first page");
        }
        validation.ThrowIfAny();
        var cut = await store.CutAsync(sequence, past, context.CancellationToken);
        // An empty log has no sequence to pin; everything of it is sequence 0.
        if (logId is not null && logId != cut.LogId)
            throw DomainException.Invalid("page_token", "PAGE_TOKEN_EXPIRED", "is of a claim log that was replaced since; start again with the first page");
        var kind = request.Kind == SubjectKind.Unspecified ? SubjectKind.Dyad : request.Kind;
        var ranked = await queries.RankAsync(kind, request.Sample, asOf, cut, context.CancellationToken);
        var response = new ListTensionsResponse();
        response.Tensions.AddRange(ranked.Skip(offset).Take(size));
        if (offset + size < ranked.Count)
            response.NextPageToken = PageToken.Encode(request, asOf.ToString(CultureInfo.InvariantCulture), cut.Sequence.ToString(CultureInfo.InvariantCulture), cut.LogId, (offset + size).ToString(CultureInfo.InvariantCulture));
        return response;
    }

    public override async Task<GetTensionSeriesResponse> GetTensionSeries(GetTensionSeriesRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNow().ToMicros();
        var today = Days.Of(now);
        var validation = new Validation();
        var subject = await subjects.ParseAsync(request.Subject, "subject", validation, context.CancellationToken);
        var past = PastOf(request.Past, validation);
        Sequence(request.LogSequence, validation);
        var last = validation.Time(request.ToTime, "to_time") && request.ToTime is not null ? Days.Of(request.ToTime.ToMicros()) : today;
        validation.Require(last <= today, "to_time", "TIME_IN_FUTURE", "is after today; a series ends today at the latest");
        var first = validation.Time(request.FromTime, "from_time") && request.FromTime is not null ? Days.Of(request.FromTime.ToMicros()) : last - StandardDays + 1;
        if (validation.Require(first <= last, "from_time", "RANGE_INVERTED", "is after to_time; exchange them"))
            validation.Require(last - first <= MostDays, "from_time", "RANGE_TOO_LONG", $"is {last - first} days before to_time; at most {MostDays} are told at once");
        validation.ThrowIfAny();
        var cut = await store.CutAsync(request.LogSequence, past, context.CancellationToken);
        return await queries.SeriesAsync(subject!, first, last, now, cut, context.CancellationToken);
    }

    public override async Task<ExplainChangeResponse> ExplainChange(ExplainChangeRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNow().ToMicros();
        var validation = new Validation();
        var subject = await subjects.ParseAsync(request.Subject, "subject", validation, context.CancellationToken);
        validation.Require(request.FromTime is not null, "from_time", "FIELD_REQUIRED", "is empty; give the time to compare with");
        var from = PastTime(request.FromTime, "from_time", now, validation);
        var to = PastTime(request.ToTime, "to_time", now, validation);
        validation.Require(from <= to, "from_time", "RANGE_INVERTED", "is after to_time; exchange them");
        var past = PastOf(request.Past, validation);
        Sequence(request.LogSequence, validation);
        validation.ThrowIfAny();
        var cut = await store.CutAsync(request.LogSequence, past, context.CancellationToken);
        return await queries.ExplainAsync(subject!, from, to, cut, context.CancellationToken);
    }

    public override async Task DigestTensions(DigestTensionsRequest request, IServerStreamWriter<DigestTensionsResponse> responseStream, ServerCallContext context)
    {
        var today = Days.Of(time.GetUtcNow().ToMicros());
        var validation = new Validation();
        var past = PastOf(request.Past, validation);
        Sequence(request.LogSequence, validation);
        var last = validation.Time(request.ToTime, "to_time") && request.ToTime is not null ? Days.Of(request.ToTime.ToMicros()) : today - 1;
        validation.Require(last < today, "to_time", "TIME_IN_FUTURE", "is not before today; only whole days can be compared");
        var first = validation.Time(request.FromTime, "from_time") && request.FromTime is not null ? Days.Of(request.FromTime.ToMicros()) : last - StandardDays + 1;
        if (validation.Require(first <= last, "from_time", "RANGE_INVERTED", "is after to_time; exchange them"))
            validation.Require(last - first <= MostDays, "from_time", "RANGE_TOO_LONG", $"is {last - first} days before to_time; at most {MostDays} are told at once");
        validation.ThrowIfAny();
        var cut = await store.CutAsync(request.LogSequence, past, context.CancellationToken);
        await responseStream.WriteAsync(new DigestTensionsResponse { LogId = cut.LogId, LogSequence = cut.Sequence, FromDate = Date(first), ToDate = Date(last) });
        await foreach (var (dyad, digests) in queries.DigestAsync(first, last, cut, context.CancellationToken))
            await responseStream.WriteAsync(new DigestTensionsResponse { Dyad = dyad.ToString(), Digests = { digests.Select(d => ByteString.CopyFrom(d)) } });

        static string Date(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    public override async Task<ExploreTensionResponse> ExploreTension(ExploreTensionRequest request, ServerCallContext context)
    {
        var now = time.GetUtcNow().ToMicros();
        var validation = new Validation();
        var subject = await subjects.ParseAsync(request.Subject, "subject", validation, context.CancellationToken);
        var asOf = PastTime(request.AsOfTime, "as_of_time", now, validation);
        var past = PastOf(request.Past, validation);
        Sequence(request.LogSequence, validation);
        var supposition = Supposition.Read(request, subject, asOf, validation);
        validation.ThrowIfAny();
        var cut = await store.CutAsync(request.LogSequence, past, context.CancellationToken);
        return await queries.ExploreAsync(subject!, asOf, cut, supposition, context.CancellationToken);
    }

    public override async Task WatchTensions(WatchTensionsRequest request, IServerStreamWriter<WatchTensionsResponse> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var validation = new Validation();
        var watched = new List<KnownSubject>();
        validation.Require(request.Subjects.Count is >= 1 and <= MostWatched, "subjects", "COUNT_OUT_OF_RANGE", $"has {request.Subjects.Count} subjects; give 1 to {MostWatched}");
        for (var i = 0; i < Math.Min(request.Subjects.Count, MostWatched); i++)
            if (await subjects.ParseAsync(request.Subjects[i], $"subjects[{i}]", validation, ending.Token) is { } subject)
                watched.Add(subject);
        validation.Require(request.MinChange is >= 0 and <= 100, "min_change", "OUT_OF_RANGE", "is no number from 0 to 100");
        validation.ThrowIfAny();
        await context.WriteResponseHeadersAsync([]);
        var told = new V1.Tension?[watched.Count];
        while (true)
        {
            // Taken before reading, so that no commit is missed. Levels also fall by age, at midnight.
            var nextCommit = writer.NextCommit;
            var now = time.GetUtcNow();
            var began = time.GetTimestamp();
            try
            {
                await TellAsync();
            }
            catch (DomainException error) when (error.Reason == TensionStore.Rebuilding)
            {
                // The rebuild commits, and then there is something to tell.
            }
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
            await Task.WhenAny(nextCommit, Task.Delay(now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime, time, woken.Token));
            await woken.CancelAsync();
            ending.Token.ThrowIfCancellationRequested();
            if (WatchPause - time.GetElapsedTime(began) is { Ticks: > 0 } pause)
                await Task.Delay(pause, time, ending.Token);
        }

        async Task TellAsync()
        {
            var cut = await store.CutAsync(0, Past.AsKnown, ending.Token);
            for (var i = 0; i < watched.Count; i++)
            {
                var score = await queries.GetAsync(watched[i], time.GetUtcNow().ToMicros(), cut, contributions: false, ending.Token);
                if (told[i] is { } before && !(Changed(before, score) && Math.Abs(score.Level - before.Level) >= request.MinChange))
                    continue;
                var response = new WatchTensionsResponse { Tension = score };
                if (told[i] is { } previous)
                    response.PreviousLevel = previous.Level;
                await responseStream.WriteAsync(response, ending.Token);
                told[i] = score;
            }
        }
    }

    private static bool Changed(V1.Tension before, V1.Tension now) =>
        before.Level != now.Level || before.Conflict != now.Conflict || before.Cooperation != now.Cooperation || before.Rung != now.Rung
        || before.RungOneSided != now.RungOneSided || before.EventCount != now.EventCount;

    private static long PastTime(Timestamp? value, string field, long now, Validation validation)
    {
        if (!validation.Time(value, field) || value is null)
            return now;
        var micros = value.ToMicros();
        validation.Require(micros <= now, field, "TIME_IN_FUTURE", "lies in the future; scores are of the past and of now");
        return micros;
    }

    private static Past PastOf(Past past, Validation validation)
    {
        validation.Require(Enum.IsDefined(past), "past", "ENUM_UNKNOWN", $"{(int)past} is no Past; give PAST_AS_KNOWN or PAST_AS_PUBLISHED");
        return past == Past.Unspecified ? Past.AsKnown : past;
    }

    private static void Sequence(long sequence, Validation validation) =>
        validation.Require(sequence >= 0, "log_sequence", "OUT_OF_RANGE", $"is {sequence}; give 0 for the latest, or the log_sequence of an earlier answer");
}
