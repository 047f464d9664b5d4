namespace RegionalSecurity.LocalHosting.Tests;

/// <summary>The tests; or, where a test starts this program with <see cref="ModeVariable"/>, what the test needs running.</summary>
internal static class TestProgram
{
    public const string ModeVariable = "LOCALHOSTING_TEST_MODE";

    public static async Task<int> Main(string[] args)
    {
        switch (Environment.GetEnvironmentVariable(ModeVariable))
        {
            case "service":
                return await TestService.RunAsync(ignoreStop: false);
            case "stubborn":
                return await TestService.RunAsync(ignoreStop: true);
            case "apphost":
                return await TestAppHost.RunAsync(args);
        }

        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
