using System.Diagnostics;
using System.Text;
using CsCheck;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles.Tests;

public sealed partial class FeedReaderTests
{
    private static readonly Uri Address = new("https://example.com/feeds/world.xml");

    private static FeedDocument Read(string text) => FeedReader.Read(Encoding.UTF8.GetBytes(text), "application/xml", Address);

    [Fact]
    public void Read_Rss_GivesItems()
    {
        var feed = Read("""
            <?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
              xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>World &amp; News</title><link>https://example.com/</link><atom:link rel="self" href="https://example.com/feeds/world.xml"/>
              <item><title>Talks &lt;b&gt;resume&lt;/b&gt; &mdash; again</title><link>/a/1</link><guid isPermaLink="false">id-1</guid><pubDate>Sat, 09 Nov 2024 08:30:00 +0900</pubDate>
              <description>Short.</description><content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded><dc:creator>Ann Lee</dc:creator><category>Asia</category></item>
            </channel></rss>
            """);

        feed.Title.ShouldBe("World & News");
        feed.Link.ShouldBe("https://example.com/");
        var item = feed.Items.ShouldHaveSingleItem();
        item.Id.ShouldBe("id-1");
        item.Title.ShouldBe("Talks resume \u2014 again");
        item.Link.ShouldBe("https://example.com/a/1");
        item.PublishTime.ShouldBe(new SourceTime(new DateTimeOffset(2024, 11, 8, 23, 30, 0, TimeSpan.Zero), TimePrecision.Instant));
        item.Summary.ShouldBe("Short.");
        item.Content.ShouldBe("One.\nTwo.");
        item.Author.ShouldBe("Ann Lee");
        item.Categories.ShouldBe(["Asia"]);
    }

