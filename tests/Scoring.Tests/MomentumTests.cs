using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Tests;

public sealed class MomentumTests
{
    [Fact]
    public void Of_HandComputedPast_IsTheRobustZ()
    {
        // N by day: with P only, N = P. 1, 2, 3, 4, 100: median 3, deviations 2 1 0 1 97, MAD 1.
        var z = Momentum.Of([Score(1), Score(100), Score(2), Score(4), Score(3)], Score(5));
        z.ShouldBe(Math.Round(2 / (1.4826 + 0.05), 6), 1e-6);
    }

    [Fact]
    public void Of_EvenNumberOfDays_TakesTheMeanOfTheMiddle() =>
        Momentum.Of([Score(1), Score(3)], Score(2)).ShouldBe(0);

    [Theory]
    [InlineData(50, 4)]
    [InlineData(0, -4)]
    public void Of_FarAway_IsClipped(int now, double z) => Momentum.Of([Score(10), Score(10), Score(10)], Score(now)).ShouldBe(z);

    // One event of that severity, sure and told by four voices on the day: N = P = severity.
    private static PairScore Score(int severity) =>
        severity == 0 ? Make.Score(Make.Monday, Array.Empty<TensionEvent>()) : Make.Score(Make.Monday, Make.Event(Make.Monday, EventType.Assault, severity, p: 1));
}
