using System.Text;
using CsCheck;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles.Tests;

/// <summary>What stands around feeds: lists of them, pages that name them, robots.txt.</summary>
public sealed class FeedListsTests
{
    private static readonly Uri Page = new("https://example.org/news/");

    private static IReadOnlyList<Feed> ReadOpml(string text) => Opml.Read(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void ReadOpml_FoldersCategoriesAndRepeats_AreTags()
    {
        var feeds = ReadOpml("""
            <?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
            <opml version="1.0"><head><title>Mine</title></head><body>
            <outline title="World" text="World"><outline text="One" title="One &amp; more" type="rss" xmlUrl="https://one.example/rss" htmlUrl="https://one.example/" category="/News/World,b"/>
            <outline text="Asia"><outline text="https://two.example/rss" xmlurl="https://two.example/rss"/></outline></outline>
            <outline text="Again"><outline text="One" type="rss" xmlUrl="https://one.example/rss#top"/></outline>
            <outline text="&x;" type="rss" url="https://three.example/rss"/><outline text="a note"/>
            """);

        feeds.Select(feed => (feed.Url, feed.Title, string.Join('|', feed.Tags))).ShouldBe(
            [("https://one.example/rss", "One & more", "World|News/World|b|Again"), ("https://two.example/rss", "", "World|Asia"), ("https://three.example/rss", "&x;", "")]);
    }

    [Fact]
    public void WriteOpml_AnyFeeds_AreReadAsTheyWere() =>
        Gen.Select(Gen.String[0, 20], Gen.String[Gen.Char[' ', '\u30FF'], 1, 12].Array[0, 4], Gen.Bool).Sample(given =>
        {
            var feed = new Feed { Url = "https://one.example/rss?a=1&b=%20", Title = DocumentReader.OneLine(given.Item1, 256), Disabled = given.Item3 };
            feed.Tags.AddRange(given.Item2.Select(tag => DocumentReader.OneLine(tag, 64)).Where(tag => tag.Length > 0).Distinct());

            var read = Opml.Read(Opml.Write([feed])).ShouldHaveSingleItem();

            (read.Url, read.Disabled, string.Join('\n', read.Tags)).ShouldBe((feed.Url, feed.Disabled, string.Join('\n', feed.Tags)));
        }, iter: 500);

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("<rss><channel/></rss>")]
    public void ReadOpml_NoList_IsRefused(string text) => Should.Throw<ArticleException>(() => ReadOpml(text)).Reason.ShouldBe(ArticleReasons.OpmlInvalid);

    [Fact]
    public void ShippedOpml_Feeds_AreHttpAndEachOnce()
    {
        var feeds = Opml.Read(Opml.Shipped);

        feeds.Count.ShouldBeInRange(40, 60);
        feeds.ShouldAllBe(feed => CanonicalUrl.TryParse(feed.Url) != null && feed.Title.Length > 0 && !feed.Disabled);
        feeds.Select(feed => CanonicalUrl.TryParse(feed.Url)).Distinct().Count().ShouldBe(feeds.Count);
    }

    private static string[] Discover(string html) => [.. FeedDiscovery.Find(Encoding.UTF8.GetBytes(html), "text/html", Page).Select(url => url.AbsoluteUri)];

    [Fact]
    public void FindFeeds_DeclaredOnes_AreGivenInOrder() => Discover("""
        <html><head><base href="https://example.org/base/"><link rel="stylesheet alternate" type="text/css" href="/x.css"><link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="a.atom">
        <link rel=alternate type="application/feed+json" href="https://cdn.example/feed.json"><link rel=alternate type="application/rss+xml" href="a.atom"><link rel=alternate type="application/rss+xml" href="javascript:evil()">
        </head><body><a href="/rss">RSS</a></body></html>
        """).ShouldBe(["https://example.org/base/a.atom", "https://cdn.example/feed.json"]);

    [Fact]
    public void FindFeeds_NoneDeclared_TakesLinksThatLookLikeFeeds() => Discover("""
        <body><a href="/about">About</a><a href="world/rss.xml?x=1">World</a><a href="/feed/">All</a><a href="/sitemap.xml">Map</a><a href="mailto:rss">Mail</a></body>
        """).ShouldBe(["https://example.org/news/world/rss.xml?x=1", "https://example.org/feed/"]);

    [Fact]
    public void FindFeeds_ManyLinks_AreBounded() => Discover(string.Concat(Enumerable.Range(0, 1000).Select(i => $"<a href='/{i}/rss'>x</a>"))).Length.ShouldBe(FeedDiscovery.MostFound);

    [Theory]
    [InlineData("", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /", "/a", false)]
    [InlineData("User-agent: *\nDisallow:", "/a", true)]
    [InlineData("user-agent: *\r\ndisallow: /a # all of it\r\nallow: /a/b", "/a/b/c", true)]
    [InlineData("User-agent: *\nAllow: /a\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false)]
    [InlineData("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true)]
    [InlineData("User-agent: *\nDisallow: /a*b*c", "/a1b2d", true)]
    [InlineData("User-agent: *\nDisallow: /a*b*c", "/a1b1b2cd", false)]
    [InlineData("User-agent: *\nDisallow: /?q=", "/?q=1", false)]
    [InlineData("User-agent: Other\nDisallow: /\n\nUser-agent: *\nDisallow: /b", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: regionalsecurity\nUser-agent: Other\nDisallow: /b", "/a", true)]
    [InlineData("User-agent: regionalsecurity\nUser-agent: Other\nDisallow: /b", "/b/c", false)]
    [InlineData("Disallow: /", "/a", true)]
    public void Robots_Path_IsJudged(string robots, string path, bool expected) => RobotsRules.Read(robots, "RegionalSecurity").IsAllowed(new Uri(Page, path)).ShouldBe(expected);

    [Fact]
    public void Robots_CrawlDelay_IsBounded()
    {
        RobotsRules.Read("User-agent: *\nCrawl-delay: 2.5", "x").CrawlDelay.ShouldBe(TimeSpan.FromSeconds(2.5));
        RobotsRules.Read("User-agent: *\nCrawl-delay: 86400", "x").CrawlDelay.ShouldBe(TimeSpan.FromSeconds(30));
        RobotsRules.AllowNone.IsAllowed(Page).ShouldBeFalse();
    }
}
