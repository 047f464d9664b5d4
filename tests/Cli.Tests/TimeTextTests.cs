using Microsoft.Extensions.Time.Testing;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Tests;

public sealed class TimeTextTests
{
    private static readonly FakeTimeProvider s_clock = new(CommandLine.Now);

    [Theory]
    [InlineData("2024-11-09T18:00Z", "2024-11-09T18:00:00Z")]
    [InlineData("2024-11-09T18:00", "2024-11-09T18:00:00Z")]
    [InlineData("2024-11-09 18:00:30+09:00", "2024-11-09T09:00:30Z")]
    [InlineData("2024-11-09", "2024-11-09T00:00:00Z")]
    [InlineData("yesterday", "2024-11-08T00:00:00Z")]
    [InlineData("7d", "2024-11-02T00:00:00Z")]
    [InlineData("NOW", "2024-11-09T12:00:00Z")]
    public void Parse_KnownForm_GivesItsStart(string text, string expected) =>
        TimeText.Parse("--from", text, s_clock).Start.ToString("yyyy-MM-ddTHH:mm:ssZ").ShouldBe(expected);

    [Theory]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("11/09/2024")]
    [InlineData("09.11.2024")]
    [InlineData("tomorrow")]
    [InlineData("1899-12-31")]
    [InlineData("2200-01-01")]
    [InlineData("")]
    public void Parse_UnknownForm_NamesOptionAndForms(string text)
    {
        var error = Should.Throw<CliException>(() => TimeText.Parse("--as-of", text, s_clock));
        error.Code.ShouldBe(ExitCode.BadInput);
        error.Message.ShouldStartWith("--as-of: ");
        error.Message.ShouldContain("2024-11-09T18:00Z");
    }

    [Fact]
    public void AsOf_PastDate_IsTheEndOfTheDay() =>
        TimeText.AsOf("--as-of", "2024-11-01", s_clock)!.ToDateTimeOffset().ShouldBe(new DateTimeOffset(2024, 11, 2, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void AsOf_Today_IsNowBecauseTheDayIsNotOver() => TimeText.AsOf("--as-of", "2024-11-09", s_clock)!.ToDateTimeOffset().ShouldBe(CommandLine.Now);

    [Fact]
    public void To_Date_CountsTheWholeDay() =>
        TimeText.To("--to", "2024-11-09", s_clock)!.ToDateTimeOffset().ShouldBe(new DateTimeOffset(2024, 11, 10, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(1703376000000, "2023-12-24T00:00:00", TimePrecision.Day)]
    [InlineData(1703376000, "2023-12-24T00:00:00", TimePrecision.Day)]
    [InlineData(1703376001, "2023-12-24T00:00:01", TimePrecision.Instant)]
    [InlineData(-86400, "1969-12-31T00:00:00", TimePrecision.Day)]
    public void TryParseEpoch_SecondsOrMilliseconds_AreToldApart(double number, string expected, TimePrecision precision)
    {
        var time = TimeText.TryParseEpoch(number).ShouldNotBeNull();
        time.Start.ToString("yyyy-MM-ddTHH:mm:ss").ShouldBe(expected);
        time.Precision.ShouldBe(precision);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e18)]
    [InlineData(-1e10)]
    public void TryParseEpoch_OutsideTheYears_IsNull(double number) => TimeText.TryParseEpoch(number).ShouldBeNull();
}
