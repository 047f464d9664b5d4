using System.Text.Json;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Scoring.Tests;

/// <summary>The method's worked examples in our own words, and the fifteen cases of the independent reading where it is at hand.</summary>
public sealed class WorkedChecksTests
{
    private static readonly int Last = new DateOnly(2024, 6, 30).DayNumber;

    [Fact]
    public void Level_ArtilleryStrikeFourVoices_IsHigh()
    {
        var score = Make.Score(Last, Make.Event(Last, EventType.Assault, 3.2));
        score.Level.ShouldBe(59.613179, 1e-6);
        Method.BandOf(score.Level).ShouldBe(Band.High);
        Fixed.Publish(score.Conflict).ShouldBe(2.72, 1e-6);
        score.Rung.ShouldBe(7);
    }

    [Fact]
    public void Level_StrikeToldByOneVoiceOfTheOtherSide_IsGuarded()
    {
        // 0.85 x 0.5 x 0.6 x 3.2 = 0.816, from a claim of the receiver's own word.
        var score = Make.Score(Last, Make.Claim("c1", Last, voice: "=BBB", side: Make.B));
        Fixed.Publish(score.Conflict).ShouldBe(0.816, 1e-6);
        score.Level.ShouldBe(23.814574, 1e-6);
        Method.BandOf(score.Level).ShouldBe(Band.Guarded);
        score.RungOneSided.ShouldBeTrue();
    }

    [Fact]
    public void Level_AimedMissileTest_IsGuarded() =>
        Make.Score(Last, Make.Event(Last, EventType.Mobilize, 0.8)).Level.ShouldBe(20.281353, 1e-6);

    [Fact]
    public void Level_DailyAllegationsOfBoth_IsGuarded()
    {
        var score = Make.Score(Last, Both(Last - 89, 90, EventType.Accuse, 0.1));
        score.Level.ShouldBe(22.304443, 1e-6);
        score.Asymmetry.ShouldBe(0);
    }

    [Fact]
    public void Level_ElevenDayDrillReportedDaily_IsElevated()
    {
        var score = Make.Score(Last, Enumerable.Range(Last - 10, 11).Select(d => Make.Event(d, EventType.Mobilize, 0.4)));
        score.Level.ShouldBe(35.01466, 1e-6);
        Method.BandOf(score.Level).ShouldBe(Band.Elevated);
    }

    [Fact]
    public void Level_DailyCriticismByOneVoiceOfOneSide_IsCalm() =>
        Make.Score(Last, Enumerable.Range(Last - 89, 90).Select(d => Make.Event(d, EventType.Accuse, 0.05, voices: 1))).Level.ShouldBe(3.714824, 1e-6);

    [Fact]
    public void Level_DailyThreatsOfBoth_IsElevated() =>
        Make.Score(Last, Both(Last - 89, 90, EventType.Threaten, 0.2)).Level.ShouldBe(39.634005, 1e-6);

    [Fact]
    public void Level_WeeklyWeaponsTests_IsHigh() =>
        Make.Score(Last, Enumerable.Range(0, 13).Select(w => Make.Event(Last - 84 + 7 * w, EventType.Mobilize, 0.8))).Level.ShouldBe(53.482336, 1e-6);

    [Fact]
    public void Level_ExerciseAnnouncedAMonthAhead_IsCalm() =>
        Make.Score(Last, Make.Event(Last + 30, EventType.Mobilize, 0.4, r: 0.5)).Level.ShouldBe(5.509101, 1e-6);

    [Fact]
    public void Level_DailyTradeAndOneAirstrike_OffsetsThirtyPercent()
    {
        var score = Make.Score(Last,
            Enumerable.Range(Last - 89, 90).Select(d => Make.Event(d, EventType.Cooperate, 0.4)).Append(Make.Event(Last, EventType.Assault, 3.2)));
        score.Level.ShouldBe(46.988784, 1e-6);
        score.Balance.ShouldBe(0.0049, 1e-6);
    }

    [Theory]
    [InlineData(0, 99.999957, 1e-6)]
    [InlineData(30, 95.984675, 1e-6)]
    [InlineData(60, 51.712002, 1e-6)]
    [InlineData(90, 15.19696, 1e-6)]
    public void Level_NinetyDaysOfWarThenCeasefire_Subsides(int daysAfter, double level, double tolerance)
    {
        IEnumerable<TensionEvent> events = Both(Last - 89, 90, EventType.Assault, 3.2);
        if (daysAfter > 0)
            events = events.Concat(Both(Last, 1, EventType.Retreat, 1.6));
        Make.Score(Last + daysAfter, events).Level.ShouldBe(level, tolerance);
    }

    [Fact]
    public void Level_CasesOfTheIndependentReading_AgreeToOneMillionth()
    {
        var path = SharedFile("eval", "method1_cases.json");
        Assert.SkipWhen(path is null, "../shared/eval/method1_cases.json is not beside this checkout");
        using var cases = JsonDocument.Parse(File.ReadAllText(path!));
        foreach (var each in cases.RootElement.EnumerateArray())
        {
            var name = each.GetProperty("name").GetString();
            var dyad = new Dyad(each.GetProperty("pair")[0].GetString()!, each.GetProperty("pair")[1].GetString()!);
            var events = each.GetProperty("events").EnumerateArray().Select(e => Make.Event(
                Day(e.GetProperty("day")), Enum.Parse<EventType>(e.GetProperty("type").GetString()!, ignoreCase: true), e.GetProperty("s").GetDouble(),
                e.GetProperty("from").GetString()!, e.GetProperty("to").GetString()!, e.GetProperty("p").GetDouble(), e.GetProperty("r").GetDouble(),
                e.GetProperty("voices").GetInt32()));
            var score = new PairScorer(dyad, events).On(Day(each.GetProperty("as_of")));
            var expected = each.GetProperty("expected");
            Fixed.ToDouble(score.Conflict).ShouldBe(expected.GetProperty("P").GetDouble(), 1e-6, name);
            Fixed.ToDouble(score.Cooperation).ShouldBe(expected.GetProperty("Q").GetDouble(), 1e-6, name);
            score.Level.ShouldBe(expected.GetProperty("level").GetDouble(), 1e-6, name);
            Method.BandOf(score.Level).ToString().ToLowerInvariant().ShouldBe(expected.GetProperty("band").GetString(), name);
            Method.Asymmetry(score.ConflictForward, score.ConflictBackward).ShouldBe(expected.GetProperty("asymmetry").GetDouble(), 1e-6, name);
            score.Balance.ShouldBe(expected.GetProperty("balance").GetDouble(), 1e-6, name);
        }
        cases.RootElement.GetArrayLength().ShouldBe(15);
    }

    private static IEnumerable<TensionEvent> Both(int first, int count, EventType type, double severity) =>
        Enumerable.Range(first, count).SelectMany(d => new[] { Make.Event(d, type, severity), Make.Event(d, type, severity, Make.B, Make.A) });

    private static int Day(JsonElement date) => DateOnly.ParseExact(date.GetString()!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).DayNumber;

    private static string? SharedFile(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine([folder.FullName, "shared", .. parts]) is var path && File.Exists(path))
                return path;
        return null;
    }
}
