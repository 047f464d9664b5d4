using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Tests;

public sealed class SeverityTests
{
    [Theory]
    [InlineData(EventType.Statement, Mode.Unspecified, 0, 0)]
    [InlineData(EventType.Request, Mode.Unspecified, 0, 0)]
    [InlineData(EventType.Request, Mode.Meet, 0, 0)]
    [InlineData(EventType.Request, Mode.Assist, 0, 0)]
    [InlineData(EventType.Request, Mode.Change, 0.1, 2)]
    [InlineData(EventType.Request, Mode.Yield, 0.1, 2)]
    [InlineData(EventType.Accuse, Mode.Unspecified, 0.05, 1)]
    [InlineData(EventType.Accuse, Mode.Disapprove, 0.05, 1)]
    [InlineData(EventType.Accuse, Mode.Allege, 0.1, 2)]
    [InlineData(EventType.Accuse, Mode.Investigate, 0.1, 2)]
    [InlineData(EventType.Reject, Mode.Change, 0.1, 2)]
    [InlineData(EventType.Protest, Mode.Riot, 0.1, 2)]
    [InlineData(EventType.Threaten, Mode.Unspecified, 0.2, 3)]
    [InlineData(EventType.Threaten, Mode.Restrict, 0.2, 3)]
    [InlineData(EventType.Threaten, Mode.Violence, 0.4, 4)]
    [InlineData(EventType.Threaten, Mode.XNuclear, 0.4, 4)]
    [InlineData(EventType.Sanction, Mode.Expel, 0.4, 4)]
    [InlineData(EventType.Mobilize, Mode.Police, 0.4, 4)]
    [InlineData(EventType.Mobilize, Mode.XExercise, 0.4, 4)]
    [InlineData(EventType.Mobilize, Mode.XDeployment, 0.4, 4)]
    [InlineData(EventType.Mobilize, Mode.Troops, 0.8, 5)]
    [InlineData(EventType.Mobilize, Mode.XTest, 0.8, 5)]
    [InlineData(EventType.Mobilize, Mode.XBuildUp, 0.8, 5)]
    [InlineData(EventType.Coerce, Mode.Arrest, 0.4, 4)]
    [InlineData(EventType.Coerce, Mode.Unspecified, 0.4, 4)]
    [InlineData(EventType.Coerce, Mode.Seize, 1.6, 6)]
    [InlineData(EventType.Coerce, Mode.XBlockade, 1.6, 6)]
    [InlineData(EventType.Coerce, Mode.XInterception, 1.6, 6)]
    [InlineData(EventType.Assault, Mode.Aerial, 3.2, 7)]
    [InlineData(EventType.Assault, Mode.Unconventional, 12.8, 9)]
    [InlineData(EventType.Agree, Mode.Unspecified, 0.1, 0)]
    [InlineData(EventType.Aid, Mode.Unspecified, 0.4, 0)]
    [InlineData(EventType.Retreat, Mode.Release, 0.4, 0)]
    [InlineData(EventType.Retreat, Mode.Ceasefire, 1.6, 0)]
    [InlineData(EventType.Retreat, Mode.Resign, 0, 0)]
    public void Of_TypeAndMode_IsTheLadder(EventType type, Mode mode, double severity, int rung)
    {
        var s = Severity.Of(type, mode, []);
        Fixed.Publish(s).ShouldBe(severity);
        Severity.Rung(type, s).ShouldBe(rung);
    }

    [Fact]
    public void Of_Qualifiers_MoveTheAct()
    {
        Fixed.Publish(Severity.Of(EventType.Mobilize, Mode.XExercise, [Qualifier.Scheduled])).ShouldBe(0.4);
        Fixed.Publish(Severity.Of(EventType.Mobilize, Mode.XExercise, [Qualifier.Scheduled, Qualifier.LiveFire])).ShouldBe(0.8);
        Fixed.Publish(Severity.Of(EventType.Mobilize, Mode.XExercise, [Qualifier.Unscheduled])).ShouldBe(0.8);
        Fixed.Publish(Severity.Of(EventType.Mobilize, Mode.XTest, [Qualifier.NuclearTest])).ShouldBe(1.6);
        Fixed.Publish(Severity.Of(EventType.Mobilize, Mode.Unspecified, [Qualifier.WarningShots])).ShouldBe(1.6);
        Fixed.Publish(Severity.Of(EventType.Coerce, Mode.Unspecified, [Qualifier.WarningShots])).ShouldBe(1.6);
        Fixed.Publish(Severity.Of(EventType.Assault, Mode.Explosives, [], deaths: 99)).ShouldBe(3.2);
        Fixed.Publish(Severity.Of(EventType.Assault, Mode.Explosives, [], deaths: 100)).ShouldBe(12.8);
    }

    [Fact]
    public void Of_EveryTypeAndModeOfTheCodebook_IsAStepOfTheLadder()
    {
        double[] steps = [0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 12.8];
        foreach (var type in Enum.GetValues<EventType>())
            foreach (var mode in Enum.GetValues<Mode>())
                steps.ShouldContain(Fixed.Publish(Severity.Of(type, mode, [])));
        Should.Throw<ArgumentOutOfRangeException>(() => Severity.Of((EventType)99, Mode.Unspecified, []));
    }
}