    [Fact]
    public void Read_Atom_GivesItems()
    {
        var feed = Read("""
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/x/"><title type="text">A &lt; B</title><author><name>Desk</name></author>
            <entry><id>tag:1</id><title type="html">&lt;i&gt;Talks&lt;/i&gt;</title><link rel="edit" href="edit"/><link href="a"/><updated>2024-11-09T00:00:00Z</updated>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>bold</b>.</p><ul><li>two</li></ul></div></content></entry></feed>
            """);

        feed.Title.ShouldBe("A < B");
        var item = feed.Items.ShouldHaveSingleItem();
        item.Title.ShouldBe("Talks");
        item.Link.ShouldBe("https://example.org/x/a");
        item.Content.ShouldBe("One bold.\n- two");
        item.Author.ShouldBe("Desk");
        item.PublishTime!.Value.Time.ShouldBe(new DateTimeOffset(2024, 11, 9, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Read_JsonFeed_GivesItems()
    {
        var feed = FeedReader.Read("""{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":7,"url":"b","title":"T","content_html":"<p>x</p>","authors":[{"name":"A"}],"tags":["t"]}]}"""u8.ToArray(), "", Address);

        var item = feed.Items.ShouldHaveSingleItem();
        (item.Id, item.Link, item.Content, item.Author).ShouldBe(("7", "https://example.com/feeds/b", "x", "A"));
    }

    [Fact]
    public void Read_Cdf_GivesItems()
    {
        var feed = Read("""<CHANNEL HREF="/"><TITLE>Old</TITLE><ITEM HREF="a" LASTMOD="1998-11-09T08:30:00Z"><TITLE>One</TITLE><ABSTRACT>Short.</ABSTRACT></ITEM></CHANNEL>""");

        feed.Link.ShouldBe("https://example.com/");
        var item = feed.Items.ShouldHaveSingleItem();
        (item.Title, item.Link, item.Summary).ShouldBe(("One", "https://example.com/feeds/a", "Short."));
        item.PublishTime!.Value.Time.ShouldBe(new DateTimeOffset(1998, 11, 9, 8, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Read_NamesOfOtherVocabularies_AreNotTakenForRss()
    {
        var feed = Read("""
            <rss xmlns:x="http://example.org/rss/mine/" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><x:description>no</x:description><x:link>https://example.org/no</x:link><link>https://example.com/a</link><description>yes</description></item>
            <item><title>Video</title><media:group><media:description>told</media:description></media:group></item></channel></rss>
            """);

        feed.Items.Select(item => (item.Link, item.Summary)).ShouldBe([("https://example.com/a", "yes"), ("", "told")]);
    }

    [Fact]
    public void Read_QuotesOfWindows1252_AreQuotes() =>
        Read("<rss><channel><item><title>don\u0092t &#147;go&#148;</title></item></channel></rss>").Items[0].Title.ShouldBe("don\u2019t \u201Cgo\u201D");

    [Fact]
    public void Read_WithoutAddress_TakesTheOneTheFeedGives() =>
        FeedReader.Read("<rss><channel><link>https://example.com/news/</link><item><link>a</link></item></channel></rss>"u8.ToArray(), "", null).Items[0].Link.ShouldBe("https://example.com/news/a");

    [Theory]
    [InlineData("Sa, 9. November 2024 08:30:00 +0100", "2024-11-09T07:30:00Z")]
    [InlineData("9 de noviembre de 2024", "2024-11-09T00:00:00Z")]
    [InlineData("9 ноября 2024 08:30 MSK", "2024-11-09T05:30:00Z")]
    [InlineData("2024년 11월 9일 오후 5:30", "2024-11-09T08:30:00Z")]
    [InlineData("Sat Nov 9 08:30:00 +0900 2024", "2024-11-08T23:30:00Z")]
    [InlineData("24-11-09", "2024-11-09T00:00:00Z")]
    [InlineData("2024-11-09T08:30:00+25:00", null)]
    [InlineData("9 notamonth 2024", null)]
    public void ReadFeed_Date_IsRead(string text, string? expected) =>
        (DateReader.ReadFeed(text)?.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(expected);

    [Fact]
    public void Read_ShortDate_IsNoneOutsideFeeds() => DateReader.Read("24-11-09").ShouldBeNull();

    [Fact]
    public void Read_EntityBomb_ExpandsNothing()
    {
        var feed = Read("""<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&b;&x;</title></item></channel></rss>""");

        feed.Items[0].Title.ShouldBe("&b;&x;");
    }

    [Theory]
    [InlineData("<html><body>Not found</body></html>")]
    [InlineData("{\"a\":1}")]
    [InlineData("plain")]
    [InlineData("{\"items\":[{\"id\":\"\\ud800\"}]}")]
    public void Read_NoFeed_SaysSo(string text) =>
        Should.Throw<ArticleException>(() => Read(text)).Reason.ShouldBe(ArticleReasons.FeedInvalid);

    [Fact]
    public void Read_HostileNesting_IsRefused() =>
        Should.Throw<ArticleException>(() => Read("<rss><channel>" + string.Concat(Enumerable.Repeat("<a>", 300_000))));

    [Fact]
    public void Read_AnyText_GivesAFeedOrAnArticleException() =>
        Pick.From("<rss>", "<channel>", "<item>", "</item>", "<title>", "</title", ">", "<link href='a", "'", "<![CDATA[", "]]>", "&amp;", "&#xD800;", "&nbsp", "<!DOCTYPE a [", "]>",
                "{", "\"items\":[", "é", "\0", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "2024-01-01", "<content type='xhtml'>", "<a:b xmlns:a='x'>", "\uDC00", "<?", "?>", "<!--")
            .Array[0, 80].Sample(parts =>
            {
                try
                {
                    Read("<rss>" + string.Concat(parts)).Items.Count.ShouldBeLessThanOrEqualTo(ArticleLimits.FeedItems);
                }
                catch (ArticleException e)
                {
                    e.Field.ShouldBe("feed");
                }
            }, iter: 1000);

    [Fact]
    public void Read_FeedparserCorpus_NeverFailsNorHangs()
    {
        var folder = SharedData.Folder("feedparser-tests");
        var files = Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".xml" or ".json").ToArray();
        var empty = new List<string>();
        var refused = new List<string>();

        foreach (var file in files)
        {
            var content = File.ReadAllBytes(file);
            var watch = Stopwatch.StartNew();
            try
            {
                var feed = FeedReader.Read(content, "", Address);
                var text = Encoding.Latin1.GetString(content).Replace("\0", "", StringComparison.Ordinal);
                if (feed.Items.Count == 0 && Items().IsMatch(text))
                    empty.Add(Path.GetRelativePath(folder, file));
            }
            catch (ArticleException)
            {
                refused.Add(Path.GetFileName(file));
            }
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), file);
        }
        files.Length.ShouldBeGreaterThan(1000);
        empty.ShouldBeEmpty();
        // It holds nothing but a comment.
        refused.ShouldBe(["rss_empty_document.xml"]);
    }

    [Theory]
    [InlineData("rss-news-feeds", 229)]
    public void Read_RealFeeds_GiveAllItems(string name, int items)
    {
        var folder = SharedData.Folder(name);

        Directory.EnumerateFiles(folder, "*.xml").Sum(file =>
        {
            var feed = FeedReader.Read(File.ReadAllBytes(file), "text/xml", null);
            feed.Items.ShouldAllBe(item => item.Title.Length > 0 && item.Link.Length > 0);
            return feed.Items.Count;
        }).ShouldBe(items);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"<(?:\w+:)?(?:item|entry)[\s>]|""items""\s*:\s*\[\s*\{", System.Text.RegularExpressions.RegexOptions.IgnoreCase)]
    private static partial System.Text.RegularExpressions.Regex Items();
}
