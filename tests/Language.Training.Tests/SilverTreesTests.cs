using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training.Tests;

public sealed class SilverTreesTests
{
    private const string Text = "A Senegalese judge charged Ousmane Sonko.";

    private static LabelledItem Item(string sentence, string claim) => new LabelledReader().Read("x.txt", ["> " + sentence, claim]).ShouldHaveSingleItem();

    private static Sentence Read(string text) =>
        new SentenceReader(Gazetteer.Default).Read(text, new Segment { Kind = SegmentKind.Sentence, Start = 0, End = text.Length, Line = 0 });

    // A tree by hand: "tag head relation" of each token, heads from 1.
    private static Sentence Tree(string text, params string[] rows)
    {
        var s = Read(text);
        s.Length.ShouldBe(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var fields = rows[i].Split(' ');
            ref var token = ref s.Tokens[i];
            token.Fine = UdNames.Penn(fields[0]);
            token.Pos = fields[0] switch { "DT" => Pos.Det, "JJ" => Pos.Adj, "NN" => Pos.Noun, "NNP" => Pos.Propn, "." => Pos.Punct, _ => Pos.Verb };
            token.Head = int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture) - 1;
            token.Relation = UdNames.Relation(fields[2]);
        }
        s.Link();
        return s;
    }

    [Fact]
    public void Score_RightTree_SatisfiesEveryLabel()
    {
        var item = Item(Text, "ACCUSE | A Senegalese judge=SEN/JUD | Ousmane Sonko=SEN/OPP | charged");
        var s = Tree(Text, "DT 3 det", "JJ 3 amod", "NN 4 nsubj", "VBD 0 root", "NNP 4 obj", "NNP 5 flat", ". 4 punct");
        new LabelCheck(s).Score(item).ShouldBe(new LabelScore(3, 3, 0));
    }

    [Fact]
    public void Score_TriggerAsParticipleOfItsSubject_LacksTheActorAndIsAtFault()
    {
        var item = Item(Text, "ACCUSE | A Senegalese judge=SEN/JUD | Ousmane Sonko=SEN/OPP | charged");
        var s = Tree(Text, "DT 3 det", "JJ 3 amod", "NN 0 root", "VBN 3 acl", "NNP 4 obj", "NNP 5 flat", ". 3 punct");
        var score = new LabelCheck(s).Score(item);
        score.Right.ShouldBeLessThan(score.All);
        score.Faults.ShouldBe(1);
        score.Full.ShouldBeFalse();
    }

    [Fact]
    public void From_PlainSentence_GivesItsTree()
    {
        const string text = "Japan condemned the North Korean army on Tuesday.";
        var item = Item(text, "ACCUSE | Japan=JPN | the North Korean army=PRK/MIL | condemned");
        SilverTrees.IsHeldOut(item).ShouldBeFalse();
        var tree = SilverTrees.From(EnglishModel.Default, [item]).Trees.ShouldHaveSingleItem();
        tree.Tokens.Count(t => t.Head < 0).ShouldBe(1);
        var root = tree.Tokens.Single(t => t.Head < 0);
        tree.Text[root.Start..root.End].ShouldBe("condemned");
    }

    [Fact]
    public void From_Dateline_HangsOnTheRoot()
    {
        const string text = "DUBAI (Reuters) - Iran condemned the Israeli army on Tuesday.";
        var item = Item(text, "ACCUSE | Iran=IRN | the Israeli army=ISR/MIL | condemned");
        SilverTrees.IsHeldOut(item).ShouldBeFalse();
        var tokens = SilverTrees.From(EnglishModel.Default, [item]).Trees.ShouldHaveSingleItem().Tokens;
        var root = Array.FindIndex(tokens, t => t.Head < 0);
        text[tokens[root].Start..tokens[root].End].ShouldBe("condemned");
        tokens[0].Head.ShouldBe(root);
        tokens[0].Relation.ShouldBe(Relation.Parataxis);
    }

    [Theory]
    [InlineData("PARIS - A court ruled.", 8)]
    [InlineData("DUBAI (Reuters) - Iran seized a tanker.", 18)]
    [InlineData("Iran - like Iraq - refused.", 0)]
    [InlineData("US troops left.", 0)]
    public void Length_OfSentence_IsThatOfItsDateline(string text, int length) => Dateline.Length(text).ShouldBe(length);

    [Fact]
    public void Parse_Guided_HasTheWantedArcAndOneRoot()
    {
        const string text = "The talks between the two sides in Geneva broke down on Monday after Iran walked out, officials said.";
        var s = Read(text);
        EnglishModel.Default.Tag(text, s.Tokens);
        for (var subject = 0; subject < s.Length; subject++)
            for (var verb = subject + 1; verb < s.Length; verb++)
            {
                GuidedParser.Parse(EnglishModel.Default, s.Tokens, [(subject, verb)]);
                s.Head(subject).ShouldBe(verb);
                s.RelationOf(subject).ShouldBeOneOf(Relation.Nsubj, Relation.NsubjPass);
                s.Tokens.Count(t => t.Head < 0).ShouldBe(1);
            }
    }
}
