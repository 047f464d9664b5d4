using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Scoring.Tests;

public sealed class DataFilesTests
{
    [Fact]
    public void Regions_Published_AreSeventeenWithKnownCodes()
    {
        var regions = new Regions();
        regions.All.Count.ShouldBe(17);
        regions.All.SelectMany(r => r.Core.Concat(r.Involved)).ShouldAllBe(code => PartyCodes.IsPublished(code));
    }

    [Fact]
    public void Pairs_KoreanPeninsula_AreCoreByCoreAndCoreByInvolved() =>
        new Regions().Find("korean-peninsula")!.Pairs.Select(p => p.Dyad.ToString()).ShouldBe(
            ["CHN-KOR", "CHN-PRK", "JPN-KOR", "JPN-PRK", "KOR-PRK", "KOR-RUS", "KOR-UNO", "KOR-USA", "PRK-RUS", "PRK-UNO", "PRK-USA"]);

    [Fact]
    public void Pairs_SouthChinaSea_HaveTheThemeConditionOnInvolvedPairsOnly()
    {
        var pairs = new Regions().Find("south-china-sea")!.Pairs.ToDictionary(p => p.Dyad.ToString(), p => p.Themes);
        pairs["CHN-PHL"].ShouldBe(0);
        pairs["CHN-USA"].ShouldBe(1 << (int)Theme.BorderAndMaritime | 1 << (int)Theme.MilitaryExercise);
    }

    [Fact]
    public void Merge_UserFile_AddsAndReplaces()
    {
        var regions = new Regions();
        regions.Merge("mine.tsv", "# a comment\nregion_id\tname\tcore\tinvolved\r\nsarrow-sea\tSarrow Sea\tXOR XTA\tXMA\r\ngulf\tMy Gulf\tIRN SAU\t\n");
        regions.Find("sarrow-sea")!.IsSample.ShouldBeTrue();
        regions.Find("gulf")!.Pairs.ShouldHaveSingleItem();
        regions.All.Count.ShouldBe(18);
    }

    [Theory]
    [InlineData("region_id\tname\tcore\nx\tX\tPRK KOR", "no column \"involved\"")]
    [InlineData("region_id\tname\tcore\tinvolved\nBad Id\tX\tPRK KOR\t", "line 2")]
    [InlineData("region_id\tname\tcore\tinvolved\nx\tX\tPRK,KOR USA\t", "separate codes by spaces")]
    [InlineData("region_id\tname\tcore\tinvolved\nx\tX\tPRK\t", "needs two parties")]
    [InlineData("region_id\tname\tcore\tinvolved\nx\tX\tPRK XOR\t", "cannot share a region")]
    [InlineData("region_id\tname\tcore\tinvolved\tinvolved_themes\nx\tX\tPRK KOR\tUSA\tWEATHER", "no theme of the codebook")]
    [InlineData("region_id\tregion_id\tname\tcore\tinvolved", "twice")]
    public void Merge_BadFile_NamesFileAndRemedy(string text, string part)
    {
        var error = Should.Throw<DataFileException>(() => new Regions().Merge("mine.tsv", text));
        error.Message.ShouldContain("mine.tsv, line");
        error.Message.ShouldContain(part);
    }

    [Fact]
    public void SameSide_TreatyAllies_AreMutualAndOthersAreNot()
    {
        Alliances.SameSide("USA", "KOR").ShouldBeTrue();
        Alliances.SameSide("KOR", "USA").ShouldBeTrue();
        Alliances.SameSide("PRK", "RUS").ShouldBeTrue();
        Alliances.SameSide("KOR", "JPN").ShouldBeFalse();
        Alliances.SameSide("USA", "PRK").ShouldBeFalse();
        Alliances.SameSide("", "").ShouldBeFalse();
    }

    [Fact]
    public void PartyCodes_Published_AreStatesOrganisationsAndGroups()
    {
        foreach (var code in new[] { "PRK", "TWN", "PSE", "XKX", "NATO", "G7", "M23", "XOR" })
            PartyCodes.IsPublished(code).ShouldBeTrue(code);
        foreach (var code in new[] { "", "XXXX", "prk", "XKS", "XKV", "EUR" })
            PartyCodes.IsPublished(code).ShouldBeFalse(code);
    }
}
