using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Language.Actors;
using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Outlooks;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language;

/// <summary>
/// Reads claims out of an article: who did, said or announced what to whom, what is expected and what is proposed. Pure and thread-safe: the
/// same article gives the same extraction on any thread and machine. Takes any string; time is linear in its length.
/// </summary>
public sealed class ClaimExtractor(Gazetteer gazetteer)
{
    /// <summary>Extractor and version as it stands on every claim.</summary>
    public const string Version = "lexicon-2";

    private readonly Vocabulary _vocabulary = Vocabulary.Default;

    /// <summary>
    /// Claims of <paramref name="article"/>. Reads text, title, publication time, publisher, ids, byline, sample and story; offsets of spans are
    /// code points of exactly <c>article.Text</c>. Without a publication time relative dates stay unresolved.
    /// </summary>
    public Extraction Extract(Article article)
    {
        ArgumentNullException.ThrowIfNull(article);
        DateOnly? published = article.PublishTime is { } time ? DateOnly.FromDateTime(time.ToDateTime()) : null;
        var title = Segmenter.Cut(article.Title).Select(segment => Read(article.Title, segment, published)).ToList();
        var sentences = Segmenter.Cut(article.Text).Select(segment => Read(article.Text, segment, published)).ToList();
        var states = title.Concat(sentences)
            .SelectMany(s => s.Mentions).Select(m => m.Form.Entity.Code).Where(gazetteer.IsState)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (states.Count == 0 && sentences.TrueForAll(s => s.Mentions.Count == 0))
            return new Extraction([], states);
        var speaker = article.Publisher is { Ownership: Ownership.StateControlled, Country.Length: > 0 } publisher ? gazetteer.EntityOf(publisher.Country) : null;
        var context = new ArticleContext(article, gazetteer, new Discourse(gazetteer, speaker, states));
        // The title is never coded, but "it" in the first sentence may mean its subject.
        foreach (var sentence in title)
            new EventReader(sentence, context.Discourse, Lexicon.Default).Read();
        Code(sentences, context);
        return new Extraction(context.Claims, states);
    }

    private static void Code(List<Sentence> sentences, ArticleContext context)
    {
        var coder = new SentenceCoder(context);
        var outlooks = new OutlookReader(context);
        var acts = new ActItems(context);
        var bySegment = sentences.ToDictionary(s => s.Segment);
        var byLine = sentences.ToLookup(s => s.Segment.Line);
        Segment? list = null;
        List<Party> inherited = [];
        List<Sentence> paragraph = [];
        foreach (var s in sentences)
        {
            var segment = s.Segment;
            if (segment.Kind == SegmentKind.Heading || segment.TableHeader)
                continue;
            if (segment.Kind == SegmentKind.Sentence)
            {
                context.Discourse.Inherited = [];
                coder.Code(s);
                outlooks.ReadSentence(s);
                continue;
            }
            if (list != segment.LeadIn || list is null)
            {
                list = segment.LeadIn;
                // Items inherit the last party that acted up to the lead-in line; its mention stands elsewhere, so it has no span here.
                paragraph = list is null ? [] : byLine[list.Line].ToList();
                inherited = list is null ? [] : [.. context.Discourse.Recent.Select(p => p with { First = -1, Last = -1, Kind = PartyKind.Reference })];
            }
            var leadIn = segment.LeadIn is { } l ? bySegment.GetValueOrDefault(l) : null;
            var kind = ListKinds.Of(leadIn, segment.Header is { } h ? bySegment.GetValueOrDefault(h) : null, segment.Heading is { } g ? bySegment.GetValueOrDefault(g) : null);
            if (outlooks.ReadItem(s, kind, paragraph))
                continue;
            if (kind == ListKind.Acts)
                acts.Read(s, inherited);
            else
                coder.Code(s);
        }
    }

    private Sentence Read(string text, Segment segment, DateOnly? published)
    {
        var sentence = new Sentence(text, segment) { Tokens = Tagger.Tokenize(text, segment.Start, segment.End, _vocabulary) };
        MentionFinder.Find(sentence, gazetteer, published);
        Tagger.Tag(sentence);
        Chunker.Chunk(sentence);
        Clauses.Link(sentence);
        return sentence;
    }
}
