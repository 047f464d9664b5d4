using System.Text;
using CsCheck;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles.Tests;

public sealed class DocumentReaderTests
{
    private const string Paragraph =
        "The foreign ministry of North Korea said on Saturday that the joint exercise of the United States and South Korea was a provocation, and warned of consequences for the region. ";

    private static Article Html(string html, string? url = null, string type = "text/html") =>
        DocumentReader.Read(Encoding.UTF8.GetBytes(html), type, url is null ? null : new Uri(url));

    private static string Page(string head, string body) =>
        $"<!doctype html><html lang=en><head>{head}</head><body><nav>Home World Sport</nav><article><h1>Ministry warns of consequences</h1>{body}</article></body></html>";

    private static string Body(int paragraphs = 6) => string.Concat(Enumerable.Range(1, paragraphs).Select(i => $"<p>{i}. {Paragraph}{Paragraph}</p>"));

    [Fact]
    public void Read_NewsPage_TakesTextAndMetadata()
    {
        var article = Html(Page("""
            <title>Ministry warns of consequences - Example Times</title>
            <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Ministry warns of consequences","author":[{"name":"By Ann Lee"}],
            "publisher":{"name":"Example Times"},"datePublished":"2024-11-09T08:30:00+09:00","dateModified":"2024-11-09T01:00:00Z"}]}</script>
            """, Body()), "https://www.example.com/a/1?utm_source=x");

        article.Title.ShouldBe("Ministry warns of consequences");
        article.Byline.ShouldBe("Ann Lee");
        article.SiteName.ShouldBe("Example Times");
        article.Language.ShouldBe("en");
        article.Url.ShouldBe("https://www.example.com/a/1");
        article.PublishTime.ToDateTimeOffset().ShouldBe(new DateTimeOffset(2024, 11, 8, 23, 30, 0, TimeSpan.Zero));
        article.PublishPrecision.ShouldBe(TimePrecision.Instant);
        article.ModifyTime.ToDateTimeOffset().ShouldBe(new DateTimeOffset(2024, 11, 9, 1, 0, 0, TimeSpan.Zero));
        article.Text.ShouldContain("1. The foreign ministry");
        article.Text.ShouldNotContain("Home World Sport");
        article.Text.Split('\n').Count(line => line.Contains("provocation", StringComparison.Ordinal)).ShouldBe(6);
        article.TextSha256.ShouldBe(DocumentReader.Sha256(article.Text));
    }

    [Fact]
    public void Read_ListsAndTables_KeepTheirStructure()
    {
        var article = Html(Page("<title>T</title>", Body() + """
            <ul><li><p>First  item</p></li><li>Second<br>line</li></ul>
            <table><tr><th>Country</th><th>Response</th></tr><tr><td>Japan</td><td><p>protest</p></td></tr></table>
            """ + Body()));

        article.Text.ShouldContain("\n- First item\n- Second\nline\n");
        article.Text.ShouldContain("\nCountry | Response\nJapan | protest\n");
    }

