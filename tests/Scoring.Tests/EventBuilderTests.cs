using CsCheck;
using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Tests;

public sealed class EventBuilderTests
{
    private static readonly int Day = Make.Monday;

    [Fact]
    public void Build_SameKeyTwoVoices_IsOneEventOfHigherWeight()
    {
        var one = EventBuilder.Build([Make.Claim("c1", Day)]).ShouldHaveSingleItem();
        var two = EventBuilder.Build([Make.Claim("c1", Day), Make.Claim("c2", Day, voice: "two", p: 0.7)]).ShouldHaveSingleItem();
        Fixed.Publish(one.Corroboration).ShouldBe(0.6);
        Fixed.Publish(two.Corroboration).ShouldBe(0.8);
        Fixed.Publish(two.Probability).ShouldBe(0.85);
        two.ClaimIds.ShouldBe(["c1", "c2"]);
    }

    [Fact]
    public void Build_OneVoiceInTenClaims_CountsOnce() =>
        EventBuilder.Build(Enumerable.Range(0, 10).Select(i => Make.Claim($"c{i}", Day, voice: "=PRK"))).ShouldHaveSingleItem().Voices.ShouldBe(["=PRK"]);

    [Fact]
    public void Build_Range_JoinsTheEventOfMostVoicesInside()
    {
        var events = EventBuilder.Build(
        [
            Make.Claim("range", Day, lastDay: Day + 6, voice: "third"),
            Make.Claim("early", Day + 1),
            Make.Claim("late", Day + 4),
            Make.Claim("late2", Day + 4, voice: "two"),
        ]);
        events.Select(e => e.Day).ShouldBe([Day + 1, Day + 4]);
        events[1].ClaimIds.ShouldContain("range");
        events[1].Voices.Count.ShouldBe(3);
    }

    [Fact]
    public void Build_RangeWithATie_JoinsTheEarliest() =>
        EventBuilder.Build([Make.Claim("range", Day, lastDay: Day + 6, voice: "third"), Make.Claim("early", Day + 1), Make.Claim("late", Day + 4)])[0]
            .ClaimIds.ShouldContain("range");

    [Fact]
    public void Build_RangeWithoutAnEventInside_TakesItsLastDay() =>
        EventBuilder.Build([Make.Claim("range", Day, lastDay: Day + 6), Make.Claim("outside", Day + 9)]).Select(e => e.Day).ShouldBe([Day + 6, Day + 9]);

    [Fact]
    public void Build_AnyRanges_JoinAsTheRuleSays() =>
        Gen.Select(Gen.Int[0, 25], Gen.Frequency((1, Gen.Const(0)), (2, Gen.Int[1, 12])), Gen.Int[0, 6]).Array[0, 80].Sample(drawn =>
        {
            var claims = drawn.Select((d, i) => Make.Claim($"c{i:00}", Day + d.Item1, voice: $"voice-{d.Item3}", lastDay: Day + d.Item1 + d.Item2)).ToArray();
            // The rule of the design, told plainly: most voices inside the range, of equals the earliest, else the last day.
            var days = claims.Where(c => c.FirstDay == c.LastDay).GroupBy(c => c.LastDay).ToDictionary(g => g.Key, g => g.ToList());
            foreach (var range in claims.Where(c => c.FirstDay < c.LastDay).OrderBy(c => c.LastDay).ThenBy(c => c.FirstDay).ThenBy(c => c.ClaimId, StringComparer.Ordinal))
            {
                var inside = days.Where(d => d.Key >= range.FirstDay && d.Key <= range.LastDay);
                var day = inside.OrderByDescending(d => d.Value.Select(c => c.Voice).Distinct().Count()).ThenBy(d => d.Key).Select(d => d.Key).FirstOrDefault(range.LastDay);
                if (!days.TryAdd(day, [range]))
                    days[day].Add(range);
            }

            EventBuilder.Build(claims).Select(e => (e.Day, string.Join(' ', e.ClaimIds.Order(StringComparer.Ordinal)), e.Voices.Count))
                .ShouldBe(days.OrderBy(d => d.Key).Select(d => (d.Key, string.Join(' ', d.Value.Select(c => c.ClaimId).Order(StringComparer.Ordinal)), d.Value.Select(c => c.Voice).Distinct().Count())));
        });

