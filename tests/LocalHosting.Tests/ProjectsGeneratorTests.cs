using System.Diagnostics;
using RegionalSecurity.LocalHosting.Running;

namespace RegionalSecurity.LocalHosting.Tests;

public sealed class ProjectsGeneratorTests
{
    [Fact]
    public async Task Write_ReferencedPrograms_GetOneClassEachNamedAsAspireDoes()
    {
        using var folder = new TestFolder();
        foreach (var name in new[] { "Regional.Security-Claims", "Library" })
        {
            folder.Write($"{name}.csproj", $"""
                <Project>
                  <Target Name="GetTargetPath" Returns="@(Out)"><ItemGroup><Out Include="$(MSBuildProjectDirectory)/out/{name}.dll" /></ItemGroup></Target>
                </Project>
                """);
        }

        var targets = Path.Combine(AppContext.BaseDirectory, "RegionalSecurity.LocalHosting.targets");
        var host = folder.Write("Host.proj", $"""
            <Project>
              <PropertyGroup><IntermediateOutputPath>obj/</IntermediateOutputPath></PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="Regional.Security-Claims.csproj" ReferenceOutputAssembly="false" />
                <ProjectReference Include="Library.csproj" />
              </ItemGroup>
              <Import Project="{targets}" />
            </Project>
            """);

        await RunAsync("msbuild", host, "-t:WriteLocalHostingProjects", "-nologo", "-v:q", "-nodeReuse:false");

        var written = File.ReadAllText(Path.Combine(folder.Path, "obj", "LocalHosting.Projects.g.cs"));
        written.ShouldContain("namespace Projects;");
        written.ShouldContain("public sealed class Regional_Security_Claims : global::RegionalSecurity.LocalHosting.IProjectMetadata");
        written.ShouldContain($"""ProjectPath => "{'"'}"{Path.Combine(folder.Path, "Regional.Security-Claims.csproj")}"{'"'}";""");
        written.ShouldContain($"{Path.Combine(folder.Path, "out", "Regional.Security-Claims.dll")}");
        written.ShouldNotContain("Library");
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetHost.Path, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, output);
    }
}
