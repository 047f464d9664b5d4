using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Scoring.Tests;

public sealed class ClaimReadingTests
{
    private static readonly DateTimeOffset Told = new(2024, 11, 9, 15, 0, 0, TimeSpan.Zero);
    private static readonly int Day = new DateOnly(2024, 11, 9).DayNumber;
    private static readonly Publisher Paper = new() { PublisherId = "paper", Family = "paper", Country = "USA", Ownership = Ownership.Private, Registered = true };
    private static readonly Publisher Kcna = new() { PublisherId = "kcna", Family = "kcna", Country = "PRK", Ownership = Ownership.StateControlled, Registered = true };

    [Fact]
    public void Read_BilateralEvent_IsOnePairWithTheFullEvent()
    {
        var pair = Read(Claim(["PRK"], ["USA"])).ShouldHaveSingleItem();
        (pair.Actor, pair.Receiver, pair.Share, pair.Voice, pair.Side, pair.FirstDay, pair.LastDay).ShouldBe(("PRK", "USA", Fixed.One, "paper", "", Day, Day));
    }

    [Fact]
    public void Read_ManyPairs_ShareFour()
    {
        Read(Claim(["PRK"], ["USA", "KOR", "JPN", "AUS"])).ShouldAllBe(p => p.Share == Fixed.One);
        var five = Read(Claim(["USA", "KOR", "JPN", "AUS", "GBR"], ["PRK"]));
        five.Count.ShouldBe(5);
        five.ShouldAllBe(p => p.Share == Fixed.Ratio(4, 5));
    }

    [Fact]
    public void Read_ActWithinAState_IsNoPair()
    {
        Read(Claim(["PRK"], ["PRK"])).ShouldBeEmpty();
        Read(Claim(["PRK"], [""])).ShouldBeEmpty();
        Read(Claim(["PRK"], [])).ShouldBeEmpty();
    }

    [Fact]
    public void Read_MutualAct_IsBothDirections() =>
        Read(Claim(["PRK", "RUS"], ["PRK", "RUS"], EventType.Consult)).Select(p => p.Actor + p.Receiver).ShouldBe(["PRKRUS", "RUSPRK"], ignoreOrder: true);

    [Fact]
    public void Read_AttributedClaim_IsTheVoiceOfTheParty()
    {
        var claim = Claim(["PRK"], ["KOR"]);
        claim.Attributions.Add(new Attribution { Source = new Participant { Code = "KOR" } });
        var pair = Read(claim).ShouldHaveSingleItem();
        (pair.Voice, pair.Side).ShouldBe(("=KOR", "KOR"));
    }

    [Fact]
    public void Read_Publishers_AreVoicesByFamilyAndSidesWhereTheStateControlsThem()
    {
        Read(Claim(["USA"], ["PRK"]), Kcna)[0].Side.ShouldBe("PRK");
        Read(Claim(["USA"], ["PRK"]), Paper)[0].Side.ShouldBe("");
        Read(Claim(["USA"], ["PRK"]), new Publisher { Family = "x", Country = "PRK", Ownership = Ownership.StateControlled })[0].ShouldSatisfyAllConditions(
            p => p.Voice.ShouldBe(ClaimReading.Unregistered), p => p.Side.ShouldBe(""));
        Read(Claim(["USA"], ["PRK"]), null)[0].Voice.ShouldBe(ClaimReading.Unregistered);
    }

