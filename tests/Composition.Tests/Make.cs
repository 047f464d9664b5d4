using Google.Protobuf.WellKnownTypes;
using RegionalSecurity.Claims.V1;
using RegionalSecurity.Contracts;
using RegionalSecurity.Ingestion.V1;
using RegionalSecurity.Tension.V1;

namespace RegionalSecurity.Composition.Tests;

/// <summary>Small invented articles and the claims in them. Two sides, XAA "Ardania" and XBB "Bestria", and a third party XCC "Corvia".</summary>
internal sealed class Make
{
    public const string A = "XAA", B = "XBB", C = "XCC";

    private static readonly Dictionary<string, string> s_names = new() { [A] = "Ardania", [B] = "Bestria", [C] = "Corvia" };

    private readonly Dictionary<ArticleKey, Article> _articles = [];
    private readonly List<Claim> _claims = [];

    public IReadOnlyList<Claim> Claims => _claims;

    public static DateTimeOffset Day(int day) => new(2031, 5, day, 0, 0, 0, TimeSpan.Zero);

    public Article Article(string id, string text, string publisher = "Ardania Gazette", string country = A, Ownership ownership = Ownership.Private, int day = 10, string url = "")
    {
        var article = new Article
        {
            ArticleId = id,
            Revision = 1,
            Title = $"Report {id}",
            Text = TextSpans.Normalize(text),
            Url = url,
            Language = "en",
            Publisher = new Publisher { PublisherId = publisher, Name = publisher, Country = country, Family = publisher, Ownership = ownership, Registered = true },
            PublishTime = Timestamp.FromDateTimeOffset(Day(day)),
        };
        _articles[new ArticleKey(id, 1)] = article;
        return article;
    }

    public Claim Event(Article article, string quote, EventType type, string actor, string target = "", Mode mode = Mode.Unspecified, Modality modality = Modality.Occurred, string? by = null, int? day = null)
    {
        var claim = Claim(article, quote, ClaimKind.Event, by);
        claim.EventType = type;
        claim.Mode = mode;
        claim.Modality = modality;
        claim.Actors.AddRange(Parties(actor));
        claim.Targets.AddRange(Parties(target));
        var start = day is { } d ? Day(d) : article.PublishTime.ToDateTimeOffset();
        claim.EventTime = new TimeRange { StartTime = Timestamp.FromDateTimeOffset(start), EndTime = Timestamp.FromDateTimeOffset(start.AddDays(1)) };
        return claim;
    }

    public Claim Outlook(Article article, string quote, OutlookCategory category, string affected, string? likelihood = null, string? by = null, OutlookDirection direction = OutlookDirection.Worse)
    {
        var claim = Claim(article, quote, ClaimKind.Outlook, by);
        claim.Actors.AddRange(Parties(affected));
        claim.Outlook = new Outlook { Category = category, Direction = direction, Likelihood = likelihood is null ? null : Span(article, likelihood) };
        return claim;
    }

    public Claim Recommendation(Article article, string quote, RecommendationCategory category, string who = "", string? by = null)
    {
        var claim = Claim(article, quote, ClaimKind.Recommendation, by);
        claim.Actors.AddRange(Parties(who));
        claim.Recommendation = new Recommendation { Category = category };
        return claim;
    }

    public static TextSpan Span(Article article, string quote)
    {
        var at = article.Text.IndexOf(quote, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"the test's article lacks: {quote}");
        return new TextSpans(article.Text).Span(at, at + quote.Length);
    }

