using CsCheck;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Scoring.Backtest;

namespace RegionalSecurity.Scoring.Tests;

public sealed class BacktestTests
{
    private static readonly Dyad Pair = new("FRA", "GBR");
    private static readonly int Start = new DateOnly(2003, 1, 1).DayNumber;
    private static readonly int End = new DateOnly(2008, 12, 31).DayNumber;

    [Fact]
    public void Truth_EachKind_IsReadByItsHeader()
    {
        var turns = Truth.Parse("t.csv", "# why\ndate,pair,direction,what\n2008-08-08,RUS-GEO,rise,war\n2008-10-08,GEO-RUS,fall,\n").TurningPoints;
        turns.Select(t => (t.Pair.ToString(), t.Turn)).ShouldBe([("GEO-RUS", Turn.Up), ("GEO-RUS", Turn.Down)]);
        Truth.Parse("t.csv", "date,pair\r\n2008-08-08,GEO-RUS\r\n2008-08-08,RUS-GEO\r\n").Incidents.ShouldHaveSingleItem();
        Truth.Parse("t.csv", "month,subject,value\n2008-08,KOR,1.5\n").Index.ShouldBe([new IndexValue("KOR", 2008, 8, 1.5)]);
    }

    [Theory]
    [InlineData("day,pair\n", "line 1")]
    [InlineData("date,pair\n2008-13-01,GEO-RUS\n", "line 2: \"2008-13-01\" is no date")]
    [InlineData("date,pair\n2008-01-01,GEO-GEO\n", "is no pair")]
    [InlineData("date,pair,direction\n2008-01-01,GEO-RUS,up\n", "write rise or fall")]
    [InlineData("month,subject,value\n2008-01,KOR,NaN\n", "is no number")]
    [InlineData("month,subject,value\n2008-01,kor!,1\n", "is no subject")]
    [InlineData("date,pair\n", "holds no row")]
    public void Truth_BadFile_NamesLineAndRemedy(string text, string part) =>
        Should.Throw<DataFileException>(() => Truth.Parse("t.csv", text)).Message.ShouldContain(part);

    [Fact]
    public void Truth_AnyText_IsReadOrRefusedByLine() =>
        Gen.String[Gen.Char["date,pirconmthsubjvle\n0123-AZ#"], 0, 200].Sample(noise =>
        {
            foreach (var text in new[] { noise, "date,pair\n" + noise, "month,subject,value\n2008-01,KOR,1\n" + noise })
                try
                {
                    _ = Truth.Parse("t.csv", text);
                }
                catch (DataFileException refusal)
                {
                    refusal.Message.ShouldStartWith("t.csv, line ");
                }
        });

    [Fact]
    public void TurningPointTest_StepSignal_IsCalledEitherWay()
    {
        var (rise, fall) = (new DateOnly(2004, 6, 1).DayNumber, new DateOnly(2006, 6, 1).DayNumber);
        var test = new TurningPointTest([new TurningPoint(Pair, rise, Turn.Up, ""), new TurningPoint(Pair, fall, Turn.Down, "")], Start, End);
        test.PlaceboCount.ShouldBe(6);
        var step = new Signal("step", (_, day) => day > rise && day <= fall ? 10 : 0);
        var cases = test.Changes(step, Start, End, 28);
        cases.Where(c => c.Point.Turn == Turn.None).ShouldAllBe(c => c.Change == 0);
        cases.Single(c => c.Point.Turn == Turn.Up).Change.ShouldBe(10, 1e-9);
        TurningPointTest.Call(cases, 5).Accuracy.ShouldBe(1);
        // Flat everywhere: none is right, both turns are missed.
        TurningPointTest.Call(test.Changes(new Signal("flat", (_, _) => 3), Start, End, 28), 5).Accuracy.ShouldBe(1.0 / 3, 1e-12);
        TurningPointTest.BestThreshold(cases).ShouldBeInRange(0, 9.99);
        var (right, wrong) = (TurningPointTest.Call(cases, 5), TurningPointTest.Call(test.Changes(new Signal("flat", (_, _) => 3), Start, End, 28), 5));
        TurningPointTest.Difference(right, wrong).Value.ShouldBe(2.0 / 3, 1e-12);
        TurningPointTest.Difference(right, right).ShouldBe(new Measure(0, 0, 0));
    }

    [Fact]
    public void TurningPointTest_Placebos_AreOfThePairAndYearAndFarFromItsTurns()
    {
        TurningPoint[] points = [new(Pair, new DateOnly(2004, 6, 1).DayNumber, Turn.Up, ""), new(new Dyad("IND", "PAK"), new DateOnly(2005, 2, 1).DayNumber, Turn.Down, "")];
        IReadOnlyList<TurnCase> Cases() => new TurningPointTest(points, Start, End).Changes(new Signal("", (_, day) => day), Start, End, 14);
        var placebos = Cases().Where(c => c.Point.Turn == Turn.None).Select(c => c.Point).ToList();
        placebos.Count.ShouldBe(6);
        foreach (var placebo in placebos)
        {
            var own = points.Single(p => p.Pair == placebo.Pair);
            DateOnly.FromDayNumber(placebo.Day).Year.ShouldBe(DateOnly.FromDayNumber(own.Day).Year);
            Math.Abs(placebo.Day - own.Day).ShouldBeGreaterThanOrEqualTo(60);
        }
        Cases().Select(c => c.Point).ShouldBe(Cases().Select(c => c.Point));
    }

