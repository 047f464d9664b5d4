namespace RegionalSecurity.Articles.Tests;

/// <summary>Development data beside the checkout; nothing of it is in the repository.</summary>
internal static class SharedData
{
    public static string Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "RegionalSecurity.sln")))
            {
                var folder = Path.Combine(at.FullName, "..", "shared", "data", name);
                Assert.SkipUnless(Directory.Exists(folder), $"../shared/data/{name} is not on this machine.");
                return folder;
            }
        throw new InvalidOperationException("RegionalSecurity.sln was not found above the test's folder.");
    }
}
