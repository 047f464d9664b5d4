using System.Text;
using RegionalSecurity.Language.Parsing;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Training;

/// <summary>A sentence of a treebank.</summary>
/// <param name="Raw">The sentence as it was written ("# text").</param>
/// <param name="Text">Its words joined by single spaces where the raw text has one: what the tokens' ranges refer to.</param>
/// <param name="Tokens">The gold tokens, with tags, heads (-1 for the root) and relations.</param>
/// <param name="Lemmas">Their lemmas.</param>
internal sealed record TreebankSentence(string Raw, string Text, Token[] Tokens, string[] Lemmas);

/// <summary>Reads CoNLL-U (https://universaldependencies.org/format.html): basic dependencies; empty nodes and enhanced dependencies are passed over.</summary>
internal static class Treebank
{
    public static List<TreebankSentence> Read(string path)
    {
        var sentences = new List<TreebankSentence>();
        var rows = new List<string[]>();
        var joined = new List<bool>();
        var raw = "";
        int surfaceEnd = 0, surfaceStart = 0;
        var surfaceJoined = false;
        var previousJoins = false;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            if (line.StartsWith("# text = ", StringComparison.Ordinal))
                raw = line["# text = ".Length..];
            if (line.Length == 0)
            {
                if (rows.Count > 0)
                    sentences.Add(Build(raw, rows, joined));
                rows.Clear();
                joined.Clear();
                previousJoins = false;
                surfaceEnd = 0;
                continue;
            }
            var fields = line.Split('\t');
            if (line[0] == '#' || fields.Length != 10 || fields[0].Contains('.', StringComparison.Ordinal))
                continue;
            var joins = fields[9].Contains("SpaceAfter=No", StringComparison.Ordinal);
            if (fields[0].Split('-') is [var first, var last])
            {
                (surfaceStart, surfaceEnd, surfaceJoined) = (Number(first), Number(last), joins);
                continue;
            }
            // Words of one written word are joined to each other; the last of them as the written word is to what follows.
            rows.Add(fields);
            joined.Add(previousJoins);
            var id = rows.Count;
            previousJoins = id >= surfaceStart && id < surfaceEnd || (id == surfaceEnd ? surfaceJoined : joins);
        }
        if (rows.Count > 0)
            sentences.Add(Build(raw, rows, joined));
        return sentences;
    }

    private static TreebankSentence Build(string raw, List<string[]> rows, List<bool> joined)
    {
        var text = new StringBuilder();
        var ranges = new (int Start, int End)[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && !joined[i])
                text.Append(' ');
            ranges[i] = (text.Length, text.Length + rows[i][1].Length);
            text.Append(rows[i][1]);
        }
        var written = text.ToString();
        var reading = default(Tokenizer.Reading);
        var tokens = new Token[rows.Count];
        for (var i = 0; i < tokens.Length; i++)
        {
            var row = rows[i];
            tokens[i] = reading.Describe(written, ranges[i].Start, ranges[i].End, joined[i]);
            tokens[i].Pos = UdNames.Pos(row[3]);
            tokens[i].Fine = UdNames.Penn(row[4]);
            tokens[i].Head = Number(row[6]) - 1;
            tokens[i].Relation = UdNames.Relation(row[7]);
        }
        return new TreebankSentence(raw, written, tokens, [.. rows.Select(row => row[2])]);
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
