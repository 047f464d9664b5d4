using CsCheck;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Tests;

public sealed class FixedTests
{
    private const double Unit = 1.0 / Fixed.One;

    [Fact]
    public void ExpNegative_AnyExponent_IsMathExpToOneUnit() =>
        Gen.Double[0, 30].Sample(y =>
        {
            var units = (long)(y * Fixed.One);
            Math.Abs(Fixed.ExpNegative(units) * Unit - Math.Exp(-units * Unit)).ShouldBeLessThanOrEqualTo(1.01 * Unit);
        });

    [Fact]
    public void ExpNegative_NothingAndVeryMuch_AreOneAndZero()
    {
        Fixed.ExpNegative(0).ShouldBe(Fixed.One);
        Fixed.ExpNegative((Int128)1_000_000 << Fixed.Bits).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => Fixed.ExpNegative(-1));
    }

    [Fact]
    public void Log2_EveryIntegerToTenThousand_IsMathLog2ToOneUnit()
    {
        for (var n = 1; n <= 10_000; n++)
            Math.Abs(Fixed.Log2(n) * Unit - Math.Log2(n)).ShouldBeLessThanOrEqualTo(1.01 * Unit);
        Math.Abs(Fixed.Log2(int.MaxValue) * Unit - Math.Log2(int.MaxValue)).ShouldBeLessThanOrEqualTo(1e-11);
        Fixed.Log2(1 << 30).ShouldBe(30 * Fixed.One);
    }

    [Fact]
    public void Decay_EveryAge_IsMathPowToOneUnitAndNeverRises()
    {
        foreach (var (type, halfLife) in new[] { (EventType.Accuse, 7.0), (EventType.Assault, 14.0) })
            for (var age = 0; age <= Method.HorizonDays; age++)
            {
                var decay = Method.Decay(type, age);
                Math.Abs(decay * Unit - Math.Pow(2, -age / halfLife)).ShouldBeLessThanOrEqualTo(1.01 * Unit);
                if (age > 0)
                    decay.ShouldBeLessThanOrEqualTo(Method.Decay(type, age - 1));
            }
        Method.Decay(EventType.Accuse, 7).ShouldBe(Fixed.One / 2);
        Method.Decay(EventType.Assault, 14).ShouldBe(Fixed.One / 2);
        Method.Decay(EventType.Assault, Method.HorizonDays).ShouldBe(0);
    }

    [Fact]
    public void Corroboration_ByVoices_IsTheTableOfTheMethod()
    {
        Fixed.Publish(Method.Corroboration(1)).ShouldBe(0.6);
        Fixed.Publish(Method.Corroboration(2)).ShouldBe(0.8);
        Fixed.Publish(Method.Corroboration(3)).ShouldBe(0.916993);
        Fixed.Publish(Method.Corroboration(4)).ShouldBe(1);
        Fixed.Publish(Method.Corroboration(1000)).ShouldBe(1);
    }

    [Fact]
    public void Probability_HostileDoubles_StaysInRange()
    {
        Fixed.Probability(double.NaN).ShouldBe(0);
        Fixed.Probability(double.NegativeInfinity).ShouldBe(0);
        Fixed.Probability(double.PositiveInfinity).ShouldBe(Fixed.One);
        Fixed.Probability(0.5).ShouldBe(Fixed.One / 2);
    }

    [Fact]
    public void Multiply_MirroredSigns_MirrorsTheResult() =>
        Gen.Select(Gen.Long[-1L << 43, 1L << 43], Gen.Long[-1L << 43, 1L << 43]).Sample((a, b) => Fixed.Multiply(-a, b).ShouldBe(-Fixed.Multiply(a, b)));
}
