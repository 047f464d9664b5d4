namespace RegionalSecurity.Language.Grammar;

/// <summary>A preposition and the noun phrase it governs, as chunk indexes.</summary>
internal readonly record struct Attached(int Preposition, int Phrase);

/// <summary>
/// Finds what belongs to a verb group: subject, object, prepositional phrases, governing verb. Walks the chunks outwards from the verb and
/// stops at clause boundaries; no parse.
/// </summary>
internal static class Clauses
{
    private const int MaxWalk = 60;

    /// <summary>Marks "troops deployed in X" (no auxiliary, before another finite verb) as participles and links infinitives and gerunds to their governors.</summary>
    public static void Link(Sentence s)
    {
        var c = s.Chunks;
        for (var k = 0; k < c.Count; k++)
            if (c[k].Kind == ChunkKind.VerbGroup && IsParticiple(s, k))
            {
                c[k].Participle = true;
                c[k].Passive = true;
            }
        for (var k = 0; k < c.Count; k++)
            if (c[k].Kind == ChunkKind.VerbGroup && (c[k].Infinitive || c[k].Gerund))
                c[k].Governor = GovernorOf(s, k);
    }

    private static bool IsParticiple(Sentence s, int k)
    {
        var chunk = s.Chunks[k];
        if (chunk.Copula || chunk.Passive || chunk.Infinitive || chunk.Gerund || chunk.Perfect || chunk.Future || chunk.Possible || chunk.Obliged
            || s.Tokens[chunk.Main].Tag != Tag.VerbPast || !s.Tokens[chunk.Main].Word.Has(Can.VerbParticiple))
            return false;
        var before = Skip(s, k - 1, -1);
        var after = Skip(s, k + 1, 1);
        var by = after < s.Chunks.Count && s.Is(s.Chunks[after].First, "by") && s.Chunks[after].Kind == ChunkKind.Preposition
            && after + 1 < s.Chunks.Count && !s.Chunks[after + 1].Time && s.Chunks[after + 1].Kind == ChunkKind.NounPhrase;
        if (before < 0)
            return true;
        var left = s.Chunks[before].Kind;
        if (left is ChunkKind.Comma or ChunkKind.Break)
            return by;
        if (left != ChunkKind.NounPhrase)
            return false;
        if (by)
            return true;
        if (after < s.Chunks.Count && s.Chunks[after].Kind is ChunkKind.NounPhrase && !s.Chunks[after].Time)
            return false;
        // Without an object, and a finite verb follows that would have no subject of its own.
        for (var j = k + 1; j < s.Chunks.Count && j - k < MaxWalk; j++)
            switch (s.Chunks[j].Kind)
            {
                case ChunkKind.Comma or ChunkKind.Coordinator or ChunkKind.Subordinator or ChunkKind.Relative or ChunkKind.Break:
                    return false;
                case ChunkKind.VerbGroup when !s.Chunks[j].Infinitive && !s.Chunks[j].Gerund:
                    return j > 0 && !(s.Chunks[j - 1].Kind == ChunkKind.NounPhrase && s.Chunks[j - 2].Kind != ChunkKind.Preposition && j - 2 > k);
                default:
                    break;
            }
        return false;
    }

    /// <summary>Next chunk index from <paramref name="k"/> in direction <paramref name="step"/> that is no adverb, quote or parenthesis.</summary>
    public static int Skip(Sentence s, int k, int step)
    {
        while (k >= 0 && k < s.Chunks.Count && s.Chunks[k].Kind is ChunkKind.Adverb or ChunkKind.Quote or ChunkKind.Parenthesis)
            k += step;
        return k;
    }

    // The verb group that an infinitive or gerund hangs on.
    private static int GovernorOf(Sentence s, int k)
    {
        for (var j = k - 1; j >= 0 && k - j < 14; j--)
            switch (s.Chunks[j].Kind)
            {
                case ChunkKind.VerbGroup:
                    // "agreed to send aid and to train": the second infinitive shares the first's governor.
                    return s.Chunks[j].Infinitive && s.Chunks[k].Infinitive && Coordinated(s, j, k) && s.Chunks[j].Governor >= 0 ? s.Chunks[j].Governor : j;
                case ChunkKind.Break or ChunkKind.Subordinator or ChunkKind.Relative:
                    return -1;
                default:
                    break;
            }
        return -1;
    }

