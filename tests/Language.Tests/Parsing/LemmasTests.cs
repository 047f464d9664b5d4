using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Tests.Parsing;

public sealed class LemmasTests
{
    [Theory]
    [InlineData("met", "VBD", "meet")]
    [InlineData("Said", "VBD", "say")]
    [InlineData("condemned", "VBD", "condemn")]
    [InlineData("deployed", "VBN", "deploy")]
    [InlineData("escalating", "VBG", "escalate")]
    [InlineData("invading", "VBG", "invade")]
    [InlineData("stopped", "VBD", "stop")]
    [InlineData("killed", "VBN", "kill")]
    [InlineData("patrolling", "VBG", "patrol")]
    [InlineData("accuses", "VBZ", "accuse")]
    [InlineData("denies", "VBZ", "deny")]
    [InlineData("clashes", "NNS", "clash")]
    [InlineData("allies", "NNS", "ally")]
    [InlineData("gunmen", "NNS", "gunman")]
    [InlineData("talks", "NNS", "talk")]
    [InlineData("n't", "RB", "not")]
    [InlineData("wo", "MD", "will")]
    [InlineData("'d", "MD", "would")]
    [InlineData("'d", "VBD", "have")]
    [InlineData("Korea", "NNP", "Korea")]
    [InlineData("", "VB", "")]
    public void Of_WordAndTag_IsTheBase(string word, string tag, string lemma)
    {
        Lemmas.Of(word, UdNames.Penn(tag)).ShouldBe(lemma);
        Lemmas.Hash(word, UdNames.Penn(tag)).ShouldBe(WordHash.Of(lemma));
    }

    [Fact]
    public void Of_AnyString_Ends()
    {
        foreach (var word in (string[])["\0", "\ud800", new string('x', 10_000), "ing", "ed", "s", "'s", "es", "ies", "bbed", "İng", "e\u0301\u0301ed", "\u0301ing"])
            for (var tag = Penn.None; tag <= Penn.XX; tag++)
                Lemmas.Of(word, tag).ShouldNotBeNull();
    }
}