    [Fact]
    public void IncidentTest_SignalThatKnows_BeatsClimatologyAndNoiseDoesNot()
    {
        var incidents = Enumerable.Range(0, 20).Select(i => new Incident(Pair, Start + 100 + i * 100)).ToList();
        var test = new IncidentTest([Pair, new Dyad("IND", "PAK")], incidents, Start, End);
        var oracle = new Signal("oracle", (pair, day) => pair == Pair && incidents.Exists(i => i.Day > day && i.Day <= day + 30) ? 100 : 0);
        var known = IncidentTest.Measure("oracle", 30, test.Run(IncidentTest.Of(oracle), 30), intervals: true);
        known.Skill.Value.ShouldBeGreaterThan(0.9);
        known.Auc.Value.ShouldBe(1);
        known.PrAuc.Value.ShouldBe(1);
        known.Skill.Low.ShouldBeLessThanOrEqualTo(known.Skill.Value);
        var flat = IncidentTest.Measure("flat", 30, test.Run(IncidentTest.Of(new Signal("flat", (_, _) => 1)), 30), intervals: false);
        // Incidents a hundred days apart make a poor climatology by month; a constant can be a little better than that, and no more.
        flat.Skill.Value.ShouldBeLessThan(0.1);
        flat.Auc.Value.ShouldBeInRange(0.3, 0.7);
    }

    [Fact]
    public void IncidentTest_IncidentsOfThatYearOnly_CannotBeLearntForIt()
    {
        // A model that saw its own year would know that the signal tells; one that keeps the gap has only seen years without an incident.
        var incidents = Enumerable.Range(0, 10).Select(i => new Incident(Pair, new DateOnly(2005, 1, 10).DayNumber + 30 * i)).ToList();
        var test = new IncidentTest([Pair], incidents, Start, End);
        var cases = test.Run(IncidentTest.Of(new Signal("level", (_, day) => day)), 7).Where(c => DateOnly.FromDayNumber(c.Day).Year == 2005).ToList();
        cases.ShouldNotBeEmpty();
        cases.ShouldAllBe(c => c.Probability < 0.01);
        cases.ShouldContain(c => c.Happened);
    }

    [Fact]
    public void Warn_OnsetBeforeTheIncident_GivesItsLead()
    {
        var day = new DateOnly(2006, 6, 1).DayNumber;
        var test = new IncidentTest([Pair], [new Incident(Pair, day)], Start, End);
        var cases = Enumerable.Range(0, 100).Select(i => day - 350 + 7 * i).Select(d => new ForecastCase(Pair, d, false, d == day - 21 ? 0.9 : 0.1, 0.1)).ToList();
        var warned = test.Warn("x", cases, 0.5);
        warned.Incidents.ShouldBe([(new Incident(Pair, day), 21)]);
        warned.MedianLead.ShouldBe(21);
        warned.FalseAlarmsPerYear.ShouldBe(0);
        test.ThresholdAtFourFalseAlarms(cases).ShouldBe(0.1);
    }

    [Fact]
    public void Warn_HigherFromTheNewYearsFitOn_IsNoAlarm()
    {
        var test = new IncidentTest([Pair], [], Start, End);
        // Low through 2005, high from the first origin of 2006 on: a new model, not news. In 2007 it falls and rises within the year: that is one.
        var cases = Enumerable.Range(0, 156).Select(i => new DateOnly(2005, 1, 3).DayNumber + 7 * i)
            .Select(d => new ForecastCase(Pair, d, false, d < new DateOnly(2006, 1, 1).DayNumber || d == new DateOnly(2007, 5, 7).DayNumber ? 0.1 : 0.9, 0.1)).ToList();
        cases.Count(c => c.Day >= new DateOnly(2007, 1, 1).DayNumber && c.Probability < 0.5).ShouldBe(1);
        test.Warn("x", cases, 0.5).FalseAlarmsPerYear.ShouldBe(1 / (156 * 7 / 365.25), 1e-9);
    }

    [Fact]
    public void Inputs_IncidentOfTruth_LosesItsEventsAndCondemnationsOnly()
    {
        var incident = new Incident(Pair, Start + 100);
        List<Claim> claims =
        [
            .. Enumerable.Range(0, 25).Select(i => Claim($"panel{i}", Start + i, EventType.Consult)),
            Claim("the act", Start + 100, EventType.Assault),
            Claim("told two days later", Start + 102, EventType.Assault),
            Claim("condemned", Start + 105, EventType.Accuse),
            Claim("condemned long after", Start + 130, EventType.Accuse),
            Claim("another act", Start + 110, EventType.Assault),
            Claim("talks that day", Start + 100, EventType.Consult),
            Claim("another pair", Start + 100, EventType.Assault, target: "DEU"),
            Claim("outside the panel", Start + 50, EventType.Consult, publisher: "rare"),
        ];
        var inputs = Inputs.Of(claims, Start + 90, [incident]);
        inputs.PanelSize.ShouldBe(1);
        inputs.OutsidePanel.ShouldBe(1);
        inputs.OfTruth.ShouldBe(3);
        inputs.Claims(Pair).Select(c => c.ClaimId).Where(id => !id.StartsWith("panel", StringComparison.Ordinal)).ShouldBe(["condemned long after", "another act", "talks that day"]);
        inputs.Claims(new Dyad("DEU", "GBR")).ShouldHaveSingleItem();
    }

