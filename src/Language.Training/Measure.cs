using System.Diagnostics;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>Shares of the tokens (punctuation included, as in the CoNLL shared tasks), 0 to 1, and the time per sentence of tagger and parser together.</summary>
internal sealed record ParserFigures(double Upos, double Xpos, double Uas, double Las, double Microseconds);

internal static class Measure
{
    /// <summary>Tags and parses the gold tokens with the model's own tags.</summary>
    public static ParserFigures Parser(EnglishModel model, IReadOnlyList<TreebankSentence> sentences)
    {
        int upos = 0, xpos = 0, uas = 0, las = 0, count = 0;
        var watch = new Stopwatch();
        foreach (var sentence in sentences)
        {
            Token[] tokens = [.. sentence.Tokens];
            for (var i = 0; i < tokens.Length; i++)
                (tokens[i].Pos, tokens[i].Fine, tokens[i].Head, tokens[i].Relation) = (Pos.None, Penn.None, -1, Relation.None);
            watch.Start();
            model.Tag(sentence.Text, tokens);
            model.Parse(sentence.Text, tokens);
            watch.Stop();
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
        return new ParserFigures((double)upos / count, (double)xpos / count, (double)uas / count, (double)las / count, watch.Elapsed.TotalMicroseconds / sentences.Count);
    }
}
