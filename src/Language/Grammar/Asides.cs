using RegionalSecurity.Language.Coding;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Grammar;

/// <summary>
/// Mends the tree where a sentence ends by telling who says it: "..., officials in Muscat confirmed on Monday." The treebank has few such sentences, agencies write them
/// all day. The verb becomes the root, what is said its clausal complement, the words before the verb its subject.
/// </summary>
internal static class Asides
{
    private const int LongestSource = 14;
    private const int LongestTail = 10;

    /// <summary>The aside at the end: first word of the source and the verb; -1 where there is none. Needs parts of speech only.</summary>
    public static (int First, int Verb) AtEnd(Sentence s)
    {
        var end = s.Length - 1;
        while (end > 0 && s.At(end).Is(TokenFlags.Punctuation))
            end--;
        // The last verb, with no clause behind it.
        for (var verb = end; verb > 2 && end - verb <= LongestTail; verb--)
        {
            ref readonly var t = ref s.At(verb);
            if (t.Fine is Penn.VBD or Penn.VBN or Penn.VBZ or Penn.VBP)
                return SourceOf(s, verb, ReportCues.Default.Verb(Lemmas.Hash(s.TextOf(verb), t.Fine), out var cue) ? cue : default, out var last) is var first and >= 0 && last == end ? (first, verb) : (-1, -1);
            if (t.Is(TokenFlags.Punctuation) || t.Pos is Pos.Verb or Pos.Aux or Pos.Sconj)
                break;
        }
        return (-1, -1);
    }

    /// <summary>
    /// The first word of the source of an aside with that verb, "..., officials in Muscat confirmed on Monday, ...": between two marks stand a noun phrase, the verb and at most
    /// a phrase of time, place or hearer, whose last word is <paramref name="last"/>; -1 where it is none. Needs parts of speech only.
    /// </summary>
    public static int SourceOf(Sentence s, int verb, ReportCue cue, out int last)
    {
        last = verb;
        if (cue.With(Take.Clause) == Telling.None || verb < 3)
            return -1;
        while (last + 1 < s.Length && !s.At(last + 1).Is(TokenFlags.Punctuation))
        {
            last++;
            ref readonly var t = ref s.At(last);
            if (last - verb > LongestTail || t.Pos is Pos.Verb or Pos.Aux or Pos.Sconj or Pos.Cconj || t.Fine is Penn.WDT or Penn.WP or Penn.WRB || s.IsAny(last, "after", "before", "that", "as", "since", "while", "until"))
                return -1;
        }
        // A hyphen or bracket ends no clause.
        if (last + 1 < s.Length && !(s.IsAny(last + 1, ",", ".", ";", ":", "—", "–", "!", "?") || s.IsQuote(last + 1)))
            return -1;
        if (verb < last && !(s.At(verb + 1).Pos is Pos.Adp or Pos.Adv || s.At(verb + 1).Word.Has(Kind.Time) || cue.With(Take.Whom) != Telling.None || s.IsAny(verb + 1, "reporters", "journalists", "parliament", "state", "lawmakers")))
            return -1;
        var first = verb;
        var nominal = false;
        while (first > 0 && verb - first <= LongestSource && !s.At(first - 1).Is(TokenFlags.Punctuation) | s.IsAny(first - 1, "-", "’s", "'s"))
        {
            first--;
            ref readonly var t = ref s.At(first);
            // "has said" is as good; any other verb makes it no aside.
            if (t.Pos == Pos.Verb && t.Fine is Penn.VBD or Penn.VBZ or Penn.VBP or Penn.VB or Penn.VBG || t.Pos == Pos.Aux && !s.IsAny(first, "has", "have", "had", "also") || t.Pos == Pos.Sconj || t.Fine is Penn.WDT or Penn.WP
                || t.Pos == Pos.Cconj && first == verb - 1 || s.IsAny(first, "after", "before", "since", "until", "as", "when", "while", "to"))
                return -1;
            nominal |= t.Pos is Pos.Noun or Pos.Propn or Pos.Pron;
        }
        if (!nominal || first < 3 || verb - first > LongestSource || !s.Is(first - 1, ",") && !s.IsQuote(first - 1) || s.At(first).Pos is Pos.Cconj or Pos.Adp)
            return -1;
        // Something must be said: before it, or behind its second comma ("The talks, officials said, are over").
        var stop = last + 1 < s.Length && s.Is(last + 1, ",") ? s.Length : first;
        for (var i = 0; i < stop; i++)
            if ((i < first || i > last) && s.At(i).Pos is Pos.Verb or Pos.Aux)
                return first;
        return -1;
    }

