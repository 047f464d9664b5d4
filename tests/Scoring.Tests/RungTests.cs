using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Tests;

public sealed class RungTests
{
    private static readonly int Day = Make.Monday;

    [Fact]
    public void On_AssaultOnFourOfFourteenDays_IsSustainedForce()
    {
        TensionEvent[] four = [.. new[] { 0, 4, 8, 13 }.Select(d => Make.Event(Day + d, EventType.Assault, 3.2, d == 4 ? Make.B : Make.A, d == 4 ? Make.A : Make.B))];
        Make.Score(Day + 13, four).Rung.ShouldBe(8);
        Make.Score(Day + 13, four[..3]).Rung.ShouldBe(7);
        TensionEvent[] spread = [.. new[] { 0, 4, 8, 14 }.Select(d => Make.Event(Day + d, EventType.Assault, 3.2))];
        Make.Score(Day + 14, spread).Rung.ShouldBe(7);
        // It shows for 30 days after the fourth day, and the events keep their severity.
        Make.Score(Day + 13 + 29, four).Rung.ShouldBe(8);
        Make.Score(Day + 13 + 30, four).Rung.ShouldBe(0);
        Fixed.Publish(Make.Score(Day + 13, four).Events.Max(e => e.Event.Severity)).ShouldBe(3.2);
    }

    [Fact]
    public void On_UnsureOrAnnounced_DoesNotSetTheRung()
    {
        Make.Score(Day, Make.Event(Day, EventType.Sanction, 0.4, p: 0.79)).Rung.ShouldBe(0);
        Make.Score(Day, Make.Event(Day, EventType.Sanction, 0.4, p: 0.81)).Rung.ShouldBe(4);
        Make.Score(Day, Make.Event(Day, EventType.Sanction, 0.4, r: 0.5) with { Occurred = false }).Rung.ShouldBe(0);
    }

    [Fact]
    public void On_CoercionByOneVoice_IsOneSidedUnlessTheActorSaysSo()
    {
        var one = Make.Event(Day, EventType.Coerce, 1.6, voices: 1);
        Make.Score(Day, one).RungOneSided.ShouldBeTrue();
        Make.Score(Day, one with { OwnWord = true }).RungOneSided.ShouldBeFalse();
        Make.Score(Day, Make.Event(Day, EventType.Coerce, 1.6, voices: 2)).RungOneSided.ShouldBeFalse();
        Make.Score(Day, Make.Event(Day, EventType.Coerce, 1.6, voices: 2) with { OneSided = true }).RungOneSided.ShouldBeTrue();
        Make.Score(Day, Make.Event(Day, EventType.Sanction, 0.4, voices: 1)).RungOneSided.ShouldBeFalse();
        Make.Score(Day, one, Make.Event(Day - 1, EventType.Coerce, 1.6, voices: 3)).RungOneSided.ShouldBeFalse();
    }

    [Fact]
    public void Asymmetry_FewVoices_IsWithheld()
    {
        var there = Make.Event(Day, EventType.Accuse, 0.1, voices: 3);
        Make.Score(Day, there).Asymmetry.ShouldBeNull();
        Make.Score(Day, there, Make.Event(Day, EventType.Accuse, 0.1, Make.B, Make.A, voices: 2)).Asymmetry.ShouldBeNull();
        Make.Score(Day, there, Make.Event(Day, EventType.Consult, 0.1, Make.B, Make.A, voices: 3)).Asymmetry.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void On_EventsOfAnotherPair_IsAnError() =>
        Should.Throw<ArgumentException>(() => Make.Score(Day, Make.Event(Day, EventType.Accuse, 0.1, Make.A, "CCC")));
}
