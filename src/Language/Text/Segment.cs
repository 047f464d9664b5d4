namespace RegionalSecurity.Language.Text;

internal enum SegmentKind
{
    Sentence,
    // A short line without a verb's full stop, which opens what follows.
    Heading,
    // A list item: "- text".
    Bullet,
    // A row of a table: cells parted by "|".
    TableRow,
}

/// <summary>A sentence, list item, table row or heading: a UTF-16 range of the article's text, ends trimmed.</summary>
internal sealed class Segment
{
    public required SegmentKind Kind { get; init; }
    public required int Start { get; init; }
    public required int End { get; init; }
    /// <summary>Index of its line, from 0: sentences of one paragraph share it.</summary>
    public required int Line { get; init; }
    /// <summary>The sentence that introduces a list or table ("... several countermeasures:"); null outside of one.</summary>
    public Segment? LeadIn { get; init; }
    /// <summary>The heading above; null when there is none.</summary>
    public Segment? Heading { get; init; }
    /// <summary>Cells of a table row, or name and description of a bullet "Name: description"; empty otherwise.</summary>
    public (int Start, int End)[] Cells { get; init; } = [];
    /// <summary>Whether it is the header row of its table.</summary>
    public bool TableHeader { get; init; }
    /// <summary>The table's header row; null in the header itself and outside of tables.</summary>
    public Segment? Header { get; init; }
}
