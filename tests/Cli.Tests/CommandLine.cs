using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace RegionalSecurity.Cli.Tests;

/// <summary>What one run of the command answered.</summary>
internal sealed record Answer(int Code, string Out, string Err)
{
    public string[] OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] ErrLines => Err.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the command in this process with captured output, as if neither end were a terminal.</summary>
internal static class CommandLine
{
    /// <summary>"Now" of the commands: noon of 9 November 2024, UTC.</summary>
    public static readonly DateTimeOffset Now = new(2024, 11, 9, 12, 0, 0, TimeSpan.Zero);

    public static Task<Answer> RunAsync(params string[] args) => RunAsync(args, "");

    public static Task<Answer> RunAsync(string[] args, string input) => RunAsync(args, new MemoryStream(Encoding.UTF8.GetBytes(input)));

    public static async Task<Answer> RunAsync(string[] args, Stream input, TimeProvider? time = null, CancellationToken cancel = default)
    {
        var bytes = new MemoryStream();
        var output = new StreamWriter(bytes, new UTF8Encoding(false));
        var error = new StringWriter();
        using var host = new CliHost
        {
            Input = input,
            Output = output,
            OutputBytes = bytes,
            Error = error,
            Time = time ?? new FakeTimeProvider(Now),
        };
        var code = await CliApplication.RunAsync(args, host, cancel);
        await output.FlushAsync(CancellationToken.None);
        return new Answer(code, Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }
}

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("regsec-cli-").FullName;

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Real data beside the repository; nothing of it is in the repository.</summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "RegionalSecurity.sln")))
            {
                var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, "..", "shared", "data", relative));
                Assert.SkipUnless(File.Exists(path), $"{path} is absent: real data is not part of the repository.");
                return path;
            }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