    [Theory]
    [InlineData("<meta property='article:published_time' content='2024-02-03T04:05:06Z'>", "2024-02-03T04:05:06", TimePrecision.Instant)]
    [InlineData("<meta name='DC.date.issued' content='2024-02-03'>", "2024-02-03T00:00:00", TimePrecision.Day)]
    [InlineData("", "2023-12-31T00:00:00", TimePrecision.Day)]
    public void Read_DateInMetaOrAddress_IsFound(string head, string expected, TimePrecision precision)
    {
        var article = Html(Page("<title>T</title>" + head, Body()), "https://example.com/2023/12/31/story.html");

        article.PublishTime.ToDateTime().ToString("s", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(expected);
        article.PublishPrecision.ShouldBe(precision);
    }

    [Fact]
    public void Read_Windows1252WithoutDeclaration_IsDecoded()
    {
        byte[] content = [.. "Caf"u8, 0xE9, .. " society met in Paris "u8, 0x93, .. "today"u8, 0x94];

        DocumentReader.Read(content, "text/plain", null).Text.ShouldBe("Café society met in Paris \u201Ctoday\u201D");
    }

    [Theory]
    [InlineData("windows-1251", "Министерство обороны сообщило сегодня об учениях на границе")]
    [InlineData("euc-kr", "국방부는 오늘 훈련을 발표했다")]
    [InlineData("shift_jis", "防衛省は本日、演習を発表した")]
    [InlineData("gb18030", "国防部今天宣布了演习")]
    public void Read_DeclaredCharset_IsDecoded(string charset, string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var content = Encoding.GetEncoding(charset).GetBytes($"<html><head><meta charset={charset}></head><body><p>{text}</p></body></html>");

        DocumentReader.Read(content, "", null).Text.ShouldBe(text);
        DocumentReader.Read(Encoding.GetEncoding(charset).GetBytes(text), $"text/plain; charset={charset}", null).Text.ShouldBe(text);
    }

    [Fact]
    public void Read_Markdown_BecomesPlainParagraphs()
    {
        var article = DocumentReader.Read(Encoding.UTF8.GetBytes("""
            ---
            author: Ann Lee
            date: 2024-05-06
            ---
            # The **title**

            A paragraph with a [link](https://example.com)
            over two lines.

            * one
            * two

            | a | b |
            |---|---|
            | 1 | 2 |
            """), "text/markdown", null);

        article.Title.ShouldBe("The title");
        article.Byline.ShouldBe("Ann Lee");
        article.PublishPrecision.ShouldBe(TimePrecision.Day);
        article.Text.ShouldBe("The title\nA paragraph with a link over two lines.\n- one\n- two\na | b\n1 | 2");
    }

    [Theory]
    [InlineData("", "text/plain", ArticleReasons.TextEmpty)]
    [InlineData(" \n ", "text/plain", ArticleReasons.TextEmpty)]
    [InlineData("<html><body><script>1</script></body></html>", "text/html", ArticleReasons.TextEmpty)]
    [InlineData("PK", "application/zip", ArticleReasons.TypeNotSupported)]
    [InlineData("%PDF-1.7", "application/pdf", ArticleReasons.NotDecodable)]
    [InlineData("\u0089PNG\r\n\u001a\n\0\0\0\0\0\0", "", ArticleReasons.NotDecodable)]
    public void Read_NoArticle_SaysWhy(string content, string type, string reason) =>
        Should.Throw<ArticleException>(() => DocumentReader.Read(Encoding.Latin1.GetBytes(content), type, null)).Reason.ShouldBe(reason);

    [Fact]
    public void FromText_OverTwoMebibytes_NamesTheFieldAndTheLimit()
    {
        var error = Should.Throw<ArticleException>(() => DocumentReader.FromText(new string('a', ArticleLimits.TextBytes + 1)));

        error.Field.ShouldBe("text");
        error.Reason.ShouldBe(ArticleReasons.TextTooLarge);
        error.Message.ShouldContain("2,097,152");
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b id=x>")]
    [InlineData("<table><tr><td>")]
    public void Read_HostileNesting_IsRefusedAtOnce(string tag)
    {
        var html = string.Concat(Enumerable.Repeat(tag, 150_000));

        Should.Throw<ArticleException>(() => Html(html + Paragraph)).Reason.ShouldBe(ArticleReasons.DocumentTooComplex);
    }

    [Fact]
    public void Read_FormattingLeftOpenOverManyBlocks_IsRefusedAtOnce()
    {
        var html = string.Concat(Enumerable.Range(0, 2000).Select(i => $"<b id={i}>")) + string.Concat(Enumerable.Repeat("<p>x</p>", 50_000));

        Should.Throw<ArticleException>(() => Html(html)).Reason.ShouldBe(ArticleReasons.DocumentTooComplex);
    }

    [Fact]
    public void Read_DeepButAllowed_DoesNotOverflowTheStack()
    {
        var html = "<body>" + string.Concat(Enumerable.Repeat("<div>", 500)) + Body() + string.Concat(Enumerable.Repeat("</div>", 500));

        Html(html).Text.ShouldContain("provocation");
    }

    [Fact]
    public void Read_AnyBytes_GiveAnArticleOrAnArticleException() => Gen.Select(
            Gen.OneOf(Gen.Byte.Array[0, 400], Pick.From("<p>", "</p>", "<td>", "<li>", "<!--", "-->", "<script>", "\"", "&#x110000;", "&", "é", "\0", "text ", "<table>",
                "<meta charset=utf-16>", "]]>", "\uD800", "# ", "| ", "---\n", "\n\n", "<b", "=", ">").Array[0, 60].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))),
            Pick.From("", "text/html", "text/plain", "text/markdown", "text/html; charset=shift_jis", "text/html; charset=utf-16", "application/xhtml+xml"))
        .Sample((content, type) =>
        {
            try
            {
                var article = DocumentReader.Read(content, type, null);
                article.Text.ShouldNotBeEmpty();
                Contracts.TextSpans.Normalize(article.Text).ShouldBe(article.Text);
                article.Text.ShouldNotContain('\r');
                new UTF8Encoding(false, true).GetByteCount(article.Text).ShouldBeLessThanOrEqualTo(ArticleLimits.TextBytes);
            }
            catch (ArticleException e)
            {
                e.Field.ShouldNotBeEmpty();
            }
        }, iter: 400);

    [Theory]
    [InlineData("cafe\u0301", "caf\u00E9")]
    [InlineData("a\u0323\u0302", "\u1EAD")]
    [InlineData("a\u0302\u0323", "\u1EAD")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u212B \u2126", "\u00C5 \u03A9")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("a\u0315\u0300b", "\u00E0\u0315b")]
    [InlineData("x\uD834\uDD5E", "x\uD834\uDD57\uD834\uDD65")]
    [InlineData("na\u00EFve\r\n\u4E2D", "na\u00EFve\n\u4E2D")]
    public void FromText_AnyForm_IsStoredInFormC(string text, string expected) => DocumentReader.FromText(text).Text.ShouldBe(expected);

    [Fact]
    public void Read_RealPages_GiveTextOfEveryOne()
    {
        var folder = SharedData.Folder("readability-test-pages");

        foreach (var page in Directory.EnumerateFiles(folder, "source.html", SearchOption.AllDirectories))
            DocumentReader.Read(File.ReadAllBytes(page), "text/html", null).Text.ShouldNotBeEmpty(page);
    }
}