    [Fact]
    public void Read_AllegedAct_IsMarkedAndAnAccusationOfWhoAlleges()
    {
        var claim = Claim(["PRK"], ["KOR"], EventType.Assault);
        claim.Alleged = true;
        claim.Attributions.Add(new Attribution { Source = new Participant { Code = "USA" } });
        claim.EventTime = Range(Told.AddDays(-30), Told.AddDays(-29));
        var pairs = Read(claim);
        pairs.Count.ShouldBe(2);
        pairs[0].AllegedBy.ShouldBe("USA");
        (pairs[1].Actor, pairs[1].Receiver, pairs[1].Type, pairs[1].Mode, pairs[1].FirstDay, pairs[1].Voice).ShouldBe(("USA", "PRK", EventType.Accuse, Mode.Allege, Day, "paper"));
        var now = Told.ToUnixTimeMilliseconds() * 1000;
        new PairTimeline(new Dyad("PRK", "KOR"), [pairs[0]]).At(now, Day).Level.ShouldBe(0);
        new PairTimeline(new Dyad("USA", "PRK"), [pairs[1]]).At(now, Day).Level.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Read_TimeRange_IsDaysWithAnExclusiveEnd()
    {
        var claim = Claim(["PRK"], ["USA"]);
        claim.EventTime = Range(new(2024, 11, 4, 0, 0, 0, TimeSpan.Zero), new(2024, 11, 6, 0, 0, 0, TimeSpan.Zero));
        (Read(claim)[0].FirstDay, Read(claim)[0].LastDay).ShouldBe((Day - 5, Day - 4));
        claim.EventTime = Range(new(2024, 11, 4, 0, 0, 0, TimeSpan.Zero), new(2024, 11, 11, 0, 0, 0, TimeSpan.Zero));
        Read(claim)[0].LastDay.ShouldBe(Day);
        claim.EventTime = new TimeRange { EndTime = Timestamp.FromDateTimeOffset(Told) };
        (Read(claim)[0].FirstDay, Read(claim)[0].LastDay).ShouldBe((Day - 90, Day));
    }

    [Fact]
    public void Read_Announcement_HasItsDatesOnlyWhereTheyLieAhead()
    {
        var claim = Claim(["PRK"], ["USA"], EventType.Mobilize);
        claim.Modality = Modality.Announced;
        claim.EventTime = Range(new(2024, 11, 9, 0, 0, 0, TimeSpan.Zero), new(2024, 11, 10, 0, 0, 0, TimeSpan.Zero));
        (Read(claim)[0].Dated, Read(claim)[0].LastDay).ShouldBe((false, Day));
        claim.EventTime = Range(new(2024, 11, 19, 0, 0, 0, TimeSpan.Zero), new(2024, 11, 30, 0, 0, 0, TimeSpan.Zero));
        (Read(claim)[0].Dated, Read(claim)[0].FirstDay, Read(claim)[0].LastDay).ShouldBe((true, Day + 10, Day + 20));
    }

    [Fact]
    public void Read_HostileTimesAndCodes_AreBounded()
    {
        var claim = Claim(["PRK", "A-B", "lower", new string('X', 40)], ["USA", "C:D"]);
        claim.EventTime = new TimeRange { StartTime = new Timestamp { Seconds = long.MaxValue }, EndTime = new Timestamp { Seconds = long.MinValue } };
        Read(claim).ShouldHaveSingleItem().LastDay.ShouldBe(Day);
        claim.EventTime = Range(DateTimeOffset.MaxValue.AddDays(-2), DateTimeOffset.MaxValue);
        Read(claim).ShouldHaveSingleItem().LastDay.ShouldBe(Day + 1);
        Read(Claim([.. Enumerable.Range(100, 60).Select(i => $"A{i}")], [.. Enumerable.Range(100, 60).Select(i => $"B{i}")])).ShouldBeEmpty();
    }

    [Fact]
    public void Read_SampleAndReal_NeverMix()
    {
        var invented = Claim(["XOR"], ["XTA"]);
        Read(invented).ShouldBeEmpty();
        invented.Sample = true;
        Read(invented).ShouldHaveSingleItem();
        var mixed = Claim(["XOR"], ["USA"]);
        mixed.Sample = true;
        Read(mixed).ShouldBeEmpty();
        Read(Claim(["XKX"], ["SRB"])).ShouldHaveSingleItem();
    }

    [Fact]
    public void Read_OutlookOrRecommendation_IsNoPair()
    {
        var claim = Claim(["PRK"], ["USA"]);
        claim.Kind = ClaimKind.Outlook;
        Read(claim).ShouldBeEmpty();
    }

    private static IReadOnlyList<PairClaim> Read(Claim claim) => Read(claim, Paper);

    private static IReadOnlyList<PairClaim> Read(Claim claim, Publisher? publisher) => ClaimReading.Read(claim, publisher, Told);

    private static TimeRange Range(DateTimeOffset start, DateTimeOffset end) =>
        new() { StartTime = Timestamp.FromDateTimeOffset(start), EndTime = Timestamp.FromDateTimeOffset(end) };

    private static Claim Claim(string[] actors, string[] targets, EventType type = EventType.Accuse)
    {
        var claim = new Claim
        {
            ClaimId = "c1",
            Kind = ClaimKind.Event,
            EventType = type,
            Modality = Modality.Occurred,
            Confidence = 0.85,
            PublishTime = Timestamp.FromDateTimeOffset(Told),
        };
        claim.Actors.Add(actors.Select(code => new Participant { Code = code }));
        claim.Targets.Add(targets.Select(code => new Participant { Code = code }));
        return claim;
    }
}