    private static bool Coordinated(Sentence s, int from, int to)
    {
        for (var j = to - 1; j > from; j--)
            if (s.Chunks[j].Kind is ChunkKind.Coordinator)
                return Skip(s, j + 1, 1) == to;
        return false;
    }

    /// <summary>The noun phrase that is the grammatical subject; -1 when none can be told.</summary>
    public static int Subject(Sentence s, int k, int depth = 0)
    {
        if (depth > 6)
            return -1;
        var chunk = s.Chunks[k];
        if (chunk.Infinitive || chunk.Gerund)
            return ControlledSubject(s, k, depth);
        var i = Skip(s, k - 1, -1);
        if (chunk.Participle)
        {
            if (i >= 0 && s.Chunks[i].Kind == ChunkKind.Comma)
                i = Skip(s, i - 1, -1);
            if (i >= 0 && s.Chunks[i].Kind == ChunkKind.NounPhrase)
                return i;
            // "Asked about it, he said": the subject of the main clause, which follows.
            return i < 0 ? NextSubject(s, k) : -1;
        }
        var coordinated = false;
        for (var steps = 0; i >= 0 && steps < MaxWalk; steps++)
        {
            var at = s.Chunks[i];
            switch (at.Kind)
            {
                case ChunkKind.NounPhrase:
                    var before = Skip(s, i - 1, -1);
                    if (at.Time && before >= 0 && !(s.Chunks[before].Kind == ChunkKind.Preposition))
                    {
                        i = before;
                        break;
                    }
                    if (before >= 0 && s.Chunks[before].Kind == ChunkKind.Preposition && !OpensClause(s, before))
                    {
                        // A prepositional phrase behind the subject.
                        i = Skip(s, before - 1, -1);
                        if (i < 0)
                            return -1;
                        break;
                    }
                    if (coordinated)
                    {
                        // "X condemned Y and imposed Z": Y is the first verb's object.
                        var owner = OwnerOfObject(s, i);
                        if (owner >= 0)
                            return SharedSubject(s, owner, k, depth);
                    }
                    return HeadOfList(s, i);
                case ChunkKind.VerbGroup:
                    if (coordinated || at.Finite)
                        return SharedSubject(s, i, k, depth);
                    i = Skip(s, i - 1, -1);
                    break;
                case ChunkKind.Coordinator:
                    coordinated = true;
                    i = Skip(s, i - 1, -1);
                    if (i >= 0 && s.Chunks[i].Kind == ChunkKind.Comma)
                        i = Skip(s, i - 1, -1);
                    break;
                case ChunkKind.Relative:
                    i = Skip(s, i - 1, -1);
                    if (i >= 0 && s.Chunks[i].Kind == ChunkKind.Comma)
                        i = Skip(s, i - 1, -1);
                    if (i < 0 || s.Chunks[i].Kind != ChunkKind.NounPhrase)
                        return -1;
                    return i;
                case ChunkKind.Comma:
                    var open = OpeningComma(s, i);
                    if (open >= 0)
                    {
                        i = Skip(s, open - 1, -1);
                        break;
                    }
                    // ", imposed": one more verb of the same subject.
                    coordinated = true;
                    i = Skip(s, i - 1, -1);
                    break;
                case ChunkKind.Preposition:
                    i = Skip(s, i - 1, -1);
                    break;
                default:
                    return -1;
            }
        }
        return -1;
    }

