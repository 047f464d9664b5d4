using System.Collections.Frozen;
using RegionalSecurity.Language.Events;
using RegionalSecurity.Language.Text;

namespace RegionalSecurity.Language.Coding;

/// <summary>How a source stands to the content (Data/reporting.tsv).</summary>
internal enum Telling : byte
{
    None, Say, Allege, Deny, Think, Want, Act,
}

/// <summary>What a cue takes as its content.</summary>
internal enum Take : byte
{
    Clause, Noun, To, Whom, Name, As, Of, About, On, For, At, Against, With, In, Over, Into, By, Toward, Regarding, Concerning,
}

/// <summary>The words by which a text attributes, from Data/reporting.tsv, by the hash of their base form.</summary>
internal sealed class ReportCues
{
    private const int Takes = (int)Take.Concerning + 1;

    private static readonly Lazy<ReportCues> LazyDefault = new(() => new ReportCues());

    private readonly FrozenDictionary<ulong, Telling[]> _verbs, _adjectives, _nouns;
    private readonly FrozenSet<ulong> _messages, _carriers, _views;

    private ReportCues()
    {
        var words = new Dictionary<string, Dictionary<ulong, Telling[]>>(StringComparer.Ordinal);
        foreach (var row in TableReader.Read("reporting.tsv"))
        {
            if (!words.TryGetValue(row[0], out var group))
                words[row[0]] = group = [];
            var telling = Enum.Parse<Telling>(row[1], ignoreCase: true);
            foreach (var word in row[3].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var hash = WordHash.Of(word);
                if (!group.TryGetValue(hash, out var takes))
                    group[hash] = takes = new Telling[Takes];
                foreach (var take in row[2].Split(',', StringSplitOptions.RemoveEmptyEntries))
                {
                    // The first row that says what the cue is with this content counts.
                    ref var known = ref takes[(int)Enum.Parse<Take>(take, ignoreCase: true)];
                    known = known == Telling.None ? telling : known;
                }
            }
        }
        _verbs = words["verb"].ToFrozenDictionary();
        _adjectives = words["adjective"].ToFrozenDictionary();
        _nouns = words["noun"].ToFrozenDictionary();
        _messages = words["message"].Keys.ToFrozenSet();
        _carriers = words["carry"].Keys.ToFrozenSet();
        _views = words["view"].Keys.ToFrozenSet();
    }

    public static ReportCues Default => LazyDefault.Value;

    public bool Verb(ulong lemma, out ReportCue cue) => Find(_verbs, lemma, out cue);

    public bool Adjective(ulong lemma, out ReportCue cue) => Find(_adjectives, lemma, out cue);

    public bool Noun(ulong lemma, out ReportCue cue) => Find(_nouns, lemma, out cue);

    /// <summary>Whether it is something written or spoken, which stands for its author.</summary>
    public bool IsMessage(ulong lemma) => _messages.Contains(lemma);

    /// <summary>Whether the verb lends a noun of saying its subject: "voiced concern".</summary>
    public bool Carries(ulong lemma) => _carriers.Contains(lemma);

    /// <summary>Whether it is a noun of "in his view".</summary>
    public bool IsView(ulong lemma) => _views.Contains(lemma);

    private static bool Find(FrozenDictionary<ulong, Telling[]> words, ulong lemma, out ReportCue cue)
    {
        var known = words.TryGetValue(lemma, out var takes);
        cue = new ReportCue(takes);
        return known;
    }
}

/// <summary>One cue word: what it is with each content it can take; None with what it cannot.</summary>
internal readonly struct ReportCue(Telling[]? takes)
{
    public Telling With(Take take) => takes is null ? Telling.None : takes[(int)take];

    /// <summary>What it is with a preposition ("of"); None for one that it does not take.</summary>
    public Telling With(ReadOnlySpan<char> preposition) => preposition switch
    {
        "as" => With(Take.As),
        "of" => With(Take.Of),
        "about" => With(Take.About),
        "on" or "upon" => With(Take.On),
        "for" => With(Take.For),
        "to" => With(Take.Toward),
        "at" => With(Take.At),
        "against" => With(Take.Against),
        "with" => With(Take.With),
        "in" => With(Take.In),
        "over" => With(Take.Over),
        "into" => With(Take.Into),
        "by" => With(Take.By),
        "regarding" => With(Take.Regarding),
        "concerning" => With(Take.Concerning),
        _ => Telling.None,
    };
}
