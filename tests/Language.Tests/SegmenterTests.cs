using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Tests;

public sealed class SegmenterTests
{
    [Theory]
    [InlineData("The U.S. met Japan. It was late.", 2)]
    [InlineData("Gen. Mark Milley met Mr. Kim on Jan. 5. They talked.", 2)]
    [InlineData("He said: \"We will act.\" Then he left.", 2)]
    [InlineData("The rate rose 3.5 percent. Prices fell.", 2)]
    [InlineData("This is about the recent advancements.This coalition is vital.", 2)]
    [InlineData("Is it war? No! It is peace.", 3)]
    [InlineData("George W. Bush met Tony Blair.", 1)]
    [InlineData("See example.com for more", 1)]
    public void Cut_Sentences_AreCounted(string text, int count) => Segmenter.Cut(text).Count(s => s.Kind == SegmentKind.Sentence).ShouldBe(count);

    [Fact]
    public void Cut_ListsAndTables_KeepLeadInAndHeader()
    {
        const string text = "The Plan of the North\nThree steps follow:\n- First: do it.\n- Second.\nName | Value |\n---|---|\na | b |\nA closing line.";
        var segments = Segmenter.Cut(text);
        segments.Select(s => s.Kind).ShouldBe([SegmentKind.Heading, SegmentKind.Sentence, SegmentKind.Bullet, SegmentKind.Bullet, SegmentKind.TableRow, SegmentKind.TableRow, SegmentKind.Sentence]);
        segments[2].LeadIn.ShouldBe(segments[1]);
        segments[2].Cells.Length.ShouldBe(2);
        segments[4].TableHeader.ShouldBeTrue();
        segments[5].Header.ShouldBe(segments[4]);
        segments[6].Heading.ShouldBe(segments[0]);
        text[segments[5].Cells[1].Start..segments[5].Cells[1].End].ShouldBe("b");
    }
}
