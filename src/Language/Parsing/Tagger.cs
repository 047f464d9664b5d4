using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// Part-of-speech tagger: left to right, each token gets the class (UPOS and Penn tag together) whose weights sum highest. Trained as an averaged perceptron
/// (Collins 2002, "Discriminative training methods for hidden Markov models"). Words that had one class only in training get it without a look.
/// </summary>
internal static class Tagger
{
    /// <summary>Upper bound of the features of a token.</summary>
    public const int MaxFeatures = 48;

    // What a word looks like. Capitals say nothing in a sentence that is all capitals, little in one that capitalises every word.
    private enum Shape : byte
    {
        Lower, Capital, AllCapitals, Mixed, Digits, DigitsAndLetters, Mark, Shouted, Titled, Boundary,
    }

    /// <summary>What the tagger needs to know of a token. Kept in an array with two boundary items before and after the sentence.</summary>
    internal struct Item
    {
        public uint Word, Prefix1, Prefix2, Prefix3, Suffix1, Suffix2, Suffix3, Suffix4;
        // Which classes the word had in training: number of the set, 0 where it was not seen often enough.
        public ushort Known;
        // Its looks: shape, hyphen inside, sentence start.
        public byte Looks;
        // Index of the class + 1; 0 at the boundary.
        public byte Class;
    }

    [ThreadStatic]
    private static Item[]? scratch;

    public static void Tag(EnglishModel model, ReadOnlySpan<char> text, Span<Token> tokens, ReadOnlySpan<byte> forced = default)
    {
        if (tokens.IsEmpty)
            return;
        var items = Read(model, text, tokens);
        Span<uint> features = stackalloc uint[MaxFeatures];
        Span<short> sums = stackalloc short[EnglishModel.TagWidth];
        for (var i = 0; i < tokens.Length; i++)
        {
            var known = i < forced.Length && forced[i] != 0 ? forced[i] : model.Lexicon.Find(items[i + 2].Word).Class;
            if (known == 0)
            {
                sums.Clear();
                model.Tags.Add(features[..Fill(items, i + 2, features)], sums);
                known = (byte)(1 + Best(sums, model.Classes.Length));
            }
            items[i + 2].Class = known;
            (tokens[i].Pos, tokens[i].Fine) = model.Classes[known - 1];
        }
    }

    private static int Best(ReadOnlySpan<short> sums, int count)
    {
        var best = 0;
        for (var i = 1; i < count; i++)
            if (sums[i] > sums[best])
                best = i;
        return best;
    }

    /// <summary>Fills the thread's items for a sentence; the token at i is item i + 2. Valid until the next call on this thread.</summary>
    internal static Item[] Read(EnglishModel model, ReadOnlySpan<char> text, ReadOnlySpan<Token> tokens)
    {
        if (scratch is null || scratch.Length < tokens.Length + 4)
            scratch = new Item[Math.Max(128, tokens.Length + 4)];
        var items = scratch;
        int words = 0, capitals = 0, shouted = 0;
        foreach (ref readonly var token in tokens)
            if (token.Length > 3 && !token.Is(TokenFlags.Punctuation | TokenFlags.Number))
            {
                words++;
                capitals += token.Is(TokenFlags.Capital) ? 1 : 0;
                shouted += token.Is(TokenFlags.AllCapitals) ? 1 : 0;
            }
        var everyCapital = words >= 3 && shouted * 4 >= words * 3 ? Shape.Shouted : words >= 4 && capitals * 5 >= words * 4 ? Shape.Titled : Shape.Lower;
        items[0] = items[1] = items[tokens.Length + 2] = items[tokens.Length + 3] = new Item { Looks = (byte)Shape.Boundary };
        for (var i = 0; i < tokens.Length; i++)
            Read(text.Slice(tokens[i].Start, tokens[i].Length), tokens[i], everyCapital, model.Lexicon, out items[i + 2]);
        return items;
    }

