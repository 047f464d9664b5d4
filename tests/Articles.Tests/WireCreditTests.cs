using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles.Tests;

public sealed class WireCreditTests
{
    private const string Body = "The ministry said on Saturday that talks had resumed and would go on for a week in the capital.";

    [Theory]
    [InlineData("", "SEOUL (Yonhap) - The ministry said.", "yonhap")]
    [InlineData("", "SEOUL, Nov. 9 (Yonhap) -- The ministry said.", "yonhap")]
    [InlineData("", "(AFP) - The ministry said.", "afp")]
    [InlineData("", "Talks resume\nTOKYO (Kyodo) — The ministry said.", "kyodo")]
    [InlineData("", "LONDON (Reuters) The ministry said.", "reuters")]
    [InlineData("Reuters", Body, "reuters")]
    [InlineData("Ann Lee, Associated Press", Body, "ap")]
    [InlineData("AFP and staff", Body, "afp")]
    [InlineData("", Body + "\n(Reporting by Ann Lee; Editing by Tom Orr, Reuters)", "reuters")]
    [InlineData("", Body + "\nSource: Xinhua", "xinhua")]
    [InlineData("", Body + "\nCopyright 2024 The Associated Press. All rights reserved.", "ap")]
    [InlineData("", Body + "\n© AFP", "afp")]
    [InlineData("", Body + "\n— Reuters", "reuters")]
    [InlineData("", Body, null)]
    [InlineData("Ann Lee", "The ministry told Reuters (the agency) that talks had resumed.", null)]
    [InlineData("", "The minister, according to Reuters, said so.\nTalks, the Associated Press reported, go on.", null)]
    [InlineData("", "SEOUL (The Guardian) - The ministry said.", null)]
    [InlineData("", Body + "\nSource: The Guardian", null)]
    public void Find_Credit_NamesTheAgency(string byline, string text, string? expected) =>
        (WireCredit.Find(new Article { Byline = byline, Text = text }, PublisherRegistry.Default.Resolve("BBC", null), PublisherRegistry.Default)?.PublisherId).ShouldBe(expected);

    [Fact]
    public void Find_NoCredit_IsNull() =>
        WireCredit.Find(new Article { Text = Body, Byline = "Ann Lee" }, PublisherRegistry.Default.Resolve("BBC", null), PublisherRegistry.Default).ShouldBeNull();

    [Fact]
    public void Find_OwnAgency_IsNoCredit() =>
        WireCredit.Find(new Article { Text = "LONDON (Reuters) - " + Body }, PublisherRegistry.Default.Resolve("Reuters", null), PublisherRegistry.Default).ShouldBeNull();

    [Fact]
    public void Find_HostileText_IsRead()
    {
        foreach (var text in (string[])[new string('(', 5000), string.Concat(Enumerable.Repeat("A, ", 2000)), "SEOUL" + new string(' ', 3000) + "(" + new string('a', 3000), string.Concat(Enumerable.Repeat("by and ", 900))])
            WireCredit.Find(new Article { Text = text, Byline = text[..256] }, PublisherRegistry.Default.Resolve("BBC", null), PublisherRegistry.Default).ShouldBeNull();
    }
}
