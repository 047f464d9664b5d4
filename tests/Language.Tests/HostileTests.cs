using RegionalSecurity.Fuzz;

namespace RegionalSecurity.Language.Tests;

/// <summary>Invented texts of 10,000 to 1,000,000 characters that are made to break a reader.</summary>
public sealed class HostileTests
{
    public static TheoryData<string> Names => [.. HostileText.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Extract_HostileText_HoldsAllRules(string name)
    {
        var hostile = HostileText.All.Single(t => t.Name == name);
        new ExtractionCheck(Reading.Extractor).Fault(hostile.Make(hostile.Length)).ShouldBeNull();
    }

    // Memory stands for steps here, which no clock of a busy machine can blur; tests/Benchmarks measures the time of the same texts.
    [Theory]
    [MemberData(nameof(Names))]
    public void Extract_HostileTextTwiceAsLong_AllocatesTwiceAsMuch(string name)
    {
        var hostile = HostileText.All.Single(t => t.Name == name);
        // What is made once and kept is no growth.
        Allocated(hostile, hostile.Length / 2);
        var half = Allocated(hostile, hostile.Length / 2);
        // Lists that double as they grow blur the two a little; quadratic work makes it four.
        Allocated(hostile, hostile.Length).ShouldBeLessThan(half * 5 / 2 + 100_000);
    }

    private static long Allocated(HostileText hostile, int length)
    {
        var article = ExtractionCheck.Article(hostile.Make(length));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Reading.Extractor.Extract(article);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