    // "the foreign ministers of Chad and Sudan": the head before "of", not the last name of the list.
    private static int HeadOfList(Sentence s, int phrase)
    {
        var and = Skip(s, phrase - 1, -1);
        if (and < 3 || s.Chunks[and].Kind != ChunkKind.Coordinator)
            return phrase;
        var first = Skip(s, and - 1, -1);
        var of = first > 0 ? Skip(s, first - 1, -1) : -1;
        if (of < 1 || s.Chunks[first].Kind != ChunkKind.NounPhrase || s.Chunks[of].Kind != ChunkKind.Preposition || !s.Is(s.Chunks[of].First, "of"))
            return phrase;
        var head = Skip(s, of - 1, -1);
        return head >= 0 && s.Chunks[head].Kind == ChunkKind.NounPhrase && s.Tokens[s.Chunks[head].Head].Word is { Role: not Claims.V1.Sector.Unspecified } word && word.Has(Can.Plural) ? head : phrase;
    }

    // After, before, since, until, as: they open a clause where a noun phrase and a finite verb follow.
    private static bool OpensClause(Sentence s, int preposition) => s.IsAny(s.Chunks[preposition].First, "after", "before", "since", "until", "as", "than", "but", "so");

    private static int OwnerOfObject(Sentence s, int phrase)
    {
        for (var j = phrase - 1; j >= 0 && phrase - j < 12; j--)
            switch (s.Chunks[j].Kind)
            {
                case ChunkKind.VerbGroup:
                    return j;
                case ChunkKind.Break or ChunkKind.Subordinator or ChunkKind.Relative:
                    return -1;
                default:
                    break;
            }
        return -1;
    }

    // The subject of an earlier verb group in the same chain; a finite verb does not share the subject of an infinitive but that of its governor.
    private static int SharedSubject(Sentence s, int other, int k, int depth)
    {
        var chunk = s.Chunks[other];
        if (chunk.Participle)
            return Subject(s, other, depth + 1);
        while ((chunk.Infinitive || chunk.Gerund) && chunk.Governor >= 0 && !s.Chunks[k].Infinitive && depth++ < 6)
        {
            other = chunk.Governor;
            chunk = s.Chunks[other];
        }
        return other == k ? -1 : Subject(s, other, depth + 1);
    }

    // For a comma that closes an insertion, the comma that opens it; -1 when there is none.
    private static int OpeningComma(Sentence s, int close)
    {
        for (var j = close - 1; j > 0 && close - j < 24; j--)
        {
            if (s.Chunks[j].Kind is ChunkKind.Break)
                return -1;
            if (s.Chunks[j].Kind != ChunkKind.Comma)
                continue;
            var before = Skip(s, j - 1, -1);
            var next = Skip(s, j + 1, 1);
            if (before < 0 || s.Chunks[before].Kind != ChunkKind.NounPhrase || next >= close)
                return -1;
            // An apposition, a relative clause, a participle, a prepositional phrase: no clause with a finite verb of its own subject.
            if (s.Chunks[next].Kind is ChunkKind.Relative or ChunkKind.Preposition || s.Chunks[next] is { Kind: ChunkKind.VerbGroup, Gerund: true } or { Kind: ChunkKind.VerbGroup, Participle: true })
                return j;
            if (s.Chunks[next].Kind == ChunkKind.NounPhrase || s.Chunks[next].Kind == ChunkKind.VerbGroup && !s.Chunks[next].Finite)
            {
                for (var m = next; m < close; m++)
                    if (s.Chunks[m].Kind == ChunkKind.VerbGroup && s.Chunks[m].Finite)
                        return -1;
                return j;
            }
            if (s.Chunks[next].Kind is ChunkKind.Subordinator)
                return j;
            return -1;
        }
        return -1;
    }

    private static int ControlledSubject(Sentence s, int k, int depth)
    {
        var i = Skip(s, k - 1, -1);
        if (s.Chunks[k].Gerund && i >= 0 && s.Chunks[i].Kind == ChunkKind.NounPhrase)
        {
            // "soldiers patrolling the border": the phrase before it, unless that is a verb's object ("saw ... leaving" reads the same).
            var before = Skip(s, i - 1, -1);
            if (!(before >= 0 && s.Chunks[before].Kind == ChunkKind.Preposition) || s.Chunks[k].Governor < 0)
                return i;
        }
        var governor = s.Chunks[k].Governor;
        return governor >= 0 && governor != k ? Subject(s, governor, depth + 1) : s.Chunks[k].Gerund ? NextSubject(s, k) : -1;
    }

