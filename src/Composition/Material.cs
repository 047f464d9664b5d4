using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition;

/// <summary>What the sections draw on: the claims that concern the subject, its sides, and their acts.</summary>
internal sealed class Material
{
    private readonly Dictionary<string, double> _points;
    // Sections group the same claims many times over; the claim object itself is the key.
    private readonly Dictionary<Claim, string> _keys = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Claim, string> _dayKeys = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<Sections.Dispute>? _disputes;

    public Material(ReportInput input)
    {
        Input = input;
        Names = new Names(input.Names, input.Claims.Where(Readable));
        Parties = new Parties(Names);
        Scope = new Scope(input);
        Claims = [.. Scope.Concerning([.. input.Claims.Where(Readable)]).OrderBy(static c => Dates.Published(c) ?? DateTimeOffset.MaxValue)
            .ThenBy(static c => c.ArticleId, StringComparer.Ordinal).ThenBy(static c => c.Evidence.Start).ThenBy(static c => c.ClaimId, StringComparer.Ordinal)];
        Events = [.. Claims.Where(static c => c.Kind == ClaimKind.Event && Verbs.Knows(c.EventType))];
        Outlooks = [.. Claims.Where(static c => c.Kind == ClaimKind.Outlook && c.Outlook is not null)];
        Recommendations = [.. Claims.Where(static c => c.Kind == ClaimKind.Recommendation && c.Recommendation is not null)];
        _points = new(StringComparer.Ordinal);
        foreach (var part in input.Change?.Parts ?? [])
            foreach (var contribution in part.Contributions)
                Score(contribution);
        foreach (var contribution in input.Tension.Contributions)
            Score(contribution);
        Voices = Claims.Select(Voice).Distinct(StringComparer.Ordinal).Count();
        Heard = Scope.Sides.Where(side => Claims.Any(c => Speaks(c, side))).ToHashSet(StringComparer.Ordinal);
        Speakers = ChooseSpeakers();

        void Score(Contribution contribution)
        {
            foreach (var id in contribution.ClaimIds)
                _points[id] = Math.Max(_points.GetValueOrDefault(id), Math.Abs(contribution.Points));
        }
    }

    public ReportInput Input { get; }
    public Names Names { get; }
    public Parties Parties { get; }
    public Scope Scope { get; }

    /// <summary>Claims that concern the subject, in order of publication, article and place.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    public IReadOnlyList<Claim> Events { get; }
    public IReadOnlyList<Claim> Outlooks { get; }
    public IReadOnlyList<Claim> Recommendations { get; }

    /// <summary>Acts that are alleged or denied.</summary>
    public IReadOnlyList<Sections.Dispute> Disputes => _disputes ??= Sections.Dispute.Find(this);

    /// <summary>Number of distinct voices over all claims.</summary>
    public int Voices { get; }

    /// <summary>Sides whose own word, or whose outlets, stand among the claims.</summary>
    public IReadOnlySet<string> Heard { get; }

    /// <summary>Codes whose perspective is told: the sides, then the other parties that act most, at most eight in all.</summary>
    public IReadOnlyList<string> Speakers { get; }

    /// <summary>Independent voice of a claim: the party it is attributed to, else its publisher's family.</summary>
    public static string Voice(Claim claim)
    {
        var source = claim.Attributions.Count > 0 ? claim.Attributions[0].Source : null;
        if (source is { Code.Length: > 0 })
            return "party:" + source.Code;
        return "family:" + (claim.Publisher is { Family.Length: > 0 } p ? p.Family : claim.Publisher?.PublisherId ?? "");
    }

    /// <summary>A state-controlled outlet tells, as its own word, what others do: an allegation until another side says so too.</summary>
    public static bool OfOthers(Claim claim) =>
        claim.Attributions.Count == 0 && !claim.FirstHand && claim.Publisher is { Ownership: Ownership.StateControlled, Country.Length: > 0 } publisher
        && claim.Actors.Count > 0 && claim.Actors.All(a => a.Code != publisher.Country);

    /// <summary>Hostile deeds, whose mere telling by the other side is an allegation.</summary>
    public static bool HostileDeed(EventType type) => type is EventType.Assault or EventType.Coerce or EventType.Mobilize or EventType.Sanction;