    public static void Mend(Sentence s)
    {
        var (first, verb) = AtEnd(s);
        if (verb < 0)
            return;
        var tokens = s.Tokens;
        // What is said: the first verb outside of the aside that depends on nothing else there.
        var main = -1;
        for (var i = 0; i < first - 1; i++)
            if (!tokens[i].Is(TokenFlags.Punctuation) && (tokens[i].Head < 0 || tokens[i].Head >= first)
                && (main < 0 || tokens[main].Pos is not (Pos.Verb or Pos.Aux) && tokens[i].Pos is Pos.Verb or Pos.Aux))
                main = i;
        var source = SourceHead(s, first, verb);
        if (main < 0 || source < 0)
            return;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref var t = ref tokens[i];
            if (i < first - 1)
            {
                if (i != main && (t.Head < 0 || t.Head >= first))
                {
                    t.Head = main;
                    t.Relation = t.Relation is Relation.Root or Relation.Ccomp or Relation.Parataxis ? Relation.Dep : t.Relation;
                }
            }
            else if (i >= first && i < verb)
            {
                if (i != source && (t.Head < first || t.Head >= verb))
                {
                    t.Head = t.Pos == Pos.Aux ? verb : source;
                    t.Relation = t.Pos switch
                    {
                        Pos.Det => Relation.Det,
                        Pos.Adj => Relation.Amod,
                        Pos.Aux => Relation.Aux,
                        Pos.Punct => Relation.Punct,
                        Pos.Noun or Pos.Propn => i < source ? Relation.Compound : Relation.Nmod,
                        _ => t.Relation is Relation.Root ? Relation.Dep : t.Relation,
                    };
                }
            }
            else if (i != verb && (t.Head < verb || t.Head >= tokens.Length))
            {
                t.Head = verb;
                t.Relation = t.Relation is Relation.Root ? Relation.Dep : t.Relation;
            }
        }
        (tokens[main].Head, tokens[main].Relation) = (verb, Relation.Ccomp);
        (tokens[verb].Head, tokens[verb].Relation) = (-1, Relation.Root);
        if (tokens[verb].Fine == Penn.VBN && tokens[verb - 1].Pos != Pos.Aux)
            tokens[verb].Fine = Penn.VBD;
        (tokens[source].Head, tokens[source].Relation) = (verb, Relation.Nsubj);
    }

    /// <summary>The last noun before a preposition or mark: "officials" of "officials in Muscat", "ministry" of "the Kenyan interior ministry"; -1 where no noun stands there.</summary>
    public static int SourceHead(Sentence s, int first, int verb)
    {
        var head = -1;
        for (var i = first; i < verb; i++)
        {
            ref readonly var t = ref s.At(i);
            if (head >= 0 && (t.Pos is Pos.Adp or Pos.Cconj or Pos.Sconj || s.Is(i, ",")))
                return head;
            if (t.Pos is Pos.Noun or Pos.Propn or Pos.Pron && t.Fine != Penn.PRPS && !t.Word.Has(Kind.Time))
                head = head >= 0 && s.At(head).Pos == Pos.Propn && t.Pos == Pos.Propn && t.Head == head && t.Relation == Relation.Flat ? head : i;
        }
        return head;
    }
}
