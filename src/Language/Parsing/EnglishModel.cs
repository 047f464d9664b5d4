using System.Buffers.Binary;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// Tagger and parser of English with their weights, which src/Language.Training writes. Immutable, for any number of threads; arithmetic in integers only, so
/// that the same text gives the same parse on every machine. Nothing is allocated per token.
/// </summary>
internal sealed class EnglishModel
{
    /// <summary>Most classes of the tagger (UPOS and Penn tag together).</summary>
    public const int MaxClasses = 63;

    public const int TagWidth = MaxClasses + 1;

    // "RSEM" and the version of the format.
    private const int Magic = 0x4D455352, Format = 1;

    private static readonly Lazy<EnglishModel> Embedded = new(() =>
    {
        using var stream = typeof(EnglishModel).Assembly.GetManifestResourceStream("english.model")
            ?? throw new InvalidOperationException("The resource english.model is not in the assembly.");
        return Read(stream);
    });

    /// <summary>The weights that ship with the program, loaded at first use.</summary>
    public static EnglishModel Default => Embedded.Value;

    public required (Pos Pos, Penn Fine)[] Classes { get; init; }
    public required Lexicon Lexicon { get; init; }
    /// <summary>Tagger: <see cref="TagWidth"/> wide.</summary>
    public required WeightTable Tags { get; init; }
    /// <summary>Parser: choice of the move, <see cref="Moves.Width"/> wide.</summary>
    public required WeightTable Actions { get; init; }
    /// <summary>Parser: choice of the relation within the move's group, <see cref="Moves.Width"/> wide.</summary>
    public required WeightTable Relations { get; init; }

    // Class + 1 by UPOS and Penn tag; the nearest that training saw for a pair it did not see.
    private byte[]? byTags;

    /// <summary>
    /// Sets Pos and Fine of the tokens of one sentence. <paramref name="forced"/> may give tokens a class (<see cref="ClassOf"/>; 0: the tagger chooses), which
    /// the choice for the tokens after them takes into account.
    /// </summary>
    public void Tag(ReadOnlySpan<char> text, Span<Token> tokens, ReadOnlySpan<byte> forced = default) => Tagger.Tag(this, text, tokens, forced);

    /// <summary>
    /// Sets Head and Relation of the tokens of one sentence, which must be tagged. Exactly one token is the root (Head -1), the others form a tree under it,
    /// and the tree is projective: no two arcs cross.
    /// </summary>
    public void Parse(ReadOnlySpan<char> text, Span<Token> tokens) => Parser.Parse(this, tokens);

    /// <summary>The same model with other tables; those not given stay.</summary>
    public EnglishModel With(WeightTable? tags = null, WeightTable? actions = null, WeightTable? relations = null) => new()
    {
        Classes = Classes, Lexicon = Lexicon, Tags = tags ?? Tags, Actions = actions ?? Actions, Relations = relations ?? Relations,
    };

    /// <summary>Class + 1 of a pair of tags: 1 to the number of classes.</summary>
    public byte ClassOf(Pos pos, Penn fine)
    {
        byTags ??= ReadClasses();
        return byTags[(int)pos << 6 | (int)fine];
    }

    private byte[] ReadClasses()
    {
        var table = new byte[32 << 6];
        for (var i = 0; i < table.Length; i++)
        {
            Pos pos = (Pos)(i >> 6);
            Penn fine = (Penn)(i & 63);
            var found = Array.FindIndex(Classes, c => c.Pos == pos && c.Fine == fine);
            if (found < 0)
                found = Array.FindIndex(Classes, c => c.Fine == fine);
            if (found < 0)
                found = Math.Max(0, Array.FindIndex(Classes, c => c.Pos == pos));
            table[i] = (byte)(found + 1);
        }
        return table;
    }

    /// <summary>
    /// Writes: "RSEM", format, number of classes and each (UPOS, Penn: a byte each), the lexicon, and the tables of the tagger, the moves and the relations.
    /// </summary>
    public void Write(Stream stream)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], Format);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], Classes.Length);
        stream.Write(head);
        foreach (var (pos, fine) in Classes)
        {
            stream.WriteByte((byte)pos);
            stream.WriteByte((byte)fine);
        }
        Lexicon.Write(stream);
        Tags.Write(stream);
        Actions.Write(stream);
        Relations.Write(stream);
    }

    public static EnglishModel Read(Stream stream)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        ReadOnlySpan<byte> span = bytes;
        if (span.Length < 12 || BinaryPrimitives.ReadInt32LittleEndian(span) != Magic || BinaryPrimitives.ReadInt32LittleEndian(span[4..]) != Format)
            throw new InvalidDataException("This is not an English model of this version.");
        var at = 12;
        var classes = new (Pos, Penn)[BinaryPrimitives.ReadInt32LittleEndian(span[8..])];
        foreach (ref var c in classes.AsSpan())
        {
            c = ((Pos)span[at], (Penn)span[at + 1]);
            at += 2;
        }
        return new EnglishModel
        {
            Classes = classes,
            Lexicon = Lexicon.Read(span, ref at),
            Tags = WeightTable.Read(span, ref at),
            Actions = WeightTable.Read(span, ref at),
            Relations = WeightTable.Read(span, ref at),
        };
    }
}
