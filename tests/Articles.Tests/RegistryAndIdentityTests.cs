using CsCheck;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Articles.Tests;

public sealed class RegistryAndIdentityTests
{
    [Theory]
    [InlineData("KCNA", "", "kcna", "prk-state", Ownership.StateControlled)]
    [InlineData("yonhap news agency", "", "yonhap", "yonhap", Ownership.PublicService)]
    [InlineData("", "https://www.bbc.co.uk/news/1", "bbc", "bbc", Ownership.PublicService)]
    [InlineData("", "https://english.kbs.co.kr/x", "kbs", "kbs", Ownership.PublicService)]
    [InlineData("reuters.com", "", "reuters", "reuters", Ownership.Private)]
    [InlineData("Guardian", "", "guardian", "guardian", Ownership.Private)]
    [InlineData("fox-news", "https://www.bbc.co.uk/", "fox-news", "fox", Ownership.Private)]
    public void Resolve_KnownPublisher_IsRegistered(string name, string url, string id, string family, Ownership ownership)
    {
        var publisher = PublisherRegistry.Default.Resolve(name, url);

        (publisher.PublisherId, publisher.Family, publisher.Ownership, publisher.Registered).ShouldBe((id, family, ownership, true));
    }

    [Theory]
    [InlineData("The Nowhere Gazette!", "", "x-the-nowhere-gazette", "The Nowhere Gazette!")]
    [InlineData("", "https://www.nowhere.example/x", "x-nowhere-example", "nowhere.example")]
    [InlineData("", "", "x-unknown", "unknown")]
    [InlineData("!!!", "", "x-unknown", "!!!")]
    public void Resolve_UnknownPublisher_SharesTheUnregisteredVoice(string name, string url, string id, string display)
    {
        var publisher = PublisherRegistry.Default.Resolve(name, url);

        (publisher.PublisherId, publisher.Name, publisher.Family, publisher.Registered).ShouldBe((id, display, "unregistered", false));
    }

    [Fact]
    public void Merge_UserFile_WinsAndAdds()
    {
        var registry = PublisherRegistry.Default.Merge(
            "publisher_id\tname\tcountry\tfamily\townership\tdomains\tnames\n# note\nbbc\tBBC Test\tGBR\t\tunknown\tbbc.co.uk\tBeeb\nxaa-news\tXAA News\tXAA\txaa\tstate-controlled\t\tXAA", "mine.tsv");

        registry.Resolve("Beeb", null).Name.ShouldBe("BBC Test");
        registry.Resolve(null, "https://bbc.co.uk/1").Family.ShouldBe("bbc");
        registry.Resolve("XAA", null).Country.ShouldBe("XAA");
        registry.Resolve("KCNA", null).Registered.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("id\tname", "line 1")]
    [InlineData("publisher_id\tname\tcountry\tfamily\townership\tdomains\tnames\na\tA\tXX\t\tprivate", "line 2: country 'XX'")]
    [InlineData("publisher_id\tname\tcountry\tfamily\townership\tdomains\tnames\na\tA\tUSA\t\tpublic", "line 2: ownership 'public'")]
    [InlineData("publisher_id\tname\tcountry\tfamily\townership\tdomains\tnames\na b\tA\tUSA\t\tprivate", "line 2: publisher_id")]
    public void Read_BadFile_NamesFileAndLine(string content, string message) =>
        Should.Throw<ArticleException>(() => PublisherRegistry.Read(content, "mine.tsv")).Message.ShouldContain("mine.tsv, " + message);

    [Fact]
    public void Default_Publishers_HaveOneFamilyAndCountryFormEach()
    {
        var publishers = PublisherRegistry.Default.Publishers.ToArray();

        publishers.Length.ShouldBeGreaterThan(60);
        publishers.ShouldAllBe(publisher => publisher.Country.Length == 0 || publisher.Country.Length == 3);
        publishers.Where(publisher => publisher.Ownership == Ownership.StateControlled)
            .ShouldAllBe(publisher => publisher.Family.Equals(publisher.Country + "-state", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("HTTPS://WWW.Example.com:443/a/B?utm_source=x&b=2&a=1&fbclid=9#frag", "https://www.example.com/a/B?a=1&b=2")]
    [InlineData("http://user:secret@example.com:8080", "http://example.com:8080/")]
    [InlineData("ftp://example.com/a", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("/relative", null)]
    [InlineData("", null)]
    public void TryParse_Address_IsCanonical(string url, string? expected)
    {
        CanonicalUrl.TryParse(url).ShouldBe(expected);
        if (expected is not null)
            CanonicalUrl.TryParse(expected).ShouldBe(expected);
    }

    [Fact]
    public void ArticleId_SameIdentity_IsStableAndScoped()
    {
        string Id(string publisher, string source, string url, string hash, bool sample = false) => ArticleIdentity.ArticleId(publisher, source, url, hash, sample);

        Id("kcna", "1", "https://a/", "x").ShouldBe(Id("kcna", "1", "https://b/", "y"));
        Id("kcna", "1", "", "x").ShouldNotBe(Id("kcn", "a1", "", "x"));
        Id("kcna", "1", "", "x").ShouldNotBe(Id("kcna", "1", "", "x", sample: true));
        Id("kcna", "", "http://a/1", "x").ShouldBe(Id("bbc", "", "https://a/1", "y"));
        Id("kcna", "", "", "x").ShouldBe(Id("bbc", "", "", "x"));
        Id("kcna", "1", "", "x").ShouldMatch("^a[a-z2-7]{26}$");
        ArticleIdentity.Partition(Id("kcna", "1", "", "x")).ShouldBeInRange(0, 63);
    }

    [Theory]
    [InlineData("2024-11-09T08:30:00.123+09:00", "2024-11-08T23:30:00.1230000+00:00", TimePrecision.Instant)]
    [InlineData("2024-11-09", "2024-11-09T00:00:00.0000000+00:00", TimePrecision.Day)]
    [InlineData("20241109", "2024-11-09T00:00:00.0000000+00:00", TimePrecision.Day)]
    [InlineData("Thu, 01 Jan 04 19:48:21 GMT", "2004-01-01T19:48:21.0000000+00:00", TimePrecision.Instant)]
    [InlineData("Sat, 9 November 2024 08:30 EST", "2024-11-09T13:30:00.0000000+00:00", TimePrecision.Instant)]
    [InlineData("Nov 9, 2024 at 8:30 p.m. PST", "2024-11-10T04:30:00.0000000+00:00", TimePrecision.Instant)]
    [InlineData("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06.0000000+00:00", TimePrecision.Instant)]
    [InlineData("1731112200", "2024-11-09T00:30:00.0000000+00:00", TimePrecision.Instant)]
    public void Read_DateForms_AreUnderstood(string text, string expected, TimePrecision precision)
    {
        var read = DateReader.Read(text).ShouldNotBeNull();

        read.Time.ToString("O", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(expected);
        read.Precision.ShouldBe(precision);
    }

    [Theory]
    [InlineData("2024-13-01")]
    [InlineData("2023-02-29")]
    [InlineData("31 Apr 2024")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("yesterday")]
    [InlineData("2024-01-01T25:00:00Z")]
    public void Read_NoDate_IsNull(string text) => DateReader.Read(text).ShouldBeNull();

    [Fact]
    public void Read_AnyDateText_NeverThrows() =>
        Gen.Char["0123456789-:TZ+ ,.aepmJanbGMT/"].Array[0, 40].Sample(text => { DateReader.Read(new string(text)); }, iter: 5000);
}
