using RegionalSecurity.Claims.V1;

namespace RegionalSecurity.Language.Tests;

public sealed class GazetteerTests
{
    // ISO 3166-1 alpha-3 as of 2024 (249) and Kosovo's user-assigned code.
    private const string IsoCodes =
        """
        ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF
        CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM
        GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ
        KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS
        MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP
        SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY
        USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE XKX
        """;

    private static readonly string[] Organisations =
        ["UNO", "NATO", "ASEAN", "ARF", "EU", "AU", "IAEA", "SCO", "QUAD", "AUKUS", "OPEC", "ICC", "ICJ", "WTO", "OAS", "ARL", "GCC", "CSTO", "G7", "G20", "BRICS", "OSCE", "IMF",
            "WB", "UNC", "HAMAS", "HEZBOLLAH", "HOUTHI", "TALIBAN", "ISIS", "AQ", "PLO", "PKK", "RSF", "M23", "WAGNER"];

    [Fact]
    public void Default_EveryState_IsThere()
    {
        var states = IsoCodes.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        states.Length.ShouldBe(250);
        states.Where(c => !Gazetteer.Default.IsState(c)).ShouldBeEmpty();
        Gazetteer.Default.Codes.Where(Gazetteer.Default.IsState).ShouldBe(states.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Default_EveryPublishedCode_IsThereAndNoOther()
    {
        Organisations.Where(c => !Gazetteer.Default.IsKnownCode(c) || Gazetteer.Default.IsState(c)).ShouldBeEmpty();
        Gazetteer.Default.Codes.Where(c => !Gazetteer.Default.IsState(c)).ShouldBe(Organisations.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Default_NoForm_NamesTwoCodes() =>
        Gazetteer.Default.Rows.SelectMany(r => r.Forms.Select(f => (Form: f, r.Entity))).GroupBy(f => f.Form, StringComparer.Ordinal)
            .Where(g => g.Select(f => f.Entity.Code).Distinct().Count() > 1 && g.Any(f => f.Entity.Terms.Length == 0)).Select(g => g.Key).ShouldBeEmpty();

    [Theory]
    [InlineData("Mark Rutte", "2020-05-01", "NLD")]
    [InlineData("Mark Rutte", "2024-12-01", "NATO")]
    [InlineData("Mark Rutte", "2005-01-01", "NLD")]
    [InlineData("Mark Rutte", null, "NATO")]
    [InlineData("Angela Merkel", "2024-01-01", "DEU")]
    public void Extract_HolderOfSeveralOffices_IsTheOneOfThatDay(string name, string? day, string code)
    {
        var article = Reading.Article($"{name} condemned Iran.");
        article.PublishTime = day is null ? null : Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(
            DateTime.SpecifyKind(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc));
        Reading.Extractor.Extract(article).Claims.ShouldHaveSingleItem().Actors.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public void Default_WikidataIds_AreDistinct() =>
        Gazetteer.Default.Rows.Where(r => r.Entity.WikidataId.Length > 0).GroupBy(r => r.Entity.WikidataId).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();

    [Theory]
    [InlineData("PRK", "North Korea")]
    [InlineData("UNO", "United Nations")]
    [InlineData("XKX", "Kosovo")]
    [InlineData("QQQ", "QQQ")]
    public void NameOf_Code_IsDisplayName(string code, string name) => Gazetteer.Default.NameOf(code).ShouldBe(name);

    [Theory]
    [InlineData("He told us about turkey and chad in the jersey.", "")]
    [InlineData("The US met japan and south Korea.", "JPN KOR USA")]
    [InlineData("Ships crossed the South China Sea.", "")]
    [InlineData("It was called an Asian NATO by Pyongyang.", "PRK")]
    [InlineData("Talks between Netanyahu and Abbas; the Kremlin watched.", "ISR PSE RUS")]
    [InlineData("Guinea-Bissau, Equatorial Guinea, Papua New Guinea and Guinea", "GIN GNB GNQ PNG")]
    [InlineData("The Republic of the Congo and the Democratic Republic of the Congo", "COD COG")]
    public void Extract_StatesNamed_AreTheTexts(string text, string states) => string.Join(' ', Reading.Extractor.Extract(Reading.Article(text)).StatesNamed).ShouldBe(states);

    [Fact]
    public void Merge_UserFile_AddsAndOverrides()
    {
        const string file = """
            # invented
            code	sector	wikidata_id	name	forms
            XAA	GOV		Arvenia	Arvenia|Arvenian|Arvenians|Port Arven
            XBB	GOV		Belmark	Belmark|Belmarkian|Paris

            	OPP		Free Hands	Free Hands
            """;
        var gazetteer = Gazetteer.Default.Merge(new StringReader(file), "mine.tsv");
        gazetteer.IsState("XAA").ShouldBeTrue();
        gazetteer.NameOf("XBB").ShouldBe("Belmark");
        Gazetteer.Default.IsKnownCode("XAA").ShouldBeFalse();
        var claims = new ClaimExtractor(gazetteer).Extract(Reading.Article("Arvenia condemned Paris. The Arvenian navy intercepted a Belmarkian ship.")).Claims;
        claims.Select(Reading.Say).ShouldBe(["Accuse/Disapprove XAA -> XBB Occurred", "Coerce/XInterception XAA -> XBB Occurred"]);
        claims[1].Actors[0].Sector.ShouldBe(Sector.Mil);
    }

    [Theory]
    [InlineData("", 1, "header")]
    [InlineData("code\tname\n", 1, "header")]
    [InlineData("code\tsector\twikidata_id\tname\tforms\nXAA\tGOV\t\tA\n", 2, "4 cells")]
    [InlineData("code\tsector\twikidata_id\tname\tforms\nxa-a\tGOV\t\tA\tA\n", 2, "'xa-a' is no code")]
    [InlineData("code\tsector\twikidata_id\tname\tforms\nXAA\tKING\t\tA\tA\n", 2, "'KING' is no sector")]
    [InlineData("code\tsector\twikidata_id\tname\tforms\nXAA\t\t\tA\tA\n", 2, "has no sector")]
    [InlineData("code\tsector\twikidata_id\tname\tforms\nXAA\tGOV\tX1\tA\tA\n", 2, "no Wikidata id")]
    [InlineData("code\tsector\twikidata_id\tname\tforms\nXAA\tGOV\t\t\tA\n", 2, "name is empty")]
    [InlineData("# c\ncode\tsector\twikidata_id\tname\tforms\nXAA\tGOV\t\tA\tA||B\n", 3, "is no form")]
    [InlineData("code\tsector\twikidata_id\tname\tforms\nXAA\tGOV\t\tA\tA\nXBB\tGOV\t\tB\tA\n", 3, "already names 'XAA' on line 2")]
    public void Merge_BadFile_NamesFileLineProblemAndRemedy(string file, int line, string problem)
    {
        var error = Should.Throw<GazetteerException>(() => Gazetteer.Default.Merge(new StringReader(file), "mine.tsv"));
        error.Message.ShouldStartWith($"mine.tsv, line {line}: ");
        error.Message.ShouldContain(problem);
        error.Line.ShouldBe(line);
        error.FileName.ShouldBe("mine.tsv");
    }
}
