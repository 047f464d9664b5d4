namespace RegionalSecurity.Articles;

/// <summary>A document, text or feed that cannot be taken, with the field at fault and what to do about it.</summary>
public sealed class ArticleException : Exception
{
    /// <param name="field">Path of the field in ArticleSubmission, for example <c>document.content</c>.</param>
    /// <param name="reason">UPPER_SNAKE_CASE reason as in ErrorInfo.reason.</param>
    /// <param name="message">What is wrong and what to do, for a person.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public ArticleException(string field, string reason, string message, Exception? inner = null) : base(message, inner)
    {
        Field = field;
        Reason = reason;
    }

    /// <summary>Path of the field at fault in ArticleSubmission.</summary>
    public string Field { get; }

    /// <summary>UPPER_SNAKE_CASE reason, one of <see cref="ArticleReasons"/>.</summary>
    public string Reason { get; }

    internal static ArticleException Empty(string field, string what) =>
        new(field, ArticleReasons.TextEmpty, $"{what} holds no text. Give an article with at least one letter.");

    internal static ArticleException TooLarge(string field, string what, long actual, int most) =>
        new(field, ArticleReasons.TextTooLarge, $"{what} has {actual:N0} bytes; at most {most:N0} are taken. Split it or give the article's text only.");
}

/// <summary>Reasons that an <see cref="ArticleException"/> gives.</summary>
public static class ArticleReasons
{
    public const string TextEmpty = "TEXT_EMPTY";
    public const string TextTooLarge = "TEXT_TOO_LARGE";
    public const string DocumentTooLarge = "DOCUMENT_TOO_LARGE";
    public const string DocumentTooComplex = "DOCUMENT_TOO_COMPLEX";
    public const string NotDecodable = "TEXT_NOT_DECODABLE";
    public const string TypeNotSupported = "CONTENT_TYPE_NOT_SUPPORTED";
    public const string FeedInvalid = "FEED_INVALID";
    public const string OpmlInvalid = "OPML_INVALID";
    public const string PublishersInvalid = "PUBLISHERS_INVALID";
}

/// <summary>Bounds on what is read. All are inclusive.</summary>
public static class ArticleLimits
{
    /// <summary>Most bytes of UTF-8 of an article's text: 2 MiB.</summary>
    public const int TextBytes = 2 * 1024 * 1024;

    /// <summary>Most bytes of a document or feed: 8 MiB.</summary>
    public const int DocumentBytes = 8 * 1024 * 1024;

    /// <summary>Deepest nesting of elements in HTML, XML and JSON.</summary>
    public const int Depth = 512;

    /// <summary>Most tags in an HTML document or nodes in a feed.</summary>
    public const int Nodes = 200_000;

    /// <summary>Most items of one feed; later ones are left out.</summary>
    public const int FeedItems = 2_000;

    public const int TitleLength = 1024;
    public const int BylineLength = 256;
    public const int UrlLength = 2048;
    public const int SourceIdLength = 1024;
}
