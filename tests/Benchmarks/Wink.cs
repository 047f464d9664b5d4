using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace RegionalSecurity.Benchmarks;

/// <summary>wink-nlp in a node process of its own: the yardstick. It does sentences, parts of speech, negation and named entities; no parse and no events.</summary>
internal sealed class Wink : IDisposable
{
    private const string Packages = "wink-nlp@2.4.0 wink-eng-lite-web-model@1.8.1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string Folder = Path.Combine(Corpus.Root, "artifacts", "wink");

    private readonly Process _node;

    public Wink()
    {
        _node = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "wink.cjs"), Folder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Seconds from the first line to the first text read, and bytes of memory then, both of this process.</summary>
    public WinkLoading Loading => Ask<WinkLoading>(new { });

    /// <summary>Installs the two packages where they are not yet, into the ignored artifacts folder. Null when they are there, else why not.</summary>
    public static string? Install()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "wink-eng-lite-web-model")))
            return null;
        Directory.CreateDirectory(Folder);
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", $"install --silent --no-audit --no-fund --prefix \"{Folder}\" {Packages}") { RedirectStandardError = true })!;
            var errors = npm.StandardError.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 ? null : $"npm install {Packages} ended with {npm.ExitCode}: {errors.Trim()}";
        }
        catch (Win32Exception e)
        {
            return $"npm does not start: {e.Message}";
        }
    }

    /// <summary>The texts that the next passes read.</summary>
    public void Take(IReadOnlyList<string> texts) => Ask<WinkLoading>(new { texts });

    /// <summary>Reads all texts that often.</summary>
    public WinkPasses Run(int passes) => Ask<WinkPasses>(new { passes });

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }

    private T Ask<T>(object request)
    {
        _node.StandardInput.WriteLine(JsonSerializer.Serialize(request, Json));
        _node.StandardInput.Flush();
        var answer = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node ended; its words are above.");
        return JsonSerializer.Deserialize<T>(answer, Json)!;
    }
}

internal sealed record WinkLoading(double Seconds, long WorkingSet);

/// <summary>Seconds of all passes on the clock and on the processor; sentences and entities of one pass, by its own count.</summary>
internal sealed record WinkPasses(double Wall, double Cpu, double Sentences, double Entities);
