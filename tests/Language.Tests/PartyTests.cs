using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Tests;

/// <summary>Whom a phrase names, once it is chosen.</summary>
public sealed class PartyTests
{
    [Theory]
    [InlineData("The Kremlin condemned the attack.", "Kremlin", "RUS/Gov")]
    [InlineData("Whitehall rejected the plan.", "Whitehall", "GBR/Gov")]
    [InlineData("The Quai d'Orsay summoned the ambassador.", "Quai d'Orsay", "FRA/Gov")]
    [InlineData("The Sejm ratified the treaty.", "Sejm", "POL/Leg")]
    [InlineData("President Erdoğan met the delegation.", "Erdoğan", "TUR/Gov")]
    [InlineData("President Erdogan met the delegation.", "Erdogan", "TUR/Gov")]
    [InlineData("Former French president Nicolas Sarkozy criticised the decision.", "Sarkozy", "FRA/Eli")]
    [InlineData("Iranian prosecutors charged the reporter.", "prosecutors", "IRN/Jud")]
    [InlineData("Thousands of Cubans protested on Sunday.", "Thousands", "CUB/Cvl")]
    [InlineData("Two Russian journalists were detained on Sunday.", "journalists", "RUS/Jrn")]
    [InlineData("UN officials urged restraint.", "officials", "UNO/Igo")]
    [InlineData("The army of Chad attacked the village.", "army", "TCD/Mil")]
    [InlineData("Boko Haram attacked the village.", "Haram", "/Reb")]
    [InlineData("The Shining Path attacked the village.", "Path", "/Reb")]
    public void Of_NamedPhrase_IsCodeAndSector(string text, string head, string party) => Find(text, head).ShouldBe([party]);

    [Fact]
    public void Of_RoleWithoutOwner_IsTheStatesThatTheSentenceNames() =>
        Find("Opposition parties in Kenya accused the police of killing protesters.", "police").ShouldBe(["KEN/Cop"]);

    [Fact]
    public void Of_PossessivePronoun_IsTheSubject() => Find("Turkey said its troops had crossed the border.", "troops").ShouldBe(["TUR/Mil"]);

    [Fact]
    public void Of_JoinedDemonyms_AreBoth() => Find("US and South Korean officials met on Monday.", "officials").ShouldBe(["USA/Gov", "KOR/Gov"]);

    [Fact]
    public void Of_BothWithTwoStatesBefore_IsThePair() => Find("India and Pakistan exchanged fire, but both countries agreed to talks.", "countries").ShouldBe(["IND/Gov", "PAK/Gov"]);

    [Theory]
    [InlineData("2024-11-06", "TWN")]
    [InlineData("2002-05-01", "")]
    public void Find_TitleAndSurname_IsTheHolderOfThatDay(string day, string code)
    {
        var s = Read("President Lai spoke on Monday.", DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        string.Concat(s.Mentions.Select(m => m.Form.Entity.Code)).ShouldBe(code);
    }

    [Fact]
    public void Default_ArmedGroups_HaveNoStatesCode() =>
        Gazetteer.Default.Rows.Where(r => r.Entity.Sector is Sector.Reb or Sector.Uaf && Gazetteer.Default.IsState(r.Entity.Code)).Select(r => r.Entity.Name).ShouldBeEmpty();

    private static List<string> Find(string text, string head)
    {
        var s = Read(text, null);
        SentenceReader.Parse(s);
        var states = s.Mentions.Select(m => m.Form.Entity.Code).Where(Gazetteer.Default.IsState).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var candidates = new Candidates(s, new Discourse(Gazetteer.Default, null, states), Lexicon.Default);
        var at = Enumerable.Range(0, s.Length).First(i => s.Is(i, head.Split(' ')[^1]));
        var group = candidates.Groups.Where(g => g.Head == at || g.Parties.Exists(p => p.First <= at && p.Last >= at)).MinBy(g => g.Head == at ? 0 : 1);
        return group is null ? [] : [.. group.Parties.Select(p => $"{p.Code}/{p.Sector}")];
    }

    private static Sentence Read(string text, DateOnly? day) =>
        new SentenceReader(Gazetteer.Default).Read(text, new Segment { Kind = SegmentKind.Sentence, Start = 0, End = text.Length, Line = 0 }, day);
}
