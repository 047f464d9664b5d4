using RegionalSecurity.Scoring.Backtest;

namespace RegionalSecurity.Scoring.Tests;

/// <summary>Measures against values worked out by hand.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void Ranks_Equals_ShareTheMean() => Statistics.Ranks([10, 20, 20, 30]).ShouldBe([1, 2.5, 2.5, 4]);

    [Fact]
    public void Spearman_TwoSwaps_IsSixTenths() =>
        // d = -1, 1, -1, 1: 1 - 6 x 4 / (4 x 15).
        Statistics.Spearman([1, 2, 3, 4], [2, 1, 4, 3]).ShouldBe(0.6, 1e-12);

    [Fact]
    public void Spearman_Ties_IsPearsonOfTheRanks() =>
        // Deviations -1.5, 0, 0, 1.5 and -1.5, -0.5, 0.5, 1.5: 4.5 / sqrt(4.5 x 5).
        Statistics.Spearman([1, 2, 2, 3], [1, 2, 3, 4]).ShouldBe(0.9486832980505138, 1e-12);

    [Fact]
    public void Spearman_NoVariance_IsNotDefined() => Statistics.Spearman([1, 1], [1, 2]).ShouldBe(double.NaN);

    [Fact]
    public void Auc_ThreeOfFourPairsRight_IsThreeQuarters() =>
        Statistics.Auc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).ShouldBe(0.75, 1e-12);

    [Fact]
    public void Auc_Tie_CountsAHalf() => Statistics.Auc([0.5, 0.5, 0.2], [true, false, false]).ShouldBe(0.75, 1e-12);

    [Fact]
    public void PrAuc_HitMissHit_IsMeanOfThePrecisions() =>
        // Precision 1 at the first hit, 2/3 at the second.
        Statistics.PrAuc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).ShouldBe((1 + 2.0 / 3) / 2, 1e-12);

    [Fact]
    public void PrAuc_AllEqual_IsTheBaseRate() => Statistics.PrAuc([0.3, 0.3, 0.3, 0.3], [false, true, false, false]).ShouldBe(0.25, 1e-12);

    [Fact]
    public void Brier_TwoForecasts_IsMeanOfSquares()
    {
        Statistics.Brier([0.8, 0.3], [true, false]).ShouldBe((0.04 + 0.09) / 2, 1e-12);
        Statistics.Skill(0.065, 0.13).ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void BalancedAccuracy_ThreeClasses_IsMeanRecall() =>
        Statistics.BalancedAccuracy(["up", "up", "down", "none"], ["up", "none", "down", "none"]).ShouldBe((0.5 + 1 + 1) / 3, 1e-12);

    [Fact]
    public void BlockBootstrap_TwoBlocksOfZerosAndOnes_ReachesBothEnds()
    {
        double[] values = [0, 0, 1, 1];
        // A quarter of the draws takes the same block twice, either way.
        Statistics.BlockBootstrap([0, 0, 1, 1], sample => sample.Average(i => values[i]), "seed").ShouldBe((0, 1));
        Statistics.BlockBootstrap([7, 7, 7, 7], sample => sample.Average(i => values[i]), "seed").ShouldBe((0.5, 0.5));
    }

    [Fact]
    public void BlockBootstrap_SameSeed_GivesTheSame()
    {
        var blocks = Enumerable.Range(0, 40).ToList();
        double Mean(IReadOnlyList<int> sample) => sample.Average();
        Statistics.BlockBootstrap(blocks, Mean, "one").ShouldBe(Statistics.BlockBootstrap(blocks, Mean, "one"));
    }

    [Fact]
    public void Logistic_ConstantInput_GivesTheBaseRate() =>
        Logistic.Fit([[3], [3], [3], [3]], [true, false, false, false]).Probability([3]).ShouldBe(0.25, 1e-4);

    [Fact]
    public void Logistic_TwoGroups_SolvesItsEquation()
    {
        // 40 cases at -1 with 10 events and 40 at 1 with 30: by symmetry the intercept is 0, and the weight b meets 30 + 30 - 80 / (1 + e^-b) = b.
        var cases = Enumerable.Range(0, 80).Select(i => new[] { i < 40 ? -1.0 : 1.0 }).ToList();
        var events = Enumerable.Range(0, 80).Select(i => i is < 10 or >= 50).ToList();
        var model = Logistic.Fit(cases, events);
        var p = model.Probability([1]);
        model.Probability([-1]).ShouldBe(1 - p, 1e-9);
        (60 - 80 * p).ShouldBe(Math.Log(p / (1 - p)), 1e-6);
    }
}
