using CsCheck;

namespace RegionalSecurity.Articles.Tests;

public sealed class NearDuplicatesTests
{
    private static readonly Gen<string> Prose = Pick.From("missile", "talks", "border", "minister", "said", "exercise", "navy", "treaty", "sanctions", "summit", "warned", "the", "a",
        "of", "with", "launched", "denied", "agreed", "troops", "island", "strait", "statement", "saturday", "spokesman", "allies", "budget", "test", "fired", "met", "deal", "radar", "fleet",
        "patrol", "airspace", "protest", "envoy").Array[200].Select(words => string.Join(' ', words));

    [Fact]
    public void TryFind_Reprint_IsFoundAmongOthers() => Gen.Select(Prose, Prose.Array[20]).Sample((text, others) =>
    {
        var index = new NearDuplicates<string>(100);
        foreach (var other in others)
            index.Add(TextSignature.Of(other)!, "other");
        index.Add(TextSignature.Of(text)!, "original");

        index.TryFind(TextSignature.Of("SEOUL (Agency) \u2013 " + text.ToUpperInvariant() + " (Reporting by Ann Lee)")!, out var found).ShouldBeTrue();
        found.ShouldBe("original");
    }, iter: 100);

    // Seeds 1 to 3 were looked at while the index was made; what is asserted is measured on others.
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void TryFind_CorpusOfReprints_PrecisionAndRecallHold(int seed)
    {
        var figures = ReprintFigures.Measure(seed, 1500);

        figures.Precision.ShouldBeGreaterThanOrEqualTo(0.995, figures.ToString());
        figures.Recall.ShouldBeGreaterThanOrEqualTo(0.95, figures.ToString());
    }

    [Fact]
    public void TryFind_OtherText_IsNotFound() => Gen.Select(Prose, Prose).Sample((one, other) =>
    {
        var index = new NearDuplicates<int>(10);
        index.Add(TextSignature.Of(one)!, 1);

        index.TryFind(TextSignature.Of(other)!, out _).ShouldBeFalse();
    }, iter: 100);

    [Fact]
    public void TryFind_FallenOutOfTheWindow_IsForgotten()
    {
        var index = new NearDuplicates<int>(2);
        var texts = Enumerable.Range(0, 4).Select(text => string.Join(' ', Enumerable.Range(text * 100, 20))).ToArray();
        for (var i = 0; i < texts.Length; i++)
            index.Add(TextSignature.Of(texts[i])!, i);

        index.TryFind(TextSignature.Of(texts[0])!, out _).ShouldBeFalse();
        index.TryFind(TextSignature.Of(texts[3])!, out var last).ShouldBeTrue();
        last.ShouldBe(3);
    }

    [Fact]
    public void TryFind_ManyTimesRoundTheWindow_FindsExactlyWhatIsInIt()
    {
        const int Window = 7;
        var corpus = new ReprintCorpus(5);
        var index = new NearDuplicates<int>(Window);
        var signatures = Enumerable.Range(0, 200).Select(_ => TextSignature.Of(corpus.Article())!).ToArray();
        for (var i = 0; i < signatures.Length; i++)
        {
            index.Add(signatures[i], i);
            index.Count.ShouldBe(Math.Min(i + 1, Window));
            for (var back = 0; back < 3 * Window && back <= i; back++)
            {
                index.TryFind(signatures[i - back], out var found).ShouldBe(back < Window, $"{i} less {back}");
                if (back < Window)
                    found.ShouldBe(i - back);
            }
        }
    }

    [Fact]
    public void TryFind_EqualTexts_TheEarliestIsFound()
    {
        var signature = TextSignature.Of(new ReprintCorpus(6).Article())!;
        var index = new NearDuplicates<int>(4);
        for (var i = 0; i < 6; i++)
            index.Add(signature, i);

        index.TryFind(signature, out var found).ShouldBeTrue();
        found.ShouldBe(2);
    }

    [Fact]
    public void Of_StoredForm_RoundTrips()
    {
        var signature = TextSignature.Of(string.Join(' ', Enumerable.Range(0, 20)))!;

        TextSignature.FromBytes(signature.ToBytes())!.Similarity(signature).ShouldBe(1);
        TextSignature.FromBytes(new byte[3]).ShouldBeNull();
        TextSignature.Of("too short to tell").ShouldBeNull();
    }

    [Theory]
    [InlineData("The ministry said that the talks would go on after the summit, and that it had agreed to meet with the envoys of both sides.", null, "en")]
    [InlineData("Le ministère a déclaré que les pourparlers se poursuivraient après le sommet et qu'il avait accepté de rencontrer les envoyés.", "en", "fr")]
    [InlineData("Министерство заявило, что переговоры продолжатся после саммита, и согласилось встретиться с посланниками обеих сторон.", null, "ru")]
    [InlineData("外交部表示,峰会后谈判将继续进行,并同意与双方特使会面,以讨论边境地区的紧张局势和联合军事演习的问题,各方应保持克制。", null, "zh")]
    [InlineData("북한 외무성은 토요일 미국과 한국의 합동 군사 연습이 도발이며 지역에 심각한 결과를 가져올 것이라고 경고하고 규탄하였다.", null, "ko")]
    [InlineData("Too short", "de_DE", "de-DE")]
    [InlineData("Too short", "", "und")]
    [InlineData("朝鮮中央通信は今日、ミサイルの発射を伝えた。日本の政府は強く抗議したと発表した。", null, "ja")]
    [InlineData("外交部发言人今天表示中国整个地区的和平与稳定符合各国共同利益希望有关各方保持冷静", null, "zh")]
    public void Detect_Text_TellsItsLanguage(string text, string? declared, string expected) => LanguageDetection.Detect(text, declared).ShouldBe(expected);
}