    [Fact(Timeout = 30_000)]
    public async Task Build_TensOfThousandsOfClaimsOfOneKey_IsQuick()
    {
        var claims = Enumerable.Range(0, 120_000).Select(i => Make.Claim($"c{i}", Day + i % 700, voice: $"voice-{i % 200}", lastDay: Day + i % 700 + i % 3 * 60, allegedBy: i / 700 % 5 == 0 ? "" : null)).ToList();
        var events = await Task.Run(() => EventBuilder.Build(claims), TestContext.Current.CancellationToken);
        events.Sum(e => e.ClaimIds.Count).ShouldBe(claims.Count);
    }

    [Theory]
    [InlineData(Modality.Possible)]
    [InlineData(Modality.Conditional)]
    [InlineData(Modality.Historical)]
    [InlineData(Modality.Denied)]
    public void Build_NotReal_IsNoEvent(Modality modality) => EventBuilder.Build([Make.Claim("c1", Day, modality: modality)]).ShouldBeEmpty();

    [Fact]
    public void Build_UnderHalfConfidence_IsNoEvent()
    {
        EventBuilder.Build([Make.Claim("c1", Day, p: 0.4999)]).ShouldBeEmpty();
        EventBuilder.Build([Make.Claim("c1", Day, p: 0.5)]).ShouldHaveSingleItem();
    }

    [Fact]
    public void Build_DeniedByTheActor_IsHalfReal()
    {
        var told = Make.Claim("c1", Day);
        Reality(told, Make.Claim("c2", Day, modality: Modality.Denied, side: Make.A)).ShouldBe(0.5);
        Reality(told, Make.Claim("c2", Day, modality: Modality.Denied, side: "CCC")).ShouldBe(1);
    }

    [Fact]
    public void Build_ToldByReceiverOrItsTreatyAllyOnly_IsOneSided()
    {
        PairClaim Told(string id, string side) => Make.Claim(id, Day, from: "PRK", to: "KOR", voice: "=" + side, side: side);
        Reality(Told("c1", "KOR")).ShouldBe(0.5);
        Reality(Told("c1", "KOR"), Told("c2", "USA")).ShouldBe(0.5);
        Reality(Told("c1", "KOR"), Told("c2", "PRK")).ShouldBe(1);
        Reality(Told("c1", "CHN")).ShouldBe(1);
        Reality(Make.Claim("c1", Day, from: "PRK", to: "KOR")).ShouldBe(1);
    }

    [Fact]
    public void Build_CooperativeActToldByReceiver_IsReal() =>
        Reality(Make.Claim("c1", Day, EventType.Aid, side: Make.B)).ShouldBe(1);

    [Fact]
    public void Build_AllegationAlone_NeverScoresTheAllegedAct()
    {
        var alleged = Make.Claim("c1", Day, voice: "=CCC", side: "CCC", allegedBy: "CCC");
        EventBuilder.Build([alleged]).ShouldBeEmpty();
        EventBuilder.Build([alleged, alleged with { ClaimId = "c2" }]).ShouldBeEmpty();
        EventBuilder.Build([alleged, Make.Claim("c2", Day, modality: Modality.Denied)]).ShouldBeEmpty();
    }

    [Fact]
    public void Build_AllegationOfAllies_DoesNotStand()
    {
        var usa = Make.Claim("c1", Day, voice: "=USA", side: "USA", allegedBy: "USA");
        EventBuilder.Build([usa, usa with { ClaimId = "c2", Voice = "=JPN", Side = "JPN", AllegedBy = "JPN" }]).ShouldBeEmpty();
    }

    [Fact]
    public void Build_AllegationAndAnOutsideVoice_Stands()
    {
        var alleged = Make.Claim("c1", Day, voice: "=CCC", side: "CCC", allegedBy: "CCC");
        EventBuilder.Build([alleged, Make.Claim("c2", Day, voice: "paper")]).ShouldHaveSingleItem().Voices.Count.ShouldBe(2);
    }

    [Fact]
    public void Build_FirstHandSpeech_NeedsOneVoiceOnly()
    {
        var threat = Make.Claim("c1", Day, EventType.Threaten) with { FirstHand = true };
        EventBuilder.Build([threat])[0].Corroboration.ShouldBe(Fixed.One);
        EventBuilder.Build([Make.Claim("c1", Day) with { FirstHand = true }])[0].Corroboration.ShouldBe(Method.Corroboration(1));
    }

    [Fact]
    public void Build_UnsignedCommentaryOnly_HasHalfTheSeverity()
    {
        var commentary = Make.Claim("c1", Day, EventType.Accuse) with { UnsignedCommentary = true };
        Fixed.Publish(EventBuilder.Build([commentary])[0].Severity).ShouldBe(0.025);
        Fixed.Publish(EventBuilder.Build([commentary, Make.Claim("c2", Day, EventType.Accuse)])[0].Severity).ShouldBe(0.05);
    }

