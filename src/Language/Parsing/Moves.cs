namespace RegionalSecurity.Language.Parsing;

/// <summary>
/// What the action model chooses from: shift, or an arc to the left or right of one of several groups of relations. Fifteen classes at most, so that a
/// feature's weights and their exponent are one vector of 16 bytes; which relation of the group it is, the relation model decides once an arc.
/// </summary>
internal static class Moves
{
    public const int Width = 16;
    public const int Shift = 0;
    public const int FirstLeft = 1;
    public const int FirstRight = 7;
    public const int Count = 15;

    // Relations by move, at most Width - 1 each; a relation is in one group of each direction at most.
    private static readonly Relation[][] Groups =
    [
        [],
        [Relation.Nsubj, Relation.NsubjPass, Relation.NsubjOuter, Relation.Csubj, Relation.CsubjPass, Relation.CsubjOuter, Relation.Expl],
        [Relation.Case, Relation.Mark, Relation.Cc, Relation.CcPreconj],
        [Relation.Det, Relation.Amod, Relation.Nummod, Relation.Compound, Relation.NmodPoss, Relation.DetPredet, Relation.NmodDesc],
        [Relation.Aux, Relation.AuxPass, Relation.Cop, Relation.Advmod],
        [Relation.Punct],
        [
            Relation.Obl, Relation.Advcl, Relation.Obj, Relation.OblUnmarked, Relation.Ccomp, Relation.Parataxis, Relation.Discourse,
            Relation.Vocative, Relation.Nmod, Relation.NmodUnmarked, Relation.Xcomp, Relation.Reparandum, Relation.Acl, Relation.Dep,
            Relation.Dislocated,
        ],
        [Relation.Obj, Relation.Iobj, Relation.Xcomp],
        [Relation.Obl, Relation.Nmod, Relation.OblAgent, Relation.OblUnmarked, Relation.NmodUnmarked],
        [Relation.Conj],
        [Relation.Punct],
        [Relation.Acl, Relation.AclRelcl, Relation.Advcl, Relation.AdvclRelcl, Relation.Ccomp, Relation.Csubj, Relation.CsubjPass],
        [Relation.Flat, Relation.Fixed, Relation.Compound, Relation.CompoundPrt, Relation.Goeswith],
        [Relation.Advmod, Relation.Case, Relation.Nummod, Relation.Amod, Relation.Discourse],
        [
            Relation.Appos, Relation.List, Relation.Parataxis, Relation.Nsubj, Relation.NsubjPass, Relation.Cop, Relation.Aux, Relation.AuxPass,
            Relation.Expl, Relation.Det, Relation.NmodDesc, Relation.NmodPoss, Relation.Vocative, Relation.Dep, Relation.Orphan,
        ],
    ];

    private static readonly byte[] LeftMove = Moving(FirstLeft, FirstRight), RightMove = Moving(FirstRight, Count);

    // Index of a relation in its group, by move.
    private static readonly byte[][] Places = [.. Groups.Select(Placed)];

    public static bool IsLeft(int move) => move is >= FirstLeft and < FirstRight;
    public static bool IsRight(int move) => move >= FirstRight;

    /// <summary>The move that makes an arc of that relation.</summary>
    public static int Of(Relation relation, bool left) => (left ? LeftMove : RightMove)[(int)relation];

    public static ReadOnlySpan<Relation> Relations(int move) => Groups[move];

    public static int Place(int move, Relation relation) => Places[move][(int)relation];

    // A relation that no group of a direction has (there is hardly one in 200,000 words) counts as dep there.
    private static byte[] Moving(int from, int to)
    {
        var moves = new byte[(int)Relation.Xcomp + 1];
        Array.Fill(moves, (byte)(from + Array.FindIndex(Groups[from..to], group => group.Contains(Relation.Dep))));
        for (var move = from; move < to; move++)
            foreach (var relation in Groups[move])
                moves[(int)relation] = (byte)move;
        return moves;
    }

    private static byte[] Placed(Relation[] group)
    {
        var places = new byte[(int)Relation.Xcomp + 1];
        Array.Fill(places, (byte)Math.Max(0, Array.IndexOf(group, Relation.Dep)));
        for (var i = 0; i < group.Length; i++)
            places[(int)group[i]] = (byte)i;
        return places;
    }
}