    /// <summary>All the claims tell a hostile deed of others on the word of one state's outlets.</summary>
    public static bool OneSided(IReadOnlyList<Claim> claims) =>
        claims.All(static c => OfOthers(c) && HostileDeed(c.EventType)) && claims.Select(static c => c.Publisher.Country).Distinct(StringComparer.Ordinal).Count() == 1;

    /// <summary>Code of the side whose voice it is; empty for third parties and the unknown.</summary>
    public static string VoiceSide(Claim claim)
    {
        if (claim.Attributions.Count > 0 && claim.Attributions[0].Source.Code.Length > 0)
            return claim.Attributions[0].Source.Code;
        // A speech act that is quoted directly is its speaker's own word, whoever prints it.
        return claim.FirstHand && claim.Actors.Count > 0 && claim.Actors[0].Code.Length > 0
            ? claim.Actors[0].Code
            : claim.Publisher?.Country ?? "";
    }

    /// <summary>The claim has what every sentence needs: words, and a source in each attribution. Claims of other versions of the contract may not.</summary>
    public static bool Readable(Claim claim) => claim.Evidence is { Quote.Length: > 0 } && claim.Attributions.All(static a => a.Source is not null);

    public List<Act> Acts(IEnumerable<Claim> events, bool byDay = false)
    {
        var keys = byDay ? _dayKeys : _keys;
        var acts = Act.Group(events, claim => keys.TryGetValue(claim, out var key) ? key : keys[claim] = Act.KeyOf(claim, Parties, byDay));
        foreach (var act in acts)
            act.Points = act.Claims.Max(c => _points.GetValueOrDefault(c.ClaimId));
        return acts;
    }

    /// <summary>Acts with what matters most first.</summary>
    public static IOrderedEnumerable<Act> Ranked(IEnumerable<Act> acts) =>
        acts.OrderByDescending(static a => a.Points).ThenByDescending(static a => Act.Weight(a.Lead))
            .ThenByDescending(static a => a.Claims.Select(Voice).Distinct(StringComparer.Ordinal).Count())
            .ThenByDescending(static a => a.Claims.Count).ThenByDescending(static a => Act.Information(a.Lead))
            .ThenBy(static a => a.Lead.ClaimId, StringComparer.Ordinal);

    /// <summary>The acts without those that tell, of the same party, the sentence that an earlier one tells: a joint drill is cooperation and a show of
    /// force, and need not be quoted twice.</summary>
    public static IEnumerable<Act> WithoutRepeats(IEnumerable<Act> acts)
    {
        var told = new HashSet<(string Article, int Start, string Actor)>();
        foreach (var act in acts)
        {
            var places = act.Lead.Actors.Select(a => (act.Lead.ArticleId, act.Lead.Evidence.Start, a.Code)).ToList();
            if (places.Exists(told.Contains))
                continue;
            told.UnionWith(places);
            yield return act;
        }
    }

    public static bool ActsFor(Claim claim, string code) => claim.Actors.Any(a => a.Code == code);

    /// <summary>The claim is the party's own word: its speech, what it says of its own deeds, or what it says of others.</summary>
    public static bool SaidBy(Claim claim, string code) =>
        claim.Attributions.Count > 0 ? claim.Attributions.Any(a => a.Source.Code == code) : ActsFor(claim, code);

    /// <summary>The party's own word stands in the claim: as its source, or as one of several (Seoul and Tokyo said), or its outlet's.</summary>
    public static bool Speaks(Claim claim, string code) => VoiceSide(claim) == code || claim.Attributions.Any(a => a.Source.Code == code);

    private List<string> ChooseSpeakers()
    {
        var others = Events.SelectMany(static c => c.Actors.Select(static a => a.Code)).Where(code => code.Length > 0 && !Scope.Sides.Contains(code, StringComparer.Ordinal))
            .GroupBy(static code => code, StringComparer.Ordinal).Where(static g => g.Count() >= 2)
            .OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal).Select(static g => g.Key);
        return [.. Scope.Sides, .. others.Take(Math.Max(0, Math.Min(3, 8 - Scope.Sides.Count)))];
    }
}
