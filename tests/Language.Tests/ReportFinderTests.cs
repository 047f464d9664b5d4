using RegionalSecurity.Claims.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Tests;

public sealed class ReportFinderTests
{
    [Theory]
    // Verbs: before, behind and amid what is said; inverted; as asides that the tree does not join.
    [InlineData("Japan said the jets had left.", "JPN said: the jets had left")]
    [InlineData("Japan's defence minister told reporters that the jets had left.", "JPN told: that the jets had left")]
    [InlineData("The jets had left, Japan's defence ministry said.", "JPN said: The jets had left")]
    [InlineData("The jets had left the base at dawn, the Kenyan interior ministry said on Thursday.", "KEN said: The jets had left the base at dawn")]
    [InlineData("Oman has taken in two daughters of a former president, officials in Muscat confirmed.", "OMN confirmed: Oman has taken in two daughters of a former president")]
    [InlineData("The talks, Iranian officials said, are over.", "IRN said: The talks, Iranian officials said, are over.")]
    [InlineData("\"The talks are over,\" said Sergei Lavrov.", "RUS said: \"The talks are over,\"")]
    [InlineData("\"The talks are over,\" Poland's president said. \"We go home.\"", "POL said: \"The talks are over,\"; POL : \"We go home.\"")]
    [InlineData("Iran denied attacking the ship.", "IRN denied: attacking the ship")]
    [InlineData("Iran claimed to have shot down a drone.", "IRN claimed: to have shot down a drone")]
    // Participles and what is joined by "and".
    [InlineData("Iran mocked the offer, saying it came too late.", "IRN mocked: the offer; IRN saying: it came too late")]
    // According to, as reported by, citing.
    [InlineData("According to Seoul, the ship sank.", "KOR According to: According to Seoul, the ship sank.")]
    [InlineData("The ship sank, according to South Korean officials.", "KOR according to: The ship sank, according to South Korean officials.")]
    // Nouns.
    [InlineData("The court heard Russia's claim that the ship sank.", "RUS claim: that the ship sank")]
    [InlineData("France voiced concern over the talks.", "FRA voiced: concern over the talks; FRA concern: over the talks")]
    [InlineData("In Moscow's view, the talks were a trap.", "RUS view: In Moscow's view, the talks were a trap.")]
    // Passives.
    [InlineData("Wang Yi was quoted by Poland's president as saying that the talks were useful.", "POL quoted: as saying that the talks were useful; CHN saying: that the talks were useful")]
    // What is asked or criticised.
    [InlineData("Turkey urged Greece to withdraw its ships.", "TUR urged: to withdraw its ships")]
    [InlineData("Turkey accused Greece of stalling.", "TUR accused: of stalling")]
    [InlineData("China criticised the sale.", "CHN criticised: the sale")]
    [InlineData("China declined to discuss the sale.", "CHN declined: to discuss the sale")]
    [InlineData("China's ship sailed past the island.", "")]
    public void All_Cue_GivesSourceCueAndContent(string text, string expected) => Say(text).ShouldBe(expected);

    [Theory]
    [InlineData("\"We will not yield,\" Turkey's president said. \"We will build the port. We will open it in May.\"",
        "TUR said: \"We will not yield,\"; TUR : \"We will build the port.; TUR : We will open it in May.\"")]
    [InlineData("Poland's president was blunt, officials in Warsaw said.\n\"The wall stays.\"\nThe wall is long.", "POL said: Poland's president was blunt; POL : \"The wall stays.\"")]
    [InlineData("Japan said the jets had left. The sea was calm.", "JPN said: the jets had left")]
    public void All_QuotationOverSentences_KeepsItsSpeaker(string text, string expected) => Say(text).ShouldBe(expected);

    [Fact]
    public void Of_NestedSources_NearestFirst()
    {
        var candidates = Read("Japan said that Russia had said that Iran attacked the ship.").Single();
        var finder = new ReportFinder(candidates);
        var attack = candidates.Triggers.Single(t => candidates.Sentence.Is(t.Token, "attacked"));
        finder.Of(attack.Predicate).Select(r => r.Sources.Single().Code).ShouldBe(["RUS", "JPN"]);
    }

    [Theory]
    [InlineData("Turkey urged Greece to attack the ship.")]
    [InlineData("Turkey did not say that Greece had attacked the ship.")]
    [InlineData("Turkey criticised Greece for attacking the ship.")]
    public void Of_WhatNobodyVouchesFor_IsNotReported(string text)
    {
        var candidates = Read(text).Single();
        var trigger = candidates.Triggers.Single(t => t.Predicate.Token >= 0 && candidates.Sentence.At(t.Token).Word.Verb == "attack");
        new ReportFinder(candidates).Of(trigger.Predicate).ShouldBeEmpty();
    }

    [Fact]
    public void Counts_OwnSpeechAct_OnlyWhenDeniedOrLookedBackOn()
    {
        (bool, Report) Of(string text, string verb)
        {
            var candidates = Read(text).Single();
            var trigger = candidates.Triggers.Single(t => candidates.Sentence.At(t.Token).Word.Verb == verb).Predicate;
            var report = new ReportFinder(candidates).Of(trigger)[0];
            return (ReportFinder.Counts(report, EventType.Reject, trigger, own: true), report);
        }

        Of("Japan said it rejected the offer.", "reject").Item1.ShouldBeFalse();
        Of("Japan said it had rejected the offer.", "reject").Item1.ShouldBeTrue();
        Of("Japan denied that it rejected the offer.", "reject").Item1.ShouldBeTrue();
    }

    // "JPN said: content; ..." over all sentences; a carried quotation has no cue.
    private static string Say(string text)
    {
        var track = new QuoteTrack();
        var said = new List<string>();
        foreach (var candidates in Read(text))
        {
            var s = candidates.Sentence;
            track.Next(s);
            foreach (var r in new ReportFinder(candidates, track).All)
                said.Add($"{string.Join('+', r.Sources.Select(p => p.Code))} {(r.CueFirst < 0 ? "" : s.TextOf(r.CueFirst, r.CueLast))}: {s.TextOf(r.Content.First, r.Content.Last)}");
        }
        return string.Join("; ", said);
    }

    private static IEnumerable<Candidates> Read(string text)
    {
        var reader = new SentenceReader(Gazetteer.Default);
        var discourse = new Discourse(Gazetteer.Default, null, []);
        foreach (var segment in Segmenter.Cut(text))
        {
            var s = reader.Read(text, segment);
            SentenceReader.Parse(s);
            yield return new Candidates(s, discourse, Lexicon.Default);
        }
    }
}
