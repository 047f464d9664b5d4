namespace RegionalSecurity.Language.Parsing;

/// <summary>Universal part of speech (UPOS of Universal Dependencies v2).</summary>
internal enum Pos : byte
{
    None, Adj, Adp, Adv, Aux, Cconj, Det, Intj, Noun, Num, Part, Pron, Propn, Punct, Sconj, Sym, Verb, X,
}

/// <summary>Penn part of speech (XPOS), as UD English EWT writes it.</summary>
internal enum Penn : byte
{
    None, CC, CD, DT, EX, FW, IN, JJ, JJR, JJS, LS, MD, NN, NNS, NNP, NNPS, PDT, POS, PRP, PRPS, RB, RBR, RBS, RP, SYM, TO, UH,
    VB, VBD, VBG, VBN, VBP, VBZ, WDT, WP, WPS, WRB,
    // Punctuation and the tags that the web treebank adds: addresses, affixes, parts of a word written apart, hyphens, decoration.
    Stop, Comma, Colon, LeftBracket, RightBracket, OpenQuote, CloseQuote, Dollar, Hyph, ADD, AFX, GW, NFP, XX,
}

/// <summary>The names that the treebank gives to tags and relations.</summary>
internal static class UdNames
{
    private static readonly string[] Upos =
    [
        "_", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
    ];

    private static readonly string[] Xpos =
    [
        "_", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS", "PDT", "POS", "PRP", "PRP$", "RB",
        "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB",
        ".", ",", ":", "-LRB-", "-RRB-", "``", "''", "$", "HYPH", "ADD", "AFX", "GW", "NFP", "XX",
    ];

    private static readonly string[] Deprel =
    [
        "_", "root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "cc:preconj", "ccomp",
        "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet", "discourse", "dislocated",
        "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer",
        "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp",
    ];

    public static string Of(Pos pos) => Upos[(int)pos];
    public static string Of(Penn tag) => Xpos[(int)tag];
    public static string Of(Relation relation) => Deprel[(int)relation];

    /// <summary>The tag of that name; <see cref="Pos.X"/> for one unknown.</summary>
    public static Pos Pos(string name) => Array.IndexOf(Upos, name) is var i and >= 0 ? (Pos)i : Parsing.Pos.X;

    /// <summary>The tag of that name; <see cref="Penn.XX"/> for one unknown.</summary>
    public static Penn Penn(string name) => Array.IndexOf(Xpos, name) is var i and >= 0 ? (Penn)i : Parsing.Penn.XX;

    /// <summary>The relation of that name, without its subtype where the subtype is unknown; <see cref="Relation.Dep"/> for one unknown.</summary>
    public static Relation Relation(string name)
    {
        var i = Array.IndexOf(Deprel, name);
        if (i < 0 && name.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            i = Array.IndexOf(Deprel, name[..colon]);
        return i >= 0 ? (Relation)i : Parsing.Relation.Dep;
    }
}
