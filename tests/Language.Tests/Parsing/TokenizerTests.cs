using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Tests.Parsing;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("It's China's, they didn't.", "It 's China 's , they did n't .")]
    [InlineData("I cannot; we've, you're, she'll", "I can not ; we 've , you 're , she 'll")]
    [InlineData("U.S.-led strikes at 5:30 p.m.", "U.S. - led strikes at 5:30 p.m.")]
    [InlineData("Mr. J. Smith of Sana'a", "Mr. J. Smith of Sana'a")]
    [InlineData("9/11 cost 1,250.5... really?!", "9/11 cost 1,250.5 ... really ?!")]
    [InlineData("see http://a.org/b?c=1, or x@y.com.", "see http://a.org/b?c=1 , or x@y.com .")]
    [InlineData("co-operation of the 10-day talks", "co-operation of the 10 - day talks")]
    public void Words_Text_AreThoseOfTheTreebank(string text, string words) => string.Join(' ', Tokenizer.Words(text)).ShouldBe(words);

    [Fact]
    public void Hash_OfOneWord_DoesNotDependOnItsWriting()
    {
        WordHash.Of("Türkiye").ShouldBe(WordHash.Of("TURKIYE"));
        WordHash.Of("Tu\u0308rkiye").ShouldBe(WordHash.Of("türkiye"));
        WordHash.Of("n’t").ShouldBe(WordHash.Of("n't"));
        WordHash.Of("Korea").ShouldNotBe(WordHash.Of("Koreas"));
    }
}
