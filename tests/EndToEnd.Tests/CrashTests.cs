using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.EndToEnd.Tests;

/// <summary>Killing any service in the middle of an ingestion ends in the same claims and scores as an undisturbed run.</summary>
[Collection(Stack.OneAtATime)]
public sealed class CrashTests
{
    private const int Articles = 3600;
    private const int Step = 500;
    private static readonly DateTimeOffset LastDay = new(2024, 11, 9, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Dyads = ["CHN-JPN", "IND-PAK", "PRK-USA"];

    [Fact]
    public async Task Ingestion_EveryServiceKilledOnTheWay_SameClaimsAndScoresAsUndisturbed()
    {
        var undisturbed = await RunAsync([]);
        var disturbed = await RunAsync(["claims", "tension", "ingestion", "web", "reports", "cache"]);

        disturbed.Claims.ShouldBe(undisturbed.Claims);
        disturbed.Levels.ShouldBe(undisturbed.Levels);
        undisturbed.Claims.Count.ShouldBeGreaterThan(Articles / 2);
        undisturbed.Levels.ShouldAllBe(level => level > 1);
    }

    private static async Task<(List<string> Claims, List<double> Levels)> RunAsync(string[] victims)
    {
        await using var stack = await Stack.StartAsync(withSample: false);
        var ingestion = new IngestionService.IngestionServiceClient(stack.Channel);
        var run = await stack.RegsecAsync(async regsec =>
        {
            // As long as its input is open the command is at work: every kill falls into the ingestion.
            var input = regsec.StandardInput;
            for (var i = 0; i < victims.Length; i++)
            {
                var (from, to) = (i * Step, (i + 1) * Step);
                await WriteAsync(input, from, to);
                // Some of the step is acknowledged, the rest of it is on its way.
                await stack.UntilAsync(async () => await LatestAsync(ingestion) >= from + Step / 10, $"article {from + Step / 10}");
                regsec.HasExited.ShouldBeFalse($"the ingestion had ended before {victims[i]} was killed");
                stack.Kill(victims[i]);
            }
            await WriteAsync(input, victims.Length * Step, Articles);
        }, "ingest", "-", "--json");
        run.ExitCode.ShouldBe(0, run.Error + run.Out);
        if (victims.Length > 0)
            await stack.UntilRestartedAsync();
        await stack.UntilHealthyAsync();
        return await ReadAsync(stack);
    }

    private static async Task WriteAsync(StreamWriter input, int from, int to)
    {
        for (var i = from; i < to; i++)
            await input.WriteLineAsync(Line(i));
        await input.FlushAsync();
    }

    private static async Task<(List<string>, List<double>)> ReadAsync(Stack stack)
    {
        var claims = new ClaimsService.ClaimsServiceClient(stack.Channel);
        var tension = new TensionService.TensionServiceClient(stack.Channel);
        List<string> coded = [];
        long head = 0;
        await stack.UntilAsync(async () =>
        {
            coded.Clear();
            var claimIds = new List<string>();
            try
            {
                using var call = claims.StreamClaims(new StreamClaimsRequest { StopAtHead = true });
                await foreach (var message in call.ResponseStream.ReadAllAsync())
                {
                    foreach (var entry in message.Entries)
                    {
                        coded.Add(entry.Coded.Article.ArticleId);
                        claimIds.AddRange(entry.Coded.Claims.Select(c => c.ClaimId));
                        head = entry.Header.Sequence;
                    }
                }
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
            if (coded.Count < Articles)
                return false;
            coded.Distinct().Count().ShouldBe(coded.Count, "an article was coded twice");
            coded = [.. claimIds.Order(StringComparer.Ordinal)];
            return true;
        }, "every article to be coded");
        await stack.UntilAsync(async () =>
        {
            try
            {
                return (await Score(tension, Dyads[0])).Tension.LogSequence >= head;
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
        }, "the scores to catch up");
        var levels = new List<double>();
        foreach (var dyad in Dyads)
            levels.Add((await Score(tension, dyad)).Tension.Level);
        return (coded, levels);
    }

    private static AsyncUnaryCall<GetTensionResponse> Score(TensionService.TensionServiceClient tension, string dyad) => tension.GetTensionAsync(new GetTensionRequest
    {
        Subject = new Subject { Dyad = dyad },
        AsOfTime = Timestamp.FromDateTimeOffset(LastDay.AddDays(1)),
        Past = Past.AsPublished,
    });

    // Number of the article that went in last; -1 while there is none or nobody answers.
    private static async Task<int> LatestAsync(IngestionService.IngestionServiceClient ingestion)
    {
        try
        {
            var page = await ingestion.ListArticlesAsync(new ListArticlesRequest { PageSize = 1 });
            return page.Articles.Count == 0 ? -1 : int.Parse(page.Articles[0].SourceId.AsSpan("e2e-".Length), CultureInfo.InvariantCulture);
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return -1;
        }
    }

    // Written for this test: three pairs, plain sentences, one day after the other.
    private static string Line(int i)
    {
        var day = LastDay.AddDays(-(i % 40)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = (i % 6) switch
        {
            0 => "North Korea condemned the United States over joint drills near the border.",
            1 => "The United States imposed new sanctions on North Korea.",
            2 => "India accused Pakistan of violating the ceasefire.",
            3 => "Pakistan rejected India's demand for an inquiry.",
            4 => "Chinese coast guard ships blocked Japanese vessels near the islands.",
            _ => "Japan condemned China over the blockade of its ships.",
        };
        return $$"""{"articleId":"e2e-{{i}}","publishTime":"{{day}}","publisher":"Desk {{i % 5}}","title":"Report {{i}}","text":"{{text}} It was report number {{i}} of the day."}""";
    }
}
