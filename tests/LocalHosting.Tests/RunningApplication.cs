using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting.Tests;

/// <summary>A declaration that runs in the test's own process; its services are processes.</summary>
internal sealed partial class RunningApplication(LocalHostingOptions options) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new();
    private Task<int>? _run;

    public TestFolder Folder { get; } = new();

    public IDistributedApplicationBuilder Builder { get; } = DistributedApplication.CreateBuilder([]);

    public CapturedOutput Output { get; } = new();

    public CapturedOutput Error { get; } = new();

    public IReadOnlyList<int> Ports => Builder.Build().Model.Projects.SelectMany(p => p.Endpoints).SelectMany(e => e.AllocatedPorts).ToList();

    public IReadOnlyList<int> ProcessIds => StartLine().Matches(Output.Text)
        .Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();

    public IResourceBuilder<ProjectResource> Add(string name, string mode = "service") => TestAppHost.Add(Builder, Folder.Path, name, mode);

    public Task StartAsync()
    {
        _run = Task.Run(() => ApplicationRunner.RunAsync(Builder.Build().Model, options, Output, Error, _stop.Token));
        return Task.CompletedTask;
    }

    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await ExitAsync();
    }

    public Task<int> ExitAsync() => _run!.WaitAsync(TimeSpan.FromSeconds(60));

    public Task<string> GetAsync(int port, string path) => _client.GetStringAsync(new Uri($"http://127.0.0.1:{port}{path}"));

    /// <summary>Asks for what ends the service before it answers.</summary>
    public async Task TryGetAsync(int port, string path)
    {
        try
        {
            await GetAsync(port, path);
        }
        catch (HttpRequestException)
        {
            // It ended, as asked.
        }
    }

    public static bool Answers(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await StopAsync();
        _stop.Dispose();
        _client.Dispose();
        Folder.Dispose();
    }

    [GeneratedRegex(@"is starting \(process (\d+)\)")]
    private static partial Regex StartLine();
}
