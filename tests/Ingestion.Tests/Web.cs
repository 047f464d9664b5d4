using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RegionalSecurity.Ingestion.Feeds;

namespace RegionalSecurity.Ingestion.Tests;

/// <summary>Names and wires for tests: names that lead where the test wants, and a server that speaks no proper HTTP.</summary>
internal static class Web
{
    /// <summary>Has names resolved so; everything else of the fetcher is the real one.</summary>
    public static void Resolve(IServiceCollection services, Func<string, string> resolve) => services.Replace(ServiceDescriptor.Singleton(provider => new GuardedFetcher(
        provider.GetRequiredService<IOptions<IngestionOptions>>(), provider.GetRequiredService<IngestionTelemetry>(), provider.GetRequiredService<TimeProvider>(),
        (host, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(resolve(host))]))));

    /// <summary>A listener on loopback that answers each connection with what the test writes.</summary>
    public sealed class RawServer : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public RawServer(Func<NetworkStream, CancellationToken, Task> answer)
        {
            _listener.Start();
            _running = RunAsync(answer);
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public int Connections { get; private set; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _listener.Stop();
            await _running;
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task RunAsync(Func<NetworkStream, CancellationToken, Task> answer)
        {
            var open = new List<Task>();
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                    Connections++;
                    open.Add(AnswerAsync(client, answer));
                }
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                await Task.WhenAll(open);
            }
        }

        private async Task AnswerAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> answer)
        {
            using (client)
            {
                try
                {
                    var stream = client.GetStream();
                    _ = await stream.ReadAsync(new byte[4096], _stop.Token);
                    await answer(stream, _stop.Token);
                }
                catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
                {
                    // The fetcher hung up, which is what these tests are about.
                }
            }
        }
    }
}
