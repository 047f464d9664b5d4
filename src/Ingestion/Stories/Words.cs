using RegionalSecurity.Ingestion.Storage;
using RegionalSecurity.Ingestion.V1;

namespace RegionalSecurity.Ingestion.Stories;

/// <summary>
/// Whose words a text is: the wire agency's that it credits, else its publisher's. Among near-identical texts an agency's claim outranks others, and a
/// registered publisher's that of those no table names; among equals the first has it.
/// </summary>
internal sealed record Words(string PublisherId, string Family, int Rank)
{
    private const int Unregistered = 0, Registered = 1, Agency = 2;

    /// <summary>By the article itself. A credited agency is put down in it.</summary>
    /// <param name="article">With its publisher.</param>
    /// <param name="credited">The agency: credited, or the publisher itself where it is one; else null.</param>
    public static Words Of(Article article, Publisher? credited)
    {
        if (credited is null)
            return new Words(article.Publisher.PublisherId, article.Publisher.Family, article.Publisher.Registered ? Registered : Unregistered);
        var words = new Words(credited.PublisherId, credited.Family, Agency);
        words.Give(article);
        return words;
    }

    /// <summary>Marks the article as these words; false where it is their own publisher's, or credits an agency already.</summary>
    public bool Give(Article article)
    {
        if (article.Publisher.PublisherId == PublisherId || article.SourcePublisherId.Length > 0 && Rank < Agency)
            return false;
        article.SourcePublisherId = PublisherId;
        article.Publisher.Family = Family;
        return true;
    }

    /// <summary>Gives the article of these words the story's, where the story's rank is as high; true where these outrank the story's.</summary>
    public bool TakeFrom(StoryRow story, Article article)
    {
        if (Rank > story.SourceRank)
            return true;
        // Both of no table: one voice as it is. An agency's own credit is not overruled by another's text.
        if (story.SourceRank > Unregistered && Rank < Agency)
            new Words(story.SourcePublisherId, story.SourceFamily, story.SourceRank).Give(article);
        return false;
    }
}
