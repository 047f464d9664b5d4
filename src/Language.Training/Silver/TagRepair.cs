using RegionalSecurity.Language.Grammar;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>
/// Finds the tags with which a sentence's parse satisfies the most labels: from the tagger's own, it changes one word at a time, as long as each change helps.
/// </summary>
internal sealed class TagRepair(EnglishModel model, Sentence s, LabelledItem item)
{
    private const int MaxChanges = 4;

    /// <summary>Tags and parses without any help.</summary>
    public LabelScore Plain() => Parse(new byte[s.Length]);

    /// <summary>Tags and parses with the best tags found; leaves the sentence so.</summary>
    public LabelScore Repair(LabelScore plain)
    {
        var (forced, best) = (new byte[s.Length], plain);
        foreach (var other in (byte[][])[Names(false), Names(true)])
            if (Parse(other) is var score && score.Above(best))
                (forced, best) = (other, score);
        for (var round = 0; round < MaxChanges && !best.Full; round++)
        {
            var (at, chosen) = (-1, (byte)0);
            foreach (var (token, tag) in Choices(forced))
            {
                var before = forced[token];
                forced[token] = tag;
                if (Parse(forced) is var score && score.Above(best))
                    (at, chosen, best) = (token, tag, score);
                forced[token] = before;
            }
            if (at < 0)
                break;
            forced[at] = chosen;
        }
        best = Guide(Parse(forced));
        if (best.Full)
            return best;
        Parse(forced = Names(true));
        return Guide(new LabelCheck(s).Score(item));
    }

    // The names of the gazetteer as such, where the tagger has taken one for something else; if asked, also "announced" of a trigger or a cue as a past tense
    // where it is a participle without an auxiliary.
    private byte[] Names(bool past)
    {
        Plain();
        var forced = new byte[s.Length];
        for (var t = 0; t < s.Length; t++)
            if (s.MentionAt[t] >= 0)
                foreach (var (pos, fine) in Tags(t, false))
                    forced[t] = model.ClassOf(pos, fine);
            else if (past && s.At(t) is { Fine: Penn.VBN } token && token.Word.Has(Can.VerbPast) && s.Child(t, Relation.Aux, Relation.AuxPass) < 0
                && item.Claims.Exists(c => c.Trigger.Overlaps(token.Start, token.End) || c.Cues.Exists(x => x.Cue.Overlaps(token.Start, token.End))))
                forced[t] = model.ClassOf(Pos.Verb, Penn.VBD);
        return forced;
    }

    // Then the arcs: subjects that the labels want, one after the other, as long as each helps.
    private LabelScore Guide(LabelScore best)
    {
        var wanted = new List<(int Subject, int Verb)>();
        foreach (var arc in best.Full ? [] : new LabelCheck(s).Missing(item).ToList())
        {
            wanted.Add(arc);
            if (arc.Subject < arc.Verb && Parse(wanted) is var score && score.Above(best))
                best = score;
            else
                wanted.RemoveAt(wanted.Count - 1);
        }
        return wanted.Count == 0 ? best : Parse(wanted);
    }

    private LabelScore Parse(List<(int Subject, int Verb)> wanted)
    {
        GuidedParser.Parse(model, s.Tokens, wanted);
        s.Link();
        return new LabelCheck(s).Score(item);
    }

    private LabelScore Parse(byte[] forced)
    {
        model.Tag(s.Text, s.Tokens, forced);
        model.Parse(s.Text, s.Tokens);
        s.Link();
        return new LabelCheck(s).Score(item);
    }

    // Other tags of the words that may be to blame: triggers first, then names, then whatever can be a verb.
    private List<(int Token, byte Class)> Choices(byte[] forced)
    {
        Parse(forced);
        var choices = new List<(int, byte)>();
        for (var pass = 0; pass < 3; pass++)
            for (var t = 0; t < s.Length; t++)
            {
                ref readonly var token = ref s.At(t);
                if (token.Is(TokenFlags.Punctuation | TokenFlags.Number) || forced[t] != 0)
                    continue;
                var trigger = item.Claims.Exists(c => c.Trigger.Overlaps(s.At(t).Start, s.At(t).End) || c.Cues.Exists(x => x.Cue.Overlaps(s.At(t).Start, s.At(t).End)));
                var name = s.MentionAt[t] >= 0;
                if (pass != (trigger ? 0 : name ? 1 : 2))
                    continue;
                foreach (var (pos, fine) in Tags(t, trigger))
                    if (fine != token.Fine)
                        choices.Add((t, model.ClassOf(pos, fine)));
            }
        return choices;
    }

    private IEnumerable<(Pos, Penn)> Tags(int t, bool trigger)
    {
        var token = s.Tokens[t];
        if (s.MentionAt[t] >= 0 && !trigger)
        {
            if (token.Pos is not (Pos.Propn or Pos.Adp or Pos.Det or Pos.Cconj or Pos.Part or Pos.Adj) && token.Is(TokenFlags.Capital))
                yield return s.Mentions[s.MentionAt[t]].Form.Adjective ? (Pos.Adj, Penn.JJ) : (Pos.Propn, Penn.NNP);
            yield break;
        }
        if (s.MentionAt[t] >= 0 && token.Pos == Pos.Propn)
            yield break;
        if (token.Pos is not (Pos.Verb or Pos.Noun or Pos.Adj or Pos.Propn or Pos.X))
            yield break;
        var word = token.Word;
        // The vocabulary holds the verbs of events and what English verbs commonly are; of other words only their ending speaks.
        if (word.Text.Length == 0 && !trigger && token.Pos != Pos.Verb)
            yield break;
        if (word.Has(Can.VerbPast))
            yield return (Pos.Verb, Penn.VBD);
        if (word.Has(Can.VerbS))
            yield return (Pos.Verb, Penn.VBZ);
        if (word.Has(Can.VerbBase))
        {
            yield return (Pos.Verb, Penn.VBP);
            yield return (Pos.Verb, Penn.VB);
        }
        if (word.Has(Can.VerbParticiple))
            yield return (Pos.Verb, Penn.VBN);
        if (word.Has(Can.VerbIng))
            yield return (Pos.Verb, Penn.VBG);
        if (word.Has(Can.Noun) && token.Pos is Pos.Verb or Pos.Adj)
            yield return (Pos.Noun, word.Has(Can.Plural) ? Penn.NNS : Penn.NN);
        if (token.Pos == Pos.Verb && token.Fine is Penn.VBN or Penn.VBG or Penn.VBD)
            yield return (Pos.Adj, Penn.JJ);
    }
}
