using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// A state of the arc-hybrid system (Kuhlmann, Gómez-Rodríguez and Satta 2011, "Dynamic programming algorithms for transition-based dependency parsers"): a
/// stack, the rest of the sentence, and the arcs so far. Shift moves the next word to the stack; an arc to the left makes the next word the head of the
/// stack's top, an arc to the right makes the second of the stack the head of the top; either takes the top away. What is left on the stack at the end is the root.
/// Words are numbered from 1; 0 stands for none. Features after Zhang and Nivre 2011, "Transition-based dependency parsing with rich non-local features".
/// </summary>
internal sealed class ParserState
{
    public const int MaxFeatures = 128;

    internal struct Node
    {
        // Label sets: a bit a relation.
        public ulong LeftSet, RightSet;
        public uint Word;
        public int Head;
        // Outermost children and those next to them.
        public int Left1, Left2, Right1, Right2;
        // The child that marks its case or clause ("of", "to", "that"), the first found.
        public int Marker;
        public byte Class;
        public Relation Relation;
        public byte LeftCount, RightCount;
        // Commas, verbs and coordinators up to this word, to count those between two.
        public ushort Commas, Verbs, Coordinators;
    }

    private Node[] nodes = new Node[128];
    private int[] stack = new int[128];

    public int Count { get; private set; }
    public int Depth { get; private set; }
    /// <summary>The next word; Count + 1 when none is left.</summary>
    public int Next { get; private set; }

    public bool Done => Next > Count && Depth <= 1;
    public ref readonly Node this[int word] => ref nodes[word];
    public int Top => Depth > 0 ? stack[Depth - 1] : 0;
    public int Second => Depth > 1 ? stack[Depth - 2] : 0;
    /// <summary>Word of the stack, from its bottom.</summary>
    public int StackAt(int i) => stack[i];

    public void Start(EnglishModel model, ReadOnlySpan<Token> tokens)
    {
        Count = tokens.Length;
        if (nodes.Length < Count + 4)
        {
            nodes = new Node[Count + 4];
            stack = new int[Count + 4];
        }
        Array.Clear(nodes, 0, Count + 4);
        Depth = 0;
        Next = 1;
        ushort commas = 0, verbs = 0, coordinators = 0;
        for (var i = 0; i < Count; i++)
        {
            ref readonly var token = ref tokens[i];
            ref var node = ref nodes[i + 1];
            node.Word = (uint)token.Hash;
            node.Class = model.ClassOf(token.Pos, token.Fine);
            commas += token.Fine is Penn.Comma or Penn.Colon ? (ushort)1 : (ushort)0;
            verbs += token.Pos is Pos.Verb ? (ushort)1 : (ushort)0;
            coordinators += token.Pos is Pos.Cconj ? (ushort)1 : (ushort)0;
            node.Commas = commas;
            node.Verbs = verbs;
            node.Coordinators = coordinators;
        }
    }

    public bool CanShift => Next <= Count;
    public bool CanLeft => Next <= Count && Depth > 0;
    public bool CanRight => Depth > 1;

    public void Shift() => stack[Depth++] = Next++;

    /// <summary>Makes an arc to the top of the stack from the next word or the second of the stack, and takes the top away.</summary>
    public void Arc(bool left, Relation relation)
    {
        var dependent = stack[--Depth];
        var head = left ? Next : stack[Depth - 1];
        ref var child = ref nodes[dependent];
        child.Head = head;
        child.Relation = relation;
        ref var parent = ref nodes[head];
        if (left)
        {
            parent.Left2 = parent.Left1;
            parent.Left1 = dependent;
            parent.LeftSet |= 1UL << (int)relation;
            if (parent.LeftCount < 7)
                parent.LeftCount++;
        }
        else
        {
            parent.Right2 = parent.Right1;
            parent.Right1 = dependent;
            parent.RightSet |= 1UL << (int)relation;
            if (parent.RightCount < 7)
                parent.RightCount++;
        }
        if (relation is Relation.Case or Relation.Mark)
            parent.Marker = dependent;
    }