    private static int NextSubject(Sentence s, int k)
    {
        for (var j = k + 1; j < s.Chunks.Count && j - k < MaxWalk; j++)
            if (s.Chunks[j].Kind == ChunkKind.VerbGroup && s.Chunks[j].Finite)
            {
                var i = Skip(s, j - 1, -1);
                return i > k && s.Chunks[i].Kind == ChunkKind.NounPhrase ? i : -1;
            }
        return -1;
    }

    /// <summary>The direct object; -1 when there is none. <paramref name="second"/> is the phrase right behind it ("gave Syria food"), else -1.</summary>
    public static int Object(Sentence s, int k, out int second)
    {
        second = -1;
        var i = Skip(s, k + 1, 1);
        if (i >= s.Chunks.Count || s.Chunks[i].Kind != ChunkKind.NounPhrase)
            return -1;
        if (s.Chunks[i].Time)
        {
            // "said Monday", "condemned on": a time is no object; the object may follow it.
            i = Skip(s, i + 1, 1);
            if (i >= s.Chunks.Count || s.Chunks[i].Kind != ChunkKind.NounPhrase)
                return -1;
        }
        var next = Skip(s, i + 1, 1);
        if (next < s.Chunks.Count && s.Chunks[next] is { Kind: ChunkKind.NounPhrase, Time: false } && !FiniteAfter(s, next))
            second = next;
        return i;
    }

    private static bool FiniteAfter(Sentence s, int phrase)
    {
        var next = Skip(s, phrase + 1, 1);
        return next < s.Chunks.Count && s.Chunks[next].Kind == ChunkKind.VerbGroup && s.Chunks[next].Finite;
    }

    /// <summary>Prepositional phrases behind chunk <paramref name="k"/> up to the end of its clause, in order.</summary>
    public static List<Attached> Prepositions(Sentence s, int k, List<Attached> found, bool phraseOnly = false)
    {
        found.Clear();
        for (var i = k + 1; i < s.Chunks.Count && i - k < MaxWalk; i++)
        {
            var chunk = s.Chunks[i];
            switch (chunk.Kind)
            {
                case ChunkKind.Preposition:
                    var phrase = Skip(s, i + 1, 1);
                    if (phrase < s.Chunks.Count && s.Chunks[phrase].Kind == ChunkKind.NounPhrase)
                    {
                        if (OpensClause(s, i) && FiniteAfter(s, GroupEnd(s, phrase)))
                            return found;
                        found.Add(new Attached(i, phrase));
                        i = phrase;
                    }
                    else if (phrase < s.Chunks.Count && s.Chunks[phrase].Kind == ChunkKind.VerbGroup)
                        return found;
                    break;
                case ChunkKind.NounPhrase:
                    if (phraseOnly || FiniteAfter(s, i))
                        return found;
                    break;
                case ChunkKind.Adverb or ChunkKind.Quote or ChunkKind.Parenthesis:
                    break;
                case ChunkKind.Coordinator:
                    var right = Skip(s, i + 1, 1);
                    if (phraseOnly && found.Count == 0 || right < s.Chunks.Count && s.Chunks[right].Kind is not (ChunkKind.NounPhrase or ChunkKind.Preposition) || right < s.Chunks.Count && FiniteAfter(s, right))
                        return found;
                    break;
                case ChunkKind.Comma:
                    // ", with Japan and ...": lists go on, clauses do not.
                    var after = Skip(s, i + 1, 1);
                    if (phraseOnly || after >= s.Chunks.Count || s.Chunks[after].Kind is not ChunkKind.NounPhrase || FiniteAfter(s, after) || !InList(s, i))
                        return found;
                    break;
                default:
                    return found;
            }
        }
        return found;
    }

