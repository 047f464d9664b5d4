using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RegionalSecurity.LocalHosting.Tests;

/// <summary>A service of a few lines: GET /health answers 200, /sick makes that 503, /env/NAME gives a variable, /crash ends it.</summary>
internal static class TestService
{
    public static async Task<int> RunAsync(bool ignoreStop)
    {
        using var registration = ignoreStop ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true) : null;
        var url = new Uri(Environment.GetEnvironmentVariable("Kestrel__Endpoints__http__Url") ?? Environment.GetEnvironmentVariable("ASPNETCORE_URLS")!);
        var listener = new TcpListener(IPAddress.Loopback, url.Port);
        listener.Start();
        Console.WriteLine("service says hello");
        var status = 200;
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            var path = (await reader.ReadLineAsync())?.Split(' ').ElementAtOrDefault(1) ?? "/";
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
                // The headers do not matter here.
            }

            if (path == "/crash")
                return 3;
            if (path == "/sick")
                status = 503;
            var body = path.StartsWith("/env/", StringComparison.Ordinal) ? Environment.GetEnvironmentVariable(path[5..]) : null;
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
                $"HTTP/1.1 {(path == "/health" ? status : 200)} X\r\nContent-Length: {body?.Length ?? 0}\r\nConnection: close\r\n\r\n{body}"));
        }
    }
}
