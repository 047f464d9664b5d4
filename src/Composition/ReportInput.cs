using RegionalSecurity.Claims.V1;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition;

/// <summary>An article in one revision: what a claim's spans point into.</summary>
public readonly record struct ArticleKey(string ArticleId, int Revision);

/// <summary>All that a report is made from. The composer has no clock and reads nothing else: the same input gives the same bytes.</summary>
public sealed record ReportInput
{
    /// <summary>A dyad, country or region.</summary>
    public required Subject Subject { get; init; }

    /// <summary>Start of the period, inclusive.</summary>
    public required DateTimeOffset FromTime { get; init; }

    /// <summary>End of the period, exclusive; not before <see cref="FromTime"/>.</summary>
    public required DateTimeOffset ToTime { get; init; }

    /// <summary>Knowledge the report rests on.</summary>
    public required DateTimeOffset AsOfTime { get; init; }

    /// <summary>Which past <see cref="AsOfTime"/> means.</summary>
    public required Past Past { get; init; }

    /// <summary>When the report is composed, as its head will say.</summary>
    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Claims of the period that name a party of the subject, in any order. Those that do not concern the subject are left aside.</summary>
    public required IReadOnlyList<Claim> Claims { get; init; }

    /// <summary>The score at the end of the period; its coverage tells the sides, its pairs a region's parties.</summary>
    public required Tension.V1.Tension Tension { get; init; }

    /// <summary>What moved the score over the period. Null where it could not be asked, for example without an earlier time.</summary>
    public ExplainChangeResponse? Change { get; init; }

    /// <summary>Articles of the cited claims (<see cref="ReportComposer.CitedArticles"/>). A claim whose article is missing or whose quote does not
    /// stand there is dropped and counted.</summary>
    public IReadOnlyDictionary<ArticleKey, Article> Articles { get; init; } = new Dictionary<ArticleKey, Article>();

    /// <summary>Display names by code, beside the built-in ones of states and organisations; those names win over these.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>The level day by day, for the picture in the head. May be empty.</summary>
    public IReadOnlyList<TensionPoint> Series { get; init; } = [];

    /// <summary>The articles the report is confined to; empty: all of the period. When set, every claim of theirs concerns the subject.</summary>
    public IReadOnlyList<string> ArticleIds { get; init; } = [];

    /// <summary>Not 0: the period has more claims than are read, and only so many of the latest were.</summary>
    public int OnlyLatestClaims { get; init; }

    /// <summary>The subject belongs to the invented sample.</summary>
    public bool Sample { get; init; }
}