    // Whether the comma stands in "A, B and C".
    private static bool InList(Sentence s, int comma)
    {
        for (var j = comma + 1; j < s.Chunks.Count && j - comma < 14; j++)
            switch (s.Chunks[j].Kind)
            {
                case ChunkKind.Coordinator:
                    return true;
                case ChunkKind.NounPhrase or ChunkKind.Comma or ChunkKind.Parenthesis or ChunkKind.Quote or ChunkKind.Adverb:
                    break;
                default:
                    return false;
            }
        return false;
    }

    private static int GroupEnd(Sentence s, int phrase)
    {
        var end = phrase;
        for (var i = phrase + 1; i + 1 < s.Chunks.Count && i - phrase < 20; i += 2)
        {
            if (s.Chunks[i].Kind is not (ChunkKind.Comma or ChunkKind.Coordinator))
                break;
            var next = s.Chunks[i + 1].Kind == ChunkKind.Coordinator ? i + 2 : i + 1;
            if (next >= s.Chunks.Count || s.Chunks[next].Kind != ChunkKind.NounPhrase)
                break;
            end = next;
            i = next - 1;
        }
        return end;
    }

    /// <summary>The phrase and those coordinated with it: "the US, South Korea and Japan". <paramref name="subject"/>: it stands before its verb;
    /// <paramref name="owners"/>: it hangs on a plural office ("ministers of A and B"), so that a verb may follow the last.</summary>
    public static List<int> Group(Sentence s, int phrase, bool subject, bool owners = false)
    {
        var group = new List<int> { phrase };
        if (subject)
        {
            var sawAnd = false;
            for (var i = phrase; i > 1;)
            {
                var link = Skip(s, i - 1, -1);
                if (link < 1)
                    break;
                if (s.Chunks[link].Kind == ChunkKind.Coordinator && !s.IsAny(s.Chunks[link].First, "but"))
                {
                    sawAnd = true;
                    link = Skip(s, link - 1, -1);
                    if (link >= 0 && s.Chunks[link].Kind == ChunkKind.Comma)
                        link = Skip(s, link - 1, -1);
                }
                else if (s.Chunks[link].Kind == ChunkKind.Comma && sawAnd)
                    link = Skip(s, link - 1, -1);
                else
                    break;
                if (link < 0 || s.Chunks[link].Kind != ChunkKind.NounPhrase || s.Chunks[link].Time)
                    break;
                var before = Skip(s, link - 1, -1);
                // The object of an earlier verb, or part of a prepositional phrase, is no conjunct: "attacked Gaza and Egypt condemned it".
                if (before >= 0 && s.Chunks[before].Kind is ChunkKind.VerbGroup && !s.Chunks[before].Copula)
                    break;
                if (before >= 0 && s.Chunks[before].Kind is ChunkKind.Preposition && !OpensClause(s, before))
                {
                    // "the presidents of Chad and Sudan", "leaders of A and B": hand over to the head.
                    break;
                }
                group.Add(link);
                i = link;
            }
            group.Reverse();
            return group;
        }
        for (var i = phrase; group.Count < 16;)
        {
            var link = Skip(s, i + 1, 1);
            if (link >= s.Chunks.Count)
                break;
            var isAnd = s.Chunks[link].Kind == ChunkKind.Coordinator && !s.IsAny(s.Chunks[link].First, "but");
            if (!isAnd && !(s.Chunks[link].Kind == ChunkKind.Comma && InList(s, link)))
                break;
            var next = Skip(s, link + 1, 1);
            if (!isAnd && next < s.Chunks.Count && s.Chunks[next].Kind == ChunkKind.Coordinator)
            {
                isAnd = true;
                next = Skip(s, next + 1, 1);
            }
            if (next >= s.Chunks.Count || s.Chunks[next].Kind != ChunkKind.NounPhrase || s.Chunks[next].Time || !owners && FiniteAfter(s, next))
                break;
            group.Add(next);
            i = next;
            if (isAnd)
                break;
        }
        return group;
    }
}