    public static IEnumerable<Participant> Parties(string codes) =>
        codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static c => new Participant { Code = c, Name = s_names.GetValueOrDefault(c, c), Sector = Sector.Gov });

    public ReportInput Input(Action<Tension.V1.Tension>? adjust = null)
    {
        var tension = new Tension.V1.Tension
        {
            Subject = new Subject { Dyad = $"{A}-{B}" },
            Level = 31.4,
            Band = Band.Elevated,
            Conflict = 1.2,
            MethodVersion = "method-1",
            LogId = "log",
            LogSequence = 7,
            EventCount = 3,
            Rung = 4,
        };
        adjust?.Invoke(tension);
        return new ReportInput
        {
            Subject = tension.Subject,
            FromTime = Day(1),
            ToTime = Day(20),
            AsOfTime = Day(20),
            CreateTime = Day(21),
            Past = Past.AsKnown,
            Claims = [.. _claims],
            Tension = tension,
            Articles = _articles,
            Sample = true,
        };
    }

    private Claim Claim(Article article, string quote, ClaimKind kind, string? by)
    {
        var claim = new Claim
        {
            ClaimId = $"c{_claims.Count + 1:00}",
            ArticleId = article.ArticleId,
            Revision = article.Revision,
            Publisher = article.Publisher.Clone(),
            Kind = kind,
            Evidence = Span(article, quote),
            Confidence = 0.9,
            ExtractorVersion = "lexicon-1",
            PublishTime = article.PublishTime.Clone(),
            Sample = true,
        };
        if (by is not null)
            claim.Attributions.Add(new Attribution { Source = Parties(by).First() });
        _claims.Add(claim);
        return claim;
    }

    /// <summary>A crisis small enough to read in one breath: every section has something to say.</summary>
    public static Make Crisis(string a = A, string b = B)
    {
        var (ardania, bestria) = (s_names[a], s_names[b]);
        var make = new Make();
        var gazette = make.Article("a1", $"{ardania} condemned the drills of {bestria} as “a rehearsal for invasion”. {ardania} announced that it would deploy more ships in answer to the drills. "
            + $"{ardania} demanded that {bestria} halt the drills. It calls the pact the “Iron Ring”. {ardania} accused {bestria} of jamming its radars.", $"{ardania} Gazette", a, url: "https://example.org/a1?x=1&y=2");
        var courier = make.Article("b1", $"{bestria} rejected the charge. {bestria} held a naval exercise on 9 May. {bestria} denied jamming any radar. {bestria} pledged talks with {ardania} next month.",
            $"{bestria} Courier", b, Ownership.StateControlled, 11);
        var herald = make.Article("c1", $"The exercise could trigger an arms race between {ardania} and {bestria}. Shipping through the strait may be delayed. "
            + "Corvia urged both sides to open a hotline. Observers should be invited to drills.", "Corvia Herald", C, Ownership.PublicService, 12);
        var condemned = make.Event(gazette, $"{ardania} condemned the drills of {bestria} as “a rehearsal for invasion”.", EventType.Accuse, a, b, Mode.Disapprove);
        condemned.Trigger = Span(gazette, "condemned");
        var deploy = make.Event(gazette, $"{ardania} announced that it would deploy more ships in answer to the drills.", EventType.Mobilize, a, b, Mode.XDeployment, Modality.Announced, a);
        deploy.ResponseTo = new ResponseTo { Span = Span(gazette, "in answer to the drills"), Actors = { Parties(b) } };
        make.Event(gazette, $"{ardania} demanded that {bestria} halt the drills.", EventType.Request, a, b, Mode.Yield);
        var label = make.Event(gazette, "It calls the pact the “Iron Ring”.", EventType.Statement, a, b);
        label.Label = new Label { Span = Span(gazette, "Iron Ring"), UsedBy = a };
        var alleged = make.Event(gazette, $"{ardania} accused {bestria} of jamming its radars.", EventType.Coerce, b, a, Mode.Cyber, by: a);
        alleged.Alleged = true;
        make.Event(courier, $"{bestria} rejected the charge.", EventType.Reject, b, a);
        make.Event(courier, $"{bestria} held a naval exercise on 9 May.", EventType.Mobilize, b, "", Mode.XExercise, day: 9);
        make.Event(courier, $"{bestria} denied jamming any radar.", EventType.Coerce, b, a, Mode.Cyber, Modality.Denied, b);
        make.Event(courier, $"{bestria} pledged talks with {ardania} next month.", EventType.Agree, b, a);
        make.Outlook(herald, $"The exercise could trigger an arms race between {ardania} and {bestria}.", OutlookCategory.ArmsRace, $"{a} {b}", "could");
        make.Outlook(herald, "Shipping through the strait may be delayed.", OutlookCategory.TradeRoute, "", "may");
        make.Recommendation(herald, "Corvia urged both sides to open a hotline.", RecommendationCategory.Hotline, $"{a} {b}", C);
        make.Recommendation(herald, "Observers should be invited to drills.", RecommendationCategory.ExerciseTransparency);
        return make;
    }
}
