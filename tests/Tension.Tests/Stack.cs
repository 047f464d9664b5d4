using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.TestKit;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Tension.Tests;

/// <summary>The service on real endpoints before a claim log in memory. Its clock stands at <see cref="Now"/> unless advanced.</summary>
internal sealed class Stack : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2024, 11, 9, 12, 0, 0, TimeSpan.Zero);

    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("regsec-tension-").FullName;
    private readonly (string, string)[] _settings;
    private FakeServer _server = null!;
    private ServiceFixture<Program> _service = null!;

    private readonly TimeProvider? _clock;

    private Stack((string, string)[] settings, TimeProvider? clock)
    {
        _settings = settings;
        _clock = clock;
    }

    public FakeClaimLog Log { get; } = new("log-one");

    public ManualTime Time { get; } = new(Now);

    public TensionService.TensionServiceClient Client { get; private set; } = null!;

    public Uri HttpAddress => _service.HttpAddress;

    public static Task<Stack> StartAsync(params (string, string)[] settings) => StartAsync(null, settings);

    /// <param name="clock">A clock whose timers the test moves too; default <see cref="Time"/>.</param>
    /// <param name="settings">Configuration of the service.</param>
    public static async Task<Stack> StartAsync(TimeProvider? clock, params (string, string)[] settings)
    {
        var stack = new Stack(settings, clock);
        stack._server = await FakeServer.StartAsync(services => services.AddSingleton(stack.Log), app => app.MapGrpcService<FakeClaimsService>());
        stack.StartService();
        return stack;
    }

    public async Task RestartAsync()
    {
        await _service.DisposeAsync();
        StartService();
    }

    /// <summary>Appends the entry and waits until the service has applied it.</summary>
    public async Task<long> AppendAsync(ClaimEntry entry, DateTimeOffset? recorded = null)
    {
        var sequence = Log.Append(entry, recorded ?? Now.AddDays(-1));
        await AppliedAsync(sequence);
        return sequence;
    }

    /// <summary>Waits until the service answers from that sequence of the log it reads.</summary>
    public async Task AppliedAsync(long sequence)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var watch = Client.WatchTensions(new WatchTensionsRequest { Subjects = { new Subject { Dyad = "PRK-USA" } } }, cancellationToken: limit.Token);
            await watch.ResponseStream.MoveNext(limit.Token);
            var tension = watch.ResponseStream.Current.Tension;
            if (tension.LogSequence >= sequence && tension.LogId == Log.LogId)
                return;
            await Task.Yield();
        }
    }

    public async Task<V1.Tension> GetAsync(string dyad, DateTimeOffset? asOf = null, Past past = Past.Unspecified, long sequence = 0) =>
        await GetAsync(new Subject { Dyad = dyad }, asOf, past, sequence);

    public async Task<V1.Tension> GetAsync(Subject subject, DateTimeOffset? asOf = null, Past past = Past.Unspecified, long sequence = 0) =>
        (await Client.GetTensionAsync(new GetTensionRequest
        {
            Subject = subject,
            AsOfTime = asOf is { } time ? Timestamp.FromDateTimeOffset(time) : null,
            Past = past,
            LogSequence = sequence,
        }, cancellationToken: TestContext.Current.CancellationToken)).Tension;

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _server.DisposeAsync();
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    private void StartService()
    {
        _service = new ServiceFixture<Program>([("services:claims:grpc:0", _server.Address), .. _settings], _directory, _clock ?? Time);
        Client = new TensionService.TensionServiceClient(_service.Channel);
    }
}
