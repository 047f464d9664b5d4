namespace RegionalSecurity.Articles;

/// <summary>A feed as read. Never null fields; what the feed does not say is empty.</summary>
/// <param name="Title">Its title, one line.</param>
/// <param name="Link">Address of the site; empty when none.</param>
/// <param name="Language">BCP 47 tag that it declares; empty when none.</param>
/// <param name="Items">Its items in document order, at most <see cref="ArticleLimits.FeedItems"/>.</param>
public sealed record FeedDocument(string Title, string Link, string Language, IReadOnlyList<FeedItem> Items);

/// <summary>One item of a feed.</summary>
/// <param name="Id">GUID, Atom id or JSON Feed id as given; the link where there is none.</param>
/// <param name="Title">Title, one line, without markup.</param>
/// <param name="Link">Absolute address; empty when none.</param>
/// <param name="PublishTime">When it was published; null when unknown.</param>
/// <param name="ModifyTime">When it last changed; null when unknown.</param>
/// <param name="Summary">Summary as text.</param>
/// <param name="Content">Full content as text; empty when the feed gives only a summary.</param>
/// <param name="Author">Author's name; empty when none.</param>
/// <param name="Categories">Its categories, at most 64.</param>
public sealed record FeedItem(
    string Id, string Title, string Link, SourceTime? PublishTime, SourceTime? ModifyTime, string Summary, string Content, string Author,
    IReadOnlyList<string> Categories);