    [Fact]
    public void Signals_Baselines_CountWhatWasPublishedInFourWeeks()
    {
        var day = Start + 60;
        List<Claim> claims =
        [
            .. Enumerable.Range(0, 25).Select(i => Claim($"panel{i}", Start, EventType.Consult, target: "DEU")),
            Claim("a", day, EventType.Accuse), Claim("b", day, EventType.Accuse), Claim("c", day - 27, EventType.Assault), Claim("old", day - 28, EventType.Assault),
            Claim("later", day + 1, EventType.Assault), Claim("talks", day - 1, EventType.Consult),
        ];
        var values = Signals.Baselines(Inputs.Of(claims, Start + 10, [])).ToDictionary(s => s.Name, s => s.Value(Pair, day));
        values["share of articles"].ShouldBe(1);
        values["raw conflict count"].ShouldBe(3);
        values["PLOVER sum"].ShouldBe(2 + 2 + 10 - 1, 1e-12);
        values["PLOVER sum, one a day"].ShouldBe(2 + 10 - 1, 1e-12);
    }

    [Fact]
    public void GivenIndex_LastWholeMonth_OfThePairElseOfItsParties()
    {
        var signal = Signals.GivenIndex([new IndexValue("FRA", 2004, 5, 2), new IndexValue("GBR", 2004, 5, 3), new IndexValue("FRA-GBR", 2004, 6, 1)]);
        signal.Value(Pair, new DateOnly(2004, 6, 30).DayNumber).ShouldBe(3);
        signal.Value(Pair, new DateOnly(2004, 7, 1).DayNumber).ShouldBe(1);
        signal.Value(Pair, new DateOnly(2004, 5, 31).DayNumber).ShouldBe(0);
    }

    [Fact]
    public void Sensitivity_ConstantThatNothingUses_ChangesNothingAndScaleKeepsTheOrder()
    {
        List<Claim> claims = [.. Enumerable.Range(0, 6).Select(i => Claim($"c{i}", Start + i, i % 2 == 0 ? EventType.Accuse : EventType.Assault, target: i < 4 ? "GBR" : "DEU"))];
        var rows = Sensitivity.Table(claims, [Start + 6]);
        rows.Count.ShouldBe(2 * (15 + 11));
        rows.Where(r => r.Constant.StartsWith("undated", StringComparison.Ordinal)).ShouldAllBe(r => r.LargestChange == 0 && r.BandChanges == 0 && r.Spearman == 1);
        var scale = rows.Where(r => r.Constant.StartsWith("scale", StringComparison.Ordinal)).ToList();
        scale.ShouldAllBe(r => r.Spearman == 1);
        scale[0].MeanChange.ShouldBePositive();
        scale[1].MeanChange.ShouldBeNegative();
    }

    [Fact]
    public void VoiceInterval_ThreeVoices_HoldsTheLevelAndIsTheSameAgain()
    {
        var day = Start + 3;
        var score = new PairTimeline(Make.Pair,
        [
            Make.Claim("1", Start, EventType.Assault, "one"), Make.Claim("2", Start + 1, EventType.Assault, "two"), Make.Claim("3", Start + 2, EventType.Mobilize, "three"),
        ]).At(0, day);
        var (low, high) = VoiceInterval.Of(score).ShouldNotBeNull();
        low.ShouldBeLessThan(score.Level);
        high.ShouldBeGreaterThanOrEqualTo(score.Level);
        VoiceInterval.Of(score).ShouldBe((low, high));
        VoiceInterval.Of(Make.Score(day, Make.Claim("1", Start, voice: "one"), Make.Claim("2", Start, voice: "two"))).ShouldBeNull();
    }

    private static Claim Claim(string id, int day, EventType type, string target = "GBR", string publisher = "panel")
    {
        var time = Timestamp.FromDateTime(DateOnly.FromDayNumber(day).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        return new Claim
        {
            ClaimId = id,
            ArticleId = id,
            Publisher = new Publisher { PublisherId = publisher, Family = publisher, Registered = true },
            Kind = ClaimKind.Event,
            EventType = type,
            Modality = Modality.Occurred,
            Confidence = 0.85,
            PublishTime = time,
            EventTime = new TimeRange { StartTime = time, EndTime = Timestamp.FromDateTime(time.ToDateTime().AddDays(1)) },
            Actors = { new Participant { Code = target == "GBR" ? "FRA" : "GBR" } },
            Targets = { new Participant { Code = target } },
        };
    }
}