    [Fact]
    public void At_AnnouncedActUnfulfilled_EndsSevenDaysAfterItsLastDay()
    {
        var announced = Make.Claim("c1", Day + 10, EventType.Mobilize, mode: Mode.XExercise, modality: Modality.Announced, lastDay: Day + 14);
        Make.Score(Day, announced).Events.ShouldHaveSingleItem();
        Fixed.Publish(Make.Score(Day, announced).Conflict).ShouldBe(0.85 * 0.5 * 0.6 * 0.4, 1e-6);
        Make.Score(Day + 21, announced).Events.ShouldHaveSingleItem();
        Make.Score(Day + 22, announced).Events.ShouldBeEmpty();
    }

    [Fact]
    public void At_UndatedAnnouncement_EndsAfterNinetyDays()
    {
        var announced = Make.Claim("c1", Day, EventType.Mobilize, mode: Mode.XExercise, modality: Modality.Announced) with { Dated = false };
        Make.Score(Day + 90, announced).Events.ShouldHaveSingleItem();
        Make.Score(Day + 91, announced).Events.ShouldBeEmpty();
    }

    [Fact]
    public void At_AnnouncedAndFulfilled_CountsOnce()
    {
        // Announced for a week as scheduled, held on a day of it with live fire: another severity, so another key.
        var announced = Make.Claim("c1", Day + 3, EventType.Mobilize, mode: Mode.XExercise, modality: Modality.Announced, lastDay: Day + 9);
        var held = Make.Claim("c2", Day + 5, EventType.Mobilize, mode: Mode.XExercise) with { Severity = Severity.Of(EventType.Mobilize, Mode.XExercise, [Qualifier.LiveFire]) };
        var both = Make.Score(Day + 5, announced, held);
        both.Events.ShouldHaveSingleItem().Event.Occurred.ShouldBeTrue();
        both.Conflict.ShouldBe(Make.Score(Day + 5, held).Conflict);
        Make.Score(Day + 5, announced, held with { Mode = Mode.Troops }).Events.Count.ShouldBe(2);
    }

    [Fact]
    public void At_AnnouncementAndTheSameActOnItsDay_IsOneEventThatAgesFromTheDeed()
    {
        var announced = Make.Claim("c1", Day + 10, EventType.Mobilize, modality: Modality.Announced) with { VisibleFrom = 0 };
        var held = Make.Claim("c2", Day + 10, EventType.Mobilize) with { VisibleFrom = Make.Time(Day + 10) };
        var score = new PairTimeline(Make.Pair, [announced, held]).At(long.MaxValue - 1, Day + 10);
        score.Events.ShouldHaveSingleItem().Event.KnownDay.ShouldBe(Day + 10);
        Fixed.Publish(score.Conflict).ShouldBe(0.85 * 0.6 * 0.4, 1e-6);
    }

    [Fact]
    public void At_FutureEvent_AgesFromWhenItWasKnown()
    {
        var announced = Make.Claim("c1", Day + 60, EventType.Sanction, modality: Modality.Announced) with { VisibleFrom = Make.Time(Day) };
        var timeline = new PairTimeline(Make.Pair, [announced]);
        var (then, later) = (timeline.At(Make.Time(Day), Day), timeline.At(Make.Time(Day + 14), Day + 14));
        then.Level.ShouldBeGreaterThan(0);
        Fixed.ToDouble(later.Conflict).ShouldBe(Fixed.ToDouble(then.Conflict) / 2, 1e-9);
    }

    [Fact]
    public void At_ClaimsSeenForAWhile_CountOnlyThen()
    {
        var from = Make.Time(Day);
        var timeline = new PairTimeline(Make.Pair, [Make.Claim("c1", Day) with { VisibleFrom = from, VisibleUntil = from + 100 }]);
        timeline.At(from - 1, Day).Level.ShouldBe(0);
        timeline.At(from, Day).Level.ShouldBeGreaterThan(0);
        timeline.At(from + 99, Day).Level.ShouldBeGreaterThan(0);
        timeline.At(from + 100, Day).Level.ShouldBe(0);
        timeline.At(from, Day).Level.ShouldBeGreaterThan(0);
    }

    private static double Reality(params PairClaim[] claims) => Fixed.Publish(EventBuilder.Build(claims).ShouldHaveSingleItem().Reality);
}
