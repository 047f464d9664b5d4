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
    public const string Version = "parse-1";

    private readonly SentenceReader _reader = new(gazetteer);

    /// <summary>
    /// Claims of <paramref name="article"/>. Reads text, title, publication time, publisher, ids, byline, sample and story; offsets of spans are
    /// code points of exactly <c>article.Text</c>. Without a publication time relative dates stay unresolved.
    /// </summary>
    public Extraction Extract(Article article)
    {
        ArgumentNullException.ThrowIfNull(article);
        DateOnly? published = article.PublishTime is { } time ? DateOnly.FromDateTime(time.ToDateTime()) : null;
        var heading = NormalText.Of(article.Title).Text;
        var title = Segmenter.Cut(heading).Select(segment => _reader.Read(heading, segment, published)).ToList();
        var text = NormalText.Of(article.Text);
        var sentences = Segmenter.Cut(text.Text).Select(segment => _reader.Read(text.Text, segment, published)).ToList();
        var discourse = Discourse(article, title.Concat(sentences), out var states);
        if (states.Count == 0 && sentences.TrueForAll(s => s.Mentions.Count == 0))
            return new Extraction([], states);
        var context = new ArticleContext(article, text, gazetteer, discourse);
        // The title is never coded, but "it" in the first sentence may mean its subject.
        foreach (var sentence in title)
            if (Prefilter.Passes(sentence))
            {
                SentenceReader.Parse(sentence);
                _ = new Candidates(sentence, context.Discourse, Lexicon.Default);
            }
        Code(sentences, context);
        return new Extraction(context.Claims, states);
    }

    /// <summary>
    /// Writes how each sentence of <paramref name="article"/> was read: parse, parties, triggers tried, the row and the features that decided, and why a trigger gave
    /// no event. For people; its form is no contract.
    /// </summary>
    public void Explain(Article article, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(article);
        ArgumentNullException.ThrowIfNull(to);
        DateOnly? published = article.PublishTime is { } time ? DateOnly.FromDateTime(time.ToDateTime()) : null;
        var text = NormalText.Of(article.Text).Text;
        var sentences = Segmenter.Cut(text).Select(segment => _reader.Read(text, segment, published)).ToList();
        var discourse = Discourse(article, sentences, out _);
        foreach (var s in sentences)
        {
            if (!Prefilter.Passes(s))
            {
                to.WriteLine($"> {s.Text[s.Segment.Start..s.Segment.End]}");
                to.WriteLine("  not parsed: it names nobody, or has no word of the lexicon");
                continue;
            }
            SentenceReader.Parse(s);
            Explanation.Write(new EventReader(s, discourse, EventModel.Default), EventModel.Default, to);
        }
    }

    // What references need to know of the whole article before its first sentence.
    private Discourse Discourse(Article article, IEnumerable<Sentence> sentences, out List<string> states)
    {
        states = [.. sentences.SelectMany(s => s.Mentions).Select(m => m.Form.Entity.Code).Where(gazetteer.IsState).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var speaker = article.Publisher is { Ownership: Ownership.StateControlled, Country.Length: > 0 } publisher ? gazetteer.EntityOf(publisher.Country) : null;
        return new Discourse(gazetteer, speaker, states);
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
            if (segment.Kind == SegmentKind.Heading || segment.TableHeader || segment.Kind == SegmentKind.Sentence && !Prefilter.Passes(s))
                continue;
            SentenceReader.Parse(s);
            var reader = new EventReader(s, context.Discourse, EventModel.Default);
            if (segment.Kind == SegmentKind.Sentence)
            {
                context.Discourse.Inherited = [];
                coder.Code(s, reader);
                outlooks.ReadSentence(s, reader.Candidates);
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
            if (outlooks.ReadItem(s, kind, paragraph, reader.Candidates))
                continue;
            if (kind == ListKind.Acts)
                acts.Read(s, inherited);
            else
                coder.Code(s, reader);
        }
    }
}
