namespace RegionalSecurity.Language.Training.Tests;

public sealed class LabelledReaderTests
{
    [Fact]
    public void ReadFolder_OurOwnSentences_HoldWithoutAnError()
    {
        var reader = new LabelledReader();
        var items = reader.ReadFolder(Folder());
        reader.Errors.ShouldBeEmpty();
        items.Count.ShouldBeGreaterThanOrEqualTo(2500);
        items.Select(i => i.Sentence).ShouldBeUnique();
    }

    [Theory]
    [InlineData("ACCUSE | Japan=JPN | China=CHN | condemned", "x.txt:1: a claim without a sentence; the sentence begins with '>'")]
    [InlineData("> Japan condemned China.\n\n", "x.txt:1: the sentence has no claim and no line 'none'")]
    [InlineData("> Japan condemned China.\nPRAISE | Japan=JPN | China=CHN | condemned", "x.txt:2: there is no type 'PRAISE'")]
    [InlineData("> Japan condemned China.\nACCUSE gently | Japan=JPN | China=CHN | condemned", "x.txt:2: there is no mode 'gently'")]
    [InlineData("> Japan condemned China.\nACCUSE | Japan=JPN | Iran=IRN | condemned", "x.txt:2: 'Iran' does not stand in the sentence")]
    [InlineData("> Japan condemned China.\nACCUSE | Japan=JPN", "x.txt:2: a claim needs: TYPE mode | actors | targets | trigger")]
    public void Read_LineThatDoesNotHold_IsNamedWithItsLine(string text, string error)
    {
        var reader = new LabelledReader();
        reader.Read("x.txt", text.Split('\n'));
        reader.Errors.ShouldBe([error]);
    }

    [Fact]
    public void Read_SecondMention_IsTheSecondOne()
    {
        var item = new LabelledReader().Read("x.txt", ["> Iran said Iran attacked Iraq.", "ASSAULT | Iran#2=IRN/MIL | Iraq=IRQ | attacked | mod=DENIED"]).ShouldHaveSingleItem();
        item.Claims[0].Actors[0].ShouldBe(new LabelledParty(new Words(10, 14), "IRN", Claims.V1.Sector.Mil));
        item.Claims[0].Modality.ShouldBe(Claims.V1.Modality.Denied);
    }

    internal static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "src", "Language.Training", "Labelled") is var path && Directory.Exists(path))
                return path;
        throw new InvalidOperationException("src/Language.Training/Labelled is not above the tests.");
    }
}