    private static void Read(ReadOnlySpan<char> word, in Token token, Shape everyCapital, Lexicon lexicon, out Item item)
    {
        item = new Item { Word = (uint)token.Hash };
        item.Known = lexicon.Find(item.Word).Known;
        bool digits = false, letters = false, capitals = false, hyphen = false;
        // The ends are what counts of a long word.
        var start = Math.Max(0, word.Length - 24);
        for (var i = 0; i < word.Length; i++)
        {
            if (i == 24 && start > i)
                i = start;
            var c = word[i];
            if (char.IsAsciiDigit(c))
                digits = true;
            else if (char.IsLetter(c))
            {
                letters = true;
                capitals |= i > 0 && char.IsUpper(c);
            }
            else
                hyphen |= c is '-' && i > 0;
        }
        var shape = (digits, letters) switch
        {
            (true, true) => Shape.DigitsAndLetters,
            (true, false) => Shape.Digits,
            (false, false) => Shape.Mark,
            _ => token.Is(TokenFlags.AllCapitals) ? Shape.AllCapitals : !token.Is(TokenFlags.Capital) ? capitals ? Shape.Mixed : Shape.Lower
                : capitals ? Shape.Mixed : Shape.Capital,
        };
        if (everyCapital != Shape.Lower && shape is Shape.Capital or Shape.AllCapitals or Shape.Mixed)
            shape = everyCapital;
        item.Looks = (byte)((int)shape | (hyphen ? 16 : 0) | (token.Is(TokenFlags.SentenceStart) ? 32 : 0));
        uint end = 0;
        for (var i = 0; i < 4 && i < word.Length; i++)
        {
            end = end << 8 | (byte)WordHash.Fold(word[word.Length - 1 - i]);
            switch (i)
            {
                case 0: item.Suffix1 = end; break;
                case 1: item.Suffix2 = end; break;
                case 2: item.Suffix3 = end; break;
                default: item.Suffix4 = end; break;
            }
        }
        uint begin = 0;
        for (var i = 0; i < 3 && i < word.Length; i++)
        {
            begin = begin << 8 | (byte)WordHash.Fold(word[i]);
            switch (i)
            {
                case 0: item.Prefix1 = begin; break;
                case 1: item.Prefix2 = begin; break;
                default: item.Prefix3 = begin; break;
            }
        }
    }

    /// <summary>The features of the item at <paramref name="at"/>, given the classes of those before it; returns their number.</summary>
    internal static int Fill(Item[] items, int at, Span<uint> into)
    {
        ref readonly var t = ref items[at];
        ref readonly var p = ref items[at - 1];
        ref readonly var pp = ref items[at - 2];
        ref readonly var q = ref items[at + 1];
        ref readonly var qq = ref items[at + 2];
        ulong tags1 = p.Class, tags2 = (ulong)p.Class | (ulong)pp.Class << 8;
        ulong looks = t.Looks, known = t.Known;
        var n = 0;
        into[n++] = Features.Of(1UL << 56);
        into[n++] = Features.Of(2UL << 56, t.Word);
        into[n++] = Features.Of(3UL << 56 | looks);
        into[n++] = Features.Of(4UL << 56 | known);
        into[n++] = Features.Of(5UL << 56, t.Suffix1);
        into[n++] = Features.Of(6UL << 56 | looks & 15, t.Suffix2);
        into[n++] = Features.Of(7UL << 56 | looks & 15, t.Suffix3);
        into[n++] = Features.Of(8UL << 56, t.Suffix4);
        into[n++] = Features.Of(9UL << 56, t.Prefix1);
        into[n++] = Features.Of(10UL << 56, t.Prefix2);
        into[n++] = Features.Of(11UL << 56, t.Prefix3);
        into[n++] = Features.Of(12UL << 56 | tags1);
        into[n++] = Features.Of(13UL << 56 | tags2);
        into[n++] = Features.Of(14UL << 56 | tags1, t.Word);
        into[n++] = Features.Of(15UL << 56 | tags1, q.Word);
        into[n++] = Features.Of(16UL << 56, p.Word);
        into[n++] = Features.Of(17UL << 56, pp.Word);
        into[n++] = Features.Of(18UL << 56, q.Word);
        into[n++] = Features.Of(19UL << 56, qq.Word);
        into[n++] = Features.Of(20UL << 56, t.Word, q.Word);
        into[n++] = Features.Of(21UL << 56, p.Word, t.Word);
        into[n++] = Features.Of(22UL << 56 | tags2, t.Word);
        into[n++] = Features.Of(23UL << 56 | tags1 << 32 | known << 16 | q.Known);
        into[n++] = Features.Of(24UL << 56 | (ulong)q.Known << 16 | known);
        into[n++] = Features.Of(25UL << 56 | (ulong)q.Known << 32 | (ulong)qq.Known << 16 | known);
        into[n++] = Features.Of(26UL << 56 | (ulong)(uint)(p.Looks & 15) << 16 | looks << 8 | (uint)(q.Looks & 15));
        into[n++] = Features.Of(27UL << 56, q.Suffix3);
        into[n++] = Features.Of(28UL << 56 | looks, q.Suffix2);
        into[n++] = Features.Of(29UL << 56 | tags1 << 8 | looks, t.Suffix3);
        into[n++] = Features.Of(30UL << 56 | tags2 << 16 | known);
        into[n++] = Features.Of(31UL << 56 | q.Known | tags1 << 16, t.Suffix2);
        into[n++] = Features.Of(32UL << 56 | q.Known, t.Word);
        into[n++] = Features.Of(33UL << 56 | looks << 8, p.Suffix3);
        into[n++] = Features.Of(34UL << 56, p.Word, q.Word);
        into[n++] = Features.Of(35UL << 56 | tags1 << 8 | (ulong)pp.Class << 16, q.Word);
        into[n++] = Features.Of(36UL << 56 | looks << 8 | tags1);
        return n;
    }
}
