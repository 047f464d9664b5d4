using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Tests;

public sealed class ModalityTests
{
    [Theory]
    [InlineData("Iran attacked Israel.", EventType.Assault, Modality.Occurred)]
    [InlineData("Iran denied attacking Israel.", EventType.Assault, Modality.Denied)]
    [InlineData("Venezuela did not attack Guyana.", EventType.Assault, Modality.Denied)]
    [InlineData("France may impose tariffs on China.", EventType.Sanction, Modality.Possible)]
    [InlineData("Japan might send troops to Guam.", EventType.Mobilize, Modality.Possible)]
    [InlineData("Germany is considering imposing sanctions on Belarus.", EventType.Sanction, Modality.Possible)]
    [InlineData("Latvia will expel two Russian diplomats on Friday.", EventType.Sanction, Modality.Announced)]
    [InlineData("Kim Jong Un vowed to strengthen the nuclear arsenal.", EventType.Mobilize, Modality.Announced)]
    [InlineData("Iraq invaded Kuwait in 1990.", EventType.Assault, Modality.Historical)]
    [InlineData("Russia bombed Georgia last week.", EventType.Assault, Modality.Occurred)]
    [InlineData("The US has imposed sanctions on Cuba since 1962.", EventType.Sanction, Modality.Historical)]
    public void Extract_ModalCue_GivesModality(string text, EventType type, Modality modality) =>
        Reading.Only(text, type).Modality.ShouldBe(modality);

    [Theory]
    [InlineData("China will attack Taiwan.", EventType.Threaten)]
    [InlineData("If Iran attacks Israel, the United States will bomb Tehran.", EventType.Threaten)]
    [InlineData("Turkey will withdraw its troops from Syria.", EventType.Concede)]
    [InlineData("South Korea said it would send aid to Ukraine.", EventType.Agree)]
    [InlineData("Russia will not accept the proposal of Ukraine.", EventType.Reject)]
    public void Extract_FutureAct_BecomesWhatIsSaid(string text, EventType type)
    {
        var claim = Reading.Only(text, type);
        claim.Modality.ShouldBe(Modality.Occurred);
        Reading.Events(text).Count.ShouldBe(1);
    }

    [Fact]
    public void Extract_ActInIfClause_IsNoClaim() =>
        Reading.Events("If Iran attacks Israel, the United States will bomb Tehran.").ShouldNotContain(c => c.EventType == EventType.Assault);
}
