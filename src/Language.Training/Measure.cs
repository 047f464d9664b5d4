using System.Diagnostics;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>Shares of the tokens (punctuation included, as in the CoNLL shared tasks), 0 to 1, and the processor time per sentence of tagger and parser together.</summary>
internal sealed record ParserFigures(double Upos, double Xpos, double Uas, double Las, double Microseconds);

internal static class Measure
{
    /// <summary>Tags and parses the gold tokens with the model's own tags.</summary>
    public static ParserFigures Parser(EnglishModel model, IReadOnlyList<TreebankSentence> sentences)
    {
        int upos = 0, xpos = 0, uas = 0, las = 0, count = 0;
        using var process = Process.GetCurrentProcess();
        var all = sentences.Select(s => s.Tokens.Select(t => new Token { Hash = t.Hash, Start = t.Start, End = t.End, Flags = t.Flags }).ToArray()).ToArray();
        var start = process.TotalProcessorTime;
        for (var s = 0; s < all.Length; s++)
        {
            model.Tag(sentences[s].Text, all[s]);
            model.Parse(sentences[s].Text, all[s]);
        }
        process.Refresh();
        var time = process.TotalProcessorTime - start;
        for (var s = 0; s < all.Length; s++)
        {
            var (sentence, tokens) = (sentences[s], all[s]);
            for (var i = 0; i < tokens.Length; i++)
            {
                var gold = sentence.Tokens[i];
                count++;
                upos += tokens[i].Pos == gold.Pos ? 1 : 0;
                xpos += tokens[i].Fine == gold.Fine ? 1 : 0;
                if (tokens[i].Head != gold.Head)
                    continue;
                uas++;
                las += tokens[i].Relation == gold.Relation ? 1 : 0;
            }
        }
        return new ParserFigures((double)upos / count, (double)xpos / count, (double)uas / count, (double)las / count, time.TotalMicroseconds / sentences.Count);
    }

    /// <summary>Share of the verbs (gold tags VB to VBZ) and of the common nouns whose base form is the treebank's, case aside; the words that differ.</summary>
    public static (double Verbs, double Nouns, IReadOnlyList<(string Word, Penn Tag, string Ours, string Theirs)> Wrong) Lemmas(IReadOnlyList<TreebankSentence> sentences)
    {
        int verbs = 0, rightVerbs = 0, nouns = 0, rightNouns = 0;
        var wrong = new List<(string, Penn, string, string)>();
        foreach (var sentence in sentences)
            for (var i = 0; i < sentence.Tokens.Length; i++)
            {
                var token = sentence.Tokens[i];
                var verb = token.Fine is >= Penn.VB and <= Penn.VBZ;
                if (!verb && token.Fine is not (Penn.NN or Penn.NNS))
                    continue;
                var word = sentence.Text.AsSpan(token.Start, token.Length);
                var ours = Parsing.Lemmas.Of(word, token.Fine);
                var right = ours.Equals(sentence.Lemmas[i], StringComparison.OrdinalIgnoreCase) ? 1 : 0;
                if (right == 0)
                    wrong.Add((word.ToString(), token.Fine, ours, sentence.Lemmas[i]));
                verbs += verb ? 1 : 0;
                rightVerbs += verb ? right : 0;
                nouns += verb ? 0 : 1;
                rightNouns += verb ? 0 : right;
            }
        return ((double)rightVerbs / verbs, (double)rightNouns / nouns, wrong);
    }

    /// <summary>F1 of the tokeniser's tokens on the raw sentences: a token is right when it has the same characters, spaces aside.</summary>
    public static double Tokens(IReadOnlyList<TreebankSentence> sentences)
    {
        int ours = 0, gold = 0, both = 0;
        foreach (var sentence in sentences)
        {
            var cuts = new HashSet<(int, int)>();
            var place = 0;
            foreach (var token in sentence.Tokens)
                cuts.Add((place, place += Letters(sentence.Text.AsSpan(token.Start, token.Length))));
            gold += cuts.Count;
            place = 0;
            for (var at = 0; Tokenizer.Next(sentence.Raw, ref at, sentence.Raw.Length, out var start, out var stop);)
            {
                ours++;
                if (cuts.Contains((place, place += Letters(sentence.Raw.AsSpan(start, stop - start)))))
                    both++;
            }
        }
        return 2.0 * both / (ours + gold);
    }

    private static int Letters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
            count += Tokenizer.IsSpace(c) ? 0 : 1;
        return count;
    }
}
