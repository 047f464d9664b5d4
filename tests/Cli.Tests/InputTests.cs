using System.Text;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Cli.Input;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Cli.Tests;

public sealed class InputTests
{
    [Theory]
    [InlineData("PRK-USA", "PRK-USA")]
    [InlineData("USA-PRK", "PRK-USA")]
    [InlineData("usa-prk", "PRK-USA")]
    [InlineData("NATO-RUS", "NATO-RUS")]
    [InlineData("RUS-NATO", "NATO-RUS")]
    public void Parse_TwoCodes_GivesTheSortedDyad(string text, string dyad) => SubjectText.Parse(text).Dyad.ShouldBe(dyad);

    [Fact]
    public void Parse_Colon_KeepsTheDirection() => SubjectText.Parse("usa:prk").DirectedPair.ShouldBe("USA:PRK");

    [Theory]
    [InlineData("PRK")]
    [InlineData("prk")]
    public void Parse_OneCode_IsACountry(string text) => SubjectText.Parse(text).Country.ShouldBe("PRK");

    [Theory]
    [InlineData("korean-peninsula")]
    [InlineData("gulf")]
    [InlineData("red-sea-horn")]
    [InlineData("sarrow-sea")]
    public void Parse_Words_AreARegion(string text) => SubjectText.Parse(text).Region.ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("PRK-PRK")]
    [InlineData("PRK:")]
    [InlineData("A:B:C")]
    [InlineData("PRK-USA-KOR")]
    [InlineData("P@K:USA")]
    public void Parse_NoSubject_SaysWhatIsOne(string text)
    {
        var error = Should.Throw<CliException>(() => SubjectText.Parse(text));
        error.Code.ShouldBe(ExitCode.BadInput);
        error.Message.ShouldContain("korean-peninsula");
    }

    [Theory]
    [InlineData("threaten")]
    [InlineData("THREATEN")]
    [InlineData("EVENT_TYPE_THREATEN")]
    public void ParseEnum_AnyWriting_GivesTheValue(string word) => EnumText.Parse<EventType>("--type", word, Lists.EventTypes).ShouldBe(EventType.Threaten);

    [Fact]
    public void ParseEnum_Hyphens_StandForUnderscores() => EnumText.Parse<Theme>("--theme", "arms-build-up", Lists.Themes).ShouldBe(Theme.ArmsBuildUp);

    [Theory]
    [InlineData("shout")]
    [InlineData("unspecified")]
    [InlineData("11")]
    public void ParseEnum_UnknownWord_ListsAll(string word)
    {
        var error = Should.Throw<CliException>(() => EnumText.Parse<EventType>("--type", word, Lists.EventTypes));
        error.Message.ShouldContain("threaten");
        error.Message.ShouldContain("statement");
        error.Message.ShouldNotContain("unspecified,");
    }

    [Fact]
    public void ParseItem_ExportOfAnArchive_TakesItsNames()
    {
        var item = Item("""{"topic":"x","headline":"H","link":"http://k/1","date":1703376000000,"story_text":"Body."}""");
        item.Title.ShouldBe("H");
        item.Url.ShouldBe("http://k/1");
        item.Text.ShouldBe("Body.");
        item.Published.ShouldBe(new GivenTime(new DateTimeOffset(2023, 12, 24, 0, 0, 0, TimeSpan.Zero), TimePrecision.Day));
    }

    [Fact]
    public void ParseItem_OwnNames_WinOverAliases()
    {
        var item = Item("""{"id":"2","articleId":"1","body":"b","text":"t","source":"s","publisher":"p","date":"2020-01-01","publishTime":"2024-11-09"}""");
        item.Id.ShouldBe("1");
        item.Text.ShouldBe("t");
        item.Publisher.ShouldBe("p");
        item.Published!.Value.Start.Year.ShouldBe(2024);
        item.Published!.Value.Precision.ShouldBe(TimePrecision.Day);
    }

    [Fact]
    public void ParseItem_ProtoJsonOfAnArticle_ReadsThePublishersName() =>
        Item("""{"publisher":{"publisherId":"bbc","name":"BBC"},"text":"t","publishTime":"2024-11-09T01:02:03Z"}""").Publisher.ShouldBe("bbc");

    [Fact]
    public void ParseItem_NumericId_IsItsDigits() => Item("""{"id": 17, "text":"t"}""").Id.ShouldBe("17");

    [Theory]
    [InlineData("[1]", "")]
    [InlineData("\"text\"", "")]
    [InlineData("{\"text\":", "")]
    [InlineData("{\"text\":[1]}", "text")]
    [InlineData("{\"text\":{\"a\":1}}", "text")]
    [InlineData("{\"text\":\"\\ud800\"}", "text")]
    [InlineData("{\"text\":\"t\",\"date\":\"9 November\"}", "date")]
    [InlineData("{\"text\":\"t\",\"date\":true}", "date")]
    [InlineData("{\"text\":\"t\",\"date\":1e30}", "date")]
    public void ParseItem_WrongKind_NamesTheField(string json, string field) =>
        Should.Throw<ItemException>(() => Item(json)).Field.ShouldBe(field);

    [Fact]
    public void ParseItem_InvalidUtf8_SaysSo()
    {
        byte[] line = [.. "{\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Should.Throw<ItemException>(() => ArticleItem.Parse(line));
    }

    [Fact]
    public void ParseItem_DeepNesting_IsRefusedNotFollowed() =>
        Should.Throw<ItemException>(() => Item($$"""{"text":"t","x":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}"""));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task ReadLines_AnyChunking_GivesTheSameLines(int chunk)
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF{\"a\":1}\r\n\n  \n{\"b\":\"é\"}\n{\"c\":3}");
        var lines = new List<(long, string)>();
        await foreach (var line in JsonLines.ReadAsync(new Chunks(bytes, chunk), 1000, TestContext.Current.CancellationToken))
            lines.Add((line.Number, Encoding.UTF8.GetString(line.Bytes)));
        lines.ShouldBe([(1, "{\"a\":1}"), (4, "{\"b\":\"é\"}"), (5, "{\"c\":3}")]);
    }

    [Fact]
    public async Task ReadLines_LineOverTheBound_IsSkippedAndTheRestRead()
    {
        var bytes = Encoding.UTF8.GetBytes($"short\n{new string('x', 100)}\nlast\n");
        var lines = new List<(long Number, bool TooLong)>();
        await foreach (var line in JsonLines.ReadAsync(new Chunks(bytes, 7), 50, TestContext.Current.CancellationToken))
            lines.Add((line.Number, line.TooLong));
        lines.ShouldBe([(1, false), (2, true), (3, false)]);
    }

    [Theory]
    [InlineData("""[{"a":1},{"b":"]}\"{["}]""", new[] { """{"a":1}""", """{"b":"]}\"{["}""" })]
    [InlineData("\uFEFF {\"a\":1}", new[] { "{\"a\":1}" })]
    [InlineData("{\"a\":1}\n{\"b\":[1,[2]]}", new[] { "{\"a\":1}", "{\"b\":[1,[2]]}" })]
    [InlineData("[[1],2 , \"x\"]", new[] { "[1]", "2", "\"x\"" })]
    [InlineData("[{\"a\":", new[] { "{\"a\":" })]
    [InlineData("[]", new string[0])]
    [InlineData("", new string[0])]
    public async Task ReadElements_AnyChunking_CutsAtTheElements(string json, string[] expected)
    {
        foreach (var chunk in (int[])[1, 2, 1000])
        {
            var elements = new List<string>();
            await foreach (var element in JsonElements.ReadAsync(new Chunks(Encoding.UTF8.GetBytes(json), chunk), 1000, TestContext.Current.CancellationToken))
                elements.Add(Encoding.UTF8.GetString(element.Bytes));
            elements.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task ReadElements_ElementOverTheBound_IsSkippedAndTheRestRead()
    {
        var elements = new List<bool>();
        await foreach (var element in JsonElements.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes($"[1,\"{new string('x', 100)}\",{{}}]")), 50, TestContext.Current.CancellationToken))
            elements.Add(element.TooLong);
        elements.ShouldBe([false, true, false]);
    }

    private static ArticleItem Item(string json) => ArticleItem.Parse(Encoding.UTF8.GetBytes(json));

    private sealed class Chunks(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
