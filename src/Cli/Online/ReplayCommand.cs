using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Cli.Output;
using RegionalSecurity.Scoring;
using RegionalSecurity.Tension.V1;
using Spectre.Console;

namespace RegionalSecurity.Cli.Online;

/// <summary>
/// <c>regsec replay</c>: reads the whole claim log, scores it here by the same method and compares each day of each pair with what the server tells, bit by bit.
/// Shares nothing with the server's store but the log.
/// </summary>
internal static class ReplayCommand
{
    private const int MostShown = 20;
    private static readonly DateTime Epoch = DateTime.UnixEpoch;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create(CliContext context)
    {
        var from = Options.Text("--from", "date", "First day, UTC. Default: 89 days before the last.");
        var to = Options.Text("--to", "date", "Last day, UTC. Default: yesterday.");
        var asPublished = Options.AsPublished();
        var sequence = Options.LogSequence();
        var command = new Command("replay", "Score the whole claim log anew and compare every pair and day with the server's scores, bit by bit. Exit code 1 where one differs.") { from, to, asPublished, sequence };
        command.SetAction(async (parse, cancel) =>
        {
            var clock = context.Host.Time;
            var request = new DigestTensionsRequest
            {
                FromTime = TimeText.From("--from", parse.GetValue(from), clock),
                ToTime = TimeText.From("--to", parse.GetValue(to), clock),
                Past = Options.PastOf(parse.GetValue(asPublished)),
                LogSequence = parse.GetValue(sequence),
            };
            using var server = context.Connect(parse);
            using var call = server.Tension.DigestTensions(request, cancellationToken: cancel);
            await call.ResponseStream.MoveNext(cancel);
            var head = call.ResponseStream.Current;
            var told = new Dictionary<string, IReadOnlyList<ByteString>>(StringComparer.Ordinal);
            await foreach (var message in call.ResponseStream.ReadAllAsync(cancel))
                told.Add(message.Dyad, message.Digests);
            var log = new Replay(request.Past == Past.AsPublished);
            await log.ReadAsync(server.Claims, head.LogSequence, entries => context.Terminal.Note($"{entries:N0} entries of the claim log read"), cancel);
            var outcome = log.Compare(told, Day(head.FromDate), Day(head.ToDate));
            if (parse.GetValue(context.Json))
                context.Host.Output.WriteLine(JsonSerializer.Serialize(
                    new
                    {
                        logId = head.LogId, logSequence = head.LogSequence, from = head.FromDate, to = head.ToDate, pairs = outcome.Pairs, scores = outcome.Scores, identical = outcome.Differences.Count == 0,
                        differences = outcome.Differences.Select(d => new { dyad = d.Dyad, date = Date(d.Day) }),
                    }, Indented));
            else
            {
                context.Terminal.Out.WriteLine($"log {Plain.Line(head.LogId)} to {head.LogSequence.ToString(CultureInfo.InvariantCulture)}, {head.FromDate} to {head.ToDate}: {outcome.Pairs:N0} pairs, {outcome.Scores:N0} scores, "
                    + (outcome.Differences.Count == 0 ? "all identical" : $"{outcome.Differences.Count:N0} DIFFER"));
                foreach (var (dyad, day) in outcome.Differences.Take(MostShown))
                    context.Terminal.Out.WriteLine($"  {Plain.Line(dyad)} on {Date(day)}");
            }
            return outcome.Differences.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        context.Examples[command] = ["regsec replay", "regsec replay --from 2024-10-01 --to 2024-11-09 --as-published", "regsec replay --json"];
        return command;
    }

    private static int Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;

    private static string Date(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The claims of the log as one past sees them.</summary>
    private sealed class Replay(bool published)
    {
        private readonly Dictionary<string, List<PairClaim>> _byArticle = new(StringComparer.Ordinal);
        // What earlier revisions told, by article.
        private readonly Dictionary<string, List<PairClaim>> _past = new(StringComparer.Ordinal);

        public async Task ReadAsync(ClaimsService.ClaimsServiceClient claims, long last, Action<long> progress, CancellationToken cancel)
        {
            if (last == 0)
                return;
            using var call = claims.StreamClaims(new StreamClaimsRequest { StopAtHead = true }, cancellationToken: cancel);
            var read = 0L;
            await foreach (var message in call.ResponseStream.ReadAllAsync(cancel))
            {
                foreach (var entry in message.Entries)
                {
                    if (entry.Header.Sequence > last)
                        return;
                    Apply(entry);
                    if (++read % 10_000 == 0)
                        progress(read);
                }
            }
        }

        public (int Pairs, long Scores, List<(string Dyad, int Day)> Differences) Compare(Dictionary<string, IReadOnlyList<ByteString>> told, int first, int last)
        {
            var differences = new List<(string, int)>();
            var (pairs, scores) = (0, 0L);
            var here = _past.Values.Concat(_byArticle.Values).SelectMany(c => c).GroupBy(c => new Dyad(c.Actor, c.Receiver)).ToDictionary(g => g.Key.ToString(), g => g.ToList(), StringComparer.Ordinal);
            foreach (var dyad in here.Keys.Union(told.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var timeline = here.TryGetValue(dyad, out var claims) ? new PairTimeline(new Dyad(claims[0].Actor, claims[0].Receiver), claims) : null;
                var any = false;
                for (var day = first; day <= last; day++)
                {
                    var own = timeline is null ? [] : ScoreDigest.Of(timeline.At(Micros(DateOnly.FromDayNumber(day + 1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)) - 1, day));
                    var theirs = told.TryGetValue(dyad, out var digests) ? digests[day - first].Span : [];
                    any |= own.Length > 0 || theirs.Length > 0;
                    scores += own.Length > 0 || theirs.Length > 0 ? 1 : 0;
                    if (!theirs.SequenceEqual(own))
                        differences.Add((dyad, day));
                }
                pairs += any ? 1 : 0;
            }
            return (pairs, scores, differences);
        }

        private void Apply(ClaimEntry entry)
        {
            var recorded = Micros(entry.Header.RecordTime.ToDateTime());
            switch (entry.ContentCase)
            {
                case ClaimEntry.ContentOneofCase.Coded:
                    var article = entry.Coded.Article;
                    var known = article.IngestTime is { } ingested ? Micros(ingested.ToDateTime()) : recorded;
                    var effective = article.PublishTime is { } publication ? Micros(publication.ToDateTime()) : known;
                    Supersede(article.ArticleId, known);
                    var read = new List<PairClaim>();
                    foreach (var claim in entry.Coded.Claims)
                    {
                        claim.Sample = article.Sample;
                        foreach (var pair in ClaimReading.Read(claim, article.Publisher, new DateTimeOffset(Epoch.AddTicks(known * 10))))
                            read.Add(pair with { VisibleFrom = published ? Math.Min(effective, known) : known });
                    }
                    _byArticle[article.ArticleId] = read;
                    break;
                case ClaimEntry.ContentOneofCase.Withdrawal:
                    Supersede(entry.Withdrawal.ArticleId, recorded);
                    // Of a withdrawn sample nothing is told again, of no time.
                    if (entry.Withdrawal.Sample)
                        _past.Remove(entry.Withdrawal.ArticleId);
                    break;
                default:
                    break;
            }
        }

        // What an earlier revision told is seen until then in the past as known, and not at all in the past as published.
        private void Supersede(string articleId, long until)
        {
            if (!_byArticle.Remove(articleId, out var before) || published)
                return;
            if (!_past.TryGetValue(articleId, out var past))
                _past[articleId] = past = [];
            past.AddRange(before.Select(c => c with { VisibleUntil = until }));
        }

        private static long Micros(DateTime time) => (time - Epoch).Ticks / 10;
    }
}
