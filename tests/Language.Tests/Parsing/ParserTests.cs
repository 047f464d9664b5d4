using CsCheck;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Tests.Parsing;

public sealed class ParserTests
{
    private static readonly string[] Pieces =
    [
        "China", "north Korea", "U.S.", "the", "of", "said", "did", "n't", "cannot", "'s", "-", "--", "...", "!?", "(", ")", "\"", "“", "’", "9/11", "1,000", "%", "$", "@", "a@b.org",
        "http://", "\u202e", "\0", "\ud800", "\udc00", "😀", "e\u0301", "İ", "ß", "中国", "военные", "x", "MISSILES", "co-operate", "by", "and", ",", ";", ":", "which", "was", "killed", "_",
    ];

    private static readonly Gen<string> Texts = Gen.Frequency(
        (3, Gen.Int[0, Pieces.Length - 1].Array[0, 80].Select(picks => string.Join(' ', picks.Select(i => Pieces[i])))),
        (1, Gen.Int[0, Pieces.Length - 1].Array[0, 80].Select(picks => string.Concat(picks.Select(i => Pieces[i])))),
        (1, Gen.String));

    [Fact]
    public void Parse_AnyString_IsATreeWithOneRoot() => Texts.Sample(text => new Parsed(text).Fault() is { } fault ? throw new InvalidOperationException($"{fault}: '{text}'") : true, iter: 3000, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Parse_AnyTags_IsATreeWithOneRoot() => Gen.Select(Gen.Int[0, 255].Array[1, 60], Gen.Int[0, 255].Array[60, 60]).Sample((tags, more) =>
    {
        var text = string.Join(' ', tags.Select(i => Pieces[i % Pieces.Length]));
        var tokens = new Token[tags.Length * 4];
        tokens = tokens[..Tokenizer.Fill(text, 0, text.Length, tokens)];
        for (var i = 0; i < tokens.Length; i++)
            (tokens[i].Pos, tokens[i].Fine) = ((Pos)(tags[i % tags.Length] % 18), (Penn)(more[i % 60] % 52));
        EnglishModel.Default.Parse(text, tokens);
        return tokens.Length == 0 || tokens.Count(t => t.Head < 0) == 1;
    }, iter: 500);

    [Theory]
    [InlineData("x ")]
    [InlineData("( ")]
    [InlineData("the ")]
    [InlineData("and ")]
    public void Parse_LongMonotony_IsATree(string piece)
    {
        // Each word is shifted once and taken off once, whatever the words: tests/Benchmarks growth measures that the time is linear, too.
        new Parsed(string.Concat(Enumerable.Repeat(piece, 2_000))).Fault().ShouldBeNull();
    }

    [Fact]
    public void Parse_ManyThreads_GiveTheSame()
    {
        string[] texts = [.. Enumerable.Range(1, 40).Select(i => string.Join(' ', Enumerable.Range(0, i * 3).Select(j => Pieces[i * j % Pieces.Length])))];
        string[] expected = [.. texts.Select(Print)];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Print(texts[i % texts.Length]).ShouldBe(expected[i % texts.Length]));
    }

    private static string Print(string text) => string.Join(' ', new Parsed(text).Tokens.Select(t => $"{t.Fine}/{t.Head}/{t.Relation}"));

    [Fact]
    public void Parse_Again_AllocatesNothing()
    {
        const string text = "The United States and South Korea began joint military drills on Monday, despite threats from Pyongyang to retaliate against the allies.";
        var tokens = new Token[64];
        tokens = tokens[..Tokenizer.Fill(text, 0, text.Length, tokens)];
        for (var i = 0; i < 3; i++)
            Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Run();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Run()
        {
            EnglishModel.Default.Tag(text, tokens);
            EnglishModel.Default.Parse(text, tokens);
        }
    }

    [Theory]
    [InlineData("North Korea launched two missiles on Tuesday.", "nsubj(launched, Korea)", "obj(launched, missiles)", "obl(launched, Tuesday)")]
    [InlineData("Iran was condemned by the United Nations.", "nsubj:pass(condemned, Iran)", "aux:pass(condemned, was)", "obl:agent(condemned, Nations)")]
    [InlineData("China's foreign ministry said that Japan must not deploy troops.", "nsubj(said, ministry)", "nmod:poss(ministry, China)", "ccomp(said, deploy)")]
    [InlineData("The general who led the attack was arrested.", "acl:relcl(general, led)", "nsubj:pass(arrested, general)")]
    public void Parse_Sentence_HasItsArcs(string text, params string[] arcs)
    {
        var parsed = new Parsed(text);
        foreach (var arc in arcs)
            parsed.Arc(arc[(arc.IndexOf(' ', StringComparison.Ordinal) + 1)..^1]).ShouldBe(arc);
    }

    [Theory]
    [InlineData("north Korea fired missiles on Monday.", "Korea:NNP fired:VBD missiles:NNS on:IN Monday:NNP .:.")]
    [InlineData("Nauru cut ties with Taiwan", "cut:VBD ties:NNS with:IN Taiwan:NNP")]
    [InlineData("A Senegalese judge charged politician Ousmane Sonko", "judge:NN charged:VBD politician:NN Ousmane:NNP Sonko:NNP")]
    [InlineData("The European Union calls on Russia", "calls:VBZ on:IN Russia:NNP")]
    [InlineData("Troops were killed", "were:VBD killed:VBN")]
    [InlineData("He did not attack them", "did:VBD not:RB attack:VB them:PRP")]
    public void Tag_Sentence_HasItsTags(string text, string tags) => new Parsed(text).Tags.ShouldEndWith(tags);

    [Fact]
    public void Model_File_IsSmallEnough()
    {
        using var stream = typeof(EnglishModel).Assembly.GetManifestResourceStream("english.model");
        stream.ShouldNotBeNull().Length.ShouldBeLessThanOrEqualTo(6_000_000);
    }

    // The tagger alone is led astray by the small letter; behind the gazetteer it is not.
    [Fact]
    public void Parse_NameInSmallLetters_IsReadAsTheName()
    {
        const string text = "north Korea fired missiles";
        var s = new SentenceReader(Gazetteer.Default).Read(text, new Segment { Kind = SegmentKind.Sentence, Start = 0, End = text.Length, Line = 0 });
        SentenceReader.Parse(s);
        Enumerable.Range(0, s.Length).Select(i => $"{s.TextOf(i)}:{UdNames.Of(s.At(i).Fine)}").ShouldBe(["north:NNP", "Korea:NNP", "fired:VBD", "missiles:NNS"]);
        (s.Head(1), s.RelationOf(1)).ShouldBe((2, Relation.Nsubj));
    }
}
