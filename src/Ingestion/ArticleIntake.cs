using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Articles;
using RegionalSecurity.Ingestion.Feeds;
using RegionalSecurity.Ingestion.Rules;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.ServiceDefaults.Errors;

namespace RegionalSecurity.Ingestion;

/// <summary>An article ready to be stored.</summary>
/// <param name="Article">All but revision, story and ingest time.</param>
/// <param name="ContentHash">SHA-256 of title and text.</param>
/// <param name="TextHash">SHA-256 of the text.</param>
/// <param name="Signature">What stories are found by; null for very short texts.</param>
/// <param name="Credited">The wire agency whose words it is: credited, or the publisher itself; null where there is none.</param>
/// <param name="Trace">The call that brought it.</param>
internal sealed record PreparedArticle(Article Article, byte[] ContentHash, byte[] TextHash, TextSignature? Signature, Publisher? Credited, ActivityContext Trace);

/// <summary>Submission to article: validation, fetching, extraction, publisher and identity. All that needs no store.</summary>
internal sealed class ArticleIntake(Publishers publishers, RuleBook rules, GuardedFetcher fetcher)
{
    /// <summary>Checks and prepares one submission.</summary>
    /// <param name="submission">As handed in; null where the request has none.</param>
    /// <param name="prefix">Path of the submission in the request, for example "article."; empty in streams.</param>
    /// <param name="sample">Whether it belongs to the invented sample.</param>
    /// <param name="feedId">The feed that brought it; empty for submitted ones.</param>
    /// <param name="cancellationToken">Ends a fetch.</param>
    /// <exception cref="DomainException">INVALID_ARGUMENT with every bad field, or what fetching gave.</exception>
    public async Task<PreparedArticle> PrepareAsync(ArticleSubmission? submission, string prefix, bool sample, string feedId, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        if (submission is null)
        {
            validation.Require(false, prefix.TrimEnd('.') is { Length: > 0 } field ? field : "article", "FIELD_REQUIRED", "is missing; give an article");
            validation.ThrowIfAny();
        }
        var url = Validate(submission!, prefix, validation);
        var article = submission!.SourceCase switch
        {
            ArticleSubmission.SourceOneofCase.Text => Read(validation, prefix, () => DocumentReader.FromText(submission.Text, submission.Language)),
            ArticleSubmission.SourceOneofCase.Document =>
                Read(validation, prefix, () => DocumentReader.Read(submission.Document.Content.Memory, submission.Document.ContentType, url is null ? null : new Uri(url))),
            _ => null,
        };
        validation.ThrowIfAny();
        if (article is null)
        {
            var page = await fetcher.GetAsync(submission.FetchUrl, prefix + "fetch_url", cancellationToken);
            article = Read(validation, prefix, () => DocumentReader.Read(page.Content, page.ContentType, page.Url), "fetch_url");
            validation.ThrowIfAny();
        }
        return Complete(article!, submission, url, sample, feedId);
    }

    private static string? Validate(ArticleSubmission submission, string prefix, Validation validation)
    {
        validation.Require(submission.SourceCase != ArticleSubmission.SourceOneofCase.None, prefix + "text", "FIELD_REQUIRED",
            "is missing; give one of text, document and fetch_url");
        validation.AtMost(submission.Title, ArticleLimits.TitleLength, prefix + "title");
        validation.AtMost(submission.Byline, ArticleLimits.BylineLength, prefix + "byline");
        validation.AtMost(submission.Publisher, 256, prefix + "publisher");
        validation.AtMost(submission.SourceId, ArticleLimits.SourceIdLength, prefix + "source_id");
        validation.Time(submission.PublishTime, prefix + "publish_time");
        validation.Require(System.Enum.IsDefined(submission.PublishPrecision), prefix + "publish_precision", "ENUM_UNKNOWN", "is no value of TimePrecision");
        validation.Require(submission.Language.Length == 0 || LanguageDetection.Tag(submission.Language) is not null, prefix + "language", "LANGUAGE_INVALID",
            "is no BCP 47 tag such as en or pt-BR; leave it empty to have it detected");
        if (submission.SourceCase == ArticleSubmission.SourceOneofCase.FetchUrl)
            ValidateUrl(submission.FetchUrl, prefix + "fetch_url", validation);
        return submission.Url.Length == 0 ? null : ValidateUrl(submission.Url, prefix + "url", validation);
    }

    private static string? ValidateUrl(string url, string field, Validation validation)
    {
        var canonical = CanonicalUrl.TryParse(url);
        validation.Require(canonical is not null, field, "URL_INVALID", $"is no http or https address of at most {ArticleLimits.UrlLength:N0} characters");
        return canonical;
    }

    private static Article? Read(Validation validation, string prefix, Func<Article> read, string? field = null)
    {
        try
        {
            return read();
        }
        catch (ArticleException error)
        {
            validation.Require(false, prefix + (field ?? error.Field), error.Reason, error.Message);
            return null;
        }
    }

    private PreparedArticle Complete(Article article, ArticleSubmission submission, string? url, bool sample, string feedId)
    {
        if (submission.Title.Length > 0)
            article.Title = DocumentReader.OneLine(submission.Title, ArticleLimits.TitleLength);
        if (submission.Byline.Length > 0)
            article.Byline = DocumentReader.OneLine(submission.Byline, ArticleLimits.BylineLength);
        if (submission.Language.Length > 0)
            article.Language = LanguageDetection.Tag(submission.Language);
        if (url is not null)
            article.Url = url;
        if (submission.PublishTime is { } time)
        {
            article.PublishPrecision = submission.PublishPrecision == TimePrecision.Unspecified ? TimePrecision.Instant : submission.PublishPrecision;
            article.PublishTime = article.PublishPrecision == TimePrecision.Day ? new Timestamp { Seconds = time.Seconds - ((time.Seconds % 86400) + 86400) % 86400 } : time;
        }
        article.SourceId = submission.SourceId;
        article.FeedId = feedId;
        article.Sample = sample;
        var registry = sample ? publishers.Sample ?? publishers.Real : publishers.Real;
        // A page without an address may still name its site.
        var name = submission.Publisher.Length == 0 && article.Url.Length == 0 ? article.SiteName : submission.Publisher;
        article.Publisher = registry.Resolve(name, article.Url);
        article.ArticleId = ArticleIdentity.ArticleId(article.Publisher.PublisherId, article.SourceId, article.Url, article.TextSha256, sample);
        if (!sample && rules.Refuses(article) is { } rule)
            throw RuleBook.Refusal(rule, article);
        var agency = registry.IsAgency(article.Publisher.PublisherId) ? article.Publisher : WireCredit.Find(article, article.Publisher, registry);
        return new PreparedArticle(article, SHA256.HashData(Encoding.UTF8.GetBytes($"{article.Title}\0{article.TextSha256}")), Convert.FromHexString(article.TextSha256),
            TextSignature.Of(article.Text), agency, Activity.Current?.Context ?? default);
    }
}
