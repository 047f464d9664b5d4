using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using RegionalSecurity.Articles.Tests;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Benchmarks;

/// <summary>One client hands articles to the Ingestion service, a process of its own, over SubmitArticles; an article counts when its acknowledgement is back.</summary>
/// <param name="Articles">Articles handed in, all new, of about 2.5 KB.</param>
/// <param name="Rates">Acknowledgements a second of each round; a new store each.</param>
/// <param name="Again">The same of sending everything once more, as after a cut: all duplicates.</param>
/// <param name="ServiceSeconds">Processor time the service took for the articles of one round.</param>
internal sealed record BulkFigures(int Articles, double[] Rates, double[] Again, double ServiceSeconds)
{
    private const int Window = 2048;

    public static async Task<BulkFigures> MeasureAsync(int articles, int rounds)
    {
        var corpus = new ReprintCorpus(31);
        var requests = Enumerable.Range(0, articles).Select(i => new SubmitArticlesRequest
        {
            Article = new ArticleSubmission { Text = corpus.ArticleOf(2500), Title = $"Report number {i}", Publisher = "Reuters", SourceId = $"bulk-{i}" },
            Tag = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }).ToArray();
        List<double> rates = [], again = [], service = [];
        for (var round = 0; round < rounds; round++)
        {
            var store = Directory.CreateTempSubdirectory("regsec-bulk-");
            var (process, address, started) = Start(store.FullName);
            using var ending = process;
            try
            {
                await started.WaitAsync(TimeSpan.FromMinutes(1));
                using var channel = GrpcChannel.ForAddress(address);
                await channel.ConnectAsync();
                var client = new IngestionService.IngestionServiceClient(channel);
                var before = process.TotalProcessorTime;
                rates.Add(articles / await SendAsync(client, requests, Outcome.Created));
                process.Refresh();
                service.Add((process.TotalProcessorTime - before).TotalSeconds);
                again.Add(articles / await SendAsync(client, requests, Outcome.Duplicate));
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync();
                store.Delete(recursive: true);
            }
        }
        return new BulkFigures(articles, [.. rates], [.. again], Speed.Median(service));
    }

    private static async Task<double> SendAsync(IngestionService.IngestionServiceClient client, SubmitArticlesRequest[] requests, Outcome expected)
    {
        var began = Stopwatch.GetTimestamp();
        using var call = client.SubmitArticles();
        using var room = new SemaphoreSlim(Window);
        var sending = Task.Run(async () =>
        {
            foreach (var request in requests)
            {
                await room.WaitAsync();
                await call.RequestStream.WriteAsync(request);
            }
            await call.RequestStream.CompleteAsync();
        });
        var next = 0L;
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            if (answer.Index != next++ || answer.Outcome != expected)
                throw new InvalidOperationException($"Item {answer.Index} became {answer.Outcome} ({answer.Rejection?.Message}) where {expected} was expected.");
            room.Release();
        }
        await sending;
        return next == requests.Length ? Stopwatch.GetElapsedTime(began).TotalSeconds : throw new InvalidOperationException($"{next} of {requests.Length} articles were acknowledged.");
    }

    // The service as it is built for release, beside this program.
    private static (Process Process, string Address, Task Started) Start(string store)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "RegionalSecurity.Ingestion", "release", "RegionalSecurity.Ingestion.dll"));
        if (!File.Exists(program))
            throw new FileNotFoundException($"{program} is missing. Build it: dotnet build -c Release src/Ingestion", program);
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        other.Start();
        var address = $"http://{probe.LocalEndpoint}";
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            Environment =
            {
                ["Storage__Directory"] = store,
                ["Kestrel__Endpoints__grpc__Url"] = address,
                ["Kestrel__Endpoints__grpc__Protocols"] = "Http2",
                ["Kestrel__Endpoints__http__Url"] = $"http://{other.LocalEndpoint}",
                ["Ingestion__Feeds__Poll"] = "false",
                ["DOTNET_ENVIRONMENT"] = "Production",
            },
        };
        probe.Stop();
        other.Stop();
        var process = Process.Start(start)!;
        // Read to the end in the background: a full pipe would hold the service.
        var started = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true)
                started.TrySetResult();
            else if (line.Data is null)
                started.TrySetException(new InvalidOperationException($"{program} ended before it had started."));
        };
        process.BeginOutputReadLine();
        return (process, address, started.Task);
    }
}
