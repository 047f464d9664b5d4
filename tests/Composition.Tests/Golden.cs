using System.Runtime.CompilerServices;

namespace RegionalSecurity.Composition.Tests;

/// <summary>Compares a document with the file that was read and approved. UPDATE_GOLDEN=1 writes it anew.</summary>
internal static class Golden
{
    public static void ShouldMatchGolden(this string actual, string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        actual.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
