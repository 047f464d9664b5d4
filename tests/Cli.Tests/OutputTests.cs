using RegionalSecurity.Cli.Offline;
using RegionalSecurity.Cli.Output;

namespace RegionalSecurity.Cli.Tests;

public sealed class OutputTests
{
    [Theory]
    [InlineData("a\nb\tc", "a b c")]
    [InlineData("red\u001b[31m alert\u0007", "red [31m alert")]
    [InlineData("ab\u202Ecd\u2066", "abcd")]
    [InlineData("  spaced   out ", "spaced out")]
    [InlineData(null, "")]
    public void Line_HostileText_CannotMoveTheCursor(string? text, string expected) => Plain.Line(text).ShouldBe(expected);

    [Fact]
    public void Line_TooLong_IsCutBetweenCharacters()
    {
        Plain.Line("🇰🇵🇺🇸🇯🇵🇨🇳", 3).ShouldBe("🇰🇵🇺🇸…");
        Plain.Line("abc", 3).ShouldBe("abc");
    }

    [Fact]
    public void Draw_Values_ScalesFromZeroToTop() => Sparkline.Draw([0, 50, 100], 100, 80).ShouldBe("▁▅█");

    [Fact]
    public void Draw_MoreValuesThanColumns_KeepsThePeaks()
    {
        var values = new double[1000];
        values[777] = 100;
        var line = Sparkline.Draw(values, 100, 20);
        line.Length.ShouldBe(20);
        line.Count(c => c == '█').ShouldBe(1);
    }

    [Fact]
    public void Draw_Nothing_IsEmpty() => Sparkline.Draw([], 100, 20).ShouldBe("");

    [Fact]
    public async Task Select_UnevenWork_KeepsTheOrder()
    {
        var results = new List<int>();
        await foreach (var result in Ordered.SelectAsync(Numbers(2000), number => Work(number), 16, () => { }, TestContext.Current.CancellationToken))
            results.Add(result);
        results.ShouldBe(Enumerable.Range(0, 2000));

        static int Work(int number)
        {
            // The first of each seven is slow, so its neighbours are done before it.
            for (var i = 0; i < (number % 7 == 0 ? 20_000 : 10); i++)
                Thread.SpinWait(1);
            return number;
        }
    }

    [Fact]
    public async Task Select_SlowTaker_ReadsNoFurtherThanAllowed()
    {
        var read = 0;
        async IAsyncEnumerable<int> Source()
        {
            for (var i = 0; i < 1000; i++)
            {
                Interlocked.Increment(ref read);
                yield return i;
                await Task.Yield();
            }
        }

        var taken = 0;
        await foreach (var _ in Ordered.SelectAsync(Source(), number => number, 4, () => { }, TestContext.Current.CancellationToken))
        {
            taken++;
            // In the buffer, in the writer's hand and just read.
            Volatile.Read(ref read).ShouldBeLessThanOrEqualTo(taken + 4 + 2);
        }
        taken.ShouldBe(1000);
    }

    [Fact]
    public async Task Select_SourceFails_TellsAfterWhatCameBefore()
    {
        static async IAsyncEnumerable<int> Source()
        {
            yield return 1;
            await Task.Yield();
            throw new IOException("gone");
        }

        var results = new List<int>();
        await Should.ThrowAsync<IOException>(async () =>
        {
            await foreach (var result in Ordered.SelectAsync(Source(), number => number, 4, () => { }, TestContext.Current.CancellationToken))
                results.Add(result);
        });
        results.ShouldBe([1]);
    }

    private static async IAsyncEnumerable<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;
        await Task.CompletedTask;
    }
}
