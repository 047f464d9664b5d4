using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Grpc.Net.Client;

namespace RegionalSecurity.EndToEnd.Tests;

/// <summary>The whole stack as a user starts it: AppHost's built binary, its services as processes, a data directory of its own.</summary>
internal sealed class Stack : IAsyncDisposable
{
    /// <summary>Collection of the tests that start it: side by side, stacks of seven processes only wait for each other.</summary>
    public const string OneAtATime = "stack";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);
    private readonly Process _host;
    private readonly StringBuilder _output = new();
    private readonly string _directory;
    private readonly Dictionary<string, int> _killed = [];

    private Stack(Process host, string directory, int httpPort, int grpcPort)
    {
        _host = host;
        _directory = directory;
        HttpAddress = new Uri($"http://127.0.0.1:{httpPort}");
        GrpcAddress = new Uri($"http://127.0.0.1:{grpcPort}");
        Channel = GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions { MaxReceiveMessageSize = 8 << 20 });
    }

    public Uri HttpAddress { get; }

    public Uri GrpcAddress { get; }

    public GrpcChannel Channel { get; }

    /// <summary>The program buf where .ci/run installs it; null where it is not.</summary>
    public static string? Buf => File.Exists(Built("Buf")) ? Built("Buf") : null;

    /// <summary>What AppHost and its services have printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts the stack and waits until the front door says that everything is well.</summary>
    /// <param name="withSample">Whether the invented sample is loaded.</param>
    /// <param name="environment">Variables of the user's own.</param>
    public static async Task<Stack> StartAsync(bool withSample, params (string Name, string Value)[] environment)
    {
        var directory = Directory.CreateTempSubdirectory("regsec-e2e-").FullName;
        var (http, grpc) = FreePorts();
        var start = new ProcessStartInfo("dotnet", [Built("AppHost"), $"--Storage:Directory={directory}", $"--Web:HttpPort={http}", $"--Web:GrpcPort={grpc}", $"--Sample:Load={withSample}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_ENVIRONMENT"] = "Development", ["ASPNETCORE_ENVIRONMENT"] = "Development", ["NO_COLOR"] = "1" },
        };
        start.Environment.Remove("ConnectionStrings__cache");
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var stack = new Stack(Process.Start(start)!, directory, http, grpc);
        stack._host.OutputDataReceived += (_, line) => stack.Note(line.Data);
        stack._host.ErrorDataReceived += (_, line) => stack.Note(line.Data);
        stack._host.BeginOutputReadLine();
        stack._host.BeginErrorReadLine();
        try
        {
            await stack.UntilHealthyAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until /health of the front door answers 200.</summary>
    public async Task UntilHealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = HttpAddress, Timeout = TimeSpan.FromSeconds(2) };
        await UntilAsync(async () =>
        {
            try
            {
                using var answer = await http.GetAsync("/health");
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }, "the stack to be healthy");
    }

    /// <summary>Waits until the condition holds; the test fails with AppHost's output when it never does.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!await condition())
            {
                if (_host.HasExited)
                    Assert.Fail($"AppHost ended with {_host.ExitCode} while waiting for {what}:\n{Tail()}");
                await tick.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            Assert.Fail($"Waited {Patience.TotalSeconds} s for {what}:\n{Tail()}");
        }
    }

    /// <summary>SIGKILL to the process of a service, which must be running. AppHost starts it again.</summary>
    public void Kill(string service)
    {
        var id = ProcessOf(service);
        using var process = Process.GetProcessById(id);
        process.HasExited.ShouldBeFalse($"{service} was not running");
        process.Kill();
        _killed[service] = id;
    }

    /// <summary>Waits until AppHost has started every killed service again, each as another process, and all are well.</summary>
    public async Task UntilRestartedAsync()
    {
        await UntilAsync(() => Task.FromResult(_killed.All(k => ProcessOf(k.Key) != k.Value)), "the killed services to be started again");
        // The table that AppHost prints once everything is well again, after the last start of any.
        await UntilAsync(() =>
        {
            var output = Output;
            var lastStart = _killed.Keys.Max(service => output.LastIndexOf($"{service} is starting (process ", StringComparison.Ordinal));
            return Task.FromResult(output.IndexOf("All resources are healthy again.", lastStart, StringComparison.Ordinal) >= 0);
        }, "AppHost to call everything healthy again");
    }

    // From the status line "claims is starting (process 123)" of its last start.
    private int ProcessOf(string service)
    {
        var mark = $"{service} is starting (process ";
        var output = Output;
        var at = output.LastIndexOf(mark, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, output);
        return int.Parse(output[(at + mark.Length)..output.IndexOf(')', at)], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Runs regsec against this stack, with nothing on its standard input.</summary>
    public Task<(int ExitCode, string Out, string Error)> RegsecAsync(params string[] arguments) => RegsecAsync(_ => Task.CompletedTask, arguments);

    /// <summary>Runs regsec against this stack; <paramref name="feed"/> is given the process and writes its standard input, which ends when it is done.</summary>
    public Task<(int ExitCode, string Out, string Error)> RegsecAsync(Func<Process, Task> feed, params string[] arguments) =>
        RunAsync("dotnet", [Built("Cli"), .. arguments, "--server", GrpcAddress.ToString()], feed);

    /// <summary>Runs a program to its end; <paramref name="feed"/> is given the process and writes its standard input.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(string program, string[] arguments, Func<Process, Task>? feed = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["NO_COLOR"] = "1" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            if (feed is not null)
                await feed(process);
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token);
        }
        catch
        {
            process.Kill();
            throw;
        }
        return (process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        if (!_host.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _host.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await _host.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _host.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"AppHost did not stop within 30 s of SIGTERM:\n{Tail()}");
            }
        }
        _host.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Built(string name) =>
        typeof(Stack).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;

    private static (int, int) FreePorts()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var two = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        two.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)two.LocalEndpoint).Port);
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
    }

    private string Tail()
    {
        var output = Output;
        return output.Length <= 8000 ? output : output[^8000..];
    }
}