    /// <summary>The state's arcs as heads and relations of the tokens.</summary>
    public void Finish(Span<Token> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var node = ref nodes[i + 1];
            tokens[i].Head = node.Head - 1;
            tokens[i].Relation = node.Head == 0 ? Relation.Root : node.Relation;
        }
    }

    private static ulong Distance(int from, int to)
    {
        if (from == 0)
            return 0;
        var d = to - from;
        return d < 5 ? (ulong)d : d < 7 ? 5UL : d < 11 ? 6UL : 7UL;
    }

    private static ulong Between(in Node a, in Node b)
    {
        var commas = Math.Min(3, b.Commas - a.Commas);
        var verbs = Math.Min(3, b.Verbs - a.Verbs);
        var coordinators = Math.Min(1, b.Coordinators - a.Coordinators);
        return (ulong)(byte)((uint)commas | (uint)verbs << 2 | (uint)coordinators << 4);
    }

    /// <summary>The features of the choice of a move; returns their number.</summary>
    public int FillMove(Span<uint> into)
    {
        int i0 = Top, i1 = Second, j = Next <= Count ? Next : 0;
        ref readonly var s0 = ref nodes[i0];
        ref readonly var s1 = ref nodes[i1];
        ref readonly var s2 = ref nodes[Depth > 2 ? stack[Depth - 3] : 0];
        ref readonly var b0 = ref nodes[j];
        ref readonly var b1 = ref nodes[Next < Count ? Next + 1 : 0];
        ref readonly var b2 = ref nodes[Next + 1 < Count ? Next + 2 : 0];
        ref readonly var b3 = ref nodes[Next + 2 < Count ? Next + 3 : 0];
        ref readonly var s0l = ref nodes[s0.Left1];
        ref readonly var s0l2 = ref nodes[s0.Left2];
        ref readonly var s0r = ref nodes[s0.Right1];
        ref readonly var s0r2 = ref nodes[s0.Right2];
        ref readonly var s1l = ref nodes[s1.Left1];
        ref readonly var s1r = ref nodes[s1.Right1];
        ref readonly var s1r2 = ref nodes[s1.Right2];
        ref readonly var b0l = ref nodes[b0.Left1];
        ref readonly var b0l2 = ref nodes[b0.Left2];
        var s0m = nodes[s0.Marker].Word;
        var b0m = nodes[b0.Marker].Word;
        ulong t0 = s0.Class, t1 = s1.Class, t2 = s2.Class, u0 = b0.Class, u1 = b1.Class, u2 = b2.Class;
        uint w0 = s0.Word, w1 = s1.Word, v0 = b0.Word, v1 = b1.Word;
        ulong dsb = Distance(i0, j == 0 ? Count + 1 : j), dss = Distance(i1, i0);
        ulong edges = (j == 0 ? 1UL : 0) | (i1 == 0 ? 2UL : 0) | (i0 == 0 ? 4UL : 0);
        ulong t0u0 = t0 << 8 | u0, t1t0 = t1 << 8 | t0;
        ulong between = Between(s0, b0), gap = Between(s1, s0);
        var n = 0;
        // One word.
        into[n++] = Features.Of(1UL << 56 | edges);
        into[n++] = Features.Of(2UL << 56, w0);
        into[n++] = Features.Of(3UL << 56 | t0 << 8 | edges);
        into[n++] = Features.Of(4UL << 56 | t0, w0);
        into[n++] = Features.Of(5UL << 56, w1);
        into[n++] = Features.Of(6UL << 56 | t1);
        into[n++] = Features.Of(7UL << 56 | t1, w1);
        into[n++] = Features.Of(8UL << 56 | t2, s2.Word);
        into[n++] = Features.Of(9UL << 56, v0);
        into[n++] = Features.Of(10UL << 56 | u0);
        into[n++] = Features.Of(11UL << 56 | u0, v0);
        into[n++] = Features.Of(12UL << 56, v1);
        into[n++] = Features.Of(13UL << 56 | u1);
        into[n++] = Features.Of(14UL << 56 | u1, v1);
        into[n++] = Features.Of(15UL << 56 | u2, b2.Word);
        into[n++] = Features.Of(16UL << 56 | u2 << 8 | b3.Class);
        // Two words.
        into[n++] = Features.Of(17UL << 56 | t0u0, w0, v0);
        into[n++] = Features.Of(18UL << 56 | u0, w0, v0);
        into[n++] = Features.Of(19UL << 56 | t0u0, w0);
        into[n++] = Features.Of(20UL << 56 | t0u0, v0);
        into[n++] = Features.Of(21UL << 56, w0, v0);
        into[n++] = Features.Of(22UL << 56 | t0u0);
        into[n++] = Features.Of(23UL << 56 | t1t0, w1, w0);
        into[n++] = Features.Of(24UL << 56, w1, w0);
        into[n++] = Features.Of(25UL << 56 | t1t0);
        into[n++] = Features.Of(26UL << 56 | t1t0, w1);
        into[n++] = Features.Of(27UL << 56 | t1t0, w0);
        into[n++] = Features.Of(28UL << 56 | t1 << 8 | u0, v0);
        into[n++] = Features.Of(29UL << 56 | t1 << 8 | u0, w1);
        into[n++] = Features.Of(30UL << 56 | u0 << 8 | u1);
        into[n++] = Features.Of(31UL << 56 | u0 << 8 | u1, v0);
        into[n++] = Features.Of(32UL << 56 | t0 << 8 | u1, w0);
        into[n++] = Features.Of(33UL << 56, w0, v1);
        into[n++] = Features.Of(34UL << 56 | t0, v0, v1);
        into[n++] = Features.Of(35UL << 56 | t1, w0, v0);
        // Three words.
        into[n++] = Features.Of(36UL << 56 | u0 << 16 | u1 << 8 | u2);
        into[n++] = Features.Of(37UL << 56 | t0u0 << 8 | u1);
        into[n++] = Features.Of(38UL << 56 | t1t0 << 8 | u0);
        into[n++] = Features.Of(39UL << 56 | t2 << 16 | t1t0);
        into[n++] = Features.Of(40UL << 56 | t1t0 << 16 | u0 << 8 | u1);
        into[n++] = Features.Of(41UL << 56 | t2 << 24 | t1t0 << 8 | u0);
        into[n++] = Features.Of(42UL << 56 | t0u0 << 16 | u1 << 8 | u2);
        into[n++] = Features.Of(43UL << 56 | t0u0 << 8 | s0l.Class);
        into[n++] = Features.Of(44UL << 56 | t0u0 << 8 | s0r.Class);
        into[n++] = Features.Of(45UL << 56 | t0u0 << 8 | b0l.Class);
        into[n++] = Features.Of(46UL << 56 | t1t0 << 8 | s1r.Class);
        into[n++] = Features.Of(47UL << 56 | t1t0 << 8 | s1l.Class);
        into[n++] = Features.Of(48UL << 56 | t1t0 << 8 | s0l.Class);
        into[n++] = Features.Of(49UL << 56 | t1t0 << 8 | s0r.Class);
        into[n++] = Features.Of(50UL << 56 | t1t0 << 16 | u0 << 8 | b0l.Class);
        // Distance.
        into[n++] = Features.Of(51UL << 56 | dsb << 8, w0);
        into[n++] = Features.Of(52UL << 56 | dsb << 16 | t0u0);
        into[n++] = Features.Of(53UL << 56 | dsb << 8, v0);
        into[n++] = Features.Of(54UL << 56 | dss << 8, w0);
        into[n++] = Features.Of(55UL << 56 | dss << 16 | t1t0);
        into[n++] = Features.Of(56UL << 56 | dss << 8, w1);
        // Valency and label sets.
        into[n++] = Features.Of(57UL << 56 | (ulong)s0.RightCount << 16 | (ulong)s0.LeftCount << 8 | t0, w0);
        into[n++] = Features.Of(58UL << 56 | (ulong)s0.RightCount << 16 | t0u0);
        into[n++] = Features.Of(59UL << 56 | (ulong)s1.RightCount << 16 | t1t0);
        into[n++] = Features.Of(60UL << 56 | (ulong)s1.RightCount << 8 | t1, w1);
        into[n++] = Features.Of(61UL << 56 | (ulong)b0.LeftCount << 8 | u0, v0);
        into[n++] = Features.Of(62UL << 56 | (ulong)b0.LeftCount << 16 | t0u0);
        into[n++] = Features.Of(63UL << 56 | t0u0, (uint)s0.RightSet, (uint)(s0.RightSet >> 32));
        into[n++] = Features.Of(64UL << 56 | t0u0, (uint)s0.LeftSet, (uint)(s0.LeftSet >> 32));
        into[n++] = Features.Of(65UL << 56 | t0u0, (uint)b0.LeftSet, (uint)(b0.LeftSet >> 32));
        into[n++] = Features.Of(66UL << 56 | t1t0, (uint)s1.RightSet, (uint)(s1.RightSet >> 32));
        into[n++] = Features.Of(67UL << 56 | t1t0, (uint)s1.LeftSet, (uint)(s1.LeftSet >> 32));
        into[n++] = Features.Of(68UL << 56 | t1t0, (uint)s0.LeftSet, (uint)(s0.LeftSet >> 32));
        into[n++] = Features.Of(69UL << 56 | t1t0, (uint)s0.RightSet, (uint)(s0.RightSet >> 32));
        // Children: words, tags, relations.
        into[n++] = Features.Of(70UL << 56 | (ulong)s0l.Relation << 8 | t0, s0l.Word);
        into[n++] = Features.Of(71UL << 56 | (ulong)s0r.Relation << 8 | t0, s0r.Word);
        into[n++] = Features.Of(72UL << 56 | (ulong)s1r.Relation << 8 | t1, s1r.Word);
        into[n++] = Features.Of(73UL << 56 | (ulong)s1l.Relation << 8 | t1, s1l.Word);
        into[n++] = Features.Of(74UL << 56 | (ulong)b0l.Relation << 8 | u0, b0l.Word);
        into[n++] = Features.Of(75UL << 56 | (ulong)s0l2.Relation << 24 | (ulong)s0l.Relation << 16 | t0u0);
        into[n++] = Features.Of(76UL << 56 | (ulong)s0r2.Relation << 24 | (ulong)s0r.Relation << 16 | t0u0);
        into[n++] = Features.Of(77UL << 56 | (ulong)b0l2.Relation << 24 | (ulong)b0l.Relation << 16 | t0u0);
        into[n++] = Features.Of(78UL << 56 | (ulong)s1r2.Relation << 24 | (ulong)s1r.Relation << 16 | t1t0);
        into[n++] = Features.Of(79UL << 56 | (ulong)s0r.Relation << 24 | (ulong)s0l.Relation << 16 | t1t0);
        // Markers: what a phrase attaches to depends on its preposition.
        into[n++] = Features.Of(80UL << 56 | t1 << 8 | t0, s0m);
        into[n++] = Features.Of(81UL << 56, w1, s0m);
        into[n++] = Features.Of(82UL << 56 | t0u0, b0m);
        into[n++] = Features.Of(83UL << 56, w0, b0m);
        into[n++] = Features.Of(84UL << 56 | t1t0 << 8 | u0, b0m);
        into[n++] = Features.Of(85UL << 56 | t0, w1, b0m);
        // What is between, and ahead.
        into[n++] = Features.Of(86UL << 56 | between << 16 | t0u0);
        into[n++] = Features.Of(87UL << 56 | gap << 16 | t1t0);
        into[n++] = Features.Of(88UL << 56 | gap << 24 | between << 16 | t1 << 8 | u0);
        into[n++] = Features.Of(89UL << 56 | (ulong)Math.Min(2, nodes[Count].Verbs - nodes[Math.Min(Next, Count)].Verbs) << 16 | t0u0);
        into[n++] = Features.Of(90UL << 56 | t1 << 8 | u1 | t0u0 << 16, w0);
        into[n++] = Features.Of(91UL << 56 | t1t0 << 8 | u0, v0);
        into[n++] = Features.Of(92UL << 56 | t1t0 << 8 | u0, w0);
        into[n++] = Features.Of(93UL << 56 | t1t0 << 8 | u0, w1);
        // The words beside them, whatever they depend on.
        ref readonly var before = ref nodes[Next - 1];
        into[n++] = Features.Of(94UL << 56 | (ulong)nodes[Math.Max(0, Next - 2)].Class << 24 | (ulong)before.Class << 16 | u0 << 8 | u1);
        into[n++] = Features.Of(95UL << 56 | t0u0, before.Word);
        into[n++] = Features.Of(96UL << 56, before.Word, v0);
        into[n++] = Features.Of(97UL << 56 | (ulong)nodes[Math.Max(0, i0 - 1)].Class << 24 | (ulong)nodes[i0 + 1].Class << 16 | t0u0);
        into[n++] = Features.Of(98UL << 56 | (ulong)nodes[Math.Max(0, i1 - 1)].Class << 24 | (ulong)nodes[i1 + 1].Class << 16 | t1t0);
        return n;
    }

    /// <summary>The features of the choice of a relation for the arc that the move is about to make; returns their number.</summary>
    public int FillRelation(int move, Span<uint> into)
    {
        var left = Moves.IsLeft(move);
        int d = Top, h = left ? Next : Second;
        ref readonly var child = ref nodes[d];
        ref readonly var head = ref nodes[h];
        ref readonly var before = ref nodes[d - 1];
        ref readonly var after = ref nodes[d + 1];
        ref readonly var headBefore = ref nodes[h - 1];
        ref readonly var headAfter = ref nodes[h + 1];
        ref readonly var cl = ref nodes[child.Left1];
        ref readonly var cr = ref nodes[child.Right1];
        ref readonly var hl = ref nodes[head.Left1];
        ref readonly var hr = ref nodes[head.Right1];
        ref readonly var marker = ref nodes[child.Marker];
        ulong m = (ulong)move << 48, td = child.Class, th = head.Class, pair = td << 8 | th;
        ulong distance = Distance(Math.Min(d, h), Math.Max(d, h));
        uint wd = child.Word, wh = head.Word;
        var n = 0;
        into[n++] = Features.Of(101UL << 56 | m);
        into[n++] = Features.Of(102UL << 56 | m, wd);
        into[n++] = Features.Of(103UL << 56 | m, wh);
        into[n++] = Features.Of(104UL << 56 | m | td);
        into[n++] = Features.Of(105UL << 56 | m | th);
        into[n++] = Features.Of(106UL << 56 | m | pair);
        into[n++] = Features.Of(107UL << 56 | m | pair, wd);
        into[n++] = Features.Of(108UL << 56 | m | pair, wh);
        into[n++] = Features.Of(109UL << 56 | m, wd, wh);
        into[n++] = Features.Of(110UL << 56 | m | pair | distance << 16);
        into[n++] = Features.Of(111UL << 56 | m | td << 8 | (ulong)before.Class, before.Word);
        into[n++] = Features.Of(112UL << 56 | m | td << 8 | (ulong)after.Class, after.Word);
        into[n++] = Features.Of(113UL << 56 | m | pair << 8 | before.Class);
        into[n++] = Features.Of(114UL << 56 | m | pair << 8 | after.Class);
        into[n++] = Features.Of(115UL << 56 | m | pair << 8 | headBefore.Class);
        into[n++] = Features.Of(116UL << 56 | m | pair << 8 | headAfter.Class);
        into[n++] = Features.Of(117UL << 56 | m | td, marker.Word);
        into[n++] = Features.Of(118UL << 56 | m | pair, marker.Word);
        into[n++] = Features.Of(119UL << 56 | m, marker.Word, wh);
        into[n++] = Features.Of(120UL << 56 | m, marker.Word, wd);
        into[n++] = Features.Of(121UL << 56 | m | pair, (uint)child.LeftSet, (uint)(child.LeftSet >> 32));
        into[n++] = Features.Of(122UL << 56 | m | pair, (uint)child.RightSet, (uint)(child.RightSet >> 32));
        into[n++] = Features.Of(123UL << 56 | m | th, (uint)head.LeftSet, (uint)(head.LeftSet >> 32));
        into[n++] = Features.Of(124UL << 56 | m | th, (uint)head.RightSet, (uint)(head.RightSet >> 32));
        into[n++] = Features.Of(125UL << 56 | m | (ulong)cl.Relation << 8 | td, cl.Word);
        into[n++] = Features.Of(126UL << 56 | m | (ulong)cr.Relation << 8 | td, cr.Word);
        into[n++] = Features.Of(127UL << 56 | m | (ulong)hl.Relation << 8 | th, hl.Word);
        into[n++] = Features.Of(128UL << 56 | m | (ulong)hr.Relation << 8 | th, hr.Word);
        into[n++] = Features.Of(129UL << 56 | m | (ulong)hr.Relation << 16 | pair, wh);
        into[n++] = Features.Of(130UL << 56 | m | Between(nodes[Math.Min(d, h)], nodes[Math.Max(d, h)]) << 16 | pair);
        into[n++] = Features.Of(131UL << 56 | m | (ulong)cl.Class << 16 | pair);
        into[n++] = Features.Of(132UL << 56 | m | (ulong)cr.Class << 16 | pair);
        into[n++] = Features.Of(133UL << 56 | m | (ulong)hl.Class << 16 | pair);
        into[n++] = Features.Of(134UL << 56 | m | (ulong)hr.Class << 16 | pair);
        into[n++] = Features.Of(135UL << 56 | m | td, before.Word, wd);
        into[n++] = Features.Of(136UL << 56 | m | td, wd, after.Word);
        into[n++] = Features.Of(137UL << 56 | m | (ulong)headBefore.Class << 8 | (ulong)headAfter.Class, wh);
        return n;
    }
}
