using System.Globalization;
using System.Net.NetworkInformation;

namespace RegionalSecurity.Cache.Tests;

public sealed class CacheProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_Ports_AreOnLoopbackOnly()
    {
        await using var cache = new CacheProcess();
        await cache.InitializeAsync();

        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(e => e.Port == cache.Port || e.Port == cache.HealthUrl.Port)
            .ToList();

        listeners.Count.ShouldBe(2);
        listeners.ShouldAllBe(e => System.Net.IPAddress.IsLoopback(e.Address));
    }

    [Fact]
    public async Task Fill_MoreThanItsMemory_DropsTheOldestAndStaysBounded()
    {
        await using var cache = new CacheProcess(("Cache__MemoryMegabytes", "16"));
        await cache.InitializeAsync();
        var value = new byte[100_000];

        for (var i = 0; i < 1000; i++)
            await cache.Database.StringSetAsync($"k{i}", value);

        (await cache.Database.KeyExistsAsync("k0")).ShouldBeFalse();
        (await cache.Database.KeyExistsAsync("k999")).ShouldBeTrue();
        cache.Process.Refresh();
        (cache.Process.WorkingSet64 >> 20).ShouldBeLessThan(300);
    }

    [Fact]
    public async Task Terminate_RunningCache_EndsWithZero()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await using var cache = new CacheProcess();
        await cache.InitializeAsync();

        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", cache.Process.Id.ToString(CultureInfo.InvariantCulture)]);
        await cache.Process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        cache.Process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Start_PortTaken_EndsWithOneLineThatSaysWhatToDo()
    {
        await using var first = new CacheProcess();
        await first.InitializeAsync();

        var (code, error) = await FailAsync(
            ("CACHE_PORT", first.Port.ToString(CultureInfo.InvariantCulture)), ("Kestrel__Endpoints__http__Url", "http://127.0.0.1:0"));

        code.ShouldBe(1);
        error.Split('\n').Length.ShouldBe(1, error);
        error.ShouldContain($"port {first.Port}");
        error.ShouldContain("CACHE_PORT");
    }

    [Theory]
    [InlineData("CACHE_PORT", "many")]
    [InlineData("CACHE_PORT", "65536")]
    [InlineData("Cache__MemoryMegabytes", "1")]
    public async Task Start_BadSetting_EndsWithOneLineThatNamesIt(string name, string value)
    {
        var (code, error) = await FailAsync((name, value));

        code.ShouldBe(1);
        error.Split('\n').Length.ShouldBe(1, error);
        error.ShouldContain(name.Replace("__", ":", StringComparison.Ordinal));
        error.ShouldContain($"'{value}'");
    }

    private static async Task<(int Code, string Error)> FailAsync(params (string, string)[] variables)
    {
        using var process = CacheProcess.Start(variables);
        process.BeginOutputReadLine();
        var error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        return (process.ExitCode, error.Trim());
    }
}
